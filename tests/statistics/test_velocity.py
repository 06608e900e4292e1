import numpy as np
import pandas as pd
import pytest

from analysis.statistics.velocity import pipeline_velocity


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
