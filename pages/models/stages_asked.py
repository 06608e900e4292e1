"""What the views of Stage drop-off ask about stages, and who falls behind whom."""

from dataclasses import dataclass

import pandas as pd

from analysis.ask import Warehouse
from analysis.scope import Scope
from pages.models import stages_steps
from pages.models.stages_steps import Gap, Step

SHOWN = 10
BOTH = "both motions"


@dataclass(frozen=True)
class Asked:
    """What the page asked: everything its cards are made of.

    Attributes
    ----------
    breakdown : str
        What the groups are.
    stages : list of str
        Recorded stages in order.
    left_out : list of str
        Stages without an entry of their own.
    steps : DataFrame
        Counts of each group at each stage, groups by size.
    motions : Series
        Motion of each group; "both motions" where it has several.
    gap : Gap or None
        Who falls behind the others at which step.
    steep : tuple of Step
        Where fewest go on.
    stage : str
        The stage that cards of one stage show.
    """

    breakdown: str
    stages: list[str]
    left_out: list[str]
    steps: pd.DataFrame
    motions: pd.Series
    gap: Gap | None
    steep: tuple[Step, ...]
    stage: str

    @property
    def by_motion(self) -> bool:
        """Whether the groups are the motions."""
        return self.breakdown == "motion"

    @property
    def shown(self) -> list[str]:
        """The groups that are drawn: the largest, and the one that the title names."""
        largest = list(dict.fromkeys(self.steps["breakdown"]))[:SHOWN]
        if self.gap is None or self.gap.group in largest:
            return largest
        return [*largest[:-1], self.gap.group]

    @property
    def has_losses(self) -> bool:
        """Whether any lead is recorded as lost or disqualified; without, one that is still there may be lost."""
        return self.total("lost") + self.total("disqualified") > 0

    @property
    def leads(self) -> int:
        """Leads in scope."""
        return int(self.steps.loc[self.steps["stage"] == self.stages[0], "reached"].sum())

    def total(self, column: str) -> int:
        """Sum of a count over groups and stages."""
        return int(self.steps[column].sum())


def ask(warehouse: Warehouse, scope: Scope, breakdown: str, stage: str) -> Asked | None:
    """Ask the questions of the page; None when no lead is in scope."""
    dropoff = warehouse.ask("stage_dropoff", scope, breakdown=breakdown)
    if dropoff.empty:
        return None
    names = [each.name for each in warehouse.definitions.stages]
    steps = stages_steps.recorded(dropoff, names)
    stages = list(dict.fromkeys(steps["stage"]))
    at = stage if stage in stages[:-1] else ""
    gap = stages_steps.widest_gap(steps, compared(steps), at)
    steep = stages_steps.steepest(steps)
    return Asked(
        breakdown=breakdown,
        stages=stages,
        left_out=[name for name in names if name not in stages],
        steps=steps,
        motions=motions_of(warehouse, scope, breakdown),
        gap=gap,
        steep=steep,
        stage=at or (gap.step.stage if gap else steep[0].stage if steep else stages[0]),
    )


def compared(steps: pd.DataFrame) -> list[str]:
    """Groups that are compared: those with a name."""
    return [group for group in dict.fromkeys(steps["breakdown"]) if group not in stages_steps.NAMELESS]


def motions_of(warehouse: Warehouse, scope: Scope, breakdown: str) -> pd.Series:
    """Motion of each group."""
    answer = warehouse.ask("conversion", scope, breakdown=breakdown).set_index("breakdown")
    return answer["motion"].replace({"mixed": BOTH})
