import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from analysis.statistics.proportions import (
    difference_interval,
    effective_interval,
    newcombe_difference,
    share_interval,
    wilson_bounds,
    wilson_intervals,
)

counts = st.integers(0, 9).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))


def series(*values):
    return pd.Series(values, dtype="int64")


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_newcombes_published_table(successes, trials, low, high):
    # Newcombe (1998), Two-sided confidence intervals for the single proportion, Stat. Med. 17, 857-872, Table I,
    # method 3 (score without continuity correction).
    interval = share_interval(successes, trials)
    assert interval.estimate == successes / trials
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_difference_is_newcombes_published_table(a, b, low, high):
    # Newcombe (1998), Interval estimation for the difference ..., Stat. Med. 17, 873-890, Table II, method 10; the
    # first two also stand in the tests of R's propint, which quote the paper.
    interval = difference_interval(*a, *b)
    assert interval.estimate == pytest.approx(a[0] / a[1] - b[0] / b[1])
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=6e-5)


@given(counts, st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_agrees_with_scipy(count, level):
    successes, trials = count
    interval = share_interval(successes, trials, level=level)
    if trials == 0:
        assert np.isnan(interval).all()
        return
    other = stats.binomtest(successes, trials).proportion_ci(level, method="wilson")
    assert (interval.low, interval.high) == pytest.approx((other.low, other.high), abs=1e-9)
    assert 0 <= interval.low <= interval.estimate <= interval.high <= 1


@given(counts, counts)
def test_difference_agrees_with_statsmodels_and_swapping_sides_mirrors_it(a, b):
    gap, mirrored = difference_interval(*a, *b), difference_interval(*b, *a)
    if a[1] == 0 or b[1] == 0:
        assert gap.is_missing
        assert np.isnan(gap.estimate)
        return
    assert (gap.low, gap.high) == pytest.approx(
        confint_proportions_2indep(*a, *b, method="newcomb", compare="diff"), abs=1e-9
    )
    assert (mirrored.estimate, mirrored.low, mirrored.high) == pytest.approx((-gap.estimate, -gap.high, -gap.low))


@given(st.floats(0, 1), st.floats(0.1, 1e6), st.sampled_from([0.8, 0.95, 0.99]))
def test_bounds_at_trials_that_are_not_whole_agree_with_statsmodels(share, trials, level):
    expected = proportion_confint(share * trials, trials, alpha=1 - level, method="wilson")
    low, high = wilson_bounds(np.array([share, share]), np.array([trials, 0]), level)
    assert (low[0], high[0]) == pytest.approx(expected, abs=1e-12)
    assert 0 <= low[0] <= share <= high[0] <= 1
    assert np.isnan([low[1], high[1]]).all()
    assert effective_interval(share, trials, level) == (share, low[0], high[0])


def test_zero_trials_are_missing_and_do_not_touch_their_neighbours():
    rates = wilson_intervals(pd.Series({"email": 1, "fair": 0, "web": 3}), pd.Series({"email": 2, "fair": 0, "web": 4}))
    assert rates["rate"].loc[["email", "web"]].tolist() == [1 / 2, 3 / 4]
    assert rates.loc["fair"].isna().all()
    assert list(rates.columns) == ["rate", "low", "high"]


def test_a_higher_level_is_wider():
    narrow, wide = (wilson_intervals(series(3), series(10), level=level).iloc[0] for level in (0.8, 0.99))
    assert wide["low"] < narrow["low"] < 0.3 < narrow["high"] < wide["high"]


def test_no_group_gives_no_row():
    assert wilson_intervals(series(), series()).empty


@pytest.mark.parametrize(
    ("successes", "trials", "sentence"),
    [
        (series(-1), series(3), "negative"),
        (series(4), series(3), "more successes than trials"),
        (pd.Series([0.5]), series(3), "whole"),
        (pd.Series([np.nan]), series(3), "missing"),
        (pd.Series(["x"]), series(3), "numbers"),
        (pd.Series([1], index=["a"]), pd.Series([1], index=["b"]), "same index"),
    ],
)
def test_bad_counts_are_refused_with_a_sentence(successes, trials, sentence):
    with pytest.raises(ValueError, match=sentence):
        wilson_intervals(successes, trials)
    with pytest.raises(ValueError, match=sentence):
        newcombe_difference(successes, trials, successes, trials)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_outside_0_and_1_is_refused(level):
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        wilson_intervals(series(1), series(2), level=level)
