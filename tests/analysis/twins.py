"""Slow, obvious twins of the questions: each walks over leads, one at a time, and never sees the marts.

A twin takes leads (what ``reading.read`` makes of journeys) and gives one dict per row of its question's answer.
"""

import math
from collections.abc import Callable, Iterable
from datetime import date
from statistics import median
from typing import Any

from tests.analysis.reading import STAGES, Lead, broken_down
from tests.worlds import Journey

STALLED_QUANTILE = 0.9
ENOUGH_WON = 20

Row = dict[str, Any]


def conversion(leads: list[Lead], breakdown: str, window: int, gate: str = "lead") -> list[Row]:
    def days_at_gate(lead: Lead) -> int | None:
        return 0 if gate == "lead" else lead.days_to(gate)

    def takes(lead: Lead, days: int | None) -> int | None:
        return None if days is None else days - days_at_gate(lead)

    rows = []
    for value, group in broken_down([lead for lead in leads if lead.has_reached(gate)], breakdown).items():
        won = [lead for lead in group if lead.outcome == "won"]
        dated = [lead for lead in group if lead.days_to_won is not None or lead.outcome != "won"]
        known = [lead for lead in dated if days_at_gate(lead) is not None]
        mature = [lead for lead in known if takes(lead, lead.observed_days) >= window]
        amounts = [lead.won_amount for lead in won if lead.won_amount is not None]
        rows.append(
            {
                "breakdown": value,
                "motion": motion_of(group),
                "leads": len(group),
                "contacted": count(group, lambda lead: lead.has_reached("contacted")),
                "engaged": count(group, lambda lead: lead.has_reached("engaged")),
                "prospects": count(group, lambda lead: lead.has_reached("prospect")),
                "opportunities": count(group, lambda lead: lead.has_reached("opportunity")),
                "won": len(won),
                "lost": count(group, lambda lead: lead.outcome == "lost"),
                "disqualified": count(group, lambda lead: lead.outcome == "disqualified"),
                "open": count(group, lambda lead: lead.outcome == "open"),
                "undated_won": count(won, lambda lead: lead.days_to_won is None),
                "closed_before_created": count(group, lambda lead: lead.is_closed_before_created),
                "undated_gate": len(dated) - len(known),
                "mature": len(mature),
                "mature_prospects": count(mature, lambda lead: within(takes(lead, lead.days_to("prospect")), window)),
                "mature_opportunities": count(
                    mature, lambda lead: within(takes(lead, lead.days_to("opportunity")), window)
                ),
                "mature_won": count(mature, lambda lead: within(takes(lead, lead.days_to_won), window)),
                "won_amount": sum(amounts),
                "won_amount_squares": sum(amount**2 for amount in amounts),
                "won_with_amount": len(amounts),
                "foreign_won": count(won, lambda lead: lead.is_foreign),
                "median_days_to_won": or_none(
                    median, [takes(lead, lead.cycle_days) for lead in won if days_at_gate(lead) is not None]
                ),
                "median_signed_days_to_won": or_none(
                    median, [(lead.closed_on - lead.created_on).days for lead in won if lead.closed_on]
                ),
            }
        )
    return rows


def cohort_months(leads: list[Lead], breakdown: str, window: int) -> list[Row]:
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        for month, cohort in broken_down(group, "month").items():
            mature = [lead for lead in cohort if lead.is_mature(window)]
            rows.append(
                {
                    "breakdown": value,
                    "motion": motion_of(cohort),
                    "month": month,
                    "leads": len(cohort),
                    "opportunities": count(cohort, lambda lead: lead.has_reached("opportunity")),
                    "won": count(cohort, lambda lead: lead.outcome == "won"),
                    "lost": count(cohort, lambda lead: lead.outcome == "lost"),
                    "won_amount": sum(lead.won_amount or 0 for lead in cohort),
                    "mature": len(mature),
                    "mature_won": count(mature, lambda lead: within(lead.days_to_won, window)),
                    "first_observed": min(lead.observed_days for lead in cohort),
                    "last_observed": max(lead.observed_days for lead in cohort),
                }
            )
    return rows


