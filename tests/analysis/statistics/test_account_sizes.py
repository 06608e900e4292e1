import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics import concentration
from analysis.statistics.account_sizes import account_concentration, lorenz


def sizes_of(values, deals=None):
    """One row per account; each brings its value in single cases, or in the deals given."""
    rows = []
    for place, value in enumerate(values):
        own = deals[place] if deals else [1.0] * value
        rows.append((1, value, len(own), value**2, value**3, sum(each**2 for each in own)))
    columns = ["accounts", "value", "cases", "value_squares", "value_cubes", "case_squares"]
    return pd.DataFrame(rows, columns=columns)


@given(st.lists(st.integers(1, 6), min_size=2, max_size=6))
def test_counts_give_the_measures_of_every_account(counts):
    found = account_concentration(sizes_of(counts))
    assert found.hhi.estimate == pytest.approx(concentration.hhi(pd.Series(counts)))
    assert found.gini.estimate == pytest.approx(concentration.gini(pd.Series(counts)), abs=1e-12)
    assert found.hhi.low <= found.hhi.estimate <= found.hhi.high
    assert 1 <= found.effective_number.low <= found.effective_number.high <= len(counts)


def test_the_interval_is_the_closed_form_of_cases():
    counts = np.random.default_rng(1).integers(1, 9, 60).tolist()
    found = account_concentration(sizes_of(counts)).hhi
    expected = concentration.hhi_delta_interval(pd.Series(counts))
    assert tuple(found) == pytest.approx(tuple(expected), rel=0.02)


def test_accounts_of_one_size_may_stand_in_one_row():
    apart = sizes_of([5, 2, 2, 2])
    together = pd.concat([apart.head(1), apart.tail(3).sum().to_frame().T], ignore_index=True)
    for one, other in zip(account_concentration(apart), account_concentration(together), strict=True):
        assert one.estimate == pytest.approx(other.estimate)
    assert lorenz(together)["share"].tolist() == pytest.approx([0, 6 / 11, 1])
    assert lorenz(together)["part"].tolist() == pytest.approx([0, 3 / 4, 1])


def test_few_large_deals_know_less_than_many_small_ones():
    many = account_concentration(sizes_of([100, 100, 100], [[1.0] * 100] * 3)).hhi
    few = account_concentration(sizes_of([100, 100, 100], [[50.0, 50.0]] * 3)).hhi
    assert few.high - few.low > many.high - many.low


def test_one_case_tells_nothing():
    assert account_concentration(sizes_of([1])).hhi.is_missing
