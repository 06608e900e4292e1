"""The slow, obvious twin of lists of leads: walks over leads, one at a time; see ``twins``."""

from datetime import date
from typing import Any

from analysis.scope import Scope
from analysis.selection import Selection
from tests.analysis.reading import STAGES, Lead, read
from tests.analysis.twins import Norms
from tests.analysis.twins_stages import came_again, fell_back, is_reopened, next_of
from tests.worlds import Journey


def selected(world: list[Journey], scope: Scope, end: date, selection: Selection) -> dict[str, Lead]:
    """The leads of a scope that a selection admits, by their ids."""
    everyone = read(world, Scope(as_of=scope.as_of), end)
    norms = Norms(world, end)
    found = {}
    for number, journey in enumerate(world):
        for lead in read([journey], scope, end):
            if _is_selected(f"lead-{number}", lead, selection, norms, everyone):
                found[f"lead-{number}"] = lead
    return found


def _is_selected(lead_id: str, lead: Lead, selection: Selection, norms: Norms, everyone: list[Lead]) -> bool:
    account = lead.journey.lead.get("account_id")
    is_dropped = lead.outcome in ("lost", "disqualified")
    searched = selection.search.lower().strip()
    demands: dict[str, Any] = {
        "reached": lambda: lead.has_reached(selection.reached),
        "missed": lambda: not lead.has_reached(selection.missed),
        "stage": lambda: _left_so(lead, selection, norms),
        "outcome": lambda: lead.outcome == selection.outcome,
        "reason": lambda: is_dropped and (lead.journey.reason or "(not recorded)") == selection.reason,
        "account": lambda: account == selection.account,
        "created": lambda: selection.created in _periods(lead.created_on),
        "closed": lambda: lead.closed_on is not None and selection.closed in _periods(lead.closed_on),
        "age_days": lambda: lead.observed_days >= selection.age_days,
        "mature_days": lambda: lead.is_mature(selection.mature_days),
        "won_days": lambda: lead.days_to_won is not None and lead.days_to_won <= selection.won_days,
        "untouched": lambda: not lead.touches_by_us(),
        "after": lambda: is_dropped and _came_after(lead, selection.after, everyone),
        "search": lambda: any(name.lower().startswith(searched) for name in (lead_id, account) if name),
    }
    return all(demand() for name, demand in demands.items() if name in selection.chosen())


def _left_so(lead: Lead, selection: Selection, norms: Norms) -> bool:
    if not lead.has_reached(selection.stage):
        return False
    at = STAGES.index(selection.stage)
    left, days = lead.exit(at), lead.dwell(at)
    ways = {
        "": True,
        "advanced": left in ("advanced", "won"),
        "lost": left == "lost",
        "disqualified": left == "disqualified",
        "young": left == "still there" and not norms.is_stalled(lead, at),
        "stalled": left == "still there" and norms.is_stalled(lead, at),
        "left": left != "still there",
        "leaked": left in ("lost", "disqualified") or (norms.is_stalled(lead, at) and left == "still there"),
        "skipped": not lead.stages[at].is_explicit,
        "repeated": came_again(lead, at),
        "backward": fell_back(lead, at),
    }
    if selection.dwell_from is None and selection.dwell_until is None:
        return ways[selection.exit]
    low = selection.dwell_from or 0
    high = float("inf") if selection.dwell_until is None else selection.dwell_until
    return ways[selection.exit] and days is not None and left != "won" and low <= days < high


def _came_after(lead: Lead, what: str, everyone: list[Lead]) -> bool:
    back = next_of(lead, everyone)
    return {
        "reopened": is_reopened(lead),
        "returned": back is not None,
        "returned elsewhere": back is not None and back.channel != lead.channel,
        "returned and won": back is not None and back.outcome == "won",
    }[what]


def _periods(day: date) -> tuple[str, str]:
    return f"{day:%Y-%m}", f"{day.year}-Q{(day.month + 2) // 3}"
