"""What is not known bounds what can be said: never less, and never more."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.bounds import rate_bounds, share_bounds, surely_above
from analysis.statistics.proportions import wilson_intervals

counts = st.integers(0, 5).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))
groups = st.lists(counts, min_size=1, max_size=3)


def columns(rows):
    successes, trials = (pd.Series(side, dtype="int64") for side in zip(*rows, strict=True))
    return successes, trials


def test_published_bounds_of_a_share():
    # Manski (1995), section 2.1: of 106 homeless men 64 were found again, 21 of them housed: between 21/106 and 63/106.
    found = share_bounds(pd.Series({"housed": 21, "not housed": 43}), 42).loc["housed"]
    assert found["worst"] == pytest.approx(21 / 106)
    assert found["best"] == pytest.approx(63 / 106)
    assert found["at_random"] == pytest.approx(21 / 64)


def test_bounds_of_rates_by_hand():
    # 40 won, all known; 200 others, 6 of them known: at worst a channel has the other 194 besides its own.
    won = pd.Series({"Webinar": 15, "Cold call": 8, "the rest": 17})
    leads = pd.Series({"Webinar": 18, "Cold call": 8, "the rest": 20})
    bounds = rate_bounds(won, leads, 0, 194)
    assert bounds["worst"].tolist() == pytest.approx([15 / 212, 8 / 202, 17 / 214])
    assert bounds["best"].tolist() == pytest.approx([15 / 18, 1, 17 / 20])
    # Each known other stands for 200/6 = 33.3: 15 won of 15 + 3 * 33.3 = 115.
    assert bounds.loc["Webinar", "at_random"] == pytest.approx(15 / 115)
    assert not surely_above(bounds, ["Cold call"], ["Webinar", "the rest"])


def test_interval_of_the_rate_at_random_by_hand():
    # s, f = 15, 3 of 40 and 6 known; the variance of the log odds is 1/15 - 1/40 + 1/40 + 1/3 - 1/6 + 1/200.
    rows = rate_bounds(pd.Series([15, 25]), pd.Series([18, 28]), 0, 194).loc[0]
    spread = 1.959964 * np.sqrt(1 / 15 + 1 / 3 - 1 / 6 + 1 / 200)
    odds = np.log(15) - np.log(100)
    expected = [1 / (1 + np.exp(-(odds + side * spread))) for side in (-1, 1)]
    assert rows[["random_low", "random_high"]].tolist() == pytest.approx(expected)


@given(groups, counts)
def test_bounds_are_the_extremes_of_all_that_is_possible(rows, unknown):
    # Slow twin: every way of giving the unknown to the groups, or to one that nobody is known of.
    successes, trials = columns(rows)
    bounds = rate_bounds(successes, trials, *unknown)
    seen = [[] for _ in rows]
    ways = [list(shared(number, len(rows) + 1)) for number in (unknown[0], unknown[1] - unknown[0])]
    for won, lost in product(*ways):
        for place, (own, whole) in enumerate(rows):
            if whole + won[place] + lost[place]:
                seen[place].append((own + won[place]) / (whole + won[place] + lost[place]))
    for place, rates in enumerate(seen):
        ends = [min(rates), max(rates)] if rates else [np.nan, np.nan]
        found = bounds.loc[place, ["worst", "best"]].tolist()
        if rows[place][1]:  # a group of nobody known could be anything that its unknown are
            assert found == pytest.approx(ends)


def shared(number, groups):
    """Every way to share out so many among the groups."""
    if groups == 1:
        return [[number]]
    return [[first, *rest] for first in range(number + 1) for rest in shared(number - first, groups - 1)]


@given(groups, counts)
def test_laws(rows, unknown):
    successes, trials = columns(rows)
    bounds = rate_bounds(successes, trials, *unknown)
    known = bounds[trials > 0]
    assert (known["low"] <= known["worst"]).all()
    assert (known["worst"] <= known["best"]).all()
    assert (known["best"] <= known["high"]).all()
    told = bounds.dropna()
    assert ((told["worst"] - 1e-9 <= told["at_random"]) & (told["at_random"] <= told["best"] + 1e-9)).all()
    assert ((told["random_low"] <= told["at_random"]) & (told["at_random"] <= told["random_high"])).all()
    shares = share_bounds(trials, unknown[1])
    if trials.sum():
        assert shares["at_random"].sum() == pytest.approx(1)


@given(groups)
def test_where_nothing_is_unknown_the_bounds_are_the_rate_and_its_interval(rows):
    successes, trials = columns(rows)
    bounds = rate_bounds(successes, trials, 0, 0)
    rates = wilson_intervals(successes, trials)
    for name, same in (("worst", "rate"), ("best", "rate"), ("at_random", "rate"), ("low", "low"), ("high", "high")):
        assert bounds[name].tolist() == pytest.approx(rates[same].tolist(), nan_ok=True)


# How often the channel of a lead is known: of those not won, then of the won, for each of three channels.
HABITS = {
    "at the win": ([0.02, 0.02, 0.02], [1, 1, 1]),
    "at the win, one channel always": ([1, 0.02, 0.02], [1, 1, 1]),
    "now and then": ([0.8, 0.8, 0.8], [0.8, 0.8, 0.8]),
    "the worst channel best": ([0.5, 0.7, 0.99], [0.99, 0.7, 0.5]),
}


def drawn(habit, random, repeats=400):
    """For each repeat the counts by channel: known successes and trials, and those of unknown channel."""
    rates, sizes = np.array([0.05, 0.15, 0.25]), np.array([300, 200, 100])
    won = random.binomial(sizes, rates, (repeats, 3))
    lost_known, won_known = (np.array(side) for side in HABITS[habit])
    known = random.binomial(won, won_known)
    known_lost = random.binomial(sizes - won, lost_known)
    for mine, theirs, both in zip(known, known_lost, won, strict=True):
        rest = both.sum() - mine.sum()
        unknown = int(rest), int(rest + (sizes - both).sum() - theirs.sum())
        yield pd.Series(mine), pd.Series(mine + theirs), unknown, rates


@pytest.mark.parametrize("habit", HABITS)
def test_bounds_hold_the_truth(habit):
    random = np.random.default_rng(41)
    inside = []
    for successes, trials, unknown, rates in drawn(habit, random):
        bounds = rate_bounds(successes, trials, *unknown)
        inside.append((bounds["low"] <= rates) & (rates <= bounds["high"]))
    assert np.mean(inside, axis=0).min() >= 0.95


@pytest.mark.parametrize("habit", ["at the win", "now and then"])
def test_the_interval_at_random_holds_the_truth_where_groups_are_known_alike(habit):
    random = np.random.default_rng(14)
    inside = []
    for successes, trials, unknown, rates in drawn(habit, random):
        bounds = rate_bounds(successes, trials, *unknown)
        inside.append((bounds["random_low"] <= rates) & (rates <= bounds["random_high"]))
    assert np.mean(inside, axis=0).min() >= 0.93


def test_nothing_surely_stands_above_what_is_missing():
    bounds = pd.DataFrame({"low": [0.4, np.nan], "high": [0.6, np.nan]})
    assert not surely_above(bounds, [0], [1])


def test_refused():
    with pytest.raises(ValueError, match="more successes than trials"):
        rate_bounds(pd.Series([1]), pd.Series([2]), 3, 2)
