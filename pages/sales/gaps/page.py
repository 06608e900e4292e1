"""Gaps, for those who manage sales: which leads wait for us, for how long, and whose."""

import streamlit as st

from pages.parts import controls, layout, scope_bar, session
from pages.parts import gap_values as gaps_values
from pages.parts.words import common
from pages.sales.gaps import owners_over_time as gaps_owners
from pages.sales.gaps import queue as gaps
from pages.sales.gaps import response_time as gaps_response

VIEWS = {"Queue": gaps, "Response time": gaps_response, "Owners over time": gaps_owners}
WHOSE = {"Owner": "owner", "Team": "team"}
CLOCKS = {"Clock": "wall", "Working hours": "working"}

top = layout.head()
choice = scope_bar.show()
kinds = {common.capital(gap): gap for gap in gaps_values.GAPS}
breakdowns = {name.capitalize(): name for name in gaps_response.BREAKDOWNS}
controls.notice_all(
    {"view": list(VIEWS), "gap": list(kinds), "of": list(WHOSE), "groups": list(breakdowns), "clock": list(CLOCKS)}
)
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    view = str(
        st.segmented_control(
            "View", list(VIEWS), default="Queue", required=True, key="view", wrap=True, bind="query-params"
        )
    )
    arguments: tuple[object, ...] = ()
    if view == "Queue":
        kind = st.selectbox(
            "Gap", list(kinds), index=None, placeholder="Any", key="gap", bind="query-params", width=240
        )
        arguments = (kinds.get(kind or "", ""),)
    if view == "Response time":
        groups = st.segmented_control(
            "Compare", list(breakdowns), default="Motion", required=True, key="groups", wrap=True, bind="query-params"
        )
        clock = st.segmented_control(
            "Count", list(CLOCKS), default="Clock", required=True, key="clock", wrap=True, bind="query-params"
        )
        arguments = (breakdowns[str(groups)], CLOCKS[str(clock)])
    else:
        whose = st.segmented_control(
            "By", list(WHOSE), default="Owner", required=True, key="of", wrap=True, bind="query-params"
        )
        arguments = (*arguments, WHOSE[str(whose)])
model = session.model(VIEWS[view].build, choice.scope, choice.earlier, *arguments)
layout.draw(model, choice, top)
