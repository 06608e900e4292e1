"""What the page Pipeline health says."""

from collections.abc import Mapping

import pandas as pd

from analysis.claims.deal_size import DealSize
from analysis.claims.trends import Trend
from analysis.statistics.checks import Interval
from data.names import MOTIONS
from pages.parts import labels
from pages.parts.words import common, deal_size, rates, undated

STAGES_SAY = "Where leads stop, how long they wait and whose they are can be said of all of them."
UNKNOWN_APART = "Inbound and outbound cannot be told apart yet"
ALL, SAME_MIX = "All leads", "Same mix"
SAME_MIX_DEFINITION = (
    "Same mix: both motions weighted by the segments and regions of all leads together, over those in which both "
    "have leads. Intervals: Wilson, added in quadrature for the same mix; gaps: Newcombe."
)
NO_AMOUNTS = "No won lead has an amount: load amounts with the outcomes to see won amounts and deal sizes."
SAME_MIX_NOTE = "“Same mix” shows both motions as if they worked the same segments and regions."
SIDE_BY_SIDE = "In brackets: 95% intervals; velocity is what the pipeline brings a day"
SHARE_SUBTITLE = "Share of inbound among all leads of known motion, by month of creation, with 95% band"
SHARE_DEFINITION = (
    "Inbound leads of a month over all leads of that month whose motion is known, with Wilson's interval."
)
WON_AMOUNT_HELP = (
    "Amount of all leads of the period that are won so far. The line shows months of creation old enough to compare."
)
WON_HELP = "Leads of the period that are won so far. The line shows months of creation old enough to compare."
OPPORTUNITIES_HELP = "Leads of the period that reached opportunity or a later stage so far."
WON_OF_ALL = "Won of all leads"
WON_OF_ALL_DEFINITION = (
    "Leads won so far over all leads of the group, whatever their age, which is not known: open ones may still be won. "
    "Wilson's interval."
)
WON_OF_ALL_SUBTITLE = f"Won so far of all leads, 95% interval · {labels.MARKS}"
NO_TIME = "Trends, cycle times, velocity and forecasts need the days of creation and closing."
CYCLE_HELP = "Half of the wins with a usable date took no longer from creation to won (median)."


def title(gap: Interval, ratio: float, deals: DealSize | None, *, is_few: bool, reverses: bool) -> str:
    """The finding over both motions: who converts better, whose deals are larger.

    Parameters
    ----------
    gap : Interval
        Conversion of inbound minus outbound.
    ratio : float
        Conversion of the motion that converts better over the other's.
    deals : DealSize or None
        Of both motions; None where there are too few.
    is_few : bool
        Whether a motion has too few wins to say which wins more often.
    reverses : bool
        Whether the gap turns round at the same mix.

    Returns
    -------
    str
        The title.
    """
    parts = []
    if gap.excludes(0) and not is_few:
        leader, other = ("inbound", "outbound") if gap.estimate > 0 else ("outbound", "inbound")
        often = f"{leader} wins {labels.times(ratio)} as often"
        parts.append(f"{often} overall, {other} more often in the same segments" if reverses else often)
    if deals is not None and deals.raw.excludes(1):
        parts.append(deal_size.larger(deals))
        if len(parts) == 1:
            parts.append("which of the two wins more often cannot be told yet")
    return common.capital("; ".join(parts)) if parts else UNKNOWN_APART


def title_of_all(rate: Interval, window: int) -> str:
    """The title where the motions are not set against each other."""
    if rate.is_missing:
        return f"No lead has been watched for {window} days yet, and inbound and outbound cannot be compared"
    return f"{common.estimate(*rate)} of all leads win within {window} days; inbound and outbound cannot be compared"


def groups_title(groups: int, ranks: int, noun: str, plural: str) -> str:
    """Title of the conversion by group."""
    if ranks < 2:
        return f"The {plural} cannot be told apart yet"
    return f"{common.counted(groups, noun, plural)} in {ranks} groups that can be told apart"


def more_groups(number: int, noun: str, plural: str) -> str:
    """How many groups are in the numbers but not in the figure."""
    return (
        f"{common.counted(number, f'smaller {noun}', f'smaller {plural}')} more in the numbers." if number > 0 else ""
    )


def one_motion(motion: str, rate: Interval, window: int) -> str:
    """The title where only one motion has leads."""
    if rate.is_missing:
        return f"Only {motion} leads here, and none has been watched for {window} days yet"
    return f"Only {motion} leads here: {common.estimate(*rate)} win within {window} days"


def conversion_help(window: int, low: float, high: float) -> str:
    """What the conversion is, with its interval."""
    interval = "" if labels.is_missing(low) else f" 95% interval {labels.share_range(low, high)}."
    return f"Won within {window} days of creation, of the leads watched for that long.{interval}"


def reversal(raw: Interval, fair: Interval) -> str:
    """The gap turns round at the same mix."""
    overall, alike = ("Inbound", "outbound") if raw.estimate > 0 else ("Outbound", "inbound")
    return (
        f"{overall} converts better overall by {_points(raw)}, but at the same mix of segments and regions "
        f"{alike} is ahead by "
        f"{_points(fair)}: the overall gap comes from where they work."
    )


def gap_of_mix(raw: Interval, fair: Interval) -> str:
    """The gap is there overall and cannot be seen at the same mix."""
    leader = "Inbound" if raw.estimate > 0 else "Outbound"
    return (
        f"{leader} converts better overall by {_points(raw)}; at the same mix of segments and regions the gap is "
        f"{labels.points(fair.estimate)} ({common.points_range(fair.low, fair.high)}) and could be nothing."
    )


