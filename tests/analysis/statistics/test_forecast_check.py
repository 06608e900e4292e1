"""Earlier forecasts against what happened: spread and coverage by hand, and on drawn months whose spread is known."""

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.forecast_check import ASSUMED_LEVEL, brier, first_visible, share_within, spread


def test_without_a_month_the_assumption_stands():
    found = spread(pd.Series(dtype=float), pd.Series(dtype=float))
    assert found == (pytest.approx(ASSUMED_LEVEL), 1.0, 0)


def test_the_spread_by_hand():
    # (20 - 10)^2 = 100, (100 - 130)^2 = 900: beyond chance 90 / 100 and 800 / 10,000; the month below 1 says nothing
    found = spread(pd.Series([10.0, 100.0, 0.5]), pd.Series([20, 130, 4]))
    assert found.level == pytest.approx((0.9 + 0.08 + 3 * 0.0144) / 5)
    assert found.chance == 1
    assert found.months == 2
    # 1 / 10 and 4 / 100 of chance's variance, drawn to 1 by three months: (0.14 + 3) / 5
    assert spread(pd.Series([10.0, 100.0]), pd.Series([11, 102])).chance == pytest.approx(3.14 / 5)


@pytest.mark.parametrize(("level", "chance"), [(0.0, 1.0), (0.09, 1.0)])
def test_the_spread_is_found_in_drawn_months(level, chance):
    random = np.random.default_rng(5)
    expected = np.full(4_000, 60.0)
    factor = random.gamma(1 / level, level, len(expected)) if level else 1.0
    found = spread(pd.Series(expected), pd.Series(random.poisson(expected * factor)))
    assert found.level == pytest.approx(level, abs=0.008)
    assert found.chance == pytest.approx(chance, abs=0.06)


def test_what_cannot_be_checked_is_refused():
    with pytest.raises(ValueError, match="index"):
        spread(pd.Series([1.0], index=[1]), pd.Series([1]))
    with pytest.raises(ValueError, match="whole"):
        spread(pd.Series([1.0]), pd.Series([0.5]))


def test_the_brier_score_is_the_mean_squared_distance():
    chances, happened = pd.Series([0.9, 0.2, 1.0]), pd.Series([True, False, False])
    assert brier(chances, happened) == pytest.approx((0.01 + 0.04 + 1) / 3)
    always = pd.Series([0.25] * 4)
    assert brier(always, pd.Series([True, False, False, False])) == pytest.approx(0.25 * 0.75), "p (1 - p)"
    assert np.isnan(brier(always.head(0), pd.Series([], dtype=bool)))
    with pytest.raises(ValueError, match="above 1"):
        brier(pd.Series([1.1]), pd.Series([True]))
    with pytest.raises(ValueError, match="negative"):
        brier(pd.Series([-0.1]), pd.Series([True]))
    with pytest.raises(ValueError, match="index"):
        brier(chances, happened.head(2))


def test_coverage_counts_months_once():
    rows = pd.DataFrame(
        {"month": [1, 1, 2, 2], "actual": [5, 5, 9, 9], "low": [5, 6, 0, 0], "high": [8, 8, 9, 10]},
    )
    held = share_within(rows)
    assert held.estimate == pytest.approx(3 / 4)
    # Wilson's interval of 1.5 of 2: (p + z^2/2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)
    z, n, p = 1.959964, 2, 0.75
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    assert held.low == pytest.approx((p + z**2 / (2 * n) - half) / (1 + z**2 / n), rel=1e-6)
    assert held.high == pytest.approx((p + z**2 / (2 * n) + half) / (1 + z**2 / n), rel=1e-6)
    assert share_within(rows.head(0)).is_missing


def test_it_shows_in_the_first_month_below_the_band():
    assert first_visible(np.array([9.0, 7.9, 3.0]), np.array([8.0, 8.0, 8.0])) == 1
    assert first_visible(np.array([8.0, 8.0]), np.array([8.0, 8.0])) is None
