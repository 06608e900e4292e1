"""What people cost, shared out over those whom they worked for."""

import numpy as np
import pandas as pd

from analysis.statistics import checks


def team_by_touches(rows: pd.DataFrame, whole: pd.DataFrame) -> pd.Series:
    """Team cost of each month shared out by the touches on the leads of the month.

    Parameters
    ----------
    rows : DataFrame
        One row per group and month: ``month``, ``team`` (recorded under the group's own name, in the currency) and
        ``touches`` (on its leads).
    whole : DataFrame
        Index: month. ``team`` and ``touches`` of all groups together, whether or not ``rows`` holds them all.

    Returns
    -------
    Series of float
        ``team_by_touches`` on the index of ``rows``, in the currency. Where the rows are all that there are, its sum in
        each month is that of ``team``. A month without a touch leaves the cost where it is recorded.

    Raises
    ------
    ValueError
        If a number is missing or negative, touches are not whole, or a month is not in ``whole``.

    References
    ----------
    .. [1] Kaplan, R. S. and Anderson, S. R. (2004). Time-driven activity-based costing. Harvard Business Review 82
       (11), 131-138 (a touch stands for the time where none is recorded).
    """
    if not rows["month"].isin(whole.index).all():
        raise ValueError("Every month must be in the whole.")
    recorded, touches = checks.amounts(rows["team"], "Team cost"), checks.counts(rows["touches"], "Touches")
    cost = checks.amounts(whole["team"], "Team cost of all")
    all_touches = checks.counts(whole["touches"], "Touches of all")
    place = whole.index.get_indexer(pd.Index(rows["month"]))
    share = checks.divided(touches, all_touches[place])
    shared = np.where(all_touches[place] > 0, np.nan_to_num(share) * cost[place], recorded)
    return pd.Series(shared, index=rows.index, name="team_by_touches")
