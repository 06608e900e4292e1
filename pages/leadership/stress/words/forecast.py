"""What the forecast of the stress test says."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis.statistics.checks import Interval
from pages.leadership.stress.stoppage import Stoppage
from pages.leadership.stress.words.stoppage import names
from pages.parts import labels
from pages.parts.words import common

NO_SPEND = "No spend of the last 90 days is recorded under these filters: what a replacement costs is not known."
NO_OTHERS = "No other channel brings leads."
NOTHING_MISSING = "All of it comes in another way."

MISSING_AMOUNT, MISSING_WINS = "Missing amount", "Missing wins"
CARRIED, SHOWS = "Still to come of it", "Shows in"
SHOWS_HELP = (
    "The first month in which what is expected without it lies below the 90% band of a month as it goes on. Earlier, "
    "a month like that would be nothing unusual."
)
DEFINITION = (
    "Open leads win as leads did that had been at their stage for as long, by motion, channel and segment, for the "
    "typical amount of these: the same number as in Coverage and Gaps. New leads come at the rate of the last 90 days "
    "and mature along their channel's curve of winning by age (Aalen-Johansen: lost and disqualified compete), for its "
    "mean won amount. So that small channels do not run wild, a channel borrows 100 leads and 10 wins from its motion, "
    "a part of a channel 10 wins from its channel. Seasonality is not used. Band: 90%, from the chance of a month, "
    "from what is known of curves, rate and amounts, and from how far earlier forecasts were off."
)
LOSS_DEFINITION = (
    "Expected results of the new leads that no longer come, added up from the first month on, less the share that is "
    "won back elsewhere. An open lead of a channel that stops is not lost; those of an owner who leaves or of a lost "
    "account are. Band: 90%."
)
CARRIED_DEFINITION = (
    "Carried over: expected results of what is in the pipe on the day it stops. No longer coming: of the leads "
    "that would have been created after it. Closed deals bring nothing more."
)
REPLACE_DEFINITION = (
    "More leads a month: of that channel alone, to bring within a year of their creation what a month's lost leads "
    "would have brought (in won amount where amounts are recorded, else in wins). Now: leads a month of the last 90 "
    "days. Cost: at the channel's spend per lead of the last 90 days; missing where no spend is recorded, which is not "
    "a cost of nothing. Open deals at risk come on top. Range: 90%, on the log scale."
)


def title(stoppage: Stoppage, on: date, lost: Interval, shows_in: date | None, unit: str) -> str:
    """The finding: what would be missing, and from when it shows.

    Parameters
    ----------
    stoppage : Stoppage
        What stops.
    on : date
        First day without it.
    lost : Interval
        What is missing in all months together.
    shows_in : date or None
        The first month in which it shows.
    unit : str
        Currency, "" for wins.

    Returns
    -------
    str
        The title.
    """
    verb = {"owner": "left", "account_id": "were lost"}.get(stoppage.kind, "stopped")
    start = f"If {names(stoppage)} {verb} on {labels.day(on)}"
    if lost.estimate <= 0:
        return f"{start}, nothing of the next six months would be missing"
    less = f"{labels.literal(value(lost.estimate, unit))} {'less would be won' if unit else 'fewer wins would come'}"
    seen = f"it would show from {labels.month(shows_in)} on" if shows_in else "it would not show within six months"
    return f"{start}, about {less} in the next six months; {seen}"


def facts(stoppage: Stoppage, months: Sequence[date], regained: int, is_whole: bool) -> str:
    """The start of the grey line: which months, and what is assumed."""
    period = f"{labels.month(months[0])} to {labels.month(months[-1])}, the six whole months after the data ends"
    own = "its open deals at risk too" if stoppage.takes_open else "its open deals carried over"
    rest = "" if is_whole else "the rest of this month comes on top"
    again = f"{regained}% won back elsewhere" if regained else "none of it won back elsewhere"
    return common.grey_line(period, again, own, rest)


def value(number: float, unit: str) -> str:
    """An amount or a number of wins, for a key figure."""
    return labels.money(number, unit) if unit else labels.number(round(number, 1 if number < 10 else 0))


def estimate(interval: Interval, unit: str) -> str:
    """An expected amount or number of wins with its band, for a sentence."""
    written = [value(each, unit) for each in interval]
    return labels.literal(f"{written[0]} ({written[1]} to {written[2]})")


def lost_help(lost: Interval, unit: str) -> str:
    """What is missing, with its band."""
    return f"Expected over the six months: {estimate(lost, unit)}. In brackets: 90% band."


def carried_help(carried: Interval, unit: str) -> str:
    """What still comes of it, with its band."""
    return f"Of the leads from before that day, over the six months: {estimate(carried, unit)}. {CARRIED_DEFINITION}"


def shows(month: date | None) -> str:
    """The month in which it shows, for a key figure."""
    return labels.month(month) if month else ">6 mo"


def nothing_of(stoppage: Stoppage) -> str:
    """The title where the scope has no lead of it."""
    return f"Under these filters there is no lead of {names(stoppage)}"


def months_title(now: float, then: float, last: date, unit: str) -> str:
    """Title of the months with and without."""
    if now - then <= 0:
        return f"In {labels.month(last)} nothing would be missing"
    part, whole = labels.literal(value(now - then, unit)), labels.literal(value(now, unit))
    return f"In {labels.month(last)} {part} of {whole} would be missing, {labels.share((now - then) / now, 0)}"


def months_note(checked: int, level: float, chance: float) -> str:
    """What the width of the band rests on."""
    if not checked:
        return "No earlier forecast can be checked yet: the band assumes that forecasts are off by 12%."
    off = f"were off by {labels.share(level**0.5, 0)} beyond chance" if level > 0 else "were off by no more than chance"
    calm = ""
    if chance < 1:
        calm = "; months varied less than chance alone would make them, so the band is narrower"
    return f"The band rests on {common.counted(checked, 'month')} of earlier forecasts, which {off}{calm}."


def loss_title(by_then: Interval, last: date, unit: str) -> str:
    """Title of what is missing, added up."""
    if by_then.estimate <= 0:
        return "Nothing is missing"
    return f"By the end of {labels.month(last)} about {labels.literal(value(by_then.estimate, unit))} is missing"


def running(month: date | None) -> str:
    """When the running total shows it."""
    if month is None:
        return "Not even the running total would fall below its band within six months."
    return f"The running total of all months falls below its band in {labels.month(month)}."


def carried_title(stoppage: Stoppage, carried: Interval, lost: Interval, unit: str) -> str:
    """Title of what carries over."""
    if carried.estimate <= 0:
        reason = ": its open deals are at risk too" if stoppage.takes_open else ""
        return f"Nothing carries over{reason}"
    share = labels.share(carried.estimate / (carried.estimate + lost.estimate), 0)
    brings = labels.literal(value(carried.estimate, unit))
    return f"What is in the pipe still brings {brings}, {share} of what would have come"


def replace_title(rows: pd.DataFrame) -> str:
    """Title of the replacement: the channel that would have to grow least."""
    known = rows[rows["needed"].notna()]
    if known.empty:
        return "No other channel could replace it"
    best = known.iloc[0]
    if best["needed"] <= 0:
        return "There is nothing to replace"
    times = float(best["times"])
    growth = f"{labels.share(times, 0)} more than now" if times < 1 else f"{labels.times(times)} what it brings now"
    return (
        f"{labels.literal(best['label'])} alone would need {labels.count(best['needed'])} more leads a month, {growth}"
    )


def replace_subtitle(unit: str) -> str:
    """What is replaced."""
    return f"Leads that bring the same {'won amount' if unit else 'number of wins'} within a year; least growth first"


def measure(unit: str) -> str:
    """What is drawn, with its unit."""
    return f"Won amount in {unit}" if unit else "Number of wins"


def at_risk(stoppage: Stoppage) -> str:
    """What stops coming, as the name of a line."""
    return "At risk" if stoppage.takes_open else "New leads"


def replace_note(fewest: int, *, has_costs: bool) -> str:
    """What the table leaves out."""
    few = f"Channels with fewer than {fewest} leads in the last 90 days are left out."
    return common.joined(few, "" if has_costs else NO_SPEND)
