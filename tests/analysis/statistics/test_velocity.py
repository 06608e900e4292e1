import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.statistics.velocity import COMPONENTS, pipeline_velocity, velocity_change, velocity_components


def velocity_of(opportunities, win_rate, amount, days):
    return pipeline_velocity(*(pd.Series([value]) for value in (opportunities, win_rate, amount, days))).iloc[0]


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
        pipeline_velocity(one, one, one, other)


def counts(**changes):
    """40 open, 50 of 80 decided won at 1,000 each or so, in 20 days or so."""
    row = {
        "open_opportunities": 40,
        "decided": 80,
        "won_opportunities": 50,
        "won_amount": 50_000.0,
        "won_amount_squares": 52_000_000.0,
        "won_with_amount": 50,
        "cycle_days": 1_000,
        "cycle_days_squares": 22_000,
        "cycles": 50,
    }
    return pd.DataFrame([row | changes], index=["inbound"])


def test_components_worked_by_hand():
    parts = velocity_components(counts()).loc["inbound"]
    assert parts["velocity"] == pytest.approx(40 * (50 / 80) * 1000 / 20)
    # Squared errors of the logarithms: 1/40; 1/50 - 1/80; s^2 / (n mean^2) with s^2 = 2,000,000 / 49 and 2,000 / 49.
    squares = [1 / 40, 1 / 50 - 1 / 80, 2_000_000 / 49 / 50 / 1000**2, 2_000 / 49 / 50 / 20**2]
    assert parts["velocity_error"] == pytest.approx(np.sqrt(sum(squares)))
    assert parts["velocity_high"] == pytest.approx(1250 * np.exp(1.959964 * np.sqrt(sum(squares))), rel=1e-6)


def test_the_interval_agrees_with_a_bootstrap():
    random = np.random.default_rng(3)
    amounts, cycles, won = random.gamma(4, 250, 60), random.gamma(4, 5, 60), random.random(90) < 0.6
    made = counts(
        open_opportunities=70,
        decided=90,
        won_opportunities=int(won.sum()),
        won_amount=amounts.sum(),
        won_amount_squares=(amounts**2).sum(),
        won_with_amount=60,
        cycle_days=cycles.sum(),
        cycle_days_squares=(cycles**2).sum(),
        cycles=60,
    )
    parts = velocity_components(made).loc["inbound"]
    draws = 4_000

    def means(values):
        return random.choice(values, (draws, len(values))).mean(axis=1)

    drawn = random.poisson(70, draws) * means(won) * means(amounts) / means(cycles)
    assert np.quantile(drawn, [0.025, 0.975]) == pytest.approx(
        [parts["velocity_low"], parts["velocity_high"]], rel=0.05
    )


def test_what_was_not_observed_is_missing():
    parts = velocity_components(counts(decided=0, won_opportunities=0)).loc["inbound"]
    assert np.isnan(parts["win_rate"])
    assert np.isnan(parts["velocity"])
    assert parts["opportunities"] == 40


LEVELS = st.floats(0.1, 100)


def component_row(values):
    row = dict(zip(COMPONENTS, values, strict=True))
    velocity = row["opportunities"] * row["win_rate"] * row["won_amount"] / row["cycle_days"]
    return pd.Series(row | {"velocity": velocity} | {f"{name}_error": 0.1 for name in COMPONENTS})


@given(st.tuples(LEVELS, LEVELS, LEVELS, LEVELS), st.tuples(LEVELS, LEVELS, LEVELS, LEVELS))
def test_effects_add_up_and_are_mirrored(first, second):
    before, after = component_row(first), component_row(second)
    change, back = velocity_change(before, after), velocity_change(after, before)
    scale = before["velocity"] + after["velocity"]
    assert change.effects["effect"].sum() == pytest.approx(change.change, abs=1e-9 * scale)
    assert (change.effects["effect"] + back.effects["effect"]).abs().max() <= 1e-9 * scale
    assert change.effects["factor"].prod() == pytest.approx(after["velocity"] / before["velocity"])


def test_a_shorter_cycle_adds_and_equal_halves_share_alike():
    before, after = component_row((10, 1, 10, 20)), component_row((20, 1, 10, 10))
    effects = velocity_change(before, after).effects
    assert effects["effect"].tolist() == pytest.approx([7.5, 0, 0, 7.5])  # 5 to 20 a day: half of 15 each
    assert effects["is_clear"].tolist() == [True, False, False, True]


def test_no_velocity_has_no_effects():
    change = velocity_change(component_row((0, 1, 10, 20)), component_row((20, 1, 10, 10)))
    assert change.effects["effect"].isna().all()
    assert not change.effects["is_clear"].any()
