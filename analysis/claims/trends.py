"""Trends: whether the share of inbound, dependence or one share rises or falls, over one window for all pages.

All trends are those of leads: what came in is known at once, while the latest months can still win.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

import pandas as pd

from analysis.claims import months, shares
from analysis.claims.recorded import in_the_way
from analysis.claims.verdicts import CLEAR, CLEAR_LEVEL, UNSURE, WEAK, WEAK_LEVEL
from analysis.recording import late_recording
from analysis.scope import Scope
from analysis.statistics import trend
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.statistics.concentration import concentration
from analysis.warehouse import Warehouse
from data.names import MOTIONS

MONTHS = 24
ENDS = 3  # months that make the first and the last part
CHANCE = 0.05
MEASURE = "leads"


@dataclass(frozen=True)
class Trend:
    """A number that may rise or fall.

    Attributes
    ----------
    slope : Interval
        Its change per year with the 95% interval; missing when there are too few months.
    weak : Interval
        The same with the 80% interval.
    first, last : float
        What it was in the first and in the last three months.
    months : int
        Months of the window that have leads.
    """

    slope: Interval
    weak: Interval
    first: float
    last: float
    months: int

    @property
    def verdict(self) -> str:
        """How sure it is that it moves at all."""
        if self.slope.excludes(0):
            return CLEAR
        return WEAK if self.weak.excludes(0) else UNSURE

    @property
    def is_clear(self) -> bool:
        """Whether it surely moves."""
        return self.verdict == CLEAR


NO_TREND = Trend(UNKNOWN, UNKNOWN, float("nan"), float("nan"), 0)


class Growth(NamedTuple):
    """Which share grows, among the largest ones of a grain.

    Attributes
    ----------
    months : DataFrame
        ``month``, ``label``, ``share``; the largest groups only.
    label : str
        The largest group where it clearly grows, else the one that clearly grows most, else the largest.
    slope : Interval
        Its change of share per year.
    clear : mapping of Interval
        Change per year of each group that grows beyond what chance does to that many groups.
    looked_at : int
        How many groups were looked at.
    """

    months: pd.DataFrame
    label: str
    slope: Interval
    clear: Mapping[str, Interval]
    looked_at: int


def window(warehouse: Warehouse, scope: Scope) -> Scope:
    """The same leads of the latest ``MONTHS`` months up to the end of the scope's period, where there are so many."""
    last = scope.as_of or warehouse.as_of
    if last is None:
        return scope
    if scope.until is not None:
        last = min(last, scope.until - timedelta(days=1))
    since = (pd.Timestamp(last).replace(day=1) - pd.DateOffset(months=MONTHS - 1)).date()
    return scope.narrowed(since=since)


def inbound_share(warehouse: Warehouse, scope: Scope) -> Trend:
    """Whether the share of inbound in the leads of known motion moves.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads; its period only says where the window ends.

    Returns
    -------
    Trend
        In shares, 0 to 1.
    """
    return warehouse.remembered(("inbound trend", repr(scope)), lambda: _inbound(warehouse, scope))


def dependence(warehouse: Warehouse, scope: Scope, grain: str) -> Trend:
    """Whether fewer groups of a grain bring more of the leads.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads; its period only says where the window ends.
    grain : str
        One of ``shares.GRAINS``.

    Returns
    -------
    Trend
        The slope is that of the HHI: above 0 dependence rises. ``first`` and ``last`` are effective numbers of groups.
    """
    return warehouse.remembered(("dependence trend", repr(scope), grain), lambda: _dependence(warehouse, scope, grain))


def growth(warehouse: Warehouse, scope: Scope, grain: str) -> Growth | None:
    """Which group's share of the leads grows most, of the largest ones.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads; its period only says where the window ends.
    grain : str
        One of ``shares.GRAINS``.

    Returns
    -------
    Growth or None
        None when nothing has a name, what has one depends on what became of the leads, or no lead has a day.
    """
    if not warehouse.has_days or in_the_way(warehouse, scope, grain):
        return None
    return warehouse.remembered(("growth", repr(scope), grain), lambda: _growth(_cohorts(warehouse, scope, grain)))


