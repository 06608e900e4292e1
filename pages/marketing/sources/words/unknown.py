"""What the view Ranking of the page Sources says where some leads are in no group with a name."""

from collections.abc import Sequence

from analysis.statistics.checks import Interval
from pages.marketing.sources.words.breakdowns import NOUNS, at_most, group_name
from pages.marketing.sources.words.ranking import successes
from pages.parts import labels
from pages.parts.words import common

NO_WINS = "No win so far"
AT_RANDOM = "If known alike"
AT_RANDOM_HELP = "As if the group were known as often in each, among the leads that ended alike."
AT_WORST, AT_BEST = "at worst", "at best"
SHARE_HELP = "Of all leads counted, if none of the unknown, or all, belong to it."


def bounds_title(share: float, above: Sequence[str], below: Sequence[str], breakdown: str) -> str:
    """What can be said of the groups, whatever the unknown leads are.

    Parameters
    ----------
    share : float
        Of the leads counted that are in no group with a name.
    above, below : sequence of str
        Groups that surely are above, or below, all the others.
    breakdown : str
        What the groups are.

    Returns
    -------
    str
        The title.
    """
    noun, plural = NOUNS[breakdown]
    whatever = f"whatever the {labels.share(share)} without a recorded {noun} are"
    if above:
        verb = "is" if len(above) == 1 else "are"
        return f"{common.listed(at_most(above, 2))} {verb} above all other {plural}, {whatever}"
    if below:
        verb = "is" if len(below) == 1 else "are"
        return f"{common.listed(at_most(below, 2))} {verb} below all other {plural}, {whatever}"
    return f"The {labels.share(share)} without a recorded {noun} could put the {plural} in any order"


def bounds_subtitle(measure_name: str) -> str:
    """Units and marks."""
    return f"{measure_name}, at worst and at best · {labels.MARKS}"


def bounds_definition(breakdown: str, measure: str) -> str:
    """What the ends of the lines are."""
    noun, gained = NOUNS[breakdown][0], successes(measure)
    return (
        f"At worst all leads without a recorded {noun} that brought none of the {gained} belong to the group, and none "
        "of the others; at best the reverse (Manski's bounds, which assume nothing), with Wilson's interval of either. "
        f"If known alike: as if the {noun} were known as often in every group, among leads that ended alike."
    )


def wins_title(name: str, share: Interval, breakdown: str) -> str:
    """Title of what each group brings of the wins."""
    return f"{common.capital(group_name(name, breakdown))} brings {common.estimate(*share)} of the wins"


def wins_definition(breakdown: str) -> str:
    """Numerator and denominator."""
    return (
        f"Wins so far of each {NOUNS[breakdown][0]} over all wins of the period. Interval: Wilson, 95%. Of the other "
        "leads too few are known to say what share of them is won."
    )
