"""Whether the targets of a month or a quarter will be reached, by what is won, open, and not yet created."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from analysis.forecasting import Pipes
from analysis.question import question
from analysis.scope import Scope
from analysis.statistics.checks import MISSING, UNKNOWN, Interval
from analysis.statistics.coverage import amount_win_rate, inverse, months_covered
from analysis.statistics.forecast import Forecast, Outcome
from analysis.warehouse import Warehouse
from data.definitions import Definitions
from data.fiscal import MONTHS
from data.names import MOTIONS

ALL = "both"
NO_TARGETS, NOT_NOW, FILTERED = "no targets", "no target for the period", "filtered"
NO_AMOUNTS, TOO_EARLY = "no won amounts", "too early"
PERIODS = ("quarter", "month")
DEALS = 5
LEVEL = 0.8


class Period(NamedTuple):
    """A month or a fiscal quarter.

    Attributes
    ----------
    name, full_name : str
        Such as "Q4 2026"; the full one says the months where a fiscal quarter is not the calendar's.
    first, last : date
        Its days.
    """

    name: str
    full_name: str
    first: date
    last: date

    @property
    def months(self) -> int:
        """How many months it has."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1


@dataclass(frozen=True)
class Targets:
    """The period that the last day of the data leads into, and what is expected of it against its targets.

    Attributes
    ----------
    problem : str
        Why nothing can be said; "" where there is nothing in the way.
    filtered_by : str
        The filter that targets do not know, for ``FILTERED``.
    period : Period or None
        The month or quarter.
    planned_months : int
        Months of it that have a target.
    motions : DataFrame
        By motion, and ``both``: ``target``, ``won`` so far, ``remaining`` (not below 0), ``pipe`` and ``new``
        (expected until the end from open leads, and from leads not yet created), ``total`` with ``low`` and ``high``
        (80% band of all that will have been won), ``chance`` (to reach the target), ``weighted`` (expected of the open
        leads at any time), ``open_amount`` and ``older_open_amount`` (recorded amounts of the open leads, and of those
        older than any win), ``ratio`` (open amount over what remains), ``ahead`` (months of targets that the weighted
        pipeline is enough for) and ``months_known`` (months ahead that have a target).
    to_come : dict of Outcome
        What the rest of the period brings, by motion, and ``both``.
    win_rate : Interval
        Share of the amount of opportunities that was won in time.
    channels : DataFrame
        By ``channel`` and ``motion``: ``open`` leads, ``pipe``, ``weighted``, ``older_than_any_win``, ``open_amount``,
        ``older_open_amount``, ``new``, ``wins`` (expected in the period); the largest part of the period first.
    deals : DataFrame
        The open leads that should bring most in the period, see the question ``open_deals``.
    months : DataFrame
        ``month``, ``target``, ``won`` of both motions, and ``is_complete``: the data reaches to its end. Months to come
        have no ``won``.
    """

    problem: str = ""
    filtered_by: str = ""
    period: Period | None = None
    planned_months: int = 0
    motions: pd.DataFrame = field(default_factory=pd.DataFrame)
    to_come: dict[str, Outcome] = field(default_factory=dict)
    win_rate: Interval = UNKNOWN
    channels: pd.DataFrame = field(default_factory=pd.DataFrame)
    deals: pd.DataFrame = field(default_factory=pd.DataFrame)
    months: pd.DataFrame = field(default_factory=pd.DataFrame)

    def of(self, name: str) -> "pd.Series[float]":
        """The row of ``motions`` of one motion, or of both."""
        return self.motions.T[name]

    @property
    def enough(self) -> dict[str, Interval]:
        """What is still to come over what remains, by motion with a target; infinite where nothing remains."""
        return {motion: self._enough(motion) for motion in MOTIONS if motion in self.to_come}

    @property
    def enough_together(self) -> Interval:
        """The same of both motions; missing where nothing remains or without a target."""
        whole = self._enough(ALL) if ALL in self.to_come else UNKNOWN
        return UNKNOWN if whole.estimate == float("inf") else whole

    @property
    def needed(self) -> Interval:
        """How much open amount one unit of target takes, by the rule of thumb: 1 / win rate by amount."""
        return inverse(self.win_rate)

    def _enough(self, name: str) -> Interval:
        remaining = float(self.of(name)["remaining"])
        if remaining == 0:
            return Interval(float("inf"), float("inf"), float("inf"))
        return Interval(*(bound / remaining for bound in self.to_come[name].interval(0.95)))


