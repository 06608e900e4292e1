"""Quantiles behind the intervals."""

import numpy as np
import pytest
from scipy import stats

from analysis.statistics import checks

LEVELS = [0.5, 0.8, 0.95, 0.999]


@pytest.mark.parametrize("level", LEVELS)
def test_quantiles_are_those_of_scipys_distributions(level):
    freedom = np.array([1, 2.5, 30, 1e6, np.nan])
    assert checks.normal_quantile(level) == pytest.approx(stats.norm.ppf(0.5 + level / 2), abs=1e-12)
    assert checks.student_quantile(level, freedom) == pytest.approx(
        stats.t.ppf(0.5 + level / 2, freedom), abs=1e-12, nan_ok=True
    )


@pytest.mark.parametrize("quantile", [checks.normal_quantile, lambda level: checks.student_quantile(level, 3)])
@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_outside_0_and_1_is_refused(quantile, level):
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        quantile(level)
