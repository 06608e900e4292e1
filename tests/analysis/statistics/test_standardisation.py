import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis.statistics.proportions import difference_interval
from analysis.statistics.standardisation import like_for_like, mantel_haenszel_risk_ratio, standardised_rates

cell = st.integers(0, 6).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))
strata = st.lists(st.tuples(cell, cell), min_size=1, max_size=3)

# Bickel, Hammel and O'Connell (1975), Science 187, 398-404: admissions to Berkeley, departments A to F.
MEN = [(512, 825), (353, 560), (120, 325), (138, 417), (53, 191), (22, 373)]
WOMEN = [(89, 108), (17, 25), (202, 593), (131, 375), (94, 393), (24, 341)]


def sides(a, b, index=None):
    return tuple(pd.Series(column, index=index, dtype="int64") for side in (a, b) for column in zip(*side, strict=True))


def test_berkeley_admissions_reverse():
    compared = like_for_like(*sides(MEN, WOMEN))
    # 1198/2691 - 557/1835 = 44.5% - 30.4%
    assert compared.raw.estimate == pytest.approx(1198 / 2691 - 557 / 1835)
    # by hand: sum of (applicants to the department / 4526) x (rate of men - rate of women)
    applicants = np.array([933, 585, 918, 792, 584, 714])
    gaps = (
        np.array([512 / 825 - 89 / 108, 353 / 560 - 17 / 25, 120 / 325 - 202 / 593]),
        np.array([138 / 417 - 131 / 375, 53 / 191 - 94 / 393, 22 / 373 - 24 / 341]),
    )
    assert compared.standardised.estimate == pytest.approx((applicants * np.concatenate(gaps)).sum() / 4526)
    assert compared.standardised.high < 0 < compared.raw.low
    assert compared.reverses
    assert compared.dropped == []


def test_kidney_stones_change_sign_but_too_weakly_for_a_warning():
    # Charig et al. (1986), BMJ 292, 879-882: open surgery against percutaneous, large and small stones
    compared = like_for_like(*sides([(192, 263), (81, 87)], [(55, 80), (234, 270)]))
    assert compared.raw.estimate < 0 < compared.standardised.estimate
    assert compared.raw.low < 0 < compared.raw.high
    assert not compared.reverses


def test_the_same_mix_leaves_the_gap_as_it_is():
    compared = like_for_like(*sides([(10, 50), (30, 100)], [(8, 50), (20, 100)]))
    assert compared.standardised.estimate == pytest.approx(compared.raw.estimate)
    assert not compared.reverses


def test_one_stratum_is_newcombes_interval():
    compared = like_for_like(*sides([(56, 70)], [(48, 80)]))
    assert compared.standardised == pytest.approx(difference_interval(56, 70, 48, 80))


def test_strata_with_one_side_only_are_dropped_by_name_from_the_standardised_gap_alone():
    compared = like_for_like(
        *sides([(5, 10), (9, 9), (0, 0)], [(2, 10), (0, 0), (0, 0)], index=["retail", "public", "nobody"])
    )
    assert compared.dropped == ["public"]
    assert compared.standardised.estimate == pytest.approx(0.3)
    assert compared.raw.estimate == pytest.approx(14 / 19 - 0.2)


def test_nothing_in_common_is_missing():
    compared = like_for_like(*sides([(5, 10), (0, 0)], [(0, 0), (2, 10)]))
    assert compared.standardised.is_missing
    assert not compared.reverses


@given(strata)
def test_swapping_the_sides_mirrors_the_gaps(table):
    a, b = zip(*table, strict=True)
    ours, mirrored = like_for_like(*sides(a, b)), like_for_like(*sides(b, a))
    for gap, other in ((ours.raw, mirrored.raw), (ours.standardised, mirrored.standardised)):
        assert list(gap) == pytest.approx([-other.estimate, -other.high, -other.low], nan_ok=True)
    assert ours.dropped == mirrored.dropped


