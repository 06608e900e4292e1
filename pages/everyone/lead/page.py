"""One lead, for everyone: what happened to it, and what is not known."""

import streamlit as st

from analysis.scope import Scope
from pages.everyone.lead import model, words
from pages.parts import addresses, layout, session
from pages.parts.scope_bar import Choice

top = layout.head()
choice = Choice(Scope(), None, words.through(session.warehouse().as_of))
layout.draw(session.model(model.build, choice.scope, lead_id=st.query_params.get("lead", "")), choice, top)
st.page_link(addresses.LEADS, label="All leads", icon=":material/group:")
