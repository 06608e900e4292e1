"""What open leads are worth: the chances and amounts that the questions about them bind, learnt from all the data.

Nothing that lies after the day on which they are valued is looked at, nor are leads from before wins were recorded, and
what a lead is worth does not depend on the period or the filters that are looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from analysis.recording import late_recording
from analysis.scope import Scope
from analysis.statistics import waiting
from analysis.statistics.checks import Floats
from analysis.statistics.waiting import EVER, Hazards
from analysis.warehouse import Warehouse
from data.evenings import EDGES, SOON_DAYS
from data.names import MOTIONS, UNKNOWN

SNAPSHOTS, APART_MONTHS = 6, 2  # earlier days on which leads were open: the ends of every second month
NEVER = 1 << 30  # days: where nobody was won from a stage, nobody has been there for longer
CELL = ["motion", "channel", "segment"]
STATES = {motion: place * 32 for place, motion in enumerate((*MOTIONS, UNKNOWN))}  # as marts/stays.sql numbers them


@dataclass(frozen=True, eq=False)
class Worth:
    """What open leads are worth on a day.

    Attributes
    ----------
    hazards : Hazards
        Chances to leave a stage, day by day.
    longest : mapping of (str, int) to int
        By motion and position, the longest that a lead which was won had been at a stage.
    cells : DataFrame
        One row per ``motion``, ``channel`` and ``segment`` with its ``cell``, ``factor`` (how much more often its leads
        win than others at the same stage after as many days) and ``amount`` (typical won amount; missing where
        none is known).
    """

    hazards: Hazards
    longest: Mapping[tuple[str, int], int]
    cells: pd.DataFrame
    _told: dict[tuple[int, ...], Floats] = field(default_factory=dict, init=False, repr=False)

    def chances(self, within: Sequence[int]) -> Floats:
        """As `waiting.chances`, so that no chance times a factor is above 1; reckoned once."""
        if tuple(within) not in self._told:
            reckon([self], within)
        return self._told[tuple(within)]

    def limited(self, told: Floats) -> Floats:
        """The chances so that none of them times a factor is above 1."""
        motion, factor = self.cells["motion"].to_numpy(), self.cells["factor"].to_numpy()
        most = [1 / factor[motion == name].max(initial=1.0) for name in self.hazards.motions]
        least: Floats = np.minimum(told, np.array(most)[:, None, None])
        return least

    def arguments(self, within: int | None = None) -> dict[str, Any]:
        """What the questions about open leads bind, to value them by what they bring within so many days, or ever."""
        (told,) = self.chances([EVER if within is None else min(within, EVER)])
        daily = waiting.by_day(told)
        places = [(motion, place + 1) for motion in self.hazards.motions for place in range(told.shape[1])]
        states = [STATES[motion] + position for motion, position in places]
        return {
            "states": np.repeat(states, daily.shape[-1]).tolist(),
            "days": np.tile(np.arange(daily.shape[-1]), len(states)).tolist(),
            "chances": daily.ravel().tolist(),
            "own_states": states,
            "fresh": told[..., 0].ravel().tolist(),
            "longest": [self.longest.get(place, NEVER) for place in places],
            "cells": self.cells["cell"].astype(int).tolist(),
            "factors": self.cells["factor"].astype(float).tolist(),
            "amounts": self.cells["amount"].astype(float).tolist(),
        }


def reckon(worths: Sequence[Worth], within: Sequence[int]) -> None:
    """Reckon the chances of some days together, so that each has them at hand.

    Parameters
    ----------
    worths : sequence of Worth
        Of the days.
    within : sequence of int
        As `waiting.chances` takes it.
    """
    for worth, told in zip(worths, _beside([each.hazards for each in worths], within), strict=True):
        worth._told[tuple(within)] = worth.limited(told)


def _beside(found: Sequence[Hazards], within: Sequence[int]) -> list[Floats]:
    """The chances of each of several days, which are followed together: one beside the other as the motions are."""
    if not found:
        return []
    beside = Hazards((), np.concatenate([hazards.ways for hazards in found]))
    return np.split(waiting.chances(beside, within), len(found), axis=1)


def learn(warehouse: Warehouse, scope: Scope | None = None) -> Worth | None:
    """Learn what leads are worth from all that was known by a day; None where there is no lead.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope, optional
        Only its ``as_of`` and its pipeline count.

    Returns
    -------
    Worth or None
        Chances and amounts.
    """
    scope = scope or Scope()
    day = scope.as_of or warehouse.as_of
    return None if day is None else learn_on(warehouse, [day], scope.pipeline).get(day)


def learn_on(warehouse: Warehouse, days: Sequence[date], pipeline: tuple[str, ...] | None = None) -> dict[date, Worth]:
    """The same for each of some days; those before the first lead are left out.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    days : sequence of date
        In any order.
    pipeline : tuple of str, optional
        As a scope has it: what renewals are worth is learnt from renewals.

    Returns
    -------
    dict of Worth
        By day.
    """
    asked = tuple(sorted(set(days)))
    return warehouse.remembered(("worth", asked, pipeline), lambda: _learn(warehouse, asked, pipeline))


def _learn(warehouse: Warehouse, days: tuple[date, ...], pipeline: tuple[str, ...] | None) -> dict[date, Worth]:
    before = {day: snapshots(day) for day in days}
    earlier = {each for own in before.values() for each in own}
    known = sorted({*days, *earlier})
    late = late_recording(warehouse)
    scope = Scope(since=late.since if late is not None else None, pipeline=pipeline)
    stays = warehouse.ask("stays", scope, known_by=known)
    if stays.empty:
        return {}
    stages = len(warehouse.definitions.stages)
    turn, turns = pd.factorize(stays["known_by"])
    apart = waiting.hazards_apart(stays, turn, len(turns), stages, tuple(STATES))
    found: dict[date, Hazards] = dict(zip(turns, apart, strict=True))
    seen = _seen(warehouse, scope, {day: hazards for day, hazards in found.items() if day in earlier})
    sizes = warehouse.ask("deal_sizes", Scope(pipeline=pipeline), known_by=list(days))
    cells = sizes.drop_duplicates("cell")[[*CELL, "cell"]].reset_index(drop=True)
    groups = cells[CELL].astype("category")
    sized = _tables(sizes, groups, ["won_with_amount", "won_amount"])
    misses = _tables(seen, groups, ["expected", "won"])
    codes = {name: pd.factorize(groups[name])[0] for name in CELL}
    longest = _longest(stays)
    worths = {}
    for day in days:
        if day not in found:
            continue
        past = sum((misses[each] for each in before[day] if each in misses), np.zeros((len(cells), 2)))
        factor = _product(waiting.fitted(past[:, 0], past[:, 1], codes))
        count, total = sized[day].T
        usual = total.sum() / count.sum() if count.sum() else np.nan
        amount = usual * _product(waiting.fitted(count, np.nan_to_num(total / usual), codes))
        worths[day] = Worth(found[day], longest.get(day, {}), cells.assign(factor=factor, amount=amount))
    return worths


def _product(factors: Mapping[str, Floats]) -> Floats:
    """All factors of each row together."""
    product: Floats = np.prod(list(factors.values()), axis=0)
    return product


def _longest(stays: pd.DataFrame) -> dict[date, dict[tuple[str, int], int]]:
    """By day, and by motion and position, the longest that a lead which was won had been at a stage."""
    won = stays.dropna(subset=["longest_days"])
    longest = won.groupby(["known_by", "motion", "position"])["longest_days"].max()
    by_day: dict[date, dict[tuple[str, int], int]] = {}
    for day, motion, position, days in longest.reset_index().itertuples(index=False, name=None):
        by_day.setdefault(day, {})[motion, position] = int(days)
    return by_day


def _tables(rows: pd.DataFrame, groups: pd.DataFrame, columns: list[str]) -> dict[Any, Floats]:
    """Some columns by day, a row for each of the groups."""
    place = pd.MultiIndex.from_frame(groups.astype(object)).get_indexer(pd.MultiIndex.from_frame(rows[CELL]))
    turn, days = pd.factorize(rows["known_by"])
    tables = np.zeros((len(days), len(groups), len(columns)))
    tables[turn, place] = rows[columns].to_numpy(dtype=np.float64)
    return dict(zip(days, tables, strict=True))


def snapshots(day: date) -> list[date]:
    """The earlier days whose open leads tell, by what was won of them since, how chances differ on a day."""
    last = pd.Timestamp(day - timedelta(days=SOON_DAYS - 1)).to_period("M") - 1
    return [(last - back * APART_MONTHS).end_time.date() for back in range(SNAPSHOTS)]


def _seen(warehouse: Warehouse, scope: Scope, found: dict[date, Hazards]) -> pd.DataFrame:
    """What was won of the leads that were open on earlier days, and what should have been by what was known then."""
    soon = (told[0] for told in _beside(list(found.values()), [SOON_DAYS]))
    told = at_edges(dict(zip(found, soon, strict=True)))
    return warehouse.ask("waited", scope, known_by=list(found), **told)


def reliability(warehouse: Warehouse, days: Sequence[date], pipeline: tuple[str, ...] | None = None) -> pd.DataFrame:
    """How many of the leads that were open on some days were won soon after, by the tenth of their chance.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    days : sequence of date
        Earlier days, on which there was something to learn from.
    pipeline : tuple of str, optional
        As a scope has it.

    Returns
    -------
    DataFrame
        Columns ``tenth`` (0 to 9), ``leads``, ``expected`` and ``won``.
    """
    worths = learn_on(warehouse, days, pipeline)
    told = at_edges({day: worth.chances([SOON_DAYS])[0] for day, worth in worths.items()})
    cells = by_cell(worths)
    del cells["amounts"]
    return warehouse.ask("reliability", Scope(pipeline=pipeline), known_by=list(worths), **told, **cells)


def expected(warehouse: Warehouse, scope: Scope, until: Mapping[date, date], breakdown: str) -> pd.DataFrame:
    """What the leads that were open on some days were to bring until some later days.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads; without ``as_of``.
    until : mapping of date to date
        For each day the last one on which they may be won.
    breakdown : str
        See ``Warehouse.ask``.

    Returns
    -------
    DataFrame
        Columns ``known_by``, ``breakdown``, ``expected_wins`` and ``expected_amount``.
    """
    worths = learn_on(warehouse, list(until), scope.pipeline)
    if not worths:
        return pd.DataFrame({name: [] for name in ("known_by", "breakdown", "expected_wins", "expected_amount")})
    told = by_cell(worths)
    rows = warehouse.ask("waiting", scope, breakdown=breakdown, known_by=list(worths), **told)
    parts = []
    for day, worth in worths.items():
        own = rows[rows["known_by"] == day]
        (chances,) = worth.chances([(until[day] - day).days])
        place = (
            pd.Index(worth.hazards.motions).get_indexer(pd.Index(own["motion"])),
            own["position"].to_numpy() - 1,
            waiting.stretch_of(own["stretch_days"].to_numpy()),
        )
        at_edge, risen = chances[place], waiting.slopes(chances)[place]
        parts.append(
            own[["known_by", "breakdown"]].assign(
                expected_wins=own["factors"] * at_edge + own["beyond_factors"] * risen,
                expected_amount=own["amounts"] * at_edge + own["beyond_amounts"] * risen,
            )
        )
    found = pd.concat(parts)
    return found.groupby(["known_by", "breakdown"], as_index=False)[["expected_wins", "expected_amount"]].sum()


def by_cell(worths: Mapping[date, Worth]) -> dict[str, Any]:
    """Factors and typical amounts of each day, as questions about several days bind them."""
    told = [worth.cells[["cell", "factor", "amount"]].fillna(0.0) for worth in worths.values()]
    return {
        "worth_on": [day for day, own in zip(worths, told, strict=True) for _ in range(len(own))],
        "cells": [cell for own in told for cell in own["cell"].tolist()],
        "factors": [factor for own in told for factor in own["factor"].tolist()],
        "amounts": [amount for own in told for amount in own["amount"].tolist()],
    }


def at_edges(told: Mapping[date, Floats]) -> dict[str, Any]:
    """Chances of each day at the edges, and how they go on from there, as questions about several days bind them."""
    rows: dict[str, Any] = {name: [] for name in ("told_on", "states", "stretches", "chances", "slopes")}
    for day, chances in told.items():
        places = [state + place + 1 for state in STATES.values() for place in range(chances.shape[1])]
        rows["told_on"] += [day] * chances.size
        rows["states"] += np.repeat(places, len(EDGES)).tolist()
        rows["stretches"] += list(EDGES) * len(places)
        rows["chances"] += chances.ravel().tolist()
        rows["slopes"] += waiting.slopes(chances).ravel().tolist()
    return rows
