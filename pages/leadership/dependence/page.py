"""Dependence, for those who lead: what hangs on one channel, campaign, owner or account."""

from typing import Any

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
from pages.parts import controls, layout, session
from pages.parts.scope_bar import Bar

VIEWS = {
    "Shares": shares,
    "Over time": over_time,
    "Alone and together": sole_and_overlap,
    "Within a channel": within_a_channel,
    "Single points of failure": single_points_of_failure,
}
MEASURES = {shown: measure for measure, shown in NAMES.items()}
GRAINS_OF = {"Shares": (*GRAINS, "account"), "Over time": GRAINS}
SHARED = ("Shares", "Over time", "Within a channel")


def choose(view: str, bar: Bar) -> dict[str, Any]:
    """The share of what, and by what; of single points their limits."""
    choices: dict[str, Any] = {}
    if view in SHARED:
        usual = session.model(single_points.find, Scope()).measure
        choices["measure"] = controls.select("Share of", MEASURES, key="share_of", usual=NAMES[usual], width=150)
    if view in GRAINS_OF:
        grains = {grain.capitalize(): grain for grain in GRAINS_OF[view]}
        choices["grain"] = controls.select("By", grains, key="grain", width=130)
    if view == "Single points of failure":
        limits = thresholds.by_grain(session.warehouse().definitions.thresholds)
        per_cent = {grain: round(limit * 100) for grain, limit in limits.items()}
        with bar.options(*(f"limit_{grain}" for grain in per_cent)):
            chosen = {
                grain: controls.number(
                    f"Threshold of one {grain}, %", key=f"limit_{grain}", usual=limit, least=1, most=99
                )
                for grain, limit in per_cent.items()
            }
        choices["moved"] = {grain: limit / 100 for grain, limit in chosen.items() if limit != per_cent[grain]}
    return choices


layout.show(VIEWS, choose)
