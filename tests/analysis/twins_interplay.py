"""Slow, obvious twins of the questions about the interplay of the motions; see ``twins``."""

import math
from collections import Counter

from tests.analysis.reading import Lead, breakdown_of
from tests.analysis.twins import Row, count, within
from tests.analysis.twins_credit import motion
from tests.worlds import Touch, day

NOT_RECORDED = "(not recorded)"
ANSWERS = ("reply", "positive_reply", "call", "meeting_booked", "meeting_held", "meeting_missed")


def _all_touches(lead: Lead) -> list[Touch]:
    listed = sorted(enumerate(Touch(*each) for each in lead.journey.touches), key=lambda pair: (pair[1].day, pair[0]))
    return [touch for _, touch in listed]


def _days(lead: Lead, at: float) -> int:
    return (day(at).date() - lead.created_on).days


def other_touch(lead: Lead) -> Touch | None:
    """The first touch through a channel of the other motion."""
    others = {"inbound": "outbound", "outbound": "inbound"}
    return next((each for each in _all_touches(lead) if motion(each) == others.get(lead.motion)), None)


def landmark(leads: list[Lead], landmark_days: int, window: int) -> list[Row]:
    rows: dict[tuple[str, str, str], Row] = {}
    names = ("touched", "touched_won", "untouched", "untouched_won", "closed_early", "undated", "young")
    for lead in leads:
        if lead.motion == "unknown":
            continue
        key = (lead.motion, breakdown_of(lead, "segment"), lead.channel)
        row = rows.setdefault(
            key, dict(zip(("motion", "segment", "channel"), key, strict=True)) | dict.fromkeys(names, 0)
        )
        touch = other_touch(lead)
        side = "touched" if touch is not None and _days(lead, touch.day) <= landmark_days else "untouched"
        if lead.observed_days < window:
            row["young"] += 1
        elif lead.outcome != "open" and lead.days_to_close is None:
            row["undated"] += 1
        elif within(lead.days_to_close, landmark_days):
            row["closed_early"] += 1
        else:
            row[side] += 1
            row[f"{side}_won"] += within(lead.days_to_won, window)
    return list(rows.values())


def starts_of(lead: Lead) -> dict[str, int]:
    """Days from creation to outreach before and after anything they did by themselves, and to whichever came first."""
    touches = _all_touches(lead)
    reached = [
        each.day
        for each in touches
        if motion(each) == "outbound" and each.direction == "outbound" and not each.kind.startswith("meeting")
    ]
    came = [each.day for each in touches if each.direction == "inbound" and each.kind not in ANSWERS]
    came += [lead.journey.created] if lead.motion == "inbound" else []
    warmed = min(came, default=math.inf)
    starts = {}
    if any(at <= warmed for at in reached):
        starts["cold"] = _days(lead, min(reached))
    if any(at > warmed for at in reached):
        starts["warm"] = _days(lead, max(warmed, min(reached)))
    return starts | ({"first": min(starts.values())} if starts else {})


def _answers(lead: Lead) -> dict[str, list[int]]:
    """Days from creation to what they answered."""
    touches = _all_touches(lead)
    inbound = [each for each in touches if each.direction == "inbound"]
    return {
        "replied": [_days(lead, each.day) for each in inbound if each.kind in ANSWERS[:2]],
        "positive": [_days(lead, each.day) for each in inbound if each.kind == ANSWERS[1]],
        "meetings": [_days(lead, each.day) for each in touches if each.kind == "meeting_booked"],
    }


def answered_before(lead: Lead, start: int) -> bool:
    """Whether they replied or booked a meeting before a day."""
    answers = _answers(lead)
    return min([*answers["replied"], *answers["meetings"]], default=start) < start


def outreach(leads: list[Lead], breakdown: str, response_days: int) -> list[Row]:
    rows: dict[tuple[object, str], Row] = {}
    names = ("people", "replied", "positive", "meetings", "answered_before", "young")
    for lead in leads:
        starts = starts_of(lead)
        for warmth, start in starts.items():
            key = (breakdown_of(lead, breakdown), warmth)
            row = rows.setdefault(key, {"breakdown": key[0], "warmth": warmth, **dict.fromkeys(names, 0)})
            until = start + response_days
            if warmth == "cold" and "warm" in starts:
                until = min(until, starts["warm"] - 1)
            if lead.observed_days < start + response_days:
                row["young"] += 1
            elif answered_before(lead, start):
                row["answered_before"] += 1
            else:
                row["people"] += 1
                for name, days in _answers(lead).items():
                    row[name] += min(days, default=math.inf) <= until
    return list(rows.values())


def cycles(leads: list[Lead], breakdown: str) -> list[Row]:
    days = Counter((breakdown_of(lead, breakdown), lead.days_to_won) for lead in leads if lead.days_to_won is not None)
    return [{"breakdown": value, "days": number, "won": won} for (value, number), won in days.items()]


