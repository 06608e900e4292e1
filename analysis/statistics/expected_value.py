"""What an open lead is worth: the chance to win from here times the amount of a typical deal, both shrunken."""

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import Floats
from analysis.statistics.ranking import fit_beta


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


def expected_values(cells: pd.DataFrame) -> pd.DataFrame:
    """Expected won amount of a lead that stands at a stage, by segment and channel.

    Parameters
    ----------
    cells : DataFrame
        One row per stage, segment and channel with ``position``, ``segment``, ``channel`` and the counts and sums
        ``mature``, ``won`` (of the mature), ``won_with_amount``, ``won_amount``, ``won_amount_squares``; stages and
        channels of a segment may be missing.

    Returns
    -------
    DataFrame
        On the same index: ``conversion`` (share that won of those that reached the stage, drawn towards the other
        segments and channels at the stage), ``typical_amount`` (of the won deals of the segment and channel, drawn
        towards the others, in the currency) and ``value``, their product. Missing where no lead that reached the stage
        has been watched for long enough, or no won amount is known.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, more won than were mature, or sums of squares are too small.

    Notes
    -----
    Rates are posterior means of a beta distribution fitted to the cells of a stage (`ranking.fit_beta`), means those of
    `shrunken_means` over all cells of the first stage, which every lead has reached. A cell without a mature lead of
    its own has the stage's typical rate.
    """
    conversion = pd.Series(np.nan, index=cells.index)
    for _, own in cells.groupby("position"):
        successes, trials = checks.successes_and_trials(own["won"], own["mature"])
        if trials.sum() > 0:
            prior = fit_beta(own["won"], own["mature"])
            rate: Floats = (prior.alpha + successes) / (prior.strength + trials)
            conversion[own.index] = rate
    first = cells[cells["position"] == 1].set_index(["segment", "channel"])
    amounts = shrunken_means(first["won_amount"], first["won_amount_squares"], first["won_with_amount"])
    keys = pd.MultiIndex.from_frame(cells[["segment", "channel"]])
    typical = pd.Series(amounts.reindex(keys).to_numpy(dtype=np.float64), index=cells.index)
    return pd.DataFrame(
        {"conversion": conversion, "typical_amount": typical, "value": conversion * typical}, index=cells.index
    )
