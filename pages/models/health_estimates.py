"""Estimates of the page Pipeline health that combine several groups."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.statistics.proportions import wilson_intervals
from pages.models.frames import every_column, interval


class Deviation(NamedTuple):
    """The segment whose ratio of deal sizes stands furthest from that of the others."""

    segment: str
    ratio: Interval
    others: Interval
    is_clear: bool


def standardised_rates(successes: pd.DataFrame, trials: pd.DataFrame) -> pd.DataFrame:
    """Rate of each motion, had it the mix of strata of both together.

    Parameters
    ----------
    successes, trials : DataFrame of int
        One row per stratum, one column per motion.

    Returns
    -------
    DataFrame
        Columns ``rate``, ``low``, ``high`` by motion, over the strata in which both have leads; the gap of the two is
        the standardised gap of ``standardisation.like_for_like``. Wilson's intervals added in quadrature. Empty when
        no stratum has both.
    """
    both = every_column(trials > 0)
    if not both.any():
        return pd.DataFrame(columns=["rate", "low", "high"], dtype=float)
    weight = trials[both].sum(axis=1) / trials[both].sum().sum()
    rows = {}
    for motion in trials.columns:
        strata = wilson_intervals(successes.loc[both, motion], trials.loc[both, motion])
        rate = float((weight * strata["rate"]).sum())
        down, up = (
            float(np.sqrt(((weight * (strata["rate"] - strata[bound])) ** 2).sum())) for bound in ("low", "high")
        )
        rows[motion] = {"rate": rate, "low": max(rate - down, 0.0), "high": min(rate + up, 1.0)}
    return pd.DataFrame.from_dict(rows, orient="index")


def total_changed(now: float, now_squares: float, before: float, before_squares: float) -> Interval:
    """Ratio of two sums of independent amounts, with an interval on the log scale; counts are their own squares."""
    if now <= 0 or before <= 0:
        return UNKNOWN
    spread = np.exp(checks.normal_quantile(0.95) * np.sqrt(now_squares / now**2 + before_squares / before**2))
    return Interval(now / before, now / before / spread, now / before * spread)


def furthest_segment(wide: dict[str, pd.DataFrame], ratios: pd.DataFrame, few: int) -> Deviation | None:
    """The segment in which outbound deals are larger or smaller than elsewhere, corrected for looking at all segments.

    Parameters
    ----------
    wide : dict of DataFrame
        Counts by segment, motions side by side.
    ratios : DataFrame
        ``ratio``, ``low``, ``high`` of each segment at 95 %.
    few : int
        Fewest amounts on either side for a segment to be looked at.

    Returns
    -------
    Deviation or None
        Against the mean of the other segments' ratios on the log scale, weighted by their certainty: an average over
        the deals of all segments would mix the ratios with the segments' own deal sizes. None with fewer than two
        segments to compare.
    """
    enough = every_column(wide["won_with_amount"] >= few) & (ratios["high"] > ratios["low"])
    own = ratios[enough]
    if len(own) < 2:
        return None
    logs, weights = np.log(own["ratio"]), 1 / _log_error(own) ** 2
    rest = weights.sum() - weights
    others = ((weights * logs).sum() - weights * logs) / rest
    distances = (logs - others).abs() / np.sqrt(1 / weights + 1 / rest)
    name = str(distances.idxmax())
    centre, margin = float(others[name]), checks.normal_quantile(0.95) / np.sqrt(float(rest[name]))
    elsewhere = Interval(*(float(np.exp(value)) for value in (centre, centre - margin, centre + margin)))
    quantile = checks.normal_quantile(1 - 0.05 / len(own))
    ratio = interval(own, name)
    return Deviation(name, ratio, elsewhere, bool(distances[name] > quantile))


def _log_error(ratios: pd.DataFrame) -> pd.Series:
    widths = ratios["high"] / ratios["low"]
    return pd.Series(np.log(widths.to_numpy()) / (2 * checks.normal_quantile(0.95)), index=ratios.index)
