"""Balance, for those who lead: which engine the business needs more of now."""

from functools import partial
from typing import Any

from pages.leadership.balance import backtest, brief, coverage, recommendation, segments, situations, velocity
from pages.parts import controls, handout, layout, scope_bar, session

PERIODS = {"Quarter": "quarter", "Month": "month"}
VIEWS = {
    "Recommendation": recommendation,
    "Situations": situations,
    "Coverage": coverage,
    "Back-test": backtest,
    "Velocity": velocity,
    "Segments": segments,
}

top = layout.head()
choice = scope_bar.show()
with controls.row():
    view = controls.view(VIEWS)
    handout.buttons(partial(brief.write, session.warehouse(), choice.scope, choice.sentence), "balance-brief")
    choices: dict[str, Any] = {"earlier": choice.earlier} if view == "Velocity" else {}
    if view in ("Coverage", "Back-test"):
        choices["period"] = controls.switch("Period", PERIODS, key="horizon")
layout.draw(session.model(VIEWS[view].build, choice.scope, **choices), choice, top)
