"""Counts of leads on the evenings of some days: kept with the data where they can be, else counted under the scope."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from analysis.scope import Scope
from analysis.scoping import clauses
from analysis.scoping.clauses import BREAKDOWNS, Scoped
from data import evenings, marts

_ASKED = "(select unnest($known_by::date[]) as known_by)"
_NOT_KEPT = f"(select known_by from {_ASKED} where known_by not in (select known_by from marts.evenings))"


class _Counts(NamedTuple):
    """Of a table its model, where it is kept and by what it is broken down or filtered there, and its groups else."""

    model: str
    kept: str
    knows: tuple[str, ...]
    groups: str


_OF_CELL = ("motion", "channel", "segment")
_TABLES = {
    "scoped_open_days": _Counts("open_days", "", (), "breakdown,"),  # of each day at a stage: too many to keep
    "scoped_open_leads": _Counts("open_leads", "marts.kept_open_leads", _OF_CELL, "breakdown,"),
    "scoped_past_stays": _Counts("stays", "marts.kept_stays", ("motion",), ""),
    "scoped_ages": _Counts("ages", "marts.kept_ages", _OF_CELL, "breakdown, motion,"),
}


def tables(
    body: str, scope: Scope, breakdown: str, known_by: Sequence[date], last_day: date | None
) -> dict[str, Scoped]:
    """The tables of this kind that a question's text mentions.

    Parameters
    ----------
    body : str
        Text of the question.
    scope : Scope
        Which leads.
    breakdown : str
        A key of ``BREAKDOWNS``.
    known_by : sequence of date
        The evenings.
    last_day : date or None
        Last day of the data.

    Returns
    -------
    dict
        By name the select and the values it binds. Those evenings whose counts are kept are read, if the scope and the
        breakdown know nothing that they do not; the others are counted from the scoped stays or journeys.
    """
    return {
        name: _table(counts, scope, breakdown, known_by, last_day) for name, counts in _TABLES.items() if name in body
    }


def _table(counts: _Counts, scope: Scope, breakdown: str, known_by: Sequence[date], last_day: date | None) -> Scoped:
    kept = [day for day in known_by if last_day is not None and day <= last_day and evenings.is_kept(day)]
    if not (_knows(counts, scope, breakdown) and _are_whole(kept, scope.as_of, last_day)):
        kept = []
    parts: list[str] = []
    values: dict[str, Any] = {}
    if kept:
        conditions, values = clauses.conditions_of(scope.narrowed(as_of=None), "known_by", counts.knows)
        conditions.append(f"known_by in (select known_by from {_ASKED})")
        columns = ["*", f"{BREAKDOWNS[breakdown]} as breakdown"] if "breakdown" in counts.groups else ["*"]
        parts.append(clauses.select(columns, counts.kept, conditions))
    if len(kept) < len(known_by) or not known_by:
        counted = _counted(counts, _NOT_KEPT if kept else _ASKED)
        parts.append(f"select * from (\n{counted}\n)" if kept else counted)
    return "\n    union all by name\n".join(parts), values


def _knows(counts: _Counts, scope: Scope, breakdown: str) -> bool:
    """Whether what is kept can be filtered and broken down so."""
    is_whole = scope.since is None and scope.until is None and not scope.excluded_reasons
    is_whole = is_whole and scope.usual_pipeline is None
    return bool(counts.kept) and is_whole and {*scope.filters(), breakdown} <= {"all", *counts.knows}


def _are_whole(kept: Sequence[date], as_of: date | None, last_day: date | None) -> bool:
    """Whether what is kept of some evenings is what the data up to a day would have given."""
    if as_of is None or last_day is None or as_of >= last_day:
        return True
    return all(day + timedelta(days=evenings.SOON_DAYS) <= as_of for day in kept)


def _counted(counts: _Counts, known: str) -> str:
    return marts.on_evenings(
        counts.model, known=known, groups=counts.groups, stays="scoped_stays", journeys="scoped_journeys"
    )
