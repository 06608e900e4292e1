"""Slow, obvious twins of the questions about leads that wait; see ``twins``."""

from collections.abc import Iterator
from datetime import date, timedelta
from math import floor
from typing import Any, NamedTuple

from tests.analysis.reading import STAGES, Lead, breakdown_of
from tests.analysis.twins import Row

WON = len(STAGES)
CELL = ("motion", "channel", "segment")
# Chance at the first day of each stretch and what each further day adds, by day, motion, position and edge.
Told = dict[tuple[date, str, int, int], tuple[float, float]]
# Factor and typical amount, by day, motion, channel and segment.
Worth = dict[tuple[date, str, str, str], tuple[float, float]]


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


class Waiting(NamedTuple):
    """A lead that was at a stage on the evening of a day, and had been for so many days."""

    lead: Lead
    day: date
    place: int
    days: int


def edge_of(days: int, edges: list[int]) -> int:
    """First day of the stretch."""
    return max(edge for edge in edges if edge <= days)


def cell_of(lead: Lead) -> tuple[str, str, str]:
    motion, channel, segment = (breakdown_of(lead, name) for name in CELL)
    return motion, channel, segment


def is_won_by(lead: Lead, day: date) -> bool:
    return lead.days_to_won is not None and lead.created_on + timedelta(days=lead.days_to_won) <= day


def stays(leads: list[Lead], known_by: list[date], edges: list[int]) -> list[Row]:
    rows: dict[tuple[Any, ...], Row] = {}
    for day in known_by:
        for lead in leads:
            for place, since, until, goal in stays_of(lead):
                entered = lead.created_on + timedelta(days=since)
                if entered > day:
                    continue
                is_gone = until is not None and lead.created_on + timedelta(days=until) <= day
                days = until - since if is_gone else (day - entered).days
                own = {
                    "known_by": day,
                    "motion": lead.motion,
                    "position": place,
                    "stretch_days": edge_of(days, edges),
                    "to_position": goal if is_gone else None,
                }
                row = rows.setdefault(tuple(own.values()), {**own, "leads": 0, "beyond_days": 0, "longest_days": None})
                row["leads"] += 1
                row["beyond_days"] += days - row["stretch_days"]
                if is_gone and is_won_by(lead, day):
                    row["longest_days"] = max(days, row["longest_days"] or 0)
    return list(rows.values())


def waiting_on(leads: list[Lead], known_by: list[date]) -> Iterator[Waiting]:
    """Who was where on the evenings of some days."""
    for day in known_by:
        for lead in leads:
            for place, since, until, _ in stays_of(lead):
                age = (day - lead.created_on).days
                if since <= age and (until is None or age < until):
                    yield Waiting(lead, day, place, age - since)


def chance_of(each: Waiting, edges: list[int], told: Told) -> float:
    """By the straight line of its stretch; after the last edge the chance stays."""
    days = min(each.days, edges[-1])
    edge = edge_of(days, edges)
    chance, slope = told[each.day, each.lead.motion, each.place, edge]
    return chance + slope * (days - edge)


def waited(leads: list[Lead], known_by: list[date], edges: list[int], apart: int, told: Told) -> list[Row]:
    rows: dict[tuple[Any, ...], Row] = {}
    for each in waiting_on(leads, known_by):
        own = {"known_by": each.day, **dict(zip(CELL, cell_of(each.lead), strict=True))}
        row = rows.setdefault(tuple(own.values()), {**own, "leads": 0, "expected": 0.0, "won": 0})
        row["leads"] += 1
        row["expected"] += chance_of(each, edges, told)
        row["won"] += is_won_by(each.lead, each.day + timedelta(days=apart))
    return list(rows.values())


def reliability(
    leads: list[Lead], known_by: list[date], edges: list[int], apart: int, told: Told, worth: Worth
) -> list[Row]:
    rows: dict[int, Row] = {}
    for each in waiting_on(leads, known_by):
        chance = chance_of(each, edges, told) * worth[(each.day, *cell_of(each.lead))][0]
        tenth = min(floor(chance * 10), 9)
        row = rows.setdefault(tenth, {"tenth": tenth, "leads": 0, "expected": 0.0, "won": 0})
        row["leads"] += 1
        row["expected"] += chance
        row["won"] += is_won_by(each.lead, each.day + timedelta(days=apart))
    return list(rows.values())


def waiting(leads: list[Lead], breakdown: str, known_by: list[date], edges: list[int], worth: Worth) -> list[Row]:
    rows: dict[tuple[Any, ...], Row] = {}
    names = ("factors", "amounts", "squares")
    for each in waiting_on(leads, known_by):
        days = min(each.days, edges[-1])
        own = {
            "known_by": each.day,
            "breakdown": breakdown_at(each.lead, each.place, breakdown),
            "motion": each.lead.motion,
            "position": each.place,
            "stretch_days": edge_of(days, edges),
        }
        row = rows.setdefault(
            tuple(own.values()),
            {
                **own,
                "leads": 0,
                **dict.fromkeys(names, 0.0),
                **dict.fromkeys((f"beyond_{name}" for name in names), 0.0),
            },
        )
        factor, amount = worth[(each.day, *cell_of(each.lead))]
        row["leads"] += 1
        for name, value in zip(names, (factor, factor * amount, factor * amount * amount), strict=True):
            row[name] += value
            row[f"beyond_{name}"] += value * (days - row["stretch_days"])
    return list(rows.values())


