"""Slow, obvious twins of the questions about stages; see ``twins``."""

from collections import Counter
from itertools import pairwise

from analysis.question import MODES
from tests.analysis.reading import STAGES, Lead, broken_down
from tests.analysis.twins import Norms, Row, count, within
from tests.analysis.twins_cohorts import won_amounts


def leaks(leads: list[Lead], breakdown: str, norms: Norms) -> list[Row]:
    rows = []
    for value, both in broken_down(leads, breakdown).items():
        for motion, group in broken_down(both, "motion").items():
            for position, stage in enumerate(STAGES):
                there = [lead for lead in group if lead.has_reached(stage)]
                if not there:
                    continue
                exits = [lead.exit(position) for lead in there]
                waiting = [lead for lead in there if lead.exit(position) == "still there"]
                stalled = count(waiting, lambda lead, at=position: norms.is_stalled(lead, at))
                rows.append(
                    {
                        "breakdown": value,
                        "motion": motion,
                        "stage": stage,
                        "position": position + 1,
                        "reached": len(there),
                        "decided": len(there) - len(waiting) + stalled,
                        "advanced": exits.count("advanced") + exits.count("won"),
                        "won": count(there, lambda lead: lead.outcome == "won"),
                        **won_amounts(there),
                    }
                )
    return rows


def reasons(leads: list[Lead], breakdown: str) -> list[Row]:
    counts: Counter[tuple] = Counter()
    for value, group in broken_down(leads, breakdown).items():
        for lead in group:
            if lead.outcome in ("lost", "disqualified"):
                reason = lead.journey.reason or "(not recorded)"
                counts[value, lead.motion, len(lead.stages), lead.outcome, reason] += 1
    return [
        {
            "breakdown": value,
            "motion": motion,
            "stage": STAGES[furthest - 1],
            "position": furthest,
            "outcome": outcome,
            "reason": reason,
            "leads": leads_of_it,
        }
        for (value, motion, furthest, outcome, reason), leads_of_it in counts.items()
    ]


def stage_dropoff(
    leads: list[Lead],
    breakdown: str,
    norms: Norms,
    mode: str,
    step_days: int | None = None,
    overall_days: int | None = None,
) -> list[Row]:
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        for position, stage in enumerate(STAGES):
            everyone = [lead for lead in group if lead.has_reached(stage)]
            if not everyone:
                continue
            there = [lead for lead in everyone if counts(lead, position, mode, step_days, overall_days)]
            waiting = [lead for lead in there if lead.exit(position) == "still there"]
            stalled = [lead for lead in waiting if norms.is_stalled(lead, position)]
            explicit = count(there, lambda lead, at=position: lead.stages[at].is_explicit)
            rows.append(
                {
                    "breakdown": value,
                    "stage": stage,
                    "position": position + 1,
                    "reached": len(there),
                    "explicit": explicit,
                    "implied": len(there) - explicit,
                    "advanced": count(there, lambda lead, at=position: lead.exit(at) in ("advanced", "won")),
                    "lost": count(there, lambda lead, at=position: lead.exit(at) == "lost"),
                    "disqualified": count(there, lambda lead, at=position: lead.exit(at) == "disqualified"),
                    "young": len(waiting) - len(stalled),
                    "stalled": len(stalled),
                    "too_young": sum(
                        _has_passed(lead, position, mode) and not _is_observed(lead, overall_days) for lead in everyone
                    ),
                    **{
                        f"by_{by}": sum(counts(lead, position, by, step_days, overall_days) for lead in everyone)
                        for by in MODES
                    },
                }
            )
    return rows


def counts(lead: Lead, stage: int, mode: str, step_days: int | None, overall_days: int | None) -> bool:
    """Whether a lead that reached a stage did so by a mode and within limits."""
    in_time = _is_in_time(lead, stage, mode, step_days, overall_days)
    return _is_observed(lead, overall_days) and _has_passed(lead, stage, mode) and in_time


def _is_observed(lead: Lead, overall_days: int | None) -> bool:
    return overall_days is None or lead.observed_days >= overall_days


def _has_passed(lead: Lead, stage: int, mode: str) -> bool:
    if mode == "explicit":
        return lead.stages[stage].is_explicit
    own = [lead.own_entry(each) for each in range(stage + 1)]
    return mode == "reached" or (None not in own and own == sorted(own))


def _is_in_time(lead: Lead, stage: int, mode: str, step_days: int | None, overall_days: int | None) -> bool:
    own = [lead.own_entry(each) for each in range(stage + 1)]
    times = own if mode == "ordered" else [lead.stages[each].at for each in range(stage + 1)]
    steps = [None if None in pair else (pair[1].date() - pair[0].date()).days for pair in pairwise(times)]
    if step_days is not None and not all(within(days, step_days) for days in steps):
        return False
    if overall_days is None or stage == 0:
        return True
    at = own[stage]
    own_age = (at.date() - lead.created_on).days if at else None
    return within(lead.age(stage) if mode == "reached" else own_age, overall_days)


def movements(leads: list[Lead], breakdown: str) -> list[Row]:
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        for position, stage in enumerate(STAGES):
            there = [lead for lead in group if lead.has_reached(stage)]
            if there:
                rows.append(
                    {
                        "breakdown": value,
                        "stage": stage,
                        "position": position + 1,
                        "reached": len(there),
                        "skipped": count(there, lambda lead, at=position: not lead.stages[at].is_explicit),
                        "repeated": count(there, lambda lead, at=position: came_again(lead, at)),
                        "backward": count(there, lambda lead, at=position: fell_back(lead, at)),
                    }
                )
    return rows


def came_again(lead: Lead, stage: int) -> bool:
    times = {at for position, at in lead.all_entries if position == stage and at is not None}
    return 0 < stage < len(STAGES) - 1 and len(times) > 1


def fell_back(lead: Lead, stage: int) -> bool:
    dated = [(position, at) for position, at in lead.all_entries if at is not None]
    return 0 < stage < len(STAGES) - 1 and any(
        here > beyond for at, here in dated if at == stage for later, beyond in dated if later > stage
    )


def afterlife(leads: list[Lead], breakdown: str, everyone: list[Lead]) -> list[Row]:
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        dropped = [lead for lead in group if lead.outcome in ("lost", "disqualified")]
        if not dropped:
            continue
        later = [(lead, back) for lead in dropped if (back := next_of(lead, everyone))]
        rows.append(
            {
                "breakdown": value,
                "leads": len(dropped),
                "reopened": count(dropped, is_reopened),
                "returned": len(later),
                "returned_other_channel": sum(lead.channel != back.channel for lead, back in later),
                "returned_won": sum(back.outcome == "won" for _, back in later),
            }
        )
    return rows


def is_reopened(lead: Lead) -> bool:
    closed = lead.closed_at
    return closed is not None and any(at is not None and at > closed for _, at in lead.entries)


def next_of(lead: Lead, everyone: list[Lead]) -> Lead | None:
    """The first lead of the same contact or account that was created after this one had ended."""
    ended = max(lead.created_at, lead.closed_at or lead.created_at)
    own = lead.journey.lead
    found = [
        other
        for other in everyone
        if other.created_at > ended
        and any(own.get(key) and own.get(key) == other.journey.lead.get(key) for key in ("contact_id", "account_id"))
    ]
    return min(found, key=lambda other: other.created_at, default=None)
