"""Sources, for those who bring in leads: which ones convert, and what they cost."""

from typing import Any

import streamlit as st

from pages.models import (
    sources,
    sources_change,
    sources_costs,
    sources_crossed,
    sources_gates,
    sources_like,
    sources_maturity,
    sources_numbers,
    windows,
)
from pages.parts import layout, scope_bar, session
from pages.parts.wording import sources as wording
from pages.parts.wording.gates import FROM
from pages.parts.wording.sources_crossed import ACROSS
from pages.parts.wording.sources_maturity import CALENDAR

VIEWS = {
    "Ranking": sources,
    "Gates": sources_gates,
    "Maturity": sources_maturity,
    "Crossed": sources_crossed,
    "Like for like": sources_like,
    "Change": sources_change,
    "Cost": sources_costs,
}
BREAKDOWNS = {
    "Ranking": tuple(wording.BREAKDOWN_NAMES),
    "Gates": tuple(wording.BREAKDOWN_NAMES),
    "Maturity": (*wording.BREAKDOWN_NAMES, CALENDAR),
    "Crossed": tuple(wording.BREAKDOWN_NAMES),
    "Change": tuple(wording.BREAKDOWN_NAMES),
    "Cost": sources_costs.SPEND_KNOWS,
}

top = layout.head()
choice = scope_bar.show()
window = windows.window_of(session.warehouse(), choice.scope)
scope_bar.notice_unknown({"view": list(VIEWS)})
view = str(
    st.segmented_control(
        "View", list(VIEWS), default="Ranking", required=True, key="view", wrap=True, bind="query-params"
    )
)
arguments: list[Any] = [choice.earlier] if view == "Change" else []
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    if view in BREAKDOWNS:
        breakdown = st.segmented_control(
            "Compare by",
            BREAKDOWNS[view],
            default="channel",
            required=True,
            format_func=lambda name: wording.BREAKDOWN_NAMES.get(name, name.capitalize()),
            key="by",
            wrap=True,
            bind="query-params",
        )
        arguments.append(str(breakdown))
    if view == "Ranking":
        gates = {FROM[gate].capitalize(): gate for gate in sources_numbers.gates_of(session.warehouse())}
        scope_bar.notice_unknown({"gate": list(gates)})
        gate = gates[str(st.selectbox("Starting", list(gates), key="gate", bind="query-params", width=200))]
        measure = st.selectbox(
            "Measure",
            sources_numbers.measures_of(gate),
            format_func=lambda name: wording.measure_name(name, window),
            key="measure",
            bind="query-params",
            width=240,
        )
        arguments += [str(measure), gate]
    if view == "Crossed":
        across = st.segmented_control(
            "Across",
            list(ACROSS),
            default="segment",
            required=True,
            format_func=ACROSS.__getitem__,
            key="across",
            wrap=True,
            bind="query-params",
        )
        arguments.append(str(across))
model = session.model(VIEWS[view].build, choice.scope, *arguments)
layout.draw(model, choice, top)
