"""Sources, for those who bring in leads: which ones convert, and what they cost."""

from functools import partial
from typing import Any

from analysis.scoping.ledgers import SPEND_KNOWS
from pages.marketing.sources import change, cost, counts, crossed, gates, like_for_like, maturity, ranking
from pages.marketing.sources.words.breakdowns import NAMES
from pages.marketing.sources.words.crossed import ACROSS
from pages.marketing.sources.words.gate_names import FROM
from pages.marketing.sources.words.maturity import CALENDAR
from pages.marketing.sources.words.ranking import measure_name
from pages.parts import controls, layout, scope_bar, session

VIEWS = {
    "Ranking": ranking,
    "Gates": gates,
    "Maturity": maturity,
    "Crossed": crossed,
    "Like for like": like_for_like,
    "Change": change,
    "Cost": cost,
}

top = layout.head()
choice = scope_bar.show()
with controls.row():
    view = controls.view(VIEWS)
choices: dict[str, Any] = {}
if view == "Change":
    choices["earlier"] = choice.earlier
with controls.row():
    if view != "Like for like":
        breakdowns = {
            NAMES[name]: name
            for name in session.warehouse().offered(NAMES, choice.scope)
            if view != "Cost" or name in SPEND_KNOWS
        }
        if view == "Maturity":
            breakdowns[CALENDAR.capitalize()] = CALENDAR
        choices["breakdown"] = controls.switch("Compare by", breakdowns, key="by")
    if view == "Ranking":
        starts = {FROM[gate].capitalize(): gate for gate in counts.gates_of(session.warehouse())}
        choices["gate"] = controls.select("Starting", starts, key="gate", width=200)
        window = session.warehouse().window_days(choice.scope)
        measures = counts.measures_of(session.warehouse(), choices["gate"])
        named = partial(measure_name, window=window)
        choices["measure"] = controls.select_named("Measure", measures, key="measure", shown=named, width=240)
    if view == "Crossed":
        across = {ACROSS[name]: name for name in session.warehouse().offered(ACROSS, choice.scope)}
        choices["across"] = controls.switch("Across", across, key="across")
layout.draw(session.model(VIEWS[view].build, choice.scope, **choices), choice, top)
