"""Slow, obvious twins of the questions about leads that wait; see ``twins``."""

from collections import Counter
from datetime import timedelta

from tests.analysis.reading import STAGES, Lead, breakdown_of
from tests.analysis.twins import Row

WON = len(STAGES)


def days_of(lead: Lead) -> dict[int, int]:
    """Day from creation on which each stage was reached, by position; nothing that was entered after the closing."""
    days, known = {1: 0}, None
    for stage, reached in enumerate(lead.stages):
        if reached.at is not None:
            own = (reached.at.date() - lead.created_on).days
            known = own if known is None else max(known, own)
        if stage == WON - 1:
            days[WON] = lead.days_to_won or 0
        elif stage > 0 and (lead.days_to_close is None or (known is not None and known <= lead.days_to_close)):
            days[stage + 1] = max(known or 0, 0)
    return days


def stays_of(lead: Lead) -> list[tuple[int, int, int | None, int | None]]:
    """Where a lead was: position, first day, day on which it left and where to; None while it is there."""
    if lead.outcome != "open" and lead.days_to_close is None:
        return []
    days = days_of(lead)
    # Of stages reached on one day the last one counts, and the first one always.
    kept = [place for place, day in days.items() if place == 1 or place == max(p for p, d in days.items() if d == day)]
    stays: list[tuple[int, int, int | None, int | None]] = []
    for place, following in zip(kept, [*kept[1:], None], strict=True):
        if following is not None:
            stays.append((place, days[place], days[following], following))
        elif lead.outcome == "open":
            stays.append((place, days[place], None, None))
        elif place != WON:
            stays.append((place, days[place], max(lead.days_to_close or 0, days[place]), 0))
    return stays


def stays(leads: list[Lead]) -> list[Row]:
    counts: Counter[tuple[str, int, int, int | None]] = Counter()
    won: Counter[tuple[str, int, int, int | None]] = Counter()
    for lead in leads:
        for place, since, until, goal in stays_of(lead):
            key = (lead.motion, place, (lead.observed_days if until is None else until) - since, goal)
            counts[key] += 1
            won[key] += lead.outcome == "won"
    return [
        {"motion": motion, "position": place, "days": days, "to_position": goal, "leads": n, "won": won[key]}
        for key, n in counts.items()
        for motion, place, days, goal in [key]
    ]


def waited(leads: list[Lead], step: int, snapshots: int, chances: dict[tuple[str, int, int], float]) -> list[Row]:
    rows: dict[tuple[str, str, str], Row] = {}
    for lead in leads:
        own = {name: breakdown_of(lead, name) for name in ("motion", "channel", "segment")}
        for place, since, until, _ in stays_of(lead):
            for back in range(1, snapshots + 1):
                age = (lead.end - timedelta(days=back * step) - lead.created_on).days
                if since <= age and (until is None or age < until):
                    row = rows.setdefault(tuple(own.values()), {**own, "leads": 0, "expected": 0.0, "won": 0})
                    row["leads"] += 1
                    row["expected"] += chances[lead.motion, place, age - since]
                    row["won"] += lead.days_to_won is not None and lead.days_to_won <= age + step
    return list(rows.values())


def deal_sizes(leads: list[Lead], everyone: list[Lead]) -> list[Row]:
    names = ("motion", "channel", "segment")
    rows = {}
    for lead in everyone:
        own = {name: breakdown_of(lead, name) for name in names}
        rows[tuple(own.values())] = {**own, "won_with_amount": 0, "won_amount": 0.0, "won_amount_squares": 0.0}
    for lead in leads:
        if lead.won_amount is not None:
            row = rows[tuple(breakdown_of(lead, name) for name in names)]
            row["won_with_amount"] += 1
            row["won_amount"] += lead.won_amount
            row["won_amount_squares"] += lead.won_amount**2
    return list(rows.values())


def lead_worth(
    lead: Lead,
    chances: dict[tuple[str, int, int], float],
    longest: dict[tuple[str, int], int],
    worth: dict[tuple[str, str, str], tuple[float, float]],
) -> list[Row]:
    """Of one lead: where it still is."""
    rows = []
    for place, since, until, _ in stays_of(lead):
        if until is None:
            days = lead.observed_days - since
            factor, amount = worth[tuple(breakdown_of(lead, name) for name in ("motion", "channel", "segment"))]
            usual = chances[lead.motion, place, days]
            rows.append(
                {
                    "motion": lead.motion,
                    "stage": STAGES[place - 1],
                    "days": days,
                    "usual_chance": usual,
                    "chance": min(usual * factor, 1),
                    "amount": amount,
                    "expected_amount": min(usual * factor, 1) * amount,
                    "is_older": days > longest[lead.motion, place],
                }
            )
    return rows


def expected_value(
    leads: list[Lead],
    breakdown: str,
    chances: dict[tuple[str, int, int], float],
    longest: dict[tuple[str, int], int],
    worth: dict[tuple[str, str, str], tuple[float, float]],
) -> list[Row]:
    rows: dict[object, Row] = {}
    for lead in leads:
        for place, since, until, _ in stays_of(lead):
            if until is not None:
                continue
            days = lead.observed_days - since
            factor, amount = worth[tuple(breakdown_of(lead, name) for name in ("motion", "channel", "segment"))]
            chance = min(chances[lead.motion, place, days] * factor, 1)
            fresh = min(chances[lead.motion, place, 0] * factor, 1) * amount
            is_older = days > longest[lead.motion, place]
            value = STAGES[place - 1] if breakdown == "stage" else breakdown_of(lead, breakdown)
            row = rows.setdefault(
                value,
                {
                    "breakdown": value,
                    "open": 0,
                    "expected_wins": 0.0,
                    "expected_amount": 0.0,
                    "fresh_amount": 0.0,
                    "older_than_any_win": 0,
                    "older_amount": 0.0,
                },
            )
            row["open"] += 1
            row["expected_wins"] += chance
            row["expected_amount"] += chance * amount
            row["fresh_amount"] += fresh
            row["older_than_any_win"] += is_older
            row["older_amount"] += fresh if is_older else 0.0
    return list(rows.values())
