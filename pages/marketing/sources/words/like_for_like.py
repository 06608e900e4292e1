"""What the view Like for like of the page Sources says."""

from analysis.statistics.checks import Interval
from pages.marketing.sources.words.breakdowns import at_most
from pages.parts import labels
from pages.parts.words import common

MIXES = {
    "raw": "As they are",
    "segment": "Same segments",
    "region": "Same regions",
    "both": "Same segments and regions",
}
BOTH_MOTIONS = "This view sets inbound against outbound: clear the filter of motion."
ONE_MOTION = "Only one motion has leads in this period: there is nothing to compare it with"
NEEDS_MOTIONS = "Inbound and outbound are told apart by the source of a lead."
NO_MATURE = "Inbound and outbound cannot be compared yet"
DEFINITION = (
    "As they are: won within the window over leads watched for that long, of all segments and regions. The same mix: "
    "each combination weighted by its share of the leads of both motions, over the combinations in which both have "
    "leads. Intervals: Wilson, added in quadrature for the same mix; gaps: Newcombe."
)
STRATA_DEFINITION = (
    "Won within the window over leads watched for that long; the difference is inbound less outbound with Newcombe's "
    "interval. A combination in which only one motion has leads cannot be compared and is left out of the same mix."
)


def title(raw: Interval, fair: Interval, *, reverses: bool, is_few: bool) -> str:
    """The finding: who converts better like for like, and whether that is what the raw rates say.

    Parameters
    ----------
    raw, fair : Interval
        Rate of inbound minus rate of outbound, as they are and at the same mix of segments and regions.
    reverses : bool
        Whether the two have opposite signs beyond chance.
    is_few : bool
        Whether one motion has too few wins.

    Returns
    -------
    str
        The title.
    """
    if is_few or fair.is_missing:
        return "Inbound and outbound cannot be told apart yet: too few wins"
    if reverses:
        return f"{_leader(raw)} looks better; like for like {_leader(fair).lower()} converts better by {_size(fair)}"
    if fair.excludes(0):
        return f"Like for like, {_leader(fair).lower()} converts better by {_size(fair)}"
    if raw.excludes(0):
        return f"{_leader(raw)} looks better by {_size(raw)}; like for like the two cannot be told apart"
    return "Inbound and outbound cannot be told apart, like for like or not"


def facts(leads: int, window: int) -> str:
    """The start of the grey line."""
    return f"{common.counted(leads, 'lead')} watched for {window} days"


def simpson(raw: Interval, fair: Interval) -> str:
    """The gap turns round (Simpson's paradox): a warning against the raw comparison."""
    return (
        f"It turns round: {_leader(raw).lower()} is ahead by {_points(raw)} overall, yet {_leader(fair).lower()} is "
        f"ahead by {_points(fair)} at the same mix of segments and regions. The overall gap comes from where each "
        "motion works, not from how well its leads convert."
    )


def mix_matters(raw: Interval, fair: Interval) -> str:
    """What the mix of segments and regions does to the gap."""
    return (
        f"As they are the gap (inbound less outbound) is {_with_range(raw)}; at the same mix of segments and regions "
        f"{_with_range(fair)}."
    )


def dropped(strata: int, leads: int, share: float) -> str:
    """Combinations that only one motion works."""
    return (
        f"{common.counted(strata, 'combination')} of segment and region with leads of one motion alone "
        f"{'is' if strata == 1 else 'are'} left out of the same mix: {common.counted(leads, 'lead')}, "
        f"{labels.share(share)} of those compared as they are."
    )


def rates_title(raw: Interval, fair: Interval) -> str:
    """Title of the rates side by side."""
    return f"The difference is {labels.points(raw.estimate)} as they are, {labels.points(fair.estimate)} like for like"


def segments_title(ahead: list[str], compared: int) -> str:
    """Title of the pairs by segment: where the gap of one motion is clear."""
    if compared == 0:
        return "No segment has leads of both motions"
    if not ahead:
        return "In no segment can the two be told apart"
    return f"Clear differences in {common.listed(at_most(ahead, 2))}"


def strata_title(inbound: int, outbound: int, compared: int) -> str:
    """Title of the table: in how many combinations of segment and region one motion is clearly ahead."""
    if not compared:
        return "No segment and region is worked by both motions"
    if not inbound and not outbound:
        return f"Neither motion is clearly ahead in any of {labels.count(compared)} segments by region"
    return (
        f"Clearly ahead, of {labels.count(compared)} segments by region: inbound in {inbound}, outbound in {outbound}"
    )


def _leader(gap: Interval) -> str:
    return "Inbound" if gap.estimate > 0 else "Outbound"


def _size(gap: Interval) -> str:
    """Size of a gap without its sign."""
    return labels.points(abs(gap.estimate)).removeprefix("+")


def _points(gap: Interval) -> str:
    """Size of a gap without its sign, with its interval from the nearer end to the farther."""
    unit = f"{labels.NO_BREAK}points"
    near, far = sorted((gap.low, gap.high), key=abs)
    size, nearest, farthest = (labels.points(abs(each)).removeprefix("+") for each in (gap.estimate, near, far))
    return f"{size} ({nearest.removesuffix(unit)} to {farthest})" if gap.excludes(0) else size


def _with_range(gap: Interval) -> str:
    return f"{labels.points(gap.estimate)} ({common.points_range(gap.low, gap.high)})"
