import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from analysis.statistics.amounts import (
    mean_intervals,
    ratio_like_for_like,
    ratio_of_means,
    total_changed,
)

some_amounts = st.lists(st.integers(1, 9).map(float), min_size=2, max_size=6)


def sufficient(*groups):
    """Sums, sums of squares and counts of lists of amounts."""
    return (
        pd.Series([sum(group) for group in groups], dtype=float),
        pd.Series([sum(value**2 for value in group) for group in groups], dtype=float),
        pd.Series([len(group) for group in groups]),
    )


def test_mean_of_students_sleep_data():
    # Student (1908), Biometrika 6, p. 20; the interval as printed by R's example(t.test), paired:
    # mean of the differences -1.58, 95 percent confidence interval -2.4598858 -0.7001142.
    extra_sleep = [-1.2, -2.4, -1.3, -1.3, 0.0, -1.0, -1.8, -0.8, -4.6, -1.4]
    row = mean_intervals(*sufficient(extra_sleep)).iloc[0]
    assert row.tolist() == pytest.approx([-1.58, -2.4598858, -0.7001142], abs=1e-7)


@given(some_amounts)
def test_mean_agrees_with_statsmodels(amounts):
    row = mean_intervals(*sufficient(amounts), level=0.9).iloc[0]
    low, high = DescrStatsW(amounts).tconfint_mean(alpha=0.1)
    assert row.tolist() == pytest.approx([np.mean(amounts), low, high])


def test_one_amount_has_a_mean_without_interval_and_none_has_nothing():
    rows = mean_intervals(*sufficient([5.0], [], [2.0, 4.0]))
    assert rows.loc[0, "mean"] == 5.0
    assert rows.loc[0, ["low", "high"]].isna().all()
    assert rows.loc[1].isna().all()
    assert rows.loc[2, "mean"] == 3.0
    assert rows.loc[2].notna().all()


def test_ratio_worked_by_hand():
    # a: 8, 12: mean 10, variance 8, relative squared error 8 / (2 x 100) = 0.04
    # b: 4, 5, 6: mean 5, variance 1, relative squared error 1 / (3 x 25) = 0.013333
    # standard error sqrt(0.053333) = 0.230940; df = 0.053333^2 / (0.04^2 / 1 + 0.013333^2 / 2) = 1.684211
    row = ratio_of_means(*sufficient([8.0, 12.0]), *sufficient([4.0, 5.0, 6.0])).iloc[0]
    margin = stats.t.ppf(0.975, 1.684211) * 0.230940
    assert row["ratio"] == 2.0
    assert row["low"] == pytest.approx(2 * np.exp(-margin), rel=1e-5)
    assert row["high"] == pytest.approx(2 * np.exp(margin), rel=1e-5)


@given(some_amounts, some_amounts)
def test_ratio_has_welchs_degrees_of_freedom_and_mirrors(a, b):
    row = ratio_of_means(*sufficient(a), *sufficient(b)).iloc[0]
    mirrored = ratio_of_means(*sufficient(b), *sufficient(a)).iloc[0]
    assert mirrored.tolist() == pytest.approx([1 / row["ratio"], 1 / row["high"], 1 / row["low"]])
    spread_a, spread_b = np.std(a, ddof=1) / np.mean(a), np.std(b, ddof=1) / np.mean(b)
    if spread_a > 1e-6 or spread_b > 1e-6:
        relative = CompareMeans(DescrStatsW(np.divide(a, np.mean(a))), DescrStatsW(np.divide(b, np.mean(b))))
        welch = relative.dof_satt()
        error = np.hypot(spread_a / np.sqrt(len(a)), spread_b / np.sqrt(len(b)))
        assert np.log(row["high"] / row["ratio"]) == pytest.approx(stats.t.ppf(0.975, welch) * error, rel=1e-6)
    else:
        assert row["low"] == row["ratio"] == row["high"]


def test_ratio_is_missing_without_two_amounts_or_a_positive_mean():
    two, one, negative = [1.0, 3.0], [2.0], [-1.0, -3.0]
    rows = ratio_of_means(*sufficient(two, one, two), *sufficient(one, two, negative))
    assert rows.isna().all(axis=None)


@pytest.mark.parametrize(
    ("sums", "squares", "counts", "sentence"),
    [(6.0, 10.0, 3, "too small"), (1.0, 1.0, 0, "sums of 0"), (1.0, 1.0, -1, "negative"), (np.nan, 1.0, 1, "missing")],
)
def test_impossible_sums_are_refused(sums, squares, counts, sentence):
    # 6 = three amounts of 2 on average: their squares add up to 12 at least
    with pytest.raises(ValueError, match=sentence):
        mean_intervals(pd.Series([sums]), pd.Series([squares]), pd.Series([counts]))


def test_a_ratio_of_counts_has_the_interval_of_poisson_means():
    # log(120 / 80) +- 1.96 x sqrt(1 / 120 + 1 / 80)
    found = total_changed(120, 120, 80, 80)
    margin = stats.norm.ppf(0.975) * np.sqrt(1 / 120 + 1 / 80)
    assert tuple(found) == pytest.approx((1.5, 1.5 * np.exp(-margin), 1.5 * np.exp(margin)))


def test_nothing_before_has_no_ratio():
    assert total_changed(5, 5, 0, 0).is_missing


@given(some_amounts, some_amounts)
def test_like_for_like_in_one_stratum_is_the_ratio_of_means(a, b):
    found = ratio_like_for_like(*sufficient(a), *sufficient(b))
    expected = ratio_of_means(*sufficient(a), *sufficient(b)).iloc[0]
    if expected["high"] > expected["low"]:
        assert tuple(found) == pytest.approx(expected.tolist())
    else:
        assert found.is_missing, "amounts without any spread are no evidence"


def test_the_same_ratio_in_every_stratum_is_found_whatever_the_mix():
    # Outbound is twice as large in both strata, and sells nearly all of its deals where deals are large.
    small, large = [9.0, 10.0, 11.0], [90.0, 100.0, 110.0]
    inbound = sufficient(small * 6, large)
    outbound = sufficient([2 * value for value in small], [2 * value for value in large] * 6)
    assert ratio_of_means(*(part.groupby([0, 0]).sum() for part in (*outbound, *inbound)))["ratio"].iloc[0] > 6
    found = ratio_like_for_like(*outbound, *inbound)
    assert found.estimate == pytest.approx(2)
    assert found.low < 2 < found.high


def test_like_for_like_needs_a_stratum_that_both_sell_in():
    apart = sufficient([5.0, 6.0], []), sufficient([], [5.0, 6.0])
    assert ratio_like_for_like(*apart[0], *apart[1]).is_missing
    single = sufficient([5.0, 6.0, 7.0], [900.0]), sufficient([5.0, 6.0], [3.0])
    assert ratio_like_for_like(*single[0], *single[1]).estimate == pytest.approx(6 / 5.5), "the second has one deal"


def test_like_for_like_holds_the_truth_in_most_samples():
    random, held = np.random.default_rng(4), 0
    for _ in range(300):
        sides = [
            sufficient(*(list(scale * level * np.exp(0.5 * random.standard_normal(30))) for level in (1, 5)))
            for scale in (1.6, 1)
        ]
        found = ratio_like_for_like(*sides[0], *sides[1])
        held += found.low < 1.6 < found.high
    assert held / 300 > 0.92
