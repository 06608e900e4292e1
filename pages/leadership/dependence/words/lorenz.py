"""What Dependence says about the Lorenz curve."""

from analysis.statistics.checks import Interval
from pages.parts import labels
from pages.parts.words import common
from pages.parts.words.single_points import MEASURES

EMPTY = "Two or more with a case each are needed."


def definition(plural: str, gini: Interval) -> str:
    """What the curve and the Gini coefficient are, with its value."""
    meant = (
        f"The smallest first: what part of all {plural} brings what share. The straight line is what equal {plural} "
        "would bring. Gini: twice the area between the two, 0 where all are equal. Band: 95%, seeded bootstrap over "
        "accounts."
    )
    return common.joined(meant, _value(gini))


def title(part: float, share: float, plural: str, measure: str) -> str:
    """What the smaller half brings."""
    return f"The smaller {labels.share(part, 0)} of {plural} bring {labels.share(share)} of {MEASURES[measure]}"


def too_few(plural: str) -> str:
    """The title where there is no half to speak of."""
    return f"Too few {plural} to say how uneven they are"


def subtitle(plural: str, measure: str, *, has_band: bool) -> str:
    """What the curve shows."""
    return f"Share of {MEASURES[measure]} that the smallest {plural} bring{', band 95%' if has_band else ''}"


def _value(gini: Interval) -> str:
    """The Gini coefficient with its interval."""
    if gini.is_missing:
        return ""
    low, high = labels.number(gini.low), labels.number(gini.high)
    return f"Gini {labels.number(gini.estimate)}, 95% interval {low} to {high}."
