"""What the card on payback says."""

import pandas as pd

from analysis.statistics.payback import Payback
from pages.parts import labels
from pages.parts.words import common

TOO_YOUNG = "No month of spend has been observed to its end yet."


def title(rows: pd.DataFrame, few: int) -> str:
    """Which groups have paid back, and which of those with enough wins has not."""
    enough = rows[rows["won"] >= few]
    if enough.empty:
        return "Whether the spend has paid back: too few wins to say"
    paid = enough[enough["months"].notna()]
    if paid.empty:
        return "No spend has been paid back yet"
    if len(paid) < len(enough):
        open_ones = enough.loc[enough["months"].isna(), "group"].iloc[0]
        return (
            f"{len(paid)} of {len(enough)} pay back within the time observed; {labels.literal(open_ones)} has not yet"
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
    return "at once" if found.months == 0 else f"mo {int(found.months)}"


def subtitle(margin: float | None) -> str:
    """What the curves are."""
    counted = "won amount" if margin is None else f"gross margin ({labels.share(margin)} of won amount)"
    return f"Share of spend come back as {counted}, and when all had · {labels.MARKS}"


def definition(margin: float | None) -> str:
    """What is counted, and what is not observed yet."""
    counted = (
        "Counted is the won amount itself, because no gross margin is defined: set gross_margin under costs in "
        "definitions.toml."
        if margin is None
        else f"Counted is {labels.share(margin)} of the won amount, the gross margin of the definitions."
    )
    return (
        "Spend of a month against the wins of the leads created in it, by calendar months since. Paid back: the first "
        f"month by which what came back covers the spend. {counted} Each age counts only the months of spend that were "
        "observed through it (mean cumulative function, Nelson), so young ones are not failures; 95 % interval: wins "
        "as a compound Poisson process. Months without recorded spend are left out."
    )


def note(drawn: int, groups: int, undated: int) -> str:
    """What is not drawn, and what is not counted."""
    return common.joined(
        f"Drawn: {drawn} of {groups}, those with most spend. The numbers have all." if drawn < groups else "",
        f"{common.counted(undated, 'win')} without a usable date left out." if undated else "",
    )
