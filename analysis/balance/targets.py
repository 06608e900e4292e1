"""The pipeline against the targets of the quarter: what is open, what is won, what remains."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.checks import MISSING, UNKNOWN, Interval
from analysis.statistics.coverage import AMOUNTS, Coverage, amount_win_rates, coverage, months_covered
from analysis.warehouse import Warehouse
from data.names import MOTIONS

ALL = "both"
NO_TARGETS, NOT_NOW, FILTERED = "no targets", "no target for the quarter", "filtered"
NO_AMOUNTS, NO_LOSSES = "no open amounts", "nothing but wins"


@dataclass(frozen=True)
class Targets:
    """The quarter that the last day of the data leads into, and what is set against its targets.

    Attributes
    ----------
    problem : str
        Why there is no coverage; "" where there is.
    filtered_by : str
        The filter that targets do not know, for ``FILTERED``.
    first, last : date or None
        Days of the quarter.
    planned_months : int
        Months of the quarter that have a target.
    motions : DataFrame
        By motion, and ``both``: ``target``, ``won``, ``remaining`` (not below 0), ``ahead`` (months of targets that
        the weighted pipeline is enough for) and ``months_known`` (months ahead that have a target).
    coverage : dict of Coverage
        By motion, and ``both``.
    channels : DataFrame
        The open pipeline by channel: the columns of ``pipeline``, ``rate``, ``low``, ``high``, ``is_borrowed``,
        ``weighted``; the largest first.
    months : DataFrame
        ``month``, ``target``, ``won`` of both motions, and ``is_complete``: the data reaches to its end. Months to come
        have no ``won``.
    """

    problem: str = ""
    filtered_by: str = ""
    first: date | None = None
    last: date | None = None
    planned_months: int = 0
    motions: pd.DataFrame = field(default_factory=pd.DataFrame)
    coverage: dict[str, Coverage] = field(default_factory=dict)
    channels: pd.DataFrame = field(default_factory=pd.DataFrame)
    months: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def enough(self) -> dict[str, Interval]:
        """Weighted pipeline over what remains, by motion with a target; infinite where nothing remains."""
        met = Interval(float("inf"), float("inf"), float("inf"))
        known = {motion: self.coverage[motion] for motion in MOTIONS if motion in self.coverage}
        return {motion: met if own.remaining == 0 else own.enough for motion, own in known.items()}

    @property
    def enough_together(self) -> Interval:
        """Weighted pipeline over what remains of both motions; missing where nothing remains or without a target."""
        return self.coverage[ALL].enough if ALL in self.coverage else UNKNOWN


def pipeline_against_targets(warehouse: Warehouse, scope: Scope) -> Targets:
    """Set the open pipeline against what remains of the quarter's targets.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Its motions count; its period does not: leads of any age are in the pipeline.

    Returns
    -------
    Targets
        With the problem that keeps coverage from being said, where there is one.
    """
    filters = sorted(set(scope.filters()) - {"motion"})
    if filters:
        return Targets(FILTERED, filters[0])
    whole = Scope(motion=scope.motion)
    targets = warehouse.ask("targets", whole, breakdown="motion")
    targets = targets[targets["motion"].isin(MOTIONS)].assign(month=lambda rows: pd.to_datetime(rows["month"]))
    if targets.empty or warehouse.as_of is None:
        return Targets(NO_TARGETS)
    next_day = warehouse.as_of + timedelta(days=1)
    quarter = pd.Timestamp(next_day).to_period("Q")
    first, last = quarter.start_time, quarter.end_time.normalize()
    in_quarter = targets[targets["month"].between(first, last)]
    if in_quarter.empty:
        return Targets(NOT_NOW, first=first.date(), last=last.date())
    channels = warehouse.ask("pipeline", whole, breakdown="channel")
    if problem := _unpriced(channels):
        return Targets(problem, first=first.date(), last=last.date())
    won = warehouse.ask("win_months", whole, breakdown="motion")
    won = won[won["motion"].isin(MOTIONS)].assign(month=lambda rows: pd.to_datetime(rows["month"]))
    few = warehouse.definitions.thresholds.few_wins
    known = channels[channels["motion"].isin(MOTIONS)].set_index(["breakdown", "motion"])
    present = [motion for motion in MOTIONS if motion in set(in_quarter["motion"])]
    covered, rows = {}, {}
    for name, motions in {**{motion: [motion] for motion in present}, ALL: present}.items():
        target = float(in_quarter.loc[in_quarter["motion"].isin(motions), "amount"].sum())
        done = float(won.loc[won["motion"].isin(motions) & won["month"].between(first, last), "won_amount"].sum())
        of_motion = known[known.index.get_level_values("motion").isin(motions)]
        covered[name] = coverage(of_motion, target - done, few)
        ahead = _to_come(targets, won, motions, next_day)
        rows[name] = (
            target,
            done,
            covered[name].remaining,
            months_covered(covered[name].weighted.estimate, ahead),
            len(ahead),
        )
    return Targets(
        first=first.date(),
        last=last.date(),
        planned_months=in_quarter["month"].nunique(),
        motions=pd.DataFrame.from_dict(
            rows, orient="index", columns=["target", "won", "remaining", "ahead", "months_known"]
        ),
        coverage=covered,
        channels=_by_channel(known, few),
        months=_months(targets, won, warehouse.as_of),
    )


def _unpriced(channels: pd.DataFrame) -> str:
    """Which amounts are not there; "" where all are."""
    if channels["open_opportunities"].sum() > 0 and channels["open_amount"].sum() <= 0:
        return NO_AMOUNTS
    return NO_LOSSES if channels["won_amount"].sum() > 0 and channels["unwon_amount"].sum() <= 0 else ""


def _to_come(targets: pd.DataFrame, won: pd.DataFrame, motions: list[str], next_day: date) -> pd.Series:
    """What remains to be won in each month from the next day on, in order, up to a month without a target."""
    month = pd.Timestamp(next_day).replace(day=1)
    planned = targets[targets["motion"].isin(motions) & (targets["month"] >= month)].groupby("month")["amount"].sum()
    done = won[won["motion"].isin(motions)].groupby("month")["won_amount"].sum()
    planned = planned.reindex(pd.date_range(month, periods=len(planned), freq="MS")).dropna()
    return (planned - done.reindex(planned.index).fillna(0)).clip(lower=0)


def _by_channel(known: pd.DataFrame, few: int) -> pd.DataFrame:
    """Open pipeline of each channel with the win rate that weights it: its own, or that of its motion."""
    parts = []
    for _, rows in known.groupby(level="motion", sort=False):
        parts.append(rows.join(amount_win_rates(rows[["mature", *AMOUNTS]], few)))
    table = pd.concat(parts) if parts else known.assign(rate=MISSING, low=MISSING, high=MISSING, is_borrowed=False)
    table = table.assign(weighted=table["open_amount"] * table["rate"]).reset_index(names=["channel", "motion"])
    return table.sort_values(["open_amount", "channel"], ascending=[False, True], ignore_index=True)


def _months(targets: pd.DataFrame, won: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Target and won amount of both motions by month, a year back and as far ahead as there are targets."""
    months = targets.groupby("month")["amount"].sum().rename("target").to_frame()
    months["won"] = won.groupby("month")["won_amount"].sum().reindex(months.index).fillna(0)
    months["won"] = months["won"].where(months.index <= pd.Timestamp(as_of))
    months["is_complete"] = months.index.to_series() + pd.offsets.MonthEnd(0) <= pd.Timestamp(as_of)
    return months[months.index > pd.Timestamp(as_of) - pd.DateOffset(months=12)].reset_index()
