"""What changed since an earlier generation: each measure as it was and is, in parts that add up to the difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from analysis.scope import Scope
from analysis.scoping.changes import WEEK_DAYS
from analysis.scoping.ledgers import unknown_to_spend
from analysis.warehouse import Warehouse

# In the order of telling: what came, what was recorded of what there was, what went, and what nobody recorded.
PARTS = (
    "new",
    "won",
    "lost",
    "reopened",
    "advanced",
    "corrected",
    "touched",
    "removed",
    "settings",
    "time",
    "period",
)
UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Generation:
    """A generation that can be compared with.

    Attributes
    ----------
    load_id : int
        Of the import that made it; 0 where it is told by dates.
    loaded_at : datetime
        Instant of that import.
    as_of_on : date or None
        Last day of its data; None where nothing in it has a day.
    currency : str
        Of its amounts.
    is_by_dates : bool
        Whether the dates within later data tell it: what was corrected or removed cannot be seen, nor any gap.
    """

    load_id: int
    loaded_at: datetime
    as_of_on: date | None
    currency: str
    is_by_dates: bool

    @property
    def identity(self) -> tuple[int, str]:
        """What tells it from all others, those that were undone among them."""
        return self.load_id, self.loaded_at.isoformat()


def kept(warehouse: Warehouse) -> tuple[Generation, ...]:
    """The generations that are kept, the earliest first and the one that is open last."""
    rows: list[Any] = list(warehouse.ask("generations").itertuples(index=False))
    return tuple(
        Generation(
            int(row.load_id),
            pd.Timestamp(row.loaded_at).to_pydatetime(),
            None if pd.isna(row.as_of_on) else pd.Timestamp(row.as_of_on).date(),
            str(row.currency),
            bool(row.is_by_dates),
        )
        for row in rows
    )


def week_before(generations: Sequence[Generation]) -> Generation | None:
    """The newest one whose data ended a week before that of the last, or earlier; the oldest where there is none.

    Where data has no days, a week before is that of the imports.
    """
    *earlier, last = generations
    week = timedelta(days=WEEK_DAYS)
    if last.as_of_on is not None:
        ended = [each for each in earlier if each.as_of_on is not None and each.as_of_on <= last.as_of_on - week]
    else:
        ended = [each for each in earlier if each.loaded_at <= last.loaded_at - week]
    return ended[-1] if ended else earlier[0] if earlier else None


def load_before(generations: Sequence[Generation]) -> Generation | None:
    """The generation before the last, as it was loaded."""
    earlier = [each for each in generations[:-1] if not each.is_by_dates]
    return earlier[-1] if earlier else None


def seen(generations: Sequence[Generation], identity: tuple[int, str] | None) -> Generation | None:
    """The one that somebody saw; the newest one before it where that was undone or is kept no longer.

    Parameters
    ----------
    generations : sequence of Generation
        Those that are kept.
    identity : tuple of int and str, optional
        Of the one that was seen.

    Returns
    -------
    Generation or None
        None where none is left, or it is the last.
    """
    if identity is None or identity == generations[-1].identity:
        return None
    at = datetime.fromisoformat(identity[1])
    before = [each for each in generations[:-1] if not each.is_by_dates and each.loaded_at <= at]
    return before[-1] if before else None


def days_between(earlier: Generation, later: Generation) -> int | None:
    """Days by which the data of one ended before that of the other; None where it did not, or has no days."""
    if earlier.as_of_on is None or later.as_of_on is None or earlier.as_of_on >= later.as_of_on:
        return None
    return (later.as_of_on - earlier.as_of_on).days


def measured(
    warehouse: Warehouse,
    scope: Scope,
    base: Generation,
    *,
    breakdown: str = "all",
    earlier_days: int | None = None,
) -> pd.DataFrame:
    """Each measure by breakdown and part, as it was in an earlier generation and as it is.

    Parameters
    ----------
    warehouse : Warehouse
        The later generation.
    scope : Scope
        Which leads.
    base : Generation
        The earlier one.
    breakdown : str, default "all"
        What else to count by.
    earlier_days : int, optional
        So many days earlier the period of the scope lay then; None where it was the same.

    Returns
    -------
    DataFrame
        Columns ``breakdown``, ``measure``, ``part``, ``was``, ``now``, ``records``: the parts of a measure add up to
        what it was and is. ``spend`` is a measure where it is known by all that the scope says and in both in one
        currency; amounts of a generation in another currency are left out.
    """
    told: dict[str, Any] = {"base_load": base.load_id, "earlier_days": earlier_days}
    counted = warehouse.ask("changes", scope, breakdown=breakdown, **told)
    if base.currency != warehouse.currency:
        return counted[counted["measure"] != "won_amount"].reset_index(drop=True)
    if unknown_to_spend(scope, "motion" if breakdown == "all" else breakdown) or scope.excluded_reasons:
        return counted
    spent = warehouse.ask("spend_changes", scope, breakdown=breakdown, **told)
    return pd.concat([counted, spent], ignore_index=True) if len(spent) else counted


def by_part(counted: pd.DataFrame, measure: str) -> pd.DataFrame:
    """One measure over all breakdowns: ``was``, ``now`` and ``records`` of each part, 0 where there is none.

    Parameters
    ----------
    counted : DataFrame
        As `measured` returns it.
    measure : str
        Which one.

    Returns
    -------
    DataFrame
        Index: ``PARTS`` and ``UNCHANGED``.
    """
    own = counted[counted["measure"] == measure]
    sums = own.groupby("part")[["was", "now", "records"]].sum()
    return sums.reindex([*PARTS, UNCHANGED], fill_value=0).astype({"was": float, "now": float, "records": int})
