"""How leads mature: the chance to be won at each age, with leads borrowed from a larger group."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import Floats

BORROWED_LEADS = 100.0
EXITS = ("won", "lost", "disqualified")


class Curve(NamedTuple):
    """Winning by age, one element per day from age 0.

    Attributes
    ----------
    won : ndarray of float
        Leads won at this age, the borrowed ones among them.
    at_risk : ndarray of float
        Leads watched and still open just before.
    still_open : ndarray of float
        Share still open at the end of the age (won, lost and disqualified all leave).
    """

    won: Floats
    at_risk: Floats
    still_open: Floats

    @property
    def hazard(self) -> Floats:
        """Chance to be won at this age for a lead that is still open; 0 where nobody was watched."""
        return np.divide(self.won, self.at_risk, out=np.zeros_like(self.won), where=self.at_risk > 0)

    @property
    def open_before(self) -> Floats:
        """Share still open just before the exits of the age."""
        return np.concatenate([[1.0], self.still_open[:-1]])


def curve_from(daily: Floats, prior: Curve | None = None, borrowed: float = BORROWED_LEADS) -> Curve:
    """Winning by age from counts, with leads borrowed from a larger group.

    Parameters
    ----------
    daily : ndarray of float, shape (4, ages)
        Won, lost, disqualified and censored (open, last observed at this age) by age; see `by_age`.
    prior : Curve, optional
        Curve of the larger group, with as many ages.
    borrowed : float, default 100
        Leads that are added as if they had fared like the larger group.

    Returns
    -------
    Curve
        With ``borrowed`` 0 or no prior, the Aalen-Johansen estimate of winning while the other ways out compete.

    References
    ----------
    .. [1] Aalen, O. O. and Johansen, S. (1978). An empirical transition matrix for non-homogeneous Markov chains
       based on censored observations. Scandinavian Journal of Statistics 5, 141-150.
    """
    won, left = daily[0], daily[: len(EXITS)].sum(axis=0)
    at_risk: Floats = daily.sum(axis=0)[::-1].cumsum()[::-1]
    ages = len(won)
    if prior is not None:
        lent = np.where(prior.at_risk > 0, borrowed * prior.open_before, 0)
        staying = np.divide(prior.still_open, prior.open_before, out=np.ones(ages), where=prior.open_before > 0)
        at_risk, won, left = at_risk + lent, won + lent * prior.hazard, left + lent * (1 - staying)
    share_left = np.divide(left, at_risk, out=np.zeros(ages), where=at_risk > 0)
    still_open: Floats = np.cumprod(1 - np.minimum(share_left, 1))
    return Curve(won, at_risk, still_open)


def by_age(counts: pd.DataFrame, channels: Sequence[str], ages: int) -> Floats:
    """Won, lost, disqualified and censored (first axis) by channel and age."""
    days = checks.counts(counts["days"], "Days").astype(np.int64)
    if len(days) and days.max() >= ages:
        raise ValueError("Every age must be below the number of ages.")
    cells = pd.Index(channels).get_indexer(pd.Index(counts["breakdown"])) * ages + days
    return np.stack(
        [
            np.bincount(cells, checks.counts(counts[name], f"Counts of {name}"), len(channels) * ages)
            .astype(np.float64)
            .reshape(len(channels), ages)
            for name in (*EXITS, "censored")
        ]
    )