def test_standardised_interval_covers_the_truth():
    random = np.random.default_rng(13)
    rates_a, rates_b = np.linspace(0.02, 0.2, 5), np.linspace(0.02, 0.2, 5) * 0.6
    covered = 0
    for _ in range(200):
        trials_a, trials_b = random.integers(20, 80, 5), random.integers(20, 80, 5)
        truth = ((trials_a + trials_b) / (trials_a + trials_b).sum() * (rates_a - rates_b)).sum()
        columns = random.binomial(trials_a, rates_a), trials_a, random.binomial(trials_b, rates_b), trials_b
        gap = like_for_like(*map(pd.Series, columns)).standardised
        covered += gap.low <= truth <= gap.high
    assert covered / 200 >= 0.93


WON = pd.DataFrame({"inbound": [10, 40], "outbound": [30, 5]}, index=["A", "B"])
MATURE = pd.DataFrame({"inbound": [100, 200], "outbound": [150, 50]}, index=["A", "B"])


def test_standardised_rates_weigh_each_segment_by_both_motions():
    # A weighs 250 of 500, B as much. Inbound: (10% + 20%) / 2; outbound: (20% + 10%) / 2.
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


def test_mantel_haenszel_of_the_university_group_diabetes_program():
    # Deaths on tolbutamide and on placebo, under 55 years and older: Rothman, Epidemiology: An Introduction, 2nd ed.,
    # Table 10-3. Worked by hand:
    # numerator 8 x 120/226 + 22 x 85/183 = 4.2478 + 10.2186; denominator 5 x 106/226 + 16 x 98/183 = 2.3451 + 8.5683
    ratio = mantel_haenszel_risk_ratio(*sides([(8, 106), (22, 98)], [(5, 120), (16, 85)]))
    assert ratio.estimate == pytest.approx(14.4664 / 10.9134, abs=1e-4)
    # variance of the logarithm: ((106 x 120 x 13 - 8 x 5 x 226) / 226^2 + (98 x 85 x 38 - 22 x 16 x 183) / 183^2)
    #                            / (14.4664 x 10.9134) = (3.0607 + 7.5289) / 157.878 = 0.067074
    assert np.log(ratio.high / ratio.estimate) == pytest.approx(1.959964 * np.sqrt(0.067074), abs=1e-4)


@given(st.lists(st.tuples(*[st.integers(1, 6)] * 4), min_size=1, max_size=3))
def test_mantel_haenszel_agrees_with_statsmodels(cells):
    tables = [np.array([[a, b], [c, d]]) for a, b, c, d in cells]
    ratio = mantel_haenszel_risk_ratio(
        *sides([(a, a + b) for a, b, _, _ in cells], [(c, c + d) for _, _, c, d in cells])
    )
    assert ratio.estimate == pytest.approx(StratifiedTable(tables).riskratio_pooled)
    if len(cells) == 1:
        a, b, c, d = cells[0]
        other = confint_proportions_2indep(a, a + b, c, c + d, method="log", compare="ratio")
        assert (ratio.low, ratio.high) == pytest.approx(other)


def test_a_stratum_with_one_side_says_nothing_about_the_ratio_and_no_success_at_all_is_missing():
    alone = mantel_haenszel_risk_ratio(*sides([(3, 10), (9, 9)], [(2, 10), (0, 0)]))
    assert alone == mantel_haenszel_risk_ratio(*sides([(3, 10)], [(2, 10)]))
    assert mantel_haenszel_risk_ratio(*sides([(0, 10)], [(2, 10)])).is_missing


@pytest.mark.parametrize("compare", [like_for_like, mantel_haenszel_risk_ratio])
def test_strata_that_do_not_match_are_refused(compare):
    a, b = pd.Series([1], index=["retail"]), pd.Series([1], index=["public"])
    with pytest.raises(ValueError, match="same index"):
        compare(a, a, b, b)
