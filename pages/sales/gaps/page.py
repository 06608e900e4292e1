"""Gaps, for those who manage sales: which leads wait for us, for how long, and whose."""

from typing import Any

from analysis.lists.selection import GAPS
from pages.parts import controls, layout, scope_bar, session
from pages.parts.words import common
from pages.sales.gaps import owners_over_time, queue, response_time

VIEWS = {"Queue": queue, "Response time": response_time, "Owners over time": owners_over_time}
KINDS = {common.capital(gap): gap for gap in GAPS}
GROUPS = {name.capitalize(): name for name in ("motion", "channel", "segment", "owner", "team")}
CLOCKS = {"Clock": "wall", "Working hours": "working"}
WHOSE = {"Owner": "owner", "Team": "team"}

top = layout.head()
choice = scope_bar.show()
choices: dict[str, Any] = {}
with controls.row():
    view = controls.view(VIEWS)
    if view == "Queue":
        choices["gap"] = controls.select_any("Gap", KINDS, key="gap", none="Any", width=240) or ""
    if view == "Response time":
        choices["breakdown"] = controls.switch("Compare", GROUPS, key="groups")
        choices["clock"] = controls.switch("Count", CLOCKS, key="clock")
    else:
        choices["breakdown"] = controls.switch("By", WHOSE, key="of")
model = session.model(VIEWS[view].build, choice.scope, **choices)
layout.draw(model, choice, top)
