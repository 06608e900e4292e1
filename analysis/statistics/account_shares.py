"""Shares of groups whose cases come together in accounts: accounts are drawn anew, not cases."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import Floats
from analysis.statistics.proportions import wilson_bounds


class AccountSums(NamedTuple):
    """What the variance of shares takes from the accounts: sums over them, one value per group of leads.

    Attributes
    ----------
    values : Series of float
        Cases or amount of each group of leads.
    squares : Series of float
        Sum over accounts of the squared value.
    products : Series of float
        Sum over accounts of the value times the account's value over all groups.
    whole_squares : float
        Sum over accounts of the squared value over all groups.
    accounts : int
        Accounts, or bundles of accounts, with any value.
    cases : float
        Cases behind the values: what the shares would rest on if every case were an account of its own.
    """

    values: pd.Series
    squares: pd.Series
    products: pd.Series
    whole_squares: float
    accounts: int
    cases: float


def account_sums(cells: pd.DataFrame, cases: float) -> AccountSums:
    """Sums over accounts from a table of accounts by groups.

    Parameters
    ----------
    cells : DataFrame
        Cases or amount: one row per account (or bundle of accounts), one column per group, none negative.
    cases : float
        Cases behind the values.

    Returns
    -------
    AccountSums
        Its Series have the columns as index.

    Raises
    ------
    ValueError
        If a value is missing or negative.
    """
    matrix = matrix_of(cells)
    whole = matrix.sum(axis=1)
    values, squares, products = (
        pd.Series(each, index=cells.columns) for each in (matrix.sum(axis=0), (matrix**2).sum(axis=0), whole @ matrix)
    )
    return AccountSums(values, squares, products, float((whole**2).sum()), int((whole > 0).sum()), cases)


def account_intervals(sums: AccountSums, *, level: float = 0.95) -> pd.DataFrame:
    """Share of each group with Wilson's interval at the number of cases that know it as well.

    Parameters
    ----------
    sums : AccountSums
        From `account_sums` or counted elsewhere.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Columns ``share``, ``low``, ``high`` (0 to 1) on the index of the sums; missing where the total is 0.

    Raises
    ------
    ValueError
        If a number is missing or negative, or the indexes differ.

    Notes
    -----
    With x the value of an account in the group, w its value over all groups, p the group's share and T the total, the
    variance of the share is the sum over accounts of (x - p w)^2 / T^2; p (1 - p) over it is the number of cases,
    each of an account of its own, that would know the share as well, and never more than there are. Few accounts take
    Student's t for the normal. Where every case is an account of its own this is Wilson's interval.

    References
    ----------
    .. [1] Korn, E. L. and Graubard, B. I. (1998). Confidence intervals for proportions with small expected number of
       positive counts estimated from survey data. Survey Methodology 24, 193-201.
    .. [2] Rao, J. N. K. and Scott, A. J. (1992). A simple method for the analysis of clustered binary data.
       Biometrics 48, 577-585.

    Examples
    --------
    >>> cells = pd.DataFrame({"a": [1, 1, 0, 0, 0], "b": [0, 0, 1, 1, 1]})  # five accounts with one case each
    >>> account_intervals(account_sums(cells, 5)).round(2).loc["a"].tolist()
    [0.4, 0.12, 0.77]
    """
    checks.check_level(level)
    checks.same_index(sums.values, sums.squares, sums.products)
    values = checks.amounts(sums.values, "Values")
    total = values.sum()
    share = checks.divided(values, np.full(len(values), total))
    variance = _variances(sums, share)
    known = (share > 0) & (share < 1) & (variance > 0)
    cases = np.full(len(values), _cases_of(share, float(variance.sum()), float(sums.cases)))
    cases[known] = np.minimum(share[known] * (1 - share[known]) / variance[known], sums.cases)
    cases *= _fewer_for_few_accounts(sums, level)
    low, high = wilson_bounds(share, cases, level)
    return pd.DataFrame({"share": share, "low": low, "high": high}, index=sums.values.index)


def design_effect(sums: AccountSums) -> float:
    """How many times fewer cases the shares rest on than there are, because accounts bring several: at least 1.

    Parameters
    ----------
    sums : AccountSums
        As for `account_intervals`.

    Returns
    -------
    float
        The variances of all shares together over what single cases would give; 1 where nothing tells.
    """
    share = checks.divided(sums.values.to_numpy(dtype=np.float64), np.full(len(sums.values), sums.values.sum()))
    cases = _cases_of(share, float(_variances(sums, share).sum()), sums.cases)
    return float(sums.cases / cases) if cases > 0 else 1.0


def matrix_of(cells: pd.DataFrame) -> Floats:
    """Cells as an array, none of them missing or negative."""
    matrix = cells.to_numpy(dtype=np.float64)
    if not np.isfinite(matrix).all():
        raise ValueError("Cells must be known and finite: none may be missing.")
    if (matrix < 0).any():
        raise ValueError("Cells must not be negative.")
    return matrix


def shares_and_cases(sums: AccountSums) -> tuple[Floats, float]:
    """Shares, and how many cases of accounts of their own would know them as well."""
    values = sums.values.to_numpy(dtype=np.float64)
    share = checks.divided(values, np.full(len(values), values.sum()))
    return share, _cases_of(share, float(_variances(sums, share).sum()), sums.cases)


def _variances(sums: AccountSums, share: Floats) -> Floats:
    """Variance of each share over accounts."""
    own, products = (each.to_numpy(dtype=np.float64) for each in (sums.squares, sums.products))
    total = float(sums.values.sum())
    variance = checks.divided(own - 2 * share * products + share**2 * sums.whole_squares, np.full(len(own), total**2))
    return np.maximum(variance, 0)


def _cases_of(share: Floats, variance: float, cases: float) -> float:
    """Cases that would give the shares this variance together; all of them where one group has all."""
    uneven = 1 - float((share**2).sum())
    return min(uneven / variance, float(cases)) if variance > 1e-15 else float(cases)


def _fewer_for_few_accounts(sums: AccountSums, level: float) -> float:
    """Squared ratio of the quantiles of Student's t for the cases and for the accounts."""
    cases, accounts = (max(count - 1, 1) for count in (sums.cases, sums.accounts))
    ratio = float(checks.student_quantile(level, cases) / checks.student_quantile(level, accounts))
    return min(ratio, 1.0) ** 2
