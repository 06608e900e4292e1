"""Coverage: whether what is open is enough for what is still to be won."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.amount_shares import amount_share_intervals
from analysis.statistics.checks import MISSING, UNKNOWN, Interval

AMOUNTS = ("won_amount", "won_amount_squares", "unwon_amount", "unwon_amount_squares")


class Coverage(NamedTuple):
    """Open pipeline against what remains of a target.

    Attributes
    ----------
    open_amount, remaining : float
        In the currency; what remains is never below 0.
    ratio : float
        Open amount over what remains; missing where nothing remains.
    win_rate : Interval
        Share of the amount that was won, over all groups.
    needed : Interval
        Ratio that would do: 1 / win rate.
    weighted : Interval
        Open amount weighted by the win rate of each group's own source.
    enough : Interval
        Weighted amount over what remains: 1 is just enough. Missing where nothing remains.
    """

    open_amount: float
    remaining: float
    ratio: float
    win_rate: Interval
    needed: Interval
    weighted: Interval
    enough: Interval


def amount_win_rates(mature: pd.DataFrame, fewest: int = 1, *, level: float = 0.95) -> pd.DataFrame:
    """Share of the amount of each group's deals that was won.

    Parameters
    ----------
    mature : DataFrame
        One row per group: ``mature`` (deals that had their time), ``won_amount``, ``won_amount_squares``,
        ``unwon_amount``, ``unwon_amount_squares``.
    fewest : int, default 1
        A group with fewer such deals takes the rate of all groups together.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Columns ``rate``, ``low``, ``high`` (0 to 1; Wilson's at the effective number of deals), ``error`` (standard
        error of the rate) and ``is_borrowed`` on the same index; missing where no deal had its time.

    Raises
    ------
    ValueError
        If a number is missing or negative.
    """
    sums = mature[["mature", *AMOUNTS]].sum().to_frame("All").T
    everything = _rates(sums, level).iloc[0]
    rates = _rates(mature, level)
    borrowed = pd.Series(mature["mature"] < max(fewest, 1), index=mature.index)
    for name in rates:
        rates[name] = rates[name].where(~borrowed, float(everything.loc[str(name)]))
    return rates.assign(is_borrowed=borrowed)


def coverage(groups: pd.DataFrame, remaining: float, fewest: int = 1, *, level: float = 0.95) -> Coverage:
    """Open pipeline of groups, such as channels, against what remains of their common target.

    Parameters
    ----------
    groups : DataFrame
        One row per group: ``open_amount`` and the columns of `amount_win_rates`.
    remaining : float
        Target less what is won already; nothing remains where it is not above 0.
    fewest : int, default 1
        A group with fewer such deals takes the rate of all groups together.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Coverage
        Estimates and intervals; those of the weighted amount by the normal approximation, with the errors of groups
        that share one rate added before they are squared.

    Raises
    ------
    ValueError
        If a number is missing or negative.
    """
    quantile = checks.normal_quantile(level)
    open_amounts = checks.amounts(groups["open_amount"], "Open amounts")
    total = float(open_amounts.sum())
    blended = _rates(groups[["mature", *AMOUNTS]].sum().to_frame("All").T, level).iloc[0]
    win_rate = Interval(*(float(blended[name]) for name in ("rate", "low", "high")))
    rates = amount_win_rates(groups, fewest, level=level)
    weighted = _weighted(open_amounts, rates, quantile)
    left = max(remaining, 0.0)
    return Coverage(
        open_amount=total,
        remaining=left,
        ratio=total / left if left else MISSING,
        win_rate=win_rate,
        needed=_inverse(win_rate),
        weighted=weighted,
        enough=Interval(*(bound / left for bound in weighted)) if left else UNKNOWN,
    )


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


def _rates(mature: pd.DataFrame, level: float) -> pd.DataFrame:
    won, won_squares, lost, lost_squares = (checks.amounts(mature[name], "Amounts") for name in AMOUNTS)
    total = won + lost
    rate = checks.divided(won, total)
    variance = checks.divided((1 - rate) ** 2 * won_squares + rate**2 * lost_squares, total**2)
    rows = [
        amount_share_intervals(pd.Series([each[0], each[2]]), pd.Series([each[1], each[3]]), level=level).iloc[0]
        for each in zip(won, won_squares, lost, lost_squares, strict=True)
    ]
    bounds = pd.DataFrame(rows, columns=["share", "low", "high"]).set_axis(mature.index)
    # All won or all lost has no spread of its own: a quarter of the interval stands for it.
    width = (bounds["high"] - bounds["low"]).to_numpy(dtype=np.float64) / 4
    error = np.where(variance > 0, np.sqrt(variance), width)
    return pd.DataFrame({"rate": rate, "low": bounds["low"], "high": bounds["high"], "error": error})


def _weighted(open_amounts: checks.Floats, rates: pd.DataFrame, quantile: float) -> Interval:
    has_open = open_amounts > 0
    if not has_open.any():
        return Interval(0.0, 0.0, 0.0)
    rate, error = (rates[name].to_numpy(dtype=np.float64)[has_open] for name in ("rate", "error"))
    if np.isnan(rate).any():
        return UNKNOWN
    amounts, borrowed = open_amounts[has_open], rates["is_borrowed"].to_numpy()[has_open]
    own, shared = amounts * error, amounts * error * borrowed
    variance = float((own[~borrowed] ** 2).sum() + shared.sum() ** 2)
    value, margin = float((amounts * rate).sum()), quantile * float(np.sqrt(variance))
    return Interval(value, max(value - margin, 0.0), min(value + margin, float(amounts.sum())))


def _inverse(rate: Interval) -> Interval:
    if rate.is_missing or rate.low <= 0:
        return UNKNOWN
    return Interval(1 / rate.estimate, 1 / rate.high, 1 / rate.low)
