"""How much hangs on few channels: Herfindahl index, effective number, leading shares, Gini."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import bootstrap, checks
from analysis.statistics.checks import MISSING, UNKNOWN, Floats, Interval


class Concentration(NamedTuple):
    """Measures of concentration of one set of counts, each with its interval."""

    hhi: Interval
    effective_number: Interval
    top1: Interval
    top3: Interval

    def frame(self) -> pd.DataFrame:
        """Tabulate the measures: rows by name, columns ``estimate``, ``low``, ``high``."""
        return pd.DataFrame(self, index=list(self._fields), columns=["estimate", "low", "high"])


def top_share(amounts: pd.Series, k: int) -> float:
    """Part of the k largest channels together.

    Parameters
    ----------
    amounts : Series of float
        Counts or amounts, one row per channel.
    k : int
        How many of the largest channels, at least 1.

    Returns
    -------
    float
        0 to 1; missing when the total is 0.

    Raises
    ------
    ValueError
        If an amount is missing or negative, or ``k`` is below 1.
    """
    if k < 1:
        raise ValueError(f"At least one channel must be taken, not {k}.")
    array = checks.amounts(amounts, "Amounts")
    return float(np.sort(array)[::-1][:k].sum() / array.sum()) if array.sum() > 0 else MISSING


def gini(amounts: pd.Series) -> float:
    """Gini coefficient of the channels given: 0 when all are equal, (K - 1) / K when one has all.

    Parameters
    ----------
    amounts : Series of float
        Counts or amounts, one row per channel; channels with 0 count as channels.

    Returns
    -------
    float
        0 to 1; missing when the total is 0.

    Raises
    ------
    ValueError
        If an amount is missing or negative.

    References
    ----------
    .. [1] Gini, C. (1912). Variabilita e mutabilita. Half the relative mean difference.
    """
    array = np.sort(checks.amounts(amounts, "Amounts"))
    if array.sum() == 0:
        return MISSING
    places = np.arange(1, len(array) + 1)
    return float(((2 * places - len(array) - 1) * array).sum() / (len(array) * array.sum()))


def concentration(
    counts: pd.Series, *, cases_per_case: float = 1.0, draws: int = 2000, seed: int = 1, level: float = 0.95
) -> Concentration:
    """Concentration of leads over channels with intervals from a seeded bootstrap over leads.

    Parameters
    ----------
    counts : Series of int
        Leads, opportunities or wins of each channel; channels with 0 count as channels.
    cases_per_case : float, default 1
        How many times fewer leads there are in effect, because accounts bring several: a design effect, at least 1.
    draws : int, default 2000
        Bootstrap samples, each drawn as one multinomial: the time does not grow with the number of leads.
    seed : int, default 1
        Same counts, same seed, same intervals.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Concentration
        ``hhi`` (unbiased form), ``effective_number``, ``top1``, ``top3``: each an `Interval`. All are missing for
        fewer than two leads. `Concentration.frame` gives them as a table.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, ``draws`` is below 100 or ``level`` out of range.

    Notes
    -----
    Resampling the observed shares makes a small sample look more concentrated than it is, a second time over. HHI is
    therefore resampled from shares drawn together until their plain HHI equals the unbiased estimate, after one
    lead's weight has been spread over all channels (else a sample from one channel would have no uncertainty), and
    its percentiles are the interval.

    A leading share is too high because the leaders were chosen for being high. Both bounds are Wilson's around the
    share less a bias. For the lower bound it is measured where it is largest, in samples from shares that make the
    channels equal that cannot be told apart from the k-th; for the upper bound in samples from the shares drawn
    together.

    ``python -m benchmarks.coverage`` simulates how often the intervals contain the truth.

    References
    ----------
    .. [1] Efron, B. and Tibshirani, R. (1993). An Introduction to the Bootstrap. Chapman & Hall.
    .. [2] Simpson, E. H. (1949). Measurement of diversity. Nature 163, 688.
    """
    checks.check_level(level)
    checks.check_draws(draws)
    array = checks.counts(counts, "Counts")
    if array.sum() < 2:
        return Concentration(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)
    random = np.random.default_rng(seed)
    estimate = bootstrap.unbiased_hhi(array)
    array = array * max(min(1 / cases_per_case, 1.0), 2 / array.sum())
    index = bootstrap.hhi_interval(array, draws, random, level)
    index = Interval(estimate, min(index.low, estimate), max(index.high, estimate))
    return Concentration(
        hhi=index,
        effective_number=effective_number(index, len(array)),
        top1=bootstrap.top_interval(array, 1, draws, random, level),
        top3=bootstrap.top_interval(array, 3, draws, random, level),
    )


def effective_number(index: Interval, channels: float) -> Interval:
    """Number of equally large channels that would be as concentrated, at most as many as there are: 1 / HHI."""
    # The unbiased index may fall below 1 / channels, even to 0, by chance.
    return Interval(*(float(1 / min(max(value, 1 / channels), 1)) for value in (index[0], index[2], index[1])))


def simpson_variance(cases: Floats | float, squares: float, cubes: float) -> Floats | float:
    """Variance of the unbiased HHI of so many cases.

    Parameters
    ----------
    cases : float or ndarray of float
        Number of cases of each sample, at least 2.
    squares, cubes : float
        Sums of the squares and of the cubes of the true shares.

    Returns
    -------
    float or ndarray of float
        Of each sample. Unlike the usual delta method it does not vanish for even channels.

    References
    ----------
    .. [1] Simpson, E. H. (1949). Measurement of diversity. Nature 163, 688.
    """
    first, second = 4 * (cases - 2) * cubes + 2 * squares, 2 * (2 * cases - 3) * squares**2
    return (first - second) / (cases * (cases - 1))
