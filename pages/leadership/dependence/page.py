"""Dependence, for those who lead: what hangs on one channel, campaign, owner or account."""

from typing import Any

import streamlit as st

from analysis.scope import Scope
from pages.leadership.dependence import counts as dependence_shares
from pages.leadership.dependence import over_time as dependence_trend
from pages.leadership.dependence import shares as dependence
from pages.leadership.dependence import single_points as dependence_single
from pages.leadership.dependence import sole_and_overlap as dependence_overlap
from pages.leadership.dependence import within_channel as dependence_within
from pages.leadership.dependence.words import shares as wording
from pages.parts import controls, layout, scope_bar, session

VIEWS = {
    "Shares": dependence,
    "Over time": dependence_trend,
    "Sole and overlap": dependence_overlap,
    "Within a channel": dependence_within,
    "Single points of failure": dependence_single,
}
GRAINS = {"Shares": wording.GRAINS, "Over time": dependence_shares.GRAINS}

top = layout.head()
choice = scope_bar.show()
measures = {shown: name for name, shown in wording.MEASURE_NAMES.items()}
limits = dependence_shares.thresholds_of(session.warehouse().definitions.thresholds)
controls.notice_all({"view": list(VIEWS)})
view = str(
    st.segmented_control(
        "View", list(VIEWS), default="Shares", required=True, key="view", wrap=True, bind="query-params"
    )
)
arguments: list[Any] = [choice.earlier] if view == "Shares" else []
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    if view != "Sole and overlap":
        usual = session.model(dependence_shares.usual_measure, Scope())
        controls.notice_all({"share_of": list(measures)})
        measure = st.segmented_control(
            "Share of",
            list(measures),
            default=wording.MEASURE_NAMES[usual],
            required=True,
            key="share_of",
            wrap=True,
            bind="query-params",
        )
        arguments.append(measures[str(measure)])
    if view in GRAINS:
        grains = {name.capitalize(): name for name in GRAINS[view]}
        controls.notice_all({"grain": list(grains)})
        grain = st.segmented_control(
            "By", list(grains), default="Channel", required=True, key="grain", wrap=True, bind="query-params"
        )
        arguments.append(grains[str(grain)])
    if view == "Single points of failure":
        moved = []
        with st.popover("Thresholds", icon=":material/tune:"):
            for name, limit in limits.items():
                share = st.number_input(
                    f"One {name}, %",
                    min_value=1,
                    max_value=99,
                    value=round(limit * 100),
                    step=1,
                    key=f"limit_{name}",
                    bind="query-params",
                )
                if share != round(limit * 100):
                    moved.append((name, share / 100))
        arguments.append(tuple(moved))
model = session.model(VIEWS[view].build, choice.scope, *arguments)
layout.draw(model, choice, top)
