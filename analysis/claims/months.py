"""Cases by month of creation: what can be compared between months, and which groups are the largest."""

import pandas as pd

from data.names import is_named

LINES = 6
WINS = ("won", "won_amount")


def table(cohorts: pd.DataFrame, measure: str) -> pd.DataFrame:
    """One row per month, none left out between the first and the last, one column per group.

    Parameters
    ----------
    cohorts : DataFrame
        Answer to the question ``cohort_months``.
    measure : str
        One of its columns.

    Returns
    -------
    DataFrame
        None of its values is less than nothing.
    """
    kind = float if measure == "won_amount" else int
    values = cohorts.pivot(index="month", columns="breakdown", values=measure).fillna(0)
    values.index = pd.DatetimeIndex(pd.to_datetime(values.index))
    if len(values):
        every = pd.date_range(values.index.min(), values.index.max(), freq="MS", name="month")
        values = values.reindex(every, fill_value=0)
    return values.astype(kind).clip(lower=0)


def counted(cohorts: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Cases by month (rows) and group (columns) that can be compared between months.

    Of wins and of won amounts those won within the window, of leads that were observed for it: else the latest months
    would show who wins fast; months of which most were not are left out. Of amounts the number: a single large deal
    is no trend.
    """
    if measure not in WINS:
        return table(cohorts, measure)
    sums = cohorts.groupby("month")[["mature", "leads"]].sum()
    settled = sums.index[sums["mature"] >= sums["leads"] / 2]
    return table(cohorts[cohorts["month"].isin(settled)], "mature_won")


def largest(values: pd.DataFrame) -> list[str]:
    """The few groups that have a name and most of all months together, the largest first."""
    named = values[[name for name in values if is_named(name)]].sum().sort_values(ascending=False, kind="stable")
    return [str(label) for label in named.index[:LINES] if named[label] > 0]


def shares(values: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    """Shares of some groups in each month of a table: ``month``, ``label``, ``share``."""
    whole = values.sum(axis=1)
    rows = values[groups].div(whole.where(whole > 0), axis=0)
    return rows.rename_axis(index="month").reset_index().melt("month", var_name="label", value_name="share")
