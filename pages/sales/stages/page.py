"""Stage drop-off, for those who manage sales: where leads leave the pipeline, and whose."""

from typing import Any

from analysis.question import MODES
from analysis.scope import Scope
from data.dimensions import BY_NAME
from pages.parts import controls, labels, layout, scope_bar, session
from pages.parts.scope_bar import Bar
from pages.sales.stages import after_the_drop, biggest_leak, funnel, owners, reading, reasons, time, ways_out
from pages.sales.stages.words import funnel as funnel_words
from pages.sales.stages.words import reading as reading_words

VIEWS = {
    "Funnel": funnel,
    "Ways out": ways_out,
    "Time": time,
    "Biggest leak": biggest_leak,
    "After the drop": after_the_drop,
    "Owners": owners,
}
AT_A_STAGE = ("Funnel", "Ways out", "Time")
COUNTED = ("Funnel", "Ways out")


def choose(view: str, bar: Bar) -> dict[str, Any]:
    """Who is compared, at which stage, how steps are counted, and which reason is left out."""
    choices: dict[str, Any] = {}
    if view != "Owners":
        key, breakdowns = ("by", biggest_leak.BREAKDOWNS) if view == "Biggest leak" else ("groups", funnel.BREAKDOWNS)
        offered = {BY_NAME[name].label: name for name in session.warehouse().offered(breakdowns, bar.choice.scope)}
        choices["breakdown"] = controls.select("Compare", offered, key=key, width=150)
    if view in AT_A_STAGE:
        # Nobody leaves the last stage.
        stages = {each.name: each.name for each in session.warehouse().definitions.stages[:-1]}
        choices["stage"] = controls.select_any("At stage", stages, key="stage", none=funnel_words.WIDEST, width=205)
    with bar.options("count", "within", "overall", "without"):
        if view in COUNTED and session.warehouse().has_days:  # ways of counting differ by days alone
            choices["reading"] = _reading()
        recorded = {labels.plain(reason): reason for reason in session.model(reasons.recorded, Scope())}
        without = controls.select_any("Leave out the reason", recorded, key="without", none=reading_words.NONE_LEFT_OUT)
    if without:
        bar.choice = scope_bar.without(bar.choice, without)
    return choices


def _reading() -> reading.Reading:
    """How steps are counted."""
    modes = {reading_words.NAMES[mode]: mode for mode in MODES}
    step_days = {reading_words.within(days): days for days in reading.STEP_DAYS}
    overall_days = {reading_words.within(days): days for days in reading.OVERALL_DAYS}
    none = reading_words.NO_LIMIT
    return reading.Reading(
        controls.switch("Count", modes, key="count"),
        controls.select_any("Each step", step_days, key="within", none=none),
        controls.select_any("From creation", overall_days, key="overall", none=none),
    )


layout.show(VIEWS, choose, compared=("Funnel",))
