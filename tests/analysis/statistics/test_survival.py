import lifelines
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from analysis.statistics.proportions import wilson_intervals
from analysis.statistics.survival import aalen_johansen, conversion_by, kaplan_meier, quantile, share_in_the_end

SIX_MP_RELAPSES = [6, 6, 6, 7, 10, 13, 16, 22, 23]
SIX_MP_CENSORED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]

people = st.lists(st.tuples(st.integers(0, 8), st.sampled_from(["won", "lost", "censored"])), min_size=1, max_size=12)


def counted(exits, censored):
    return pd.DataFrame(
        {
            "days": [*exits, *censored],
            "exited": [1] * len(exits) + [0] * len(censored),
            "censored": [0] * len(exits) + [1] * len(censored),
        }
    )


def by_cause(watched):
    days, ends = zip(*watched, strict=True)
    return pd.DataFrame({"days": days, **{end: [int(e == end) for e in ends] for end in ("won", "lost", "censored")}})


SIX_MP = kaplan_meier(counted(SIX_MP_RELAPSES, SIX_MP_CENSORED))


def test_kaplan_meier_of_the_leukaemia_patients_on_6_mp():
    # Freireich et al. (1963), Blood 21, 699-716; product-limit table as in Klein and Moeschberger, Survival Analysis,
    # Table 4.1B.
    published = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    at_risk = {6: 21, 7: 17, 10: 15, 13: 12, 16: 11, 22: 7, 23: 6}
    assert SIX_MP.loc[list(published), "survival"].round(3).to_dict() == published
    assert SIX_MP.loc[list(at_risk), "at_risk"].to_dict() == at_risk
    assert quantile(SIX_MP, 0.5) == 23


def test_log_log_interval_worked_by_hand():
    # day 6: S = 18/21, Greenwood sum 3 / (21 x 18) = 0.0079365, its root 0.0890871, log S = -0.1541507
    # bounds S^exp(+-1.959964 x 0.0890871 / 0.1541507) = S^exp(+-1.132708)
    s = 18 / 21
    expected = [s ** np.exp(1.132708), s ** np.exp(-1.132708)]
    assert SIX_MP.loc[6, ["low", "high"]].tolist() == pytest.approx(expected, abs=1e-6)


def test_six_mp_intervals_agree_with_lifelines():
    fitter = lifelines.KaplanMeierFitter().fit(
        SIX_MP_RELAPSES + SIX_MP_CENSORED, [1] * len(SIX_MP_RELAPSES) + [0] * len(SIX_MP_CENSORED)
    )
    other = fitter.confidence_interval_.loc[6:]
    assert SIX_MP.loc[6:, "low"].to_numpy() == pytest.approx(other.iloc[:, 0].to_numpy())
    assert SIX_MP.loc[6:, "high"].to_numpy() == pytest.approx(other.iloc[:, 1].to_numpy())


@given(people)
def test_survival_agrees_with_statsmodels_and_obeys_its_laws(watched):
    exits = [day for day, end in watched if end != "censored"]
    censored = [day for day, end in watched if end == "censored"]
    curve = kaplan_meier(counted(exits, censored))
    assert curve.index[0] == 0
    assert curve["survival"].is_monotonic_decreasing
    assert (curve["low"] <= curve["survival"]).all()
    assert (curve["survival"] <= curve["high"]).all()
    assert curve["low"].ge(0).all()
    assert curve["high"].le(1).all()
    if exits:
        other = SurvfuncRight([*exits, *censored], [1] * len(exits) + [0] * len(censored))
        assert curve.loc[other.surv_times, "survival"].to_numpy() == pytest.approx(other.surv_prob)
        assert curve.loc[other.surv_times, "at_risk"].tolist() == other.n_risk.tolist()


@given(people)
def test_rows_of_one_day_add_up(watched):
    apart = by_cause(watched)
    together = apart.groupby("days", as_index=False).sum()
    pd.testing.assert_frame_equal(aalen_johansen(apart), aalen_johansen(together))


def test_without_censoring_it_is_the_empirical_share():
    curve = kaplan_meier(counted([1, 2, 2, 5], []))
    assert conversion_by(curve, [0, 1, 2, 4, 5, 9])["rate"].tolist() == pytest.approx([0, 1 / 4, 3 / 4, 3 / 4, 1, 1])


