"""The rules: each sets one estimate against one limit and says whether it holds, and how surely."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd
from scipy import special

from analysis.balance.evidence import INBOUND, OUTBOUND, Evidence
from analysis.claims.single_points import SinglePoint
from analysis.claims.verdicts import CLEAR, CLEAR_LEVEL, NO, UNSURE, WEAK, WEAK_LEVEL
from analysis.statistics import checks
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.statistics.comparisons import benjamini_hochberg
from data.definitions import Definitions

HALF = 0.5
SITUATIONS = ("little fit", "hard outreach", "long cycles", "larger deals", "falling inbound")


@dataclass(frozen=True)
class Limits:
    """Where each rule draws its line; see ``[balance]`` and ``[thresholds]`` of definitions.toml."""

    channel_share: float
    motion_share: float
    fit_share: float
    touches_per_reply: float
    opportunities_per_month: float
    covered: float
    deal_ratio: float
    late_share: float
    inbound_change: float
    fewest_opportunities: float

    @classmethod
    def of(cls, definitions: Definitions) -> "Limits":
        """The limits that the business has defined."""
        own = definitions.balance
        return cls(
            channel_share=definitions.thresholds.channel_share,
            motion_share=own.motion_share,
            fit_share=own.fit_share,
            touches_per_reply=own.touches_per_reply,
            opportunities_per_month=own.opportunities_per_month,
            covered=own.covered,
            deal_ratio=own.deal_ratio,
            late_share=own.late_share,
            inbound_change=own.inbound_change,
            fewest_opportunities=own.fewest_opportunities,
        )

    def moved(self, name: str, factor: float) -> "Limits":
        """The same limits with one of them so many times as high; a share stays a share."""
        value = getattr(self, name) * factor
        return replace(self, **{name: min(value, 1.0) if name in SHARES else value})


SHARES = ("channel_share", "motion_share", "fit_share", "late_share")


@dataclass(frozen=True)
class Weighed:
    """One rule, weighed.

    Attributes
    ----------
    rule : str
        ``one channel``, ``inbound heavy``, ``outbound heavy``, ``thin inbound``, ``thin outbound``, or one of
        ``SITUATIONS``.
    value : Interval
        The estimate that the rule is about.
    limit_name : str
        Field of `Limits`.
    limit : float
        Its value.
    side : str
        ``above`` or ``below``: on which side of the limit the rule holds.
    holds : bool or None
        None: cannot tell yet.
    status : str
        ``clear`` (the 95% interval is on one side of the limit), ``weak`` (the 80% interval is) or
        ``cannot tell yet``; of the rule's holding or not holding. That a situation holds is corrected for looking at
        all of them, see `weigh`.
    leans : str
        The motion of which the business needs more where the rule holds; "" for none.
    subject : SinglePoint or None
        The channel that the rule is about.
    is_deciding : bool
        Whether the recommendation rests on it; the situations tell more of the business, and two back one of these up.
    """

    rule: str
    value: Interval
    limit_name: str
    limit: float
    side: str
    holds: bool | None
    status: str
    leans: str = ""
    subject: SinglePoint | None = None
    is_deciding: bool = True


def weigh(evidence: Evidence, limits: Limits) -> tuple[Weighed, ...]:
    """Weigh every rule that applies.

    Parameters
    ----------
    evidence : Evidence
        What is known.
    limits : Limits
        Where the lines are.

    Returns
    -------
    tuple of Weighed
        Those that decide first. A rule about both motions does not apply where only one has leads.

    Notes
    -----
    Who looks at several situations finds one by chance more easily: the one-sided p-values of their holding are
    corrected with Benjamini-Hochberg.

    References
    ----------
    .. [1] Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57, 289-300.
    """
    weighed = tuple(_rules(evidence, limits))
    chances = pd.Series({each.rule: _chance(each) for each in weighed if each.rule in SITUATIONS}, dtype=float)
    adjusted = benjamini_hochberg(chances)
    return tuple(_corrected(each, adjusted.get(each.rule)) for each in weighed)


def _chance(each: Weighed) -> float:
    """One-sided p-value of a rule's holding, as its interval has it; missing for an interval without a width."""
    value, is_above = each.value, each.side == "above"
    error = (value.estimate - value.low if is_above else value.high - value.estimate) / checks.normal_quantile(0.95)
    if value.is_missing or not error > 0:
        return checks.MISSING
    distance = value.estimate - each.limit if is_above else each.limit - value.estimate
    return float(special.ndtr(-distance / error))


