import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.account_sizes import lorenz, size_concentration
from analysis.statistics.bootstrap import unbiased_hhi
from analysis.statistics.concentration import concentration, gini


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
    found = size_concentration(sizes_of(counts))
    assert found.hhi.estimate == pytest.approx(unbiased_hhi(np.array(counts, dtype=float)))
    assert found.gini.estimate == pytest.approx(gini(pd.Series(counts)), abs=1e-12)
    assert found.hhi.low <= found.hhi.estimate <= found.hhi.high
    assert 1 <= found.effective_number.low <= found.effective_number.high <= len(counts)


def test_bootstrap_and_closed_form_agree_for_many_leads():
    counts = [900, 500, 300, 200, 100]
    bootstrapped, closed = concentration(pd.Series(counts)).hhi, size_concentration(sizes_of(counts)).hhi
    assert closed.estimate == pytest.approx(bootstrapped.estimate)
    assert (closed.low, closed.high) == pytest.approx((bootstrapped.low, bootstrapped.high), abs=0.003)
    assert 0.01 < bootstrapped.high - bootstrapped.low < 0.05


def test_closed_form_variance_is_the_textbook_delta_method_for_many_leads():
    # var(sum p^2) = 4 (sum p^3 - (sum p^2)^2) / n for shares 0.6, 0.3, 0.1: 4 (0.244 - 0.46^2) / n
    interval = size_concentration(sizes_of([60_000, 30_000, 10_000])).hhi
    error = np.sqrt(4 * (0.244 - 0.46**2) / 100_000)
    assert (interval.high - interval.low) / 2 == pytest.approx(1.959964 * error, rel=1e-3)


def test_accounts_of_one_size_may_stand_in_one_row():
    apart = sizes_of([5, 2, 2, 2])
    together = pd.concat([apart.head(1), apart.tail(3).sum().to_frame().T], ignore_index=True)
    for one, other in zip(size_concentration(apart), size_concentration(together), strict=True):
        assert one.estimate == pytest.approx(other.estimate)
    assert lorenz(together)["share"].tolist() == pytest.approx([0, 6 / 11, 1])
    assert lorenz(together)["part"].tolist() == pytest.approx([0, 3 / 4, 1])


def test_few_large_deals_know_less_than_many_small_ones():
    many = size_concentration(sizes_of([100, 100, 100], [[1.0] * 100] * 3)).hhi
    few = size_concentration(sizes_of([100, 100, 100], [[50.0, 50.0]] * 3)).hhi
    assert few.high - few.low > many.high - many.low


def test_one_case_tells_nothing():
    assert size_concentration(sizes_of([1])).hhi.is_missing
