"""What Dependence says about the share that grows."""

from collections.abc import Mapping

from analysis.statistics.checks import Interval
from pages.leadership.dependence.words.measures import MEASURES
from pages.parts import labels
from pages.parts.words import common

SHARES_BY_MONTH = (
    "Share by month of creation. The trend is a line through the monthly shares weighted by their leads; one share "
    "clearly grows when its interval lies above 0 after allowing for all that were looked at. For wins and amounts the "
    "trend is that of the number won within the conversion window, of leads that were observed for it."
)


def title(label: str, slope: Interval, plural: str, *, is_clear: bool) -> str:
    """Title of the shares by month: which grows, by how many points a year."""
    if slope.is_missing:
        return "Too few months for a trend"
    if not is_clear:
        return f"No share of the largest {plural} clearly grows"
    year, low, high = (labels.number(round(abs(each) * 100)) for each in slope)
    return f"{labels.literal(label)} gains {year} ({low} to {high}) points a year"


def subtitle(measure: str) -> str:
    """What is drawn."""
    return f"Share of {MEASURES[measure]} by month of creation"


def note(
    label: str, slope: Interval, others: Mapping[str, Interval], looked_at: int, measure: str, *, is_clear: bool
) -> str:
    """The trend with its interval, what else clearly grows, and which months are not settled."""
    if slope.is_missing:
        return unsettled(measure)
    between = f"{_signed(slope.low)} to {_signed(slope.high)}"
    trend = f"{labels.literal(label)}: {_signed(slope.estimate)} points a year, interval {between}"
    if not others and not is_clear:
        trend += f"; not clear for one of {common.counted(looked_at, 'share')} that were looked at"
    also = [f"{labels.literal(name)} ({_signed(own.estimate)})" for name, own in others.items()]
    growing = f"Clearly growing too: {common.listed(also)}." if also else ""
    return common.joined(f"{trend}.", growing, unsettled(measure))


def unsettled(measure: str) -> str:
    """Why the latest months still change; "" where they do not."""
    return "" if measure == "leads" else "The latest months can still win."


def _signed(share: float) -> str:
    return labels.points(share).removesuffix(f"{labels.NO_BREAK}pp")