def _corrected(each: Weighed, chance: float | None) -> Weighed:
    """A situation that holds after correction, or cannot be told yet; other rules as they are."""
    if chance is None or not each.holds:
        return each
    if chance <= (1 - CLEAR_LEVEL) / 2:
        return replace(each, status=CLEAR)
    if chance <= (1 - WEAK_LEVEL) / 2:
        return replace(each, status=WEAK)
    return replace(each, holds=None, status=UNSURE)


def _rules(evidence: Evidence, limits: Limits) -> Iterator[Weighed]:
    if evidence.channel is not None:
        yield _one_channel(evidence.channel, limits)
    if len(evidence.present) < 2:
        return
    share = evidence.inbound_share
    rest = Interval(1 - share.estimate, 1 - share.high, 1 - share.low)
    yield _rule("inbound heavy", share, limits, "motion_share", leans=OUTBOUND)
    yield _rule("outbound heavy", rest, limits, "motion_share", leans=INBOUND)
    for motion in (INBOUND, OUTBOUND):
        enough = evidence.enough.get(motion, UNKNOWN)
        if enough.is_missing:
            value, limit = evidence.per_month.get(motion, UNKNOWN), "opportunities_per_month"
        else:
            value, limit = enough, "covered"
        yield _rule(f"thin {motion}", value, limits, limit, side="below", leans=motion)
    brings_most = evidence.inbound_share_of_leads.estimate >= HALF
    if brings_most:
        yield _rule("little fit", evidence.fit, limits, "fit_share", side="below", leans=OUTBOUND, is_deciding=False)
    else:
        value = evidence.touches_per_reply
        yield _rule("hard outreach", value, limits, "touches_per_reply", leans=INBOUND, is_deciding=False)
    yield _rule("long cycles", evidence.late_share, limits, "late_share", leans=INBOUND, is_deciding=False)
    yield _rule("larger deals", evidence.deal_ratio, limits, "deal_ratio", leans=OUTBOUND, is_deciding=False)
    value = evidence.inbound_change
    yield _rule("falling inbound", value, limits, "inbound_change", side="below", leans=INBOUND, is_deciding=False)


def _one_channel(channel: SinglePoint, limits: Limits) -> Weighed:
    """The verdict of all pages on the largest channel."""
    limit = limits.channel_share
    verdict = replace(channel, limit=limit).verdict
    holds = None if verdict == UNSURE else verdict != NO
    status = verdict or CLEAR
    return Weighed("one channel", channel.share, "channel_share", limit, "above", holds, status, subject=channel)


def _rule(
    rule: str,
    value: Interval,
    limits: Limits,
    name: str,
    *,
    side: str = "above",
    leans: str = "",
    is_deciding: bool = True,
) -> Weighed:
    limit = float(getattr(limits, name))
    holds, status = against(value, limit, side)
    return Weighed(rule, value, name, limit, side, holds, status, leans, is_deciding=is_deciding)


def against(value: Interval, limit: float, side: str) -> tuple[bool | None, str]:
    """Whether an estimate lies on a side of a limit, and how surely.

    Parameters
    ----------
    value : Interval
        An estimate with its 95% interval.
    limit : float
        Where the line is.
    side : str
        ``above`` or ``below``.

    Returns
    -------
    holds : bool or None
        None when the 80% interval spans the limit or the estimate is missing.
    status : str
        ``clear``, ``weak`` or ``cannot tell yet``.

    Notes
    -----
    The 80% interval is the 95% interval drawn towards the estimate by the ratio of the two normal quantiles.

    Examples
    --------
    >>> against(Interval(0.5, 0.45, 0.55), 0.4, "above")
    (True, 'clear')
    >>> against(Interval(0.5, 0.39, 0.61), 0.4, "above")
    (True, 'weak')
    >>> against(Interval(0.42, 0.3, 0.55), 0.4, "above")
    (None, 'cannot tell yet')
    """
    if value.is_missing:
        return None, UNSURE
    if value.low > limit or value.high < limit:
        return (value.low > limit) == (side == "above"), CLEAR
    drawn = checks.normal_quantile(WEAK_LEVEL) / checks.normal_quantile(0.95)
    low, high = (value.estimate + drawn * (end - value.estimate) for end in (value.low, value.high))
    if low > limit or high < limit:
        return (low > limit) == (side == "above"), WEAK
    return None, UNSURE
