"""Leads, for everyone: the leads behind a number, one page of the list at a time."""

import streamlit as st

from analysis.selection import Page
from pages.models import leads
from pages.parts import layout, opens, panel, scope_bar, session
from pages.parts.wording import leads as wording

top = layout.head()
choice = scope_bar.show()
stages = tuple(stage.name for stage in session.warehouse().definitions.stages)
scope, selection, left_out = opens.narrowed(st.query_params.to_dict(), choice.scope, stages)
model = session.model(leads.build, scope, selection, Page(rows=leads.ROWS))
with top:
    st.title(model.title, anchor=False)
    st.caption(" · ".join([*wording.selected(selection), choice.sentence]))
panel.table(model.leads, {name: leads.COLUMNS[name] for name in leads.SHOWN}, key="leads")
