"""Slow, obvious twins of the questions about cohorts of leads; see ``twins``."""

import math
from datetime import date
from decimal import Decimal
from typing import Any

from tests.analysis.reading import Lead, breakdown_of, broken_down
from tests.analysis.twins import Row, count, motion_of, within

GATES = ("lead", "contacted", "engaged", "prospect", "opportunity")


def conversion_cross(leads: list[Lead], breakdown: str, across: str, window: int) -> list[Row]:
    rows = []
    for value, both in broken_down(leads, breakdown).items():
        for second, group in broken_down(both, across).items():
            mature = [lead for lead in group if lead.is_mature(window)]
            rows.append(
                {
                    "breakdown": value,
                    "across": second,
                    "leads": len(group),
                    "mature": len(mature),
                    "mature_won": count(mature, lambda lead: within(lead.days_to_won, window)),
                    "won": count(group, lambda lead: lead.outcome == "won"),
                    "won_amount": sum(lead.won_amount or 0 for lead in group),
                }
            )
    return rows


def deal_scales(leads: list[Lead], breakdown: str) -> list[Row]:
    rows = []
    won = [lead for lead in leads if lead.won_amount]
    for value, both in broken_down(won, breakdown).items():
        for motion, group in broken_down(both, "motion").items():
            scales = [round(Decimal(math.log(lead.won_amount)), 6) for lead in group]
            rows.append(
                {
                    "breakdown": value,
                    "motion": motion,
                    "deals": len(group),
                    "amount": sum(lead.won_amount for lead in group),
                    "amount_squares": sum(lead.won_amount**2 for lead in group),
                    "log_amount": float(sum(scales)),
                    "log_amount_squares": float(sum(each * each for each in scales)),
                }
            )
    return rows


def values(leads: list[Lead], breakdown: str, across: str, window: int, gate: str) -> list[Row]:
    rows = []
    for value, both in broken_down([lead for lead in leads if lead.has_reached(gate)], breakdown).items():
        for second, group in broken_down(both, across).items():
            at_gate = {lead: 0 if gate == "lead" else lead.days_to(gate) for lead in group}
            mature = [
                lead
                for lead, days in at_gate.items()
                if days is not None and lead.is_mature(0) and lead.observed_days - days >= window
            ]
            won = [lead for lead in mature if within(lead.days_to_won, window + at_gate[lead])]
            counted = [lead for lead in mature if lead not in won or lead.won_amount is not None]
            pairs = [(len(lead.touches_by_us()), (lead.won_amount if lead in won else 0) or 0) for lead in counted]
            rows.append(
                {
                    "breakdown": value,
                    "across": second,
                    "motion": motion_of(group),
                    "leads": len(group),
                    "mature": len(mature),
                    "mature_won": len(won),
                    "counted": len(counted),
                    "amount": sum(worth for _, worth in pairs),
                    "amount_squares": sum(worth**2 for _, worth in pairs),
                    "touches": sum(touches for touches, _ in pairs),
                    "touches_squares": sum(touches**2 for touches, _ in pairs),
                    "touches_amount": sum(touches * worth for touches, worth in pairs),
                }
            )
    return rows


def gates(leads: list[Lead], breakdown: str, window: int) -> list[Row]:
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        for gate in GATES:
            won, mature = 0, 0
            for lead in group:
                since = 0 if gate == "lead" else lead.days_to(gate)
                is_undated_win = lead.outcome == "won" and lead.days_to_won is None
                if since is None or is_undated_win or lead.observed_days - since < window:
                    continue
                mature += 1
                if lead.days_to_won is not None and lead.days_to_won - since <= window:
                    won += 1
            rows.append(
                {
                    "breakdown": value,
                    "gate": gate,
                    "motion": motion_of(group),
                    "entered": count(group, lambda lead, at=gate: lead.has_reached(at)),
                    "mature": mature,
                    "won": won,
                }
            )
    return rows


def maturity(leads: list[Lead], breakdown: str) -> list[Row]:
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        aged: dict[int, list[Lead]] = {}
        for lead in group:
            days = lead.observed_days if lead.outcome == "open" else lead.days_to_close
            if days is not None:
                aged.setdefault(days, []).append(lead)
        motion = motion_of([lead for listed in aged.values() for lead in listed])
        for days, listed in aged.items():
            outcomes = [lead.outcome for lead in listed]
            rows.append(
                {
                    "breakdown": value,
                    "motion": motion,
                    "days": days,
                    "won": outcomes.count("won"),
                    "lost": outcomes.count("lost"),
                    "disqualified": outcomes.count("disqualified"),
                    "censored": outcomes.count("open"),
                }
            )
    return rows


def shares(leads: list[Lead], breakdown: str) -> list[Row]:
    return [
        {
            "breakdown": value,
            "motion": motion_of(group),
            "leads": len(group),
            "opportunities": count(group, lambda lead: lead.has_reached("opportunity")),
            "won": count(group, lambda lead: lead.outcome == "won"),
            **won_amounts(group),
            "foreign_won": count(group, lambda lead: lead.outcome == "won" and lead.is_foreign),
        }
        for value, group in broken_down(leads, breakdown).items()
    ]