def period_of(definitions: Definitions, day: date, kind: str = "quarter") -> Period:
    """The month or fiscal quarter that a day is in.

    Parameters
    ----------
    definitions : Definitions
        Which month the fiscal year starts in.
    day : date
        The day.
    kind : str, default "quarter"
        One of ``PERIODS``.

    Returns
    -------
    Period
        With its name.
    """
    if kind == "month":
        first = day.replace(day=1)
        name = f"{MONTHS[day.month - 1]} {day.year}"
        return Period(name, name, first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    quarter = definitions.fiscal_year.quarter_of(day)
    return Period(quarter.name, quarter.full_name, quarter.first, quarter.last)


def pipeline_against_targets(warehouse: Warehouse, scope: Scope, kind: str = "quarter") -> Targets:
    """Set what is won and what is expected against the targets of a period.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Its motions count; its period does not: leads of any age are in the pipeline.
    kind : str, default "quarter"
        One of ``PERIODS``.

    Returns
    -------
    Targets
        With the problem that keeps it from being said, where there is one.
    """
    filters = sorted(set(scope.filters()) - {"motion"})
    if filters:
        return Targets(FILTERED, filters[0])
    whole = Scope(motion=scope.motion, pipeline=scope.pipeline)
    targets = monthly_targets(warehouse, whole)
    last = warehouse.as_of
    if targets.empty or last is None:
        return Targets(NO_TARGETS)
    period = period_of(warehouse.definitions, last + timedelta(days=1), kind)
    planned = _within(targets, period)
    if planned.empty:
        return Targets(NOT_NOW, period=period)
    pipes = Pipes(warehouse, whole, [last])
    if not pipes.can_be_on(last):
        return Targets(TOO_EARLY, period=period)
    if float(pipes.wins["won_amount"].sum()) <= 0:
        return Targets(NO_AMOUNTS, period=period)
    days = (period.last - last).days
    made = pipes.forecast(last, [(1, days)])
    worth = pipes.worth_on(last)
    ever = warehouse.ask("expected_value", whole, breakdown="channel", across="motion", **worth.arguments())
    present = [motion for motion in MOTIONS if motion in set(planned["motion"])]
    rows, to_come = {}, {}
    for name, motions in {**{motion: [motion] for motion in present}, ALL: present}.items():
        target = float(planned.loc[planned["motion"].isin(motions), "amount"].sum())
        won = float(_within(won_days(pipes), period, motions)["amount"].sum())
        to_come[name] = outcome = made.outcome(1, days, by_amount=True, motions=motions)
        pipe = made.outcome(1, days, by_amount=True, motions=motions, is_new=False).mean
        total, own = outcome.interval(LEVEL), ever[ever["across"].isin(motions)]
        weighted, open_amount = float(own["expected_amount"].sum()), float(own["open_amount"].sum())
        remaining = max(target - won, 0.0)
        ahead = _to_come(targets, won_days(pipes), motions, last + timedelta(days=1))
        rows[name] = {
            "target": target,
            "won": won,
            "remaining": remaining,
            "pipe": pipe,
            "new": outcome.mean - pipe,
            "total": won + total.estimate,
            "low": won + total.low,
            "high": won + total.high,
            "chance": outcome.chance_of(remaining),
            "weighted": weighted,
            "open_amount": open_amount,
            "older_open_amount": float(own["older_open_amount"].sum()),
            "ratio": open_amount / remaining if remaining else MISSING,
            "ahead": months_covered(weighted, ahead),
            "months_known": len(ahead),
        }
    return Targets(
        period=period,
        planned_months=planned["month"].nunique(),
        motions=pd.DataFrame.from_dict(rows, orient="index"),
        to_come=to_come,
        win_rate=amount_win_rate(warehouse.ask("pipeline", whole)),
        channels=_by_channel(ever, made, present),
        deals=warehouse.ask(
            "open_deals", whole.narrowed(motion=tuple(present)), **question("open_deals").taken(worth.arguments(days))
        ).head(DEALS),
        months=_months(targets, won_days(pipes), last),
    )


def monthly_targets(warehouse: Warehouse, scope: Scope) -> pd.DataFrame:
    """Targets of the two motions by month: ``month`` (its first day), ``motion``, ``amount``."""
    targets = warehouse.ask("targets", scope, breakdown="motion")
    return targets[targets["motion"].isin(MOTIONS)].assign(month=lambda rows: pd.to_datetime(rows["month"]).dt.date)


def won_days(pipes: Pipes) -> pd.DataFrame:
    """Won amounts of the two motions by day of closing: ``month`` (here the day), ``motion``, ``amount``."""
    wins = pipes.wins[pipes.wins["motion"].isin(MOTIONS)]
    return wins.rename(columns={"day": "month", "won_amount": "amount"})[["month", "motion", "amount"]]


def _within(amounts: pd.DataFrame, period: Period, motions: list[str] | None = None) -> pd.DataFrame:
    """Rows of a period, of some motions or all."""
    inside = (amounts["month"] >= period.first) & (amounts["month"] <= period.last)
    return amounts[inside & (amounts["motion"].isin(motions) if motions is not None else True)]


def _to_come(targets: pd.DataFrame, won: pd.DataFrame, motions: list[str], next_day: date) -> pd.Series:
    """What remains to be won in each month from the next day on, in order, up to a month without a target."""
    month = pd.Timestamp(next_day).replace(day=1)
    planned = targets[targets["motion"].isin(motions)].assign(month=lambda rows: pd.to_datetime(rows["month"]))
    to_reach = planned[planned["month"] >= month].groupby("month")["amount"].sum()
    own = won[won["motion"].isin(motions)]
    done = own.groupby(pd.to_datetime(own["month"]).dt.to_period("M").dt.start_time)["amount"].sum()
    to_reach = to_reach.reindex(pd.date_range(month, periods=len(to_reach), freq="MS")).dropna()
    return (to_reach - done.reindex(to_reach.index).fillna(0)).clip(lower=0)


def _by_channel(ever: pd.DataFrame, made: Forecast, present: list[str]) -> pd.DataFrame:
    """What each channel's open and new leads should bring."""
    table = ever[ever["across"].isin(present)].rename(
        columns={"breakdown": "channel", "across": "motion", "expected_amount": "weighted"}
    )
    streams = [stream for streams in made.flows.values() for stream in streams]
    for name, is_new in (("pipe", False), ("new", True)):
        brings = {(s.group.name, s.group.motion): float(s.amounts[-1]) for s in streams if s.is_new == is_new}
        table[name] = [brings.pop(key, 0.0) for key in zip(table["channel"], table["motion"], strict=True)]
    wins: dict[tuple[str, str], float] = {}
    for stream in streams:
        key = stream.group.name, stream.group.motion
        wins[key] = wins.get(key, 0.0) + float(stream.wins[-1])
    table["wins"] = [wins.get(key, 0.0) for key in zip(table["channel"], table["motion"], strict=True)]
    table["total"] = table["pipe"] + table["new"]
    return table.sort_values(["total", "channel"], ascending=[False, True], ignore_index=True)


def _months(targets: pd.DataFrame, won: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Target and won amount of both motions by month, a year back and as far ahead as there are targets."""
    months = targets.groupby(pd.to_datetime(targets["month"]))["amount"].sum().rename("target").to_frame()
    done = won.groupby(pd.to_datetime(won["month"]).dt.to_period("M").dt.start_time)["amount"].sum()
    months["won"] = done.reindex(months.index).fillna(0)
    months["won"] = months["won"].where(months.index <= pd.Timestamp(as_of))
    months["is_complete"] = months.index.to_series() + pd.offsets.MonthEnd(0) <= pd.Timestamp(as_of)
    return months[months.index > pd.Timestamp(as_of) - pd.DateOffset(months=12)].rename_axis("month").reset_index()
