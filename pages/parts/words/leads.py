"""What the lists of leads say."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from analysis.lists.address import period_of
from analysis.lists.selection import ANY, SEPARATOR, Selection
from data.fiscal import Quarter
from data.names import UNKNOWN_ORDER
from pages.parts import labels, opens
from pages.parts.words import common, waits

DESCENDING, ASCENDING = "Last first", "First first"
SEARCH = "Name, id, account or owner"
NONE = "No lead is like this"
NOTHING = "Widen the period, remove a filter, or show all leads of the period."
ENDS = ("won", "open")  # of leads that are worth something
_EXITS = {
    "advanced": "went on from {stage}",
    "lost": "lost at {stage}",
    "disqualified": "disqualified at {stage}",
    "young": "still at {stage}, and not for long",
    "stalled": "stalled at {stage}",
    "left": "left {stage}",
    "leaked": "lost, disqualified or stalled at {stage}",
    "skipped": "skipped {stage}",
    "repeated": "entered {stage} again",
    "backward": "fell back to {stage}",
}
_COUNTED = {"explicit": "with an entry of its own", "ordered": "with own entries in order"}
_AFTER = {
    "reopened": "entered a stage after the closing",
    "returned": "came back as a new lead",
    "returned elsewhere": "came back through another channel",
    "returned and won": "came back and won",
}
_ACCOUNTS = {
    "inbound only": "of accounts with inbound leads only",
    "outbound only": "of accounts with outbound leads only",
    "inbound first": "of accounts with leads of both motions, inbound first",
    "outbound first": "of accounts with leads of both motions, outbound first",
}
_OUTREACH = {
    "cold": "reached cold, without an earlier answer",
    "warm": "reached warm, without an earlier answer",
    "first": "reached through an outbound channel, without an earlier answer",
}
OPEN_ALL = "Open all in Leads"
DOWNLOAD = "Download leads"  # as CSV; as XLSX beside it


def selected(selection: Selection, dimensions: Mapping[str, tuple[str, ...]] | None = None) -> list[str]:
    """Say what a list shows, one part for each thing that narrows it.

    Parameters
    ----------
    selection : Selection
        What is selected.
    dimensions : mapping, optional
        Dimensions that are narrowed, with the values that they admit.

    Returns
    -------
    list of str
        Markdown; names from the data are literal.
    """
    parts = [f"{name} {', '.join(map(labels.literal, values))}" for name, values in (dimensions or {}).items()]
    parts += [text for name, value in selection.chosen().items() if (text := _said(name, value, selection))]
    return parts


def _said(name: str, value: Any, selection: Selection) -> str:
    """One field in words; "" where another field says it."""
    stage = labels.literal(selection.stage)
    if name == "stage":
        return "" if selection.exit else f"reached {stage}"
    if name == "exit":
        return _EXITS[value].format(stage=stage)
    what, _, end = name.rpartition("_")
    if what in ("dwell", "hour", "touches"):
        low, high = getattr(selection, f"{what}_from"), getattr(selection, f"{what}_until")
        return _range(what, low, high) if end == "from" or low is None else ""
    if name == "weekday":
        return f"created on a {waits.WEEKDAYS[value - 1]}"
    if name in ("watched_minutes", "watched_working_minutes"):
        clock = "wall" if name == "watched_minutes" else "working"
        return f"touched by us, or watched for {waits.wait(value, clock)} without"
    if name == "waiting_on":
        return f"still waiting for our first touch on {labels.day(date.fromisoformat(value))}"
    if name in ("created", "closed"):
        return f"{name} in {_period(value)}"
    shown = labels.literal(value)
    return {
        "reached": f"reached {shown}",
        "missed": f"did not reach {shown}",
        "outcome": shown,
        "journey_order": shown if value != UNKNOWN_ORDER else "order of the two motions not recorded",
        "age_days": f"at least {value} days old",
        "mature_days": f"observed for {value} days or more" + (" from there" if selection.from_gate else ""),
        "won_days": f"won within {value} days",
        "open_after": f"still open {value} days after the creation",
        "dropped": "lost or disqualified",
        "decided": "won or lost",
        "without_reason": f"not closed for {shown}",
        "counted": _COUNTED.get(str(value), ""),
        "step_days": f"{value} days or fewer for each step",
        "overall_days": f"there within {value} days, and observed for so long",
        "from_gate": f"past the gate {shown}",
        "first_touch": f"first touched through {shown}",
        "look_back_days": f"in the last {value} days before the closing",
        "path": "touched along the same path",
        "untouched": "never touched by us",
        "touched": "touched by us",
        "waited": "with a known wait for us",
        "outreach": _OUTREACH.get(str(value), ""),
        "answer_days": f"observed for {value} days or more since then",
        "sequenced": "sent a step of a sequence",
        "step": f"sent step {value} of a sequence",
        "gap": "with a gap" if value == ANY else f"with the gap {shown}",
        "foremost_gap": f"with {shown} as foremost gap",
        "older_than_any_win": "waiting for longer than any lead that was won",
        "channels": f"created or touched by {' and '.join(map(labels.literal, str(value).split(SEPARATOR)))}",
        "no_other": "and by no other channel",
        "touched_by": f"touched through {shown}",
        "touched_by_campaign": f"touched by the campaign {shown}",
        "account_order": _ACCOUNTS.get(str(value), ""),
        "after": _AFTER.get(str(value), ""),
        "search": f"with “{shown}” in name, id, account or owner",
    }.get(name, f"{name} {shown}")


def _period(text: str) -> str:
    """A month, or the months of a quarter of the calendar: fiscal years may have others of its name."""
    first, _ = period_of(text)
    return Quarter(first).months if "Q" in text else labels.month(first)


def _range(what: str, low: int | None, high: int | None) -> str:
    """At least one number and less than another."""
    if what == "hour":
        return f"created from {low or 0:02}:00 to {24 if high is None else high:02}:00"
    numbers = _numbers(low, high)
    if what == "touches":
        return f"with {numbers} {'touch' if numbers == '1' else 'touches'} by us"
    return f"stayed {numbers} {'day' if numbers == '1' else 'days'}" if high != 1 else "stayed less than a day"


def _numbers(low: int | None, high: int | None) -> str:
    """Whole numbers of at least one number and less than another."""
    if high is None:
        return f"{low} or more"
    last = high - 1
    if low == last:
        return f"{last}"
    return f"{low} to {last}" if low else f"at most {last}"


def created(parameters: Mapping[str, str]) -> list[str]:
    """Say in which days the leads of an address were created, where it says so."""
    days = {
        name: labels.day(date.fromisoformat(parameters[name])) for name in ("from", "through") if name in parameters
    }
    if days:
        return [f"created {' '.join(f'{name} {day}' for name, day in days.items())}"]
    return ["created at any time"] if parameters.get("period") == opens.ALWAYS["period"] else []


def only(parts: list[str]) -> str:
    """What narrows a list, in words."""
    return f"Only leads that are: **{' · '.join(parts)}**"


def mark(name: str) -> str:
    """What a mark stands for, by its name."""
    return labels.plain(common.DOT.join(map(_shown, name.split(opens.SEPARATOR))))


def marked(name: str) -> str:
    """What a mark stands for, as Markdown."""
    return labels.literal(mark(name))


def _shown(part: str) -> str:
    """A part of the name of a mark; a month is written out."""
    return labels.month(date.fromisoformat(f"{part}-01")) if re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", part) else part


def behind(parts: list[str], sentence: str) -> str:
    """Which leads are behind a mark: what narrows them, then the choice of the page."""
    return common.capital(common.grey_line(*parts, sentence))


def without_amount(totals: pd.Series, currency: str) -> str:
    """How many leads an amount leaves out; "" where it leaves out none, or there is no amount."""
    missing = {end: int(totals[end] - totals[f"{end}_with_amount"]) for end in ENDS if totals[f"{end}_with_amount"]}
    left_out = [f"{labels.count(number)} {end}" for end, number in missing.items() if number]
    return f"Amounts leave out {' and '.join(left_out)} without one in {currency}." if left_out else ""


def piece(first: int, last: int, count: int) -> str:
    """Which leads of a list a page of it has."""
    return f"Leads {labels.count(first)} to {labels.count(last)} of {labels.count(count)}"


def first_of(shown: int, count: int) -> str:
    """Which of the leads are listed."""
    return f"The latest {labels.count(shown)}" if shown < count else "All of them, the latest first"


def title(counts: Mapping[str, int]) -> str:
    """The title of a list: how many leads, and how they ended."""
    if not counts["leads"]:
        return NONE
    noun = "lead" if counts["leads"] == 1 else "leads"
    ends = [name for name in ("won", "lost", "disqualified", "open") if counts[name]]
    count = f"{labels.count(counts['leads'])} {noun}"
    if len(ends) == 1:
        return f"{count}, {'all ' if counts['leads'] > 1 else ''}{ends[0]}"
    return f"{count}: {', '.join(f'{labels.count(counts[name])} {name}' for name in ends)}"


def too_long(limit: str) -> str:
    """The end of a list that cannot be turned to."""
    return f"Only the first {limit} can be listed: narrow the list, or sort it the other way."
