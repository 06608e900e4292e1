"""Slow twins of the questions behind the balance of the two engines."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from analysis.scope import Scope
from tests.analysis.reading import Lead, broken_down
from tests.analysis.twins import Row, count, within

Target = dict[str, Any]


def engines(leads: list[Lead], breakdown: str, window: int) -> list[Row]:
    rows = []
    for value, motion, group in _engines_of(leads, breakdown):
        watched = [lead for lead in group if lead.observed_days >= window]
        opportunities = [lead for lead in group if lead.has_reached("opportunity")]
        amounts = [lead.won_amount for lead in group if lead.won_amount is not None]
        cycles = [days for lead in group if (days := _cycle(lead)) is not None]
        rows.append(
            {
                "breakdown": value,
                "motion": motion,
                "leads": len(group),
                "prospects": count(group, lambda lead: lead.has_reached("prospect")),
                "opportunities": len(opportunities),
                "won": count(group, lambda lead: lead.outcome == "won"),
                "mature": len(watched),
                "mature_prospects": count(watched, lambda lead: within(lead.days_to("prospect"), window)),
                "open_opportunities": count(opportunities, lambda lead: lead.outcome == "open"),
                "decided": count(opportunities, lambda lead: lead.outcome in ("won", "lost")),
                "won_opportunities": count(opportunities, lambda lead: lead.outcome == "won"),
                "won_amount": sum(amounts),
                "won_amount_squares": sum(amount**2 for amount in amounts),
                "won_with_amount": len(amounts),
                "cycles": len(cycles),
                "cycle_days": sum(cycles),
                "cycle_days_squares": sum(days**2 for days in cycles),
            }
        )
    return rows


def replies(leads: list[Lead], breakdown: str) -> list[Row]:
    rows = []
    touched = [lead for lead in leads if lead.touches_by_us()]
    for value, motion, group in _engines_of(touched, breakdown):
        replied = [lead for lead in group if any(touch[1] == "inbound" for touch in lead.journey.touches)]
        rows.append(
            {
                "breakdown": value,
                "motion": motion,
                "touched": len(group),
                "touches": sum(len(lead.touches_by_us()) for lead in group),
                "touches_squares": sum(len(lead.touches_by_us()) ** 2 for lead in group),
                "replied": len(replied),
                "touches_of_replied": sum(len(lead.touches_by_us()) for lead in replied),
            }
        )
    return rows


def late_wins(leads: list[Lead], breakdown: str, window: int, late_days: int) -> list[Row]:
    rows = []
    for value, motion, group in _engines_of(leads, breakdown):
        watched = [lead for lead in group if lead.is_mature(window)]
        won = [lead for lead in watched if within(lead.days_to_won, window)]
        rows.append(
            {
                "breakdown": value,
                "motion": motion,
                "watched": len(watched),
                "won": len(won),
                "waited": count(watched, lambda lead: _has_waited(lead, late_days)),
                "won_late": count(won, lambda lead: _has_waited(lead, late_days)),
                "waiting": count(group, lambda lead: lead.outcome == "open" and lead.observed_days > late_days),
            }
        )
    return rows


def _has_waited(lead: Lead, days: int) -> bool:
    """Whether it had not closed by so many days; nobody knows of a closing without a day."""
    followed = lead.observed_days if lead.outcome == "open" else lead.days_to_close
    return followed is not None and followed > days


def pipeline(leads: list[Lead], breakdown: str, window: int, recent_days: int) -> list[Row]:
    rows = []
    opportunities = [lead for lead in leads if lead.has_reached("opportunity")]
    for value, motion, group in _engines_of(opportunities, breakdown):
        still_open = [lead for lead in group if lead.outcome == "open"]
        mature = [lead for lead in group if lead.is_mature(window) and lead.observed_days < window + recent_days]
        won = [lead for lead in mature if within(lead.days_to_won, window)]
        worth, wins, rest = (
            [lead.amount for lead in some if lead.amount is not None and not lead.is_foreign]
            for some in (still_open, won, [lead for lead in mature if lead not in won])
        )
        rows.append(
            {
                "breakdown": value,
                "motion": motion,
                "open_opportunities": len(still_open),
                "open_with_amount": len(worth),
                "open_amount": sum(worth),
                "mature": len(wins) + len(rest),
                "mature_won": len(wins),
                "won_amount": sum(wins),
                "won_amount_squares": sum(amount**2 for amount in wins),
                "unwon_amount": sum(rest),
                "unwon_amount_squares": sum(amount**2 for amount in rest),
            }
        )
    return rows


def targets(listed: Iterable[Target], breakdown: str, scope: Scope) -> list[Row]:
    """Targets as they are loaded: any day of a month, the motion in any case."""
    sums: dict[tuple[Any, str, date], float] = {}
    for target in listed:
        month = target["month"].replace(day=1)
        motion = target["motion"].lower() if target["motion"].lower() in ("inbound", "outbound") else "unknown"
        after = scope.since is None or month >= scope.since
        before = scope.until is None or month < scope.until
        if after and before and (scope.motion is None or motion in scope.motion):
            value = {"all": "All", "motion": motion, "month": month}[breakdown]
            key = (value, motion, month)
            sums[key] = sums.get(key, 0) + target["amount"]
    return [
        {"breakdown": value, "motion": motion, "month": month, "amount": amount}
        for (value, motion, month), amount in sums.items()
    ]


def _engines_of(leads: list[Lead], breakdown: str) -> Iterable[tuple[Any, str, list[Lead]]]:
    for value, both in broken_down(leads, breakdown).items():
        for motion, group in broken_down(both, "motion").items():
            yield value, motion, group


def _cycle(lead: Lead) -> int | None:
    reached = lead.days_to("opportunity")
    return None if lead.cycle_days is None or reached is None else lead.cycle_days - reached


def opportunity_ages(leads: list[Lead], breakdown: str, first: date | None, last: date | None) -> list[Row]:
    """Each opportunity day by day: it opens, is there when the period begins, leaves, or is there at its end."""
    rows: dict[tuple[Any, ...], Row] = {}
    for value, motion, group in _engines_of([lead for lead in leads if lead.has_reached("opportunity")], breakdown):
        for lead in group:
            for days, name in _ages(lead, first, last):
                row = rows.setdefault(
                    (value, motion, days),
                    {"breakdown": value, "motion": motion, "days": days}
                    | dict.fromkeys(("opened", "joined", "won", "dropped", "open"), 0)
                    | dict.fromkeys(("won_amount", "won_amount_squares", "won_with_amount"), 0),
                )
                row[name] += 1
                if name == "won" and lead.won_amount is not None:
                    row["won_amount"] += lead.won_amount
                    row["won_amount_squares"] += lead.won_amount**2
                    row["won_with_amount"] += 1
    return list(rows.values())


def _ages(lead: Lead, first: date | None, last: date | None) -> Iterable[tuple[int | None, str]]:
    """What happened to an opportunity in a period, and at which age."""
    if lead.outcome != "open" and lead.days_to_close is None:
        return
    opened = lead.days_to("opportunity")
    begins = -(10**6) if first is None else (first - lead.created_on).days
    ends = min(lead.observed_days, 10**6 if last is None else (last - lead.created_on).days)
    closed = 10**6 if lead.outcome == "open" else max(lead.days_to_close or 0, opened or 0)
    way = {"won": "won", "open": "open"}.get(lead.outcome, "dropped") if closed <= ends else "open"
    left = min(closed, ends)
    if left < begins or (opened is not None and opened > ends):
        return
    if opened is None:
        yield None, way  # it cannot be told when it opened, only when it left
        return
    yield (0, "opened") if opened >= begins else (begins - 1 - opened, "joined")
    yield left - opened, way
