"""A window leaves most leads in the count and holds the usual way to a win."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.windows import SHORTER, window_of_cycle, window_of_period

days = st.dictionaries(st.integers(0, 400), st.integers(0, 9), max_size=4)


def counts(by_day):
    return pd.Series(by_day, dtype="int64")


def test_a_window_of_half_a_year_for_wins_of_three_days():
    # 2,641 of 2,790 leads are younger than 180 days, and the median win takes three: 95 of 100 took 13 or less.
    observed = counts({200: 149, 100: 1500, 30: 1141})
    won = counts({3: 60, 13: 35, 50: 5})
    assert window_of_cycle(180, observed, won) == 14
    assert window_of_cycle(7, observed, won) == 7


def test_the_usual_window_stays_where_it_leaves_in_a_third():
    assert window_of_cycle(180, counts({200: 1, 30: 2}), counts({3: 100})) == 180
    assert window_of_cycle(180, counts({200: 1, 30: 3}), counts({3: 100})) == 7


def test_a_long_cycle_does_not_keep_a_window_that_nobody_has_been_watched_for():
    # Wins take 85 days: 90 would hold them, but half of the leads have been watched for 30 at most.
    assert window_of_cycle(180, counts({100: 1, 35: 5}), counts({85: 10})) == 30


@pytest.mark.parametrize(("observed", "won", "expected"), [({}, {3: 1}, 180), ({20: 5}, {}, 14), ({1: 5}, {3: 1}, 7)])
def test_nothing_to_choose_from(observed, won, expected):
    assert window_of_cycle(180, counts(observed), counts(won)) == expected


@given(days, days, st.sampled_from([180, 90, 365, 3]))
def test_never_longer_than_asked_for_and_always_a_usual_one(observed, won, longest):
    found = window_of_cycle(longest, counts(observed), counts(won))
    assert found <= longest
    assert found in (longest, *SHORTER)


@given(st.sampled_from([180, 30, 3]), st.integers(0, 800))
def test_a_window_of_a_period_has_been_watched_by_half_of_its_days(whole, twice_median_age):
    found = window_of_period(whole, twice_median_age)
    assert 2 * found <= twice_median_age or found == min(whole, SHORTER[-1])
