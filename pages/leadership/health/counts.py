"""What Pipeline health counts: the leads of a scope by motion, segment, month and channel."""

from dataclasses import dataclass, replace

import pandas as pd

from analysis.recording import LateRecording, late_recording
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import MOTIONS
from pages.parts.frames import cell

COUNTS = ("leads", "opportunities", "won", "lost", "closed", "mature", "mature_won", "won_with_amount")
ALL = "all"  # the leads of both motions and of none, where the motions cannot be told apart
SUMS = ("won_amount", "won_amount_squares")


@dataclass(frozen=True)
class Counts:
    """What was counted under one scope.

    Attributes
    ----------
    window_days : int
        Days that a lead must have been watched for.
    motions : DataFrame
        Columns of ``motion_gap`` by motion; both motions are there, and "unknown" where it occurs. Of `together` one
        row, ``ALL``.
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
    motions: pd.DataFrame
    earlier: pd.DataFrame | None
    segments: pd.DataFrame
    months: pd.DataFrame
    channels: pd.DataFrame
    late: LateRecording | None = None

    @classmethod
    def of(cls, warehouse: Warehouse, scope: Scope, earlier: Scope | None) -> "Counts":
        """Ask all that the page needs: one scan each by motion, segment, month and channel."""
        window = warehouse.window_days(scope)
        months = warehouse.ask("cohort_months", scope, breakdown="motion", window_days=window)

        def gap(asked: Scope, breakdown: str) -> pd.DataFrame:
            """Both motions of each breakdown, under the window of the page."""
            return warehouse.ask("motion_gap", asked, breakdown=breakdown, window_days=window)

        return cls(
            window_days=window,
            motions=_by_motion(gap(scope, "all")),
            earlier=None if earlier is None else _by_motion(gap(earlier, "all")),
            segments=_by_segment(gap(scope, "segment")),
            months=months.assign(month=pd.to_datetime(months["month"])),
            channels=warehouse.ask("conversion", scope, breakdown="channel", window_days=window),
            late=late_recording(warehouse),
        )

    def together(self, warehouse: Warehouse, scope: Scope) -> "Counts":
        """The same leads without regard to their motion."""
        months = warehouse.ask("cohort_months", scope, window_days=self.window_days)
        everyone = warehouse.ask("conversion", scope, window_days=self.window_days)
        motions = _summed(self.motions).assign(median_days_to_won=float(everyone["median_days_to_won"].iloc[0]))
        return replace(
            self,
            motions=motions,
            earlier=None if self.earlier is None else _summed(self.earlier),
            months=months.assign(month=pd.to_datetime(months["month"]), breakdown=ALL),
        )

    @property
    def leads(self) -> int:
        """Leads in scope."""
        return int(self.motions["leads"].sum())

    @property
    def unknown(self) -> int:
        """Leads of unknown motion."""
        return self.leads - int(self.motions["leads"].reindex([*MOTIONS, ALL]).sum())

    @property
    def present(self) -> list[str]:
        """The motions that have leads, inbound first; ``ALL`` where they are counted together."""
        return [
            name for name in (*MOTIONS, ALL) if name in self.motions.index and cell(self.motions, name, "leads") > 0
        ]

    @property
    def is_pair(self) -> bool:
        """Whether both motions have leads."""
        return len(self.present) == len(MOTIONS)

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


def side_by_side(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Each count and sum with the motions as columns; a motion without leads has 0."""
    order = frame.index.get_level_values(0).unique()
    return {
        name: frame[name].unstack().reindex(index=order, columns=list(MOTIONS)).fillna(0) for name in (*COUNTS, *SUMS)
    }


def _by_motion(frame: pd.DataFrame) -> pd.DataFrame:
    rows = frame.drop(columns="breakdown").set_index("motion")
    rows = rows.reindex([*MOTIONS, *(motion for motion in rows.index if motion not in MOTIONS)])
    counted = [*COUNTS, *SUMS]
    return rows.assign(**rows[counted].fillna(0)).astype(dict.fromkeys(COUNTS, int))


def _summed(motions: pd.DataFrame) -> pd.DataFrame:
    """One row of all motions."""
    return motions.sum(numeric_only=True).to_frame(ALL).T.astype(dict.fromkeys(COUNTS, int))


def _by_segment(frame: pd.DataFrame) -> pd.DataFrame:
    known = frame[frame["motion"].isin(MOTIONS)]
    order = known.groupby("breakdown")["leads"].sum().sort_values(ascending=False, kind="stable").index
    return known.set_index(["breakdown", "motion"]).reindex(order, level=0)
