"""Means and ratios of means of amounts, from counts, sums and sums of squares."""

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import UNKNOWN, Floats, Interval


def mean_intervals(
    sums: pd.Series, sums_of_squares: pd.Series, counts: pd.Series, *, level: float = 0.95
) -> pd.DataFrame:
    """Mean amount of each group with Student's t interval.

    Parameters
    ----------
    sums, sums_of_squares : Series of float, same index
        Sum and sum of squares of the amounts of each group, in the currency and its square.
    counts : Series of int, same index
        Number of amounts in each group.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Columns ``mean``, ``low``, ``high`` (in the currency) on the same index. ``mean`` is missing without an
        amount; the bounds are missing for fewer than two.

    Raises
    ------
    ValueError
        If a number is missing, a count negative or not whole, the sums of squares are too small for the sums, or the
        indexes differ.

    References
    ----------
    .. [1] Student (1908). The probable error of a mean. Biometrika 6, 1-25.
    """
    checks.check_level(level)
    mean, error_squared, count = _means(sums, sums_of_squares, counts)
    margin = checks.student_quantile(level, np.where(count > 1, count - 1, np.nan)) * np.sqrt(error_squared)
    return pd.DataFrame({"mean": mean, "low": mean - margin, "high": mean + margin}, index=sums.index)


def ratio_of_means(
    sums_a: pd.Series,
    sums_of_squares_a: pd.Series,
    counts_a: pd.Series,
    sums_b: pd.Series,
    sums_of_squares_b: pd.Series,
    counts_b: pd.Series,
    *,
    level: float = 0.95,
) -> pd.DataFrame:
    """Mean of a over mean of b with an interval on the log scale.

    Parameters
    ----------
    sums_a, sums_of_squares_a, counts_a : Series, same index
        Sum, sum of squares and number of the amounts of side a.
    sums_b, sums_of_squares_b, counts_b : Series, same index
        The same of side b.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Columns ``ratio``, ``low``, ``high`` (pure numbers, 1 = equal) on the same index; missing where a side has
        fewer than two amounts or a mean that is not positive.

    Raises
    ------
    ValueError
        As `mean_intervals`.

    Notes
    -----
    The delta method gives ``log(mean)`` the variance ``s^2 / (n mean^2)``; degrees of freedom by Welch and
    Satterthwaite.

    References
    ----------
    .. [1] Hedges, L. V., Gurevitch, J. and Curtis, P. S. (1999). The meta-analysis of response ratios in
       experimental ecology. Ecology 80, 1150-1156.
    .. [2] Welch, B. L. (1947). The generalization of Student's problem. Biometrika 34, 28-35.
    """
    checks.check_level(level)
    checks.same_index(sums_a, sums_b)
    sides = (
        _relative(*_means(sums_a, sums_of_squares_a, counts_a)),
        _relative(*_means(sums_b, sums_of_squares_b, counts_b)),
    )
    (mean_a, variance_a, freedom_a), (mean_b, variance_b, freedom_b) = sides
    variance = variance_a + variance_b
    # Two sides without any spread have no Welch degrees of freedom; their interval has no width either.
    welch = checks.divided(variance**2, variance_a**2 / freedom_a + variance_b**2 / freedom_b)
    margin = np.where(variance == 0, 0.0, checks.student_quantile(level, welch) * np.sqrt(variance))
    ratio = np.where(np.isnan(variance), np.nan, mean_a / mean_b)
    return pd.DataFrame(
        {"ratio": ratio, "low": ratio * np.exp(-margin), "high": ratio * np.exp(margin)}, index=sums_a.index
    )


def ratio_like_for_like(
    sums_a: pd.Series,
    sums_of_squares_a: pd.Series,
    counts_a: pd.Series,
    sums_b: pd.Series,
    sums_of_squares_b: pd.Series,
    counts_b: pd.Series,
    *,
    level: float = 0.95,
) -> Interval:
    """Mean of a over mean of b, had both the mix of strata of both together.

    Parameters
    ----------
    sums_a, sums_of_squares_a, counts_a : Series, same index of strata
        Sum, sum of squares and number of the amounts of side a in each stratum (segment, region).
    sums_b, sums_of_squares_b, counts_b : Series, same index
        The same of side b.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        ``estimate``, ``low``, ``high`` (pure numbers, 1 = equal) on the log scale, over the strata in which both sides
        have at least two amounts; missing without such a stratum, where a mean is not positive or nothing spreads.

    Raises
    ------
    ValueError
        As `ratio_of_means`.

    Notes
    -----
    Each stratum counts with its number of amounts on both sides. Delta method; degrees of freedom by Satterthwaite
    over all means. With one stratum it is `ratio_of_means`.

    References
    ----------
    .. [1] Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components. Biometrics
       Bulletin 2, 110-114.
    """
    checks.check_level(level)
    checks.same_index(sums_a, sums_b)
    mean_a, error_a, count_a = _means(sums_a, sums_of_squares_a, counts_a)
    mean_b, error_b, count_b = _means(sums_b, sums_of_squares_b, counts_b)
    both = (count_a > 1) & (count_b > 1)
    weight = (count_a + count_b)[both]
    total_a, total_b = float((weight * mean_a[both]).sum()), float((weight * mean_b[both]).sum())
    if total_a <= 0 or total_b <= 0:
        return UNKNOWN
    variances = np.concatenate(
        [weight**2 * error_a[both] / total_a**2, weight**2 * error_b[both] / total_b**2],
    )
    variance = float(variances.sum())
    if variance == 0:
        return UNKNOWN
    freedom = variance**2 / float((variances**2 / np.concatenate([count_a[both] - 1, count_b[both] - 1])).sum())
    spread = float(np.exp(checks.student_quantile(level, freedom) * np.sqrt(variance)))
    ratio = total_a / total_b
    return Interval(ratio, ratio / spread, ratio * spread)


def _means(sums: pd.Series, sums_of_squares: pd.Series, counts: pd.Series) -> tuple[Floats, Floats, Floats]:
    """Mean, squared standard error (missing for fewer than two) and number."""
    checks.same_index(sums, sums_of_squares, counts)
    count = checks.counts(counts, "Counts")
    total, squares = checks.numbers(sums, "Sums"), checks.amounts(sums_of_squares, "Sums of squares")
    if ((count == 0) & ((total != 0) | (squares != 0))).any():
        raise ValueError("A group without amounts must have sums of 0.")
    mean = checks.divided(total, count)
    around_mean = squares - np.where(count > 0, total * mean, 0.0)
    if (around_mean < -1e-9 * squares).any():
        raise ValueError("The sums of squares are too small for the sums.")
    variance = checks.divided(np.maximum(around_mean, 0), np.maximum(count - 1, 0))
    return mean, checks.divided(variance, count), count


def _relative(mean: Floats, error_squared: Floats, count: Floats) -> tuple[Floats, Floats, Floats]:
    """Positive mean, squared standard error of its logarithm, degrees of freedom."""
    positive = np.where(mean > 0, mean, np.nan)
    return positive, error_squared / positive**2, np.where(count > 1, count - 1, np.nan)


def total_changed(now: float, now_squares: float, before: float, before_squares: float) -> Interval:
    """Ratio of two sums of independent amounts, with an interval on the log scale; counts are their own squares."""
    if now <= 0 or before <= 0:
        return UNKNOWN
    spread = np.exp(checks.normal_quantile(0.95) * np.sqrt(now_squares / now**2 + before_squares / before**2))
    return Interval(now / before, now / before / spread, now / before * spread)
