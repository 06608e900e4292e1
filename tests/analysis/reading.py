"""What journeys say of their leads, one lead at a time, by the metrics' definitions and never from the marts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from analysis.scope import FILTERS, Scope
from tests.worlds import Journey, Touch, day

STAGES = ("lead", "contacted", "engaged", "prospect", "opportunity", "proposal", "won")
SOURCES = {  # source: shown, channel, motion
    "google ads": ("google ads", "Paid search", "inbound"),
    "Cold calls": ("Cold calls", "Cold call", "outbound"),
    "Pigeon post": ("Pigeon post", "(unmapped: Pigeon post)", "unknown"),
    None: ("(not recorded)", "(not recorded)", "unknown"),
}
CURRENCY = "USD"


@dataclass
class Reached:
    """A stage that a lead reached."""

    at: datetime | None  # None: reached, time unknown
    is_explicit: bool


class Lead:
    """What one journey says of its lead by the end of the data."""

    def __init__(self, journey: Journey, end: date, year_starts: int = 1) -> None:
        self.journey = journey
        self.year_starts = year_starts  # month in which the fiscal year starts
        self.created_at = day(journey.created)
        self.created_on = self.created_at.date()
        self.observed_days = (end - self.created_on).days
        self.end = end
        self.source, self.channel, self.motion = SOURCES[journey.source]
        self.entries = [(STAGES.index(stage), at) for stage, at in _dated(journey) if stage in STAGES]
        self.outcome, self.closed_at = self._close()
        self.closed_on = self.closed_at.date() if self.closed_at else None
        self.stages = self._reach()
        own = journey.closed_amount
        self.amount = own if own is not None and journey.outcome else journey.amount
        self.is_foreign = (journey.lead.get("currency") or CURRENCY) != CURRENCY

    def _close(self) -> tuple[str, datetime | None]:
        """How and when it ended: as recorded, else won if it entered the last stage."""
        wins = [at for position, at in self.entries if position == len(STAGES) - 1]
        first_win = min((at for at in wins if at is not None), default=None)
        closed = None if self.journey.closed is None else day(self.journey.closed)
        if self.journey.outcome == "won":
            return "won", closed or first_win
        if self.journey.outcome is not None:
            return self.journey.outcome, closed
        return ("won", first_win) if wins else ("open", None)

    def _reach(self) -> list[Reached]:
        """Every stage up to the furthest, with the earliest entry into it or a later one."""
        entries = [*self.entries, (0, self.created_at)]
        if self.journey.outcome == "won":
            entries.append((len(STAGES) - 1, day(self.journey.closed) if self.journey.closed is not None else None))
        self.all_entries = entries
        furthest = max(position for position, _ in entries)
        return [
            Reached(
                at=min((at for position, at in entries if position >= stage and at is not None), default=None),
                is_explicit=any(position == stage for position, _ in entries),
            )
            for stage in range(furthest + 1)
        ]

    def has_reached(self, stage: str) -> bool:
        return len(self.stages) > STAGES.index(stage)

    def days_to(self, stage: str) -> int | None:
        """Days from creation to a stage; None: not reached, unknown, or before the creation.

        A win before the creation implies every stage by age 0.
        """
        if self.outcome == "won" and self.is_closed_before_created:
            return 0
        return self._days_until(self.stages[STAGES.index(stage)].at) if self.has_reached(stage) else None

    @property
    def days_to_won(self) -> int | None:
        return self.days_to_close if self.outcome == "won" else None

    @property
    def days_to_close(self) -> int | None:
        """Days from creation to the closing; what closed before the creation had closed by age 0."""
        return max((self.closed_on - self.created_on).days, 0) if self.closed_on else None

    @property
    def is_closed_before_created(self) -> bool:
        return self.closed_on is not None and self.closed_on < self.created_on

    @property
    def cycle_days(self) -> int | None:
        """Days from creation to the win as a duration: none where the win is dated before the creation."""
        return None if self.is_closed_before_created else self.days_to_won

    @property
    def won_amount(self) -> float | None:
        """Amount of a win in the currency of the pages."""
        return self.amount if self.outcome == "won" and not self.is_foreign else None

    def is_mature(self, window: int) -> bool:
        return self.observed_days >= window and not (self.outcome == "won" and self.days_to_won is None)

    def _days_until(self, at: datetime | None) -> int | None:
        if at is None or at.date() < self.created_on:
            return None
        return (at.date() - self.created_on).days

    def exit(self, stage: int) -> str:
        """How it left a stage."""
        if stage < len(self.stages) - 1:
            return "advanced"
        return "still there" if self.outcome == "open" else self.outcome

    def dwell(self, stage: int) -> int | None:
        """Days it stayed in a stage, or has stayed by the end; None: skipped, unknown, or out of order."""
        entered = self.stages[stage]
        if not entered.is_explicit or entered.at is None or entered.at.date() < self.created_on:
            return None
        left = {
            "advanced": lambda: _day_of(self.stages[stage + 1].at),
            "still there": lambda: self.end,
        }.get(self.exit(stage), lambda: self.closed_on)()
        if left is None or left < entered.at.date():
            return None
        return (left - entered.at.date()).days

    @property
    def dropped_for(self) -> str | None:
        """Why it was lost or disqualified."""
        return (self.journey.reason or "(not recorded)") if self.outcome in ("lost", "disqualified") else None

    def age(self, stage: int) -> int | None:
        """Days from creation to a stage that it reached; None: unknown, or before the creation without a win then."""
        if stage == 0:
            return 0
        return self.days_to(STAGES[stage])

    def own_entry(self, stage: int) -> datetime | None:
        """The first of its own entries into a stage; None: there is none, or one of them has no time."""
        own = [at for position, at in self.all_entries if position == stage]
        return min((at for at in own if at is not None), default=None) if None not in own else None

    def touches_by_us(self) -> list[datetime]:
        return [day(at) for at, direction, *_ in self.journey.touches if direction == "outbound"]

    def response_minutes(self) -> int | None:
        answers = [at for at in self.touches_by_us() if at >= self.created_at]
        return int((min(answers) - self.created_at).total_seconds() // 60) if answers else None


def truncated(journeys: Iterable[Journey], last: date) -> list[Journey]:
    """The journeys as they were known on the evening of a day: what happened later is not there.

    What has no day cannot be placed: an undated outcome stays, with every undated entry of an undated win. Any other
    undated entry came no later than the first dated entry into its stage or a later one, and not before the stages
    ahead of it were reached; where one of these is still to come, it is still to come too.
    """
    kept = []
    for journey in journeys:
        if day(journey.created).date() > last:
            continue
        lead = Lead(journey, last)
        is_undated_win = lead.outcome == "won" and lead.closed_at is None

        def has_happened(stage: str, at: datetime | None, lead: Lead = lead, undated: bool = is_undated_win) -> bool:
            if at is not None:
                return at.date() <= last
            if stage not in STAGES or undated:
                return True
            up_to_it = [each.at for each in lead.stages[: STAGES.index(stage) + 1]]
            return all(reached is None or reached.date() <= last for reached in up_to_it)

        entries = [
            (stage, entered)
            for stage, entered in journey.entries()
            if has_happened(stage, None if entered is None else day(entered))
        ]
        is_closed = lead.closed_on is None or lead.closed_on <= last
        closing: dict[str, Any] = (
            {} if is_closed else {"outcome": None, "closed": None, "reason": None, "closed_amount": None}
        )
        touches = tuple(touch for touch in journey.touches if day(touch[0]).date() <= last)
        known = {**vars(journey.with_entries(entries)), "touches": touches, **closing}
        kept.append(Journey(**known))
    return kept


def read(journeys: Iterable[Journey], scope: Scope, end: date, year_starts: int = 1) -> list[Lead]:
    """The leads of a scope, as they stood on its last day."""
    last = scope.as_of or end
    known = truncated(journeys, last) if scope.as_of is not None else list(journeys)
    return [lead for lead in (Lead(journey, last, year_starts) for journey in known) if is_in(lead, scope)]


def is_in(lead: Lead, scope: Scope) -> bool:
    if scope.since is not None and lead.created_on < scope.since:
        return False
    if scope.until is not None and lead.created_on >= scope.until:
        return False
    if lead.dropped_for in scope.excluded_reasons:
        return False
    return all(getattr(scope, name) is None or _dimension(lead, name) in getattr(scope, name) for name in FILTERS)


def _dimension(lead: Lead, name: str) -> str:
    if name in ("source", "channel", "motion"):
        return getattr(lead, name)
    if name == "sequence":
        named = sorted(
            (touch.day, place, touch.sequence) for place, touch in enumerate(_touches(lead)) if touch.sequence
        )
        return named[0][2] if named else "(not recorded)"
    return lead.journey.lead.get(name) or "(not recorded)"


def _touches(lead: Lead) -> list[Touch]:
    return [Touch(*listed) for listed in lead.journey.touches]


def broken_down(leads: Iterable[Lead], breakdown: str) -> dict[Any, list[Lead]]:
    """The leads of each breakdown."""
    groups: dict[Any, list[Lead]] = {}
    for lead in leads:
        groups.setdefault(breakdown_of(lead, breakdown), []).append(lead)
    return groups


def breakdown_of(lead: Lead, breakdown: str) -> Any:
    if breakdown == "all":
        return "All"
    if breakdown == "month":
        return lead.created_on.replace(day=1)
    if breakdown == "quarter":
        first = lead.created_on.replace(day=1)
        while (first.month - lead.year_starts) % 3:  # back to the first month of a quarter
            first = (first - timedelta(days=1)).replace(day=1)
        return first
    return _dimension(lead, breakdown)


def _dated(journey: Journey) -> list[tuple[str, datetime | None]]:
    return [(stage, None if entered is None else day(entered)) for stage, entered in journey.entries()]


def _day_of(at: datetime | None) -> date | None:
    return at.date() if at else None
