"""What the view Cost of the page Sources says."""

from collections.abc import Sequence

import pandas as pd

from analysis.statistics.checks import Interval
from pages.marketing.sources.words.breakdowns import NAMES, NOUNS, at_most, group_name
from pages.parts import labels
from pages.parts.words import common

NO_SPEND = "No spend is recorded in this period. Load a file of spend to see what leads, opportunities and wins cost."
NO_COSTS = "What leads and wins cost cannot be said here"
ALIGNED = "Spend and leads of the same period: what was spent in it may still win."
NO_TEAM = (
    "No team cost is recorded for outbound: its leads and wins look cheaper than they are. Load spend with the cost "
    "type team."
)
DEFINITION = (
    "Spend of the period, team and tools included, over leads, opportunities and wins of leads created in the same "
    "period. Return: their won amount over the spend. Where no spend is recorded the cost is missing, not zero. The "
    "interval of the cost per win is that of the wins (Wilson): spend is known exactly."
)
MONTHS_DEFINITION = (
    "Spend of the month over leads created in it, and over those of them that are opportunities or won so far. A month "
    "is complete when all of it lies in the period and, for opportunities and wins, when all of its leads have been "
    "watched for the whole window. "
    "Months without spend have no cost."
)
TYPES_DEFINITION = "Spend of the period in the currency of the pages by type of cost; share within the motion."
LOADED_DEFINITION = (
    "Media and tools: spend recorded with a name that is not for people. People: spend of the cost type team, as it is "
    "recorded, and shared out: what people cost in a month goes to the leads of that month by our touches on them, one "
    "as much as another; the sum stays the same. Loaded: media, tools and people by touches."
)
LOADED_NOTE = (
    "If the recorded cost is that of a part of the people who touch leads, the others' leads bear too much of it here."
)
NO_PEOPLE = "No cost of people is recorded: load spend with the cost type team to see who bears it."
MATCH_DEFINITION = (
    "Spend and leads are matched by name. Spend without a lead of the period has bought nothing yet, or is written "
    "under another name; leads without spend cost nothing, or nobody recorded it."
)


def facts(spend: float, leads: int, currency: str) -> str:
    """The start of the grey line."""
    return f"{common.amount(spend, currency)} spent, {common.counted(leads, 'lead')} created"


def unmatched_spend(names: Sequence[str], spend: float, share: float, currency: str) -> str:
    """Spend that matches no lead."""
    return (
        f"{common.amount(spend, currency)} ({labels.share(share)} of the spend) matches no lead of the period: "
        f"{common.listed(at_most(names, 3))}."
    )


def unmatched_leads(names: Sequence[str], leads: int, share: float) -> str:
    """Leads that match no spend."""
    return (
        f"{common.counted(leads, 'lead')} ({labels.share(share)}) {'has' if leads == 1 else 'have'} no recorded spend: "
        f"{common.listed(at_most(names, 3))}."
    )


def months_title(what: str, name: str, first: Interval, last: Interval, currency: str) -> str:
    """Title of a cost by month: from the first to the last three complete months of the group with most spend."""
    if first.is_missing or last.is_missing:
        return f"Too few complete months to say how the cost per {what} changes"
    before, after = common.amount(first.estimate, currency), common.amount(last.estimate, currency)
    if before == after:
        return f"Cost per {what}, {labels.literal(name)}: {before} as before"
    ends = f"from {before} to {after}"
    is_clear = first.high < last.low or last.high < first.low
    return f"Cost per {what}, {labels.literal(name)}: {ends}{'' if is_clear or what == 'lead' else ', no clear change'}"


def months_note(unfinished: int, what: str, window: int) -> str:
    """Why some months are drawn as incomplete."""
    if not unfinished:
        return ""
    months = common.counted(unfinished, "month")
    if what == "lead":
        return f"{months} not wholly in the period: drawn dashed."
    return f"{months} not wholly in the period or with leads younger than {window} days: drawn dashed, more may come."


def panels_note(shown: int, groups: int, breakdown: str) -> str:
    """How many groups are drawn, where that is not all."""
    if shown >= groups:
        return ""
    return f"The {shown} of {common.counted(groups, *NOUNS[breakdown])} with most spend; the numbers have all."


def table_title(spend: pd.Series, won: pd.Series, breakdown: str) -> str:
    """Title of the table: the group with most spend, with its share of the spend and of the wins."""
    if not spend.sum() > 0:
        return "The recorded spend is zero"
    largest = str(spend.idxmax())
    name = common.capital(group_name(largest, breakdown))
    taken = f"{name} takes {labels.share(spend.max() / spend.sum())} of the spend"
    if not won.sum():
        return f"{taken}; nothing is won yet"
    return f"{taken} and brings {labels.share(won[largest] / won.sum())} of the wins so far"


def types_title(motion: str, kind: str, share: float) -> str:
    """Title of the types of cost: the largest of one motion."""
    names = {"team": "People are", "tool": "Tools are", "media": "Media is"}
    subject = names.get(kind, f"{common.capital(labels.literal(kind))} is")
    return f"{subject} {labels.share(share)} of the {motion} spend"


def loaded_title(rows: pd.DataFrame, currency: str) -> str:
    """Title of the loaded cost: how much of what people cost is recorded under inbound, and how much went there."""
    whole = rows["team"].sum()
    if not whole or "inbound" not in rows.index:
        return "Media cost and loaded cost"
    inbound = rows.loc["inbound"]
    return (
        f"People cost {common.amount(whole, currency)}: {labels.share(inbound['team'] / whole)} of it is recorded "
        f"under inbound, by touches {labels.share(inbound['team_by_touches'] / whole)} belongs there"
    )


def match_title(groups: int) -> str:
    """Title of what does not match."""
    if not groups:
        return "All spend matches leads, and all leads match spend"
    return f"{common.counted(groups, 'name')} {'does' if groups == 1 else 'do'} not match"


def note(foreign: int) -> str:
    """What the costs leave out."""
    return common.joined(
        ALIGNED,
        f"{common.counted(foreign, 'line')} of spend in another currency left out." if foreign else "",
    )


def no_costs(unknown: Sequence[str]) -> str:
    """Why no costs are shown, and what to do."""
    if not unknown:
        return NO_SPEND
    names = common.listed([NAMES.get(name, name).lower() for name in unknown])
    return f"Spend is not known by {names}. Compare by channel, source, campaign or motion, without other filters."
