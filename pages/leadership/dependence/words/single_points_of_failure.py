"""What the single points of failure of Dependence say."""

from collections import Counter
from collections.abc import Sequence

from analysis.claims.single_points import SinglePoint
from analysis.claims.verdicts import CLEAR, UNSURE, WEAK
from pages.leadership.dependence.words import measures
from pages.leadership.dependence.words.grains import plural
from pages.parts import labels
from pages.parts.words import common

NOTHING = "Nothing of this measure is recorded here"
DEFINITION = (
    "At every grain the largest one that has a name, as a share of all opportunities, or of all leads where there are "
    "too few of them. Clear: the lower end of its interval is above "
    "the threshold, weak: that of the 80% interval is, both after allowing for the number of grains that are compared "
    "(Bonferroni). Intervals: Wilson at the number of accounts and deals that know the share as well, 95%. Accounts: "
    "by won amount, of all and in the channel where it is surest; only where the share itself is above."
)


def title(points: Sequence[SinglePoint]) -> str:
    """The finding: what too much hangs on, surest first."""
    sure = [point for point in points if point.verdict in (CLEAR, WEAK)]
    unsure = [point for point in points if point.verdict == UNSURE]
    if sure:
        names = [_named(point) for point in sure[:2]]
        more = f" and {len(sure) - 2} more" if len(sure) > 2 else ""
        start = "Too" if sure[0].verdict == CLEAR else "Probably too"
        return f"{start} much hangs on {', '.join(names) if more else common.listed(names)}{more}"
    if unsure:
        return f"Cannot tell yet whether too much hangs on {_named(unsure[0])}"
    return "Nothing is above its threshold: no single point of failure"


def facts(cases: int, measure: str, compared: int) -> str:
    """The start of the grey line."""
    return common.grey_line(measures.cases(cases, measure), f"{common.counted(compared, 'dimension')} compared")


def chart_title(points: Sequence[SinglePoint]) -> str:
    """Title of the chart: how many are surely or probably above."""
    counts = Counter(point.verdict for point in points)
    above, unsure = counts[CLEAR] + counts[WEAK], counts[UNSURE]
    if above:
        probably = "" if counts[CLEAR] else "probably "
        start = f"{above} of {len(points)} {'is' if above == 1 else 'are'} {probably}above the threshold"
        return f"{start}; {unsure} too close to tell" if unsure else start
    if unsure:
        return f"None of the {len(points)} largest shares is surely above its threshold"
    return "All are below their thresholds"


def not_named(grains: tuple[str, ...]) -> str:
    """What cannot be looked at, and what to load."""
    if not grains:
        return ""
    names = common.listed([plural(grain) for grain in grains])
    columns = common.listed(["account_id" if grain == "account" else grain for grain in grains])
    return f"Not looked at, for want of names: {names}. Load leads with their {columns}."


def label(point: SinglePoint) -> str:
    """Name of a row of the chart."""
    within = f" in {point.within}" if point.within else ""
    return f"{common.capital(point.grain)}{within}: {point.name}"


def _named(point: SinglePoint) -> str:
    where = f" in {labels.literal(point.within)}" if point.within else ""
    kind = "account " if point.grain == "account" else ""
    return f"{kind}{labels.literal(point.name)}{where} ({labels.share(point.share.estimate)})"
