"""Concentration over millions of accounts from a short table of their sizes."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import bootstrap, checks
from analysis.statistics.checks import MISSING, UNKNOWN, Interval
from analysis.statistics.concentration import effective_number, simpson_variance

SIZES = ("accounts", "value", "cases", "value_squares", "value_cubes", "case_squares")


class SizeConcentration(NamedTuple):
    """Measures of concentration over accounts, each with its interval; Gini has none."""

    hhi: Interval
    effective_number: Interval
    gini: Interval


def size_concentration(sizes: pd.DataFrame, *, level: float = 0.95) -> SizeConcentration:
    """Concentration over the accounts that are there.

    Parameters
    ----------
    sizes : DataFrame
        ``SIZES``: one row per account or per size of accounts, with the sums over them of value, squares and cubes,
        and of the squared value of each single case.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    SizeConcentration
        HHI is the unbiased form at the effective number of cases; its interval in closed form as of as many equal
        cases (delta method on the logarithm with Simpson's variance). Gini takes the accounts of a row as equal. All
        are missing for fewer than two cases.

    Raises
    ------
    ValueError
        If a number is missing or negative, or ``level`` is out of range.

    References
    ----------
    .. [1] Simpson, E. H. (1949). Measurement of diversity. Nature 163, 688.
    """
    quantile = checks.normal_quantile(level)
    sums = {name: float(checks.amounts(sizes[name], name).sum()) for name in SIZES}
    cases = checks.divided(np.array([sums["value"] ** 2]), np.array([sums["case_squares"]]))[0]
    if not cases >= 2 or sums["accounts"] < 1:
        return SizeConcentration(UNKNOWN, UNKNOWN, UNKNOWN)
    plain, cubes = sums["value_squares"] / sums["value"] ** 2, sums["value_cubes"] / sums["value"] ** 3
    floor = 1 / sums["accounts"]
    estimate = (cases * plain - 1) / (cases - 1)
    variance = float(simpson_variance(cases, plain, cubes))
    centre = max(estimate, floor)
    spread = np.exp(min(quantile * np.sqrt(max(variance, 0)) / centre, 50))
    hhi = bootstrap.within_bounds(estimate, centre / spread, centre * spread, floor)
    return SizeConcentration(hhi, effective_number(hhi, sums["accounts"]), Interval(_gini(sizes), MISSING, MISSING))


def lorenz(sizes: pd.DataFrame) -> pd.DataFrame:
    """What share the smallest accounts bring.

    Parameters
    ----------
    sizes : DataFrame
        ``accounts`` and ``value`` of each size.

    Returns
    -------
    DataFrame
        ``part`` of the accounts, the smallest first, and the ``share`` they bring together, both from 0 to 1.
    """
    ordered = _smallest_first(sizes)
    accounts, value = ordered["accounts"].cumsum(), ordered["value"].cumsum()
    curve = pd.DataFrame({"part": accounts / accounts.iloc[-1], "share": value / value.iloc[-1]})
    return pd.concat([pd.DataFrame({"part": [0.0], "share": [0.0]}), curve], ignore_index=True)


def _gini(sizes: pd.DataFrame) -> float:
    curve = lorenz(sizes)
    return float(1 - (curve["part"].diff() * (curve["share"] + curve["share"].shift())).sum())


def _smallest_first(sizes: pd.DataFrame) -> pd.DataFrame:
    mean = sizes["value"] / sizes["accounts"]
    return sizes.loc[mean.sort_values(kind="stable").index, ["accounts", "value"]].astype(float).reset_index(drop=True)
