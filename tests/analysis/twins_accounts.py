"""Slow, obvious twins of the questions about accounts and what hangs on one of them; see ``twins``."""

import math
from collections import defaultdict
from typing import Any

from tests.analysis.reading import STAGES, Lead, breakdown_of, broken_down
from tests.analysis.twins import Row
from tests.worlds import Touch, day

PARTS = ("channel", "source", "campaign", "segment", "region", "owner")


def measured(leads: list[Lead], measure: str) -> list[tuple[Lead, float]]:
    """The leads that a measure counts, each with what it adds."""
    chosen = {
        "leads": lambda lead: 1.0,
        "opportunities": lambda lead: 1.0 if lead.has_reached("opportunity") else None,
        "won": lambda lead: 1.0 if lead.outcome == "won" else None,
        "won_amount": lambda lead: lead.won_amount,
    }[measure]
    return [(lead, float(value)) for lead in leads if (value := chosen(lead)) is not None]


def account(lead: Lead) -> Any:
    """Its account; a lead without one is an account of its own."""
    return lead.journey.lead.get("account_id") or id(lead)


def single_points(leads: list[Lead], breakdown: str, measure: str) -> list[Row]:
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        counted = measured(group, measure)
        whole = summed((account(lead), each) for lead, each in counted)
        for part in PARTS:
            for name in {breakdown_of(lead, part) for lead, _ in counted}:
                own = [(lead, each) for lead, each in counted if breakdown_of(lead, part) == name]
                accounts = summed((account(lead), each) for lead, each in own)
                rows.append(
                    {
                        "breakdown": value,
                        "part": part,
                        "name": name,
                        "value": sum(each for _, each in own),
                        "cases": len(own),
                        "squares": sum(each**2 for each in accounts.values()),
                        "products": sum(each * whole[key] for key, each in accounts.items()),
                        "whole_squares": sum(each**2 for each in whole.values()),
                        "bundles": len(accounts),
                        "all_bundles": len(whole),
                        "largest": max(each for _, each in own),
                    }
                )
    return rows


def account_cells(leads: list[Lead], breakdown: str, measure: str) -> list[Row]:
    """As the question, without the number of the bundle."""
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        accounts: dict[Any, list[float]] = defaultdict(list)
        for lead, each in measured(group, measure):
            accounts[account(lead)].append(each)
        rows += [{"breakdown": value, "value": sum(own), "cases": len(own)} for own in accounts.values()]
    return rows


def account_sizes(leads: list[Lead], breakdown: str, measure: str) -> list[Row]:
    """As the question for ten accounts or fewer: each has a row of its own."""
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        accounts: dict[Any, list[float]] = defaultdict(list)
        for lead, each in measured(group, measure):
            if lead.journey.lead.get("account_id"):
                accounts[account(lead)].append(each)
        for name, own in accounts.items():
            total = sum(own)
            rows.append(
                {
                    "breakdown": value,
                    "account_id": name,
                    "size": round(math.log(total) / math.log(1.05)) if total > 0 else None,
                    "accounts": 1,
                    "value": total,
                    "cases": len(own),
                    "value_squares": total**2,
                    "value_cubes": total**3,
                    "case_squares": sum(each**2 for each in own),
                }
            )
    return rows


def largest_parts(leads: list[Lead], breakdown: str, measure: str) -> list[Row]:
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        counted = measured(group, measure)
        if not counted:
            continue
        everything = [each for _, each in counted]
        for part in ("campaign", "owner", "account"):
            members: dict[str, list[float]] = defaultdict(list)
            for lead, each in counted:
                name = lead.journey.lead.get("account_id" if part == "account" else part)
                if name:
                    members[name].append(each)
            largest = max(members, key=lambda name, of=members: (sum(of[name]), name)) if members else None
            own = members[largest] if largest else []
            rows.append(
                {
                    "breakdown": value,
                    "part": part,
                    "name": largest,
                    "name_value": sum(own) if own else None,
                    "name_cases": len(own) or None,
                    "names": len(members),
                    "value": sum(everything),
                    "cases": len(everything),
                    "case_squares": sum(each**2 for each in everything),
                    "largest": max(everything),
                    "name_largest": max(own) if own else None,
                }
            )
    return rows


def touch_sets(leads: list[Lead], breakdown: str, channels: dict[str, str]) -> list[Row]:
    """`channels` names the channel of each source that a touch may have."""
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        sets: dict[Any, list[Lead]] = defaultdict(list)
        for lead in group:
            if lead.outcome == "won":
                sets[lead.channel, "\x1f".join(sorted(touched_by(lead, channels))) or None].append(lead)
        rows += [
            {
                "breakdown": value,
                "channel": channel,
                "touched": touched,
                "won": len(own),
                "won_amount": sum(lead.won_amount or 0 for lead in own),
            }
            for (channel, touched), own in sets.items()
        ]
    return rows


def touched_by(lead: Lead, channels: dict[str, str]) -> set[str]:
    """Channels that touched a lead up to its opportunity, else to its closing, else to the end of the data."""
    reached = opportunity_on(lead)
    if reached is not None and reached >= lead.created_on:
        last = reached
    else:
        # What closed before the creation had closed by age 0.
        last = lead.end if lead.closed_on is None else max(lead.closed_on, lead.created_on)
    touches = [Touch(*each) for each in lead.journey.touches]
    return {channels[each.channel] for each in touches if each.channel and day(each.day).date() <= last}


def opportunity_on(lead: Lead) -> Any:
    """Day on which it reached an opportunity; None: it did not, or nobody knows."""
    at = lead.stages[STAGES.index("opportunity")].at if lead.has_reached("opportunity") else None
    return at.date() if at else None


def summed(pairs: Any) -> dict[Any, float]:
    total: dict[Any, float] = defaultdict(float)
    for key, value in pairs:
        total[key] += value
    return dict(total)
