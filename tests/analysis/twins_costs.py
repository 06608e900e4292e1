"""Slow, obvious twins of the questions about spend; see ``twins``."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from analysis.scope import Scope
from tests.analysis.reading import CURRENCY, Lead, breakdown_of, broken_down, is_in
from tests.analysis.twins import Row, count
from tests.worlds import Journey, Spend


def costs(leads: list[Lead], breakdown: str, spend: Iterable[Spend], scope: Scope) -> list[Row]:
    groups, spent = broken_down(leads, breakdown), _lines(spend, breakdown, scope)
    return [
        {"breakdown": value, **_results(groups.get(value, []), spent.get(value, []))}
        for value in groups.keys() | spent.keys()
    ]


def cost_months(leads: list[Lead], breakdown: str, spend: list[Spend], scope: Scope, window: int) -> list[Row]:
    groups, spent = broken_down(leads, breakdown), _lines(spend, breakdown, scope)
    rows = []
    for value in groups.keys() | spent.keys():
        months, lines = broken_down(groups.get(value, []), "month"), _lines(spent.get(value, []), "month", scope)
        for month in months.keys() | lines.keys():
            group, paid = months.get(month, []), lines.get(month, [])
            own = {"breakdown": value, "month": month, "team": _team(paid)}
            rows.append(own | _results(group, paid) | _in_time(group, window))
    return rows


def _team(lines: list[Spend]) -> float:
    return sum(line.amount for line in lines if line.cost_type == "team" and not _is_foreign(line))


def _in_time(group: list[Lead], window: int) -> Row:
    """What came of the leads within the window, or on a day that nobody knows."""
    won = [lead for lead in group if lead.outcome == "won" and _is_within(lead.days_to_won, window)]
    amounts = [lead.won_amount for lead in won if lead.won_amount is not None]
    return {
        "opportunities_in_time": count(
            group,
            lambda lead: lead.has_reached("opportunity") and _is_within(lead.days_to("opportunity"), window),
        ),
        "won_in_time": len(won),
        "priced_in_time": len(amounts),
        "amount_in_time": sum(amounts),
        "amount_in_time_squares": sum(each**2 for each in amounts),
    }


def _is_within(days: int | None, window: int) -> bool:
    return days is None or days <= window


def touch_months(leads: list[Lead], breakdown: str) -> list[Row]:
    return [
        {
            "breakdown": value,
            "month": month,
            "leads": len(own),
            "touches": sum(len(lead.touches_by_us()) for lead in own),
        }
        for value, group in broken_down(leads, breakdown).items()
        for month, own in broken_down(group, "month").items()
    ]


def payback(leads: list[Lead], breakdown: str, spend: list[Spend], scope: Scope) -> list[Row]:
    groups, spent = broken_down(leads, breakdown), _lines(spend, breakdown, scope)
    rows = []
    for value, listed in spent.items():
        months = broken_down(groups.get(value, []), "month")
        for month, lines in _lines(listed, "month", scope).items():
            amount = sum(line.amount for line in lines if not _is_foreign(line))
            if not amount:
                continue
            won = [lead for lead in months.get(month, []) if lead.outcome == "won"]
            ages = {_months_to_win(lead) for lead in won} - {None}
            for age in ages or {None}:
                own = [lead for lead in won if age is not None and _months_to_win(lead) == age]
                amounts = [lead.won_amount for lead in own if lead.won_amount is not None]
                rows.append(
                    {
                        "breakdown": value,
                        "month": month,
                        "age_months": age,
                        "spend": amount,
                        "won": len(own),
                        "won_amount": sum(amounts),
                        "won_amount_squares": sum(each**2 for each in amounts),
                        "undated_won": count(won, lambda lead: _months_to_win(lead) is None),
                    }
                )
    return rows


def _months_to_win(lead: Lead) -> int | None:
    if lead.closed_on is None:
        return None
    on = max(lead.closed_on, lead.created_on)
    return (on.year - lead.created_on.year) * 12 + on.month - lead.created_on.month


def spend_types(breakdown: str, spend: Iterable[Spend], scope: Scope) -> list[Row]:
    rows = []
    for value, lines in _lines(spend, breakdown, scope).items():
        for cost_type in {line.cost_type or "media" for line in lines}:
            own = [line for line in lines if (line.cost_type or "media") == cost_type]
            amounts = [line.amount for line in own if not _is_foreign(line)]
            rows.append(
                {
                    "breakdown": value,
                    "cost_type": cost_type,
                    "spend": sum(amounts) if amounts else None,
                    "foreign_spend": len(own) - len(amounts),
                }
            )
    return rows


def _lines(spend: Iterable[Spend], breakdown: str, scope: Scope) -> dict[Any, list[Spend]]:
    """The lines of spend in scope, by breakdown."""
    found: dict[Any, list[Spend]] = {}
    for line in spend:
        paid = Lead(Journey(line.source, {"lead": line.day}, lead={"campaign": line.campaign}), date.max)
        if is_in(paid, scope) and (scope.as_of is None or paid.created_on <= scope.as_of):
            found.setdefault(breakdown_of(paid, breakdown), []).append(line)
    return found


def _results(group: list[Lead], lines: list[Spend]) -> Row:
    return {
        "leads": len(group),
        "opportunities": count(group, lambda lead: lead.has_reached("opportunity")),
        "won": count(group, lambda lead: lead.outcome == "won"),
        "won_amount": sum(lead.won_amount or 0 for lead in group),
        "spend": sum(own) if (own := [line.amount for line in lines if not _is_foreign(line)]) else None,
        "foreign_spend": sum(map(_is_foreign, lines)),
    }


def _is_foreign(line: Spend) -> bool:
    return (line.currency or CURRENCY) != CURRENCY
