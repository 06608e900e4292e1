"""Slow, obvious twins of the questions about sequences, and of who did what in which team; see ``twins``."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tests.analysis.reading import STAGES, Lead, broken_down
from tests.analysis.twins import Row
from tests.analysis.twins_gaps import is_reply, touches_of
from tests.worlds import day


def steps_of(lead: Lead) -> dict[tuple[str, int], set[str]]:
    """What came of each step that was sent to a lead: each event belongs to the last step before it."""
    events: list[tuple[datetime, int, Any]] = []
    for touch in touches_of(lead):
        is_sent = touch.direction == "outbound" and not touch.kind.startswith("meeting")
        if is_sent and touch.sequence is not None and touch.step is not None:
            events.append((day(touch.day), 0, (touch.sequence, touch.step)))
        elif is_reply(touch) or touch.kind in ("meeting_booked", "meeting_held"):
            events.append((day(touch.day), 1, touch.kind))
    if lead.has_reached("opportunity") and (at := lead.stages[STAGES.index("opportunity")].at):
        events.append((at, 1, "opportunity"))
    results: dict[tuple[str, int], set[str]] = {}
    last = None
    for _, _, what in sorted(events, key=lambda event: event[:2]):
        if isinstance(what, tuple):
            last = what
            results.setdefault(last, set())
        elif last is not None:
            results[last].add(what)
    return results


def sequence_steps(leads: list[Lead], breakdown: str) -> list[Row]:
    rows: dict[tuple, Row] = {}
    for value, group in broken_down(leads, breakdown).items():
        for lead in group:
            for (_, step), came in steps_of(lead).items():
                names = ("people", "replied", "positive", "booked", "met", "opportunities")
                row = rows.setdefault((value, step), {"breakdown": value, "step": step} | dict.fromkeys(names, 0))
                row["people"] += 1
                row["replied"] += bool(came & {"reply", "positive_reply"})
                row["positive"] += "positive_reply" in came
                row["booked"] += bool(came & {"meeting_booked", "meeting_held"})
                row["met"] += "meeting_held" in came
                row["opportunities"] += "opportunity" in came
    return list(rows.values())


def sequence_people(leads: list[Lead], breakdown: str) -> list[Row]:
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        came = [set().union(*steps_of(lead).values()) for lead in group if steps_of(lead)]
        if came:
            rows.append(
                {
                    "breakdown": value,
                    "people": len(came),
                    "replied": sum(bool(each & {"reply", "positive_reply"}) for each in came),
                    "positive": sum("positive_reply" in each for each in came),
                    "met": sum("meeting_held" in each for each in came),
                }
            )
    return rows


def activity(leads: list[Lead]) -> Counter[tuple[str, str]]:
    """Touches by us by who made them and the team of that time."""
    counts: Counter[tuple[str, str]] = Counter()
    for lead in leads:
        for touch in touches_of(lead):
            if touch.direction == "outbound":
                actor = touch.actor or lead.journey.lead.get("owner") or "(not recorded)"
                counts[actor, team_at(actor, day(touch.day), leads)] += 1
    return counts


def team_at(owner: str, at: datetime, leads: Iterable[Lead]) -> str:
    """Team of the latest lead that the owner had by then; of the first one where there was none."""
    own = sorted(
        (lead.created_at, lead.journey.lead["team"])
        for lead in leads
        if (lead.journey.lead.get("owner") or "(not recorded)") == owner and lead.journey.lead.get("team")
    )
    if not own:
        return "(not recorded)"
    # Of leads of one instant, the last by name.
    latest = dict(own)
    before = [team for created, team in latest.items() if created <= at]
    return before[-1] if before else next(iter(latest.values()))
