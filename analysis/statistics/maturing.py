"""How leads mature: the chance to be won at each age, with leads borrowed from a larger group."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.statistics import checks
from analysis.statistics.checks import Floats
from analysis.statistics.waiting import EDGES, EVER, Codes, days_at_risk, stretch_of

BORROWED_LEADS = 100.0


class Curve(NamedTuple):
    """Winning by age; the last axis has one element per stretch of ``waiting.EDGES``, in which days are alike.

    Attributes
    ----------
    won : ndarray of float, shape (..., stretches)
        Leads won in the stretch, the borrowed ones among them.
    left : ndarray of float, shape (..., stretches)
        Leads that left in it: won, lost or disqualified.
    at_risk : ndarray of float, shape (..., stretches)
        Days for which leads were watched in it while they were still open.
    """

    won: Floats
    left: Floats
    at_risk: Floats

    @property
    def hazard(self) -> Floats:
        """Chance to be won on a day of the stretch for a lead that is still open; 0 where nobody was watched."""
        return np.divide(self.won, self.at_risk, out=np.zeros_like(self.won), where=self.at_risk > 0)

    @property
    def leaving(self) -> Floats:
        """Chance to leave on a day of the stretch; 0 where nobody was watched."""
        share = np.divide(self.left, self.at_risk, out=np.zeros_like(self.left), where=self.at_risk > 0)
        return np.minimum(share, 1)

    def open_before(self, days: int) -> Floats:
        """Share still open just before each age, from 0 to one less than so many days, shape (..., days)."""
        staying = np.cumprod(1 - self.leaving[..., stretch_of(np.arange(days))], axis=-1)
        return np.concatenate([np.ones((*staying.shape[:-1], 1)), staying[..., :-1]], axis=-1)

    def won_by(self, days: int) -> Floats:
        """Share of new leads that is won by the end of each age, from 0 to one less than so many days."""
        summed: Floats = np.cumsum(self.open_before(days) * self.hazard[..., stretch_of(np.arange(days))], axis=-1)
        return summed

    def of(self, place: Any) -> "Curve":
        """Some of the curves, by place on the first axis."""
        return Curve(*(np.asarray(each[place]) for each in self))

    def summed(self) -> "Curve":
        """All together: sums over the first axis."""
        return Curve(*(each.sum(axis=0) for each in self))


def counted(counts: pd.DataFrame | Mapping[str, NDArray[Any]], group: Codes, groups: int) -> Curve:
    """Winning by age of each group as it was seen.

    Parameters
    ----------
    counts : DataFrame or mapping of str to ndarray
        Columns ``stretch_days`` (an edge of ``waiting.EDGES``), ``won``, ``dropped``, ``open`` (leads that closed so,
        or were last seen open, at such an age) and ``beyond_days`` (sum of their days after the first of the stretch);
        several rows of a stretch add up.
    group : ndarray of int, shape (rows,)
        Place of each row's group.
    groups : int
        How many.

    Returns
    -------
    Curve
        Shape (groups, stretches). With a stretch for each day its share won by an age is the Aalen-Johansen estimate of
        winning while the other ways out compete.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole.

    References
    ----------
    .. [1] Aalen, O. O. and Johansen, S. (1978). An empirical transition matrix for non-homogeneous Markov chains
       based on censored observations. Scandinavian Journal of Statistics 5, 141-150.
    """
    stretch = stretch_of(np.asarray(counts["stretch_days"], dtype=np.int64))
    won, dropped, still = (checks.counts(counts[name], name) for name in ("won", "dropped", "open"))
    beyond = checks.counts(counts["beyond_days"], "Days beyond")
    at_risk = days_at_risk(group, stretch, won + dropped + still, beyond, groups)
    cells = group * len(EDGES) + stretch
    wins, left = (
        np.bincount(cells, each, groups * len(EDGES)).reshape(groups, len(EDGES)).astype(np.float64)
        for each in (won, won + dropped)
    )
    return Curve(wins, left, at_risk)


def drawn_to(own: Curve, prior: Curve, borrowed: float = BORROWED_LEADS) -> Curve:
    """A curve with leads borrowed from a larger group, as if they had fared like that.

    Parameters
    ----------
    own, prior : Curve
        Of one shape.
    borrowed : float, default 100
        How many leads.

    Returns
    -------
    Curve
        Of the same shape.
    """
    lent = borrowed * np.add.reduceat(prior.open_before(EDGES[-1] + EVER), EDGES, axis=-1)
    lent = np.where(prior.at_risk > 0, lent, 0)
    return Curve(own.won + lent * prior.hazard, own.left + lent * prior.leaving, own.at_risk + lent)
