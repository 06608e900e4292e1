"""What matters most on Pipeline health, picked from what the numbers allow to say."""

from analysis.balance.basis import Asked
from analysis.balance.recommendation import CANNOT_TELL
from analysis.statistics.amount_shares import amount_share_intervals
from analysis.statistics.amounts import furthest_ratio
from analysis.statistics.checks import Interval
from analysis.statistics.proportions import share_interval
from analysis.statistics.standardisation import LikeForLike
from data.definitions import Definitions
from pages.leadership.balance.words import recommendation as balance_wording
from pages.leadership.health import numbers as health_numbers
from pages.leadership.health import words as wording
from pages.leadership.health.numbers import HealthNumbers
from pages.parts.frames import cell, every_column, interval
from pages.parts.page import Finding

MOST = 3
ORDER = ("strong", "weak", "cannot tell yet")
NO_CHANNEL = "(not recorded)"
OVER_TIME = {"view": "Over time", "share_of": "Leads"}
LIKE_FOR_LIKE = {"view": "Like for like"}


def pick(numbers: HealthNumbers, fair: LikeForLike, slope: Interval, definitions: Definitions) -> tuple[Finding, ...]:
    """The two or three findings that matter, the surest first.

    Parameters
    ----------
    numbers : HealthNumbers
        What was counted.
    fair : LikeForLike
        The gap of conversion, raw and at the same segment mix.
    slope : Interval
        Change of the inbound share per year.
    definitions : Definitions
        Thresholds.

    Returns
    -------
    tuple of Finding
        At most three.
    """
    found = [
        *_gap(numbers, fair),
        *_dependence(numbers, definitions.thresholds.channel_share),
        *_deals(numbers, definitions.thresholds.few_wins),
        *_share_trend(numbers, slope),
    ]
    return tuple(sorted(found, key=lambda finding: ORDER.index(finding.status)))[:MOST]


def balance(asked: Asked) -> tuple[Finding, ...]:
    """Which engine the business needs more of now; nothing where that cannot be told yet."""
    found = asked.recommendation
    if found.answer == CANNOT_TELL:
        return ()
    return (Finding(found.status, f"{balance_wording.title(found, asked.evidence)}.", link=wording.BALANCE_PAGE),)


def _gap(numbers: HealthNumbers, fair: LikeForLike) -> list[Finding]:
    """The gap of conversion, like for like."""
    if len(numbers.present) < 2:
        return []
    raw, same_mix = fair.raw, fair.standardised
    link = wording.SOURCES_PAGE
    if fair.reverses:
        return [Finding("strong", wording.reversal(raw, same_mix), link=link, choice=LIKE_FOR_LIKE)]
    if not raw.excludes(0) and not same_mix.excludes(0):
        return [Finding("cannot tell yet", wording.gap_unknown(raw, numbers.window_days))]
    if same_mix.is_missing:
        return []
    if raw.excludes(0) and not same_mix.excludes(0):
        return [Finding("weak", wording.gap_of_mix(raw, same_mix), link=link, choice=LIKE_FOR_LIKE)]
    compared = health_numbers.wide_of(numbers.segments)["mature"]
    sentence = wording.fair_gap(same_mix, int(every_column(compared > 0).sum()))
    return [Finding("strong", sentence, link=link, choice=LIKE_FOR_LIKE)]


def _dependence(numbers: HealthNumbers, threshold: float) -> list[Finding]:
    """The channel with most leads, or won amount, above the threshold."""
    channels = numbers.channels[numbers.channels["breakdown"] != NO_CHANNEL].set_index("breakdown")
    everything = numbers.channels.set_index("breakdown")
    if len(everything) < 2 or channels.empty:
        return []
    by_leads = str(channels["leads"].idxmax())
    shares = {
        "leads": (by_leads, share_interval(int(cell(channels, by_leads, "leads")), int(everything["leads"].sum()))),
    }
    if numbers.has_amounts:
        by_amount = str(channels["won_amount"].idxmax())
        amounts, squares = everything["won_amount"], everything["won_amount_squares"]
        estimates = amount_share_intervals(amounts, squares).rename(columns={"share": "rate"})
        shares["the won amount"] = (by_amount, interval(estimates, by_amount))
    over = [
        Finding(
            "strong" if share.low > threshold else "weak",
            wording.channel_over(channel, kind, share, threshold),
            "One channel that stops would take that share with it.",
            wording.DEPENDENCE_PAGE,
            {"share_of": "Leads" if kind == "leads" else "Won amount"},
        )
        for kind, (channel, share) in shares.items()
        if share.estimate > threshold
    ]
    return sorted(over, key=lambda finding: ORDER.index(finding.status))[:1]


def _deals(numbers: HealthNumbers, few: int) -> list[Finding]:
    """A segment whose ratio of deal sizes is far from the others'."""
    wide = health_numbers.wide_of(numbers.segments)
    furthest = furthest_ratio(wide["won_with_amount"], health_numbers.deal_ratios(numbers.segments), few)
    if furthest is None or not furthest.is_clear:
        return []
    sentence = wording.deals_of_segment(furthest.segment, furthest.ratio, furthest.others)
    return [Finding("strong", sentence, link=wording.SOURCES_PAGE)]


def _share_trend(numbers: HealthNumbers, slope: Interval) -> list[Finding]:
    """The share of inbound leads rises or falls."""
    if len(numbers.present) < 2 or not slope.excludes(0):
        return []
    rates = health_numbers.inbound_share(numbers.months)["rate"]
    sentence = wording.share_trend(slope, float(rates.iloc[0]), float(rates.iloc[-1]))
    return [Finding("strong", sentence, link=wording.DEPENDENCE_PAGE, choice=OVER_TIME)]
