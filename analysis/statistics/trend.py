"""Is a share, a concentration or a number rising? The slope of a monthly number with its uncertainty."""

import numpy as np
import pandas as pd
from scipy import special

from analysis.statistics import checks
from analysis.statistics.bootstrap import smoothed_shares
from analysis.statistics.checks import UNKNOWN, Floats, Interval
from analysis.statistics.concentration import simpson_variance

FEWEST_MONTHS = 6
USUAL_SCATTER = 0.9
ITERATIONS = 50


def trend_slope(part: pd.Series, whole: pd.Series, *, level: float = 0.95) -> Interval:
    """Change of a share per year: a line through the monthly shares, weighted by the leads of each month.

    Parameters
    ----------
    part, whole : Series of int, same index of months
        Leads of the channel and of all channels in each month. The index holds dates, timestamps or monthly periods
        (one per month, in any order; a missing month leaves a gap), or whole month numbers.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        ``estimate``, ``low``, ``high`` in share per year (0.10 = ten percentage points a year). Missing when fewer
        than six months have a lead: "cannot tell yet".

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, a part exceeds its whole, the indexes differ, or a month is
        not a month or appears twice.

    Notes
    -----
    Weighted least squares. The scale is what counting leads alone gives, with the normal quantile, so that a few months
    that happen to lie on a line do not look certain; where the months scatter more than nine in ten such samples
    would, it is the one that they show, with Student's t of two degrees of freedom fewer than months.

    References
    ----------
    .. [1] McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd ed., section 4.5 (overdispersion).
    """
    checks.check_level(level)
    parts, wholes = checks.successes_and_trials(part, whole)
    months = _month_numbers(part.index)
    seen = wholes > 0
    if seen.sum() < FEWEST_MONTHS:
        return UNKNOWN
    variance = _counting_scale(parts.sum(), wholes.sum()) / wholes[seen]
    return _slope(months[seen], parts[seen] / wholes[seen], variance, level)


def hhi_slope(counts: pd.DataFrame, *, cases_per_case: float = 1.0, level: float = 0.95) -> Interval:
    """Change of concentration per year: a line through the unbiased HHI of each month.

    Parameters
    ----------
    counts : DataFrame of int
        Leads, opportunities or wins: one row per month (index as for `trend_slope`), one column per channel.
    cases_per_case : float, default 1
        How many times fewer cases there are in effect, because accounts bring several: a design effect, at least 1.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        ``estimate``, ``low``, ``high`` in HHI per year (above 0: dependence rises). Missing when fewer than six months
        have two cases.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, a design effect is below 1, or a month appears twice.

    Notes
    -----
    Weighted least squares. The variance of a month's HHI is Simpson's, at the number of its cases in effect and the
    shares of all months together; scatter beyond nine in ten such samples widens the interval as in `trend_slope`.

    References
    ----------
    .. [1] Simpson, E. H. (1949). Measurement of diversity. Nature 163, 688.
    """
    checks.check_level(level)
    if not cases_per_case >= 1:
        raise ValueError(f"A design effect must be at least 1, not {cases_per_case}.")
    for name in counts:
        checks.counts(counts[name], "Counts")
    table = counts.to_numpy(dtype=np.float64)
    months, cases = _month_numbers(counts.index), table.sum(axis=1)
    seen = (cases >= 2) & (cases / cases_per_case >= 2)
    if seen.sum() < FEWEST_MONTHS:
        return UNKNOWN
    table, cases = table[seen], cases[seen]
    index = (table * (table - 1)).sum(axis=1) / (cases * (cases - 1))
    pooled = smoothed_shares(table.sum(axis=0))
    squares, cubes = float((pooled**2).sum()), float((pooled**3).sum())
    variance = simpson_variance(cases / cases_per_case, squares, cubes)
    return _slope(months[seen], index, np.maximum(variance, 1e-12), level)


def yearly_factor(counts: pd.Series, *, periods_per_year: float = 12.0, level: float = 0.95) -> Interval:
    """How many times as many events there are a year later: a log-linear trend through the counts of equal periods.

    Parameters
    ----------
    counts : Series of int
        Events of each period; the index holds the whole numbers of the periods, in order of time.
    periods_per_year : float, default 12
        How many such periods a year has.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        ``estimate``, ``low``, ``high`` (pure numbers: 1 is no change, 0.8 a fifth less a year later). Missing for fewer
        than six periods or where nothing happened in all of them.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, or a period appears twice.

    Notes
    -----
    Poisson regression with log link by iteratively reweighted least squares, so that each period weighs as much as its
    count is known. Counts that scatter more than Poisson's, as those with seasons or of accounts with several leads
    do, widen the interval by Pearson's estimate of the scale, with Student's t.

    References
    ----------
    .. [1] McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd ed., sections 6.2 and 6.2.3.
    """
    checks.check_level(level)
    seen = checks.counts(counts, "Counts")
    years = _month_numbers(counts.index) / periods_per_year
    if len(seen) < FEWEST_MONTHS or seen.sum() == 0:
        return UNKNOWN
    years = years - (years * seen).sum() / seen.sum()
    design = np.column_stack([np.ones_like(years), years])
    line = np.array([np.log(seen.mean()), 0.0])
    for _ in range(ITERATIONS):
        expected = np.exp(design @ line)
        information = design.T @ (design * expected[:, None])
        step = np.linalg.solve(information, design.T @ (seen - expected))
        line = line + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-10:
            break
    expected = np.exp(design @ line)
    error = float(np.sqrt(np.linalg.inv(design.T @ (design * expected[:, None]))[1, 1]))
    freedom = len(seen) - 2
    scale = max(float(((seen - expected) ** 2 / expected).sum()) / freedom, 1.0)
    margin = float(checks.student_quantile(level, freedom)) * np.sqrt(scale) * error
    slope = float(line[1])
    return Interval(*(float(np.exp(value)) for value in (slope, slope - margin, slope + margin)))


def _slope(months: Floats, values: Floats, variance: Floats, level: float) -> Interval:
    """Slope per year of the line weighted by the variances, wider where the values scatter more than these allow."""
    years = (months - months.mean()) / 12
    line, covariance = np.polyfit(years, values, 1, w=1 / np.sqrt(variance), cov="unscaled")
    slope, error = float(line[0]), float(np.sqrt(covariance[0, 0]))
    scatter, freedom = ((values - np.polyval(line, years)) ** 2 / variance).sum(), len(months) - 2
    margin = checks.normal_quantile(level) * error
    if scatter > 2 * special.gammaincinv(freedom / 2, USUAL_SCATTER):  # the quantile of chi-squared
        margin = float(checks.student_quantile(level, freedom) * np.sqrt(scatter / freedom)) * error
    return Interval(slope, slope - margin, slope + margin)


def _counting_scale(part: float, whole: float) -> float:
    # Half a success and half a failure added: a share of exactly 0 or 1 is not known for certain.
    share = (part + 0.5) / (whole + 1)
    return float(share * (1 - share))


def _month_numbers(index: pd.Index) -> Floats:
    if isinstance(index, pd.PeriodIndex):
        index = index.to_timestamp()
    if pd.api.types.is_integer_dtype(index):
        months = index.to_numpy(dtype=np.float64)
    else:
        try:
            days = pd.DatetimeIndex(pd.to_datetime(index, format="ISO8601"))
        except (TypeError, ValueError) as error:
            raise ValueError("The index must hold months as dates, periods or whole numbers.") from error
        months = np.asarray(days.year * 12 + days.month, dtype=np.float64)
    if np.isnan(months).any() or len(np.unique(months)) < len(months):
        raise ValueError("Each month must appear exactly once.")
    return months
