"""Shares of amounts, where a few large deals count for more than many small ones."""

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import UNKNOWN, Floats, Interval
from analysis.statistics.concentration import Concentration, concentration, top_share
from analysis.statistics.proportions import wilson_bounds


def amount_share_intervals(sums: pd.Series, sums_of_squares: pd.Series, *, level: float = 0.95) -> pd.DataFrame:
    """Part of each group in the total amount with Wilson's interval at the effective number of deals.

    Parameters
    ----------
    sums, sums_of_squares : Series of float, same index
        Sum and sum of squares of the amounts of each group, in the currency and its square.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Columns ``share``, ``low``, ``high`` (0 to 1) on the same index; missing when the total is 0.

    Raises
    ------
    ValueError
        If a number is missing or negative, or the indexes differ.

    Notes
    -----
    A share of amounts is a ratio of two sums over deals. With S_i, Q_i the sum and sum of squares of a group, S and Q
    of all and p = S_i / S, its variance is ((1 - p)^2 Q_i + p^2 (Q - Q_i)) / S^2; p (1 - p) over that variance is the
    number of equal deals that would know the share as well. For equal amounts that is the number of deals, and the
    interval is the one of a count.

    References
    ----------
    .. [1] Cochran, W. G. (1977). Sampling Techniques, 3rd ed., section 2.11 (variance of a ratio).
    .. [2] Kish, L. (1965). Survey Sampling, section 8.2 (effective sample size).

    Examples
    --------
    >>> equal = amount_share_intervals(pd.Series([20.0, 60.0]), pd.Series([40.0, 120.0]))
    >>> equal.round(3).loc[0].tolist()  # 10 of 40 deals of 2 each
    [0.25, 0.142, 0.402]
    """
    checks.check_level(level)
    amounts, squares = _sums(sums, sums_of_squares)
    total = amounts.sum()
    share = checks.divided(amounts, np.full(len(amounts), total))
    deals = _effective_deals(share, squares, total) if total > 0 else np.zeros(len(amounts))
    return _wilson(pd.Series(share, index=sums.index), deals, level)


def account_share_intervals(
    account_sums: pd.Series, sums: pd.Series, deals: pd.Series, *, level: float = 0.95
) -> pd.DataFrame:
    """Part of one account in the amount of its group with Wilson's interval at the group's effective number of deals.

    Parameters
    ----------
    account_sums, sums : Series of float, same index
        Amount of the account, and of its whole group.
    deals : Series of float, same index
        Effective number of deals of the group: the squared sum over the sum of squares of its deals.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Columns ``share``, ``low``, ``high`` (0 to 1) on the same index; missing where the group has no amount.

    Raises
    ------
    ValueError
        If a number is missing or negative, an account exceeds its group, or the indexes differ.

    Notes
    -----
    Asks how surely the account would carry that share if the group's deals were drawn anew. Drawing accounts anew
    instead would ask whether the account is there at all, and it is.
    """
    checks.check_level(level)
    checks.same_index(account_sums, sums, deals)
    part, whole = checks.amounts(account_sums, "Amounts of accounts"), checks.amounts(sums, "Sums")
    if (part > whole * (1 + 1e-9)).any():
        raise ValueError("An account must not have more than its group.")
    share = pd.Series(np.minimum(checks.divided(part, whole), 1), index=sums.index)
    return _wilson(share, checks.amounts(deals, "Deals"), level)


def amount_concentration(sums: pd.Series, sums_of_squares: pd.Series, *, level: float = 0.95) -> Concentration:
    """Concentration of amounts over groups, as of the effective number of equal deals.

    Parameters
    ----------
    sums, sums_of_squares : Series of float, same index
        Sum and sum of squares of the amounts of each group.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Concentration
        Estimates are those of the amounts; HHI is the unbiased form at the effective number of deals S^2 / Q. The
        intervals are those of `concentration` for as many equal deals. All are missing for fewer than two.

    Raises
    ------
    ValueError
        If a number is missing or negative, or the indexes differ.
    """
    amounts, squares = _sums(sums, sums_of_squares)
    total, deals = amounts.sum(), checks.divided(np.array([amounts.sum() ** 2]), np.array([squares.sum()]))[0]
    if not total > 0 or round(deals) < 2:
        return Concentration(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)
    share = amounts / total
    counts = pd.Series(np.round(share * deals), index=sums.index)
    alike = concentration(counts, level=level)
    index = float((deals * (share**2).sum() - 1) / (deals - 1))
    effective = 1 / min(max(index, 1 / len(share)), 1)
    estimates = (index, effective, top_share(sums, 1), top_share(sums, 3))
    return Concentration(*(_around(value, interval) for value, interval in zip(estimates, alike, strict=True)))


def _sums(sums: pd.Series, sums_of_squares: pd.Series) -> tuple[Floats, Floats]:
    checks.same_index(sums, sums_of_squares)
    return checks.amounts(sums, "Sums"), checks.amounts(sums_of_squares, "Sums of squares")


def _wilson(share: pd.Series, deals: Floats, level: float) -> pd.DataFrame:
    """Intervals of shares known as well as of so many equal deals; missing where there is none."""
    value = share.to_numpy(dtype=np.float64)
    low, high = wilson_bounds(value, deals, level)
    return pd.DataFrame({"share": value, "low": low, "high": high}, index=share.index)


def _effective_deals(share: Floats, squares: Floats, total: float) -> Floats:
    variance = ((1 - share) ** 2 * squares + share**2 * (squares.sum() - squares)) / total**2
    inside = (share > 0) & (share < 1) & (variance > 0)
    # A group with nothing, or with all, is as well known as all deals together allow.
    deals = np.full(len(share), total**2 / squares.sum())
    deals[inside] = share[inside] * (1 - share[inside]) / variance[inside]
    return deals


def _around(value: float, interval: Interval) -> Interval:
    return Interval(value, min(interval.low, value), max(interval.high, value))
