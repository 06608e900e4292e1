"""Open leads that miss their next step: how many they are, which ones, and what they are worth."""

from typing import Any

import pandas as pd

from analysis import valuing
from analysis.lists.selection import GAPS
from analysis.question import question
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.parts import lead_list

LEARNT_FROM = ("stays", "waited", "deal_sizes")  # the questions behind what leads are worth
Worth = dict[str, Any]  # as the questions about gaps bind it, see valuing


def worth(warehouse: Warehouse, scope: Scope) -> Worth:
    """What leads are worth, learnt from all the data of the scope's pipeline: that does not depend on its period."""
    learnt = valuing.learn(warehouse, scope)
    if learnt is None:
        # Nobody has ever been at a stage, so no lead is open that could be valued.
        return {
            name: [] for name in ("states", "days", "chances", "own_states", "fresh", "cells", "factors", "amounts")
        }
    return learnt.arguments()


def counts(warehouse: Warehouse, scope: Scope, worth: Worth, breakdown: str, gap: str = "") -> pd.DataFrame:
    """Leads by breakdown, foremost gap and month in which it opened; with ``gap``, those that have it at all."""
    return _ask(warehouse, "gap_counts", scope, worth, gap, breakdown)


def queue(warehouse: Warehouse, scope: Scope, worth: Worth, gap: str = "") -> pd.DataFrame:
    """The leads that lose most by waiting on, as they are called; with ``gap``, those that have it at all."""
    return lead_list.called(lead_list.named(_ask(warehouse, "gap_queue", scope, worth, gap), warehouse))


def older(warehouse: Warehouse, scope: Scope, worth: Worth, breakdown: str, gap: str = "") -> pd.DataFrame:
    """Leads that have waited for longer than any that was won, by breakdown and stage."""
    return _ask(warehouse, "older_than_any_win", scope, worth, gap, breakdown)


def others(gaps: int, foremost: str) -> list[str]:
    """The gaps of a lead beside its foremost one, from the bits of the column ``gaps``."""
    return [name for name in GAPS if gaps & _bit_of(name) and name != foremost]


def _ask(warehouse: Warehouse, name: str, scope: Scope, worth: Worth, gap: str, breakdown: str = "all") -> pd.DataFrame:
    own = question(name).taken(worth)
    return warehouse.ask(name, scope, breakdown=breakdown, gap_bit=_bit_of(gap), **own)


def _bit_of(gap: str) -> int:
    """The bit of a gap in the column ``gaps``; 0 for any."""
    return 1 << GAPS.index(gap) if gap else 0
