"""Groups of leads at the stages: what the views Funnel, Ways out and Time compare."""

from dataclasses import dataclass, replace

import pandas as pd

from analysis.claims.recorded import recorded, told_apart
from analysis.claims.steps import Gap, Step, counted, recorded_stages, steepest, widest_gap
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import MOTIONS, UNKNOWN
from pages.parts.cards import Column
from pages.sales.stages.reading import PLAIN, Reading

GROUPS_SHOWN = 10
GO_ON = Column("Go on", "share")
STILL_THERE = Column("Still there", "count")


@dataclass(frozen=True)
class Comparison:
    """Groups of leads at each stage, and who falls behind whom.

    Attributes
    ----------
    breakdown : str
        What the groups are.
    stages : list of str
        Recorded stages in order.
    left_out : list of str
        Stages without an entry of their own.
    reading : Reading
        What counts as reached.
    steps : DataFrame
        Counts of each group at each stage by the reading, groups by size.
    plain : DataFrame
        The same where every lead counts that reached the stage or a later one.
    motions : Series
        Motion of each group; "both motions" where it has several.
    gap : Gap or None
        Who falls behind its peers at which step.
    steep : tuple of Step
        Where fewest go on.
    chosen : str or None
        The stage that the reader chose to look at.
    has_days : bool
        Whether any lead has a day; without, nobody knows how long those that are still there have been.
    """

    breakdown: str
    stages: list[str]
    left_out: list[str]
    reading: Reading
    steps: pd.DataFrame
    plain: pd.DataFrame
    motions: pd.Series
    gap: Gap | None
    steep: tuple[Step, ...]
    chosen: str | None
    has_days: bool = True

    @property
    def by_motion(self) -> bool:
        """Whether the groups are the motions."""
        return self.breakdown == "motion"

    @property
    def worst(self) -> Step | None:
        """The step that the title names; None where no step has enough leads."""
        if self.gap is not None:
            return self.gap.step
        return self.steep[0] if self.steep else None

    @property
    def stage(self) -> str:
        """The stage that cards of one stage show."""
        return self.chosen or (self.stages[0] if self.worst is None else self.worst.stage)

    @property
    def shown(self) -> list[str]:
        """The groups that are drawn: the largest, and the one that the title names."""
        largest = list(dict.fromkeys(self.steps["breakdown"]))[:GROUPS_SHOWN]
        if self.gap is None or self.gap.group in largest:
            return largest
        return [*largest[:-1], self.gap.group]

    @property
    def has_losses(self) -> bool:
        """Whether any lead is recorded as lost or disqualified; without, one that is still there may be lost."""
        return self.total("lost") + self.total("disqualified") > 0

    @property
    def leads(self) -> int:
        """Leads that are counted."""
        return int(self.steps.loc[self.steps["stage"] == self.stages[0], "reached"].sum())

    @property
    def too_young(self) -> int:
        """Leads that a limit from the creation leaves out."""
        return int(self.steps.loc[self.steps["stage"] == self.stages[0], "too_young"].sum())

    def total(self, column: str) -> int:
        """Sum of a count over groups and stages."""
        return int(self.steps[column].sum())

    def following(self, stage: str) -> str:
        """The recorded stage after a stage."""
        return self.stages[self.stages.index(stage) + 1]

    def at_stage(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of the stage that is looked at, with the motion of each group."""
        own = rows[rows["stage"] == self.stage].rename(columns={"breakdown": "group"})
        return own.assign(motion=own["group"].map(self.motions)).reset_index(drop=True)

    def counts(self, warehouse: Warehouse, scope: Scope, breakdown: str) -> pd.DataFrame | None:
        """Counts of other groups or leads at the same stages, by the same reading; None when no lead is in scope."""
        answer = warehouse.ask("stage_dropoff", scope, breakdown=breakdown, **self.reading.arguments)
        return None if answer.empty else counted(answer, self.stages, self.reading.mode)


def compare(
    warehouse: Warehouse, scope: Scope, breakdown: str, stage: str | None, reading: Reading = PLAIN
) -> Comparison | None:
    """Compare groups of leads at a stage, at the one where they differ most where none is chosen.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    breakdown : str
        What the groups are.
    stage : str, optional
        The stage that the reader chose; one that nobody leaves, or that is not recorded, counts as none.
    reading : Reading, default PLAIN
        What counts as reached.

    Returns
    -------
    Comparison or None
        None when no lead is in scope.
    """
    is_late = recorded(warehouse, scope, breakdown).is_with_outcome
    dropoff = _dropoff(warehouse, scope, breakdown)
    if dropoff.empty:
        return None
    names = [each.name for each in warehouse.definitions.stages]
    stages = recorded_stages(dropoff, names)
    plain = counted(dropoff, stages, PLAIN.mode)
    steps = plain
    if not reading.is_plain:
        steps = counted(_dropoff(warehouse, scope, breakdown, reading), stages, reading.mode)
    chosen = stage if stage in stages[:-1] else None
    found = Comparison(
        breakdown=breakdown,
        stages=stages,
        left_out=[name for name in names if name not in stages],
        reading=reading,
        steps=steps,
        plain=plain,
        motions=pd.Series(UNKNOWN, index=dropoff["breakdown"].unique())
        if is_late
        else motions_of(warehouse, scope, breakdown),
        gap=None,
        steep=steepest(steps),
        chosen=chosen,
        has_days=warehouse.has_days,
    )
    peers = steps if found.by_motion or is_late else _within_motions(warehouse, scope, found)
    return replace(found, gap=widest_gap(peers, chosen))


def _within_motions(warehouse: Warehouse, scope: Scope, comparison: Comparison) -> pd.DataFrame:
    """Counts of the groups at each stage, apart by motion: who works inbound leads is no peer of who works outbound."""
    parts = [
        counts.assign(motion=motion)
        for motion in (*MOTIONS, UNKNOWN)
        if scope.motion is None or motion in scope.motion
        if (counts := comparison.counts(warehouse, scope.narrowed(motion=(motion,)), comparison.breakdown)) is not None
    ]
    return pd.concat(parts, ignore_index=True) if parts else comparison.steps.iloc[:0]


def _dropoff(warehouse: Warehouse, scope: Scope, breakdown: str, reading: Reading = PLAIN) -> pd.DataFrame:
    """Counts of the groups at each stage; of all together where no group can be compared."""
    answer = warehouse.ask("stage_dropoff", scope, breakdown=breakdown, **reading.arguments)
    return told_apart(warehouse, scope, answer, breakdown, "stage", "position")


def motions_of(warehouse: Warehouse, scope: Scope, breakdown: str) -> pd.Series:
    """Motion of each group."""
    answer = warehouse.ask("conversion", scope, breakdown=breakdown).set_index("breakdown")
    return answer["motion"].replace({"mixed": "both motions"})
