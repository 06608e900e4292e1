"""Dependence over time: which share grows, and whether fewer channels carry more."""

from dataclasses import dataclass

import pandas as pd

from analysis.statistics.checks import UNKNOWN, Interval
from analysis.statistics.concentration import concentration
from analysis.statistics.trend import trend_slope
from pages.leadership.dependence import counts as dependence_shares
from pages.leadership.dependence.counts import NOT_RECORDED

LINES = 6
CHANCE = 0.05
MONTHS_FOR_QUARTERS = 9
DRAWS = 400
WINS = ("won", "won_amount")
MEASURED = ("hhi", "effective_number", "top1", "top3")


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
        One of ``dependence_shares.MEASURES``. The slope is that of what `counted` gives.

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
    counts = counted(cohorts, measure)
    counts = counts.reindex(columns=values.columns, fill_value=0)
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


def concentrations(cohorts: pd.DataFrame, measure: str, cases_per_case: float = 1.0) -> pd.DataFrame:
    """HHI, effective number and leading shares by rolling quarter, or by month where the period is short.

    Parameters
    ----------
    cohorts : DataFrame
        Answer to the question ``cohort_months``.
    measure : str
        As in `growth`; see `counted`.
    cases_per_case : float, default 1
        How many times fewer cases there are in effect, because accounts bring several.

    Returns
    -------
    DataFrame
        One row per three months in a row, or per month: ``month`` (the last), ``months`` (how many), ``n``, and
        ``hhi``, ``effective_number``, ``top1``, ``top3`` with ``_low`` and ``_high``. Rows with fewer than two cases
        are left out.
    """
    counts = counted(cohorts, measure)
    size = 3 if len(counts) >= MONTHS_FOR_QUARTERS else 1
    sums = counts.rolling(size).sum().iloc[size - 1 :] if len(counts) >= size else counts.iloc[:0]
    rows = []
    for month, own in sums.iterrows():
        n = int(own.sum())
        row: dict[str, object] = {"month": month, "months": size, "n": n}
        found = concentration(own.astype(int), cases_per_case=cases_per_case, draws=DRAWS)
        for name, interval in found._asdict().items():
            row |= {name: interval.estimate, f"{name}_low": interval.low, f"{name}_high": interval.high}
        rows.append(row)
    columns = ["month", "months", "n"]
    columns += [f"{name}{end}" for name in MEASURED for end in ("", "_low", "_high")]
    return pd.DataFrame(rows, columns=columns).dropna().sort_values("month", ignore_index=True)


def apart(rows: pd.DataFrame, name: str) -> tuple[Interval, Interval]:
    """A measure in the first and in the last part of the period; unknown where the two overlap."""
    if len(rows) < 2 or len(rows) <= rows["months"].iloc[0]:
        return UNKNOWN, UNKNOWN
    names = [name, f"{name}_low", f"{name}_high"]
    return Interval(*rows.iloc[0][names].astype(float)), Interval(*rows.iloc[-1][names].astype(float))


def rolling_shares(cohorts: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Shares of the largest groups over three months in a row: ``month`` (the last), ``label``, ``share``."""
    values = _table(cohorts, measure)
    named = values.drop(columns=NOT_RECORDED, errors="ignore").sum().sort_values(ascending=False, kind="stable")
    largest = [str(label) for label in named.index[:LINES] if named[label] > 0]
    sums = values.rolling(3).sum().iloc[2:]
    shares = sums[largest].div(sums.sum(axis=1).where(sums.sum(axis=1) > 0), axis=0)
    return shares.rename_axis(index="month").reset_index().melt("month", var_name="label", value_name="share")


def counted(cohorts: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Cases by month (rows) and group (columns) that can be compared between months.

    Of wins and of won amounts those won within the window, of leads that were observed for it: else the latest months
    would show who wins fast; months of which most were not are left out. Of amounts the number: a single large deal
    is no trend.
    """
    if measure not in WINS:
        return _table(cohorts, measure)
    months = cohorts.groupby("month")[["mature", "leads"]].sum()
    settled = months.index[months["mature"] >= months["leads"] / 2]
    return _table(cohorts[cohorts["month"].isin(settled)], "mature_won")


def counted_in(measure: str, window: int) -> dict[str, str]:
    """The leads that `counted` counts, as parameters of the page Leads."""
    if measure not in WINS:
        return dependence_shares.counted_in(measure)
    return {"mature_days": str(window), "won_days": str(window)}


def _table(cohorts: pd.DataFrame, measure: str) -> pd.DataFrame:
    """One row per month, none left out between the first and the last, one column per group."""
    kind = float if measure == "won_amount" else int
    table = cohorts.pivot(index="month", columns="breakdown", values=measure).fillna(0)
    table.index = pd.DatetimeIndex(pd.to_datetime(table.index))
    if len(table):
        every = pd.date_range(table.index.min(), table.index.max(), freq="MS", name="month")
        table = table.reindex(every, fill_value=0)
    return table.astype(kind).clip(lower=0)
