"""Forecasts of past quarters or months, as they would have been made then, against what came."""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import limits, valuing
from analysis.balance.targets import ALL, LEVEL, Period, monthly_targets, period_of, won_days
from analysis.forecasting import Pipes
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.evenings import SOON_DAYS
from data.names import MOTIONS

MOMENTS = ("start", "middle", "two weeks before the end")
TWO_WEEKS = 14
MOST_PERIODS = 24  # each is forecast three times, and each forecast asks for three earlier days
COLUMNS = [
    "period",
    "first",
    "last",
    "moment",
    "made_on",
    "motion",
    "won_before",
    "expected",
    "low",
    "high",
    "actual",
    "target",
    "chance",
    "reached",
    "pipe",
    "pipe_won",
]


class BackTest(NamedTuple):
    """What was said, and what came.

    Attributes
    ----------
    checked : DataFrame
        One row per period, moment and motion (or ``both``): ``period`` (its name), ``first``, ``last``, ``moment``,
        ``made_on`` (last day that was known), ``motion``, ``won_before`` (amount won in the period by then),
        ``expected`` with ``low`` and ``high`` (80% band of the amount won in it), ``actual``, ``target`` (missing
        where there was none), ``chance`` (to reach it), ``reached``, ``pipe`` (expected until the end of the leads that
        were open) and ``pipe_won`` (what was won of them).
    reliability : DataFrame
        ``tenth``, ``leads``, ``expected``, ``won``: the leads that were open at the start of the periods, by the tenth
        of their chance to be won within ``evenings.SOON_DAYS``.
    owners : DataFrame
        ``owner``, ``expected_wins``, ``won``, ``expected_amount``, ``won_amount``: of the leads that were open at the
        start of the periods, until their end, summed over the periods.
    """

    checked: pd.DataFrame
    reliability: pd.DataFrame
    owners: pd.DataFrame


def past_periods(warehouse: Warehouse, kind: str) -> list[Period]:
    """The latest whole months or quarters that the data covers, the earliest first."""
    first = warehouse.rows("select min(created_on) from marts.journeys")[0][0]
    periods: list[Period] = []
    day = first
    while day is not None and warehouse.as_of is not None:
        period = period_of(warehouse.definitions, day, kind)
        if period.last > warehouse.as_of:
            break
        if period.first >= first:
            periods.append(period)
        day = period.last + timedelta(days=1)
    return periods[-MOST_PERIODS:]


def moments_of(period: Period) -> dict[str, date]:
    """The evenings on which the period is forecast: before it starts, in its middle, two weeks before its end."""
    middle = period.first + timedelta(days=(period.last - period.first).days // 2)
    days = (period.first - timedelta(days=1), middle, period.last - timedelta(days=TWO_WEEKS))
    return dict(zip(MOMENTS, days, strict=True))


def back_test(warehouse: Warehouse, scope: Scope, kind: str = "quarter") -> BackTest:
    """Make every earlier forecast from what was known then, and compare.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Its motions count.
    kind : str, default "quarter"
        Month or quarter, see ``targets.PERIODS``.

    Returns
    -------
    BackTest
        Without rows where there was not enough to forecast from.
    """
    whole = Scope(motion=scope.motion, pipeline=scope.pipeline)
    made = {
        (period, moment): day for period in past_periods(warehouse, kind) for moment, day in moments_of(period).items()
    }
    pipes = Pipes(warehouse, whole, list(made.values()))
    made = {key: day for key, day in made.items() if pipes.can_be_on(day)}
    if not made:
        return BackTest(pd.DataFrame(columns=COLUMNS), pd.DataFrame(), pd.DataFrame())
    targets, won = monthly_targets(warehouse, whole), won_days(pipes)
    ends = {day: period.last for (period, _), day in made.items()}
    later = warehouse.ask("later_wins", whole, breakdown="motion", known_by=list(ends), won_by=list(ends.values()))
    present = [motion for motion in MOTIONS if motion in set(won["motion"])]
    sides = {**{motion: [motion] for motion in present}, ALL: present}
    planned = {period: {name: _planned(targets, period, sides[name]) for name in sides} for period, _ in made}
    won_later = dict(zip(zip(later["known_by"], later["motion"], strict=True), later["won_amount"], strict=True))
    won_on = won["month"].to_numpy(dtype="datetime64[D]")
    amount = won["amount"].to_numpy(dtype=np.float64)
    of_side = {name: won["motion"].isin(motions).to_numpy() for name, motions in sides.items()}
    pipes.look_ahead({day: [(1, (last - day).days)] for day, last in ends.items()})
    rows = []
    for (period, moment), day in made.items():
        limits.check()
        days = (period.last - day).days
        forecast = pipes.forecast(day, [(1, days)])
        in_period = (won_on >= np.datetime64(period.first)) & (won_on <= np.datetime64(period.last))
        by_then = in_period & (won_on <= np.datetime64(day))
        for name, motions in sides.items():
            target = planned[period][name]
            before, actual = (float(amount[part & of_side[name]].sum()) for part in (by_then, in_period))
            outcome = forecast.outcome(1, days, by_amount=True, motions=motions)
            pipe = forecast.outcome(1, days, by_amount=True, motions=motions, is_new=False).mean
            rows.append(
                (
                    *(period.name, period.first, period.last, moment, day, name, before),
                    *(before + bound for bound in outcome.interval(LEVEL)),
                    *(actual, target, outcome.chance_of(target - before) if target == target else np.nan),
                    *(actual >= target, pipe, float(sum(won_later.get((day, motion), 0.0) for motion in motions))),
                )
            )
    starts = {day: period.last for (period, moment), day in made.items() if moment == MOMENTS[0]}
    return BackTest(
        pd.DataFrame(rows, columns=COLUMNS),
        valuing.reliability(warehouse, _watched(warehouse, starts), scope.pipeline),
        _by_owner(warehouse, whole, starts),
    )


def _planned(targets: pd.DataFrame, period: Period, motions: list[str]) -> float:
    """The target of a period for some motions together; missing where a month of it has none."""
    within = (targets["month"] >= period.first) & (targets["month"] <= period.last)
    plan = targets[within & targets["motion"].isin(motions)]
    return float(plan["amount"].sum()) if plan["month"].nunique() == period.months else np.nan


def _watched(warehouse: Warehouse, starts: dict[date, date]) -> list[date]:
    """The days whose open leads were watched for long enough since."""
    last = warehouse.as_of or date.min
    return [day for day in starts if (last - day).days >= SOON_DAYS]


def _by_owner(warehouse: Warehouse, scope: Scope, starts: dict[date, date]) -> pd.DataFrame:
    """What the open leads of each owner were to bring, and brought."""
    if not starts:
        return pd.DataFrame()
    expected = valuing.expected(warehouse, scope, starts, "owner")
    days, ends = list(starts), list(starts.values())
    later = warehouse.ask("later_wins", scope, breakdown="owner", known_by=days, won_by=ends)
    sums = expected.groupby("breakdown")[["expected_wins", "expected_amount"]].sum()
    sums = sums.join(later.groupby("breakdown")[["won", "won_amount"]].sum()).fillna(0)
    return (
        sums.rename_axis("owner")
        .reset_index()
        .sort_values(["expected_amount", "owner"], ascending=[False, True], ignore_index=True)
    )
