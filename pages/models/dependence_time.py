"""Dependence over time: which share grows, and whether fewer channels carry more."""

from dataclasses import dataclass

import pandas as pd

from analysis.statistics.checks import UNKNOWN, Interval
from analysis.statistics.concentration import concentration
from analysis.statistics.trend import trend_slope
from pages.models.dependence_shares import NOT_RECORDED

LINES = 6
CHANCE = 0.05
MONTHS_FOR_QUARTERS = 9


@dataclass(frozen=True)
class Growth:
    """Shares by month of the largest groups, and the one to follow.

    Attributes
    ----------
    months : DataFrame
        ``month``, ``label``, ``share`` of the measure, ``value``; the largest groups only.
    label : str
        The largest group where it clearly grows, else the one that clearly grows most, else the largest.
    slope : Interval
        Its change of share per year.
    clear : dict of Interval
        Change per year of each group that grows beyond what chance does to that many groups.
    looked_at : int
        How many groups were looked at.
    """

    months: pd.DataFrame
    label: str
    slope: Interval
    clear: dict[str, Interval]
    looked_at: int

    @property
    def also(self) -> dict[str, Interval]:
        """The other groups that clearly grow."""
        return {label: slope for label, slope in self.clear.items() if label != self.label}


def growth(cohorts: pd.DataFrame, measure: str) -> Growth | None:
    """Which group's share grows most, of the largest ones.

    Parameters
    ----------
    cohorts : DataFrame
        Answer to the question ``cohort_months``.
    measure : str
        One of ``dependence_shares.MEASURES``. For amounts the slope is that of the number won: a single large deal
        is no trend.

    Returns
    -------
    Growth or None
        None when nothing has a name.
    """
    values = _table(cohorts, measure)
    named = values.drop(columns=NOT_RECORDED, errors="ignore").sum().sort_values(ascending=False, kind="stable")
    largest = [str(label) for label in named.index[:LINES] if named[label] > 0]
    if not largest:
        return None
    counts = _table(cohorts, "won" if measure == "won_amount" else measure)
    whole = counts.sum(axis=1)
    clear: dict[str, Interval] = {}
    for label in largest:
        # Every group is looked at, so each is held to its part of the chance of a false alarm.
        strict = trend_slope(counts[label], whole, level=1 - CHANCE / len(largest))
        if strict.low > 0:
            clear[label] = trend_slope(counts[label], whole)
    grows_alone = clear and largest[0] not in clear
    followed = max(clear, key=lambda label: clear[label].estimate) if grows_alone else largest[0]
    shares = values[largest].div(values.sum(axis=1).where(values.sum(axis=1) > 0), axis=0)
    months = shares.rename_axis(index="month").reset_index().melt("month", var_name="label", value_name="share")
    return Growth(months, followed, trend_slope(counts[followed], whole), clear, len(largest))


def concentrations(cohorts: pd.DataFrame, measure: str) -> pd.DataFrame:
    """HHI and effective number by quarter, or by month where the period is short.

    Parameters
    ----------
    cohorts : DataFrame
        Answer to the question ``cohort_months``.
    measure : str
        As in `growth`; for amounts the number won.

    Returns
    -------
    DataFrame
        One row per three months counted back from the last one, or per month: ``month`` (the first), ``months``
        (how many), ``n``, and ``hhi``, ``effective_number`` with ``_low`` and ``_high``. Rows with fewer than two
        cases are left out.
    """
    counts = _table(cohorts, "won" if measure == "won_amount" else measure)
    size = 3 if len(counts) >= MONTHS_FOR_QUARTERS else 1
    back = pd.Series(range(len(counts))[::-1], index=counts.index) // size
    rows = []
    for _, own in counts.groupby(back, sort=True):
        total = own.sum()
        found = concentration(total)
        row: dict[str, object] = {"month": own.index[0], "months": len(own), "n": int(total.sum())}
        for name, interval in (("hhi", found.hhi), ("effective_number", found.effective_number)):
            row |= {name: interval.estimate, f"{name}_low": interval.low, f"{name}_high": interval.high}
        if len(own) == size:
            rows.append(row)
    columns = ["month", "months", "n"]
    columns += [f"{name}{end}" for name in ("hhi", "effective_number") for end in ("", "_low", "_high")]
    return pd.DataFrame(rows, columns=columns).dropna().sort_values("month", ignore_index=True)


def first_and_last(rows: pd.DataFrame) -> tuple[Interval, Interval]:
    """Effective number of the first and of the last part of the period; unknown for fewer than two."""
    if len(rows) < 2:
        return UNKNOWN, UNKNOWN
    names = ["effective_number", "effective_number_low", "effective_number_high"]
    return Interval(*rows.iloc[0][names].astype(float)), Interval(*rows.iloc[-1][names].astype(float))


def _table(cohorts: pd.DataFrame, measure: str) -> pd.DataFrame:
    """One row per month, none left out between the first and the last, one column per group."""
    kind = float if measure == "won_amount" else int
    table = cohorts.pivot(index="month", columns="breakdown", values=measure).fillna(0)
    table.index = pd.DatetimeIndex(pd.to_datetime(table.index))
    if len(table):
        every = pd.date_range(table.index.min(), table.index.max(), freq="MS", name="month")
        table = table.reindex(every, fill_value=0)
    return table.astype(kind).clip(lower=0)
