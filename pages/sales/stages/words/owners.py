"""What the view Owners says."""

import pandas as pd

from pages.parts import labels
from pages.parts.words import common

LOAD_TOUCHES = "No touches are loaded. Load calls, emails and meetings to see whose leads were never called."
NONE_OLD = "No lead here is older than a week yet: it is too early to say who was never called."
NOT_KNOWN = "Who was never called is not known"
CALL_THEM = "Give these leads to somebody who has time for them."
DEFINITION = (
    "Leads created more than a week before the end of the data that nobody of ours has ever touched, of all such leads "
    "of the owner, with Wilson's 95 % interval. An owner stands out when above the other owners of the same motion "
    "(Benjamini-Hochberg over all owners)."
)
HELP = "Leads older than a week that nobody of ours has ever touched."


def facts(leads: int) -> str:
    """The start of the grey line."""
    return f"{common.counted(leads, 'lead')} older than a week"


def title(standing_out: pd.DataFrame, untouched: int, leads: int) -> str:
    """The finding: who leaves more leads untouched than others."""
    if standing_out.empty:
        return f"{labels.share(untouched / leads)} of leads were never touched; no owner stands out"
    worst, owners = standing_out.iloc[0], standing_out["owner"].nunique()
    if owners == 1:
        name, rate = labels.literal(worst["owner"]), labels.share(worst["rate"])
        return f"{name} stands out: {rate} of this owner's leads were never touched"
    others = common.counted(owners - 1, "other owner")
    return f"{labels.literal(worst['owner'])} and {others} leave clearly more leads untouched"


def finding(row: pd.Series) -> str:
    """One owner whose leads wait: both rates, how many."""
    leads = common.counted(int(row["leads"]), "lead")
    return (
        f"{labels.literal(row['owner'])}: {labels.count(row['untouched'])} of {leads} "
        f"older than a week were never touched, {common.estimate(row['rate'], row['low'], row['high'])}; "
        f"the other {labels.literal(row['motion'])} owners leave {labels.share(row['rest_rate'])}."
    )


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


def card_title(untouched: int, leads: int) -> str:
    """Title of the card: how many were never touched."""
    verb = "was" if untouched == 1 else "were"
    return f"{labels.count(untouched)} of {common.counted(leads, 'lead')} {verb} never touched by us"
