"""Stage drop-off: where leads leave the pipeline, and with whom more than with others. The view Funnel."""

import pandas as pd

from analysis.ask import Warehouse
from analysis.scope import Scope
from analysis.statistics.proportions import difference_interval, share_interval
from pages.models import (
    health_estimates,
    stages_asked,
    stages_cards,
    stages_modes,
    stages_owners,
    stages_touches,
    stages_trend,
)
from pages.models.page import Finding, PageModel
from pages.models.stages_asked import Asked
from pages.models.stages_modes import PLAIN, Reading
from pages.models.stages_touches import Untouched
from pages.parts import labels
from pages.parts.cards import Card, Kpi
from pages.parts.wording import common
from pages.parts.wording import stages as wording
from pages.parts.wording import stages_owners as owners_wording

BREAKDOWNS = ("motion", "channel", "segment", "owner", "team")
STALLED_WORTH_A_LINE = 0.25
SOURCES_PAGE = "pages/marketing/sources.py"
SOURCES_KNOW = ("motion", "channel", "segment")


def build(
    warehouse: Warehouse,
    scope: Scope,
    earlier: Scope | None,
    breakdown: str = "motion",
    stage: str = "",
    reading: Reading = PLAIN,
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
    reading : Reading, default PLAIN
        What counts as reached in the cards that show it.

    Returns
    -------
    PageModel
        The page.
    """
    asked = stages_asked.ask(warehouse, scope, breakdown, stage)
    if asked is None:
        return PageModel(wording.NO_LEADS, empty=common.WIDEN)
    leads, groups = asked.leads, len(stages_asked.compared(asked.steps))
    untouched = stages_touches.ask(warehouse, scope)
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
        facts=wording.facts(asked),
        kpis=_kpis(warehouse, scope, earlier, asked, untouched),
        findings=_findings(asked, untouched),
        cards=_cards(warehouse, scope, asked, reading),
    )


def _cards(warehouse: Warehouse, scope: Scope, asked: Asked, reading: Reading) -> tuple[Card, ...]:
    counted = stages_modes.readings(warehouse, scope, asked, reading)
    if asked.by_motion and not reading.is_plain:
        first = stages_modes.lines(counted, asked, reading)
    else:
        first = stages_cards.lines(asked) if asked.by_motion else stages_cards.rates(asked)
    trend = stages_trend.card(warehouse, scope, asked)
    return (first, trend, stages_cards.all_steps(asked), stages_modes.table(counted, asked, reading))


def stages_of(warehouse: Warehouse) -> list[str]:
    """Stages that leads can leave: all but the last."""
    return [each.name for each in warehouse.definitions.stages][:-1]


def _kpis(
    warehouse: Warehouse, scope: Scope, earlier: Scope | None, asked: Asked, untouched: Untouched
) -> tuple[Kpi, ...]:
    leads = asked.leads
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
    if untouched.is_loaded and untouched.leads:
        value = labels.count(untouched.untouched)
        kpis.append(Kpi("Never touched", value, help=owners_wording.HELP))
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
