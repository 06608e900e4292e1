import itertools
import math
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from analysis.statistics.bootstrap import unbiased_hhi
from analysis.statistics.checks import Interval
from analysis.statistics.concentration import concentration, effective_number, gini, top_share

small_counts = st.lists(st.integers(0, 5), min_size=1, max_size=4).map(lambda counts: pd.Series(counts, dtype="int64"))


def hhi(counts):
    return unbiased_hhi(np.asarray(counts, dtype=float))


def test_index_of_many_is_the_department_of_justices_example():
    # U.S. Department of Justice, "Herfindahl-Hirschman Index": four firms with 30, 30, 20 and 20 percent: 2,600.
    assert concentration(pd.Series([30, 30, 20, 20]) * 10**6).hhi.estimate == pytest.approx(0.2600)


def test_unbiased_index_worked_by_hand():
    # 3 and 2 of 5: (3 x 2 + 2 x 1) / (5 x 4) = 8 / 20
    assert hhi(pd.Series([3, 2])) == pytest.approx(0.4)
    assert effective_number(Interval(0.4, 0.3, 0.8), 2) == (2, 1.25, 2)  # 1 / 0.4 = 2.5, but there are two channels


def test_mean_of_the_unbiased_index_is_the_truth_in_every_sample_of_a_small_world():
    # All samples of four leads over three channels, each with its probability.
    truth = np.array([0.5, 0.3, 0.2])
    mean_unbiased = mean_plain = 0.0
    for sample in itertools.product(range(3), repeat=4):
        probability = math.prod(truth[list(sample)])
        counts = np.bincount(sample, minlength=3)
        mean_unbiased += probability * hhi(counts)
        mean_plain += probability * ((counts / 4) ** 2).sum()
    assert mean_unbiased == pytest.approx(0.5**2 + 0.3**2 + 0.2**2)
    assert mean_plain == pytest.approx(0.38 + (1 - 0.38) / 4)


def test_twelve_wins_over_six_even_channels():
    samples = np.random.default_rng(1).multinomial(12, [1 / 6] * 6, size=3000)
    unbiased = np.mean([hhi(sample) for sample in samples])
    plain = np.mean(((samples / 12) ** 2).sum(axis=1))
    assert unbiased == pytest.approx(1 / 6, abs=0.003)
    assert plain == pytest.approx(0.236, abs=0.003)  # 1/6 + (1 - 1/6) / 12


@given(small_counts)
def test_laws_of_the_measures(counts):
    if counts.sum() == 0:
        assert np.isnan([hhi(counts), top_share(counts, 1), gini(counts)]).all()
        return
    assert top_share(counts, 1) == pytest.approx(counts.max() / counts.sum())
    assert top_share(counts, 1) <= top_share(counts, 3) <= top_share(counts, 99) == pytest.approx(1)
    if counts.sum() < 2:
        assert np.isnan(hhi(counts))
    elif len(counts) > 1:
        merged = pd.Series([counts.iloc[0] + counts.iloc[1], *counts.iloc[2:]])
        assert hhi(merged) >= hhi(counts) - 1e-12


@given(small_counts)
def test_gini_is_half_the_relative_mean_difference(counts):
    if counts.sum() > 0:
        values = counts.to_numpy()
        mean_difference = np.abs(values[:, None] - values[None, :]).mean()
        assert gini(counts) == pytest.approx(mean_difference / 2 / values.mean(), abs=1e-12)


def test_gini_of_equals_is_0_and_of_one_with_all_three_quarters():
    assert gini(pd.Series([2, 2, 2, 2])) == pytest.approx(0)
    assert gini(pd.Series([0, 0, 0, 8])) == pytest.approx(3 / 4)


@given(small_counts, st.sampled_from([0.8, 0.95]))
def test_intervals_hold_their_estimate_and_stay_possible(counts, level):
    measured = concentration(counts, draws=100, level=level)
    if counts.sum() < 2:
        assert all(np.isnan(interval).all() for interval in measured)
        return
    assert measured.hhi.estimate == hhi(counts)
    assert measured.effective_number == effective_number(measured.hhi, len(counts))
    assert measured.top1.estimate == pytest.approx(top_share(counts, 1))
    assert measured.top3.estimate == pytest.approx(top_share(counts, 3))
    for interval in measured:
        assert interval.low <= interval.estimate <= interval.high
    assert measured.effective_number.low >= 1
    assert measured.effective_number.high <= len(counts)
    assert measured.top1.low >= 1 / len(counts) - 1e-12


def test_bootstrap_of_a_clear_leader_is_wilsons_interval():
    # 600 of 1000 against 250 and 150: nobody else could be the leader, so nothing is corrected
    top1 = concentration(pd.Series([600, 250, 150])).top1
    assert (top1.low, top1.high) == pytest.approx(proportion_confint(600, 1000, method="wilson"), abs=2e-3)


def test_same_seed_same_numbers_and_a_table_of_them():
    counts = pd.Series([120, 70, 30, 25])
    assert concentration(counts) == concentration(counts)
    assert concentration(counts) != concentration(counts, seed=2)
    table = concentration(counts).frame()
    assert list(table.columns) == ["estimate", "low", "high"]
    assert table.index.tolist() == ["hhi", "effective_number", "top1", "top3"]
    assert table.loc["top1", "estimate"] == pytest.approx(120 / 245)


def test_twelve_wins_from_one_channel_are_not_proof_of_a_monopoly():
    measured = concentration(pd.Series([12, 0, 0, 0]))
    assert measured.hhi.low < 0.8
    assert measured.top1.low == pytest.approx(proportion_confint(12, 12, method="wilson")[0])


@pytest.mark.parametrize(("leads", "least"), [(12, 0.88), (50, 0.92), (500, 0.92)])
def test_intervals_cover_the_truth(leads, least):
    random = np.random.default_rng(10)
    worlds = [np.full(6, 1 / 6), 0.7 ** np.arange(6), 0.8 ** np.arange(16), np.array([0.5, *[0.5 / 9] * 9])]
    covered = {"hhi": [], "effective_number": [], "top1": [], "top3": []}
    for world in worlds:
        truth = np.sort(world / world.sum())[::-1]
        index = (truth**2).sum()
        expected = {"hhi": index, "effective_number": 1 / index, "top1": truth[0], "top3": truth[:3].sum()}
        for _ in range(40):
            measured = concentration(pd.Series(random.multinomial(leads, truth)), draws=200)
            for name, interval in measured._asdict().items():
                covered[name].append(interval.low - 1e-9 <= expected[name] <= interval.high + 1e-9)
    assert {name: np.mean(hits) >= least for name, hits in covered.items()} == dict.fromkeys(covered, True)


def test_a_hundred_thousand_times_as_many_leads_take_no_longer():
    counts = pd.Series(np.random.default_rng(11).integers(1, 90, 20))
    fastest = {1: math.inf, 100_000: math.inf}
    for _ in range(5):
        for scale in fastest:
            start = time.process_time()  # of this process alone: what else the machine does is not counted
            concentration(counts * scale)
            fastest[scale] = min(fastest[scale], time.process_time() - start)
    assert fastest[100_000] < 10 * fastest[1] + 0.01


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: concentration(pd.Series([0.5, 2])), "whole"),
        (lambda: gini(pd.Series([-1, 2])), "negative"),
        (lambda: top_share(pd.Series([1]), 0), "At least one"),
        (lambda: concentration(pd.Series([1, 2]), draws=5), "draws"),
        (lambda: concentration(pd.Series([1, 2]), level=1.0), "level"),
    ],
)
def test_bad_input_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
