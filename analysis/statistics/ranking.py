"""Ranking of groups by rate: beta-binomial empirical Bayes, in groups that can be told apart."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd
from scipy import special

from analysis.statistics import checks
from analysis.statistics.checks import Floats
from analysis.statistics.comparisons import compare_pairs


def shrunken_rates(successes: pd.Series, trials: pd.Series, *, level: float = 0.95) -> pd.DataFrame:
    """Rate of each group drawn towards the others', the more the fewer leads it has.

    Parameters
    ----------
    successes, trials : Series of int, same index
        Converted and observed leads of each group.
    level : float, default 0.95
        Posterior probability of the interval, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Columns ``rate`` (posterior mean), ``low``, ``high`` (shares, 0 to 1) on the same index; missing where
        ``trials`` is 0.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, a success has no trial, or ``level`` is out of range.

    Notes
    -----
    A prior fitted to a handful of groups is itself uncertain; taken as known, intervals would be far
    too narrow, and of no width at all where the groups happen to agree. The posterior is therefore averaged over
    the prior's mean and strength, weighted by their likelihood: flat for the shrinkage of a middling group, Jeffreys
    for the mean. Mean and variance of that mixture set the beta distribution whose quantiles are the interval.

    References
    ----------
    .. [1] Kass, R. E. and Steffey, D. (1989). Approximate Bayesian inference in conditionally independent
       hierarchical models (parametric empirical Bayes models). JASA 84, 717-726.
    .. [2] Christiansen, C. L. and Morris, C. N. (1997). Hierarchical Poisson regression modeling. JASA 92, 618-632.
    """
    checks.check_level(level)
    count_successes, count_trials = checks.successes_and_trials(successes, trials)
    observed = count_trials > 0
    columns = {name: np.full(len(observed), np.nan) for name in ("rate", "low", "high")}
    if observed.any():
        mean, variance = _averaged_posterior(count_successes[observed], count_trials[observed])
        strength = mean * (1 - mean) / variance - 1
        alpha, beta = mean * strength, (1 - mean) * strength
        columns["rate"][observed] = mean
        columns["low"][observed] = special.betaincinv(alpha, beta, (1 - level) / 2)
        columns["high"][observed] = special.betaincinv(alpha, beta, (1 + level) / 2)
    return pd.DataFrame(columns, index=successes.index)


def rank_groups(successes: pd.Series, trials: pd.Series, *, level: float = 0.95) -> pd.DataFrame:
    """Rank groups by the lower bound of their shrunken rate, in ranks that can be told apart.

    Parameters
    ----------
    successes, trials : Series of int, same index without repeats
        Converted and observed leads of each group.
    level : float, default 0.95
        Probability of the intervals; 1 - level is the false discovery rate of the comparisons.

    Returns
    -------
    DataFrame
        One row per group, best first, groups without a trial last. Columns ``shrunken``, ``low``, ``high`` (shares,
        0 to 1) and ``rank_group`` (Int64, 1 = best; missing without a trial).

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, a success has no trial, a label repeats, or ``level`` is out
        of range.

    Notes
    -----
    The rule: going down the ranking, the first group leads rank 1; a new rank begins at the first group whose rate
    is significantly below that of the leader of the current rank (`compare_pairs`, Benjamini-Hochberg over all
    pairs), and that group leads it. Ranks are thus contiguous; two groups of one rank may differ from each other,
    but none is shown to be below its leader. A group of few leads ranks low because little is known of it: it may
    share its rank with groups that convert worse. Ties of the lower bound go to the higher rate, then to the order
    of the index.
    """
    rates = shrunken_rates(successes, trials, level=level).rename(columns={"rate": "shrunken"})
    pairs = compare_pairs(successes, trials)
    told_apart = pairs[pairs["adjusted_p"] < 1 - level]
    above = zip(told_apart["first"], told_apart["second"], told_apart["difference"] > 0, strict=True)
    below = {(first, second) if is_better else (second, first) for first, second, is_better in above}
    ranking = rates.sort_values(["low", "shrunken"], ascending=False, kind="stable", na_position="last")
    ranks = in_ranks([group for group, known in ranking["shrunken"].notna().items() if known], below)
    return ranking.assign(rank_group=pd.array([*ranks, *[None] * (len(ranking) - len(ranks))], dtype="Int64"))


def in_ranks(ordered: Sequence[Hashable], below: set[tuple[Hashable, Hashable]]) -> list[int]:
    """Ranks of groups in their order: a new one begins with the first group that is below the leader of the last.

    Parameters
    ----------
    ordered : sequence
        Names of groups, best first.
    below : set of tuple
        Pairs of a better and a worse group that can be told apart.

    Returns
    -------
    list of int
        1 is the best.
    """
    ranks: list[int] = []
    leader: Hashable = None
    for group in ordered:
        if not ranks or (leader, group) in below:
            leader = group
            ranks.append(ranks[-1] + 1 if ranks else 1)
        else:
            ranks.append(ranks[-1])
    return ranks


def _averaged_posterior(successes: Floats, trials: Floats) -> tuple[Floats, Floats]:
    """Posterior mean and variance of each group's rate, averaged over the prior."""
    mean, strength, log_width = _prior_grid(successes, trials)
    alpha, beta = (mean * strength)[..., None], ((1 - mean) * strength)[..., None]
    failures = trials - successes
    likelihood = (special.betaln(alpha + successes, beta + failures) - special.betaln(alpha, beta)).sum(axis=-1)
    log_weight = likelihood + log_width + 0.5 * np.log(mean * (1 - mean))
    weight = np.exp(log_weight - log_weight.max())
    weight = (weight / weight.sum())[..., None]
    rate = (alpha + successes) / (alpha + beta + trials)
    spread = rate * (1 - rate) / (alpha + beta + trials + 1)
    average = (weight * rate).sum(axis=(0, 1))
    return average, (weight * (spread + (rate - average) ** 2)).sum(axis=(0, 1))


def _prior_grid(successes: Floats, trials: Floats) -> tuple[Floats, Floats, Floats]:
    """Means, strengths and log widths of the cells of a grid of priors that follows the likelihood."""
    shrinkage = (np.arange(40) + 0.5) / 40
    strength = np.median(trials) * shrinkage / (1 - shrinkage)
    # For each strength, the means within five standard errors of what the groups suggest.
    weights = trials * (strength[:, None] + 1) / (trials + strength[:, None])
    centre = ((weights * (successes + 0.5) / (trials + 1)).sum(axis=1) + 0.25) / (weights.sum(axis=1) + 0.5)
    error = 1 / np.sqrt(centre * (1 - centre) * (weights.sum(axis=1) + 1))
    mean = special.expit(special.logit(centre)[:, None] + np.linspace(-5, 5, 41) * error[:, None])
    return mean, np.broadcast_to(strength[:, None], mean.shape), np.broadcast_to(np.log(error)[:, None], mean.shape)
