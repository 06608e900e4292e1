"""Open leads that miss their next step: how many they are, which ones, and what they are worth."""

from typing import Any

import pandas as pd

from analysis.lists.selection import GAPS
from analysis.scope import Scope
from analysis.statistics.expected_value import expected_values
from analysis.warehouse import Warehouse

Amounts = dict[
    str, Any
]  # as the questions about gaps take them: cells of stage, segment and channel, and their amounts


def amounts(warehouse: Warehouse) -> Amounts:
    """Expected won amounts, learned from all the data: what is worth most does not depend on the period looked at."""
    cells = warehouse.ask("gap_cells")
    known = cells.join(expected_values(cells)).dropna(subset=["value"])
    return {"cells": known["cell"].astype(int).tolist(), "amounts": known["value"].astype(float).tolist()}


def counts(warehouse: Warehouse, scope: Scope, worth: Amounts, breakdown: str, gap: str = "") -> pd.DataFrame:
    """Leads by breakdown, foremost gap and month in which it opened; with ``gap``, those that have it at all."""
    return warehouse.ask("gap_counts", scope, breakdown=breakdown, gap_bit=_bit_of(gap), **worth)


def queue(warehouse: Warehouse, scope: Scope, worth: Amounts, gap: str = "") -> pd.DataFrame:
    """The leads that are worth most; with ``gap``, those that have it at all."""
    return warehouse.ask("gap_queue", scope, gap_bit=_bit_of(gap), **worth)


def others(gaps: int, foremost: str) -> list[str]:
    """The gaps of a lead beside its foremost one, from the bits of the column ``gaps``."""
    return [name for name in GAPS if gaps & _bit_of(name) and name != foremost]


def _bit_of(gap: str) -> int:
    """The bit of a gap in the column ``gaps``; 0 for any."""
    return 1 << GAPS.index(gap) if gap else 0
