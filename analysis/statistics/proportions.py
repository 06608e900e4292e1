"""Rates of groups and differences of two rates, with intervals that hold for small counts."""

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import UNKNOWN, Floats, Interval, Values


def wilson_intervals(successes: pd.Series, trials: pd.Series, *, level: float = 0.95) -> pd.DataFrame:
    """Rate of each group with Wilson's score interval.

    Parameters
    ----------
    successes, trials : Series of int, same index
        Converted and observed leads of each group.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Columns ``rate``, ``low``, ``high`` (shares, 0 to 1) on the same index; missing where ``trials`` is 0.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, a success has no trial, or the indexes differ.

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
       JASA 22, 209-212.

    Examples
    --------
    >>> wilson_intervals(pd.Series([81, 0]), pd.Series([263, 20])).round(4)
        rate     low    high
    0  0.308  0.2553  0.3662
    1  0.000  0.0000  0.1611
    """
    checks.same_index(successes, trials)
    rate, low, high = _rate_and_bounds(successes, trials, level)
    return pd.DataFrame({"rate": rate, "low": low, "high": high}, index=successes.index)


def share_interval(part: int, whole: int, *, level: float = 0.95) -> Interval:
    """One share with Wilson's score interval.

    Parameters
    ----------
    part, whole : int
        Counts; ``part`` is contained in ``whole``.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        ``estimate``, ``low``, ``high`` (shares, 0 to 1); missing when ``whole`` is 0.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, or the part exceeds the whole.
    """
    return Interval(*(float(each[0]) for each in _rate_and_bounds(np.array([part]), np.array([whole]), level)))


def newcombe_difference(
    successes_a: pd.Series,
    trials_a: pd.Series,
    successes_b: pd.Series,
    trials_b: pd.Series,
    *,
    level: float = 0.95,
) -> pd.DataFrame:
    """Rate of a minus rate of b with Newcombe's hybrid score interval (his method 10).

    Parameters
    ----------
    successes_a, trials_a, successes_b, trials_b : Series of int, same index
        Converted and observed leads of the two sides, one row per comparison.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Columns ``difference``, ``low``, ``high`` (-1 to 1, in shares) on the same index; missing where either side
        has no trial.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, a success has no trial, or the indexes differ.

    References
    ----------
    .. [1] Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions:
       comparison of eleven methods. Statistics in Medicine 17, 873-890.
    """
    checks.same_index(successes_a, trials_a, successes_b, trials_b)
    sides = ((successes_a, trials_a), (successes_b, trials_b))
    found = _difference_and_bounds(*(_rate_and_bounds(*side, level) for side in sides))
    return pd.DataFrame(dict(zip(("difference", "low", "high"), found, strict=True)), index=successes_a.index)


def difference_interval(part_a: int, whole_a: int, part_b: int, whole_b: int, *, level: float = 0.95) -> Interval:
    """Difference of two shares with Newcombe's interval: the form of `newcombe_difference` for one comparison.

    Parameters
    ----------
    part_a, whole_a, part_b, whole_b : int
        Counts of the two sides.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        ``estimate``, ``low``, ``high`` of share a minus share b; missing when either whole is 0.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, or a part exceeds its whole.
    """
    sides = ((part_a, whole_a), (part_b, whole_b))
    rates = (_rate_and_bounds(np.array([part]), np.array([whole]), level) for part, whole in sides)
    found = Interval(*(float(each[0]) for each in _difference_and_bounds(*rates)))
    return UNKNOWN if found.is_missing else found


def wilson_bounds(share: Floats, trials: Floats, level: float) -> tuple[Floats, Floats]:
    """Wilson's bounds of shares known as well as from so many trials, whole or not; missing where there is none."""
    z = checks.normal_quantile(level)
    trials = np.where(trials > 0, trials, np.nan)
    drawn = 1 + z**2 / trials
    centre = (share + z**2 / (2 * trials)) / drawn
    margin = z * np.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2)) / drawn
    # Rounding may leave a bound a hair beyond the share when no or every trial succeeded.
    return np.clip(centre - margin, 0, share), np.clip(centre + margin, share, 1)


def share_known_from(share: float, trials: float, level: float) -> Interval:
    """One share with the bounds of `wilson_bounds`."""
    low, high = wilson_bounds(np.array([share]), np.array([trials]), level)
    return Interval(share, float(low[0]), float(high[0]))


def _rate_and_bounds(successes: Values, trials: Values, level: float) -> tuple[Floats, Floats, Floats]:
    converted, observed = checks.part_and_whole(successes, trials)
    rate = checks.divided(converted, observed)
    return (rate, *wilson_bounds(rate, observed, level))


def _difference_and_bounds(
    side_a: tuple[Floats, Floats, Floats], side_b: tuple[Floats, Floats, Floats]
) -> tuple[Floats, Floats, Floats]:
    (rate_a, low_a, high_a), (rate_b, low_b, high_b) = side_a, side_b
    difference = rate_a - rate_b
    return (
        difference,
        difference - np.hypot(rate_a - low_a, high_b - rate_b),
        difference + np.hypot(high_a - rate_a, rate_b - low_b),
    )
