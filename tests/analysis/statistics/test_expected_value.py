"""What a typical deal is worth: shrunken means against a second library and a published example, and their laws."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from analysis.statistics.expected_value import _dersimonian_laird, shrunken_means

AMOUNTS = [[10.0, 14.0, 12.0], [30.0, 34.0], [20.0], []]


def sums(groups):
    return (
        pd.Series([sum(own) for own in groups]),
        pd.Series([sum(each**2 for each in own) for own in groups]),
        pd.Series([len(own) for own in groups]),
    )


def test_means_agree_with_a_second_library():
    full = AMOUNTS[:3]
    within = sum((each - np.mean(own)) ** 2 for own in full for each in own) / sum(len(own) - 1 for own in full)
    means, variances = [np.mean(own) for own in full], [within / len(own) for own in full]
    found = combine_effects(np.array(means), np.array(variances), method_re="dl")
    expected = [
        (mean * found.tau2 + found.mean_effect_re * variance) / (found.tau2 + variance)
        for mean, variance in zip(means, variances, strict=True)
    ]
    assert shrunken_means(*sums(AMOUNTS)).tolist() == pytest.approx([*expected, found.mean_effect_re])


def test_the_published_example_of_the_estimator():
    # The BCG vaccine trials (Viechtbauer 2010, J. Stat. Software 36:3): between variance 0.3088, mean -0.7141.
    trials = [
        (-0.8893, 0.3256), (-1.5854, 0.1946), (-1.3481, 0.4154), (-1.4416, 0.0200), (-0.2175, 0.0512),
        (-0.7861, 0.0069), (-1.6209, 0.2230), (0.0120, 0.0040), (-0.4694, 0.0564), (-1.3713, 0.0730),
        (-0.3394, 0.0124), (0.4459, 0.5325), (-0.0173, 0.0714),
    ]  # fmt: skip
    between, mean = _dersimonian_laird(*np.array(trials).T)
    assert (between, mean) == pytest.approx((0.3088, -0.7141), abs=1e-3)


def test_a_mean_lies_between_its_own_and_the_others_and_moves_less_with_more_amounts():
    few, many = [[10.0, 12.0], [30.0, 34.0]], [[10.0, 12.0] * 20, [30.0, 34.0]]
    for groups in (few, many):
        first, second = shrunken_means(*sums(groups))
        assert 11 <= first <= second <= 32
    assert shrunken_means(*sums(many))[0] - 11 < shrunken_means(*sums(few))[0] - 11


def test_groups_that_do_not_differ_share_one_mean():
    alike = [[10.0, 20.0, 30.0], [12.0, 18.0, 30.0]]
    assert shrunken_means(*sums(alike)).tolist() == pytest.approx([20.0, 20.0])


def test_nothing_known_is_missing_and_no_spread_keeps_the_own_mean():
    assert shrunken_means(*sums([[], []])).isna().all()
    assert shrunken_means(*sums([[5.0], [7.0], []])).tolist() == pytest.approx([5, 7, 6])


def test_impossible_sums_are_refused():
    with pytest.raises(ValueError, match="too small for the sums"):
        shrunken_means(pd.Series([10.0]), pd.Series([10.0]), pd.Series([2]))
