"""How large the won deals of both motions are, together and in each segment."""

import pandas as pd

from analysis.claims.verdicts import CLEAR, KNOW
from analysis.statistics import amounts
from analysis.statistics.checks import Interval
from data.names import MOTIONS
from pages.leadership.health import words
from pages.leadership.health.counts import SUMS, Counts, side_by_side
from pages.parts import addresses
from pages.parts.frames import interval
from pages.parts.page import Finding


def ratio(motions: pd.DataFrame) -> Interval:
    """Average won amount of outbound over that of inbound deals."""
    return interval(_ratios(pd.concat({"All": motions.rename_axis("motion")}, names=["breakdown"])), "All")


def finding(counts: Counts, few: int) -> list[Finding]:
    """A segment whose ratio of deal sizes is far from the others'."""
    won = side_by_side(counts.segments)["won_with_amount"]
    furthest = amounts.furthest_ratio(won, _ratios(counts.segments), few)
    if furthest is None or not furthest.is_clear:
        return []
    sentence = words.deals_of_segment(furthest.segment, furthest.ratio, furthest.others)
    return [Finding(KNOW, sentence, surely=CLEAR, link=addresses.SOURCES)]


def _ratios(frame: pd.DataFrame) -> pd.DataFrame:
    """The same ratio by the first level of the index; the second is the motion."""
    wide = side_by_side(frame)
    sides = [wide[name][motion] for motion in reversed(MOTIONS) for name in (*SUMS, "won_with_amount")]
    return amounts.ratio_of_means(*sides)
