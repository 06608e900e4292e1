"""Coverage by hand, by simulation, and at its edges."""

import math

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.amount_shares import amount_share_intervals
from analysis.statistics.coverage import amount_win_rates, coverage, months_covered


def channel(open_amount, won, unwon):
    """One channel: the amounts of its deals that were won and that were not."""
    return {
        "open_amount": float(open_amount),
        "mature": len(won) + len(unwon),
        "won_amount": float(sum(won)),
        "won_amount_squares": float(sum(amount**2 for amount in won)),
        "unwon_amount": float(sum(unwon)),
        "unwon_amount_squares": float(sum(amount**2 for amount in unwon)),
    }


def test_worked_by_hand():
    # Source rates 10 of 40 and 30 of 40: weighted 100 / 4 + 300 * 3 / 4 = 250 of 200; blended 40 of 80, so needed 2.
    groups = pd.DataFrame([channel(100, [1] * 10, [1] * 30), channel(300, [1] * 30, [1] * 10)])
    found = coverage(groups, 200.0)
    assert (found.open_amount, found.remaining, found.ratio) == (400, 200, 2)
    assert (found.win_rate.estimate, found.needed.estimate) == (0.5, 2)
    assert found.weighted.estimate == 250
    assert found.enough.estimate == 1.25
    # Binomial errors of equal deals: sqrt(0.25 * 0.75 / 40) of 100 and of 300.
    error = math.sqrt(0.25 * 0.75 / 40) * math.hypot(100, 300)
    assert found.weighted.high - found.weighted.estimate == pytest.approx(1.959964 * error, rel=1e-6)


def test_bounds_of_what_is_needed_are_those_of_the_win_rate_turned_round():
    found = coverage(pd.DataFrame([channel(10, [3, 5], [2, 8, 9])]), 5.0)
    assert found.needed.low == pytest.approx(1 / found.win_rate.high)
    assert found.needed.high == pytest.approx(1 / found.win_rate.low)


def test_rates_are_those_of_shares_of_amounts():
    own = channel(0, [3, 5, 20], [2, 8, 9])
    rates = amount_win_rates(pd.DataFrame([own])).iloc[0]
    sums = pd.Series([own["won_amount"], own["unwon_amount"]])
    squares = pd.Series([own["won_amount_squares"], own["unwon_amount_squares"]])
    share = amount_share_intervals(sums, squares).iloc[0]
    assert rates[["rate", "low", "high"]].tolist() == pytest.approx(share[["share", "low", "high"]].tolist())


def test_a_channel_with_few_deals_borrows_the_rate_of_all():
    groups = pd.DataFrame([channel(100, [1] * 10, [1] * 30), channel(300, [1], [])])
    rates = amount_win_rates(groups, 5)
    assert rates["is_borrowed"].tolist() == [False, True]
    assert rates["rate"].tolist() == pytest.approx([0.25, 11 / 41])


def test_the_interval_of_the_weighted_amount_holds_its_truth():
    random, truth, covered, runs = np.random.default_rng(5), (0.3, 0.5), 0, 300
    for _ in range(runs):
        groups = []
        for rate, open_amount in zip(truth, (500, 300), strict=True):
            amounts, won = random.gamma(2, 50, 80), random.random(80) < rate
            groups.append(channel(open_amount, amounts[won].tolist(), amounts[~won].tolist()))
        found = coverage(pd.DataFrame(groups), 100.0).weighted
        covered += found.low <= 500 * 0.3 + 300 * 0.5 <= found.high
    assert 0.91 <= covered / runs <= 0.985


def test_nothing_that_remains_has_no_ratio():
    found = coverage(pd.DataFrame([channel(10, [1, 1], [1])]), -3.0)
    assert found.remaining == 0
    assert math.isnan(found.ratio)
    assert found.enough.is_missing
    assert found.weighted.estimate == pytest.approx(20 / 3)


def test_nothing_decided_is_unknown_and_nothing_open_is_nothing():
    assert coverage(pd.DataFrame([channel(10, [], [])]), 5.0).weighted.is_missing
    assert coverage(pd.DataFrame([channel(0, [], [])]), 5.0).enough.estimate == 0


@pytest.mark.parametrize(
    ("amount", "remaining", "months"),
    [(250, [100, 100, 100], 2.5), (400, [100, 100], 2), (0, [100], 0), (50, [0, 100], 1.5), (5, [], 0)],
)
def test_months_covered(amount, remaining, months):
    assert months_covered(float(amount), pd.Series(remaining, dtype=float)) == months


def test_months_covered_of_an_unknown_amount_are_unknown():
    assert math.isnan(months_covered(float("nan"), pd.Series([1.0])))
