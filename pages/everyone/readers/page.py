"""Readers, for administrators: who may see what, and what was done."""

import streamlit as st

from data.access import readers
from data.store import Store
from pages.everyone.readers import model, words
from pages.parts import labels, layout, panel, reader, session

top = layout.head()
home = Store().folder
known, is_open = readers.read(home), reader.identity() is None
with top.title:
    st.title(model.title(known, signs_in=not is_open), anchor=False)
    st.caption(words.OPEN_FACTS if is_open else words.facts(len(readers.administrators())))
if known.fault:
    st.error(labels.literal(known.fault, 600), icon=":material/error:")
for sentence in model.unknown(known, session.values) if session.has_data() else ():
    st.warning(sentence, icon=":material/info:")
for card in (model.granted(known), model.done(home)):
    panel.show(card)
