"""Attribution, for those who bring in leads: which touches each rule credits, and how far the rules disagree."""

from typing import Any

from pages.marketing.attribution import model, words
from pages.parts import controls, layout
from pages.parts.scope_bar import Bar

GRAINS = {shown: name for name, shown in words.GRAIN_NAMES.items()}
MEASURES = {shown: name for name, shown in words.MEASURE_NAMES.items()}


def choose(_view: str, bar: Bar) -> dict[str, Any]:
    """Who is credited with what, and how far back touches count."""
    choices: dict[str, Any] = {
        "grain": controls.select("Credit to", GRAINS, key="credit_to", width=150),
        "measure": controls.select("Credit of", MEASURES, key="credit_of", width=150),
    }
    with bar.options("touches"):
        choices["look_back"] = controls.select("Touches before the closing", words.LOOK_BACKS, key="touches")
    return choices


layout.show({controls.ONLY: model}, choose)
