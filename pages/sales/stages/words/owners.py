"""What the view Owners says."""

import pandas as pd

from pages.parts import labels
from pages.parts.words import common, neglect
from pages.sales.stages.words.comparison import who

LOAD_TOUCHES = "No touches are loaded. Load calls, emails and meetings to see whose leads were never touched."
NONE_OLD = "No lead here is older than a week yet: it is too early to say who was never touched."
NOT_KNOWN = "Who was never touched is not known"
OPENS = "A click lists those of the owner that are still open."
DEFINITION = (
    f"{neglect.DEFINITION} The share is that of the leads created more than a week before the end of the data, with "
    "Wilson's 95% interval. An owner stands out when above the other owners of the same motion (Benjamini-Hochberg "
    "over all owners)."
)


def open_help(untouched: int) -> str:
    """What the key figure counts, and of how many."""
    were = common.agreeing(untouched, "was", "were")
    return f"{neglect.OPEN_HELP} With those closed since, {labels.count(untouched)} {were} never touched."


def facts(leads: int, week: int) -> str:
    """The start of the grey line."""
    return common.grey_line(common.counted(leads, "lead"), f"{labels.count(week)} older than a week")


def title(standing_out: pd.DataFrame, untouched: int, still_open: int, leads: int) -> str:
    """The finding: who leaves more leads untouched than others."""
    if standing_out.empty:
        verb = "was" if untouched == 1 else "were"
        of_all = f"{labels.count(untouched)} of {common.counted(leads, 'lead')} {verb} never touched"
        return f"{common.listed_after(of_all, _open(untouched, still_open))}; no owner stands out"
    worst, others = standing_out.iloc[0], standing_out["owner"].nunique() - 1
    counts = neglect.never_touched(int(worst["untouched"]), int(worst["untouched_open"]))
    head = f"{who(worst['owner'], worst['motion'])} stands out: {counts}"
    return f"{head}; {common.counted(others, 'other owner')} too" if others else head


def finding(row: pd.Series) -> str:
    """One owner whose leads wait: how many, and both rates."""
    untouched, still_open = int(row["untouched"]), int(row["untouched_open"])
    closed = f", {labels.count(untouched - still_open)} closed" if 0 < still_open < untouched else ""
    return (
        f"{who(row['owner'], row['motion'])}: {labels.count(untouched)} of {common.counted(int(row['leads']), 'lead')} "
        f"never touched by us, {neglect.of_them(untouched, still_open)}{closed}. Of those older than a week "
        f"{common.estimate(row['rate'], row['low'], row['high'])}; "
        f"the other {labels.literal(row['motion'])} owners leave {labels.share(row['rest_rate'])}."
    )


def advice(still_open: int) -> str:
    """What to do with the leads of an owner who stands out."""
    if not still_open:
        return "None of them is open any more: nothing is left to hand over."
    leads = "the open lead" if still_open == 1 else f"the {labels.count(still_open)} open leads"
    return f"Give {leads} to somebody who has time for {'it' if still_open == 1 else 'them'}."


def _open(untouched: int, still_open: int) -> str:
    return neglect.of_them(untouched, still_open) if untouched else ""


def owners_note(shown: int, owners: int, fewest: int) -> str:
    """Which owners are drawn."""
    if not 0 < shown < owners:
        return ""
    return (
        f"Drawn: {shown} of {labels.count(owners)} owners, the largest shares among those with at least {fewest} such "
        "leads. The numbers have all."
    )


def waiting_note(waiting: int) -> str:
    """Touches that cannot be counted, because their lead is not there."""
    if not waiting:
        return ""
    verb = "waits" if waiting == 1 else "wait"
    touches = common.counted(waiting, "touch", "touches")
    return f"{touches} {verb} for leads that are not loaded: load those, else their leads count as untouched."


def few_per_owner(fewest: int) -> str:
    """No owner has enough leads to draw."""
    return f"No owner has {fewest} leads older than a week here: too few to compare. The numbers have all."


def card_title(untouched: int, still_open: int, leads: int) -> str:
    """Title of the card: how many were never touched."""
    if not untouched:
        return "Every lead that is old enough was touched by us"
    verb = "was" if untouched == 1 else "were"
    return (
        f"{labels.count(untouched)} of {common.counted(leads, 'lead')} {verb} never touched by us, "
        f"{neglect.of_them(untouched, still_open)}"
    )
