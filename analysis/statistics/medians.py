"""Medians of counted values, with intervals that assume no shape."""

import numpy as np
import pandas as pd
from scipy import special

from analysis.statistics import checks
from analysis.statistics.checks import UNKNOWN, Interval


def median_interval(values: pd.Series, counts: pd.Series, *, level: float = 0.95) -> Interval:
    """Median with the order statistics that hold it for certain with at least the level.

    Parameters
    ----------
    values : Series of float
        Different values, such as days.
    counts : Series of int, same index
        How often each was seen.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        The lower median and its bounds, in the unit of the values; the bounds are missing for fewer than six values at
        95%, where no two order statistics reach the level, all of it where nothing was seen.

    Raises
    ------
    ValueError
        If a number is missing, a count negative or not whole, or the indexes differ.

    References
    ----------
    .. [1] Thompson, W. R. (1936). On confidence ranges for the median. Annals of Mathematical Statistics 7, 122-128.
    """
    checks.check_level(level)
    checks.same_index(values, counts)
    seen, times = checks.numbers(values, "Values"), checks.counts(counts, "Counts")
    order = np.argsort(seen, kind="stable")
    upto, seen = times[order].cumsum(), seen[order]
    n = int(upto[-1]) if len(upto) else 0
    if n == 0:
        return UNKNOWN

    def at(rank: int) -> float:
        """Value of a rank, counted from one."""
        return float(seen[np.searchsorted(upto, rank)])

    rank = int(np.ceil(special.bdtrik((1 - level) / 2, n, 0.5)))
    middle = at((n + 1) // 2)
    return Interval(middle, at(rank), at(n + 1 - rank)) if rank > 0 else Interval(middle, np.nan, np.nan)
