"""What becomes of leads that wait: the chance to win from a stage, given how long a lead has been there.

A lead stays at a stage until it goes on to a later one, is won, is lost or disqualified, or until the data ends. Stages
that it passes on one day are one step. The chance to leave a stage in each way on each day (a discrete-time hazard with
competing risks) depends on the stage, on the days spent there and on the motion; what follows depends on the stage that
it goes on to. So the chance to win of a lead that is still there knows how long it has been waiting.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import Floats

# Days at a stage that share one hazard: the longer a lead waits, the less a single day matters.
EDGES = (0, 1, 2, 3, 5, 7, 10, 14, 21, 28, 35, 45, 60, 75, 90, 120, 150, 180, 240, 300, 365, 540, 730)
# Exits that a stretch of days borrows from the one before it; that a motion borrows from both, for each stretch, and
# for the level of all its stretches.
BORROWED_BEFORE, BORROWED_STRETCH, BORROWED_LEVEL = 0.5, 1.0, 3.0
# Wins that the factor of a motion, a channel or a segment borrows from the others.
BORROWED_WINS = {"motion": 10.0, "channel": 20.0, "segment": 20.0}
ROUNDS = 4  # of fitting the factors in turn: more change the fourth digit
DROPPED = 0  # where a lead goes that is lost or disqualified


class Hazards(NamedTuple):
    """Chances to leave a stage, day by day.

    Attributes
    ----------
    motions : tuple of str
        First axis.
    ways : ndarray of float, shape (motions, stages, stages + 1, days)
        Chance that a lead which is at a stage (second axis, without the last stage, which is won) at the beginning of
        its n-th day there (last axis) leaves it on that day for ``DROPPED`` or for a later stage (third axis: its place
        in the pipeline, from 1).
    """

    motions: tuple[str, ...]
    ways: Floats

    @property
    def days(self) -> int:
        """How many days are known."""
        return self.ways.shape[-1]

    @property
    def staying(self) -> Floats:
        """Share still at the stage at the end of each day, shape (motions, stages, days)."""
        left = np.cumprod(1 - self.ways.sum(axis=2), axis=-1)
        return np.maximum(left, 0)


def hazards(stays: pd.DataFrame, stages: int, days: int) -> Hazards:
    """Chances to leave each stage in each way, from counts of stays.

    Parameters
    ----------
    stays : DataFrame
        Columns ``motion``, ``position`` (of the stage, 1 is the first), ``days`` (spent there), ``to_position``
        (``DROPPED``, a later stage, missing for leads that are still there) and ``leads``.
    stages : int
        Stages of the pipeline; the last one is won.
    days : int
        How many days to tell; longer stays count as so long.

    Returns
    -------
    Hazards
        One element per motion that has stays, in alphabetical order.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, or a stay leads to an earlier stage.

    Notes
    -----
    Days are put together into the stretches of ``EDGES``. Over both motions, exits per lead and day of a stretch are
    drawn towards those of the stretch before it with ``BORROWED_BEFORE`` exits: where few have waited so long, it goes
    on as before; where many have and none won, it does not. A motion is drawn towards that shape, at its own level.

    References
    ----------
    .. [1] Prentice, R. L. and Gloeckler, L. A. (1978). Regression analysis of grouped survival data. Biometrics 34,
       57-67.
    .. [2] Fine, J. P. and Gray, R. J. (1999). A proportional hazards model for the subdistribution of a competing risk.
       JASA 94, 496-509.
    """
    leads = checks.counts(stays["leads"], "Leads")
    spent = np.minimum(checks.counts(stays["days"], "Days").astype(np.int64), days - 1)
    position = stays["position"].to_numpy(dtype=np.int64)
    goal = stays["to_position"].to_numpy(dtype=np.float64, na_value=np.nan)
    if ((goal != DROPPED) & (goal <= position)).any():
        raise ValueError("A stay cannot lead to an earlier stage.")
    motions, motion = np.unique(stays["motion"].to_numpy(dtype=str), return_inverse=True)
    shape = (len(motions), stages - 1, stages + 1, days)
    left = ~np.isnan(goal)
    cells = np.ravel_multi_index((motion[left], position[left] - 1, goal[left].astype(np.int64), spent[left]), shape)
    exits = np.bincount(cells, leads[left], int(np.prod(shape))).reshape(shape)
    there = np.ravel_multi_index((motion, position - 1, spent), (shape[0], shape[1], days))
    ended = np.bincount(there, leads, int(np.prod(shape[:2])) * days).reshape(*shape[:2], days)
    at_risk = ended[..., ::-1].cumsum(axis=-1)[..., ::-1]
    stretch = np.searchsorted(EDGES, np.arange(days), side="right") - 1
    starts = np.searchsorted(stretch, np.arange(stretch[-1] + 1))
    own_exits = np.add.reduceat(exits, starts, axis=-1)
    own_risk = np.add.reduceat(at_risk, starts, axis=-1)[:, :, None]
    both = _goes_on(own_exits.sum(axis=0), own_risk.sum(axis=0))
    level = _drawn(own_exits.sum(axis=-1), (own_risk * both).sum(axis=-1), BORROWED_LEVEL)
    shape_of_motion = both * level[..., None]
    ways = np.divide(
        own_exits + BORROWED_STRETCH,
        own_risk + _inverse(shape_of_motion) * BORROWED_STRETCH,
        out=np.zeros_like(own_exits),
        where=shape_of_motion > 0,
    )
    ways /= np.maximum(ways.sum(axis=2, keepdims=True), 1)
    return Hazards(tuple(map(str, motions)), ways[..., stretch])


def _goes_on(exits: Floats, at_risk: Floats) -> Floats:
    """Exits per lead and day, each stretch drawn towards the one before it, the first towards all."""
    found = np.zeros_like(exits)
    before = checks.divided(exits.sum(axis=-1), np.broadcast_to(at_risk.sum(axis=-1), exits.shape[:-1]))
    before = np.nan_to_num(before)
    for place in range(exits.shape[-1]):
        there = at_risk[..., place] + BORROWED_BEFORE * _inverse(before)
        before = np.divide(exits[..., place] + BORROWED_BEFORE, there, out=np.zeros_like(before), where=before > 0)
        found[..., place] = before
    return found


def _drawn(seen: Any, expected: Any, borrowed: float) -> Floats:
    """Seen over expected, drawn towards 1."""
    drawn: Floats = (seen + borrowed) / (expected + borrowed)
    return drawn


def _inverse(values: Floats) -> Floats:
    """One over each value; 0 where it is 0."""
    return np.divide(1.0, values, out=np.zeros_like(values), where=values > 0)


def chances(found: Hazards, within: int | None = None) -> Floats:
    """Chance to win of leads that are still at a stage after so many days there.

    Parameters
    ----------
    found : Hazards
        As `hazards` returns them.
    within : int, optional
        Days in which the win must come; None for as many as are known.

    Returns
    -------
    ndarray of float, shape (motions, stages, days)
        By days spent at the stage until now: 0 for leads that came today.
    """
    count, days = found.ways.shape[0], found.days
    stages = found.ways.shape[1] + 1
    within = days if within is None else min(within, days)
    size = 1 << int(np.ceil(np.log2(2 * days + 2)))
    staying = found.staying
    before = np.concatenate([np.ones((*staying.shape[:2], 1)), staying[..., :-1]], axis=-1)
    leaving = np.fft.rfft(before[:, :, None] * found.ways, size)
    # How winning is spread over the days after a stage was entered; a win is there at once.
    won = np.zeros((count, stages + 1, size // 2 + 1), dtype=complex)
    won[:, stages] = 1.0
    later = np.zeros((count, stages - 1, days))
    for place in range(stages - 2, -1, -1):
        goals = slice(place + 2, stages + 1)
        won[:, place + 1] = (leaving[:, place, goals] * won[:, goals]).sum(axis=1)
    in_time = np.zeros((count, stages + 1, days + 1))
    in_time[:, 1:, 1:] = np.cumsum(np.maximum(np.fft.irfft(won, size)[:, 1:, :days], 0), axis=-1)
    # A lead that leaves on a later day has the rest of the days to win in.
    room = np.fft.rfft(in_time[..., : within + 1], size)
    for place in range(stages - 1):
        goals = slice(place + 2, stages + 1)
        sums = np.fft.irfft((leaving[:, place, goals] * room[:, goals]).sum(axis=1), size)
        later[:, place] = sums[:, within + 1 : within + 1 + days]
    return np.clip(np.divide(later, staying, out=np.zeros_like(later), where=staying > 1e-12), 0, 1)


def factors(kept: pd.DataFrame) -> dict[str, pd.Series]:
    """How much more often leads of a motion, a channel or a segment won than their stage and days had it.

    Parameters
    ----------
    kept : DataFrame
        Columns ``motion``, ``channel``, ``segment``, ``expected`` (wins, by the chances alone) and ``won``, of leads
        that were open on earlier days.

    Returns
    -------
    dict of Series
        For each key of ``BORROWED_WINS`` the factor of each of its values; they multiply. Each is drawn towards 1 by
        the wins that it borrows, and fitted with the others in turn, ``ROUNDS`` times.

    Raises
    ------
    ValueError
        If a number is missing or negative, or a count of wins not whole.
    """
    expected = checks.amounts(kept["expected"], "Expected wins")
    won = checks.counts(kept["won"], "Wins")
    codes = {name: pd.factorize(kept[name], sort=True) for name in BORROWED_WINS}
    fitted = {name: np.ones(len(values)) for name, (_, values) in codes.items()}
    for _ in range(ROUNDS):
        for name, (code, values) in codes.items():
            others = [fitted[other][codes[other][0]] for other in codes if other != name]
            told = np.bincount(code, expected * np.prod(others, axis=0), len(values))
            fitted[name] = _drawn(np.bincount(code, won, len(values)), told, BORROWED_WINS[name])
    return {name: pd.Series(fitted[name], index=pd.Index(values, dtype=str)) for name, (_, values) in codes.items()}
