"""The benchmark of coverage runs on a few worlds; its numbers are for a longer run."""

import numpy as np
import pytest

from benchmarks import coverage


@pytest.fixture(autouse=True)
def few_will_do(monkeypatch):
    monkeypatch.setattr(coverage, "FEWEST", 1)


@pytest.mark.parametrize("estimator", coverage.ESTIMATORS, ids=lambda estimator: estimator.name)
def test_every_estimator_can_be_simulated(estimator):
    worlds = coverage.coverage(estimator._replace(sizes=(200,)), 2)
    assert worlds["leads"].tolist() == [200] * len(coverage.RATES)
    assert worlds["given"].between(0, 1).all()
    assert worlds["covered"].dropna().between(0, 1).all()
    assert worlds["covered"].notna().any()


def test_an_interval_of_the_wrong_width_is_found(monkeypatch, capsys):
    def half_as_often(random, leads, rate, repeats):
        return np.tile([0.0, 1.0], repeats)

    estimator = coverage.Estimator("coin", half_as_often)
    monkeypatch.setattr(coverage, "ESTIMATORS", (estimator,))
    assert coverage.main(["--repeats", "2"]) == 1
    printed = capsys.readouterr()
    assert "50.0%" in printed.out
    assert "coin" in printed.err


def test_intervals_that_were_not_given_do_not_count():
    def shy(random, leads, rate, repeats):
        return np.array([1.0, np.nan])

    worlds = coverage.coverage(coverage.Estimator("shy", shy, (20,)), 2)
    assert set(worlds["covered"]) == {1.0}
    assert set(worlds["given"]) == {0.5}


def test_wilsons_own_coverage_is_what_its_binomial_probabilities_say():
    # 20 leads at 45%: the intervals that hold 0.45 are those of 5 to 13 wins, whose probabilities add up to 0.9597
    row = coverage.coverage(coverage.ESTIMATORS[0]._replace(sizes=(20,)), 5_000).set_index("rate").loc[0.45]
    assert row["covered"] == pytest.approx(0.9597, abs=0.01)


def test_an_unknown_name_is_refused(capsys):
    assert coverage.main(["--only", "nothing like it"]) == 2
    assert "nothing like it" in capsys.readouterr().err


def test_a_share_of_too_few_intervals_is_left_out(monkeypatch):
    monkeypatch.setattr(coverage, "FEWEST", 3)
    estimator = coverage.Estimator("coin", lambda random, leads, rate, repeats: np.array([1.0] * repeats))
    assert coverage.coverage(estimator, 2)["covered"].isna().all()
    assert coverage.coverage(estimator, 3)["covered"].eq(1).all()
