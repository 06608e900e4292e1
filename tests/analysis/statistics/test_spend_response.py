"""The response to spend: do months with more of it come with more, and in proportion?"""

import warnings

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from analysis.statistics.spend_response import spend_response


def response(spend, results):
    return spend_response(pd.Series(spend, dtype=float), pd.Series(results))


def test_results_in_proportion_have_a_slope_of_one():
    found = response([10, 20, 30, 40, 50, 60], [1, 2, 3, 4, 5, 6])
    assert found.estimate == pytest.approx(1)
    assert found.low < 1 < found.high


@given(
    st.lists(st.tuples(st.floats(1, 1000), st.integers(0, 50)), min_size=6, max_size=20).filter(
        lambda rows: np.ptp([row[0] for row in rows]) > 1 and sum(row[1] for row in rows) > 0
    )
)
def test_the_slope_is_that_of_another_library(rows):
    spend, results = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    found = response(spend, results.astype(int))
    assume(not found.is_missing)  # where no slope is too steep, the other library stops at any
    with warnings.catch_warnings(action="ignore", category=PerfectSeparationWarning):  # it fits every month exactly
        fit = sm.GLM(results, sm.add_constant(np.log(spend)), family=sm.families.Poisson()).fit(scale=1.0)
    scale = max(1.0, fit.pearson_chi2 / fit.df_resid)
    assert found.estimate == pytest.approx(fit.params[1], rel=1e-4, abs=1e-4)
    quantile = (found.high - found.estimate) / (fit.bse[1] * np.sqrt(scale))
    assert quantile == pytest.approx(sm.stats.stattools.stats.t.ppf(0.975, len(rows) - 2), rel=1e-3)


def test_the_unit_of_the_spend_does_not_matter():
    spend, results = np.array([5, 9, 14, 20, 33, 41.0]), [3, 4, 4, 7, 8, 9]
    assert response(spend, results) == pytest.approx(response(100 * spend, results))


@pytest.mark.parametrize(
    ("spend", "results"),
    [
        ([1, 2, 3, 4, 5], [1] * 5),
        ([0, 1, 2, 3, 4, 5], [1] * 6),
        ([5.0] * 8, range(8)),
        (range(1, 9), [0] * 8),
        (range(1, 7), [0] * 5 + [3]),
        (range(1, 7), [3] + [0] * 5),
    ],
    ids=["few months", "few months with spend", "the same spend", "no result", "at the most only", "at the least only"],
)
def test_nothing_is_said_without_months_a_change_or_a_result(spend, results):
    assert response(list(spend), list(results)).is_missing


def test_the_interval_holds_the_truth_as_often_as_it_says():
    random = np.random.default_rng(7)
    spend = np.linspace(50, 150, 24)
    held = [
        (found := response(spend, random.poisson(0.1 * spend**0.7 * 10))).low <= 0.7 <= found.high for _ in range(300)
    ]
    assert 0.92 <= np.mean(held) <= 0.99