def conversion(warehouse: Warehouse, scope: Scope, window_days: int, *, breakdown: str = "motion") -> dict[str, Trend]:
    """Whether the conversion of each motion moves, over the months of creation that were watched for the window.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads; its period only says where the window of months ends.
    window_days : int
        Days in which a lead must win.
    breakdown : str, default "motion"
        Or ``all``, of all leads together.

    Returns
    -------
    dict of Trend
        By motion that has leads, or of ``all``, in shares, 0 to 1. Months from before wins were recorded are left out.
    """
    key = ("conversion trend", repr(scope), window_days, breakdown)
    return warehouse.remembered(key, lambda: _conversion(warehouse, scope, window_days, breakdown))


def of_counts(part: pd.Series, whole: pd.Series) -> Trend:
    """The trend of a share.

    Parameters
    ----------
    part, whole : Series of int, same index of months
        As `trend.trend_slope` takes them.

    Returns
    -------
    Trend
        In shares, 0 to 1.
    """
    kept = whole > 0
    return Trend(
        trend.trend_slope(part, whole),
        trend.trend_slope(part, whole, level=WEAK_LEVEL),
        _ratio(part[kept].head(ENDS), whole[kept].head(ENDS)),
        _ratio(part[kept].tail(ENDS), whole[kept].tail(ENDS)),
        int(kept.sum()),
    )


def _cohorts(warehouse: Warehouse, scope: Scope, breakdown: str) -> pd.DataFrame:
    return warehouse.ask("cohort_months", window(warehouse, scope), breakdown=breakdown)


def _inbound(warehouse: Warehouse, scope: Scope) -> Trend:
    if not warehouse.has_days or in_the_way(warehouse, scope, "motion"):
        return NO_TREND
    counts = months.table(_cohorts(warehouse, scope, "motion"), MEASURE).reindex(columns=list(MOTIONS), fill_value=0)
    return of_counts(counts["inbound"], counts.sum(axis=1))


def _conversion(warehouse: Warehouse, scope: Scope, window_days: int, breakdown: str) -> dict[str, Trend]:
    seen, late = window(warehouse, scope), late_recording(warehouse)
    rows = warehouse.ask("cohort_months", seen, breakdown=breakdown, window_days=window_days)
    rows = rows[(rows["first_observed"] >= window_days) & rows["breakdown"].isin([*MOTIONS, "all"])]
    if late is not None:
        rows = rows[pd.to_datetime(rows["month"]) >= pd.Timestamp(late.since).replace(day=1)]
    return {
        str(motion): of_counts(own["mature_won"], own["mature"])
        for motion, own in rows.set_index("month").groupby("breakdown")
    }


def _dependence(warehouse: Warehouse, scope: Scope, grain: str) -> Trend:
    if not warehouse.has_days or in_the_way(warehouse, scope, grain):
        return NO_TREND
    counts = months.table(_cohorts(warehouse, scope, grain), MEASURE)
    effect = shares.ask(warehouse, window(warehouse, scope), grain, MEASURE).cases_per_case
    kept = counts[counts.sum(axis=1) > 0]
    if len(kept) < 2 * ENDS:
        return NO_TREND
    first, last = (
        concentration(part.sum(), cases_per_case=effect).effective_number.estimate
        for part in (kept.head(ENDS), kept.tail(ENDS))
    )
    slope, weak = (trend.hhi_slope(counts, cases_per_case=effect, level=level) for level in (CLEAR_LEVEL, WEAK_LEVEL))
    return Trend(slope, weak, first, last, len(kept))


def _growth(cohorts: pd.DataFrame) -> Growth | None:
    values = months.table(cohorts, MEASURE)
    largest = months.largest(values)
    if not largest:
        return None
    whole = values.sum(axis=1)
    clear: dict[str, Interval] = {}
    for label in largest:
        # Every group is looked at, so each is held to its part of the chance of a false alarm.
        strict = trend.trend_slope(values[label], whole, level=1 - CHANCE / len(largest))
        if strict.low > 0:
            clear[label] = trend.trend_slope(values[label], whole)
    grows_alone = clear and largest[0] not in clear
    followed = max(clear, key=lambda label: clear[label].estimate) if grows_alone else largest[0]
    slope = trend.trend_slope(values[followed], whole)
    return Growth(months.shares(values, largest), followed, slope, clear, len(largest))


def _ratio(part: pd.Series, whole: pd.Series) -> float:
    return float(part.sum() / whole.sum()) if whole.sum() else float("nan")
