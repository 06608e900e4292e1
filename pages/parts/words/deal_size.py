"""How many times as large outbound deals are: the same words on every page."""

from analysis.claims.deal_size import DealSize
from analysis.statistics.checks import Interval
from pages.parts import labels
from pages.parts.words import common

AS_THEY_ARE, SAME_MIX = "All, as they are", "All, same segments"
TOO_FEW = "Deals of both motions with an amount are needed in a segment to compare their size."
DEFINITION = (
    "Won amounts in the currency of the pages. As they are: the average of all outbound deals over that of all inbound "
    "ones. Same segments: the same, had both the segments of the deals of both together. Intervals on the log scale. A "
    "segment is called apart by its typical (geometric mean) deals, corrected for looking at all segments."
)


def title(raw: Interval, fair: Interval) -> str:
    """How many times as large outbound deals are, both ways."""
    if raw.is_missing:
        return "Whose deals are larger cannot be told yet"
    said = f"Outbound deals are {labels.times(raw.estimate)} as large as inbound ones"
    return said if fair.is_missing else f"{said}, {labels.times(fair.estimate)} in the same segments"


def larger(deals: DealSize) -> str:
    """Whose deals are larger, and whether that holds in the same segments: part of a title."""
    raw, fair = deals.raw.estimate, deals.like_for_like
    side, size = ("outbound", raw) if raw > 1 else ("inbound", 1 / raw)
    said = f"{side} deals are {labels.times(size)} as large"
    if fair.is_missing or len(deals.segments) < 2:
        return said
    same = fair.estimate if raw > 1 else 1 / fair.estimate
    return f"{said}, {labels.times(same)} in the same segments"


def apart(segment: str, ratio: Interval, others: Interval) -> str:
    """In one segment the typical deals of the motions differ more, or less, than elsewhere."""
    return (
        f"In {labels.literal(segment)} a typical outbound deal is {_times(ratio)} an inbound one; in the other "
        f"segments {_times(others)}."
    )


def _times(ratio: Interval) -> str:
    return f"{labels.times(ratio.estimate)} ({common.times_range(ratio.low, ratio.high)})"
