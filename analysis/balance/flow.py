"""What the pipeline brought a day in a period: its velocity by motion, beside what was won and the textbook formula."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.balance.evidence import by_motion
from analysis.scope import Scope
from analysis.statistics import checks
from analysis.statistics.velocity import textbook_velocity, velocity_components
from analysis.warehouse import Warehouse
from data.names import MOTIONS

BOTH = "both"
COUNTS = ("opened", "won", "dropped")
TEXTBOOK = ("open_opportunities", "win_rate", "won_amount", "cycle_days")


@dataclass(frozen=True, eq=False)
class Flow:
    """The pipeline's flow in a period, whenever its leads were created.

    Attributes
    ----------
    days : float
        Length of the period, as far as there is data.
    components : DataFrame
        As `velocity_components` returns them, on the index of both motions; missing where there is nothing.
    counts : DataFrame
        On the index of both motions and ``BOTH`` (all leads, of unknown motion too): opportunities that ``opened`` in
        the period, that were ``won`` and ``dropped`` in it, and ``won_a_day``, their won amount a day.
    undated : int
        Opportunities won in the period whose opening has no day: they are in no share.
    """

    days: float
    components: pd.DataFrame
    counts: pd.DataFrame
    undated: int

    @classmethod
    def of(cls, warehouse: Warehouse, scope: Scope) -> "Flow":
        """Count what opened and closed in the days of a scope's period, of leads of any day of creation.

        Parameters
        ----------
        warehouse : Warehouse
            Where to ask.
        scope : Scope
            Which leads; its period says which days.

        Returns
        -------
        Flow
            Of one scan.
        """
        everyone, period = scope.without_period()
        ages = warehouse.ask("opportunity_ages", everyone, breakdown="motion", **period)
        days = days_of(warehouse, scope)
        dated, sums = ages[ages["days"].notna()], ages.drop(columns=["breakdown", "days"])
        by_each = sums.groupby("motion").sum().reindex(list(MOTIONS)).fillna(0)
        counts = pd.concat([by_each, sums.drop(columns="motion").sum().to_frame(BOTH).T])
        components = velocity_components(dated.drop(columns="breakdown").set_index("motion"), max(days, 1.0))
        return cls(
            days=days,
            components=components.reindex(list(MOTIONS)),
            counts=counts[list(COUNTS)].astype(int).assign(won_a_day=counts["won_amount"] / max(days, 1.0)),
            undated=int(ages.loc[ages["days"].isna(), "won"].sum()),
        )


def textbook(engines: pd.DataFrame) -> pd.DataFrame:
    """The textbook formula and its four parts, of leads created in the period.

    Parameters
    ----------
    engines : DataFrame
        Answer to ``engines``.

    Returns
    -------
    DataFrame
        On the index of both motions the columns ``TEXTBOOK`` and ``textbook``; without a loss there is no win rate.
    """
    sums = by_motion(engines)
    has_losses = bool((sums["decided"] > sums["won_opportunities"]).any())
    closed = sums["decided"] if has_losses else sums["decided"] * 0
    parts = {
        "open_opportunities": sums["open_opportunities"].astype(float),
        "win_rate": _over(sums["won_opportunities"], closed),
        "won_amount": _over(sums["won_amount"], sums["won_with_amount"]),
        "cycle_days": _over(sums["cycle_days"], sums["cycles"]),
    }
    return pd.DataFrame(parts).assign(textbook=textbook_velocity(*parts.values()))


def _over(above: pd.Series, below: pd.Series) -> pd.Series:
    quotient = checks.divided(above.to_numpy(dtype=np.float64), below.to_numpy(dtype=np.float64))
    return pd.Series(quotient, index=above.index)


def days_of(warehouse: Warehouse, scope: Scope) -> float:
    """Days of the period, as far as there is data by the last day that counts."""
    last = scope.as_of or warehouse.as_of
    if last is None:
        return 0.0
    first = scope.since or warehouse.rows("select min(created_on) from marts.journeys")[0][0]
    ends = min(scope.until.toordinal() if scope.until else 1 << 30, last.toordinal() + 1)
    return float(max(ends - first.toordinal(), 0)) if first is not None else 0.0
