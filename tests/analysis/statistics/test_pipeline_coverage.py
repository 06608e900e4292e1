"""The rule of thumb of coverage: win rate by amount and its inverse by hand, and months that are covered."""

import math

import pandas as pd
import pytest

from analysis.statistics.checks import UNKNOWN, Interval
from analysis.statistics.coverage import amount_win_rate, inverse, months_covered
from analysis.statistics.proportions import wilson_intervals


def deals(won, unwon):
    """The amounts of deals that were won and that were not."""
    return {
        "won_amount": float(sum(won)),
        "won_amount_squares": float(sum(amount**2 for amount in won)),
        "unwon_amount": float(sum(unwon)),
        "unwon_amount_squares": float(sum(amount**2 for amount in unwon)),
    }


def test_deals_of_one_amount_have_the_rate_of_their_number():
    found = amount_win_rate(pd.DataFrame([deals([7] * 10, [7] * 30)]), level=0.9)
    assert found == pytest.approx(tuple(wilson_intervals(pd.Series([10]), pd.Series([40]), level=0.9).iloc[0]))


def test_the_rate_is_of_amounts_and_rows_add_up():
    one, two = deals([300], [50, 50]), deals([], [200])
    found = amount_win_rate(pd.DataFrame([one, two]))
    assert found.estimate == pytest.approx(300 / 600)
    assert found == pytest.approx(amount_win_rate(pd.DataFrame([deals([300], [50, 50, 200])])))
    assert found.low < 0.5 < found.high


def test_what_is_needed_is_the_win_rate_turned_round():
    assert inverse(Interval(0.25, 0.2, 0.5)) == (4, 2, 5)
    assert inverse(Interval(0.0, 0.0, 0.5)).is_missing, "it may be that nothing is won"
    assert inverse(UNKNOWN).is_missing


def test_nothing_decided_is_unknown_and_no_amount_is_negative():
    assert amount_win_rate(pd.DataFrame([deals([], [])])).is_missing
    with pytest.raises(ValueError, match="negative"):
        amount_win_rate(pd.DataFrame([deals([-5], [5])]))


@pytest.mark.parametrize(
    ("amount", "remaining", "months"),
    [(250, [100, 100, 100], 2.5), (400, [100, 100], 2), (0, [100], 0), (50, [0, 100], 1.5), (5, [], 0)],
)
def test_months_covered(amount, remaining, months):
    assert months_covered(float(amount), pd.Series(remaining, dtype=float)) == months


def test_months_covered_of_an_unknown_amount_are_unknown():
    assert math.isnan(months_covered(float("nan"), pd.Series([1.0])))
