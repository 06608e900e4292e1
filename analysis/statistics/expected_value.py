"""What a typical deal of a group is worth: means of amounts, drawn towards those of the other groups."""

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import Floats


def shrunken_means(sums: pd.Series, sums_of_squares: pd.Series, counts: pd.Series) -> pd.Series:
    """Mean amount of each group drawn towards the others', the more the fewer amounts it has.

    Parameters
    ----------
    sums, sums_of_squares : Series of float, same index
        Sum and sum of squares of the amounts of each group, in the currency and its square.
    counts : Series of int, same index
        Number of amounts in each group.

    Returns
    -------
    Series
        Mean in the currency on the same index; the mean over all groups where a group has no amount of its own; missing
        where no group has one.

    Raises
    ------
    ValueError
        If a number is missing or negative, a count not whole, or the sums of squares are too small for the sums.

    Notes
    -----
    Amounts vary within a group with one variance, pooled over the groups; the groups' means vary around their mean with
    the variance of DerSimonian and Laird. Each mean is the average of its own and the overall one, weighted by the
    inverse of their variances.

    References
    ----------
    .. [1] DerSimonian, R. and Laird, N. (1986). Meta-analysis in clinical trials. Controlled Clinical Trials 7,
       177-188.
    .. [2] Morris, C. N. (1983). Parametric empirical Bayes inference. JASA 78, 47-55.
    """
    checks.same_index(sums, sums_of_squares, counts)
    total, squares = checks.amounts(sums, "Sums"), checks.amounts(sums_of_squares, "Sums of squares")
    count = checks.counts(counts, "Counts")
    if (squares * count < total**2 * (1 - 1e-9)).any():
        raise ValueError("The sums of squares are too small for the sums.")
    own = checks.divided(total, count)
    has = count > 0
    if not has.any():
        return pd.Series(np.nan, index=sums.index)
    pooled = float(total.sum() / count.sum())
    freedom = float((count[has] - 1).sum())
    within = float(np.maximum(squares[has] - total[has] * own[has], 0).sum()) / freedom if freedom > 0 else 0.0
    if within == 0 or has.sum() < 2:
        # Nothing is known of the spread within groups: their own mean is all there is.
        return pd.Series(np.where(has, own, pooled), index=sums.index)
    between, overall = _dersimonian_laird(own[has], within / count[has])
    weight = between / (between + checks.divided(np.full(len(count), within), count))
    return pd.Series(np.where(has, overall + np.nan_to_num(weight) * (own - overall), overall), index=sums.index)


def _dersimonian_laird(means: Floats, variances: Floats) -> tuple[float, float]:
    """Variance of the groups' true means and their overall mean."""
    weights = 1 / variances
    fixed = (weights * means).sum() / weights.sum()
    excess = (weights * (means - fixed) ** 2).sum() - (len(means) - 1)
    between = max(float(excess / (weights.sum() - (weights**2).sum() / weights.sum())), 0.0)
    weights = 1 / (between + variances)
    return between, float((weights * means).sum() / weights.sum())
