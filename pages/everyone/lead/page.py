"""One lead, for everyone: what happened to it, and what is not known."""

import streamlit as st

from analysis.scope import Scope
from pages.everyone.lead import model, words
from pages.parts import addresses, layout, panel, session
from pages.parts.scope_bar import Choice

top = layout.head()
choice = Choice(Scope(), None, words.through(session.warehouse().as_of))
lead_id = session.lead_of(st.query_params.get(session.LEAD, ""))
layout.draw(session.model(model.build, choice.scope, lead_id=lead_id), choice, top)
if links := session.model(model.links, choice.scope, lead_id=lead_id):
    with top.actions:
        for label, address in links.items():
            st.link_button(label, address, icon=":material/open_in_new:", type="tertiary")
panel.link(addresses.LEADS, "All leads", ":material/group:")
