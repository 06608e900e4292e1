"""Readings of "reached": by a later stage too, by own entries only, or by own entries in order, and within limits."""

from dataclasses import dataclass
from typing import Any

from analysis.question import MODES
from analysis.scope import Scope
from analysis.warehouse import Warehouse

STEP_DAYS = (7, 14, 30, 60, 90)
OVERALL_DAYS = (30, 60, 90, 180, 365)


@dataclass(frozen=True)
class Reading:
    """How "reached" is read.

    Attributes
    ----------
    mode : str
        One of ``MODES``.
    step_days : int, optional
        The most days that each step may take; None is no limit.
    overall_days : int, optional
        The most days from the creation to a stage, among the leads observed for so long; None is no limit.
    """

    mode: str = MODES[0]
    step_days: int | None = None
    overall_days: int | None = None

    @property
    def is_limited(self) -> bool:
        """Whether it has a limit on days."""
        return self.step_days is not None or self.overall_days is not None

    @property
    def is_plain(self) -> bool:
        """Whether every lead counts that reached a stage or a later one, whenever it did."""
        return self.mode == MODES[0] and not self.is_limited

    @property
    def arguments(self) -> dict[str, Any]:
        """The same for the question ``stage_dropoff``."""
        limits = {"step_days": self.step_days, "overall_days": self.overall_days}
        return {"mode": self.mode} | {name: days for name, days in limits.items() if days is not None}

    @property
    def parameters(self) -> dict[str, str]:
        """The same for a list of leads at a stage; empty where it is plain."""
        own = {} if self.mode == MODES[0] else {"counted": self.mode}
        limits = {"step_days": self.step_days, "overall_days": self.overall_days}
        return own | {name: str(days) for name, days in limits.items() if days is not None}


PLAIN = Reading()


def reasons_of(warehouse: Warehouse, scope: Scope) -> tuple[str, ...]:
    """Reasons for which leads can be left out, the most frequent first."""
    answer = warehouse.ask("reasons", scope)
    counts = answer.groupby("reason")["leads"].sum().sort_values(ascending=False, kind="stable")
    return tuple(str(reason) for reason in counts.index)
