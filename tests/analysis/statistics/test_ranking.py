import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, optimize, stats

from analysis.statistics.comparisons import compare_pairs
from analysis.statistics.ranking import rank_groups, shrunken_rates

counts = st.integers(0, 9).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))
worlds = st.lists(counts, min_size=1, max_size=4)


def columns(groups):
    successes, trials = (pd.Series(side, dtype="int64") for side in zip(*groups, strict=True))
    return successes, trials


def test_shrunken_rate_of_one_group_against_direct_integration():
    # Slow twin: the average over the prior's mean m and the shrinkage b, both by quadrature.
    successes, trials = 3, 10

    def weight(m, b):
        strength = trials * b / (1 - b)
        return stats.betabinom.pmf(successes, trials, m * strength, (1 - m) * strength) / np.sqrt(m * (1 - m))

    def rate(m, b):
        strength = trials * b / (1 - b)
        return (m * strength + successes) / (strength + trials)

    limits = ((1e-6, 1 - 1e-6), (1e-6, 1 - 1e-6))
    tolerance = {"epsabs": 1e-4, "epsrel": 1e-4}
    total, _ = integrate.nquad(weight, limits, opts=tolerance)
    mean, _ = integrate.nquad(lambda m, b: weight(m, b) * rate(m, b), limits, opts=tolerance)
    assert shrunken_rates(pd.Series([successes]), pd.Series([trials]))["rate"].iloc[0] == pytest.approx(
        mean / total, abs=0.003
    )


def test_many_groups_are_shrunk_as_by_the_fitted_prior():
    random = np.random.default_rng(4)
    trials = pd.Series(random.integers(20, 400, 200))
    successes = pd.Series(random.binomial(trials, random.beta(4, 36, 200)))
    likeliest = optimize.minimize(
        lambda logs: -stats.betabinom.logpmf(successes, trials, *np.exp(logs)).sum(), (0, 3), method="Nelder-Mead"
    )
    alpha, beta = np.exp(likeliest.x)
    rates = shrunken_rates(successes, trials)
    assert rates["rate"].to_numpy() == pytest.approx(
        ((alpha + successes) / (alpha + beta + trials)).to_numpy(), abs=3e-3
    )
    posterior = stats.beta(alpha + successes, beta + trials - successes)
    assert rates["low"].to_numpy() == pytest.approx(posterior.ppf(0.025), abs=6e-3)
    assert rates["high"].to_numpy() == pytest.approx(posterior.ppf(0.975), abs=6e-3)


@given(worlds)
def test_shrunken_rates_lie_within_their_interval_and_need_a_trial(groups):
    successes, trials = columns(groups)
    rates = shrunken_rates(successes, trials)
    seen = trials > 0
    assert rates[~seen].isna().all(axis=None)
    assert (rates["low"] < rates["rate"])[seen].all()
    assert (rates["rate"] < rates["high"])[seen].all()
    assert rates["low"][seen].ge(0).all()
    assert rates["high"][seen].le(1).all()


def test_a_small_group_is_drawn_further_than_a_large_one():
    rates = shrunken_rates(pd.Series([3, 300, 40]), pd.Series([10, 1000, 1000]))
    assert rates["rate"][0] < rates["rate"][1]
    assert abs(rates["rate"][1] - 0.3) < 0.005


@pytest.mark.parametrize(("groups", "trials", "strength"), [(5, 20, 40), (16, 20, 8000), (16, 200, 40), (3, 200, 8000)])
def test_intervals_cover_the_groups_true_rates(groups, trials, strength):
    # Groups that hardly differ (strength 8000) are where a fitted prior taken as known covers 20 to 40% only.
    random = np.random.default_rng(6)
    covered = []
    for _ in range(60):
        truth = random.beta(0.05 * strength, 0.95 * strength, groups)
        seen = random.poisson(trials, groups) + 1
        rates = shrunken_rates(pd.Series(random.binomial(seen, truth)), pd.Series(seen))
        covered.append(((rates["low"] <= truth) & (truth <= rates["high"])).mean())
    assert np.mean(covered) >= 0.92


def test_clear_differences_make_contiguous_ranks():
    ranking = rank_groups(
        pd.Series({"poor": 20, "best": 300, "good": 285, "unseen": 0, "middling": 100}),
        pd.Series({"poor": 1000, "best": 1000, "good": 1000, "unseen": 0, "middling": 1000}),
    )
    assert list(ranking.columns) == ["shrunken", "low", "high", "rank_group"]
    assert ranking["rank_group"].dropna().to_dict() == {"best": 1, "good": 1, "middling": 2, "poor": 3}
    assert ranking.index[-1] == "unseen"
    assert ranking.loc["unseen"].isna().all()


def test_a_new_rank_needs_a_difference_from_the_leader_not_from_the_neighbour():
    # each differs little from the next, but the last from the first: 30, 27, 24, 21 of 100, ten times over
    ranking = rank_groups(pd.Series([300, 270, 240, 210]), pd.Series([1000] * 4))
    assert ranking["rank_group"].tolist() == [1, 1, 2, 2]


def test_a_lucky_small_group_does_not_win():
    ranking = rank_groups(pd.Series({"lucky": 2, "large": 120}), pd.Series({"lucky": 4, "large": 1000}))
    assert ranking.index.tolist() == ["large", "lucky"]
    assert ranking["rank_group"].tolist() == [1, 1]


def test_data_without_signal_yields_one_rank():
    random = np.random.default_rng(8)
    single = 0
    for _ in range(100):
        trials = pd.Series(random.integers(20, 900, 12))
        single += rank_groups(pd.Series(random.binomial(trials, 0.06)), trials)["rank_group"].max() == 1
    assert single >= 95


@given(worlds)
def test_ranks_are_contiguous_and_nobody_is_told_apart_from_their_leader(groups):
    successes, trials = columns([(success * 40, trial * 40) for success, trial in groups])
    ranking = rank_groups(successes, trials)
    seen = ranking.dropna()
    assert len(ranking) == len(successes)
    assert seen["low"].is_monotonic_decreasing
    assert seen["rank_group"].diff().dropna().isin([0, 1]).all()
    apart = {
        frozenset((pair.first, pair.second))
        for pair in compare_pairs(successes, trials).itertuples()
        if pair.adjusted_p < 0.05
    }
    for _, members in seen.groupby("rank_group"):
        leader = members.index[0]
        better = (successes / trials)[members.index] >= (successes / trials)[leader]
        assert not any(frozenset((leader, other)) in apart for other in members.index[~better])
    if not seen["low"].duplicated().any():
        reversed_rows = rank_groups(successes[::-1], trials[::-1])["rank_group"]
        assert reversed_rows.dropna().to_dict() == seen["rank_group"].to_dict()


def test_forty_groups_are_ranked_quickly():
    random = np.random.default_rng(9)
    trials = pd.Series(random.integers(5, 3000, 40))
    successes = pd.Series(random.binomial(trials, 0.05))
    start = time.perf_counter()
    rank_groups(successes, trials)
    assert time.perf_counter() - start < 0.5
