"""What Dependence says about its change over time."""

import pandas as pd

from analysis.statistics.checks import Interval
from pages.parts import labels
from pages.parts.words import common
from pages.parts.words.single_points import MEASURES

DEFINITION = (
    "Effective number: how many equally large ones would be as concentrated, 1 / HHI. HHI: the chance that two leads "
    "come from the same one (unbiased form), of the leads created in three months in a row. Intervals: seeded "
    "bootstrap at the number of leads in effect, because accounts bring several, 95%. For wins and "
    "amounts by the number won within the window, of leads that were observed for it."
)
LEADING_DEFINITION = "Share of the largest, and of the three largest, in three months in a row. Intervals as above."
INBOUND_DEFINITION = "Inbound leads, opportunities or wins, of those of inbound and outbound channels, by month."
TOO_SHORT_TITLE = "Too early to compare the ends"
TOO_SHORT = "The period is too short to compare its parts. Choose a longer one."


def over(months: int) -> str:
    """Over how long the trends go."""
    return f"trends over {common.counted(months, 'month')}" if months else ""


def settled(window: int) -> str:
    """What a trend of wins counts."""
    return f"trends of those won within {window} days, younger leads left out"


def concentration_title(first: float, last: float, plural: str, measure: str) -> str:
    """Title of the effective number over time, of what is no trend for the pages: where it began and where it is."""
    if labels.is_missing(first) or labels.is_missing(last):
        return TOO_SHORT_TITLE
    change = f"as if there were {labels.number(first)} equal {plural} at the start, {labels.number(last)} at the end"
    return f"By {MEASURES[measure]} it is {change}"


def slope_sentence(slope: Interval) -> str:
    """The slope of HHI with its interval."""
    if slope.is_missing:
        return "Six months with two cases each are needed for a trend."
    low, high = _signed(slope.low), _signed(slope.high)
    return f"HHI changes by {_signed(slope.estimate)} a year, 95% interval {low} to {high}."


def leading_title(first: float, last: float, measure: str) -> str:
    """Title of the leading shares over time."""
    if labels.is_missing(first) or labels.is_missing(last):
        return TOO_SHORT_TITLE
    of = MEASURES[measure]
    return f"The three largest bring {labels.share(last)} of {of} at the end, {labels.share(first)} at the start"


def rolling_title(label: str, shares: pd.Series, measure: str) -> str:
    """Title of the shares by rolling quarter: where the one to follow stands now."""
    if shares.empty:
        return "Too few months for a rolling quarter"
    now = f"{labels.share(shares.iloc[-1])} of {MEASURES[measure]}"
    return f"{labels.literal(label)} brings {now} in the latest three months"


def rolling_subtitle(measure: str) -> str:
    """What is drawn by rolling quarter."""
    return f"Share of {MEASURES[measure]} of three months in a row"


def inbound_title(now: float, measure: str) -> str:
    """Title of the inbound share over time, of what is no trend for the pages."""
    if labels.is_missing(now):
        return TOO_SHORT_TITLE
    return f"{labels.share(now)} of {_counted(measure)} of the latest three months are inbound"


def inbound_subtitle(measure: str) -> str:
    """What is drawn of the inbound share."""
    return f"Inbound share of {_counted(measure)} by month of creation, 95% interval"


def _counted(measure: str) -> str:
    return "the number of wins" if measure == "won_amount" else MEASURES[measure]


def _signed(value: float) -> str:
    sign = labels.MINUS if value < 0 else "+"
    return f"{sign}{abs(value):.3f}"
