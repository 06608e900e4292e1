"""What the card on payback says."""

import pandas as pd

from analysis.statistics.payback import Payback
from pages.parts import labels
from pages.parts.words import common

UNSURE = "?"
TOO_YOUNG = "No month of spend has been observed to its end yet."


def title(rows: pd.DataFrame, few: int) -> str:
    """Which groups have surely paid back, and the one with most spend that has not; of those with enough wins."""
    enough = rows[rows["won"] >= few]
    if enough.empty:
        return "Whether the spend has paid back: too few wins to say"
    paid = enough[enough["latest"].notna()]
    if paid.empty:
        never = enough["months"].isna().all()
        return "No spend has been paid back yet" if never else "Whether any spend has paid back cannot be told yet"
    if len(paid) < len(enough):
        other = enough[enough["latest"].isna()].iloc[0]
        has = "{} has not yet" if labels.is_missing(other["earliest"]) else "of {} it cannot be told yet"
        return (
            f"{labels.count(len(paid))} of {labels.count(len(enough))} surely pay back within the time observed; "
            f"{has.format(labels.literal(other['group']))}"
        )
    slowest = paid.sort_values("months", kind="stable").iloc[-1]
    if slowest["months"] == 0:
        return "All spend pays back in the month in which it is spent"
    last = f"{labels.literal(slowest['group'])} is slowest: {after(slowest['months'])}"
    return f"All pay back within the time observed; {last}"


def after(months: float) -> str:
    """When a spend has come back."""
    return "in the month of the spend" if months == 0 else f"after {common.counted(int(months), 'month')}"


def said(found: Payback, observed: int) -> str:
    """The payback of one group in words, plain text."""
    if observed < 0:
        return "not observed for a whole month"
    if labels.is_missing(found.months):
        return f"not paid back yet by month {observed}"
    words = labels.plain(after(found.months))
    earliest = int(found.earliest)
    latest = f"later than {observed}" if labels.is_missing(found.latest) else str(int(found.latest))
    return f"{words} ({earliest} to {latest})"


def short(found: Payback) -> str:
    """The payback beside the name of a small chart, plain text."""
    if labels.is_missing(found.months):
        return "not yet"
    month = "at once" if found.months == 0 else f"mo {int(found.months)}"
    return f"{month}{UNSURE}" if labels.is_missing(found.latest) else month


def subtitle(margin: float | None) -> str:
    """What the curves are."""
    counted = "won amount" if margin is None else f"gross margin ({labels.share(margin)} of won amount)"
    return f"Share of spend come back as {counted}, and when all had · {labels.MARKS}"


def definition(margin: float | None) -> str:
    """What is counted, and what is not observed yet."""
    counted = (
        "Counted is the won amount itself, because no gross margin is defined: set one "
        "under the thresholds of the settings."
        if margin is None
        else f"Counted is {labels.share(margin)} of the won amount, the gross margin of the definitions."
    )
    return (
        "Spend of a month against the wins of the leads created in it, by calendar months since. Paid back: the first "
        f"month by which what came back covers the spend. {counted} Each age counts only the months of spend that were "
        "observed through it (mean cumulative function, Nelson), so young ones are not failures; 95% interval: wins "
        "as a compound Poisson process. Months without recorded spend are left out."
    )


def note(drawn: int, groups: int, undated: int, *, has_unsure: bool) -> str:
    """What is not drawn, and what is not counted."""
    return common.joined(
        f"Drawn: {drawn} of {groups}, those with most spend. The numbers have all." if drawn < groups else "",
        f"{UNSURE} is not sure: its interval reaches beyond the time observed." if has_unsure else "",
        f"{common.counted(undated, 'win')} without a usable date left out." if undated else "",
    )
