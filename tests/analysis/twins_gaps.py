"""Slow, obvious twins of the questions about waiting and gaps; see ``twins``."""

from collections import Counter
from datetime import date, datetime, timedelta

from tests.analysis.reading import STAGES, Lead, breakdown_of, broken_down
from tests.analysis.twins import Norms, Row, count
from tests.analysis.twins_waiting import stays_of
from tests.worlds import Touch, day, on

Worths = dict[tuple[str, ...], tuple[float, float]]  # factor and amount of each motion, channel and segment
MINUTE = timedelta(minutes=1)
GAPS = (
    "unanswered reply",
    "meeting without next step",
    "quiet opportunity",
    "never touched",
    "stalled",
    "given up early",
)
WAITS = {"reply": 1, "meeting": 2, "opportunity": 3, "untouched": 1, "given_up": 2}
WORKING = [
    (day(0).replace(hour=0) + number * MINUTE).weekday() < 5
    and 9 <= (day(0).replace(hour=0) + number * MINUTE).hour < 18
    for number in range(12 * 24 * 60)
]


def touches_of(lead: Lead) -> list[Touch]:
    return sorted((Touch(*listed) for listed in lead.journey.touches), key=lambda touch: touch.day)


def by_us(lead: Lead) -> list[datetime]:
    return sorted(lead.touches_by_us())


def span(first: datetime, last: datetime, clock: str) -> int:
    """Minutes between two instants, each cut to its minute; working ones counted one by one."""
    start, end = (int((at - day(0).replace(hour=0)) / MINUTE) for at in (first, last))
    return end - start if clock == "wall" else sum(WORKING[start:end])


def end_of(as_of: date | None, last: int) -> datetime:
    """The instant at which the data ends: of the world, or of the evening of a day."""
    end = day(last)
    return end if as_of is None else min(end, day((as_of - on(0)).days + 1).replace(hour=0))


def wait(lead: Lead, end: datetime, clock: str) -> tuple[int | None, bool]:
    """Minutes until our first touch and True, or minutes watched without one and False; None where unknown."""
    touched = by_us(lead)
    if touched and touched[0] < lead.created_at:
        return 0, True
    if touched and touched[0] <= end:
        return span(lead.created_at, touched[0], clock), True
    if lead.outcome == "open":
        return span(lead.created_at, end, clock), False
    if lead.closed_at is None:
        return None, False
    if lead.closed_at < lead.created_at:
        return 0, False
    return span(lead.created_at, min(lead.closed_at, end), clock), False


def left_owners(leads: list[Lead], left: dict[str, date], as_of: date) -> list[Row]:
    """Open leads of those who had left, by the owner's name."""
    open_ones = Counter(lead.journey.lead.get("owner") for lead in leads if lead.outcome == "open")
    return [
        {"owner": name, "left_on": day_of, "leads": open_ones[name]}
        for name, day_of in left.items()
        if day_of <= as_of and open_ones[name]
    ]


