"""Coverage, the rule of thumb: how much has to be open for what is still to be won."""

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.amount_shares import amount_share_intervals
from analysis.statistics.checks import MISSING, UNKNOWN, Interval

AMOUNTS = ("won_amount", "won_amount_squares", "unwon_amount", "unwon_amount_squares")


def amount_win_rate(deals: pd.DataFrame, *, level: float = 0.95) -> Interval:
    """Share of the amount of deals that was won.

    Parameters
    ----------
    deals : DataFrame
        Columns ``won_amount``, ``won_amount_squares``, ``unwon_amount``, ``unwon_amount_squares``: sums over deals that
        had their time; rows add up.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        0 to 1; Wilson's at the effective number of deals. Missing where no deal had its time.

    Raises
    ------
    ValueError
        If a number is missing or negative.
    """
    won, won_squares, lost, lost_squares = (float(checks.amounts(deals[name], "Amounts").sum()) for name in AMOUNTS)
    if won + lost <= 0:
        return UNKNOWN
    shares = amount_share_intervals(pd.Series([won, lost]), pd.Series([won_squares, lost_squares]), level=level)
    return Interval(*(float(shares[name].iloc[0]) for name in ("share", "low", "high")))


def inverse(rate: Interval) -> Interval:
    """One over a rate; missing where it may be 0."""
    if rate.is_missing or rate.low <= 0:
        return UNKNOWN
    return Interval(1 / rate.estimate, 1 / rate.high, 1 / rate.low)


def months_covered(amount: float, remaining: pd.Series) -> float:
    """How many months of targets an amount is enough for.

    Parameters
    ----------
    amount : float
        In the currency; missing stays missing.
    remaining : Series of float
        What remains to be won in each month to come, in order.

    Returns
    -------
    float
        Months, the last one in part; at most as many as there are targets.

    Examples
    --------
    >>> months_covered(250.0, pd.Series([100.0, 100.0, 100.0]))
    2.5
    """
    if np.isnan(amount):
        return MISSING
    left, months = amount, 0.0
    for target in checks.amounts(remaining, "Targets"):
        if left < target:
            return float(months + left / target)
        left, months = left - target, months + 1
    return months
