import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.statistics.bootstrap import unbiased_hhi
from analysis.statistics.clustered import account_concentration
from analysis.statistics.concentration import concentration

CELLS = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=8)


def singles(*counts):
    """One account per case."""
    return pd.DataFrame(np.repeat(np.eye(len(counts)), counts, axis=0))


def accounts(shares, number, *, cases=3, loyalty=0.7, seed=1):
    """Accounts whose cases mostly stay with one channel."""
    random = np.random.default_rng(seed)
    own = random.choice(len(shares), number, p=shares)
    cells = np.zeros((number, len(shares)))
    for account, count in enumerate(random.poisson(cases, number)):
        is_own = random.random(count) < loyalty
        np.add.at(cells[account], np.where(is_own, own[account], random.choice(len(shares), count, p=shares)), 1)
    return pd.DataFrame(cells)


@pytest.mark.parametrize("counts", [(30, 20, 10, 5, 3, 0), (12, 0, 0), (9, 8, 8)])
def test_one_case_per_account_is_the_bootstrap_over_cases(counts):
    over_accounts = account_concentration(singles(*counts), sum(counts), draws=8000)
    over_cases = concentration(pd.Series(counts), draws=8000)
    for name, expected in over_cases._asdict().items():
        found = getattr(over_accounts, name)
        assert found.estimate == pytest.approx(expected.estimate), name
        tolerance = 0.2 if name == "effective_number" else 0.015
        assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=tolerance), name


def test_it_is_the_slow_bootstrap_that_draws_accounts_one_by_one():
    cells = accounts([0.5, 0.3, 0.15, 0.05], 250)
    cases = cells.to_numpy().sum()
    random, matrix = np.random.default_rng(2), cells.to_numpy()
    indexes = []
    for _ in range(1500):
        sample = matrix[random.integers(len(matrix), size=len(matrix))].sum(axis=0)
        indexes.append(((sample / sample.sum()) ** 2).sum())
    low, high = np.quantile(indexes, [0.025, 0.975])
    found = account_concentration(cells, cases, draws=4000).hhi
    # The slow one is not freed of its upward bias, which is small for 250 accounts: the width is what is compared.
    assert found.high - found.low == pytest.approx(high - low, rel=0.08)
    assert found.low == pytest.approx(low, abs=0.012)
    naive = concentration(cells.sum().astype(int)).hhi
    assert found.high - found.low > 1.3 * (naive.high - naive.low), "accounts bring less than their cases"


def test_bundles_of_accounts_tell_what_the_accounts_do():
    cells = accounts([0.5, 0.3, 0.15, 0.05], 3000)
    cases = cells.to_numpy().sum()
    bundles = cells.groupby(np.random.default_rng(3).integers(256, size=len(cells))).sum()
    alone, together = (account_concentration(each, cases) for each in (cells, bundles))
    for name in ("hhi", "top1", "gini"):
        one, other = getattr(alone, name), getattr(together, name)
        assert other.estimate == pytest.approx(one.estimate)
        assert other.high - other.low == pytest.approx(one.high - one.low, rel=0.3), name


def test_even_channels_in_bundles_may_be_even():
    cells = pd.DataFrame(np.random.default_rng(6).poisson(40, (64, 5)))
    found = account_concentration(cells, cells.to_numpy().sum())
    assert found.hhi.low <= 0.2 <= found.hhi.high
    assert found.effective_number.high == pytest.approx(5)
    assert found.gini.low == pytest.approx(0, abs=0.01)


def test_amounts_are_as_uncertain_as_the_cases_that_know_them_as_well():
    even, lumpy = singles(20, 10) * 100.0, singles(20, 10) * 100.0
    lumpy.iloc[0, 0] = 5000.0
    narrow, wide = (account_concentration(each, 30).top1 for each in (even, lumpy))
    assert wide.high - wide.low > narrow.high - narrow.low


@settings(max_examples=20)
@given(CELLS)
def test_intervals_hold_their_estimate_and_stay_possible(rows):
    cells = pd.DataFrame(rows)
    cases = int(cells.to_numpy().sum())
    found = account_concentration(cells, cases, draws=100)
    if cases < 2:
        assert found.hhi.is_missing
        assert found.lorenz.empty
        return
    if found.hhi.is_missing:  # one account alone tells nothing
        return
    assert found.hhi.estimate == pytest.approx(unbiased_hhi(cells.to_numpy(dtype=float).sum(axis=0)))
    for name in ("hhi", "effective_number", "top1", "top3", "gini"):
        interval = getattr(found, name)
        assert interval.low - 1e-9 <= interval.estimate <= interval.high + 1e-9, name
    assert 1 <= found.effective_number.low <= found.effective_number.high <= 3
    curve = found.lorenz
    assert curve[["part", "share"]].iloc[-1].tolist() == pytest.approx([1, 1])
    assert (curve["share"] <= curve["part"] + 1e-9).all()
    assert curve["share"].is_monotonic_increasing
    assert ((curve["low"] <= curve["share"] + 1e-9) & (curve["share"] <= curve["high"] + 1e-9)).all()
    area = float(((curve["share"] + curve["share"].shift()) / 2 * curve["part"].diff()).sum())
    assert found.gini.estimate == pytest.approx(1 - 2 * area, abs=1e-9)


def test_same_seed_same_numbers():
    cells = accounts([0.6, 0.4], 40)
    first, again, other = (account_concentration(cells, 100, seed=seed).hhi for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="draws"):
        account_concentration(singles(2, 1), 3, draws=5)
    with pytest.raises(ValueError, match="level"):
        account_concentration(singles(2, 1), 3, level=1.0)
    with pytest.raises(ValueError, match="negative"):
        account_concentration(pd.DataFrame([[1, -1]]), 2)