def rounded(minutes: int, *, up: bool) -> int:
    for limit, step in ((60, 1), (1440, 15), (10080, 30), (86400, 1440)):
        if minutes <= limit:
            return -(-minutes // step) * step if up else minutes // step * step
    raise AssertionError("worlds are short")


def response_times(leads: list[Lead], breakdown: str, end: datetime, clock: str) -> list[Row]:
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        counts: Counter[tuple[int, bool]] = Counter()
        for lead in group:
            minutes, is_touched = wait(lead, end, clock)
            if minutes is not None:
                counts[rounded(minutes, up=is_touched), is_touched] += 1
        for minutes in {minutes for minutes, _ in counts}:
            own = {"exited": counts[minutes, True], "censored": counts[minutes, False]}
            rows.append({"breakdown": value, "minutes": minutes, **own})
    return rows


def responses(leads: list[Lead], breakdown: str, end: datetime) -> list[Row]:
    rows = []
    for value, group in broken_down(leads, breakdown).items():
        waits = [wait(lead, end, "wall") for lead in group]
        rows.append(
            {
                "breakdown": value,
                "leads": len(group),
                "touched": sum(is_touched for _, is_touched in waits),
                "before": count(group, lambda lead: bool(by_us(lead)) and by_us(lead)[0] < lead.created_at),
                "untouched": sum(not is_touched for _, is_touched in waits),
                "undated": sum(minutes is None for minutes, _ in waits),
            }
        )
    return rows


def arrivals(leads: list[Lead], breakdown: str, end: datetime, clock: str, within: int) -> list[Row]:
    cells: dict[tuple, list[tuple[int | None, bool]]] = {}
    for value, group in broken_down(leads, breakdown).items():
        for lead in group:
            key = (value, lead.created_at.isoweekday(), lead.created_at.hour)
            cells.setdefault(key, []).append(wait(lead, end, clock))
    rows = []
    for (value, weekday, hour), waits in cells.items():
        known = [(minutes or 0, touched) for minutes, touched in waits if touched or (minutes or 0) >= within]
        lengths = sorted(minutes if touched else float("inf") for minutes, touched in known)
        median = lengths[(len(lengths) + 1) // 2 - 1] if lengths else float("inf")
        rows.append(
            {
                "breakdown": value,
                "weekday": weekday,
                "hour": hour,
                "leads": len(waits),
                "known": len(known),
                "untouched": sum(minutes > within if touched else True for minutes, touched in known),
                "median_minutes": None if median == float("inf") else median,
            }
        )
    return rows


def untouched_at(leads: list[Lead], evening: date) -> int:
    """How many leads wait on an evening, as it stood then: older than a day, open, and not touched by us."""
    waiting = 0
    for lead in leads:
        if lead.created_on >= evening:
            continue
        touched = [at.date() for at in by_us(lead)]
        is_unknown = lead.outcome != "open" and lead.closed_at is None and not touched
        is_closed = lead.closed_on is not None and lead.closed_on <= evening and lead.outcome != "open"
        is_touched = any(at <= evening for at in touched)
        waiting += not (is_unknown or is_closed or is_touched)
    return waiting


def prospecting(leads: list[Lead], breakdown: str) -> list[Row]:
    rows = []
    for value, group in broken_down([lead for lead in leads if lead.motion == "outbound"], breakdown).items():
        reached = [lead for lead in group if by_us(lead)]
        rows.append(
            {
                "breakdown": value,
                "researched": len(group),
                "reached": len(reached),
                "followed_up": count(reached, lambda lead: len(by_us(lead)) > 1),
                "replied": count(reached, lambda lead: any(is_reply(touch) for touch in touches_of(lead))),
                "opportunities": count(group, lambda lead: lead.has_reached("opportunity")),
                "won": count(group, lambda lead: lead.outcome == "won"),
            }
        )
    return rows


def is_reply(touch: Touch) -> bool:
    return touch.direction == "inbound" and touch.kind in ("reply", "positive_reply")


def persistence(leads: list[Lead], breakdown: str) -> list[Row]:
    counts: Counter[tuple] = Counter()
    for value, group in broken_down(leads, breakdown).items():
        for lead in group:
            if lead.outcome in ("won", "lost"):
                counts[value, lead.motion, lead.outcome, len(by_us(lead))] += 1
    names = ("breakdown", "motion", "outcome", "touches")
    return [{**dict(zip(names, key, strict=True)), "leads": leads_of_it} for key, leads_of_it in counts.items()]


def effort(leads: list[Lead], breakdown: str, end: date) -> list[Row]:
    rows = []
    for value, both in broken_down(leads, breakdown).items():
        for motion, group in broken_down(both, "motion").items():
            touches = [_effort(lead, end) for lead in group]
            succeeded = [lead.has_reached("opportunity") for lead in group]
            rows.append(
                {
                    "breakdown": value,
                    "motion": motion,
                    "leads": len(group),
                    "opportunities": sum(succeeded),
                    "touches": sum(touches),
                    "squares": sum(each**2 for each in touches),
                    "shared": sum(each for each, success in zip(touches, succeeded, strict=True) if success),
                }
            )
    return rows


def _effort(lead: Lead, end: date) -> int:
    until = end
    for days in (lead.days_to("opportunity"), lead.days_to_close):
        if days is not None:
            until = lead.created_on + timedelta(days=days)
            break
    return sum(at.date() <= until for at in by_us(lead))


def gaps_of(lead: Lead, everyone: list[Lead], norms: Norms, end: datetime) -> dict[str, date]:
    """Each gap of an open lead at the end of the data, with the day on which it opened."""
    if lead.outcome != "open":
        return {}
    known = [touch for touch in touches_of(lead) if day(touch.day) <= end]
    stage = len(lead.stages) - 1
    since: dict[str, tuple[date | None, int]] = {
        "unanswered reply": (_unanswered_since(known), WAITS["reply"]),
        "meeting without next step": (_met_since(lead, known), WAITS["meeting"]),
    }
    if any(each.journey.touches for each in everyone):
        if stage >= STAGES.index("opportunity"):
            reached_at = lead.stages[stage].at
            signs = [day(each.day).date() for each in known]
            signs.append(reached_at.date() if reached_at else lead.created_on)
            since["quiet opportunity"] = (max(signs), WAITS["opportunity"])
        if not by_us(lead):
            since["never touched"] = (lead.created_on, WAITS["untouched"])
    if norms.is_stalled(lead, stage):
        after, stayed = norms.stalled_after(lead, stage), lead.dwell(stage)
        assert after is not None
        assert stayed is not None
        since["stalled"] = (end.date() - timedelta(days=stayed), after + 1)
    usual = usual_touches(lead, everyone)
    if known and usual is not None and 1 <= len(by_us(lead)) < usual:
        since["given up early"] = (day(known[-1].day).date(), WAITS["given_up"])
    due = {gap: first + timedelta(days=days) for gap, (first, days) in since.items() if first is not None}
    return {gap: opened for gap, opened in due.items() if opened <= end.date()}


def stage_and_days(lead: Lead) -> tuple[int, int]:
    """The stage at which an open lead is, and for how many days it has been there."""
    ((place, since),) = [(place, since) for place, since, until, _ in stays_of(lead) if until is None]
    return place, lead.observed_days - since


def is_older(lead: Lead, everyone: list[Lead]) -> bool:
    """Whether an open lead has been at its stage for longer than any lead of its motion that was won."""
    place, days = stage_and_days(lead)
    won = [each for each in everyone if each.motion == lead.motion and each.days_to_won is not None]
    known = [until - since for each in won for own, since, until, _ in stays_of(each) if own == place]
    return bool(known) and days > max(known)


def value(lead: Lead, chances: dict[tuple[str, int, int], float], worth: Worths, *, days: int) -> float:
    """What an open lead is worth after so many days at its stage."""
    factor, amount = worth[tuple(breakdown_of(lead, name) for name in ("motion", "channel", "segment"))]
    return chances[lead.motion, stage_and_days(lead)[0], days] * factor * amount


def older_than_any_win(
    leads: list[Lead],
    everyone: list[Lead],
    breakdown: str,
    chances: dict[tuple[str, int, int], float],
    worth: Worths,
) -> list[Row]:
    """Of leads with a gap those that are older than any win, by the furthest stage."""
    groups: dict[tuple, list[Lead]] = {}
    for lead in leads:
        if is_older(lead, everyone):
            groups.setdefault((breakdown_of(lead, breakdown), len(lead.stages)), []).append(lead)
    return [
        {
            "breakdown": name,
            "position": position,
            "stage": STAGES[position - 1],
            "leads": len(group),
            "worth": len(group),
            "value": sum(value(lead, chances, worth, days=stage_and_days(lead)[1]) for lead in group),
            "fresh_value": sum(value(lead, chances, worth, days=0) for lead in group),
        }
        for (name, position), group in groups.items()
    ]


def _unanswered_since(known: list[Touch]) -> date | None:
    answers = [each.day for each in known if is_reply(each) or (each.direction, each.kind) == ("inbound", "call")]
    if not answers or any(each.direction == "outbound" and each.day > max(answers) for each in known):
        return None
    return day(max(answers)).date()


def _met_since(lead: Lead, known: list[Touch]) -> date | None:
    meetings = [each.day for each in known if each.kind in ("meeting_booked", "meeting_held")]
    if not meetings or any(each.direction == "outbound" and each.day > max(meetings) for each in known):
        return None
    reached_at = lead.stages[-1].at
    return None if reached_at and reached_at > day(max(meetings)) else day(max(meetings)).date()


def usual_touches(lead: Lead, everyone: list[Lead]) -> int | None:
    won = [each for each in everyone if each.outcome == "won"]
    own = [each for each in won if each.motion == lead.motion]
    counts = sorted(len(by_us(each)) for each in (own if len(own) >= 20 else won))
    return counts[(len(counts) + 1) // 2 - 1] if counts else None
