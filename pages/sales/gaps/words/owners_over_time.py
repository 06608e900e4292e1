"""What the view Owners over time says."""

from datetime import date

import pandas as pd

from data.names import NOT_RECORDED
from pages.parts import labels
from pages.parts.words import common

NOT_KNOWN = "Who let leads wait is not known"
NO_LEADS = "No lead is in scope"
LOAD_TOUCHES = "No touches are loaded. Load calls, emails and meetings to see who let leads wait, and when."
NO_ACTIVITY = "Nothing was done in this period. Widen it or remove a filter."
NO_GAPS = "No open lead here misses its next step."
STANDING_SUBTITLE = "Open leads not touched by us yet at the end of each month, as it stood then"
STANDING_DEFINITION = (
    "Leads that were open and not touched by us on the last day of the month, whenever they were created, from the age "
    "on that the settings say. Leads touched or closed since are in the earlier months, as they "
    "were then. The owner is the one recorded now. Leads that closed untouched at an unknown time are left out."
)
ACTIVITY_SUBTITLE = "Touches by us by the month in which they were made"
ACTIVITY_DEFINITION = (
    "Touches by us by who made them. The team is the one at the time of the touch: that of the latest lead that this "
    "person had been given by then; of the first one where there was none yet. A later change of team moves nothing."
)
GAPS_DEFINITION = (
    "Open leads that miss their next step at the end of the data, once each with the foremost gap, by the month in "
    "which it opened. Gaps that were closed since are not here."
)


def facts(waiting: int, of_period: int, *, has_start: bool) -> str:
    """The start of the grey line: how many wait, and how many of them are those of the other views."""
    if not has_start:
        return f"{common.counted(waiting, 'open lead')} never touched by us"
    return (
        f"{common.counted(waiting, 'open lead')} never touched by us, whenever created, "
        f"{labels.count(of_period)} of them in this period"
    )


def title(now: pd.DataFrame, *, has_start: bool) -> str:
    """Who has most leads waiting at the end of the data."""
    known = now[now["name"] != NOT_RECORDED]
    if known.empty or not known["value"].iloc[0]:
        return "No lead waits for its first touch"
    first = known.iloc[0]
    share = first["value"] / now["value"].sum()
    whenever = ", whenever created" if has_start else ""
    return (
        f"{labels.literal(first['name'])} has the most untouched open leads{whenever}: {labels.count(first['value'])}, "
        f"{labels.share(share)} of all"
    )


def standing_title(standing: pd.DataFrame, names: list[str]) -> str:
    """How the first of them came there."""
    if not names:
        return "No lead waited for its first touch for a day" if standing.empty else "No owner is recorded"
    line = standing[standing["name"] == names[0]].sort_values("month")
    first, last = line.iloc[0], line.iloc[-1]
    if first["month"] == last["month"]:
        return f"{labels.literal(names[0])}: {labels.count(last['value'])} untouched open leads"
    return (
        f"{labels.literal(names[0])}: from {labels.count(first['value'])} untouched open leads at the end of "
        f"{labels.month(first['month'])} to {labels.count(last['value'])}"
    )


def some_note(shown: int, groups: int, breakdown: str, last: date) -> str:
    """Which lines are drawn, and what the last month is."""
    some = f"Drawn: {shown} of {labels.count(groups)} {breakdown}s. The numbers have all." if shown < groups else ""
    return common.joined(some, f"The last month ends with the data, on {labels.day(last)}.")


def activity_title(sizes: pd.Series, breakdown: str) -> str:
    """Who did most."""
    if sizes.empty:
        return "Nothing was done in this period"
    known = sizes.drop(NOT_RECORDED, errors="ignore")
    if known.empty:
        return f"No {breakdown} is recorded for what was done"
    share = labels.share(known.iloc[0] / sizes.sum())
    return f"{labels.literal(known.index[0])} made {share} of the touches, {labels.count(known.iloc[0])}"


def gaps_title(totals: pd.Series, breakdown: str) -> str:
    """Who has most leads with a gap."""
    known = totals.drop(NOT_RECORDED, errors="ignore")
    if known.empty:
        return f"No {breakdown} is recorded for leads with a gap"
    return f"{labels.literal(known.index[0])} has the most open leads with a gap: {labels.count(known.iloc[0])}"


def opened_in_months(first: date | None, last: date | None) -> str:
    """Head of the small charts, which have no axis of their own: from when to when they run."""
    return f"Opened, {labels.month(first)} to {labels.month(last)}" if first != last else "Opened by month"


def gaps_subtitle(breakdown: str) -> str:
    """What the rows are."""
    return f"Open leads with a gap by {breakdown}, foremost gap and the month in which it opened"
