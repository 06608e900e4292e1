"""Whether forecasts made earlier held: how far they lay off, and how often the band covered."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import Interval
from analysis.statistics.proportions import share_known_from

# Before any month could be checked, a forecast is taken to be off by 12% (a standard deviation), and months to vary as
# chance alone has it, as if that had been seen in three months.
ASSUMED_LEVEL = 0.12**2
ASSUMED_MONTHS = 3


class Spread(NamedTuple):
    """How far months lie from their forecast.

    Attributes
    ----------
    level : float
        Variance of the factor by which forecasts are off, beyond chance.
    chance : float
        Variance of single months as a share of Poisson's, at most 1.
    months : int
        Months that it rests on.
    """

    level: float
    chance: float
    months: int


def spread(expected: pd.Series, actual: pd.Series) -> Spread:
    """How far months lay from forecasts made before them, against what chance explains.

    Parameters
    ----------
    expected : Series of float
        Wins forecast for each month that could be checked.
    actual : Series of int, same index
        What then happened.

    Returns
    -------
    Spread
        ``level`` is the mean of ((actual - expected)^2 - expected) / expected^2, 0 on average where only chance
        (Poisson) is at work, drawn towards ``ASSUMED_LEVEL``; at least 0. ``chance`` is the mean of
        (actual - expected)^2 / expected, drawn towards 1; at most 1. Months with less than one expected win say nothing
        and are left out.

    Raises
    ------
    ValueError
        If a number is missing or negative, a count of wins is not whole, or the indexes differ.

    References
    ----------
    .. [1] McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd ed.,
       section 6.2 (dispersion of counts).
    """
    checks.same_index(expected, actual)
    forecast, seen = checks.amounts(expected, "Expected wins"), checks.counts(actual, "Wins")
    enough = forecast >= 1
    forecast, squares = forecast[enough], (seen[enough] - forecast[enough]) ** 2
    months = len(forecast)
    beyond = ((squares - forecast) / forecast**2).sum() + ASSUMED_MONTHS * ASSUMED_LEVEL
    chance = ((squares / forecast).sum() + ASSUMED_MONTHS) / (months + ASSUMED_MONTHS)
    return Spread(max(float(beyond) / (months + ASSUMED_MONTHS), 0.0), min(float(chance), 1.0), months)


def brier(chance: pd.Series, happened: pd.Series) -> float:
    """Mean squared distance of chances from what happened.

    Parameters
    ----------
    chance : Series of float
        What was said, 0 to 1.
    happened : Series of bool, same index
        Whether it came so.

    Returns
    -------
    float
        0 is best; p (1 - p) is what always saying the share p gives. Missing without a row.

    Raises
    ------
    ValueError
        If a chance is missing or none, or the indexes differ.

    References
    ----------
    .. [1] Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly Weather Review 78,
       1-3.

    Examples
    --------
    >>> round(brier(pd.Series([0.9, 0.2]), pd.Series([True, False])), 3)
    0.025
    """
    checks.same_index(chance, happened)
    said = checks.amounts(chance, "Chances")
    if (said > 1).any():
        raise ValueError("Chances must not be above 1.")
    return float(((said - happened.to_numpy(dtype=np.float64)) ** 2).mean()) if len(said) else checks.MISSING


def share_within(checked: pd.DataFrame) -> Interval:
    """Share of months that fell into their band.

    Parameters
    ----------
    checked : DataFrame
        Columns ``month``, ``actual``, ``low``, ``high``: one row per month and forecast of it.

    Returns
    -------
    Interval
        Wilson's, 95%, with as many trials as there are different months: forecasts of one month made at different
        times are not independent. Missing without a row.
    """
    if checked.empty:
        return checks.UNKNOWN
    held = (checked["actual"] >= checked["low"]) & (checked["actual"] <= checked["high"])
    return share_known_from(float(held.mean()), checked["month"].nunique(), 0.95)


def first_visible(without: np.ndarray, low: np.ndarray) -> int | None:
    """Place of the first month in which what is expected without it lies below the band as it goes on."""
    below = np.flatnonzero(without < low)
    return int(below[0]) if len(below) else None