def fair_gap(fair: Interval, compared: int) -> str:
    """The gap holds at the same mix."""
    leader = "Inbound" if fair.estimate > 0 else "Outbound"
    where = common.counted(compared, "combination")
    return f"{leader} converts better by {_points(fair)} at the same mix of segments and regions ({where})."


def gap_unknown(gap: Interval, window: int) -> str:
    """Nothing can be said about the gap yet."""
    if gap.is_missing:
        return f"Which motion converts better cannot be said: one of them has no lead watched for {window} days."
    return (
        f"Which motion converts better cannot be said yet: the gap is {labels.points(gap.estimate)}, "
        f"anything from {common.points_range(gap.low, gap.high)}."
    )


def segments_title(inbound: int, outbound: int, segments: int, raw: Interval, *, reverses: bool) -> str:
    """Title of the card on rates by segment.

    Parameters
    ----------
    inbound, outbound : int
        Segments in which the one converts clearly better.
    segments : int
        Segments in which both have leads.
    raw : Interval
        The gap over all segments.
    reverses : bool
        Whether the gap turns round at the same mix.

    Returns
    -------
    str
        The title.
    """
    if reverses:
        leader, other = ("Inbound", "outbound") if raw.estimate > 0 else ("Outbound", "inbound")
        return f"{leader} wins more often overall, {other} in the same segments"
    if segments < 2:
        return "Inbound against outbound" if not raw.excludes(0) else f"{_leader(raw)} converts better"
    if inbound and outbound:
        return f"Inbound converts better in {inbound}, outbound in {outbound} of {segments} segments"
    if inbound or outbound:
        leader = "Inbound" if inbound else "Outbound"
        return f"{leader} converts better in {max(inbound, outbound)} of {segments} segments"
    return "No single segment tells the two apart"


def side_by_side_title(leads: pd.Series, amounts: pd.Series, wins: pd.Series) -> str:
    """Title of the table of both motions: what inbound brings of leads, and of the won amount or the wins."""
    brought, kind = (amounts, "won amount") if amounts.sum() > 0 else (wins, "wins")
    if len(leads) < 2 or (leads == 0).any() or brought.sum() == 0:
        return f"{common.counted(int(wins.sum()), 'lead')} of {labels.count(leads.sum())} won so far"
    share = labels.share(brought["inbound"] / brought.sum())
    return f"Inbound brings {labels.share(leads['inbound'] / leads.sum())} of leads and {share} of the {kind}"


def trend_title(moves: Mapping[str, Trend]) -> str:
    """Title of the trend of conversion by month of creation."""
    slopes = {motion: trend.slope.estimate for motion, trend in moves.items() if trend.is_clear}
    clear = [
        f"{motion if motion in MOTIONS else ''} conversion {'rises' if slope > 0 else 'falls'} by {_size(slope)} a year"
        for motion, slope in slopes.items()
    ]
    if clear:
        return common.capital(common.listed([each.strip() for each in clear]))
    if all(trend.slope.is_missing for trend in moves.values()):
        return "Too few complete months for a trend in conversion"
    return "No clear trend in conversion"


def within(window: int) -> str:
    """Name of the conversion within a window."""
    return f"Won within {window} days"


def conversion_definition(window: int) -> str:
    """Numerator, denominator and cohort of the conversion."""
    return (
        f"Leads won within {window} days of creation, over all leads of the period watched for at least {window} days. "
        "Wins without a usable date are left out."
    )


def side_by_side_definition(window: int) -> str:
    """Definitions of the rows of the table of both motions."""
    return common.joined(
        conversion_definition(window),
        rates.defined(rates.OF_CLOSED_LEADS),
        "Average deal: won amount over won leads with an amount in that currency.",
        "Typical days to won: the median from creation, of the dated wins.",
        "All of leads created in the period, but for the velocity: opportunities opened a day × the share of them that "
        "win × average won amount, of what opened and closed in the same days.",
    )


def young_months(window: int) -> str:
    """What the dashed months are."""
    return f"Dashed: months with leads younger than {window} days, by their wins so far, which can only rise."


def one_motion_by_segment(motion: str) -> str:
    """Title of the rates by segment where only one motion has leads."""
    return f"{motion.capitalize()} conversion by segment"


def segments_subtitle(window: int, *, is_pair: bool) -> str:
    """Units and marks of the rates by segment."""
    gap = f"; difference under each name · {labels.MARKS}" if is_pair else ""
    return f"{within(window)}, 95% interval{gap}"


def trend_subtitle(window: int, *, is_pair: bool) -> str:
    """Units and marks of the trend by month."""
    marks = f" · {labels.MARKS}" if is_pair else ""
    return f"{within(window)}, by month of creation, with 95% bands{marks}"


def missing_parts(*, has_amounts: bool, has_losses: bool) -> str:
    """What the table of both motions lacks, and what to load."""
    return common.joined("" if has_amounts else NO_AMOUNTS, "" if has_losses else common.NO_LOSSES)


def _leader(gap: Interval) -> str:
    return "Inbound" if gap.estimate > 0 else "Outbound"


def _points(gap: Interval) -> str:
    """Size of a difference with its interval, without signs."""
    nearest, farthest = (_size(end) for end in sorted((gap.low, gap.high), key=abs))
    return f"{_size(gap.estimate)} ({nearest.removesuffix(f'{labels.NO_BREAK}points')} to {farthest})"


def _size(difference: float) -> str:
    """Points without a sign."""
    return labels.points(abs(difference)).removeprefix("+")


def title_so_far(rate: Interval, still_open: int) -> str:
    """The title where no lead has a day: what is won of all leads, at least."""
    least = "At least " if still_open else ""
    return f"{least}{common.estimate(*rate)} of all leads are won; how long that takes cannot be told: {undated.NO_DAY}"
