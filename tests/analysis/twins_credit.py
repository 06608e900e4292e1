"""Slow, obvious twins of the questions about credit of touches; see ``twins``."""

from collections import Counter
from datetime import date
from typing import Any

from tests.analysis.reading import SOURCES, Lead
from tests.analysis.twins import Row, count, within
from tests.worlds import Touch, day

NOT_RECORDED = "(not recorded)"


def touches_of(lead: Lead) -> list[Touch]:
    """Touches up to the closing, or the end of the data, in order."""
    # A closing before the creation counts on the day of the creation.
    last = lead.end if lead.closed_on is None else max(lead.closed_on, lead.created_on)
    listed = sorted(enumerate(Touch(*each) for each in lead.journey.touches), key=lambda pair: (pair[1].day, pair[0]))
    return [touch for _, touch in listed if _on(touch) <= last]


def channel(touch: Touch) -> str:
    return SOURCES[touch.channel][1]


def motion(touch: Touch) -> str:
    return SOURCES[touch.channel][2]


def campaign(lead: Lead, touch: Touch) -> str:
    own = lead.journey.lead.get("campaign") if channel(touch) == lead.channel else None
    return touch.sequence or own or NOT_RECORDED


def kept(lead: Lead, look_back: int | None) -> list[Touch]:
    """Of the touches, those of the last days."""
    if look_back is None:
        return touches_of(lead)
    end = lead.days_to_close if lead.days_to_close is not None else lead.observed_days
    return [touch for touch in touches_of(lead) if (_on(touch) - lead.created_on).days >= end - look_back]


def given_to(lead: Lead, touches: list[Touch]) -> dict[str, list[float]]:
    """What each rule gives to each of the touches."""
    n = len(touches)
    by_creation = sum(day(touch.day) <= lead.created_at for touch in touches)
    opened = lead.days_to("opportunity")
    by_opportunity = n if opened is None else sum((_on(touch) - lead.created_on).days <= opened for touch in touches)
    born, opening = max(by_creation - 1, 0), max(by_opportunity - 1, 0)
    half_lives = [(day(touch.day) - day(touches[-1].day)).total_seconds() / 86400 / 7 for touch in touches]
    weights = [2**each for each in half_lives]
    return {
        "first": shared(n, {0: 1.0}, 0),
        "last": shared(n, {n - 1: 1.0}, 0),
        "before_opportunity": shared(n, {opening: 1.0}, 0),
        "linear": [1 / n] * n,
        "u": shared(n, Counter({0: 0.4}) + Counter({n - 1: 0.4}), 0.2),
        "w": shared(n, Counter({0: 0.3}) + Counter({born: 0.3}) + Counter({opening: 0.3}), 0.1),
        "full_path": shared(n, sum((Counter({at: 0.225}) for at in (0, born, opening, n - 1)), Counter()), 0.1),
        "time_decay": [weight / sum(weights) for weight in weights],
    }


def shared(n: int, parts: dict[int, float], rest: float) -> list[float]:
    """The named parts, the rest evenly to the others; without others the parts alone, scaled up to one."""
    others = [place for place in range(n) if place not in parts]
    given = [parts.get(place, rest / len(others) if others else 0.0) for place in range(n)]
    return [each / sum(given) for each in given]


def credits_within(leads: list[Lead], grain: str, look_back: int | None) -> list[Row]:
    rows: dict[str, Row] = {}
    motions: dict[str, Counter[str]] = {}
    for lead in (each for each in leads if each.outcome == "won"):
        every, some = touches_of(lead), kept(lead, look_back)
        value = lead.won_amount or 0
        given = given_to(lead, some) if some else {}
        for touch in every:
            name = channel(touch) if grain == "channel" else campaign(lead, touch)
            row = rows.setdefault(name, {"name": name, "touches": 0, "left_out": 0, **dict.fromkeys(_columns(), 0.0)})
            if touch not in some:
                row["left_out"] += 1
                continue
            motions.setdefault(name, Counter())[motion(touch)] += 1
        for place, touch in enumerate(some):
            row = rows[channel(touch) if grain == "channel" else campaign(lead, touch)]
            row["touches"] += 1
            for rule, shares in given.items():
                row[rule] += shares[place]
                row[f"amount_{rule}"] += shares[place] * value
    return list(rows.values())


