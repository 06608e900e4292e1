"""What the largest channel, campaign, owner or account brings, against the share that is too much: for every page."""

from analysis.claims.single_points import SinglePoint
from analysis.claims.verdicts import CLEAR, NO, UNSURE, WEAK
from pages.parts import labels
from pages.parts.words import common

MEASURES = {"leads": "leads", "opportunities": "opportunities", "won": "won leads", "won_amount": "won amount"}
AGAINST = {CLEAR: "above", WEAK: "probably above", UNSURE: "too close to tell from", NO: "below"}
ADVICE = {
    "channel": "Grow a second one before buying more of the same.",
    "source": "Grow a second one before buying more of the same.",
    "campaign": "Try a second campaign beside it.",
    "segment": "Check that this focus is meant.",
    "region": "Check that this focus is meant.",
    "owner": "Make sure somebody else knows these customers.",
    "account": "Plan the channel with and without it.",
}
LONGER = "Look at a longer period."


def title(point: SinglePoint) -> str:
    """The finding of a page on one grain.

    Parameters
    ----------
    point : SinglePoint
        The largest one.

    Returns
    -------
    str
        Markdown, without its full stop.
    """
    name, of = labels.literal(point.name), MEASURES[point.measure]
    limit, share = f"the {limit_of(point.limit)} threshold", labels.share(point.share.estimate)
    if point.verdict in (CLEAR, WEAK):
        return f"{name} brings {share} of {of}, {AGAINST[point.verdict]} {limit}"
    if point.verdict == UNSURE:
        between = labels.share_range(point.share.low, point.share.high)
        return f"Cannot tell yet whether {name} is above {limit}: {share} of {of} ({between})"
    return f"No {point.grain} is above {limit}: the largest, {name}, brings {share} of {of}"


def sentence(point: SinglePoint) -> str:
    """One point with all that it brings, against its threshold.

    Parameters
    ----------
    point : SinglePoint
        Which one.

    Returns
    -------
    str
        One sentence, Markdown.
    """
    limit = f"the threshold of {limit_of(point.limit)} for one {point.grain}"
    if point.grain != "account":
        return f"{brings(point)}: {AGAINST[point.verdict]} {limit}."
    share = common.estimate(*point.share)
    what = MEASURES[point.measure]
    where = f"{labels.literal(point.within)}'s {what}" if point.within else f"all {what}"
    start = f"Account {labels.literal(point.name)} carries {share} of {where}"
    start += f" with {common.counted(point.cases, 'deal')}"
    if point.verdict == UNSURE:
        return f"{start}; of so few deals, it may be chance that this is above {limit}."
    return f"{start}, {AGAINST[point.verdict]} {limit}."


def brings(point: SinglePoint) -> str:
    """Its share of what decides, with the interval, and of the other measures: no full stop."""
    share = common.estimate(*point.share)
    others = [f"{labels.share(value)} of {MEASURES[name]}" for name, value in point.beneath.items()]
    return f"{labels.literal(point.name)} brings {common.listed([f'{share} of {MEASURES[point.measure]}', *others])}"


def advice(point: SinglePoint) -> str:
    """What to do about it; where nothing can be told yet, how to know more."""
    if point.verdict == UNSURE:
        return LONGER if point.grain == "account" else ""
    return ADVICE[point.grain] if point.verdict != NO else ""


def limit_of(threshold: float) -> str:
    """A threshold as it was chosen: without decimals where it has none."""
    return labels.share(threshold, 0 if round(threshold * 100, 6).is_integer() else None)
