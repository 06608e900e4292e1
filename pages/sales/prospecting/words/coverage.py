"""What the view Coverage says."""

import pandas as pd

from analysis.statistics.checks import Interval
from pages.parts import labels
from pages.parts.words import common, neglect

NOT_KNOWN = "How far prospecting reaches is not known"
LOAD_TOUCHES = (
    "No touches are loaded. Load calls, emails and meetings, with their sequence and step, to see prospecting."
)
NO_OUTBOUND = "No outbound lead is in scope"
NONE_OUTBOUND = (
    "Prospecting is about outbound leads. Widen the period, remove a filter, or map your sources to outbound channels."
)
NAMES = {
    "researched": "Researched",
    "reached": "Reached",
    "followed_up": "Followed up",
    "replied": "Replied",
    "opportunities": "Opportunities",
}
SHORT = NAMES | {"opportunities": "Opportunity"}
HELP = {
    "researched": "Outbound leads created: somebody found them and wrote them down.",
    "reached": "Researched leads that we touched at least once.",
    "followed_up": "Reached leads that we touched a second time.",
    "replied": "Reached leads that replied.",
}
DEFINITION = (
    "Researched: outbound leads created in the period. Reached: of those, touched by us at least once; whether they "
    "read or heard it is not known. Followed up: of the reached, touched by us a second time. Replied: of the "
    "reached, with a reply. Opportunities: of the researched. The unit is people. Young leads count as they stand. "
    "Wilson's 95% intervals."
)
COVERAGE_SUBTITLE = (
    "Reached and opportunity: share of the researched; followed up and replied: share of the reached · leads below"
)
ADVICE_SUBTITLE = "By segment: how often either motion wins there, and whose leads it draws"
NO_ADVICE = "Segments can be compared only where both motions have leads"
LOAD_SEGMENTS = "Load the leads of both motions with their segment."


def facts(leads: int, untouched: int, still_open: int) -> str:
    """The start of the grey line."""
    return f"{common.counted(leads, 'outbound lead')}, {neglect.never_touched(untouched, still_open)}"


def title(researched: int, reached: int, followed_up: int, replied: int) -> str:
    """How far prospecting gets."""
    head = f"{labels.share(reached / researched)} of researched leads are reached"
    if not reached:
        return "No researched lead has been reached"
    return (
        f"{head}, {labels.share(followed_up / reached)} of those followed up; {labels.share(replied / reached)} reply"
    )


def share_name(name: str, whole: str) -> str:
    """What a share is of: Replied of reached."""
    return f"{NAMES[name]} of {NAMES[whole].lower()}"


def share_help(name: str, share: Interval) -> str:
    """What a share is, with its interval."""
    return f"{HELP[name]} 95% interval {labels.share_range(share.low, share.high)}."


def reached_title(drawn: pd.DataFrame, breakdown: str) -> str:
    """Who reaches fewest of the leads, where the interval says so."""
    known = drawn.dropna(subset=["rate"]).sort_values("rate")
    if len(known) < 2:
        return f"Reached leads by {breakdown}"
    worst, rest = known.iloc[0], known.iloc[1:]
    if worst["high"] < rest["low"].min():
        share = "none" if worst["rate"] == 0 else f"only {labels.share(worst['rate'])}"
        return f"{labels.literal(worst['label'])}: {share} of the researched leads reached"
    if worst["high"] < known["low"].iloc[-1]:
        best = known.iloc[-1]
        return (
            f"Reached: {labels.literal(worst['label'])} {labels.share(worst['rate'])}, "
            f"{labels.literal(best['label'])} {labels.share(best['rate'])}"
        )
    return f"The {breakdown}s cannot be told apart in how many leads are reached"


def reached_subtitle(breakdown: str) -> str:
    """What the dots are."""
    return f"Share of researched outbound leads touched by us at least once, by {breakdown}, 95% interval"


def coverage_title(rows: pd.DataFrame, breakdown: str) -> str:
    """Who gets most replies, where the interval says so."""
    known = rows.dropna(subset=["replied_rate"]).sort_values("replied_rate", ascending=False)
    if len(known) < 2:
        return f"From research to opportunity by {breakdown}"
    best, worst = known.iloc[0], known.iloc[-1]
    if best["replied_low"] > worst["replied_high"]:
        ends = [f"{labels.literal(each['breakdown'])} {labels.share(each['replied_rate'])}" for each in (best, worst)]
        return f"Replies of the reached: {', '.join(ends)}"
    return f"The {breakdown}s cannot be told apart in replies"


def few_note(shown: int, groups: int, breakdown: str, fewest: int) -> str:
    """Which groups are drawn."""
    if shown >= groups:
        return ""
    least = f", the largest with at least {fewest} leads" if fewest > 1 else ", the largest"
    return f"Drawn: {shown} of {common.counted(groups, breakdown)}{least}. The numbers have all."


def too_few(breakdown: str, fewest: int) -> str:
    """Nothing is large enough to draw."""
    return f"No {breakdown} has {fewest} outbound leads: too few to compare. The numbers have all."
