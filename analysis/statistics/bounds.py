"""What rates and shares of groups could be where the group of some leads is not known."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import Floats
from analysis.statistics.proportions import wilson_bounds


def rate_bounds(
    successes: pd.Series, trials: pd.Series, unknown_successes: int, unknown_trials: int, *, level: float = 0.95
) -> pd.DataFrame:
    """Rate of each group at worst and at best, given leads whose group is not known.

    At worst all unknown failures and none of the unknown successes belong to the group, at best the reverse. Nothing is
    assumed, and both can happen, to two groups also at once: one is above another for sure only where its worst
    rate is above the other's best one.

    Parameters
    ----------
    successes, trials : Series of int, same index of groups
        Converted and observed leads whose group is known.
    unknown_successes, unknown_trials : int
        Converted and observed leads whose group is not known.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        On the same index, shares from 0 to 1, missing where a group cannot have any lead: ``worst`` and ``best`` as
        counted; ``low`` and ``high``, which hold the rate that all leads would show with their groups known, and chance
        besides (Wilson's bounds of the two ends); ``at_random``, ``random_low`` and ``random_high``: the rate if groups
        are as often known as they are among the leads with the same outcome, whatever the group. Where nothing is
        unknown ``low`` and ``high`` are Wilson's interval, and ``at_random`` is the rate.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, a success has no trial, or the indexes differ.

    References
    ----------
    .. [1] Manski, C. F. (1995). Identification Problems in the Social Sciences. Harvard University Press, chapter 2.
    .. [2] Horowitz, J. L. and Manski, C. F. (1998). Censoring of outcomes and regressors due to survey nonresponse.
       Journal of Econometrics 84, 37-58.
    .. [3] Rubin, D. B. (1976). Inference and missing data. Biometrika 63, 581-592.

    Examples
    --------
    >>> bounds = rate_bounds(pd.Series([15, 4]), pd.Series([18, 6]), 0, 194)
    >>> [round(value, 3) for value in bounds["worst"]], [round(value, 3) for value in bounds["best"]]
    ([0.071, 0.02], [0.833, 0.667])
    """
    won, counted = checks.successes_and_trials(successes, trials)
    more, rest = _unknown(unknown_successes, unknown_trials)
    ends = []
    for part, whole in ((won, counted + rest), (won + more, counted + more)):
        share = checks.divided(part, whole)
        ends.append((share, *wilson_bounds(share, whole, level)))
    (worst, low, _), (best, _, high) = ends
    return pd.DataFrame(
        {"worst": worst, "best": best, "low": low, "high": high, **_at_random(won, counted - won, more, rest, level)},
        index=successes.index,
    )


def share_bounds(counts: pd.Series, unknown: int, *, level: float = 0.95) -> pd.DataFrame:
    """Share of each group in all leads at least and at most, given leads whose group is not known.

    Parameters
    ----------
    counts : Series of int
        Leads of each group.
    unknown : int
        Leads whose group is not known.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        On the same index, shares from 0 to 1, missing without any lead: ``worst`` and ``best``, if none or all of the
        unknown belong to the group; ``low`` and ``high``, the same with chance (Wilson's bounds of the two ends);
        ``at_random``: the share among the leads whose group is known.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole.

    References
    ----------
    .. [1] Manski, C. F. (1995). Identification Problems in the Social Sciences. Harvard University Press, section 2.1.

    Examples
    --------
    >>> share_bounds(pd.Series([21, 43]), 42).loc[0, ["worst", "best"]].round(3).tolist()
    [0.198, 0.594]
    """
    known = checks.counts(counts, "counts")
    _unknown(0, unknown)
    whole = np.full(len(known), known.sum() + unknown)
    worst, best = checks.divided(known, whole), checks.divided(known + unknown, whole)
    return pd.DataFrame(
        {
            "worst": worst,
            "best": best,
            "low": wilson_bounds(worst, whole, level)[0],
            "high": wilson_bounds(best, whole, level)[1],
            "at_random": checks.divided(known, np.full(len(known), known.sum())),
        },
        index=counts.index,
    )


def surely_above(bounds: pd.DataFrame, best: Sequence[object], others: Sequence[object]) -> bool:
    """Whether groups are above others whatever the unknown are.

    Parameters
    ----------
    bounds : DataFrame
        Columns ``low`` and ``high`` of ``rate_bounds`` by group.
    best, others : sequence
        Labels of the groups that are compared.

    Returns
    -------
    bool
        The lowest of the one at worst lies above the highest of the others at best; False where either is missing.

    Examples
    --------
    >>> bounds = pd.DataFrame({"low": [0.4, 0.1], "high": [0.6, 0.3]}, index=["Referral", "Webinar"])
    >>> surely_above(bounds, ["Referral"], ["Webinar"])
    True
    """
    lowest, highest = (
        bounds.loc[list(best), "low"].min(skipna=False),
        bounds.loc[list(others), "high"].max(skipna=False),
    )
    return bool(lowest > highest)


def _unknown(successes: int, trials: int) -> tuple[float, float]:
    """Unknown successes and failures."""
    more, every = checks.successes_and_trials(pd.Series([successes]), pd.Series([trials]))
    return float(more[0]), float(every[0] - more[0])


def _at_random(won: Floats, failed: Floats, more: float, rest: float, level: float) -> dict[str, Floats]:
    """The rate with each known lead standing for the unknown ones of the same outcome; interval of its log odds.

    Given how many won, the group of a known winner is one draw, and so is that of a known other: the logarithm of the
    odds has the variance 1/s - 1/S_known + 1/S + 1/f - 1/F_known + 1/F, for s successes and f failures of the group.
    """
    known_won, known_failed = won.sum(), failed.sum()
    sides = ((known_won, more), (known_failed, rest))
    per_won, per_failed = (1 + missing / known if known else 1.0 if not missing else np.nan for known, missing in sides)
    rate = checks.divided(won * per_won, won * per_won + failed * per_failed)
    # Half a lead more on each side where there is none: its logarithm is not known otherwise.
    s, f = (np.where((won > 0) & (failed > 0), side, side + 0.5) for side in (won, failed))
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = 1 / s + 1 / f
        for known, missing in sides:
            variance = variance - (1 / known - 1 / (known + missing) if known else 0.0)
        spread = checks.normal_quantile(level) * np.sqrt(np.maximum(variance, 0))
        odds = np.log(s * per_won) - np.log(f * per_failed)
    low, high = (1 / (1 + np.exp(-(odds + side * spread))) for side in (-1, 1))
    is_known = ~np.isnan(rate)
    return {
        "at_random": rate,
        "random_low": np.where(is_known, np.minimum(low, rate), np.nan),
        "random_high": np.where(is_known, np.maximum(high, rate), np.nan),
    }
