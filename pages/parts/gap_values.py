"""What an open lead is worth, by the stage, segment and channel where it stands."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.lists.selection import GAPS
from analysis.scope import Scope
from analysis.statistics.expected_value import expected_values
from analysis.warehouse import Warehouse

__all__ = ["GAPS", "Values", "ask", "bit_of", "counts", "is_loaded"]


@dataclass(frozen=True)
class Values:
    """Expected won amount of each cell of stage, segment and channel.

    Attributes
    ----------
    cells : DataFrame
        The counts of the question ``gap_cells`` with ``conversion``, ``typical_amount`` and ``value``.
    """

    cells: pd.DataFrame

    @property
    def arguments(self) -> dict[str, Any]:
        """What the questions about gaps bind: the cells whose value is known, and their values."""
        known = self.cells.dropna(subset=["value"])
        return {"cells": known["cell"].astype(int).tolist(), "amounts": known["value"].astype(float).tolist()}


def ask(warehouse: Warehouse) -> Values:
    """Learn the values from all the data: what is worth most does not depend on the period that is looked at."""
    cells = warehouse.ask("gap_cells")
    return Values(cells.join(expected_values(cells)))


def is_loaded(warehouse: Warehouse) -> bool:
    """Whether any touch is loaded at all."""
    contents = warehouse.ask("contents").set_index("kind")["records"]
    return int(contents["touches"]) > 0


def counts(warehouse: Warehouse, scope: Scope, values: Values, breakdown: str, gap: str = "") -> pd.DataFrame:
    """Open leads with a gap by breakdown, foremost gap and month; with ``gap``, those that have it at all."""
    return warehouse.ask("gap_counts", scope, breakdown=breakdown, gap_bit=bit_of(gap), **values.arguments)


def bit_of(gap: str) -> int:
    """The bit of a gap in the column ``gaps``; 0 for any."""
    return 1 << GAPS.index(gap) if gap else 0
