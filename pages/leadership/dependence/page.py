"""Dependence, for those who lead: what hangs on one channel, campaign, owner or account."""

from typing import Any

import streamlit as st

from analysis.claims import single_points, thresholds
from analysis.claims.shares import GRAINS
from analysis.scope import Scope
from pages.leadership.dependence import (
    over_time,
    shares,
    single_points_of_failure,
    sole_and_overlap,
    within_a_channel,
)
from pages.leadership.dependence.words.measures import NAMES
from pages.parts import controls, layout, scope_bar, session

VIEWS = {
    "Shares": shares,
    "Over time": over_time,
    "Sole and overlap": sole_and_overlap,
    "Within a channel": within_a_channel,
    "Single points of failure": single_points_of_failure,
}
MEASURES = {shown: measure for measure, shown in NAMES.items()}
GRAINS_OF = {"Shares": (*GRAINS, "account"), "Over time": GRAINS}
SHARED = ("Shares", "Over time", "Within a channel")

top = layout.head()
choice = scope_bar.show()
with controls.row():
    view = controls.view(VIEWS)
choices: dict[str, Any] = {}
with controls.row():
    if view in SHARED:
        usual = session.model(single_points.find, Scope()).measure
        choices["measure"] = controls.switch("Share of", MEASURES, key="share_of", usual=NAMES[usual])
    if view in GRAINS_OF:
        choices["grain"] = controls.switch("By", {grain.capitalize(): grain for grain in GRAINS_OF[view]}, key="grain")
    if view == "Single points of failure":
        limits = thresholds.by_grain(session.warehouse().definitions.thresholds)
        per_cent = {grain: round(limit * 100) for grain, limit in limits.items()}
        with st.popover("Thresholds", icon=":material/tune:"):
            chosen = {
                grain: controls.number(f"One {grain}, %", key=f"limit_{grain}", usual=limit, least=1, most=99)
                for grain, limit in per_cent.items()
            }
        choices["moved"] = {grain: limit / 100 for grain, limit in chosen.items() if limit != per_cent[grain]}
model = session.model(VIEWS[view].build, choice.scope, **choices)
layout.draw(model, choice, top)
