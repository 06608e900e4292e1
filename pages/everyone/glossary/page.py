"""Glossary, for everyone: what every word on the pages means, and how every number is counted."""

import streamlit as st

from pages.everyone.glossary import words
from pages.parts import controls, glossary, layout, panel, session

top = layout.head()
with top.title:
    st.title(words.TITLE, anchor=False)
    panel.plain(words.facts(len(glossary.TERMS)))
definitions = session.definitions()
search = controls.text(words.FIND, key=glossary.FIND, none=words.EXAMPLE)
controls.notice_unknown(glossary.TERM, glossary.TERMS)
asked = glossary.TERMS.get(st.query_params.get(glossary.TERM, ""))
if asked is not None and not search:
    with st.container(border=True):
        st.header(asked.name, anchor=False)
        st.markdown(glossary.filled(asked.plain, definitions))
        if asked.formula:
            panel.plain(glossary.filled(asked.formula, definitions))
groups = list(glossary.found(search))
if not groups:
    panel.empty(words.NOTHING, words.nothing(search))
for group, terms in groups:
    with st.container(border=True):
        st.header(group, anchor=False)
        for term in terms:
            name, meaning = st.columns([1, 3], gap="xsmall")
            name.markdown(f"**{term.name}**")
            with meaning.container(gap=None):
                st.markdown(glossary.filled(term.plain, definitions))
                if term.formula:
                    panel.plain(glossary.filled(term.formula, definitions))