def test_those_censored_on_the_day_of_an_exit_were_still_at_risk():
    # two watched, one leaves and one is last seen on day 3: half have left, not all
    assert conversion_by(kaplan_meier(counted([3], [3])), 3)["rate"].tolist() == [0.5]


def test_beyond_the_last_day_nothing_is_known():
    curve = kaplan_meier(counted([2], [4, 4, 6]))
    rates = conversion_by(curve, [6, 7])
    assert rates.loc[6, "rate"] == pytest.approx(1 / 4)
    assert rates.loc[7].isna().all()


def test_nobody_converted_yet_is_not_certainly_none():
    # 20 watched for ten days, nobody left: the upper bound is Wilson's for 0 of 20
    rates = conversion_by(kaplan_meier(counted([], [10] * 20)), [0, 5, 10])
    wilson = wilson_intervals(pd.Series([0]), pd.Series([20])).iloc[0]
    assert rates["rate"].tolist() == [0, 0, 0]
    assert rates["high"].tolist() == pytest.approx([wilson["high"]] * 3)


def test_quantiles_are_missing_when_the_curve_never_falls_that_far():
    curve = kaplan_meier(counted([1, 4], [9, 9]))
    assert quantile(curve, 0.25) == 1
    assert quantile(curve, 0.5) == 4
    assert np.isnan(quantile(curve, 0.51))


def test_competing_risks_of_the_breast_cancer_patients():
    # Satagopan et al. (2004), British Journal of Cancer 91, 1229-1235, Table 2: 305 patients; deaths from breast
    # cancer in months 10, 16, 23, 27, from other causes in 18 and 26, censored in 7, 14 and 24. The paper prints each
    # step of the incidence as 0.3% and sums the rounded steps; overall survival is printed to 0.1%.
    counts = pd.DataFrame(
        {
            "days": [7, 10, 14, 16, 18, 23, 24, 26, 27, 99],
            "cancer": [0, 1, 0, 1, 0, 1, 0, 0, 1, 0],
            "other": [0, 0, 0, 0, 1, 0, 0, 1, 0, 0],
            "censored": [1, 0, 1, 0, 0, 0, 1, 0, 0, 296],
        }
    )
    curves = aalen_johansen(counts)
    cancer, other = curves.loc["cancer"], curves.loc["other"]
    months = [10, 16, 18, 23, 26, 27]
    assert cancer.loc[months, "at_risk"].tolist() == [304, 302, 301, 300, 298, 297]
    survival = 1 - cancer["incidence"] - other["incidence"]
    assert (100 * survival.loc[months]).round(1).tolist() == [99.7, 99.3, 99.0, 98.7, 98.3, 98.0]
    assert (100 * cancer["incidence"].loc[[0, 10, 16, 23, 27]].diff().dropna()).round(1).tolist() == [0.3] * 4


@pytest.mark.filterwarnings("ignore::RuntimeWarning:statsmodels")  # of its standard error, not used here
@given(people)
def test_incidence_agrees_with_statsmodels_and_adds_up(watched):
    counts = by_cause(watched)
    curves = aalen_johansen(counts)
    curve = kaplan_meier(counts.assign(exited=counts["won"] + counts["lost"]))
    total = curves.loc["won", "incidence"] + curves.loc["lost", "incidence"]
    assert (1 - total).to_numpy() == pytest.approx(curve["survival"].to_numpy(), abs=1e-12)
    assert (curves["low"] <= curves["incidence"]).all()
    assert (curves["incidence"] <= curves["high"]).all()
    codes = {"censored": 0, "won": 1, "lost": 2}
    if {end for _, end in watched} >= {"won", "lost"}:
        days, ends = zip(*watched, strict=True)
        other = CumIncidenceRight(np.array(days), np.array([codes[end] for end in ends]))
        for place, cause in enumerate(["won", "lost"]):
            ours = curves.loc[cause].reindex(other.times, method="ffill")
            assert ours["incidence"].to_numpy() == pytest.approx(other.cinc[place])


