"""Balance, for those who lead: which engine the business needs more of now."""

from functools import partial
from typing import Any

from pages.leadership.balance import backtest, brief, coverage, recommendation, segments, situations, velocity
from pages.parts import controls, handout, layout, session
from pages.parts.scope_bar import Bar

PERIODS = {"Quarter": "quarter", "Month": "month"}
VIEWS = {
    "Recommendation": recommendation,
    "Situations": situations,
    "Coverage": coverage,
    "Past forecasts": backtest,
    "Velocity": velocity,
    "Segments": segments,
}


def choose(view: str, bar: Bar) -> dict[str, Any]:
    """The length of the periods of a forecast; the brief is at hand on every view."""
    choice = bar.choice
    choices: dict[str, Any] = {}
    if view in ("Coverage", "Past forecasts"):
        choices["period"] = controls.select("Forecast of a", PERIODS, key="horizon", width=140)
    handout.buttons(partial(brief.write, session.warehouse(), choice.scope, choice.sentence), "balance-brief")
    return choices


layout.show(VIEWS, choose, compared=("Velocity",))
