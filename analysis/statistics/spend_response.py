"""Whether months with more spend are months with more results: the marginal view of a spend."""

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import UNKNOWN, Floats, Interval

FEWEST_PERIODS = 6
STEPS = 50


def spend_response(spend: pd.Series, results: pd.Series, *, level: float = 0.95) -> Interval:
    """By how many per cent results are higher in periods in which the spend is one per cent higher.

    Parameters
    ----------
    spend : Series of float
        Spend of each period, in the currency; periods without any are left out.
    results : Series of int, same index
        What came of the period, such as opportunities.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        The elasticity: 1 is in proportion, so that a further unit of spend came with as much as the average one; below
        1 it came with less. Missing with fewer than six periods with spend, without a result, where the spend never
        changed, or where only periods of the highest spend, or only of the lowest, have results.

    Raises
    ------
    ValueError
        If a number is missing or negative, a result not whole, or the indexes differ.

    Notes
    -----
    A log-linear Poisson regression of the results on the logarithm of the spend, fitted by Newton's method; the
    variance is scaled by Pearson's dispersion where that is above 1, and the quantile is Student's. It says what came
    with the spend, season and growth included, not what the spend brought about.

    References
    ----------
    .. [1] McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd ed., sections 4.5 and 6.2.
    """
    checks.check_level(level)
    checks.same_index(spend, results)
    paid, came = checks.amounts(spend, "Spend"), checks.counts(results, "Results")
    paid, came = paid[paid > 0], came[paid > 0]
    if len(paid) < FEWEST_PERIODS or not came.sum():
        return UNKNOWN
    with_results = paid[came > 0]
    if with_results.min() == paid.max() or with_results.max() == paid.min():
        return UNKNOWN  # the likelihood rises without end: no slope is too steep
    x = np.log(paid) - np.log(paid).mean()
    slope, mean, information = _fitted(x, came)
    freedom = len(paid) - 2
    dispersion = max(1.0, float(((came - mean) ** 2 / mean).sum()) / freedom)
    margin = float(checks.student_quantile(level, float(freedom))) * np.sqrt(dispersion / information)
    return Interval(slope, slope - margin, slope + margin)


def _fitted(x: Floats, came: Floats) -> tuple[float, Floats, float]:
    """Slope, fitted means and the slope's information: the level is such that the fitted sum is the observed one."""
    slope = 0.0
    for _ in range(STEPS):
        mean = np.exp(slope * x)
        mean *= came.sum() / mean.sum()
        around = x - (mean * x).sum() / mean.sum()
        information = float((mean * around**2).sum())
        step = float(((came - mean) * x).sum()) / information
        slope += np.clip(step, -1, 1)
        if abs(step) < 1e-10:
            break
    return float(slope), mean, information
