"""This week, for each reader: what changed since an earlier generation, and which records make the difference."""

from typing import Any

from analysis import changes
from data import visits
from data.store import Store
from pages.everyone.weekly import bases, leadership, marketing, records, sales, words
from pages.parts import controls, layout, periods, reader, rehearsal, session
from pages.parts.scope_bar import Bar

VIEWS = {"Leadership": leadership, "Marketing": marketing, "Sales": sales}


def choose(view: str, bar: Bar) -> dict[str, Any]:
    """What to compare with, where there is a choice, and which records to list."""
    kept = changes.kept(session.warehouse())
    visited = None
    if kept and not rehearsal.is_one():
        visited = visits.note(Store().folder, reader.address() or visits.EVERYBODY, kept[-1].identity)
    offered = bases.offered(kept, visited)
    if not offered:
        return {"base": None, "earlier_days": None}
    base = next(iter(offered.values()))
    if len(offered) > 1:
        base = controls.select(words.SINCE, offered, key="since", width=160)
    # A period that ends with the data ended with it then too; one of the calendar is the same one.
    is_rolling = bar.choice.address.get("period", ("",))[0] in periods.ROLLING
    chosen: dict[str, Any] = {
        "base": base,
        "earlier_days": changes.days_between(base, kept[-1]) if is_rolling else None,
    }
    behind = session.model(records.behind, bar.choice.scope, reader=VIEWS[view].READER, **chosen)
    if behind:
        chosen["behind"] = controls.select(words.BEHIND, behind, key="behind", width=controls.WIDE)
    return chosen


layout.show(VIEWS, choose)
