"""What Dependence says about the share that grows."""

from collections.abc import Mapping

from analysis.statistics.checks import Interval
from pages.parts import labels
from pages.parts.words import common, trends
from pages.parts.words.single_points import MEASURES

SHARES_BY_MONTH = (
    "Share of the leads by month of creation. One share clearly grows when the interval of its trend lies above 0 "
    f"after allowing for all that were looked at. {trends.DEFINITION}"
)


def subtitle(measure: str) -> str:
    """What is drawn."""
    return f"Share of {MEASURES[measure]} by month of creation"


def note(label: str, slope: Interval, others: Mapping[str, Interval], looked_at: int, *, is_clear: bool) -> str:
    """The trend with its interval, and what else clearly grows."""
    if slope.is_missing:
        return ""
    between = f"{_signed(slope.low)} to {_signed(slope.high)}"
    trend = f"{labels.literal(label)}: {_signed(slope.estimate)} points a year, interval {between}"
    if not others and not is_clear:
        trend += f"; not clear for one of {common.counted(looked_at, 'share')} that were looked at"
    also = [f"{labels.literal(name)} ({_signed(own.estimate)})" for name, own in others.items()]
    growing = f"Clearly growing too: {common.listed(also)}." if also else ""
    return common.joined(f"{trend}.", growing)


def unsettled(measure: str) -> str:
    """Why the latest months still change; "" where they do not."""
    return "" if measure == "leads" else "The latest months can still win."


def _signed(share: float) -> str:
    return labels.points(share).removesuffix(f"{labels.NO_BREAK}points")
