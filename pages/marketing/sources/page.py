"""Sources, for those who bring in leads: which ones convert, and what they cost."""

from typing import Any

import streamlit as st

from pages.marketing.sources import change as sources_change
from pages.marketing.sources import cost as sources_costs
from pages.marketing.sources import counts as sources_numbers
from pages.marketing.sources import crossed as sources_crossed
from pages.marketing.sources import gates as sources_gates
from pages.marketing.sources import like_for_like as sources_like
from pages.marketing.sources import maturity as sources_maturity
from pages.marketing.sources import ranking as sources
from pages.marketing.sources.words import ranking as wording
from pages.marketing.sources.words.crossed import ACROSS
from pages.marketing.sources.words.maturity import CALENDAR
from pages.marketing.sources.words.starts import FROM
from pages.parts import controls, layout, scope_bar, session, windows

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
controls.notice_all({"view": list(VIEWS)})
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
        controls.notice_all({"gate": list(gates)})
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
