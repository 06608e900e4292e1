"""How many times as large outbound deals are: as they are, like for like, and where that differs.

apart  the segment whose ratio stands furthest from the others': clear where chance would put one so far in fewer than
       5 of 100 worlds, weak in fewer than 20, after correction for looking at all segments
"""

from dataclasses import dataclass

import pandas as pd

from analysis.claims.verdicts import CLEAR, CLEAR_LEVEL, NO, WEAK, WEAK_LEVEL
from analysis.scope import Scope
from analysis.statistics.amounts import ratio_like_for_like, ratio_of_means
from analysis.statistics.checks import Interval
from analysis.statistics.typical_ratio import Apart, furthest_apart
from analysis.warehouse import Warehouse
from data.names import MOTIONS, is_named

COLUMNS = ["deals", "amount", "amount_squares", "log_amount", "log_amount_squares"]


@dataclass(frozen=True, eq=False)
class DealSize:
    """Deals of both motions.

    Attributes
    ----------
    raw : Interval
        Average deal of outbound over that of inbound, of all segments.
    like_for_like : Interval
        The same, had both the same mix of segments.
    segments : DataFrame
        By segment, those with most deals first: ``inbound`` and ``outbound`` (number), ``ratio``, ``low``, ``high``.
    apart : Apart or None
        The segment whose ratio stands furthest from the others', by typical deals.
    surely : str
        How sure it is that it does.
    """

    raw: Interval
    like_for_like: Interval
    segments: pd.DataFrame
    apart: Apart | None
    surely: str


def find(warehouse: Warehouse, scope: Scope) -> DealSize:
    """Judge the deals of both motions in every segment, once per generation and scope."""
    return warehouse.remembered(("deal size", repr(scope)), lambda: _find(warehouse, scope))


def _find(warehouse: Warehouse, scope: Scope) -> DealSize:
    rows = warehouse.ask("deal_scales", scope, breakdown="segment")
    rows = rows[rows["motion"].isin(MOTIONS)]
    sides = {
        motion: rows[rows["motion"] == motion].set_index(rows.loc[rows["motion"] == motion, "breakdown"].astype(str))
        for motion in MOTIONS
    }
    names = sides[MOTIONS[0]].index.union(sides[MOTIONS[1]].index, sort=False)
    inbound, outbound = (side.reindex(names)[COLUMNS].fillna(0).astype({"deals": int}) for side in sides.values())
    return judged(inbound, outbound, warehouse.definitions.thresholds.few_wins)


def judged(inbound: pd.DataFrame, outbound: pd.DataFrame, few: int) -> DealSize:
    """Judge the deals of both motions.

    Parameters
    ----------
    inbound, outbound : DataFrame, same index of segments
        ``COLUMNS`` of each.
    few : int
        Fewest deals on either side for a segment to be set against the others.

    Returns
    -------
    DealSize
        What can be said.
    """
    sums = [side[name] for side in (outbound, inbound) for name in ("amount", "amount_squares", "deals")]
    whole = ratio_of_means(*(pd.Series([each.sum()]).astype(each.dtype) for each in sums)).iloc[0]
    named = inbound.index.map(is_named).to_numpy(dtype=bool)
    apart = furthest_apart(outbound[named], inbound[named], few)
    size = (inbound["deals"] + outbound["deals"]).sort_values(ascending=False, kind="stable").index
    segments = ratio_of_means(*sums).assign(inbound=inbound["deals"], outbound=outbound["deals"]).loc[size]
    surely = NO
    if apart is not None:
        surely = CLEAR if apart.p_value < 1 - CLEAR_LEVEL else WEAK if apart.p_value < 1 - WEAK_LEVEL else NO
    return DealSize(
        Interval(*(float(whole[name]) for name in ("ratio", "low", "high"))),
        ratio_like_for_like(*sums),
        segments,
        apart,
        surely,
    )
