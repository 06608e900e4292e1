import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.decomposition import amount_change, count_change

EFFECTS = ["volume", "mix", "rate", "deal_size"]

# leads, wins and amount of a stratum
period = st.integers(0, 6).flatmap(
    lambda leads: st.integers(0, leads).flatmap(
        lambda won: st.tuples(st.just(leads), st.just(won), st.integers(0, 50) if won else st.just(0))
    )
)
strata = st.lists(st.tuples(period, period), min_size=1, max_size=4)


def columns(*rows):
    """Amount, wins and leads of each stratum, as the functions take them."""
    return [pd.Series(column) for column in ([row[place] for row in rows] for place in (2, 1, 0))]


def test_volume_and_rate_worked_by_hand():
    # 100 leads at 10% become 200 at 15%: twice the leads at 10% are 10 more wins, at 15% 15 more: 12.5 on average;
    # 5 points more of 100 leads are 5 more wins, of 200 leads 10 more: 7.5 on average.
    change = count_change(*(pd.Series([number]) for number in (10, 100, 30, 200)))
    assert (change.before, change.after, change.change) == (10, 30, 20)
    assert change.effects.to_dict() == pytest.approx({"volume": 12.5, "mix": 0, "rate": 7.5})


def test_as_many_leads_in_both_periods_is_kitagawas_decomposition():
    # From 8% to 15% while one source falls from 5 to 3% and the other from 20 to 18%: the first goes from 80 to
    # 20% of the leads. Of 1,000 leads, +90 wins are mix and -20 rate. Kitagawa (1955), JASA 50, 1168-1194, by hand:
    # the rate effect is 0.5 (0.8 + 0.2)(0.03 - 0.05) + 0.5 (0.2 + 0.8)(0.18 - 0.20) = -0.01 - 0.01
    # and the mix effect 0.5 (0.05 + 0.03)(0.2 - 0.8) + 0.5 (0.20 + 0.18)(0.8 - 0.2) = -0.024 + 0.114
    sides = [pd.Series(numbers) for numbers in ([40, 40], [800, 200], [6, 144], [200, 800])]
    change = count_change(*sides)
    assert (change.before, change.after) == (80, 150)
    assert change.effects.to_dict() == pytest.approx({"volume": 0, "mix": 90, "rate": -20}, abs=1e-9)
    assert change.by_stratum["rate"].tolist() == pytest.approx([-10, -10])
    assert change.by_stratum["mix"].tolist() == pytest.approx([-24, 114])


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=3)
)
def test_with_as_many_leads_it_agrees_with_kitagawas_formula(rows):
    before, after, first, last = (np.array(column) for column in zip(*rows, strict=True))
    leads = before * after.sum(), after * before.sum()  # as many in both periods
    won = [np.floor(number * rate) for number, rate in zip(leads, (first, last), strict=True)]
    mixes = [number / number.sum() for number in leads]
    rates = [wins / number for wins, number in zip(won, leads, strict=True)]
    rate = 0.5 * (mixes[1] + mixes[0]) * (rates[1] - rates[0])
    mix = 0.5 * (rates[1] + rates[0]) * (mixes[1] - mixes[0])
    change = count_change(*(pd.Series(column) for column in (won[0], leads[0], won[1], leads[1])))
    assert change.by_stratum["rate"].tolist() == pytest.approx((rate * leads[0].sum()).tolist(), abs=1e-9)
    assert change.by_stratum["mix"].tolist() == pytest.approx((mix * leads[0].sum()).tolist(), abs=1e-9)


def test_larger_deals_alone_are_deal_size_alone():
    change = amount_change(*columns((100, 10, 500)), *columns((100, 10, 800)))
    assert change.effects.to_dict() == pytest.approx({"volume": 0, "mix": 0, "rate": 0, "deal_size": 300}, abs=1e-9)


def test_a_stratum_that_appears_is_mix_and_volume_never_rate():
    change = count_change(pd.Series([10, 0]), pd.Series([100, 0]), pd.Series([10, 30]), pd.Series([100, 100]))
    assert change.effects["rate"] == pytest.approx(0)
    assert change.effects["volume"] + change.effects["mix"] == pytest.approx(30)


def test_a_period_without_leads_is_all_volume():
    change = count_change(pd.Series([0, 0]), pd.Series([0, 0]), pd.Series([3, 4]), pd.Series([10, 20]))
    assert change.effects.to_dict() == pytest.approx({"volume": 7, "mix": 0, "rate": 0})
    nothing = pd.Series([0])
    assert count_change(nothing, nothing, nothing, nothing).effects.tolist() == [0, 0, 0]


@given(strata)
def test_effects_add_up_exactly_and_mirror(table):
    before, after = ([row[side] for row in table] for side in (0, 1))
    change = amount_change(*columns(*before), *columns(*after))
    back = amount_change(*columns(*after), *columns(*before))
    assert change.before == pytest.approx(sum(row[2] for row in before), abs=1e-9)
    assert change.after == pytest.approx(sum(row[2] for row in after), abs=1e-9)
    assert change.effects.index.tolist() == EFFECTS
    assert change.effects.sum() == pytest.approx(change.change, abs=1e-9)
    assert change.by_stratum.sum().tolist() == pytest.approx(change.effects.tolist(), abs=1e-9)
    assert back.effects.tolist() == pytest.approx((-change.effects).tolist(), abs=1e-9)


@given(strata)
def test_counting_wins_is_an_amount_of_one_each(table):
    before, after = ([(leads, won, won) for leads, won, _ in (row[side] for row in table)] for side in (0, 1))
    amounts = amount_change(*columns(*before), *columns(*after))
    wins = count_change(*columns(*before)[1:], *columns(*after)[1:])
    assert amounts.effects["deal_size"] == pytest.approx(0, abs=1e-9)
    assert np.allclose(amounts.by_stratum[EFFECTS[:3]], wins.by_stratum)


def test_an_amount_without_a_win_and_strata_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="must have a win"):
        amount_change(*columns((10, 0, 5)), *columns((10, 1, 5)))
    with pytest.raises(ValueError, match="index"):
        count_change(pd.Series([1]), pd.Series([2]), pd.Series([1], index=["a"]), pd.Series([2], index=["a"]))
