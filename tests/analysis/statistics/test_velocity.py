import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.velocity import COMPONENTS, textbook_velocity, velocity_change, velocity_components


def velocity_of(opportunities, win_rate, amount, days):
    return textbook_velocity(*(pd.Series([value]) for value in (opportunities, win_rate, amount, days))).iloc[0]


def test_worked_by_hand():
    # 100 opportunities x 0.25 x 10,000 = 250,000 expected, over 90 days
    assert velocity_of(100, 0.25, 10_000, 90) == pytest.approx(250_000 / 90)


def test_twice_the_cycle_halves_it():
    assert velocity_of(10, 0.5, 8.0, 20) == 2 * velocity_of(10, 0.5, 8.0, 40) == 2.0


@pytest.mark.parametrize("place", range(4))
def test_one_missing_part_makes_it_missing(place):
    parts = [10.0, 0.5, 8.0, 20.0]
    parts[place] = np.nan
    assert np.isnan(velocity_of(*parts))


def test_a_cycle_without_length_is_missing_and_no_opportunity_is_zero():
    assert np.isnan(velocity_of(10, 0.5, 8.0, 0))
    assert velocity_of(0, 0.5, 8.0, 20) == 0


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [((-1, 0.5, 8, 20), "opportunities"), ((1, 1.5, 8, 20), "win rate"), ((1, 1, 8, -2), "cycle")],
)
def test_impossible_values_are_refused(parts, sentence):
    with pytest.raises(ValueError, match=sentence):
        velocity_of(*parts)


def test_different_groups_are_refused():
    one, other = pd.Series([1.0], index=["inbound"]), pd.Series([1.0], index=["outbound"])
    with pytest.raises(ValueError, match="same index"):
        textbook_velocity(one, one, one, other)


GROUP = {"days": 0, "opened": 0, "joined": 0, "won": 0, "dropped": 0, "open": 0}
AMOUNTS = {"won_amount": 0.0, "won_amount_squares": 0.0, "won_with_amount": 0}


def ages(*rows, group="inbound"):
    return pd.DataFrame([GROUP | AMOUNTS | row for row in rows], index=[group] * len(rows))


def ages_of(opened, left, way, amount, first, last):
    """The answer about a period, from days of opening and leaving."""
    rows = []
    for began, ended, how, worth in zip(opened, left, way, amount, strict=True):
        if began > last or ended < first:
            continue
        rows.append({"opened": 1} if began >= first else {"days": first - 1 - began, "joined": 1})
        seen = {"days": min(ended, last) - began, how if ended <= last else "open": 1}
        if "won" in seen:
            seen |= {"won_amount": worth, "won_amount_squares": worth**2, "won_with_amount": 1}
        rows.append(seen)
    return ages(*rows)


def test_components_worked_by_hand():
    # 20 open in 10 days: 8 won at age 5 at 1,000 each or so; of the 12 left, 6 are lost at age 9 and 6 are still open.
    won = {"days": 5, "won": 8, "won_amount": 8_000.0, "won_amount_squares": 8_800_000.0, "won_with_amount": 8}
    parts = velocity_components(ages({"opened": 20}, won, {"days": 9, "dropped": 6}, {"days": 9, "open": 6}), 10).loc[
        "inbound"
    ]
    assert parts[list(COMPONENTS)].tolist() == pytest.approx([2, 0.4, 1_000])
    assert parts["velocity"] == pytest.approx(2 * 0.4 * 1_000)
    # Squared errors of the logarithms: 1/20; 0.4 * 0.6 / 20 / 0.4^2; s^2 / (n mean^2) with s^2 = 800,000 / 7.
    squares = [1 / 20, 0.6 / 0.4 / 20, 800_000 / 7 / 8 / 1_000**2]
    assert parts["velocity_error"] == pytest.approx(np.sqrt(sum(squares)))
    assert parts["velocity_high"] == pytest.approx(800 * np.exp(1.959964 * np.sqrt(sum(squares))), rel=1e-6)


def test_who_joined_counts_only_from_then_on():
    # Ten open, of two that reach age 3 one is won; eight joined at age 2 and are lost at age 3.
    young = {"days": 1, "dropped": 8}
    alone = velocity_components(ages({"opened": 10}, young, {"days": 3, "won": 1}, {"days": 3, "dropped": 1}), 10)
    joined = velocity_components(
        ages({"opened": 10}, young, {"days": 2, "joined": 8}, {"days": 3, "won": 1}, {"days": 3, "dropped": 9}), 10
    )
    assert alone["won_share"].item() == pytest.approx(0.2 * 1 / 2)
    assert joined["won_share"].item() == pytest.approx(0.2 * 1 / 10)


