"""What one success takes: a sum over leads divided by how many of them succeeded."""

import numpy as np
import pandas as pd

from analysis.statistics import checks


def per_success(groups: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Touches per success of each group, those of leads that did not succeed included.

    Parameters
    ----------
    groups : DataFrame
        One row per group with ``leads``, ``successes`` (of the leads), ``touches`` (on all leads), ``squares`` (sum of
        the squares of each lead's touches) and ``shared`` (touches on the leads that succeeded).
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Columns ``ratio``, ``low``, ``high`` (touches per success) on the same index. ``ratio`` is missing without a
        success; the bounds are missing for fewer than two leads or without a touch.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, there are more successes than leads, or ``level`` is out of range.

    Notes
    -----
    The delta method for a ratio of two sums over the same leads, on the log scale: with x touches and y = 1 for a
    success, the variance of log(sum x / sum y) is sum((x / X - y / Y)^2) n / (n - 1), X and Y being the sums.

    References
    ----------
    .. [1] Cochran, W. G. (1977). Sampling Techniques, 3rd ed., section 6.3 (the ratio estimate).
    """
    z = checks.normal_quantile(level)
    successes, leads = checks.successes_and_trials(groups["successes"], groups["leads"])
    touches, squares = checks.counts(groups["touches"], "Touches"), checks.counts(groups["squares"], "Squares")
    shared = checks.counts(groups["shared"], "Touches of successes")
    ratio = checks.divided(touches, successes)
    # sum of (x/X - y/Y)^2, where y^2 = y
    spread = (
        checks.divided(squares, touches**2)
        - 2 * checks.divided(shared, touches * successes)
        + checks.divided(np.ones_like(successes), successes)
    )
    variance = np.maximum(spread, 0) * checks.divided(leads, np.maximum(leads - 1, 0))
    margin = z * np.sqrt(variance)
    return pd.DataFrame(
        {"ratio": ratio, "low": ratio * np.exp(-margin), "high": ratio * np.exp(margin)}, index=groups.index
    )