def test_incidence_variance_agrees_with_lifelines():
    days, ends = [2, 3, 5, 7, 8, 11, 12, 14], [1, 2, 1, 0, 1, 2, 1, 0]
    fitter = lifelines.AalenJohansenFitter(calculate_variance=True).fit(days, ends, event_of_interest=1)
    names = {0: "censored", 1: "won", 2: "lost"}
    curve = aalen_johansen(by_cause([(day, names[end]) for day, end in zip(days, ends, strict=True)])).loc["won"]
    incidence = curve.loc[days[:-1], "incidence"].to_numpy()
    remaining = 1 - incidence
    assert incidence == pytest.approx(fitter.cumulative_density_.iloc[:, 0].loc[days[:-1]].to_numpy())
    # undo the log-log transform of the upper bound to get the standard error back
    z = np.log(np.log(1 - curve.loc[days[:-1], "high"].to_numpy()) / np.log(remaining)) / 1.959964
    error = z * remaining * np.abs(np.log(remaining))
    assert error**2 == pytest.approx(fitter.variance_.loc[days[:-1]].to_numpy(), rel=1e-6)


@given(people)
def test_one_cause_is_kaplan_meier_upside_down(watched):
    counts = counted([day for day, end in watched if end == "won"], [day for day, end in watched if end != "won"])
    curve = kaplan_meier(counts)
    incidence = aalen_johansen(counts.rename(columns={"exited": "won"})).loc["won"]
    assert (1 - incidence["incidence"]).to_numpy() == pytest.approx(curve["survival"].to_numpy())
    assert (1 - incidence["high"]).to_numpy() == pytest.approx(curve["low"].to_numpy(), abs=1e-9)
    assert (1 - incidence["low"]).to_numpy() == pytest.approx(curve["high"].to_numpy(), abs=1e-9)


def test_conversion_intervals_cover_the_truth_with_staggered_censoring():
    random = np.random.default_rng(12)
    truth, covered = 1 - np.exp(-60 / 200), 0
    for _ in range(200):
        left, watched = np.ceil(random.exponential(200, 30)), random.integers(10, 150, 30)
        curve = kaplan_meier(counted(left[left <= watched], watched[left > watched]))
        rate = conversion_by(curve, 60).iloc[0]
        covered += rate["low"] <= truth <= rate["high"]
    assert 0.92 <= covered / 200 <= 0.99


def test_nobody_watched_gives_an_empty_curve_and_missing_rates():
    curve = kaplan_meier(counted([], []))
    assert curve.empty
    assert list(curve.columns) == ["at_risk", "survival", "low", "high"]
    assert np.isnan(quantile(curve, 0.5))
    assert conversion_by(curve, [30, 60]).isna().all(axis=None)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: kaplan_meier(pd.DataFrame({"days": [1], "exited": [1]})), "censored is not there"),
        (lambda: kaplan_meier(counted([-1], [])), "negative"),
        (lambda: aalen_johansen(pd.DataFrame({"days": [1], "censored": [1]})), "one cause"),
        (lambda: quantile(SIX_MP, 50), "strictly between"),
        (lambda: conversion_by(SIX_MP, -1), "negative"),
        (lambda: kaplan_meier(counted([1], []), level=0), "level"),
    ],
)
def test_bad_input_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


@given(people)
def test_the_share_in_the_end_of_people_watched_from_the_beginning_is_the_last_of_their_curve(watched):
    counts = by_cause(watched)
    share, error = share_in_the_end(counts.assign(joined=0), "won")
    curve = aalen_johansen(counts).loc["won"]
    assert share == pytest.approx(curve["incidence"].iloc[-1])
    assert 0 <= error <= 1


def test_delayed_entry_is_that_of_lifelines():
    random = np.random.default_rng(4)
    joined = random.integers(0, 5, 80)
    left = joined + random.integers(1, 12, 80)
    is_won = random.random(80) < 0.7
    fitted = lifelines.KaplanMeierFitter().fit(left, is_won, entry=joined)
    late = joined > 0  # who entered at 0 was there from the beginning
    counts = pd.concat(
        [
            pd.DataFrame({"days": left, "joined": 0, "won": is_won.astype(int), "censored": (~is_won).astype(int)}),
            pd.DataFrame({"days": joined[late], "joined": 1, "won": 0, "censored": 0}),
        ]
    )
    # Both count those who enter on a day as not yet there for the exits of that day.
    assert share_in_the_end(counts, "won")[0] == pytest.approx(1 - fitted.survival_function_.iloc[-1, 0])


def test_no_more_can_join_than_leave():
    counts = pd.DataFrame({"days": [1, 2], "joined": [1, 3], "won": [1, 0], "censored": [0, 1]})
    with pytest.raises(ValueError, match="joined"):
        share_in_the_end(counts, "won")
    assert np.isnan(share_in_the_end(counts.iloc[:0], "won")[0])