def order_of(own: list[Lead]) -> str:
    """Which motions the leads of one account have, and which came first."""
    first = {
        motion: min(lead.created_at for lead in own if lead.motion == motion)
        for motion in {lead.motion for lead in own}
    }
    if len(first) == 1:
        return f"{next(iter(first))} only"
    return "inbound first" if first["inbound"] <= first["outbound"] else "outbound first"


def accounts_of(leads: list[Lead]) -> dict[str, list[Lead]]:
    """The leads of each account, of known motions."""
    accounts: dict[str, list[Lead]] = {}
    for lead in leads:
        account = lead.journey.lead.get("account_id")
        if account and lead.motion != "unknown":
            accounts.setdefault(account, []).append(lead)
    return accounts


def shared_accounts(leads: list[Lead]) -> list[Row]:
    kinds: dict[str, list[tuple[list[Lead], int | None, tuple[str, str] | None]]] = {}
    for own in accounts_of(leads).values():
        first = {}
        for lead in own:
            if lead.motion not in first or lead.created_at < first[lead.motion].created_at:
                first[lead.motion] = lead
        if len(first) == 1:
            kinds.setdefault(order_of(own), []).append((own, None, None))
            continue
        inbound, outbound = first["inbound"], first["outbound"]
        apart = abs((inbound.created_on - outbound.created_on).days)
        owners = tuple(lead.journey.lead.get("owner") or NOT_RECORDED for lead in (inbound, outbound))
        kinds.setdefault(order_of(own), []).append((own, apart, owners))
    return [
        {
            "worked_by": kind,
            "accounts": len(group),
            "leads": sum(len(own) for own, _, _ in group),
            "won_accounts": sum(any(lead.outcome == "won" for lead in own) for own, _, _ in group),
            "won_amount": sum(lead.won_amount or 0 for own, _, _ in group for lead in own),
            "median_days": quantile([apart for _, apart, _ in group if apart is not None], 0.5),
            "p90_days": quantile([apart for _, apart, _ in group if apart is not None], 0.9),
            "other_owner": sum(known(owners) and owners[0] != owners[1] for _, _, owners in group),
            "same_owner": sum(known(owners) and owners[0] == owners[1] for _, _, owners in group),
        }
        for kind, group in kinds.items()
    ]


def known(owners: tuple[str, ...] | None) -> bool:
    return owners is not None and NOT_RECORDED not in owners


def quantile(values: list[int], q: float) -> int | None:
    return sorted(values)[max(math.ceil(q * len(values)) - 1, 0)] if values else None


def handovers(leads: list[Lead], *, by_person: bool) -> list[Row]:
    groups: dict[tuple[str, ...], list[tuple[Lead, Touch]]] = {}
    for lead in leads:
        touch = other_touch(lead)
        if touch is not None and _days(lead, touch.day) >= 0:
            person = (breakdown_of(lead, "team"), touch.actor or NOT_RECORDED) if by_person else ()
            groups.setdefault((lead.motion, *person), []).append((lead, touch))
    rows = []
    for key, pairs in groups.items():
        owners = [
            (lead.journey.lead.get("owner") or NOT_RECORDED, touch.actor or NOT_RECORDED) for lead, touch in pairs
        ]
        days = [_days(lead, touch.day) for lead, touch in pairs]
        row: Row = {"motion": key[0], "leads": len(pairs)}
        if by_person:
            row |= {
                "team": key[1],
                "actor": key[2],
                "other_actor": count(owners, lambda pair: known(pair) and pair[0] != pair[1]),
                "same_actor": count(owners, lambda pair: known(pair) and pair[0] == pair[1]),
            }
        rows.append({**row, "median_days": quantile(days, 0.5), "p90_days": quantile(days, 0.9)})
    return rows


def handover_ledger(leads: list[Lead], breakdown: str) -> list[Row]:
    rows: dict[tuple[object, str], Row] = {}
    names = ("leads", "passed", "before", "accepted", "returned", "with_reason", "pending", "decided")
    for lead in leads:
        if lead.motion == "unknown":
            continue
        key = (breakdown_of(lead, breakdown), lead.motion)
        row = rows.setdefault(key, {"breakdown": key[0], "motion": key[1], **dict.fromkeys(names, 0)})
        row["leads"] += 1
        touch = other_touch(lead)
        if touch is None or _days(lead, touch.day) < 0:
            continue
        row["passed"] += 1
        row[_entry(lead, _days(lead, touch.day))] += 1
        row["with_reason"] += _entry(lead, _days(lead, touch.day)) == "returned" and lead.dropped_for != NOT_RECORDED
        row["decided"] += _entry(lead, _days(lead, touch.day)) in ("accepted", "returned")
    return list(rows.values())


def _entry(lead: Lead, passed: int) -> str:
    """What became of a lead that was passed on after so many days."""
    if not lead.has_reached("prospect"):
        return "pending" if lead.outcome == "open" else "returned"
    since = lead.days_to("prospect")
    return "accepted" if since is not None and since >= passed else "before"
