"""The slow, obvious twin of lists of leads: walks over leads, one at a time; see ``twins``."""

import unicodedata
from datetime import date, datetime
from typing import Any

from analysis.lists.selection import ANY, GAPS, SEPARATOR, Selection
from analysis.scope import Scope
from tests.analysis import twins_accounts, twins_credit, twins_gaps, twins_interplay, twins_stages, twins_steps
from tests.analysis.reading import SOURCES, STAGES, Lead, read
from tests.analysis.strategies import LAST_DAY
from tests.analysis.twins import Norms
from tests.analysis.twins_stages import came_again, fell_back, is_reopened, next_of
from tests.worlds import Journey

CHANNELS = {source: channel for source, (_, channel, _) in SOURCES.items() if source}


def selected(world: list[Journey], scope: Scope, end: date, selection: Selection) -> dict[str, Lead]:
    """The leads of a scope that a selection admits, by their ids."""
    everyone = read(world, Scope(as_of=scope.as_of), end)
    norms = Norms(world, end)
    found = {}
    in_scope = read(world, scope, end)
    firms = _account_names(world)
    for number, journey in enumerate(world):
        for lead in read([journey], scope, end):
            own = journey.lead
            account_name = firms.get(own.get("account_id"), own.get("account_name"))
            names = (own.get("lead_name"), account_name, own.get("owner"))
            if _is_selected(f"lead-{number}", lead, selection, norms, everyone, in_scope, names):
                found[f"lead-{number}"] = lead
    return found


def _account_names(world: list[Journey]) -> dict[str, str]:
    """What accounts are called: as the last lead has it, all are told at one time."""
    found: dict[str, str] = {}
    for _, journey in sorted(
        ((f"lead-{number}", journey) for number, journey in enumerate(world)), key=lambda each: each[0]
    ):
        account, name = journey.lead.get("account_id"), journey.lead.get("account_name")
        if account and name:
            found[account] = name
    return found


def _folded(text: str) -> str:
    """Without case and accents."""
    return "".join(each for each in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(each))


def _is_selected(
    lead_id: str,
    lead: Lead,
    selection: Selection,
    norms: Norms,
    everyone: list[Lead],
    in_scope: list[Lead],
    names: tuple[str | None, ...],
) -> bool:
    account = lead.journey.lead.get("account_id")
    is_dropped = lead.outcome in ("lost", "disqualified")
    searched = _folded(selection.search.strip())
    end = twins_gaps.end_of(lead.end, LAST_DAY)
    steps = twins_steps.steps_of(lead)
    touches = twins_credit.kept(lead, selection.look_back_days)
    gaps = sorted(twins_gaps.gaps_of(lead, everyone, norms, end), key=GAPS.index)
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
        "mature_days": lambda: _is_mature(lead, selection),
        "won_days": lambda: lead.days_to_won is not None and lead.days_to_won <= selection.won_days,
        "untouched": lambda: not lead.touches_by_us() and lead.observed_days >= 1,
        "dropped": lambda: is_dropped,
        "decided": lambda: lead.outcome in ("won", "lost"),
        "account_order": lambda: _is_worked_by(lead, selection.account_order, in_scope),
        "weekday": lambda: lead.created_at.isoweekday() == selection.weekday,
        "hour_from": lambda: lead.created_at.hour >= selection.hour_from,
        "hour_until": lambda: lead.created_at.hour < selection.hour_until,
        "open_after": lambda: _is_open_after(lead, selection.open_after),
        "counted": lambda: True,
        "step_days": lambda: True,
        "overall_days": lambda: True,
        "without_reason": lambda: lead.dropped_for != selection.without_reason,
        "from_gate": lambda: lead.has_reached(selection.from_gate),
        "touched": lambda: any(at <= end for at in lead.touches_by_us()),
        "waited": lambda: twins_gaps.wait(lead, end, "wall")[0] is not None,
        "waiting_on": lambda: twins_gaps.untouched_at([lead], date.fromisoformat(selection.waiting_on)) == 1,
        "watched_minutes": lambda: _is_watched(lead, end, "wall", selection.watched_minutes),
        "watched_working_minutes": lambda: _is_watched(lead, end, "working", selection.watched_working_minutes),
        "touches_from": lambda: len(lead.touches_by_us()) >= selection.touches_from,
        "touches_until": lambda: len(lead.touches_by_us()) < selection.touches_until,
        "outreach": lambda: _is_reached(lead, selection.outreach, selection.answer_days or 0),
        "answer_days": lambda: True,
        "sequenced": lambda: bool(steps),
        "step": lambda: selection.step in {step for _, step in steps},
        "gap": lambda: bool(gaps) if selection.gap == ANY else selection.gap in gaps,
        "foremost_gap": lambda: gaps[:1] == [selection.foremost_gap],
        "older_than_any_win": lambda: bool(gaps) and twins_gaps.is_older(lead, everyone),
        "channels": lambda: _came_through(lead, selection),
        "no_other": lambda: True,
        "touched_by": lambda: selection.touched_by in map(twins_credit.channel, touches),
        "touched_by_campaign": lambda: (
            selection.touched_by_campaign in [twins_credit.campaign(lead, touch) for touch in touches]
        ),
        "first_touch": lambda: selection.first_touch in map(twins_credit.channel, twins_credit.touches_of(lead)[:1]),
        "look_back_days": lambda: True,
        "after": lambda: is_dropped and _came_after(lead, selection.after, everyone),
        "search": lambda: any(searched in _folded(name) for name in (lead_id, account, *names) if name),
    }
    return all(demand() for name, demand in demands.items() if name in selection.chosen())


def _is_mature(lead: Lead, selection: Selection) -> bool:
    if not selection.from_gate:
        return lead.is_mature(selection.mature_days)
    at_gate, is_undated = lead.days_to(selection.from_gate), lead.outcome == "won" and lead.days_to_won is None
    return at_gate is not None and not is_undated and lead.observed_days - at_gate >= selection.mature_days


def _is_open_after(lead: Lead, days: int) -> bool:
    if lead.observed_days < days or (lead.outcome != "open" and lead.days_to_close is None):
        return False
    return lead.days_to_close is None or lead.days_to_close > days


def _is_worked_by(lead: Lead, order: str, in_scope: list[Lead]) -> bool:
    own = twins_interplay.accounts_of(in_scope).get(lead.journey.lead.get("account_id") or "", [])
    return lead.motion != "unknown" and bool(own) and twins_interplay.order_of(own) == order


def _is_watched(lead: Lead, end: datetime, clock: str, minutes: int) -> bool:
    waited, is_touched = twins_gaps.wait(lead, end, clock)
    return is_touched or (waited or 0) >= minutes


def _is_reached(lead: Lead, warmth: str, days: int) -> bool:
    start = twins_interplay.starts_of(lead).get(warmth)
    if start is None or twins_interplay.answered_before(lead, start):
        return False
    return lead.observed_days >= start + days


def _came_through(lead: Lead, selection: Selection) -> bool:
    touched = twins_accounts.touched_by(lead, CHANNELS)
    wanted = set(selection.channels.split(SEPARATOR))
    ours = {*touched, lead.channel} - {"(not recorded)"}
    return bool(touched) and (wanted == ours if selection.no_other else wanted <= ours)


def _left_so(lead: Lead, selection: Selection, norms: Norms) -> bool:
    if not lead.has_reached(selection.stage):
        return False
    at = STAGES.index(selection.stage)
    left, days = lead.exit(at), lead.dwell(at)
    if not twins_stages.counts(lead, at, selection.counted or "reached", selection.step_days, selection.overall_days):
        return False
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
