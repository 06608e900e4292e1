"""Sources, for those who bring in leads: which ones convert, and what they cost."""

from typing import Any

from analysis.scoping.ledgers import SPEND_KNOWS
from pages.marketing.sources import change, cost, counts, crossed, gates, like_for_like, maturity, ranking
from pages.marketing.sources.words.breakdowns import NAMES
from pages.marketing.sources.words.crossed import ACROSS
from pages.marketing.sources.words.gate_names import FROM
from pages.marketing.sources.words.maturity import CALENDAR
from pages.marketing.sources.words.ranking import CHOICES
from pages.parts import controls, layout, session
from pages.parts.scope_bar import Bar

VIEWS = {
    "Ranking": ranking,
    "Starting stage": gates,
    "By age": maturity,
    "Combinations": crossed,
    "Like for like": like_for_like,
    "Change": change,
    "Cost": cost,
}


def choose(view: str, bar: Bar) -> dict[str, Any]:
    """By what sources are told apart, and what of them is compared."""
    choices: dict[str, Any] = {}
    warehouse, scope = session.warehouse(), bar.choice.scope
    if view != "Like for like":
        breakdowns = {
            NAMES[name]: name for name in warehouse.offered(NAMES, scope) if view != "Cost" or name in SPEND_KNOWS
        }
        if view == "By age":
            breakdowns[CALENDAR.capitalize()] = CALENDAR
        choices["breakdown"] = controls.select("Compare by", breakdowns, key="by", width=170)
    if view == "Ranking":
        starts = {FROM[gate].capitalize(): gate for gate in counts.gates_of(warehouse)}
        with bar.options("gate"):
            choices["gate"] = controls.select("Starting", starts, key="gate")
        measures = {CHOICES[name]: name for name in counts.measures_of(warehouse, choices["gate"])}
        choices["measure"] = controls.select("Measure", measures, key="measure", width=220)
    if view == "Combinations":
        across = {ACROSS[name]: name for name in warehouse.offered(ACROSS, scope)}
        choices["across"] = controls.select("Across", across, key="across", width=170)
    return choices


layout.show(VIEWS, choose, compared=("Change",))
