"""Open leads of people who left: somebody must take them over."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.scope import Scope
from analysis.warehouse import Warehouse


@dataclass(frozen=True)
class LeftOwners:
    """Who left and has open leads in a scope.

    Attributes
    ----------
    rows : DataFrame
        Answer to the question ``left_owners``: ``owner``, ``left_on`` and ``leads``, the most leads first.
    """

    rows: pd.DataFrame

    @property
    def leads(self) -> int:
        """Their open leads."""
        return int(self.rows["leads"].sum())

    @property
    def days(self) -> dict[str, date]:
        """By name the day on which they left."""
        return dict(zip(self.rows["owner"].astype(str), pd.to_datetime(self.rows["left_on"]).dt.date, strict=True))


def find(warehouse: Warehouse, scope: Scope) -> LeftOwners:
    """Those who had left by the end of the scope's data; nobody where the definitions name nobody who left."""
    return LeftOwners(warehouse.ask("left_owners", scope))
