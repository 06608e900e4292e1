"""What the views of Stage drop-off ask about stages, and who falls behind whom."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

import pandas as pd

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import NAMELESS
from pages.parts.page import PageModel
from pages.parts.words import common
from pages.sales.stages import steps as stages_steps
from pages.sales.stages.reading import PLAIN, Reading
from pages.sales.stages.steps import Gap, Step

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
    reading : Reading
        What counts as reached.
    steps : DataFrame
        Counts of each group at each stage by the reading, groups by size.
    plain : DataFrame
        The same where every lead counts that reached the stage or a later one.
    motions : Series
        Motion of each group; "both motions" where it has several.
    gap : Gap or None
        Who falls behind the others at which step.
    steep : tuple of Step
        Where fewest go on.
    stage : str
        The stage that cards of one stage show.
    is_chosen : bool
        Whether the reader chose it.
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
    stage: str
    is_chosen: bool

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
        """Leads that are counted."""
        return int(self.steps.loc[self.steps["stage"] == self.stages[0], "reached"].sum())

    @property
    def too_young(self) -> int:
        """Leads that a limit from the creation leaves out."""
        return int(self.steps.loc[self.steps["stage"] == self.stages[0], "too_young"].sum())

    def total(self, column: str) -> int:
        """Sum of a count over groups and stages."""
        return int(self.steps[column].sum())


def ask(warehouse: Warehouse, scope: Scope, breakdown: str, stage: str, reading: Reading = PLAIN) -> Asked | None:
    """Ask the questions of the page; None when no lead is in scope."""
    dropoff = warehouse.ask("stage_dropoff", scope, breakdown=breakdown)
    if dropoff.empty:
        return None
    names = [each.name for each in warehouse.definitions.stages]
    stages = stages_steps.recorded_stages(dropoff, names)
    plain = stages_steps.counted(dropoff, stages, PLAIN.mode)
    steps = plain
    if not reading.is_plain:
        answer = warehouse.ask("stage_dropoff", scope, breakdown=breakdown, **reading.arguments)
        steps = stages_steps.counted(answer, stages, reading.mode)
    at = stage if stage in stages[:-1] else ""
    gap = stages_steps.widest_gap(steps, compared(steps), at)
    steep = stages_steps.steepest(steps)
    return Asked(
        breakdown=breakdown,
        stages=stages,
        left_out=[name for name in names if name not in stages],
        reading=reading,
        steps=steps,
        plain=plain,
        motions=motions_of(warehouse, scope, breakdown),
        gap=gap,
        steep=steep,
        stage=at or (gap.step.stage if gap else steep[0].stage if steep else stages[0]),
        is_chosen=bool(at),
    )


def counts(warehouse: Warehouse, scope: Scope, breakdown: str, asked: Asked) -> pd.DataFrame | None:
    """Counts of other groups or leads at the same stages, by the same reading; None when no lead is in scope."""
    answer = warehouse.ask("stage_dropoff", scope, breakdown=breakdown, **asked.reading.arguments)
    return None if answer.empty else stages_steps.counted(answer, asked.stages, asked.reading.mode)


def of_stages(view: Callable[[Warehouse, Scope, Scope | None, Asked], PageModel]) -> Callable[..., PageModel]:
    """Make a page model's builder of a view of the stages: ask first, and say so where no lead is in scope.

    Parameters
    ----------
    view : callable
        Takes the warehouse, the scope, the period to compare with and what was asked.

    Returns
    -------
    callable
        Takes the warehouse, the scope, the period to compare with, the breakdown ("motion"), the stage to look at ("",
        where the groups differ most) and the reading (``PLAIN``).
    """

    @wraps(view)
    def build(
        warehouse: Warehouse,
        scope: Scope,
        earlier: Scope | None,
        breakdown: str = "motion",
        stage: str = "",
        reading: Reading = PLAIN,
    ) -> PageModel:
        """Ask, then show the view."""
        asked = ask(warehouse, scope, breakdown, stage, reading)
        if asked is None:
            return PageModel(common.NO_LEADS, empty=common.WIDEN)
        return view(warehouse, scope, earlier, asked)

    return build


def compared(steps: pd.DataFrame) -> list[str]:
    """Groups that are compared: those with a name."""
    return [group for group in dict.fromkeys(steps["breakdown"]) if group not in NAMELESS]


def motions_of(warehouse: Warehouse, scope: Scope, breakdown: str) -> pd.Series:
    """Motion of each group."""
    answer = warehouse.ask("conversion", scope, breakdown=breakdown).set_index("breakdown")
    return answer["motion"].replace({"mixed": BOTH})