def motion_gap(leads: list[Lead], breakdown: str, window: int) -> list[Row]:
    rows = []
    for value, both in broken_down(leads, breakdown).items():
        for motion, group in broken_down(both, "motion").items():
            won = [lead for lead in group if lead.outcome == "won"]
            mature = [lead for lead in group if lead.is_mature(window)]
            amounts = [lead.won_amount for lead in won if lead.won_amount is not None]
            lost = count(group, lambda lead: lead.outcome == "lost")
            opportunities = [lead for lead in group if lead.has_reached("opportunity")]
            rows.append(
                {
                    "breakdown": value,
                    "motion": motion,
                    "leads": len(group),
                    "opportunities": len(opportunities),
                    "won": len(won),
                    "lost": lost,
                    "closed": len(won) + lost,
                    "mature": len(mature),
                    "mature_won": count(mature, lambda lead: within(lead.days_to_won, window)),
                    "won_amount": sum(amounts),
                    "won_amount_squares": sum(amount**2 for amount in amounts),
                    "won_with_amount": len(amounts),
                    "median_days_to_won": or_none(median, [lead.cycle_days for lead in won]),
                    "open_opportunities": count(opportunities, lambda lead: lead.outcome == "open"),
                    "closed_opportunities": count(opportunities, lambda lead: lead.outcome in ("won", "lost")),
                }
            )
    return rows


def stage_durations(leads: list[Lead], breakdown: str) -> list[Row]:
    counts: dict[tuple[Any, int, int], list[int]] = {}
    for value, group in broken_down(leads, breakdown).items():
        for lead in group:
            for position in range(len(lead.stages)):
                days, left = lead.dwell(position), lead.exit(position)
                if days is not None and left != "won":
                    counts.setdefault((value, position, days), [0, 0])[left == "still there"] += 1
    return [
        {"breakdown": value, "stage": STAGES[at], "position": at + 1, "days": days, "exited": out, "censored": there}
        for (value, at, days), (out, there) in counts.items()
    ]


def first_touches(leads: list[Lead], breakdown: str) -> list[Row]:
    rows = []
    for value, of_all in broken_down(leads, breakdown).items():
        for motion, group in broken_down(of_all, "motion").items():
            untouched = [lead for lead in group if not lead.touches_by_us()]
            rows.append(
                {
                    "breakdown": value,
                    "motion": motion,
                    "leads": len(group),
                    "untouched": count(untouched, lambda lead: lead.observed_days >= 1),
                    "untouched_open": count(untouched, lambda lead: lead.observed_days >= 1 and lead.outcome == "open"),
                    "week": count(group, lambda lead: lead.observed_days >= 7),
                    "untouched_week": count(untouched, lambda lead: lead.observed_days >= 7),
                }
            )
    return rows


class Norms:
    """After how many days a stage counts as stalled: by all leads that won, whatever the scope."""

    def __init__(self, journeys: Iterable[Journey], end: date) -> None:
        self.stays: dict[tuple[str, int], list[int]] = {}
        for lead in (Lead(journey, end) for journey in journeys):
            if lead.outcome != "won":
                continue
            for position, (here, beyond) in enumerate(zip(lead.stages, lead.stages[1:], strict=False)):
                if here.is_explicit and here.at is not None and beyond.at is not None:
                    days = (beyond.at.date() - here.at.date()).days
                    for motion in (lead.motion, "all"):
                        self.stays.setdefault((motion, position), []).append(days)

    def stalled_after(self, lead: Lead, position: int) -> int | None:
        own = self.stays.get((lead.motion, position), [])
        stays = sorted(own if len(own) >= ENOUGH_WON else self.stays.get(("all", position), []))
        return stays[max(math.ceil(STALLED_QUANTILE * len(stays)) - 1, 0)] if stays else None

    def is_stalled(self, lead: Lead, position: int) -> bool:
        after, days = self.stalled_after(lead, position), lead.dwell(position)
        return after is not None and days is not None and days > after


def within(days: int | None, window: int) -> bool:
    return days is not None and days <= window


def count(leads: Iterable[Lead], condition: Callable[[Lead], bool]) -> int:
    return sum(1 for lead in leads if condition(lead))


def or_none(summary: Callable[[list[int]], float], values: Iterable[int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return summary(known) if known else None


def motion_of(leads: list[Lead]) -> str:
    motions = {lead.motion for lead in leads}
    return motions.pop() if len(motions) == 1 else "mixed"
