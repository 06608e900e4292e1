"""What becomes of leads that wait: the chance to win from a stage, given how long a lead has been there.

A lead stays at a stage until it goes on to a later one, is won, is lost or disqualified, or until the data ends. Stages
that it passes on one day are one step. The chance to leave a stage in each way on each day (a discrete-time hazard with
competing risks) depends on the stage, on the days spent there and on the motion; what follows depends on the stage that
it goes on to. So the chance to win of a lead that is still there knows how long it has been waiting.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.statistics import checks
from analysis.statistics.checks import Floats
from data.evenings import EDGES

# Exits that a stretch of days borrows from the one before it; that a motion borrows from both, for each stretch, and
# for the level of all its stretches.
BORROWED_BEFORE, BORROWED_STRETCH, BORROWED_LEVEL = 0.1, 0.3, 3.0
# Wins that the factor of a motion, a channel or a segment borrows from the others.
BORROWED_WINS = {"motion": 10.0, "channel": 20.0, "segment": 20.0}
FADES = 0.1  # of its chance to go on a lead keeps from stretch to stretch where nobody has ever gone on so late
ROUNDS = 4  # of fitting the factors in turn: more change the fourth digit
EVER = 1_095  # days from now in which whoever is ever won is won: three years
DROPPED = 0  # where a lead goes that is lost or disqualified


Codes = NDArray[np.int64]


class Hazards(NamedTuple):
    """Chances to leave a stage, day by day.

    Attributes
    ----------
    motions : tuple of str
        First axis.
    ways : ndarray of float, shape (motions, stages, stages + 1, stretches)
        Chance that a lead which is at a stage (second axis, without the last stage, which is won) at the beginning of
        a day leaves it on that day for ``DROPPED`` or for a later stage (third axis: its place in the pipeline, from
        1); the same for all days of a stretch of ``EDGES`` (last axis).
    """

    motions: tuple[str, ...]
    ways: Floats


def hazards(stays: pd.DataFrame, stages: int, motions: tuple[str, ...]) -> Hazards:
    """Chances to leave each stage in each way, from counts of stays.

    Parameters
    ----------
    stays : DataFrame
        Columns ``motion``, ``position`` (of the stage, 1 is the first), ``stretch_days`` (spent there: the first day
        of the stretch of ``EDGES``), ``to_position`` (``DROPPED``, a later stage, missing for leads that are still
        there), ``leads`` and ``beyond_days`` (sum of their days after the first of the stretch).
    stages : int
        Stages of the pipeline; the last one is won.
    motions : tuple of str
        All that a lead may have; one without stays fares as the others together.

    Returns
    -------
    Hazards
        In this order of motions.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, or a stay leads to an earlier stage.

    Notes
    -----
    Over both motions, exits per lead and day of a stretch are drawn towards those of the stretch before it with
    ``BORROWED_BEFORE`` exits: where few have waited so long, it goes on as before; where many have and none went on, it
    does not; where nobody ever went on so late, the chance fades by ``FADES``. A motion is drawn towards that shape, at
    its own level; after the last of its own leads that went on the chance fades by how many more should have, had they
    gone on as those of the others.

    References
    ----------
    .. [1] Prentice, R. L. and Gloeckler, L. A. (1978). Regression analysis of grouped survival data. Biometrics 34,
       57-67.
    .. [2] Fine, J. P. and Gray, R. J. (1999). A proportional hazards model for the subdistribution of a competing risk.
       JASA 94, 496-509.
    """
    (found,) = hazards_apart(stays, np.zeros(len(stays), dtype=np.int64), 1, stages, motions)
    return found


def hazards_apart(stays: pd.DataFrame, turn: Codes, turns: int, stages: int, motions: tuple[str, ...]) -> list[Hazards]:
    """The same of several sets of stays, each by itself.

    Parameters
    ----------
    stays : DataFrame
        The rows of all of them.
    turn : ndarray of int, shape (rows,)
        Which set each row belongs to.
    turns : int
        How many sets.
    stages, motions : int and tuple of str
        As `hazards` takes them.

    Returns
    -------
    list of Hazards
        In the order of the sets.
    """
    leads = checks.counts(stays["leads"], "Leads")
    beyond = checks.counts(stays["beyond_days"], "Days beyond")
    position = stays["position"].to_numpy(dtype=np.int64)
    goal = stays["to_position"].to_numpy(dtype=np.float64, na_value=np.nan)
    if ((goal != DROPPED) & (goal <= position)).any():
        raise ValueError("A stay cannot lead to an earlier stage.")
    stretch = stretch_of(stays["stretch_days"].to_numpy(dtype=np.int64))
    motion = pd.Index(motions).get_indexer(pd.Index(stays["motion"]))
    shape = (turns, len(motions), stages - 1, stages + 1, len(EDGES))
    left = ~np.isnan(goal)
    ways_out = np.ravel_multi_index(
        (turn[left], motion[left], position[left] - 1, goal[left].astype(np.int64), stretch[left]), shape
    )
    exits = np.bincount(ways_out, leads[left], int(np.prod(shape))).reshape(shape).astype(np.float64)
    at_risk = days_at_risk(
        np.ravel_multi_index((turn, motion, position - 1), shape[:3]), stretch, leads, beyond, int(np.prod(shape[:3]))
    )
    at_risk = at_risk.reshape(*shape[:3], 1, len(EDGES))
    of_both = (each.sum(axis=1).reshape(-1, each.shape[-2], len(EDGES)) for each in (exits, at_risk))
    both = _goes_on(*of_both).reshape(turns, 1, *shape[2:])
    level = _drawn(exits.sum(axis=-1), (at_risk * both).sum(axis=-1), BORROWED_LEVEL)
    shape_of_motion = both * level[..., None]
    shape_of_motion *= _drawn(0, _missed(exits, at_risk * shape_of_motion), BORROWED_STRETCH)
    ways = np.divide(
        exits + BORROWED_STRETCH,
        at_risk + _inverse(shape_of_motion) * BORROWED_STRETCH,
        out=np.zeros_like(exits),
        where=shape_of_motion > 0,
    )
    ways /= np.maximum(ways.sum(axis=-2, keepdims=True), 1)
    return [Hazards(motions, each) for each in ways]


def stretch_of(days: Codes) -> Codes:
    """The stretch of ``EDGES`` that each number of days lies in."""
    return np.searchsorted(EDGES, days, side="right") - 1


def days_at_risk(group: Codes, stretch: Codes, leads: Floats, beyond: Floats, groups: int) -> Floats:
    """Days that leads were watched for in each stretch, from where each was last seen.

    Parameters
    ----------
    group, stretch : ndarray of int, shape (rows,)
        Place of the group, and of the stretch of ``EDGES`` in which the leads were last seen.
    leads, beyond : ndarray of float, shape (rows,)
        How many leads, and the sum of their days after the first of that stretch.
    groups : int
        How many groups.

    Returns
    -------
    ndarray of float, shape (groups, stretches)
        The day on which a lead was last seen counts.
    """
    cells = group * len(EDGES) + stretch
    last, within = (
        np.bincount(cells, weights, groups * len(EDGES)).reshape(groups, len(EDGES))
        for weights in (leads, leads + beyond)
    )
    later = last[:, ::-1].cumsum(axis=-1)[:, ::-1] - last
    watched: Floats = within + later * np.diff(EDGES, append=EDGES[-1])
    return watched


def _goes_on(exits: Floats, at_risk: Floats) -> Floats:
    """Exits per lead and day, each stretch drawn towards the one before it, the first towards all.

    The second axis of the exits goes over where leads went. Within a stretch some are late: after the last one in which
    a lead was seen to go on there the chance to do so holds for as many days again, and from the next one on it fades.
    """
    days = np.diff(EDGES, append=EDGES[-1] + EVER)
    to_come = exits[..., ::-1].cumsum(axis=-1)[..., ::-1]
    found = np.zeros_like(exits)
    before = checks.divided(exits.sum(axis=-1), np.broadcast_to(at_risk.sum(axis=-1), exits.shape[:-1]))
    before = np.nan_to_num(before)
    for place in range(exits.shape[-1]):
        now, just_now = (to_come[:, DROPPED + 1 :, max(each, 0)] > 0 for each in (place, place - 1))
        late = min(days[place - 1] / days[place], 1) if place else 1
        before[:, DROPPED + 1 :] *= np.select([now, just_now], [1, late], FADES)
        there = at_risk[..., place] + BORROWED_BEFORE * _inverse(before)
        before = np.divide(exits[..., place] + BORROWED_BEFORE, there, out=np.zeros_like(before), where=before > 0)
        found[..., place] = before
    return found


def _missed(exits: Floats, expected: Floats) -> Floats:
    """How many more should have left, in each way and by each stretch, since the last one that did; 0 if none did."""
    places = np.arange(exits.shape[-1])
    last = np.where(exits > 0, places, -1).max(axis=-1, keepdims=True)
    missed: Floats = np.cumsum(np.where((places > last) & (last >= 0), expected, 0), axis=-1)
    return missed


def _drawn(seen: Any, expected: Any, borrowed: float) -> Floats:
    """Seen over expected, drawn towards 1."""
    drawn: Floats = (seen + borrowed) / (expected + borrowed)
    return drawn


def _inverse(values: Floats) -> Floats:
    """One over each value; 0 where it is 0."""
    return np.divide(1.0, values, out=np.zeros_like(values), where=values > 0)


def chances(found: Hazards, within: Sequence[int] = (EVER,)) -> Floats:
    """Chance to win of leads that are still at a stage after so many days there.

    Parameters
    ----------
    found : Hazards
        As `hazards` returns them.
    within : sequence of int, optional
        Days in which the win must come, each at least 1; ``EVER`` if not said.

    Returns
    -------
    ndarray of float, shape (within, motions, stages, stretches)
        For leads that have spent as many days at the stage as ``EDGES`` says: 0 for those that came today. Between two
        edges the chance goes in a straight line, see `by_day`; beyond the last one it stays.
    """
    count, stages = found.ways.shape[:2]
    ways, staying = found.ways, 1 - found.ways.sum(axis=2)
    # A lead that comes to a stage may go on from it on that very day: from one stage to the next in one step.
    onwards = np.linalg.inv(np.eye(stages) - ways[:, :, 1:-1, 0])
    at_once, stay_at_first = ways[:, :, -1, 0], staying[..., 0]
    leaves = np.moveaxis(ways, 2, -1).reshape(count, -1, ways.shape[2])
    # Leads are followed while they stay: those that come when so many days are left, from then on, and those at edges.
    most = max(within)
    days_in_the_end = np.add.outer(within, EDGES).ravel()
    stretches = stretch_of(np.arange(days_in_the_end.max() + 1))
    stays_on = staying[..., stretches]
    soon = np.zeros((count, stages, most + 1))
    soon_at_edges = np.zeros((count, stages, len(days_in_the_end)))
    reached = np.zeros((count, stages + 2))  # chance of whoever is there by now: dropped, the stages, won
    reached[:, -1] = 1
    told = np.zeros((len(within), count, stages, len(EDGES)))
    for left in range(most + 1):
        if left:
            leave = (leaves @ reached[..., None]).reshape(staying.shape)
            came, days = soon[..., left:], slice(1, most - left + 2)
            came *= stays_on[..., days]
            came += leave.take(stretches[days], axis=-1)
            at_edges = np.maximum(days_in_the_end - left + 1, 0)
            soon_at_edges = leave.take(stretches[at_edges], axis=-1) + stays_on.take(at_edges, axis=-1) * soon_at_edges
        onto = at_once + stay_at_first * soon[..., left]
        reached[:, 1:-1] = (onwards @ onto[..., None])[..., 0]
        for number, last in enumerate(within):
            if last == left:
                told[number] = soon_at_edges[..., number * len(EDGES) : (number + 1) * len(EDGES)]
    return np.clip(told, 0, 1)


def by_day(told: Floats) -> Floats:
    """Chances for each day spent at a stage, from 0 to the last edge.

    Parameters
    ----------
    told : ndarray of float, shape (..., stretches)
        As `chances` returns them.

    Returns
    -------
    ndarray of float, shape (..., days)
        In straight lines from edge to edge.
    """
    days = np.arange(EDGES[-1] + 1)
    stretch = stretch_of(days)
    lines: Floats = told[..., stretch] + slopes(told)[..., stretch] * (days - np.array(EDGES)[stretch])
    return lines


def slopes(told: Floats) -> Floats:
    """What each further day adds to the chances within a stretch; 0 beyond the last edge."""
    risen: Floats = np.diff(told, append=told[..., -1:]) / np.diff(EDGES, append=EDGES[-1] + 1)
    return risen


def factors(expected: pd.Series, seen: pd.Series, groups: pd.DataFrame) -> pd.DataFrame:
    """How much more was seen than expected of each motion, channel and segment.

    Parameters
    ----------
    expected, seen : Series of float
        Wins, or amounts in units of one win: expected if all groups were alike, and seen.
    groups : DataFrame, same index
        Columns of ``BORROWED_WINS``.

    Returns
    -------
    DataFrame
        For each row and each of these columns the factor of its value; they multiply. Each is drawn towards 1 by the
        wins that it borrows, and fitted with the others in turn, ``ROUNDS`` times.

    Raises
    ------
    ValueError
        If a number is missing or negative, or the indexes differ.
    """
    checks.same_index(expected, seen)
    told, found = checks.amounts(expected, "Expected"), checks.amounts(seen, "Seen")
    codes = {name: pd.factorize(groups[name])[0] for name in BORROWED_WINS}
    return pd.DataFrame(fitted(told, found, codes), index=groups.index)


def fitted(told: Floats, found: Floats, codes: Mapping[str, Codes]) -> dict[str, Floats]:
    """The same of known numbers, where the place of each row's motion, channel and segment is known."""
    drawn = {name: np.ones(len(told)) for name in codes}
    for _ in range(ROUNDS):
        for name, code in codes.items():
            others = np.prod([drawn[other] for other in codes if other != name], axis=0)
            of_value = _drawn(np.bincount(code, found), np.bincount(code, told * others), BORROWED_WINS[name])
            drawn[name] = of_value[code]
    return drawn