def _columns() -> list[str]:
    rules = ("first", "last", "before_opportunity", "linear", "u", "w", "full_path", "time_decay")
    return [*rules, *(f"amount_{rule}" for rule in rules)]


def transitions(leads: list[Lead], window: int, look_back: int | None) -> list[Row]:
    """By channels alone: the groups are summed by the caller."""
    moves: dict[tuple[str | None, str], Row] = {}
    for lead in leads:
        touches = kept(lead, look_back)
        if lead.outcome == "open" and lead.observed_days < window:
            continue
        for before, touch in zip([None, *touches], touches, strict=False):
            key = (channel(before) if before else None, channel(touch))
            row = moves.setdefault(
                key, {"from_channel": key[0], "to_channel": key[1], "moves": 0, "won": 0, "ended": 0}
            )
            row["moves"] += 1
            if touch is touches[-1]:
                row["won" if lead.outcome == "won" else "ended"] += 1
    return list(moves.values())


def paths(leads: list[Lead], window: int, letters: dict[str, str]) -> list[Row]:
    ways: dict[str, list[Lead]] = {}
    for lead in leads:
        names = [channel(touch) for touch in touches_of(lead)]
        steps = [name for before, name in zip([None, *names], names, strict=False) if name != before]
        if steps:
            ways.setdefault("".join(letters[name] for name in steps[:12]), []).append(lead)
    return [
        {
            "path": way,
            "leads": len(group),
            **{outcome: count(group, lambda lead, outcome=outcome: lead.outcome == outcome) for outcome in OUTCOMES},
            "mature": count(group, lambda lead: lead.is_mature(window)),
            "mature_won": count(group, lambda lead: lead.is_mature(window) and within(lead.days_to_won, window)),
            "won_amount": sum(lead.won_amount or 0 for lead in group),
            "all_leads": sum(map(len, ways.values())),
            "all_paths": len(ways),
        }
        for way, group in ways.items()
    ]


OUTCOMES = ("won", "lost", "disqualified", "open")


def channel_sets(leads: list[Lead], look_back: int | None) -> dict[frozenset[str], tuple[int, float]]:
    sets: dict[frozenset[str], tuple[int, float]] = {}
    for lead in (each for each in leads if each.outcome == "won"):
        found = frozenset(channel(touch) for touch in kept(lead, look_back))
        if found:
            won, amount = sets.get(found, (0, 0.0))
            sets[found] = (won + 1, amount + (lead.won_amount or 0))
    return sets


def sourced(leads: list[Lead]) -> list[Row]:
    rows: dict[tuple[str, ...], Row] = {}
    for lead in leads:
        touches = touches_of(lead)
        if lead.outcome == "won" and touches:
            first = channel(touches[0])
            key = (lead.channel, first, first if touches[0].direction == "inbound" else "(sales came first)")
            names = dict(zip(("created_by", "first_touch", "before_sales"), key, strict=True))
            row = rows.setdefault(key, {**names, "won": 0, "won_amount": 0})
            row["won"] += 1
            row["won_amount"] += lead.won_amount or 0
    return list(rows.values())


def won_deals(leads: list[Lead]) -> list[Row]:
    won = [lead for lead in leads if lead.outcome == "won"]
    if not leads:
        return []
    return [
        {
            "breakdown": "All",
            "leads": len(leads),
            "won_amount": sum(lead.won_amount or 0 for lead in won),
            "foreign_won": count(won, lambda lead: lead.is_foreign),
            "won_without_amount": count(won, lambda lead: not lead.is_foreign and lead.amount is None),
            **{outcome: count(leads, lambda lead, outcome=outcome: lead.outcome == outcome) for outcome in OUTCOMES},
        }
    ]


def _on(touch: Touch) -> date:
    return day(touch.day).date()


def plain(row: dict[str, Any], *without: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in without}
