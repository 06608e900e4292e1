"""One lead, for everyone: what happened to it, and what is not known."""

import streamlit as st

from analysis.scope import Scope
from pages.everyone.lead import model as lead
from pages.everyone.lead import words as wording
from pages.everyone.leads import model as leads
from pages.parts import layout, session
from pages.parts.scope_bar import Choice

top = layout.head()
model = session.model(lead.build, Scope(), st.query_params.get("lead", ""))
layout.draw(model, Choice(Scope(), None, wording.through(session.warehouse().as_of)), top)
st.page_link(leads.PAGE, label="All leads", icon=":material/group:")
