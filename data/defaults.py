"""The tables of the definitions that need not be given, with their defaults."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from data.limits import Balance, Costs, Retention, Thresholds
from data.links import Links
from data.names import EMPTY

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Windows:
    """Windows of time in days, and the share that makes "stalled"."""

    conversion_days: int = 180
    stalled_quantile: float = 0.9


@dataclass(frozen=True)
class WorkingHours:
    """When the team answers, in the business time zone; on no day of ``holidays``, nor on a public one of a country."""

    days: tuple[str, ...] = WEEKDAYS[:5]
    start: str = "09:00"
    end: str = "18:00"
    holidays: tuple[date, ...] = ()
    country: str | None = None
    subdivision: str | None = None


@dataclass(frozen=True)
class Gaps:
    """Days without a next step after which a lead stands in the gap queue."""

    untouched_days: int = 1
    reply_days: int = 2
    meeting_days: int = 3
    opportunity_days: int = 14
    given_up_days: int = 21


@dataclass(frozen=True)
class Reasons:
    """How reasons begin that say there is no problem to solve, and those that say nobody answered."""

    no_problem: tuple[str, ...] = ("no problem", "no need", "no pain", "no use case")
    no_answer: tuple[str, ...] = (
        "no answer",
        "no response",
        "no reply",
        "not reached",
        "unreachable",
        "unresponsive",
        "went dark",
        "doesn't answer",
        "does not answer",
        "stopped answering",
        "not answering",
    )


@dataclass(frozen=True)
class Cells:
    """Texts that stand for an empty cell, whatever their case."""

    empty: tuple[str, ...] = EMPTY


@dataclass(frozen=True)
class Closings:
    """How labels begin under which a deal closes without a win, and how a win is written besides its stage's names."""

    won: tuple[str, ...] = ("closed won", "deal won", "gewonnen", "gagné", "ganado", "ganho", "vinto")
    lost: tuple[str, ...] = (
        "closed lost",
        "closed - lost",
        "closedlost",
        "deal lost",
        "lost",
        "verloren",
        "perdu",
        "perdue",
        "perdido",
        "perdida",
        "perso",
        "persa",
    )
    disqualified: tuple[str, ...] = (
        "disqualified",
        "unqualified",
        "not qualified",
        "closed - not converted",
        "junk",
        "bad fit",
        "nicht qualifiziert",
    )


TABLES: dict[str, Any] = {
    "windows": Windows,
    "working_hours": WorkingHours,
    "gaps": Gaps,
    "reasons": Reasons,
    "cells": Cells,
    "closings": Closings,
    "thresholds": Thresholds,
    "balance": Balance,
    "costs": Costs,
    "retention": Retention,
    "links": Links,
}