def breakdown_at(lead: Lead, place: int, breakdown: str) -> Any:
    return STAGES[place - 1] if breakdown == "stage" else breakdown_of(lead, breakdown)


def lead_ages(leads: list[Lead], breakdown: str, known_by: list[date], edges: list[int]) -> list[Row]:
    rows: dict[tuple[Any, ...], Row] = {}
    for day in known_by:
        for lead in leads:
            is_undated = lead.outcome != "open" and lead.days_to_close is None
            if lead.created_on > day or is_undated:
                continue
            age, how = (day - lead.created_on).days, "open"
            if lead.outcome != "open" and lead.days_to_close <= age:
                age, how = lead.days_to_close, "won" if lead.outcome == "won" else "dropped"
            own = {
                "known_by": day,
                "breakdown": breakdown_of(lead, breakdown),
                "motion": lead.motion,
                "stretch_days": edge_of(age, edges),
            }
            row = rows.setdefault(tuple(own.values()), {**own, "won": 0, "dropped": 0, "open": 0, "beyond_days": 0})
            row[how] += 1
            row["beyond_days"] += age - row["stretch_days"]
    return list(rows.values())


def deal_sizes(leads: list[Lead], everyone: list[Lead], known_by: list[date]) -> list[Row]:
    rows = {}
    for day in known_by:
        for lead in everyone:
            own = {"known_by": day, **dict(zip(CELL, cell_of(lead), strict=True))}
            rows[tuple(own.values())] = {**own, "won_with_amount": 0, "won_amount": 0.0, "won_amount_squares": 0.0}
        for lead in leads:
            if lead.won_amount is not None and lead.created_on <= day and is_won_by(lead, day):
                row = rows[(day, *cell_of(lead))]
                row["won_with_amount"] += 1
                row["won_amount"] += lead.won_amount
                row["won_amount_squares"] += lead.won_amount**2
    return list(rows.values())


def later_wins(leads: list[Lead], breakdown: str, spans: list[tuple[date, date]]) -> list[Row]:
    rows: dict[tuple[Any, ...], Row] = {}
    for day, until in spans:
        for lead in leads:
            if lead.created_on <= day and is_won_by(lead, until) and not is_won_by(lead, day):
                own = {"known_by": day, "breakdown": breakdown_of(lead, breakdown), "motion": lead.motion}
                row = rows.setdefault(tuple(own.values()), {**own, "won": 0, "won_amount": 0.0})
                row["won"] += 1
                row["won_amount"] += lead.won_amount or 0
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
                    "chance": usual * factor,
                    "amount": amount,
                    "expected_amount": usual * factor * amount,
                    "is_older": days > longest[lead.motion, place],
                }
            )
    return rows


def expected_value(
    leads: list[Lead],
    breakdowns: tuple[str, str],
    chances: dict[tuple[str, int, int], float],
    longest: dict[tuple[str, int], int],
    worth: dict[tuple[str, str, str], tuple[float, float]],
) -> list[Row]:
    rows: dict[tuple[Any, ...], Row] = {}
    sums = ("expected_wins", "expected_amount", "fresh_amount", "older_expected", "older_amount")
    for each in still_there(leads):
        lead, place, days = each.lead, each.place, each.days
        factor, amount = worth[cell_of(lead)]
        chance = chances[lead.motion, place, days] * factor
        fresh = chances[lead.motion, place, 0] * factor * amount
        open_amount = (lead.amount or 0) if not lead.is_foreign else 0
        is_older = days > longest[lead.motion, place]
        own = dict(zip(("breakdown", "across"), (breakdown_at(lead, place, name) for name in breakdowns), strict=True))
        row = rows.setdefault(
            tuple(own.values()),
            {
                **own,
                **dict.fromkeys(("open", "older_than_any_win"), 0),
                **dict.fromkeys((*sums, "open_amount", "older_open_amount"), 0.0),
            },
        )
        row["open"] += 1
        row["expected_wins"] += chance
        row["expected_amount"] += chance * amount
        row["fresh_amount"] += fresh
        row["open_amount"] += open_amount
        if is_older:
            row["older_than_any_win"] += 1
            row["older_expected"] += chance * amount
            row["older_amount"] += fresh
            row["older_open_amount"] += open_amount
    return list(rows.values())


def still_there(leads: list[Lead]) -> Iterator[Waiting]:
    """Who is where on the last day."""
    for lead in leads:
        yield from waiting_on([lead], [lead.end])


def open_deals(
    named: dict[str, Lead],
    chances: dict[tuple[str, int, int], float],
    worth: dict[tuple[str, str, str], tuple[float, float]],
    most: int = 100,
) -> list[Row]:
    rows = []
    for lead_id, lead in named.items():
        for each in still_there([lead]):
            factor, typical = worth[cell_of(lead)]
            own = None if lead.is_foreign else lead.amount
            chance, amount = chances[lead.motion, each.place, each.days] * factor, typical if own is None else own
            rows.append(
                {
                    "lead_id": lead_id,
                    "motion": lead.motion,
                    "channel": lead.channel,
                    "owner": breakdown_of(lead, "owner"),
                    "stage": STAGES[each.place - 1],
                    "days": each.days,
                    "amount": amount,
                    "is_typical": own is None,
                    "chance": chance,
                    "expected_amount": chance * amount,
                }
            )
    return sorted(rows, key=lambda row: (-row["expected_amount"], row["lead_id"]))[:most]
