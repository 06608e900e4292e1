"""What Dependence says about its change over time."""

import pandas as pd

from analysis.statistics.checks import Interval
from pages.leadership.dependence.words.grains import limit_of
from pages.leadership.dependence.words.measures import MEASURES
from pages.parts import labels
from pages.parts.words import common

DEFINITION = (
    "Effective number: how many equally large ones would be as concentrated, 1 / HHI. HHI: the chance that two leads "
    "come from the same one (unbiased form), of the leads created in three months in a row. Intervals: seeded "
    "bootstrap at the number of leads in effect, because accounts bring several, 95 %. For wins and "
    "amounts by the number won within the window, of leads that were observed for it."
)
SLOPE_DEFINITION = (
    "A line through the HHI of the months, weighted by what each is known; its slope with a 95 % interval, wider where "
    "the months scatter more than counting explains."
)
LEADING_DEFINITION = "Share of the largest, and of the three largest, in three months in a row. Intervals as above."
INBOUND_DEFINITION = "Inbound leads, opportunities or wins, of those of inbound and outbound channels, by month."
TOO_SHORT = "The period is too short to compare its parts. Choose a longer one."
SMALL_CHANGE = 1.1  # a certain change of an effective number is worth a word from a tenth on


def settled(window: int) -> str:
    """What a trend of wins counts."""
    return f"trends of those won within {window} days, younger leads left out"


def title(slope: Interval, first: Interval, last: Interval, plural: str) -> str:
    """The finding: whether dependence rises.

    Parameters
    ----------
    slope : Interval
        Change of HHI per year.
    first, last : Interval
        Effective number in the first and the last part of the period.
    plural : str
        What is counted.

    Returns
    -------
    str
        The title.
    """
    if slope.is_missing:
        return "Cannot tell yet whether dependence rises: too few months"
    if not slope.excludes(0):
        return f"Cannot tell yet whether dependence on few {plural} rises or falls"
    direction = "rises" if slope.estimate > 0 else "falls"
    if first.is_missing or last.is_missing:
        return f"Dependence on few {plural} {direction}"
    change = f"from {labels.number(first.estimate)} to {labels.number(last.estimate)} effective {plural}"
    if max(first.estimate, last.estimate) < SMALL_CHANGE * min(first.estimate, last.estimate):
        return f"Dependence hardly changes: {change}"
    return f"Dependence {direction}: {change}"


def concentration_title(first: Interval, last: Interval, plural: str) -> str:
    """Title of the effective number over time: its first and last part."""
    if first.is_missing or last.is_missing:
        return "Too early to say whether dependence rises"
    change = f"from {labels.number(first.estimate)} to {labels.number(last.estimate)} effective {plural}"
    is_clear = last.high < first.low or last.low > first.high
    if is_clear and max(first.estimate, last.estimate) < SMALL_CHANGE * min(first.estimate, last.estimate):
        return f"Dependence hardly changes: {change}"
    if last.high < first.low:
        return f"Dependence rises: {change}"
    if last.low > first.high:
        return f"Dependence falls: {change}"
    return f"No clear change in dependence: {change}"


def slope_sentence(slope: Interval) -> str:
    """The slope of HHI with its interval."""
    if slope.is_missing:
        return "Six months with two cases each are needed for a trend."
    low, high = _signed(slope.low), _signed(slope.high)
    return f"HHI changes by {_signed(slope.estimate)} a year, 95 % interval {low} to {high}."


def leading_title(first: Interval, last: Interval) -> str:
    """Title of the leading shares over time."""
    if first.is_missing or last.is_missing:
        return "Too early to compare the leading shares"
    change = f"from {labels.share(first.estimate)} to {labels.share(last.estimate)}"
    if last.low > first.high:
        return f"The three largest bring more: {change}"
    if last.high < first.low:
        return f"The three largest bring less: {change}"
    return f"The three largest bring no clearly different share: {change}"


def rolling_title(label: str, shares: pd.Series, threshold: float) -> str:
    """Title of the shares by rolling quarter: where the one to follow stands now."""
    if shares.empty:
        return "Too few months for a rolling quarter"
    now, side = labels.share(shares.iloc[-1]), "above" if shares.iloc[-1] > threshold else "below"
    return f"{labels.literal(label)} brings {now} in the latest three months, {side} {limit_of(threshold)}"


def rolling_subtitle(measure: str) -> str:
    """What is drawn by rolling quarter."""
    return f"Share of {MEASURES[measure]} of three months in a row"


def inbound_title(slope: Interval, now: float) -> str:
    """Title of the inbound share over time."""
    latest = f"{labels.share(now)} in the latest three months" if now == now else ""
    if slope.is_missing:
        return (
            common.capital(f"{latest or 'Nothing'} inbound; too few months for a trend") if latest else "No trend yet"
        )
    how = ("rises" if slope.estimate > 0 else "falls") if slope.excludes(0) else "does not clearly change"
    return f"The inbound share {how}{': ' if latest else ''}{latest}"


def inbound_subtitle(measure: str) -> str:
    """What is drawn of the inbound share."""
    counted = "the number of wins" if measure == "won_amount" else MEASURES[measure]
    return f"Inbound share of {counted} by month of creation, 95 % interval"


def points_a_year(slope: Interval) -> str:
    """A slope of a share with its interval."""
    if slope.is_missing:
        return ""
    return f"{labels.points(slope.estimate)} a year, 95 % interval {common.points_range(slope.low, slope.high)}."


def _signed(value: float) -> str:
    sign = labels.MINUS if value < 0 else "+"
    return f"{sign}{abs(value):.3f}"
