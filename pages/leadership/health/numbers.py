"""The counts and estimates behind the page Pipeline health."""

from dataclasses import dataclass

import pandas as pd

from analysis.scope import Scope
from analysis.statistics import amounts, proportions, standardisation, trend
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.statistics.standardisation import LikeForLike
from analysis.warehouse import Warehouse
from data.definitions import MOTIONS
from pages.parts import windows
from pages.parts.frames import cell, interval
from pages.parts.recording import LateRecording, late_recording

COUNTS = ("leads", "opportunities", "won", "lost", "closed", "mature", "mature_won", "won_with_amount")
SUMS = ("won_amount", "won_amount_squares")


@dataclass(frozen=True)
class HealthNumbers:
    """What was counted under one scope.

    Attributes
    ----------
    window_days : int
        Days that a lead must have been watched for.
    is_shortened : bool
        Whether the period is too young for the window of the definitions.
    motions : DataFrame
        Columns of ``motion_gap`` by motion; both motions are there, and "unknown" where it occurs.
    earlier : DataFrame or None
        The same of the period to compare with.
    segments : DataFrame
        Columns of ``motion_gap`` by (segment, motion), the segment with most leads first.
    months : DataFrame
        Columns of ``cohort_months`` by motion and month.
    channels : DataFrame
        Columns of ``conversion`` by channel.
    late : LateRecording or None
        Whether wins are recorded only since a later day than the leads.
    """

    window_days: int
    is_shortened: bool
    motions: pd.DataFrame
    earlier: pd.DataFrame | None
    segments: pd.DataFrame
    months: pd.DataFrame
    channels: pd.DataFrame
    late: LateRecording | None = None

    @property
    def leads(self) -> int:
        """Leads in scope."""
        return int(self.motions["leads"].sum())

    @property
    def present(self) -> list[str]:
        """The motions that have leads, inbound first."""
        return [motion for motion in MOTIONS if cell(self.motions, motion, "leads") > 0]

    @property
    def undated(self) -> int:
        """Wins without a usable date: counted as won, left out of windows."""
        return int(self.channels["undated_won"].sum())

    @property
    def young(self) -> int:
        """Leads that have not been watched for the whole window."""
        return int(self.channels["leads"].sum() - self.channels["mature"].sum()) - self.undated

    @property
    def has_segments(self) -> bool:
        """Whether there is more than one segment to look at."""
        return self.segments.index.get_level_values(0).nunique() > 1

    @property
    def has_losses(self) -> bool:
        """Whether any lead was lost: without, every closed lead is a win."""
        return bool(self.motions["lost"].sum() > 0)

    @property
    def has_amounts(self) -> bool:
        """Whether any won lead has an amount."""
        return bool(self.motions["won_with_amount"].sum() > 0)


def count(warehouse: Warehouse, scope: Scope, earlier: Scope | None) -> HealthNumbers:
    """Ask all that the page needs: one scan each by motion, segment, month and channel."""
    whole = warehouse.definitions.windows.conversion_days
    window = windows.window_of(warehouse, scope)
    months = warehouse.ask("cohort_months", scope, breakdown="motion", window_days=window)
    if len(months) and months["mature"].sum() == 0:
        window = windows.fitting(whole, float(months["last_observed"].max()))
        months = warehouse.ask("cohort_months", scope, breakdown="motion", window_days=window)

    def gap(asked: Scope, breakdown: str) -> pd.DataFrame:
        """Both motions of each breakdown, under the window of the page."""
        return warehouse.ask("motion_gap", asked, breakdown=breakdown, window_days=window)

    return HealthNumbers(
        window_days=window,
        is_shortened=window < whole,
        motions=_by_motion(gap(scope, "all")),
        earlier=None if earlier is None else _by_motion(gap(earlier, "all")),
        segments=_by_segment(gap(scope, "segment")),
        months=months.assign(month=pd.to_datetime(months["month"])),
        channels=warehouse.ask("conversion", scope, breakdown="channel", window_days=window),
        late=late_recording(warehouse),
    )


def rates(frame: pd.DataFrame) -> pd.DataFrame:
    """Conversion within the window with Wilson's interval, on the index of the counts."""
    return proportions.wilson_intervals(frame["mature_won"], frame["mature"])


def deal_ratio(motions: pd.DataFrame) -> Interval:
    """Average won amount of outbound over that of inbound deals."""
    ratios = deal_ratios(pd.concat({"All": motions.rename_axis("motion")}, names=["breakdown"]))
    return interval(ratios, "All")


def deal_ratios(frame: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Average won amount of outbound over inbound deals by the first level of the index (the second is the motion)."""
    wide = wide_of(frame)
    sides = [wide[name][motion] for motion in reversed(MOTIONS) for name in (*SUMS, "won_with_amount")]
    return amounts.ratio_of_means(*sides, level=level)


def like_for_like(segments: pd.DataFrame) -> LikeForLike:
    """Gap of conversion, inbound minus outbound, as it is and at the segment mix of both together."""
    wide = wide_of(segments)
    inbound, outbound = MOTIONS
    return standardisation.like_for_like(
        wide["mature_won"][inbound], wide["mature"][inbound], wide["mature_won"][outbound], wide["mature"][outbound]
    )


def wide_of(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Each count and sum with the motions side by side; a motion without leads has 0."""
    order = frame.index.get_level_values(0).unique()
    return {
        name: frame[name].unstack().reindex(index=order, columns=list(MOTIONS)).fillna(0) for name in (*COUNTS, *SUMS)
    }


def inbound_share(months: pd.DataFrame) -> pd.DataFrame:
    """Leads of inbound and of both motions in each month, with the share and its interval."""
    known = months[months["breakdown"].isin(MOTIONS)]
    wide = known.pivot_table(index="month", columns="breakdown", values="leads", aggfunc="sum").reindex(columns=MOTIONS)
    inbound, both = wide.fillna(0)["inbound"].astype(int), wide.fillna(0).sum(axis=1).astype(int)
    return proportions.wilson_intervals(inbound, both).assign(inbound=inbound, leads=both)


def slope(shares: pd.DataFrame) -> Interval:
    """Change of the inbound share per year."""
    return trend.trend_slope(shares["inbound"], shares["leads"]) if len(shares) else UNKNOWN


def _by_motion(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame.drop(columns="breakdown").set_index("motion")
    rows = rows.reindex([*MOTIONS, *(motion for motion in rows.index if motion not in MOTIONS)])
    counted = [*COUNTS, *SUMS]
    return rows.assign(**rows[counted].fillna(0)).astype(dict.fromkeys(COUNTS, int))


def _by_segment(frame: pd.DataFrame) -> pd.DataFrame:
    known = frame[frame["motion"].isin(MOTIONS)]
    order = known.groupby("breakdown")["leads"].sum().sort_values(ascending=False, kind="stable").index
    return known.set_index(["breakdown", "motion"]).reindex(order, level=0)
