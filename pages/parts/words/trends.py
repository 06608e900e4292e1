"""What rises and what falls: the same words on every page."""

from analysis.claims.trends import MONTHS, Growth, Trend
from pages.parts import labels
from pages.parts.words import common

SMALL_CHANGE = 1.1  # a certain change of an effective number is worth a word from a tenth on
DEFINITION = (
    f"Trends are those of leads over the latest {MONTHS} months up to the end of the period, or as many as there are: "
    "a line through the monthly values weighted by what each is known, wider where the months scatter more than "
    "counting explains. First and last: three months each."
)
TOO_FEW = "too few months"


def inbound(trend: Trend) -> str:
    """Whether the share of inbound moves: a title, without its full stop.

    Parameters
    ----------
    trend : Trend
        Of the share of inbound in the leads.

    Returns
    -------
    str
        With where it stands now.
    """
    now = f"{labels.share(trend.last)} of leads are inbound" if trend.last == trend.last else "No lead has a motion"
    if trend.slope.is_missing:
        return f"{now}; {TOO_FEW} for a trend"
    if not trend.is_clear:
        return f"{now}; no clear trend over {_months(trend)}"
    return f"{now}, {_moving(trend)} by {_points(trend)} a year"


def inbound_finding(trend: Trend) -> str:
    """The share of inbound moves, as a sentence."""
    verb = "rises" if trend.slope.estimate > 0 else "falls"
    return (
        f"The share of inbound leads {verb} by {_points_range(trend)} a year, from {labels.share(trend.first)} to "
        f"{labels.share(trend.last)} over {_months(trend)}."
    )


def dependence(trend: Trend, plural: str) -> str:
    """Whether dependence on few rises: a title, without its full stop.

    Parameters
    ----------
    trend : Trend
        Of the HHI, with effective numbers at its ends.
    plural : str
        What is counted.

    Returns
    -------
    str
        With the effective numbers where it moves.
    """
    if trend.slope.is_missing:
        return f"Cannot tell yet whether dependence rises: {TOO_FEW}"
    if not trend.is_clear:
        return f"Cannot tell yet whether dependence on few {plural} rises or falls"
    change = ends(trend, plural)
    if max(trend.first, trend.last) < SMALL_CHANGE * min(trend.first, trend.last):
        return f"Dependence hardly changes: {change}"
    return f"Dependence {'rises' if trend.slope.estimate > 0 else 'falls'}: {change}"


def ends(trend: Trend, plural: str) -> str:
    """As how many equal ones it is, at both ends."""
    return f"as if there were {labels.number(trend.last)} equal {plural}, after {labels.number(trend.first)}"


def growth(found: Growth, plural: str) -> str:
    """Which share grows: a title, without its full stop."""
    if found.slope.is_missing:
        return f"{common.capital(TOO_FEW)} for a trend"
    if found.label not in found.clear:
        return f"No share of the largest {plural} clearly grows"
    year = labels.number(round(abs(found.slope.estimate) * 100))
    return f"{labels.literal(found.label)} gains {year} points of the leads a year"


def tile(trend: Trend) -> str:
    """Change under a key figure."""
    if trend.slope.is_missing:
        return ""
    return f"{labels.points(trend.slope.estimate)} a year" if trend.is_clear else common.NO_CLEAR_TREND


def direction(trend: Trend) -> str:
    """Whether dependence moves, under a key figure."""
    if trend.slope.is_missing:
        return ""
    return f"dependence {'rises' if trend.slope.estimate > 0 else 'falls'}" if trend.is_clear else common.NO_CLEAR_TREND


def gain(found: Growth, label: str) -> str:
    """What a share gains a year, under a key figure."""
    if found.slope.is_missing:
        return ""
    clear = found.clear.get(label)
    return common.NO_CLEAR_TREND if clear is None else f"{labels.points(clear.estimate)} of the leads a year"


def slope(trend: Trend) -> str:
    """The slope of a share with its interval."""
    if trend.slope.is_missing:
        return "A trend needs at least six months with leads."
    between = common.points_range(trend.slope.low, trend.slope.high)
    return f"Change per year: {labels.points(trend.slope.estimate)} ({between}), over {_months(trend)}."


def _months(trend: Trend) -> str:
    return common.counted(trend.months, "month")


def _moving(trend: Trend) -> str:
    return "rising" if trend.slope.estimate > 0 else "falling"


def _points(trend: Trend) -> str:
    return labels.points(abs(trend.slope.estimate)).removeprefix("+")


def _points_range(trend: Trend) -> str:
    """Size of a slope with its interval, without signs."""
    nearest, farthest = (
        labels.points(abs(end)).removeprefix("+") for end in sorted((trend.slope.low, trend.slope.high), key=abs)
    )
    return f"{_points(trend)} ({nearest.removesuffix(f'{labels.NO_BREAK}points')} to {farthest})"
