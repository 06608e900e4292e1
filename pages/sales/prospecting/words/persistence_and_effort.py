"""What the view Persistence and effort says."""

import pandas as pd

from pages.parts import labels
from pages.parts.words import common

NOT_KNOWN = "The persistence of prospecting is not known"
LOAD_TOUCHES = "No touches are loaded. Load calls, emails and meetings to see persistence and effort."
NONE_ENDED_TITLE = "No lead has been won or lost yet"
NONE_ENDED = "Persistence is counted over leads that were won or lost. Widen the period or remove a filter."
NONE_LOST = "No lost lead is recorded here: load outcomes with losses to see after how many touches leads are given up."
SURVIVORSHIP = (
    "Won leads collect touches because they stay in talks. These numbers do not say that one more touch wins."
)
MEDIAN_HELP = "Touches by us of the median lead that won, from its first to its last. Winners are touched for longer."
PERSISTENCE_SUBTITLE = "Lost leads by the number of touches by us"
PERSISTENCE_DEFINITION = (
    "Lost leads by the touches by us, set against the median won lead of the same motion. Disqualified leads are left "
    "out: they were sorted out, not given up. Wilson's 95% interval."
)
SURVIVORS_TITLE = "Won leads were touched more often: they stayed in talks longer, so this is no advice"
SURVIVORS_SUBTITLE = "Win rate of closed leads by the number of touches by us, 95% interval"
SURVIVORS_DEFINITION = (
    "Win rate of closed leads: won / (won + lost), among leads with so many touches by us over their whole life. A "
    "lead that is lost early cannot collect touches, one that is won keeps being called: the rate rises with the "
    "number whatever a touch does."
)
AVERAGE = "all leads"
EFFORT_SUBTITLE = "Touches by us per opportunity, all leads of the channel counted, 95% interval"
EFFORT_DEFINITION = (
    "Touches by us on all leads of the channel, up to their opportunity (else their closing, else the end of the "
    "data), divided by the leads that became an opportunity. The touches on leads that became none are part of the "
    "effort. Interval by the delta method on the log scale."
)


def facts(won: int, lost: int) -> str:
    """The start of the grey line."""
    return f"{labels.count(won)} won and {common.counted(lost, 'lost lead')}"


def title(table: pd.DataFrame) -> str:
    """Which share is given up early."""
    known = table.dropna(subset=["rate"])
    if known.empty:
        return "No lost lead can be compared with a won one yet"
    row = known.sort_values("lost", ascending=False).iloc[0]
    return (
        f"{labels.share(row['rate'])} of lost {labels.literal(row['motion'])} leads were given up after fewer touches "
        "than the typical won lead took"
    )


def fewer_help(low: float, high: float) -> str:
    """What the share is, with its interval."""
    return (
        "Lost leads with fewer touches by us than the median won lead of the motion; "
        f"95% interval {labels.share_range(low, high)}."
    )


def bin_name(start: int, after: int) -> str:
    """Name of a bin of touches."""
    if after == 0:
        return f"over {start - 1} touches"
    if after == start + 1:
        return common.counted(start, "touch", "touches")
    return f"{start} to {after - 1} touches"


def persistence_title(table: pd.DataFrame) -> str:
    """Fewer than the median won lead, by motion."""
    known = table[table["motion"].isin(["inbound", "outbound"])].dropna(subset=["rate"])
    if known.empty:
        return "Touches of lost leads"
    parts = [
        f"{row.motion} {labels.share(row.rate)} (won: {labels.count(row.median_won)})"
        for row in known.itertuples(index=False)
    ]
    return f"Lost after fewer touches than the typical won lead: {', '.join(parts)}"


def too_few(fewest: int) -> str:
    """Nothing is large enough to draw."""
    return f"No number of touches has {fewest} leads: too few to compare."


def effort_title(drawn: pd.DataFrame) -> str:
    """Where an opportunity takes most and least, where the interval says so."""
    known = drawn.dropna(subset=["value", "low", "high"]).sort_values("value")
    if len(known) < 2:
        return "Touches by us per opportunity"
    least, most = known.iloc[0], known.iloc[-1]
    if not most["low"] > least["high"]:
        return "The channels cannot be told apart in the effort for an opportunity"
    return (
        f"An opportunity takes {labels.count(most['value'])} touches through {labels.literal(most['label'])}, "
        f"{labels.count(least['value'])} through {labels.literal(least['label'])}"
    )


def effort_note(shown: int, groups: int, fewest: int) -> str:
    """Which channels are drawn."""
    if shown >= groups:
        return ""
    return f"Drawn: {shown} of {labels.count(groups)}, each with at least {fewest} opportunities. The numbers have all."
