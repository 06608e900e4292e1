"""Rates of leads that come together in accounts: accounts are drawn anew, not leads."""

import pandas as pd

from analysis.statistics import checks
from analysis.statistics.account_shares import AccountSums, account_intervals
from analysis.statistics.checks import UNKNOWN, Interval

SUMS = ("trials", "successes", "success_squares", "products", "trial_squares", "bundles")


def account_rate(sums: pd.Series, *, level: float = 0.95) -> Interval:
    """Rate with Wilson's interval at the number of leads, each of an account of its own, that know it as well.

    Parameters
    ----------
    sums : Series
        ``SUMS`` over accounts, or bundles of accounts: ``trials`` and ``successes`` (leads), the sums of the squared
        successes, of successes times trials and of the squared trials, and how many ``bundles`` have a trial.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        ``estimate``, ``low``, ``high`` (shares, 0 to 1); missing without a trial.

    Raises
    ------
    ValueError
        If there are more successes than trials, a sum is negative, or ``level`` is out of range.

    Notes
    -----
    Successes and failures are the two groups of `account_intervals`. Where every lead has an account of its own this is
    Wilson's interval, but for Student's t in the place of the normal where accounts are few.

    Examples
    --------
    >>> counts = dict(trials=263, successes=81, success_squares=81, products=81, trial_squares=263, bundles=263)
    >>> account_rate(pd.Series(counts)).low.round(4)
    np.float64(0.2553)
    """
    checks.check_level(level)
    trials, successes, own, products, whole, bundles = (float(sums[name]) for name in SUMS)
    if min(trials, successes, own, products, whole, bundles) < 0 or successes > trials:
        raise ValueError("Sums must not be negative, and successes not exceed trials.")
    if trials == 0:
        return UNKNOWN
    rest = whole - 2 * products + own
    row = account_intervals(
        AccountSums(
            pd.Series([successes, trials - successes]),
            pd.Series([own, rest]),
            pd.Series([products, whole - products]),
            whole,
            int(bundles),
            trials,
        ),
        level=level,
    ).iloc[0]
    return Interval(float(row["share"]), float(row["low"]), float(row["high"]))


def account_rate_difference(first: pd.Series, second: pd.Series, *, level: float = 0.95) -> Interval:
    """Difference of two such rates of different accounts: Newcombe's way of putting two intervals together.

    Parameters
    ----------
    first, second : Series
        As for `account_rate`.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        First less second (-1 to 1); missing where either has no trial.

    Raises
    ------
    ValueError
        As `account_rate`.

    References
    ----------
    .. [1] Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions:
       comparison of eleven methods. Statistics in Medicine 17, 873-890.
    .. [2] Donner, A. and Zou, G. Y. (2012). Closed-form confidence intervals for functions of the normal mean and
       standard deviation. Statistical Methods in Medical Research 21, 347-359.
    """
    one, other = account_rate(first, level=level), account_rate(second, level=level)
    if one.is_missing or other.is_missing:
        return UNKNOWN
    difference = one.estimate - other.estimate
    return Interval(
        difference,
        difference - ((one.estimate - one.low) ** 2 + (other.high - other.estimate) ** 2) ** 0.5,
        difference + ((one.high - one.estimate) ** 2 + (other.estimate - other.low) ** 2) ** 0.5,
    )
