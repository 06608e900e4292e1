"""What the view Response time says."""

import pandas as pd

from pages.parts import labels
from pages.parts.words import common, neglect
from pages.parts.words.waits import wait

NOT_KNOWN = "How fast leads are touched is not known"
NO_LEADS = "No lead is in scope"
LOAD_TOUCHES = "No touches are loaded. Load calls, emails and meetings to see how long leads wait for the first one."
MEDIAN_HELP = "Half of the leads were touched by us within this time; those never touched are among the other half."
DEFINITION = (
    "First touch by us minus creation, of all leads in scope. Leads never touched stay in: they count as waiting until "
    "they closed or the data ends (Kaplan-Meier, 95% interval). A lead that we had touched before it was created "
    "waited for 0 minutes. Times beyond an hour are rounded up to a quarter of an hour, beyond a day to half an hour, "
    "beyond a week to a day. Working time runs within the working hours of the settings only."
)
ARRIVALS_DEFINITION = (
    "Leads by the weekday and hour of their creation: of those touched, or watched untouched for so long, the share "
    "not touched within the time. Cells of fewer than 20 leads stay empty."
)


def mark(minutes: int, clock: str) -> str:
    """A time in few letters, for an axis."""
    if minutes < 60:
        return f"{minutes} min"
    if clock == "working" or minutes < 24 * 60:
        return f"{labels.number(minutes / 60)} h"
    return f"{minutes // (24 * 60)} d"


def title(median: float, waiting: pd.Series, names: list[str], clock: str) -> str:
    """Half are touched by when, and how many wait for longer than a day."""
    still = waiting.iloc[2]
    tail = "" if labels.is_missing(still) else f"; {labels.share(still)} still wait after {names[2]}"
    if labels.is_missing(median):
        return f"More than half of the leads are never touched{tail}"
    return f"Half of the leads are touched within {wait(median, clock)}{tail}"


def facts(leads: int, untouched: int, still_open: int, clock: str) -> str:
    """The start of the grey line."""
    return common.grey_line(
        f"{common.counted(leads, 'lead')}, {neglect.never_touched(untouched, still_open)}",
        "counted within working hours" if clock == "working" else "",
    )


def untouched_after(name: str) -> str:
    """Label of a share, short enough for a phone."""
    short = name.replace("working day", "workday")
    return f"Wait over {name}" if short == name else f"Over {short}"


def share_help(name: str, low: float, high: float) -> str:
    """What the share is, with its interval."""
    return f"Leads that we had not touched {name} after their creation; 95% interval {labels.share_range(low, high)}."


def curves_title(slowest: pd.DataFrame, breakdown: str, clock: str) -> str:
    """Who waits longest, and who the shortest."""
    if slowest.empty:
        return f"No {breakdown} has enough leads to compare"
    first, last = slowest.iloc[0], slowest.iloc[-1]
    if labels.is_missing(first["median"]):
        return common.capital(f"{_leads(first['group'], breakdown)}: more than half are never touched")
    head = common.capital(f"{_leads(first['group'], breakdown)} typically wait {wait(first['median'], clock)}")
    if len(slowest) == 1 or labels.is_missing(last["median"]):
        return head
    return f"{head}, {_leads(last['group'], breakdown)} {wait(last['median'], clock)}"


def _leads(group: object, breakdown: str) -> str:
    if breakdown == "motion" and group == "unknown":
        return "leads of unknown motion"
    return f"{labels.literal(group)} leads" if breakdown == "motion" else f"leads of {labels.literal(group)}"


def _named(group: object, *, start: bool = True) -> str:
    name = labels.literal(group)
    return common.capital(name) if start and str(group) in ("inbound", "outbound") else name


def curves_subtitle(clock: str) -> str:
    """What the lines are."""
    time = "working time" if clock == "working" else "time"
    return f"Share of leads not touched by us yet, by {time} since creation, 95% interval"


def groups_title(drawn: pd.DataFrame, breakdown: str, name: str) -> str:
    """Who is slowest, where the interval says so."""
    known = drawn.dropna(subset=["rate"])
    if len(known) < 2:
        return f"Untouched after {name}, by {breakdown}"
    first, rest = known.iloc[0], known.iloc[1:]
    if len(rest) > 1 and first["low"] > rest["high"].max():
        return f"{_named(first['group'])}: {labels.share(first['rate'])} untouched after {name}, more than any other"
    last = known.iloc[-1]
    if first["low"] > last["high"]:
        ends = [f"{_named(each['group'], start=False)} {labels.share(each['rate'])}" for each in (first, last)]
        return f"Untouched after {name}: {', '.join(ends)}"
    return f"The {breakdown}s cannot be told apart {name} after creation"


def groups_subtitle(name: str, clock: str) -> str:
    """What the dots are."""
    return f"Share of leads not touched within {name}{_of_time(name, clock)}, 95% interval"


def _of_time(name: str, clock: str) -> str:
    return " of working time" if clock == "working" and "working" not in name else ""


def few_note(shown: int, groups: int, fewest: int) -> str:
    """Which groups are drawn."""
    if shown >= groups:
        return ""
    some = f"Drawn: {shown} of {labels.count(groups)}, each with {fewest} leads or more."
    return f"{some} The numbers have all of them, and all times."


def too_few(fewest: int) -> str:
    """Nothing is large enough to draw."""
    return f"No group has {fewest} leads: too few to compare."


def caveat(counts: pd.Series) -> str:
    """Leads whose wait is not what it seems."""
    before, undated = int(counts["before"]), int(counts["undated"])
    return common.joined(
        f"{common.counted(before, 'lead')} had been touched by us before {_were(before)} created: counted as 0 minutes."
        if before
        else "",
        f"Left out: {common.counted(undated, 'lead')} that closed untouched at an unknown time." if undated else "",
    )


def _were(number: int) -> str:
    return "it was" if number == 1 else "they were"


def hours(start: int, length: int) -> str:
    """Name of a block of hours."""
    return f"{start:02}:00 to {start + length:02}:00"


def arrivals_title(trusted: pd.DataFrame, name: str) -> str:
    """When leads come that wait longest, where the cells can be told apart."""
    if trusted.empty:
        return "Too few leads for each hour of the week"
    ordered = trusted.sort_values("rate", ascending=False, kind="stable")
    worst, best = ordered.iloc[0], ordered.iloc[-1]
    if not worst["low"] > best["high"]:
        return f"The hour of arrival makes no difference that can be told, {name} after creation"
    when = f"{worst['column']} {worst['row']}"
    return f"Leads that come {when} wait longest: {labels.share(worst['rate'])} untouched after {name}"


def arrivals_subtitle(name: str, clock: str, time_zone: str) -> str:
    """What the cells are."""
    after = f"{name}{_of_time(name, clock)}"
    return f"Share untouched after {after}, by weekday and hour of creation ({labels.literal(time_zone)}) · leads below"
