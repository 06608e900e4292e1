"""The median with an interval that assumes no shape."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.statistics.medians import median_interval


def of(values):
    counted = pd.Series(values).value_counts()
    return median_interval(pd.Series(counted.index, dtype=float), pd.Series(counted.to_numpy()))


def test_ranks_are_those_of_the_published_table():
    # Conover, Practical Nonparametric Statistics, 3rd ed., Table A3 with p = 0.5: for n = 20 the 6th and the 15th of
    # 20 values hold the median with 95.9%; for n = 10 the 2nd and the 9th with 97.9%.
    assert of(range(1, 21)) == (10, 6, 15)
    assert of(range(1, 11)) == (5, 2, 9)


@given(st.lists(st.integers(0, 9), max_size=40))
def test_bounds_are_scipys(values):
    found = of(values)
    if not values:
        assert np.isnan(found).all()
        return
    assert found.estimate == sorted(values)[(len(values) - 1) // 2]
    if len(values) < 6:
        assert found.is_missing
        return
    expected = stats.quantile_test(values, p=0.5).confidence_interval(0.95)
    assert (found.low, found.high) == (expected.low, expected.high)


def fewer(successes, n):
    """Chance of fewer successes than that among n fair trials, in whole numbers to the last."""
    ways, total = 1, 0
    for number in range(successes):
        total += ways
        ways = ways * (n - number) // (number + 1)  # to choose one more of n
    return total / 2**n


@pytest.mark.parametrize("level", [0.6, 0.8, 0.9, 0.95, 0.99])
@pytest.mark.parametrize("n", [1, 2, 3, 5, 6, 9, 60, 401, 9_999])
def test_ranks_are_the_innermost_that_reach_the_level(n, level):
    found = median_interval(pd.Series(range(1, n + 1)), pd.Series([1] * n), level=level)
    rank = 0 if found.is_missing else int(found.low)
    outside = [fewer(ranks, n) for ranks in (rank, rank + 1)]
    assert outside[0] <= (1 - level) / 2 < outside[1]
    assert rank == 0 or found.high == n + 1 - rank


def test_wrong_counts_are_refused():
    with pytest.raises(ValueError, match="Counts must not be negative"):
        median_interval(pd.Series([1.0]), pd.Series([-1]))
