"""What the rules weigh: estimates with intervals, from the counts of channels and motions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import special

from analysis.statistics import amounts, checks
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.statistics.horizon import MONTH
from analysis.statistics.proportions import share_interval
from data.names import MOTIONS, is_named

INBOUND, OUTBOUND = MOTIONS


@dataclass(frozen=True)
class Evidence:
    """What is known of the two engines.

    Attributes
    ----------
    opportunities : int
        Of the period, of known motion.
    present : tuple of str
        The motions that have leads.
    inbound_share : Interval
        Of the opportunities of known motion.
    inbound_share_of_wins : Interval
        The same of the wins.
    channel : str
        The channel with most opportunities, among those with a name; "" without any.
    channel_share : Interval
        Its part of all opportunities.
    fit : Interval
        Part of the inbound leads watched for the whole window that became prospects within it.
    touches_per_reply : Interval
        Touches by us on outbound leads for each of these that replied.
    per_month : dict of Interval
        Opportunities a month of each motion.
    enough : dict of Interval
        Weighted pipeline of each motion over what remains of its target; infinite where nothing remains, missing
        without a target.
    deal_ratio : Interval
        Average won amount of outbound over inbound deals.
    """

    opportunities: int
    present: tuple[str, ...]
    inbound_share: Interval
    inbound_share_of_wins: Interval = UNKNOWN
    channel: str = ""
    channel_share: Interval = UNKNOWN
    fit: Interval = UNKNOWN
    touches_per_reply: Interval = UNKNOWN
    per_month: Mapping[str, Interval] = field(default_factory=dict)
    enough: Mapping[str, Interval] = field(default_factory=dict)
    deal_ratio: Interval = UNKNOWN


def gather(
    channels: pd.DataFrame, replies: pd.DataFrame, days: float, enough: Mapping[str, Interval] | None = None
) -> Evidence:
    """Turn counts into what the rules weigh.

    Parameters
    ----------
    channels : DataFrame
        Answer to the question ``engines`` by channel.
    replies : DataFrame
        Answer to the question ``replies``, any breakdown.
    days : float
        Length of the period.
    enough : mapping, optional
        See `Evidence`.

    Returns
    -------
    Evidence
        Missing where nothing was observed.
    """
    motions = by_motion(channels)
    opportunities, won = motions["opportunities"], motions["won"]
    watched, qualified = (int(motions[name][INBOUND]) for name in ("mature", "mature_prospects"))
    known = channels[channels["breakdown"].map(is_named).astype(bool)].groupby("breakdown")["opportunities"].sum()
    channel = str(known.idxmax()) if len(known) and known.max() > 0 else ""
    every = int(channels["opportunities"].sum())
    outreach = replies[replies["motion"] == OUTBOUND].sum(numeric_only=True)
    return Evidence(
        opportunities=int(opportunities.sum()),
        present=tuple(motion for motion in MOTIONS if motions["leads"][motion] > 0),
        inbound_share=share_interval(int(opportunities[INBOUND]), int(opportunities.sum())),
        inbound_share_of_wins=share_interval(int(won[INBOUND]), int(won.sum())),
        channel=channel,
        channel_share=share_interval(int(known.max()), every) if channel else UNKNOWN,
        fit=share_interval(qualified, watched),
        touches_per_reply=touches_per_reply(outreach),
        per_month={motion: monthly(int(opportunities[motion]), days) for motion in MOTIONS},
        enough=dict(enough or {}),
        deal_ratio=_deal_ratio(motions),
    )


def by_motion(engines: pd.DataFrame) -> pd.DataFrame:
    """Sums of ``engines`` over its breakdown: one row for each of the two motions, 0 where there is nothing."""
    sums = engines.drop(columns="breakdown").groupby("motion").sum(numeric_only=True)
    return sums.reindex(list(MOTIONS)).fillna(0)


def monthly(number: int, days: float, *, level: float = 0.95) -> Interval:
    """Events a month of 365.25 / 12 days with the exact interval of a Poisson count.

    Parameters
    ----------
    number : int
        Events in the period.
    days : float
        Length of the period.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        Missing for a period without length.

    References
    ----------
    .. [1] Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442.

    Examples
    --------
    >>> tuple(round(value, 2) for value in monthly(10, 365.25 / 12))
    (10.0, 4.8, 18.39)
    """
    checks.check_level(level)
    if days <= 0:
        return UNKNOWN
    return Interval(*(bound / (days / MONTH) for bound in events(number, level=level)))


def events(number: int, *, level: float = 0.95) -> Interval:
    """A number of events with the exact interval of its expectation (Poisson), see `monthly`."""
    low = float(special.gammaincinv(number, (1 - level) / 2)) if number else 0.0
    return Interval(float(number), low, float(special.gammaincinv(number + 1, (1 + level) / 2)))


def touches_per_reply(outreach: pd.Series, *, level: float = 0.95) -> Interval:
    """Touches for each lead that replied: a ratio of two sums over leads.

    Parameters
    ----------
    outreach : Series
        ``touched``, ``touches``, ``touches_squares``, ``replied`` and ``touches_of_replied``, as in ``replies``.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        On the log scale; missing when nobody replied. Leads are independent of each other.

    References
    ----------
    .. [1] Cochran, W. G. (1977). Sampling Techniques, 3rd ed., section 2.11 (variance of a ratio).

    Examples
    --------
    Four leads touched 1, 2, 3 and 4 times; the second and the last replied: 10 touches for 2 replies.

    >>> names = ["touched", "touches", "touches_squares", "replied", "touches_of_replied"]
    >>> touches_per_reply(pd.Series([4, 10, 30, 2, 6], index=names)).estimate
    5.0
    """
    quantile = checks.normal_quantile(level)
    replied = float(outreach.get("replied", 0))
    if replied <= 0:
        return UNKNOWN
    touches, leads = float(outreach["touches"]), float(outreach["touched"])
    ratio = touches / replied
    residual = float(outreach["touches_squares"]) - 2 * ratio * float(outreach["touches_of_replied"])
    variance = max(residual + ratio**2 * replied, 0.0) * (leads / max(leads - 1, 1)) / touches**2
    spread = float(np.exp(quantile * np.sqrt(variance)))
    return Interval(ratio, ratio / spread, ratio * spread)


def _deal_ratio(motions: pd.DataFrame) -> Interval:
    """Average won amount of outbound over that of inbound deals."""
    columns = ("won_amount", "won_amount_squares", "won_with_amount")
    sides = [motions.loc[[motion], name].set_axis([0]) for motion in (OUTBOUND, INBOUND) for name in columns]
    return Interval(*(float(value) for value in amounts.ratio_of_means(*sides).iloc[0]))
