"""Gaps, for those who manage sales: which leads wait for us, for how long, and whose."""

from functools import partial
from typing import Any

from analysis.lists.selection import GAPS
from pages.parts import controls, downloads, layout, panel, session, takeaway
from pages.parts.scope_bar import Bar
from pages.parts.words import common
from pages.sales.gaps import owners_over_time, queue, response_time, work_list
from pages.sales.gaps.words import queue as queue_words

VIEWS = {"Queue": queue, "Response time": response_time, "Owners over time": owners_over_time}
KINDS = {common.capital(gap): gap for gap in GAPS}
GROUPS = {name.capitalize(): name for name in ("motion", "channel", "segment", "owner", "team")}
CLOCKS = {"Clock": "wall", "Working hours": "working"}
WHOSE = {"Owner": "owner", "Team": "team"}


def choose(view: str, bar: Bar) -> dict[str, Any]:
    """Which gap and whose; of response times by what and by which clock."""
    choices: dict[str, Any] = {}
    if view == "Queue":
        choices["gap"] = controls.select_any("Gap", KINDS, key="gap", none="Any", width=200) or ""
    if view == "Response time":
        choices["breakdown"] = controls.select("Compare", GROUPS, key="groups", width=140)
        with bar.options("clock"):
            choices["clock"] = controls.switch("Count", CLOCKS, key="clock")
    else:
        choices["breakdown"] = controls.select("By", WHOSE, key="of", width=120)
    if view == "Queue":
        origin = takeaway.origin(queue_words.WORK_LIST, bar.choice.sentence)
        downloads.file(
            queue_words.WORK_LIST,
            partial(work_list.write, session.warehouse(), bar.choice.scope, origin, **choices),
            origin.file_name("xlsx", "work list"),
            queue_words.WORK_LIST_HELP.format(choices["breakdown"]),
            width=panel.room(queue_words.WORK_LIST),
        )
    return choices


layout.show(VIEWS, choose)
