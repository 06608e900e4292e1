"""Readings of "reached": by a later stage too, by own entries only, or by own entries in order, and within limits."""

from dataclasses import dataclass
from typing import Any

from analysis.question import MODES

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
        return {"mode": self.mode} | self._limits

    @property
    def parameters(self) -> dict[str, str]:
        """The same for a list of leads at a stage; empty where it is plain."""
        own = {} if self.mode == MODES[0] else {"counted": self.mode}
        return own | {name: str(days) for name, days in self._limits.items()}

    @property
    def stage_parameter(self) -> str:
        """Under which name such a list is told the stage that its leads reached."""
        return "reached" if self.is_plain else "stage"

    @property
    def _limits(self) -> dict[str, int]:
        limits = {"step_days": self.step_days, "overall_days": self.overall_days}
        return {name: days for name, days in limits.items() if days is not None}


PLAIN = Reading()
