"""Stage drop-off: where leads leave the pipeline, and with whom more than with others. The view Funnel."""

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.amounts import total_changed
from analysis.statistics.proportions import difference_interval, share_interval
from analysis.warehouse import Warehouse
from pages.parts import labels
from pages.parts.cards import Kpi
from pages.parts.page import Finding, PageModel
from pages.parts.words import common
from pages.sales.stages import asked as stages_asked
from pages.sales.stages import cards as stages_cards
from pages.sales.stages import modes as stages_modes
from pages.sales.stages import owners as stages_owners
from pages.sales.stages import touches as stages_touches
from pages.sales.stages import trend as stages_trend
from pages.sales.stages.asked import Asked
from pages.sales.stages.touches import Untouched
from pages.sales.stages.words import funnel as wording
from pages.sales.stages.words import owners as owners_wording

BREAKDOWNS = ("motion", "channel", "segment", "owner", "team")
STALLED_WORTH_A_LINE = 0.25
SOURCES_PAGE = "pages/marketing/sources/page.py"
SOURCES_KNOW = ("motion", "channel", "segment")


def _view(warehouse: Warehouse, scope: Scope, earlier: Scope | None, asked: Asked) -> PageModel:
    """The view Funnel: where leads leave the pipeline, and with whom more than with others."""
    untouched = stages_touches.ask(warehouse, scope)
    return PageModel(
        title=wording.title(asked, len(stages_asked.compared(asked.steps))),
        facts=wording.facts(asked),
        kpis=_kpis(warehouse, earlier, asked, untouched),
        findings=_findings(asked, untouched),
        cards=(
            stages_cards.lines(asked) if asked.by_motion else stages_cards.rates(asked),
            stages_trend.card(warehouse, scope, asked),
            stages_cards.all_steps(asked),
            stages_modes.table(asked),
        ),
    )


build = stages_asked.of_stages(_view)


def stages_of(warehouse: Warehouse) -> list[str]:
    """Stages that leads can leave: all but the last."""
    return [each.name for each in warehouse.definitions.stages][:-1]


def _kpis(warehouse: Warehouse, earlier: Scope | None, asked: Asked, untouched: Untouched) -> tuple[Kpi, ...]:
    ends = (asked.stages[0], stage_of(warehouse, asked, "prospect"))
    leads, prospects = _reached(asked.steps, *ends)
    past = None if earlier is None else stages_asked.counts(warehouse, earlier, "all", asked)
    before = None if past is None else _reached(past, *ends)
    share = share_interval(prospects, leads)
    kpis = [
        Kpi("Leads", labels.count(leads), _count_change(leads, None if before is None else before[0])),
        Kpi(
            "Reach prospect",
            labels.share(share.estimate),
            _rate_change(prospects, leads, before),
            help=wording.prospect_help(share.low, share.high),
        ),
        Kpi("Stalled now", labels.count(asked.total("stalled")), help=wording.STALLED_HELP),
    ]
    if untouched.is_loaded and untouched.leads:
        value = labels.count(untouched.untouched)
        kpis.append(Kpi("Never touched", value, help=owners_wording.HELP))
    return tuple(kpis)


def stage_of(warehouse: Warehouse, asked: Asked, role: str) -> str:
    """The recorded stage that has the role, or the next one after it that is recorded."""
    names = [each.name for each in warehouse.definitions.stages][warehouse.definitions.position_of(role) - 1 :]
    return next(name for name in names if name in asked.stages)


def _reached(steps: pd.DataFrame, *stages: str) -> tuple[int, int]:
    """Leads that reached each of two stages."""
    by_stage = steps.groupby("stage")["reached"].sum()
    first, second = (int(by_stage.get(stage, 0)) for stage in stages)
    return first, second


def _count_change(now: int, before: int | None) -> str:
    if not before:
        return ""
    ratio = total_changed(now, now, before, before)
    if ratio.is_missing:
        return ""
    return labels.change(ratio.estimate - 1) if ratio.excludes(1) else common.NO_CLEAR_CHANGE


def _rate_change(prospects: int, leads: int, before: tuple[int, int] | None) -> str:
    if before is None:
        return ""
    change = difference_interval(prospects, leads, before[1], before[0])
    if change.is_missing:
        return ""
    return labels.points(change.estimate) if change.excludes(0) else common.NO_CLEAR_CHANGE


def _findings(asked: Asked, untouched: Untouched) -> tuple[Finding, ...]:
    """Owners whose leads wait, the gap, and where leads stall."""
    found = [*stages_owners.findings(untouched)]
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
