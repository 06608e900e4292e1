"""Estimates over several groups, against the statistics that they must agree with."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.statistics.standardisation import like_for_like
from pages.models.health_estimates import standardised_rates, total_changed

WON = pd.DataFrame({"inbound": [10, 40], "outbound": [30, 5]}, index=["A", "B"])
MATURE = pd.DataFrame({"inbound": [100, 200], "outbound": [150, 50]}, index=["A", "B"])


def test_standardised_rates_weigh_each_segment_by_both_motions():
    # A weighs 250 of 500, B as much. Inbound: (10 % + 20 %) / 2; outbound: (20 % + 10 %) / 2.
    rates = standardised_rates(WON, MATURE)
    assert rates["rate"].to_dict() == pytest.approx({"inbound": 0.15, "outbound": 0.15})
    assert (rates["low"] < 0.15).all()
    assert (rates["high"] > 0.15).all()


def test_their_gap_is_the_standardised_gap():
    won = WON.assign(inbound=[20, 40])
    rates = standardised_rates(won, MATURE)["rate"]
    fair = like_for_like(won["inbound"], MATURE["inbound"], won["outbound"], MATURE["outbound"]).standardised
    assert rates["inbound"] - rates["outbound"] == pytest.approx(fair.estimate)


def test_a_segment_of_one_motion_only_is_left_out():
    rates = standardised_rates(WON, MATURE.assign(outbound=[150, 0]).assign(inbound=[100, 200]))
    assert rates["rate"].to_dict() == pytest.approx({"inbound": 10 / 100, "outbound": 30 / 150})


def test_a_ratio_of_counts_has_the_interval_of_poisson_means():
    # log(120 / 80) +- 1.96 x sqrt(1 / 120 + 1 / 80)
    found = total_changed(120, 120, 80, 80)
    margin = stats.norm.ppf(0.975) * np.sqrt(1 / 120 + 1 / 80)
    assert tuple(found) == pytest.approx((1.5, 1.5 * np.exp(-margin), 1.5 * np.exp(margin)))


def test_nothing_before_has_no_ratio():
    assert total_changed(5, 5, 0, 0).is_missing