def won_amounts(group: list[Lead]) -> dict[str, Any]:
    """Sum, sum of squares and number of the amounts of a group's wins."""
    amounts = [lead.won_amount for lead in group if lead.won_amount is not None]
    return {
        "won_amount": sum(amounts),
        "won_amount_squares": sum(amount**2 for amount in amounts),
        "won_with_amount": len(amounts),
    }


def arrivals(leads: list[Lead], breakdown: str, days: int, known_by: list[date]) -> list[Row]:
    stretches: dict[tuple[Any, ...], list[Lead]] = {}
    for day in known_by:
        for lead in leads:
            if lead.created_on <= day:
                stretch = (day - lead.created_on).days // days
                key = (day, breakdown_of(lead, breakdown), lead.motion, stretch)
                stretches.setdefault(key, []).append(lead)
    return [
        {
            "known_by": day,
            "breakdown": value,
            "motion": motion,
            "stretch": stretch,
            "leads": len(listed),
            "first_on": min(lead.created_on for lead in listed),
        }
        for (day, value, motion, stretch), listed in stretches.items()
    ]


def win_days(leads: list[Lead], breakdown: str) -> list[Row]:
    days: dict[tuple[Any, ...], list[Lead]] = {}
    for lead in leads:
        if lead.outcome == "won":
            on = None if lead.closed_on is None else max(lead.closed_on, lead.created_on)
            days.setdefault((breakdown_of(lead, breakdown), lead.motion, on), []).append(lead)
    return [
        {"breakdown": value, "motion": motion, "day": day, "won": len(listed), **won_amounts(listed)}
        for (value, motion, day), listed in days.items()
    ]


def win_months(leads: list[Lead], breakdown: str) -> list[Row]:
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        won = [lead for lead in group if lead.outcome == "won"]
        months: dict[date | None, list[Lead]] = {}
        for lead in won:
            on = None if lead.closed_on is None else max(lead.closed_on, lead.created_on).replace(day=1)
            months.setdefault(on, []).append(lead)
        rows += [
            {"breakdown": value, "motion": motion_of(won), "month": month, "won": len(listed), **won_amounts(listed)}
            for month, listed in months.items()
        ]
    return rows


def won_accounts(leads: list[Lead], breakdown: str) -> list[Row]:
    won: dict[tuple[Any, str], list[Lead]] = {}
    for lead in leads:
        account = lead.journey.lead.get("account_id")
        if lead.outcome == "won" and account is not None:
            won.setdefault((breakdown_of(lead, breakdown), account), []).append(lead)
    return [
        {"breakdown": value, "account_id": account, "won": len(listed), "won_amount": won_amounts(listed)["won_amount"]}
        for (value, account), listed in won.items()
    ]


def recording(leads: list[Lead], breakdown: str) -> list[Row]:
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        wins = [lead.closed_on for lead in group if lead.outcome == "won" and lead.closed_on is not None]
        if not wins:
            continue
        sides: dict[tuple[bool, int], list[Lead]] = {}
        for lead in group:
            is_before = lead.created_on < min(wins)
            if is_before:
                days = (min(wins) - lead.created_on).days - 1
            else:
                days = lead.observed_days if lead.days_to_close is None else lead.days_to_close
            if lead.is_mature(0):
                sides.setdefault((is_before, days), []).append(lead)
        rows += [
            {
                "breakdown": value,
                "first_on": min(wins),
                "is_before": is_before,
                "days": days,
                "leads": len(listed),
                "won": count(listed, lambda lead: lead.outcome == "won"),
            }
            for (is_before, days), listed in sides.items()
        ]
    return rows


def observed_days(leads: list[Lead], breakdown: str) -> list[Row]:
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        judged = [lead for lead in group if lead.outcome != "won" or lead.days_to_won is not None]
        for days in {lead.observed_days for lead in judged}:
            own = count(judged, lambda lead, at=days: lead.observed_days == at)
            rows.append({"breakdown": value, "days": days, "leads": own})
    return rows


def recorded(leads: list[Lead], breakdown: str) -> list[Row]:
    counted: dict[tuple[Any, ...], int] = {}
    for lead in leads:
        is_unmapped = lead.channel.startswith("(unmapped")
        if breakdown in ("channel", "motion") and is_unmapped:
            state = "unmapped"
        elif str(breakdown_of(lead, breakdown)) in ("(not recorded)", "unknown"):
            state = "not recorded"
        else:
            state = "known"
        key = (
            state,
            date(lead.created_on.year, (lead.created_on.month - 1) // 3 * 3 + 1, 1),
            "(unmapped)" if is_unmapped else lead.channel,
            lead.outcome if lead.outcome in ("won", "open") else "others",
            [gate for gate in GATES if gate == "lead" or lead.has_reached(gate)][-1],
        )
        counted[key] = counted.get(key, 0) + 1
    names = ("breakdown", "quarter", "channel", "outcome", "gate")
    return [{**dict(zip(names, key, strict=True)), "leads": number} for key, number in counted.items()]
