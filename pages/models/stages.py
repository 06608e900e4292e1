"""Stage drop-off: where leads leave the pipeline, and with whom more than with others."""

from dataclasses import dataclass

import pandas as pd

from analysis.ask import Warehouse
from analysis.scope import Scope
from analysis.statistics.proportions import difference_interval, share_interval
from pages.models import health_estimates, stages_cards, stages_steps, stages_touches
from pages.models.page import Finding, PageModel
from pages.models.stages_steps import Gap, Step
from pages.models.stages_touches import Untouched
from pages.parts import labels
from pages.parts.cards import Kpi
from pages.parts.wording import common
from pages.parts.wording import stages as wording

BREAKDOWNS = ("motion", "channel", "segment", "owner", "team")
SHOWN = 10
STALLED_WORTH_A_LINE = 0.25
SOURCES_PAGE = "pages/marketing/sources.py"
SOURCES_KNOW = ("motion", "channel", "segment")


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
    durations : DataFrame
        Days in stage of each group.
    motions : Series
        Motion of each group; "both motions" where it has several.
    gap : Gap or None
        Who falls behind the others at which step.
    steep : tuple of Step
        Where fewest go on.
    stage : str
        The stage that cards of one stage show.
    untouched : Untouched
        Who was never called.
    """

    breakdown: str
    stages: list[str]
    left_out: list[str]
    steps: pd.DataFrame
    durations: pd.DataFrame
    motions: pd.Series
    gap: Gap | None
    steep: tuple[Step, ...]
    stage: str
    untouched: Untouched

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

    def total(self, column: str) -> int:
        """Sum of a count over groups and stages."""
        return int(self.steps[column].sum())


def build(
    warehouse: Warehouse, scope: Scope, earlier: Scope | None, breakdown: str = "motion", stage: str = ""
) -> PageModel:
    """Ask, compare and draw.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    earlier : Scope, optional
        The period to compare with.
    breakdown : str, default "motion"
        One of ``BREAKDOWNS``.
    stage : str, default ""
        The stage to look at in breakdowns other than motion; "" is where the groups differ most.

    Returns
    -------
    PageModel
        The page.
    """
    asked = ask(warehouse, scope, breakdown, stage)
    if asked is None:
        return PageModel(wording.NO_LEADS, empty=common.WIDEN)
    leads = int(asked.steps.loc[asked.steps["stage"] == asked.stages[0], "reached"].sum())
    groups = len(_compared(asked.steps))
    return PageModel(
        title=wording.title(
            asked.gap,
            asked.steep,
            groups,
            by_motion=asked.by_motion,
            nouns=f"{breakdown}s",
            at=asked.stage if stage == asked.stage else "",
            first=asked.stages[0],
            leads=leads,
        ),
        facts=wording.facts(leads, asked.total("young"), stages_steps.implied_share(asked.steps)),
        kpis=_kpis(warehouse, scope, earlier, asked, leads),
        findings=_findings(asked),
        cards=stages_cards.cards(asked),
    )


def ask(warehouse: Warehouse, scope: Scope, breakdown: str, stage: str) -> Asked | None:
    """Ask the questions of the page; None when no lead is in scope."""
    dropoff = warehouse.ask("stage_dropoff", scope, breakdown=breakdown)
    if dropoff.empty:
        return None
    names = [each.name for each in warehouse.definitions.stages]
    steps = stages_steps.recorded(dropoff, names)
    stages = list(dict.fromkeys(steps["stage"]))
    at = stage if stage in stages[:-1] else ""
    gap = stages_steps.widest_gap(steps, _compared(steps), at)
    steep = stages_steps.steepest(steps)
    return Asked(
        breakdown=breakdown,
        stages=stages,
        left_out=[name for name in names if name not in stages],
        steps=steps,
        durations=warehouse.ask("stage_durations", scope, breakdown=breakdown),
        motions=_motions(warehouse, scope, breakdown),
        gap=gap,
        steep=steep,
        stage=at or (gap.step.stage if gap else steep[0].stage if steep else stages[0]),
        untouched=stages_touches.ask(warehouse, scope),
    )


def stages_of(warehouse: Warehouse) -> list[str]:
    """Stages that leads can leave: all but the last."""
    return [each.name for each in warehouse.definitions.stages][:-1]


def _compared(steps: pd.DataFrame) -> list[str]:
    """Groups that are compared: those with a name."""
    return [group for group in dict.fromkeys(steps["breakdown"]) if group not in stages_steps.NAMELESS]


def _motions(warehouse: Warehouse, scope: Scope, breakdown: str) -> pd.Series:
    """Motion of each group."""
    answer = warehouse.ask("conversion", scope, breakdown=breakdown).set_index("breakdown")
    return answer["motion"].replace({"mixed": wording.BOTH})


def _kpis(warehouse: Warehouse, scope: Scope, earlier: Scope | None, asked: Asked, leads: int) -> tuple[Kpi, ...]:
    now = warehouse.ask("conversion", scope).iloc[0]
    before = None
    if earlier is not None:
        answer = warehouse.ask("conversion", earlier)
        before = None if answer.empty else answer.iloc[0]
    prospects = int(now["prospects"])
    share = share_interval(prospects, leads)
    kpis = [
        Kpi("Leads", labels.count(leads), _count_change(leads, None if before is None else int(before["leads"]))),
        Kpi(
            "Reach prospect",
            labels.share(share.estimate),
            _rate_change(prospects, leads, before),
            help=wording.prospect_help(share.low, share.high),
        ),
        Kpi("Stalled now", labels.count(asked.total("stalled")), help=wording.STALLED_HELP),
    ]
    if asked.untouched.is_loaded and asked.untouched.leads:
        value = labels.count(asked.untouched.untouched)
        kpis.append(Kpi("Never touched", value, help=wording.UNTOUCHED_HELP))
    return tuple(kpis)


def _count_change(now: int, before: int | None) -> str:
    if not before:
        return ""
    ratio = health_estimates.total_changed(now, now, before, before)
    if ratio.is_missing:
        return ""
    return labels.change(ratio.estimate - 1) if ratio.excludes(1) else common.NO_CLEAR_CHANGE


def _rate_change(prospects: int, leads: int, before: pd.Series | None) -> str:
    if before is None:
        return ""
    change = difference_interval(prospects, leads, int(before["prospects"]), int(before["leads"]))
    if change.is_missing:
        return ""
    return labels.points(change.estimate) if change.excludes(0) else common.NO_CLEAR_CHANGE


def _findings(asked: Asked) -> tuple[Finding, ...]:
    """Owners whose leads wait, the gap, and where leads stall."""
    found = []
    for _, row in asked.untouched.standing_out.head(1).iterrows():
        status = "strong" if row["gap_low"] >= stages_touches.CLEAR_GAP else "weak"
        found.append(Finding(status, wording.untouched_finding(row), wording.CALL_THEM))
    if asked.gap is not None:
        sentence = wording.gap_finding(asked.gap, by_motion=asked.by_motion)
        found.append(Finding("strong", sentence, link=SOURCES_PAGE if asked.breakdown in SOURCES_KNOW else ""))
    there = asked.steps.groupby("stage", sort=False)[["young", "stalled"]].sum()
    if there["stalled"].sum() and asked.has_losses:
        stage = str(there["stalled"].idxmax())
        stalled, still = int(there["stalled"][stage]), int(there.sum(axis=1)[stage])
        # The interval must lie above the share, so that two leads of three are no finding.
        if share_interval(stalled, still).low > STALLED_WORTH_A_LINE:
            found.append(Finding("strong", wording.stalled_finding(stage, stalled, still), wording.FOLLOW_UP))
    return tuple(found)
