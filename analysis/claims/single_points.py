"""Single points: at every grain, what hangs on the largest one, against its threshold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from analysis.claims import largest_parts, thresholds
from analysis.claims.measures import FROM, deciding, recorded
from analysis.claims.recorded import in_the_way
from analysis.claims.shares import GRAINS
from analysis.claims.verdicts import CLEAR_LEVEL, NO, SUREST_FIRST, WEAK_LEVEL
from analysis.scope import Scope
from analysis.statistics import account_shares
from analysis.statistics.account_shares import AccountSums
from analysis.statistics.checks import Interval
from analysis.warehouse import Warehouse
from data.names import is_named

MANY_LEADS = 2_000_000


@dataclass(frozen=True)
class SinglePoint:
    """What one channel, campaign, owner or account brings, against the share that is too much.

    Attributes
    ----------
    grain, name : str
        Which one; it is the largest of its grain that has a name.
    within : str
        The channel that it is the largest of; "" for all.
    measure : str
        What decides, see `measures.deciding`; of accounts the won amount, else the wins.
    share : Interval
        Its share of the measure, with the 95% interval.
    clear_low, weak_low : float
        Lower ends at 95 and at 80% that allow for everything that was compared.
    limit : float
        The share that is too much.
    cases, all_cases : int
        Leads, opportunities or wins behind it, and behind all.
    is_few : bool
        Whether all cases are too few to tell.
    without_largest : float
        The share without the largest single deal; missing where the measure is no amount.
    beneath : mapping of str to float
        Its share of the other measures that are recorded.
    """

    grain: str
    name: str
    measure: str
    share: Interval
    clear_low: float
    weak_low: float
    limit: float
    cases: int
    all_cases: int
    within: str = ""
    is_few: bool = False
    without_largest: float = np.nan
    beneath: Mapping[str, float] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """How surely it is above the limit; NO where it is below."""
        ends = {"low": self.clear_low, "weak_low": self.weak_low, "high": self.share.high}
        return thresholds.verdict(ends, self.limit, is_few=self.is_few)


@dataclass(frozen=True)
class SinglePoints:
    """The largest one of every grain.

    Attributes
    ----------
    points : tuple of SinglePoint
        The surest first; sources that are the channels under other names are left out.
    compared : int
        Grains that share the chance of a false alarm.
    nameless : tuple of str
        Grains of which nothing has a name.
    measure : str
        What decides.
    cases : int
        Of that measure.
    """

    points: tuple[SinglePoint, ...]
    compared: int
    nameless: tuple[str, ...]
    measure: str
    cases: int

    @property
    def found(self) -> tuple[SinglePoint, ...]:
        """What is above its threshold or too close to tell."""
        return tuple(point for point in self.points if point.verdict != NO)

    def largest(self, grain: str) -> SinglePoint | None:
        """The largest one of a grain in all; None where none has a name."""
        return next((point for point in self.points if point.grain == grain and not point.within), None)

    def moved(self, limits: Mapping[str, float]) -> "SinglePoints":
        """The same under other thresholds."""
        moved = (replace(point, limit=limits.get(point.grain, point.limit)) for point in self.points)
        return replace(self, points=_surest_first(moved))


def find(warehouse: Warehouse, scope: Scope) -> SinglePoints:
    """Look at every grain, once per generation and scope.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.

    Returns
    -------
    SinglePoints
        Without points where there is no lead.
    """
    return warehouse.remembered(("single points", repr(scope)), lambda: _find(warehouse, scope))


def _find(warehouse: Warehouse, scope: Scope) -> SinglePoints:
    counted = warehouse.ask("shares", scope)
    leads = int(counted["leads"].sum())
    few = warehouse.definitions.thresholds.few_wins
    measure = deciding(counted, few)
    if not leads:
        return SinglePoints((), 0, (), measure, 0)
    limits = thresholds.by_grain(warehouse.definitions.thresholds)
    bundles = 1024 if leads <= MANY_LEADS else 128
    answer = warehouse.ask("single_points", scope, measure=measure, bundles=bundles)
    grains = {grain: answer[answer["part"] == grain].reset_index(drop=True) for grain in GRAINS}
    nameless = tuple(grain for grain, rows in grains.items() if rows[rows["name"].map(is_named).astype(bool)].empty)
    unknown = [grain for grain in GRAINS if in_the_way(warehouse, scope, grain, gate=FROM[measure])]
    kept = [grain for grain in GRAINS if grain not in (*nameless, *unknown)]
    if {"source", "channel"} <= set(kept) and sorted(grains["source"]["value"]) == sorted(grains["channel"]["value"]):
        kept.remove("source")
    accounts = _accounts(warehouse, scope, "won_amount" if counted["won_with_amount"].sum() else "won", limits, few)
    compared = len(kept) + bool(accounts)
    points = [_largest(grains[grain], grain, measure, limits[grain], few, compared) for grain in kept]
    named = [_with_beneath(warehouse, scope, point, recorded(counted)) for point in points]
    has_account = any(not point.within for point in accounts)
    return SinglePoints(
        _surest_first([*named, *accounts]),
        compared,
        nameless if has_account else (*nameless, "account"),
        measure,
        int(counted[measure].sum()),
    )


def _surest_first(points: Iterable[SinglePoint]) -> tuple[SinglePoint, ...]:
    """The surest first, of these what is most above."""
    return tuple(
        sorted(points, key=lambda point: (SUREST_FIRST.index(point.verdict), -point.share.estimate / point.limit))
    )


def _largest(rows: pd.DataFrame, grain: str, measure: str, limit: float, few: int, compared: int) -> SinglePoint:
    """The largest one of a grain that has a name."""
    sums = AccountSums(
        rows["value"],
        rows["squares"],
        rows["products"],
        float(rows["whole_squares"].iloc[0]),
        int(rows["all_bundles"].iloc[0]),
        float(rows["cases"].sum()),
    )
    largest = rows["value"].where(rows["name"].map(is_named).astype(bool)).argmax()
    clear_low, weak_low = (
        float(account_shares.account_intervals(sums, level=1 - (1 - level) / compared)["low"].iloc[largest])
        for level in (CLEAR_LEVEL, WEAK_LEVEL)
    )
    shown = account_shares.account_intervals(sums).iloc[largest]
    named = rows.iloc[largest]
    return SinglePoint(
        grain=grain,
        name=str(named["name"]),
        measure=measure,
        share=Interval(*(float(shown[name]) for name in ("share", "low", "high"))),
        clear_low=clear_low,
        weak_low=weak_low,
        limit=limit,
        cases=int(named["cases"]),
        all_cases=int(sums.cases),
        is_few=int(sums.cases) < few,
    )


def _with_beneath(warehouse: Warehouse, scope: Scope, point: SinglePoint, measures: tuple[str, ...]) -> SinglePoint:
    """The same with its share of other measures, as far as the grain is known whatever became of the leads."""
    others = [
        name
        for name in measures
        if name != point.measure and not in_the_way(warehouse, scope, point.grain, gate=FROM[name])
    ]
    rows = warehouse.ask("shares", scope, breakdown=point.grain).set_index("breakdown")
    beneath = {name: float(rows[name][point.name]) / float(rows[name].sum()) for name in others}
    return replace(point, beneath=beneath)


def _accounts(warehouse: Warehouse, scope: Scope, of: str, limits: Mapping[str, float], few: int) -> list[SinglePoint]:
    """The largest account of all, and of the channel where one account surely carries most.

    Accounts are not drawn anew: the question is how surely it would carry that share if the deals were.
    """
    found = []
    for breakdown in ("all", "channel"):
        parts = largest_parts.ask(warehouse, scope, of, breakdown)
        parts = parts[(parts["part"] == "account") & (parts["cases"] >= few)]
        parts = parts[parts["breakdown"].map(is_named).astype(bool)]
        parts = parts.sort_values("clear_low", ascending=False, kind="stable")
        for _, part in parts.head(1).iterrows():
            if breakdown == "all" or largest_parts.verdict(part, limits["account"], few) != NO:
                found.append(
                    SinglePoint(
                        grain="account",
                        name=str(part["name"]),
                        measure=of,
                        share=Interval(*(float(part[name]) for name in ("share", "low", "high"))),
                        clear_low=float(part["clear_low"]),
                        weak_low=float(part["weak_low"]),
                        limit=limits["account"],
                        cases=int(part["name_cases"]),
                        all_cases=int(part["cases"]),
                        within="" if breakdown == "all" else str(part["breakdown"]),
                        without_largest=float(part["without_largest"]),
                    )
                )
    return found
