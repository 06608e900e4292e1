"""Stage drop-off, for those who manage sales: where leads leave the pipeline, and whose."""

from typing import Any

from analysis.question import MODES
from analysis.scope import Scope
from data.dimensions import BY_NAME
from pages.parts import controls, labels, layout, scope_bar, session
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

top = layout.head()
choice = scope_bar.show()
choices: dict[str, Any] = {}
first_row = controls.row()
with first_row:
    view = controls.view(VIEWS)
    if view == "Biggest leak":
        offered = session.warehouse().offered(biggest_leak.BREAKDOWNS, choice.scope)
        leaking = {BY_NAME[name].label: name for name in offered}
        choices["breakdown"] = controls.switch("By", leaking, key="by")
    elif view != "Owners":
        offered = session.warehouse().offered(funnel.BREAKDOWNS, choice.scope)
        groups = {BY_NAME[name].label: name for name in offered}
        choices["breakdown"] = controls.switch("Compare", groups, key="groups")
    if view in AT_A_STAGE:
        # Nobody leaves the last stage.
        stages = {each.name: each.name for each in session.warehouse().definitions.stages[:-1]}
        choices["stage"] = controls.select_any("At stage", stages, key="stage", none=funnel_words.WIDEST, width=240)
is_counted = view in COUNTED and session.warehouse().has_days  # ways of counting differ by days alone
with controls.row() if is_counted else first_row:
    if is_counted:
        modes = {reading_words.NAMES[mode]: mode for mode in MODES}
        step_days = {reading_words.within(days): days for days in reading.STEP_DAYS}
        overall_days = {reading_words.within(days): days for days in reading.OVERALL_DAYS}
        none = reading_words.NO_LIMIT
        choices["reading"] = reading.Reading(
            controls.switch("Count", modes, key="count"),
            controls.select_any("Each step", step_days, key="within", none=none, width=160),
            controls.select_any("From creation", overall_days, key="overall", none=none, width=160),
        )
    recorded = {labels.plain(reason): reason for reason in session.model(reasons.recorded, Scope())}
    without = controls.select_any("Leave out the reason", recorded, key="without", none=reading_words.NONE_LEFT_OUT)
if without:
    choice = scope_bar.without(choice, without)
if view == "Funnel":
    choices["earlier"] = choice.earlier
layout.draw(session.model(VIEWS[view].build, choice.scope, **choices), choice, top)
