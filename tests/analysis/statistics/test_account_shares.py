import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.account_shares import AccountSums, account_intervals, account_sums, design_effect
from analysis.statistics.proportions import wilson_intervals

CELLS = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=8)


def singles(*counts):
    """One account per case."""
    return pd.DataFrame(np.repeat(np.eye(len(counts)), counts, axis=0))


def intervals(cells, cases=None, **level):
    cells = pd.DataFrame(cells)
    return account_intervals(account_sums(cells, cells.to_numpy().sum() if cases is None else cases), **level)


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_one_case_per_account_is_wilsons_interval(level):
    counts = pd.Series([30, 15, 5])
    expected = wilson_intervals(counts, pd.Series(50, index=counts.index), level=level)
    found = intervals(singles(30, 15, 5), level=level)
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_the_variance_is_the_linearised_one_of_the_textbook():
    # Accounts bring (2, 0), (0, 2), (3, 1), (1, 1) cases. p = 6 / 10; x - p w = 0.8, -1.2, 0.6, -0.2; their squares
    # add up to 2.48; variance 2.48 / 100; 0.24 / 0.0248 = 9.677 cases know it as well.
    cells = pd.DataFrame([[2, 0], [0, 2], [3, 1], [1, 1]])
    assert design_effect(account_sums(cells, 10)) == pytest.approx(10 / (0.24 / 0.0248))


def test_accounts_that_bring_several_cases_of_one_channel_make_it_as_uncertain_as_fewer_cases():
    # Every account brings four cases of one channel: 50 accounts know a share as 50 cases would.
    found = intervals(singles(30, 20) * 4)
    expected = wilson_intervals(pd.Series([30, 20]), pd.Series([50, 50]))
    # Student's t for 50 accounts instead of 200 cases
    assert found["low"].iloc[0] == pytest.approx(expected["low"].iloc[0], abs=0.006)
    assert found["low"].iloc[0] <= expected["low"].iloc[0]
    assert design_effect(account_sums(singles(30, 20) * 4, 200)) == pytest.approx(4)


def test_few_accounts_tell_little_however_many_their_cases():
    found = intervals([[900, 100], [100, 900], [500, 500]])
    assert found["high"].iloc[0] - found["low"].iloc[0] > 0.6


def test_one_account_with_everything_is_not_certain():
    found = intervals([[40, 0]])
    assert found["low"].iloc[0] < 0.5
    assert found["share"].tolist() == [1, 0]


def test_nothing_is_missing_and_never_zero():
    assert intervals([[0, 0], [0, 0]]).isna().all(axis=None)


@given(CELLS)
def test_laws_of_the_intervals(rows):
    cells = pd.DataFrame(rows)
    found = intervals(cells)
    if cells.to_numpy().sum() == 0:
        return
    assert found["share"].sum() == pytest.approx(1)
    assert (found["low"] <= found["share"]).all()
    assert (found["share"] <= found["high"]).all()
    assert ((found["low"] >= 0) & (found["high"] <= 1 + 1e-12)).all()
    assert design_effect(account_sums(cells, cells.to_numpy().sum())) >= 1
    plain = wilson_intervals(cells.sum(), pd.Series(int(cells.to_numpy().sum()), index=cells.columns))
    assert (found["high"] - found["low"] >= plain["high"] - plain["low"] - 1e-9).all(), "accounts never add certainty"


def test_negative_or_missing_cells_and_other_indexes_are_refused():
    with pytest.raises(ValueError, match="negative"):
        account_sums(pd.DataFrame([[1, -1]]), 2)
    with pytest.raises(ValueError, match="missing"):
        account_sums(pd.DataFrame([[1, np.nan]]), 2)
    values = pd.Series([1.0, 2.0])
    with pytest.raises(ValueError, match="index"):
        account_intervals(AccountSums(values, values.set_axis([1, 0]), values, 5.0, 2, 3))