@pytest.fixture(scope="module")
def known():
    """Nine years of a pipeline whose truth is known: 1.5 open a day; 30% win at 100 on average after 40 days or so,
    20% are lost, and half are never closed."""
    random = np.random.default_rng(11)
    opened = np.sort(random.integers(0, 9 * 365, int(1.5 * 9 * 365)))
    way = random.choice(["won", "dropped", "open"], len(opened), p=[0.3, 0.2, 0.5])
    left = np.where(way == "open", 10**6, opened + random.gamma(4, 10, len(opened)).astype(int))
    return opened, left, way, random.gamma(4, 25, len(opened))


def test_in_a_world_whose_truth_is_known_it_is_what_is_won_a_day(known):
    opened, left, way, amount = known
    truth = 1.5 * 0.3 * 100
    for first in range(2 * 365, 9 * 365, 365):
        last = first + 364
        found = velocity_components(ages_of(opened, left, way, amount, first, last), 365).iloc[0]
        is_won = (way == "won") & (left >= first) & (left <= last)
        won_a_day = amount[is_won].sum() / 365
        assert found["velocity"] / won_a_day == pytest.approx(1, abs=0.1)
        assert found["velocity_low"] < truth < found["velocity_high"]
        # The textbook formula counts those that are never closed as if they moved.
        closed = (left <= last) & (way != "open")
        still_open = ((opened <= last) & (left > last)).sum()
        said = velocity_of(still_open, (way[closed] == "won").mean(), amount[is_won].mean(), 40)
        assert said > 5 * won_a_day


def test_the_interval_holds_the_truth_as_often_as_it_says():
    held = 0
    for seed in range(200):
        random = np.random.default_rng(seed)
        opened = np.sort(random.integers(0, 600, random.poisson(600 * 0.5)))
        way = random.choice(["won", "dropped"], len(opened), p=[0.4, 0.6])
        left = opened + random.gamma(4, 10, len(opened)).astype(int)
        seen = ages_of(opened, left, way, random.gamma(4, 25, len(opened)), 400, 599)
        found = velocity_components(seen, 200).iloc[0]
        held += found["velocity_low"] < 0.5 * 0.4 * 100 < found["velocity_high"]
    assert 183 <= held <= 197  # 190, two standard errors of it to either side


def test_what_was_not_observed_is_missing():
    parts = velocity_components(ages({"opened": 5}, {"days": 9, "open": 5}), 10).loc["inbound"]
    assert parts["opened"] == 0.5
    assert parts["won_share"] == 0
    assert np.isnan(parts["velocity"])
    assert np.isnan(velocity_components(ages({"opened": 5}, {"days": 9, "dropped": 5}), 10)["won_share_low"]).all()
    assert velocity_components(ages({}).iloc[:0], 10).empty
    with pytest.raises(ValueError, match="length"):
        velocity_components(ages({"opened": 5}), 0)


LEVELS = st.floats(0.1, 100)


def component_row(values):
    row = dict(zip(COMPONENTS, values, strict=True))
    return pd.Series(row | {"velocity": float(np.prod(values))} | {f"{name}_error": 0.1 for name in COMPONENTS})


@given(st.tuples(LEVELS, LEVELS, LEVELS), st.tuples(LEVELS, LEVELS, LEVELS))
def test_effects_add_up_and_are_mirrored(first, second):
    before, after = component_row(first), component_row(second)
    change, back = velocity_change(before, after), velocity_change(after, before)
    scale = before["velocity"] + after["velocity"]
    assert change.effects["effect"].sum() == pytest.approx(change.change, abs=1e-9 * scale)
    assert (change.effects["effect"] + back.effects["effect"]).abs().max() <= 1e-9 * scale
    assert change.effects["factor"].prod() == pytest.approx(after["velocity"] / before["velocity"])


def test_equal_factors_share_alike():
    effects = velocity_change(component_row((10, 1, 10)), component_row((20, 1, 20))).effects
    assert effects["effect"].tolist() == pytest.approx([150, 0, 150])  # 100 to 400 a day: half of 300 each
    assert effects["is_clear"].tolist() == [True, False, True]


def test_no_velocity_has_no_effects():
    change = velocity_change(component_row((0, 1, 10)), component_row((20, 1, 10)))
    assert change.effects["effect"].isna().all()
    assert not change.effects["is_clear"].any()
