"""What a spend brought back: won amounts over spend, with intervals that know how few wins are behind them."""

import numpy as np
import pandas as pd
from scipy import special

from analysis.statistics import checks
from analysis.statistics.checks import Floats


def return_on_spend(groups: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Won amount per unit of spend of each group.

    Parameters
    ----------
    groups : DataFrame
        One row per group: ``spend`` (the currency, not negative), ``won`` (wins), ``priced`` (those of them with a
        known amount), ``amount`` and ``squares`` (sum and sum of squares of these amounts).
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Columns ``estimate``, ``low``, ``high`` (pure numbers, 1 = the spend came back) on the same index. A group
        without a win brought 0, and its upper bound is what it may bring with deals of the size of the others'. Missing
        where nothing was spent, or where no group has a priced win.

    Raises
    ------
    ValueError
        If a number is missing or negative, a count not whole, or more wins are priced than won.

    Notes
    -----
    Wins without an amount are taken to be worth what the others of the group are. The number of wins is Poisson
    (Garwood's exact bounds), the average amount log-normal by the delta method; the distances of both bounds from the
    estimate are added in quadrature on the log scale (MOVER). Groups with fewer than two amounts borrow the scatter of
    the others, so that no interval is without width.

    References
    ----------
    .. [1] Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442.
    .. [2] Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about effect measures: a general
       approach. Statistics in Medicine 27, 1693-1702.
    """
    z = checks.normal_quantile(level)
    spend, amount = (checks.amounts(groups[name], name.capitalize()) for name in ("spend", "amount"))
    priced, won = checks.successes_and_trials(groups["priced"], groups["won"])
    squares = checks.amounts(groups["squares"], "Squares")
    if not priced.sum():
        return pd.DataFrame(np.nan, index=groups.index, columns=["estimate", "low", "high"])
    usual = amount.sum() / priced.sum()
    deal = np.where(priced > 0, checks.divided(amount, priced), usual)
    error = np.sqrt(_scatter(squares, amount, priced) / np.maximum(priced, 1))
    fewest, most = poisson_bounds(won, level)
    below = np.hypot(np.log(checks.divided(won, fewest)), z * error)
    above = np.hypot(np.log(most / np.where(won > 0, won, most)), z * error)
    estimate = checks.divided(won * deal, spend)
    # Without a win there is nothing to multiply: the most that may come, at the usual deal.
    at_most = checks.divided(most * deal * np.exp(z * error), spend)
    return pd.DataFrame(
        {
            "estimate": estimate,
            "low": np.where(won > 0, estimate * np.exp(-below), estimate),
            "high": np.where(won > 0, estimate * np.exp(above), at_most),
        },
        index=groups.index,
    )


def against_others(groups: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Return of each group over that of all others together.

    Parameters
    ----------
    groups : DataFrame
        As `return_on_spend` takes it.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Columns ``estimate``, ``low``, ``high`` (pure numbers, 1 = equal) on the same index; missing where the others
        have no win or spent nothing, or the group spent nothing.

    Raises
    ------
    ValueError
        As `return_on_spend`.

    References
    ----------
    .. [1] Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about effect measures: a general
       approach. Statistics in Medicine 27, 1693-1702.
    """
    columns = ["spend", "won", "priced", "amount", "squares"]
    # What is left of a sum may be below nothing by a rounding.
    others = (groups[columns].sum() - groups[columns]).clip(lower=0).astype(groups[columns].dtypes)
    own, rest = (return_on_spend(each, level=level) for each in (groups, others))
    rest = rest.where(rest["estimate"] > 0)
    ratio, ends = own["estimate"] / rest["estimate"], {}
    for end, other, sign in (("low", "high", -1), ("high", "low", 1)):
        with np.errstate(divide="ignore", invalid="ignore"):
            mine, theirs = (np.log((each[a] / each["estimate"]).to_numpy()) for each, a in ((own, end), (rest, other)))
        ends[end] = ratio * np.exp(sign * np.hypot(mine, theirs))
    none = own["estimate"] == 0
    ends["low"] = ends["low"].where(~none, ratio)
    ends["high"] = ends["high"].where(~none, own["high"] / rest["low"])
    return pd.DataFrame({"estimate": ratio, **ends}, index=groups.index)


def poisson_bounds(events: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Exact bounds of the mean of each Poisson count; the lower one of none is 0."""
    tail = (1 - level) / 2
    low = np.where(events > 0, special.gammaincinv(np.maximum(events, 1), tail), 0.0)
    high: Floats = special.gammaincinv(events + 1, 1 - tail)
    return low, high


def _scatter(squares: Floats, amount: Floats, priced: Floats) -> Floats:
    """Squared coefficient of variation of the deals of each group; that of all where it has fewer than two."""
    mean = checks.divided(amount, priced)
    around = np.maximum(squares - np.where(priced > 0, amount * mean, 0.0), 0.0)
    own = checks.divided(checks.divided(around, np.maximum(priced - 1, 0)), mean**2)
    known = ~np.isnan(own)
    usual = float((own[known] * (priced[known] - 1)).sum() / (priced[known] - 1).sum()) if known.any() else 1.0
    return np.where(known, own, usual)
