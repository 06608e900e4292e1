"""Returns on spend: won amounts over spend, one against the others."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.returns import against_others, poisson_bounds, return_on_spend

COLUMNS = ["spend", "won", "priced", "amount", "squares"]


def groups(*rows: tuple[float, list[float]]) -> pd.DataFrame:
    """A row for each spend with the amounts of its wins."""
    listed = [(spend, len(deals), len(deals), sum(deals), sum(deal**2 for deal in deals)) for spend, deals in rows]
    return pd.DataFrame(listed, columns=COLUMNS)


def test_bounds_of_a_count_are_garwoods():
    # Garwood (1936), table 1; also qchisq(c(.025, .975), 2 * c(n, n + 1)) / 2 in R.
    low, high = poisson_bounds(np.array([0.0, 1.0, 10.0]))
    assert low == pytest.approx([0, 0.0253178, 4.7953887], rel=1e-6)
    assert high == pytest.approx([3.6888795, 5.5716434, 18.3903561], rel=1e-6)


def test_deals_of_one_size_leave_only_the_count_uncertain():
    # 10 wins of 100 for 500: 2, and 2 times Garwood's 0.4795 and 1.8390.
    row = return_on_spend(groups((500, [100.0] * 10))).iloc[0]
    assert row.tolist() == pytest.approx([2, 2 * 0.47953887, 2 * 1.83903561], rel=1e-6)


def test_without_a_win_the_most_that_may_come_is_said():
    none, some = return_on_spend(groups((500, []), (500, [100.0] * 10))).to_dict("records")
    # Up to 3.689 wins of the usual 100.
    assert (none["estimate"], none["low"]) == (0, 0)
    assert none["high"] == pytest.approx(3.6888795 * 100 / 500)
    assert some["low"] > 0


def test_wins_without_an_amount_are_worth_what_the_others_are():
    priced, half = groups((500, [80.0, 120.0] * 5)), groups((500, [80.0, 120.0] * 5))
    half.loc[0, "won"] = 20
    assert return_on_spend(half)["estimate"].iloc[0] == 2 * return_on_spend(priced)["estimate"].iloc[0]


def test_nothing_is_said_where_no_amount_is_known_or_nothing_was_spent():
    unpriced = groups((500, [1.0])).assign(priced=0, amount=0.0, squares=0.0)
    assert return_on_spend(unpriced).isna().all(axis=None)
    assert return_on_spend(groups((0, [1.0, 2.0]), (5, [1.0]))).iloc[0].isna().all()
    assert return_on_spend(groups()).empty


@given(
    st.lists(st.tuples(st.floats(1, 1e6), st.lists(st.floats(1, 1e6), max_size=8)), min_size=2, max_size=6),
    st.floats(0.01, 100),
)
def test_returns_scale_with_the_spend_and_no_interval_is_without_width(rows, factor):
    once = return_on_spend(groups(*rows))
    other = return_on_spend(groups(*((spend * factor, deals) for spend, deals in rows)))
    assert (once / factor).to_numpy() == pytest.approx(other.to_numpy(), rel=1e-6, nan_ok=True)
    known = once.dropna()
    assert (known["low"] <= known["estimate"]).all()
    assert (known["estimate"] <= known["high"]).all()
    assert (known["low"] < known["high"]).all()


@given(st.lists(st.floats(1, 100), min_size=2, max_size=8), st.lists(st.floats(1, 100), min_size=2, max_size=8))
def test_two_groups_mirror_each_other(one, other):
    ratio = against_others(groups((10, one), (20, other)))
    assert ratio["estimate"].iloc[0] == pytest.approx(1 / ratio["estimate"].iloc[1])
    assert ratio["low"].iloc[0] == pytest.approx(1 / ratio["high"].iloc[1])


def test_a_group_is_set_against_all_others_together():
    # 300 for 100 against 100 + 50 for 100 + 200.
    ratio = against_others(groups((100, [150.0] * 2), (100, [50.0] * 2), (200, [25.0] * 2)))
    assert ratio["estimate"].iloc[0] == pytest.approx(3 / 0.5)
    lonely = against_others(groups((100, [150.0] * 2), (100, [])))
    assert lonely.iloc[0].isna().all()
    assert lonely.iloc[1]["estimate"] == 0
    assert lonely.iloc[1]["high"] > 0


def test_the_interval_holds_the_truth_as_often_as_it_says():
    # 12 wins expected, deals scattered as in the sample: 400 draws of a return of exp(0.125) * 12 / 10.
    random, truth = np.random.default_rng(7), np.exp(0.125) * 12 / 10
    drawn = groups(*((10, random.lognormal(0, 0.5, random.poisson(12)).tolist()) for _ in range(400)))
    rows = return_on_spend(drawn)
    held = ((rows["low"] <= truth) & (truth <= rows["high"])).mean()
    assert 0.93 <= held <= 0.99


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [("spend", -1.0, "negative"), ("won", 0, "more successes"), ("amount", np.nan, "known"), ("priced", 0.5, "whole")],
)
def test_impossible_numbers_are_refused(column, value, says):
    with pytest.raises(ValueError, match=says):
        return_on_spend(groups((5, [1.0])).assign(**{column: value}))
