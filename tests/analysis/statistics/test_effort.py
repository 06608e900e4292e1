"""Touches per success: against the jackknife, a simulation and its laws."""

import numpy as np
import pandas as pd
import pytest

from analysis.statistics.effort import per_success


def group(touches, successes):
    x, y = np.array(touches), np.array(successes)
    row = {"leads": len(x), "successes": y.sum(), "touches": x.sum(), "squares": (x**2).sum(), "shared": (x * y).sum()}
    return pd.DataFrame([row])


def test_the_interval_agrees_with_the_jackknife():
    rng = np.random.default_rng(5)
    x = rng.poisson(4, 400)
    y = (rng.random(400) < 0.05 + 0.02 * x).astype(int)
    found = per_success(group(x, y)).iloc[0]
    logs = np.log((x.sum() - x) / (y.sum() - y))
    error = np.sqrt((len(x) - 1) / len(x) * ((logs - logs.mean()) ** 2).sum())
    assert found["ratio"] == pytest.approx(x.sum() / y.sum())
    assert np.log(found["high"] / found["ratio"]) == pytest.approx(1.959964 * error, rel=0.01)


def test_the_interval_covers_the_truth():
    rng = np.random.default_rng(7)
    truth, hits = 4 / 0.13, 0
    x = rng.poisson(4, (600, 300))
    y = rng.random(x.shape) < 0.05 + 0.02 * x
    rows = pd.concat([group(each, ends.astype(int)) for each, ends in zip(x, y, strict=True)], ignore_index=True)
    found = per_success(rows)
    hits = ((found["low"] <= truth) & (truth <= found["high"])).mean()
    assert 0.92 <= hits <= 0.98


def test_twice_the_touches_are_twice_the_effort_and_all_succeeding_leaves_the_mean():
    once, twice = per_success(group([1, 2, 3, 4], [1, 0, 1, 0])), per_success(group([2, 4, 6, 8], [1, 0, 1, 0]))
    assert (twice / once).to_numpy() == pytest.approx(2)
    every = per_success(group([3, 3, 3], [1, 1, 1])).iloc[0]
    assert every.tolist() == pytest.approx([3, 3, 3]), "nothing varies, so nothing is uncertain"


def test_no_success_is_missing_and_no_touch_has_no_interval():
    assert per_success(group([1, 2], [0, 0])).isna().all(axis=None)
    nothing = per_success(group([0, 0], [1, 0])).iloc[0]
    assert nothing["ratio"] == 0
    assert nothing[["low", "high"]].isna().all()


def test_more_successes_than_leads_are_refused():
    with pytest.raises(ValueError, match="more successes than trials"):
        per_success(pd.DataFrame([{"leads": 1, "successes": 2, "touches": 1, "squares": 1, "shared": 1}]))
