"""Rates over accounts: Wilson's where every lead is an account of its own, wider where leads go together."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.account_rates import account_rate, account_rate_difference
from analysis.statistics.proportions import difference_interval, share_interval


def sums(accounts):
    """Of accounts, each with its trials and successes."""
    trials, successes = np.array(accounts, dtype=float).reshape(-1, 2).T
    return pd.Series(
        {
            "trials": trials.sum(),
            "successes": successes.sum(),
            "success_squares": (successes**2).sum(),
            "products": (successes * trials).sum(),
            "trial_squares": (trials**2).sum(),
            "bundles": len(trials),
        }
    )


def singles(successes, trials):
    return sums([(1, place < successes) for place in range(trials)])


def test_one_lead_per_account_is_wilsons_and_newcombes_interval():
    # Newcombe (1998), his example (a): 56 of 70 against 48 of 80 differ by 0.2, 0.0524 to 0.3339 by method 10.
    assert account_rate(singles(56, 70)) == pytest.approx(share_interval(56, 70))
    found = account_rate_difference(singles(56, 70), singles(48, 80))
    assert found == pytest.approx(difference_interval(56, 70, 48, 80))
    assert found == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_accounts_whose_leads_go_together_know_as_much_as_one_lead_each():
    # Fifty accounts of four leads that all win or all lose: as of fifty leads.
    together = account_rate(sums([(4, 4)] * 20 + [(4, 0)] * 30))
    assert together.estimate == 0.4
    alone = share_interval(20, 50)
    assert together.low == pytest.approx(alone.low, abs=0.01)
    assert together.high == pytest.approx(alone.high, abs=0.01)


def test_nothing_observed_is_missing_and_nonsense_is_refused():
    assert account_rate(sums([])).is_missing
    assert account_rate_difference(sums([]), singles(1, 2)).is_missing
    with pytest.raises(ValueError, match="successes not exceed trials"):
        account_rate(singles(1, 2) * [1, 3, 1, 1, 1, 1])


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 4)).map(lambda pair: (pair[0], min(pair))), min_size=2))
def test_intervals_hold_their_rate_and_swapping_the_sides_mirrors_the_difference(accounts):
    found, other = account_rate(sums(accounts)), singles(3, 10)
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    one, back = account_rate_difference(sums(accounts), other), account_rate_difference(other, sums(accounts))
    assert (one.estimate, one.low, one.high) == pytest.approx((-back.estimate, -back.high, -back.low))
