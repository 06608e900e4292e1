"""All groups against all: which pairs of rates can be told apart, after correction for looking at many pairs."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from analysis.statistics import checks
from analysis.statistics.checks import Floats

SMALLEST_EXPECTED_COUNT = 5


def benjamini_hochberg(p_values: pd.Series) -> pd.Series:
    """P-values adjusted so that rejecting those below q keeps the false discovery rate at q.

    Parameters
    ----------
    p_values : Series of float
        Between 0 and 1; missing ones are left out of the family.

    Returns
    -------
    Series
        ``adjusted_p`` on the same index; missing where the p-value is missing.

    Raises
    ------
    ValueError
        If a p-value lies outside 0 to 1.

    References
    ----------
    .. [1] Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57, 289-300.
    """
    array = p_values.to_numpy(dtype=np.float64, na_value=np.nan).copy()
    known = ~np.isnan(array)
    if ((array[known] < 0) | (array[known] > 1)).any():
        raise ValueError("P-values must lie between 0 and 1.")
    # Here rather than from scipy.stats, which takes longer to load than the first page takes without it.
    order = np.flatnonzero(known)[np.argsort(array[known])]
    raised = array[order] * (order.size / np.arange(1, order.size + 1))
    array[order] = np.minimum.accumulate(raised[::-1])[::-1].clip(max=1)
    return pd.Series(array, index=p_values.index, name="adjusted_p")


def compare_pairs(successes: pd.Series, trials: pd.Series) -> pd.DataFrame:
    """Compare the rates of every pair of groups.

    Parameters
    ----------
    successes, trials : Series of int, same index without repeats
        Converted and observed leads of each group. Groups without a trial are left out.

    Returns
    -------
    DataFrame
        One row per pair, in the order of the index. Columns ``first``, ``second`` (index labels), ``difference``
        (rate of the first minus rate of the second, in shares), ``p_value`` (two-sided: Fisher's exact test where an
        expected count is below 5, else the two-proportion z test with pooled variance) and ``adjusted_p``
        (Benjamini-Hochberg over all pairs).

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, a success has no trial, or an index label repeats.

    References
    ----------
    .. [1] Fisher, R. A. (1935). The logic of inductive inference. JRSS 98, 39-82.
    .. [2] Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57, 289-300.
    """
    count_successes, count_trials = checks.successes_and_trials(successes, trials)
    if successes.index.has_duplicates:
        raise ValueError("Each group must appear once.")
    groups = np.flatnonzero(count_trials > 0)
    first, second = (groups[side] for side in np.triu_indices(len(groups), k=1))
    x_first, n_first = count_successes[first], count_trials[first]
    x_second, n_second = count_successes[second], count_trials[second]
    p_series = pd.Series(_p_values(x_first, n_first, x_second, n_second))
    return pd.DataFrame(
        {
            "first": successes.index[first],
            "second": successes.index[second],
            "difference": x_first / n_first - x_second / n_second,
            "p_value": p_series,
            "adjusted_p": benjamini_hochberg(p_series),
        }
    )


def p_value_of_pair(part: int, whole: int, other_part: int, other_whole: int) -> float:
    """Two-sided p-value of one pair: the form of `compare_pairs` for one comparison.

    Parameters
    ----------
    part, whole, other_part, other_whole : int
        Counts of the two sides.

    Returns
    -------
    float
        Missing when either whole is 0.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, or a part exceeds its whole.
    """
    parts, wholes = checks.part_and_whole(np.array([part, other_part]), np.array([whole, other_whole]))
    if not wholes.all():
        return checks.MISSING
    return float(_p_values(parts[:1], wholes[:1], parts[1:], wholes[1:])[0])


def _p_values(x_first: Floats, n_first: Floats, x_second: Floats, n_second: Floats) -> Floats:
    successes_of_pair, trials_of_pair = x_first + x_second, n_first + n_second
    rarer = np.minimum(successes_of_pair, trials_of_pair - successes_of_pair)
    smallest_expected = np.minimum(n_first, n_second) * rarer / np.maximum(trials_of_pair, 1)
    small = smallest_expected < SMALLEST_EXPECTED_COUNT
    p_values = np.empty(len(x_first))
    p_values[~small] = _two_proportions(x_first[~small], n_first[~small], x_second[~small], n_second[~small])
    p_values[small] = _fisher_exact(x_first[small], n_first[small], x_second[small], n_second[small])
    return p_values


def _two_proportions(x_first: Floats, n_first: Floats, x_second: Floats, n_second: Floats) -> Floats:
    pooled = (x_first + x_second) / (n_first + n_second)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n_first + 1 / n_second))
    p_values: Floats = 2 * special.ndtr(-np.abs(x_first / n_first - x_second / n_second) / error)
    return p_values


def _fisher_exact(x_first: Floats, n_first: Floats, x_second: Floats, n_second: Floats) -> Floats:
    """Two-sided exact p-values of many two-by-two tables at once: every table as likely as the one seen, or less."""
    if len(x_first) == 0:
        return np.empty(0)
    drawn = x_first + x_second
    lowest, highest = np.maximum(0, drawn - n_second), np.minimum(drawn, n_first)
    lengths = (highest - lowest + 1).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    table: NDArray[np.int64] = np.repeat(np.arange(len(drawn)), lengths)
    possible = lowest[table] + np.arange(lengths.sum()) - starts[table]
    weight = -_log_arrangements(possible, n_first[table]) - _log_arrangements(drawn[table] - possible, n_second[table])
    seen = -_log_arrangements(x_first, n_first) - _log_arrangements(x_second, n_second)
    whole = -_log_arrangements(drawn, n_first + n_second)
    # The same tolerance as scipy's: equally likely tables differ by rounding alone.
    as_unlikely = weight <= seen[table] + 1e-7
    likelihood = np.where(as_unlikely, np.exp(weight - whole[table]), 0.0)
    return np.minimum(np.add.reduceat(likelihood, starts), 1.0)


def _log_arrangements(successes: Floats, trials: Floats) -> Floats:
    """Minus the logarithm of the number of ways to place the successes among the trials."""
    logarithm: Floats = special.betaln(successes + 1, trials - successes + 1) + np.log1p(trials)
    return logarithm
