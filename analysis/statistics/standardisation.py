"""Fair comparisons: like for like over strata, and a common ratio over strata."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import UNKNOWN, Floats, Interval
from analysis.statistics.proportions import difference_interval, effective_interval, wilson_intervals


class LikeForLike(NamedTuple):
    """Gap between two sides as it is, and as it would be with the same mix of strata."""

    raw: Interval
    standardised: Interval
    reverses: bool
    dropped: list[object]


def like_for_like(
    successes_a: pd.Series,
    trials_a: pd.Series,
    successes_b: pd.Series,
    trials_b: pd.Series,
    *,
    level: float = 0.95,
) -> LikeForLike:
    """Gap a minus b, raw and directly standardised to the mix of both sides together.

    Parameters
    ----------
    successes_a, trials_a, successes_b, trials_b : Series of int, same index of strata
        Converted and observed leads of the two sides in each stratum (segment, region).
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    LikeForLike
        ``raw``: gap of the overall rates (all strata) with Newcombe's interval. ``standardised``: gap with each
        stratum weighted by its share of all leads, over the strata in which both sides have leads; its interval is
        Newcombe's at the effective numbers of leads of the two weighted rates (rate (1 - rate) over their variance).
        ``reverses``: the two gaps have opposite signs and both intervals exclude 0 (Simpson's paradox). ``dropped``:
        labels of strata in which exactly one side has leads. A gap is missing when a side has no leads to compare.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, a success has no trial, or the indexes differ.

    References
    ----------
    .. [1] Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions.
       Statistics in Medicine 17, 873-890.
    .. [2] Kish, L. (1965). Survey Sampling, section 8.2 (effective sample size).
    .. [3] Simpson, E. H. (1951). The interpretation of interaction in contingency tables. JRSS B 13, 238-241.
    """
    x_a, n_a, x_b, n_b = _two_sides(successes_a, trials_a, successes_b, trials_b)
    raw = difference_interval(int(x_a.sum()), int(n_a.sum()), int(x_b.sum()), int(n_b.sum()), level=level)
    both = (n_a > 0) & (n_b > 0)
    standardised = _standardised(x_a[both], n_a[both], x_b[both], n_b[both], level) if both.any() else UNKNOWN
    reverses = raw.excludes(0) and standardised.excludes(0) and raw.estimate * standardised.estimate < 0
    return LikeForLike(raw, standardised, reverses, successes_a.index[(n_a > 0) != (n_b > 0)].tolist())


def standardised_rates(successes: pd.DataFrame, trials: pd.DataFrame) -> pd.DataFrame:
    """Rate of each motion, had it the mix of strata of both together.

    Parameters
    ----------
    successes, trials : DataFrame of int
        One row per stratum, one column per motion.

    Returns
    -------
    DataFrame
        Columns ``rate``, ``low``, ``high`` by motion, over the strata in which both have leads; the gap of the two is
        the standardised gap of ``like_for_like``. Wilson's intervals added in quadrature. Empty when
        no stratum has both.
    """
    both = (trials > 0).all(axis=1)
    if not both.any():
        return pd.DataFrame(columns=["rate", "low", "high"], dtype=float)
    weight = trials[both].sum(axis=1) / trials[both].sum().sum()
    rows = {}
    for motion in trials.columns:
        strata = wilson_intervals(successes.loc[both, motion], trials.loc[both, motion])
        rate = float((weight * strata["rate"]).sum())
        down, up = (
            float(np.sqrt(((weight * (strata["rate"] - strata[bound])) ** 2).sum())) for bound in ("low", "high")
        )
        rows[motion] = {"rate": rate, "low": max(rate - down, 0.0), "high": min(rate + up, 1.0)}
    return pd.DataFrame.from_dict(rows, orient="index")


def mantel_haenszel_risk_ratio(
    successes_a: pd.Series,
    trials_a: pd.Series,
    successes_b: pd.Series,
    trials_b: pd.Series,
    *,
    level: float = 0.95,
) -> Interval:
    """Rate of a over rate of b, common to all strata.

    Parameters
    ----------
    successes_a, trials_a, successes_b, trials_b : Series of int, same index of strata
        Converted and observed leads of the two sides in each stratum; strata in which one side has no leads say
        nothing and are left out.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        ``estimate``, ``low``, ``high`` (pure numbers, 1 = equal) with the Greenland-Robins variance of the logarithm.
        Missing when either side has no success in the strata compared.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, a success has no trial, or the indexes differ.

    References
    ----------
    .. [1] Mantel, N. and Haenszel, W. (1959). Statistical aspects of the analysis of data from retrospective studies
       of disease. JNCI 22, 719-748.
    .. [2] Greenland, S. and Robins, J. M. (1985). Estimation of a common effect parameter from sparse follow-up
       data. Biometrics 41, 55-68.
    """
    quantile = checks.normal_quantile(level)
    sides = _two_sides(successes_a, trials_a, successes_b, trials_b)
    both = (sides[1] > 0) & (sides[3] > 0)
    x_a, n_a, x_b, n_b = (side[both] for side in sides)
    n = n_a + n_b
    numerator, denominator = float((x_a * n_b / n).sum()), float((x_b * n_a / n).sum())
    if numerator == 0 or denominator == 0:
        return UNKNOWN
    variance = ((n_a * n_b * (x_a + x_b) - x_a * x_b * n) / n**2).sum() / (numerator * denominator)
    spread = float(np.exp(quantile * np.sqrt(variance)))
    ratio = numerator / denominator
    return Interval(ratio, ratio / spread, ratio * spread)


def _two_sides(
    successes_a: pd.Series, trials_a: pd.Series, successes_b: pd.Series, trials_b: pd.Series
) -> tuple[Floats, Floats, Floats, Floats]:
    checks.same_index(successes_a, trials_a, successes_b, trials_b)
    return (*checks.successes_and_trials(successes_a, trials_a), *checks.successes_and_trials(successes_b, trials_b))


def _standardised(x_a: Floats, n_a: Floats, x_b: Floats, n_b: Floats, level: float) -> Interval:
    weight = (n_a + n_b) / (n_a + n_b).sum()
    (rate_a, low_a, high_a), (rate_b, low_b, high_b) = (
        _one_side(x, n, weight, level) for x, n in ((x_a, n_a), (x_b, n_b))
    )
    gap = rate_a - rate_b
    down, up = np.hypot(rate_a - low_a, high_b - rate_b), np.hypot(high_a - rate_a, rate_b - low_b)
    return Interval(gap, gap - float(down), gap + float(up))


def _one_side(x: Floats, n: Floats, weight: Floats, level: float) -> Interval:
    """Weighted rate of the strata with Wilson's interval at its effective number of leads."""
    rate = float((weight * x / n).sum())
    # A stratum's own rate, with the weight of one more lead at the rate of all: none looks certain.
    drawn = (x + rate) / (n + 1)
    variance = float((weight**2 * drawn * (1 - drawn) / n).sum())
    is_inside = 0 < rate < 1 and variance > 0
    leads = rate * (1 - rate) / variance if is_inside else 1 / float((weight**2 / n).sum())
    return effective_interval(rate, leads, level)
