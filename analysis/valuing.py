"""What open leads are worth: the chances and amounts that the questions about them bind, learnt from all the data.

Nothing that lies after a scope's own ``as_of`` is looked at, and what a lead is worth does not depend on the period or
the filters that are looked at.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.scope import Scope
from analysis.statistics import waiting
from analysis.statistics.expected_value import shrunken_means
from analysis.statistics.waiting import Hazards
from analysis.warehouse import Warehouse
from data.names import MOTIONS, UNKNOWN

STEP_DAYS = 60  # between the earlier days on which leads were open, and in which they may have won
SNAPSHOTS = 6
STATES = {motion: place * 32 for place, motion in enumerate((*MOTIONS, UNKNOWN))}  # as marts/stays.sql numbers them
MOST_DAYS = 4_000


@dataclass(frozen=True, eq=False)
class Worth:
    """What open leads are worth.

    Attributes
    ----------
    hazards : Hazards
        Chances to leave a stage, day by day.
    longest : DataFrame
        Columns ``motion``, ``position`` and ``days``: the longest that a lead which was won had been at a stage.
    cells : DataFrame
        One row per ``motion``, ``channel`` and ``segment`` with its ``cell``, ``factor`` (how much more often its leads
        win than others at the same stage after as many days) and ``amount`` (typical won amount).
    """

    hazards: Hazards
    longest: pd.DataFrame
    cells: pd.DataFrame

    def arguments(self, within: int | None = None) -> dict[str, Any]:
        """What the questions about open leads bind, to value them by what they bring within so many days, or ever."""
        return {
            **_told(self.hazards, within),
            **_at_once(self.hazards, self.longest, within),
            "cells": self.cells["cell"].astype(int).tolist(),
            "factors": self.cells["factor"].astype(float).tolist(),
            "amounts": self.cells["amount"].astype(float).tolist(),
        }


def learn(warehouse: Warehouse, scope: Scope | None = None) -> Worth | None:
    """Learn what leads are worth from all that was known by a day; None where there is no lead.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope, optional
        Only its ``as_of`` counts.

    Returns
    -------
    Worth or None
        Chances and amounts.
    """
    known = Scope(as_of=scope.as_of if scope is not None else None)
    stays = warehouse.ask("stays", known)
    if stays.empty:
        return None
    stages = len(warehouse.definitions.stages)
    days = min(int(stays["days"].max()) + 2, MOST_DAYS)
    hazards = waiting.hazards(stays, stages, days)
    soon = _told(hazards, STEP_DAYS)
    kept = warehouse.ask("waited", known, apart_days=STEP_DAYS, snapshots=SNAPSHOTS, **soon)
    sizes = warehouse.ask("deal_sizes", known)
    fitted = waiting.factors(kept)
    factor = np.ones(len(sizes))
    for name, factors in fitted.items():
        factor *= sizes[name].map(factors).fillna(1.0).to_numpy(dtype=np.float64)
    amount = shrunken_means(sizes["won_amount"], sizes["won_amount_squares"], sizes["won_with_amount"])
    longest = stays[stays["won"] > 0].groupby(["motion", "position"])[["days"]].max().reset_index()
    return Worth(hazards, longest, sizes.assign(factor=factor, amount=amount))


def _told(hazards: Hazards, within: int | None) -> dict[str, Any]:
    """Chance to win by motion, stage and days there, as three lists."""
    chances = waiting.chances(hazards, within)
    motions, stages, days = chances.shape
    states = np.array([[STATES[motion] + place + 1 for place in range(stages)] for motion in hazards.motions])
    return {
        "states": np.repeat(states.ravel(), days).tolist(),
        "days": np.tile(np.arange(days), motions * stages).tolist(),
        "chances": chances.ravel().tolist(),
    }


def _at_once(hazards: Hazards, longest: pd.DataFrame, within: int | None) -> dict[str, Any]:
    """For each motion and stage the chance of a lead that comes there, and the longest stay before a win."""
    fresh = waiting.chances(hazards, within)[:, :, 0]
    days = longest.set_index(["motion", "position"])["days"]
    places = [(motion, place + 1) for motion in hazards.motions for place in range(fresh.shape[1])]
    return {
        "own_states": [STATES[motion] + position for motion, position in places],
        "fresh": fresh.ravel().tolist(),
        "longest": [int(days.get(place, -1)) for place in places],
    }
