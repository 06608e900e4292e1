import numpy as np
import pandas as pd
import pytest

from analysis.statistics.amount_shares import (
    account_share_intervals,
    amount_concentration,
    amount_share_intervals,
)
from analysis.statistics.concentration import concentration
from analysis.statistics.proportions import wilson_intervals


def test_equal_deals_give_the_interval_of_a_count():
    # 10, 25 and 5 of 40 deals of 3 each
    counts = pd.Series([10, 25, 5], index=["a", "b", "c"])
    found = amount_share_intervals(counts * 3.0, counts * 9.0)
    expected = wilson_intervals(counts, pd.Series(40, index=counts.index)).rename(columns={"rate": "share"})
    pd.testing.assert_frame_equal(found, expected)


def test_one_large_deal_makes_the_interval_wide():
    even = amount_share_intervals(pd.Series([100.0, 100.0]), pd.Series([1000.0, 1000.0]))  # ten deals of 10 each side
    lumpy = amount_share_intervals(pd.Series([100.0, 100.0]), pd.Series([10000.0, 1000.0]))  # one of 100 against ten
    assert lumpy["share"].tolist() == [0.5, 0.5]
    assert lumpy["low"][0] < even["low"][0]
    assert lumpy["high"][0] > even["high"][0]


def test_nothing_and_all_are_not_certain():
    found = amount_share_intervals(pd.Series([0.0, 40.0]), pd.Series([0.0, 400.0]))  # 4 deals of 10, all on one side
    wilson = wilson_intervals(pd.Series([0, 4]), pd.Series([4, 4]))
    assert found["high"][0] == pytest.approx(wilson["high"][0])
    assert found["low"][1] == pytest.approx(wilson["low"][1])


def test_no_amount_is_missing_and_never_zero():
    assert amount_share_intervals(pd.Series([0.0, 0.0]), pd.Series([0.0, 0.0])).isna().all(axis=None)
    assert amount_share_intervals(pd.Series([], dtype=float), pd.Series([], dtype=float)).empty


def test_negative_amounts_are_refused():
    with pytest.raises(ValueError, match="negative"):
        amount_share_intervals(pd.Series([-1.0, 2.0]), pd.Series([1.0, 4.0]))


def test_intervals_cover_the_true_share():
    # 60 log-normal deals, 40% of them of one side: the share of the amount is 40% in expectation.
    random, inside = np.random.default_rng(3), 0
    for _ in range(400):
        amounts, is_first = random.lognormal(0, 0.8, 60), random.random(60) < 0.4
        sides = [amounts[is_first], amounts[~is_first]]
        sums, squares = (pd.Series([(side**power).sum() for side in sides]) for power in (1, 2))
        first = amount_share_intervals(sums, squares).iloc[0]
        inside += first["low"] <= 0.4 <= first["high"]
    assert 0.90 <= inside / 400 <= 0.98


def test_concentration_of_equal_deals_is_that_of_their_counts():
    counts = pd.Series([12, 6, 2])
    amounts = amount_concentration(counts * 5.0, counts * 25.0)
    for found, expected in zip(amounts, concentration(counts), strict=True):
        assert found == pytest.approx(expected)


def test_concentration_of_a_single_deal_is_missing():
    assert amount_concentration(pd.Series([5.0, 0.0]), pd.Series([25.0, 0.0])).hhi.is_missing


def test_share_of_an_account_is_known_as_well_as_its_groups_deals():
    found = account_share_intervals(pd.Series([30.0]), pd.Series([90.0]), pd.Series([9.0]))
    expected = wilson_intervals(pd.Series([3]), pd.Series([9])).iloc[0]
    assert found.iloc[0].tolist() == pytest.approx(expected.tolist())


def test_an_account_with_more_than_its_group_is_refused():
    with pytest.raises(ValueError, match="more than its group"):
        account_share_intervals(pd.Series([3.0]), pd.Series([2.0]), pd.Series([4.0]))
