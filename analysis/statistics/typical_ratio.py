"""Ratios of typical amounts: two sides in several strata, and the stratum that stands apart from the others."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import Floats, Interval


class Apart(NamedTuple):
    """The stratum whose ratio stands furthest from that of the others; ``p_value`` is corrected for looking at all."""

    stratum: str
    ratio: Interval
    others: Interval
    p_value: float


def furthest_apart(a: pd.DataFrame, b: pd.DataFrame, few: int) -> Apart | None:
    """Find the stratum in which the ratio of typical amounts differs most from that of the others.

    Parameters
    ----------
    a, b : DataFrame, same index of strata
        ``deals`` (number of amounts), ``log_amount`` and ``log_amount_squares`` (sum of their logarithms, and of the
        squares of these) of the two sides.
    few : int
        Fewest amounts on either side for a stratum to be looked at.

    Returns
    -------
    Apart or None
        ``ratio`` (typical amount of a over that of b, at 95%) of the stratum and of the others together, weighted by
        their certainty. None with fewer than two strata to compare, or where no amount differs from another.

    Raises
    ------
    ValueError
        If a number is missing, a count negative or not whole, or the indexes differ.

    Notes
    -----
    The typical amount is the geometric mean: amounts scatter by factors, and the few large ones that decide an average
    say little about it. One scatter of the logarithms is taken for all strata and sides, as few amounts of one cell do
    not tell their own. Student's t; Bonferroni over the strata.

    References
    ----------
    .. [1] Hedges, L. V., Gurevitch, J. and Curtis, P. S. (1999). The meta-analysis of response ratios in experimental
       ecology. Ecology 80, 1150-1156.
    """
    checks.same_index(*(side[name] for side in (a, b) for name in ("deals", "log_amount", "log_amount_squares")))
    counts = [checks.counts(side["deals"], "Deals") for side in (a, b)]
    enough = (counts[0] >= max(few, 1)) & (counts[1] >= max(few, 1))
    if enough.sum() < 2:
        return None
    (n_a, mean_a, around_a), (n_b, mean_b, around_b) = (_moments(side[enough]) for side in (a, b))
    freedom = float(n_a.sum() + n_b.sum() - 2 * enough.sum())
    scatter = float(around_a.sum() + around_b.sum()) / freedom if freedom > 0 else 0.0
    if scatter <= 0:
        return None
    logs, weights = mean_a - mean_b, 1 / (scatter * (1 / n_a + 1 / n_b))
    rest = weights.sum() - weights
    others = ((weights * logs).sum() - weights * logs) / rest
    distances = np.abs(logs - others) / np.sqrt(1 / weights + 1 / rest)
    place = int(distances.argmax())
    quantile = float(checks.student_quantile(0.95, freedom))
    p_value = min(1.0, enough.sum() * 2 * checks.student_tail(float(distances[place]), freedom))
    return Apart(
        str(a.index[enough][place]),
        _interval(logs[place], quantile / np.sqrt(weights[place])),
        _interval(others[place], quantile / np.sqrt(rest[place])),
        float(p_value),
    )


def _moments(side: pd.DataFrame) -> tuple[Floats, Floats, Floats]:
    """Number, mean, and sum of squares around it."""
    n = side["deals"].to_numpy(dtype=float)
    total, squares = checks.numbers(side["log_amount"], "Logs"), checks.numbers(side["log_amount_squares"], "Squares")
    return n, total / n, np.maximum(squares - total**2 / n, 0)


def _interval(log: float, margin: float) -> Interval:
    return Interval(float(np.exp(log)), float(np.exp(log - margin)), float(np.exp(log + margin)))
