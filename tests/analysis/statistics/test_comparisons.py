import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

from analysis.statistics.comparisons import benjamini_hochberg, compare_pairs, p_value_of_pair

counts = st.integers(0, 12).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))


def test_benjamini_and_hochbergs_own_example():
    # Benjamini and Hochberg (1995), JRSS B 57, section 4.1: fifteen endpoints of a trial of thrombolysis. At 0.05
    # their procedure rejects the four smallest p-values, Bonferroni's three. Benjamini, Krieger and Yekutieli (2006),
    # Biometrika 93, 491-507, take up the same list ("single step-up: 4"), and so does statsmodels' test_fdr_bky.
    p_values = pd.Series(
        [
            *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
            *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
        ]
    )
    adjusted = benjamini_hochberg(p_values)
    assert (adjusted < 0.05).sum() == 4
    assert (p_values < 0.05 / 15).sum() == 3
    assert adjusted[3] == pytest.approx(0.0095 * 15 / 4)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_adjusting_agrees_with_statsmodels_and_leaves_missing_ones_out(p_values):
    adjusted = benjamini_hochberg(pd.Series([*p_values, np.nan]))
    assert np.isnan(adjusted.iloc[-1])
    assert adjusted.iloc[:-1].tolist() == pytest.approx(multipletests(p_values, method="fdr_bh")[1].tolist())


def test_fishers_tea():
    # Fisher (1935), The Design of Experiments: three of four cups right. One-sided 17/70; two-sided 34/70.
    pairs = compare_pairs(pd.Series([3, 1]), pd.Series([4, 4]))
    assert pairs["p_value"].tolist() == pytest.approx([34 / 70])


@given(st.lists(counts, min_size=2, max_size=4))
def test_small_counts_agree_with_scipys_exact_test(groups):
    successes, trials = (pd.Series(side) for side in zip(*groups, strict=True))
    pairs = compare_pairs(successes, trials)
    seen = int((trials > 0).sum())
    assert len(pairs) == seen * (seen - 1) // 2
    for pair in pairs.itertuples():
        table = [
            [successes[pair.first], trials[pair.first] - successes[pair.first]],
            [successes[pair.second], trials[pair.second] - successes[pair.second]],
        ]
        if stats.contingency.expected_freq(table).min() < 5:
            assert pair.p_value == pytest.approx(stats.fisher_exact(table).pvalue)
    assert pairs["adjusted_p"].tolist() == pytest.approx(
        multipletests(pairs["p_value"], method="fdr_bh")[1].tolist() if len(pairs) else []
    )


@given(counts, counts, st.sampled_from([1, 20]))
def test_one_pair_is_what_all_pairs_of_two_groups_say(first, second, times):
    (part, whole), (other_part, other_whole) = (tuple(times * count for count in side) for side in (first, second))
    pairs = compare_pairs(pd.Series([part, other_part]), pd.Series([whole, other_whole]))
    expected = pairs["p_value"].tolist() or [float("nan")]
    found = p_value_of_pair(part, whole, other_part, other_whole)
    np.testing.assert_equal(found, expected[0])


def test_large_counts_agree_with_statsmodels_z_test():
    pair = compare_pairs(pd.Series({"web": 40, "fair": 30}), pd.Series({"web": 400, "fair": 500})).iloc[0]
    assert (pair["first"], pair["second"]) == ("web", "fair")
    assert pair["difference"] == pytest.approx(0.10 - 0.06)
    assert pair["p_value"] == pytest.approx(proportions_ztest([40, 30], [400, 500])[1])


def test_exactness_begins_below_an_expected_count_of_five():
    # pooled rate 10 / 100: the smaller group of 50 expects 5, the group of 49 fewer
    at_five = compare_pairs(pd.Series([2, 8]), pd.Series([50, 50]))["p_value"].iloc[0]
    assert at_five == pytest.approx(proportions_ztest([2, 8], [50, 50])[1])
    below_five = compare_pairs(pd.Series([2, 8]), pd.Series([49, 51]))["p_value"].iloc[0]
    assert below_five == pytest.approx(stats.fisher_exact([[2, 47], [8, 43]]).pvalue)


def test_groups_nobody_saw_are_left_out():
    assert compare_pairs(pd.Series([1, 0]), pd.Series([3, 0])).empty


def test_repeated_labels_and_impossible_p_values_are_refused():
    twice = pd.Series([1, 2], index=["web", "web"])
    with pytest.raises(ValueError, match="once"):
        compare_pairs(twice, twice)
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg(pd.Series([0.5, 1.5]))
