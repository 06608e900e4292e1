"""Pipeline health: how do inbound and outbound do, side by side, and what matters most."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from analysis.balance.basis import Basis
from analysis.balance.flow import Flow
from analysis.balance.recommendation import CANNOT_TELL, HOLD
from analysis.claims import deal_size, motion_gap, single_points, trends
from analysis.claims.deal_size import DealSize
from analysis.claims.motion_gap import MotionGap
from analysis.claims.recorded import Recorded, recorded
from analysis.claims.single_points import SinglePoints
from analysis.claims.trends import Trend
from analysis.claims.verdicts import ACT, CLEAR, KNOW, WEAK
from analysis.recording import comparable
from analysis.scope import Scope
from analysis.statistics import amounts, proportions
from analysis.statistics.checks import Interval
from analysis.warehouse import Warehouse
from data.names import MOTIONS
from pages.leadership.health import conversion, inbound_share, so_far, words
from pages.leadership.health.counts import ALL, COUNTS, Counts
from pages.parts import addresses, labels, opens, pipelines, unrecorded
from pages.parts.cards import Card, Column, Kpi
from pages.parts.deal_size import findings as deal_findings
from pages.parts.frames import cell, every_column, interval
from pages.parts.page import Finding, PageModel, most_urgent_first
from pages.parts.single_points import finding as single_point_finding
from pages.parts.words import common, engines, rates
from pages.parts.words import pipelines as pipeline_words
from pages.parts.words import recorded as recorded_words
from pages.parts.words import trends as trend_words

MOST_FINDINGS = 3  # of the page's own, beside what Balance recommends
GROUPED_BY = ("segment", "region", "campaign", "owner")  # what tells leads apart where the motion does not
MOST_GROUPED = 2


def build(warehouse: Warehouse, scope: Scope, *, earlier: Scope | None) -> PageModel:
    """Both motions side by side, with the two or three things that matter and which engine is needed more."""
    made = _page(warehouse, scope, earlier)
    mixed = pipelines.mixed(warehouse, scope)
    is_much = any(each.asks == ACT for each in mixed) and not made.empty
    title = pipeline_words.together(made.title) if is_much else made.title
    return replace(made, title=title, findings=(*mixed, *made.findings))


def _page(warehouse: Warehouse, scope: Scope, earlier: Scope | None) -> PageModel:
    if warehouse.undated and not warehouse.has_days:
        return so_far.page(warehouse, scope)
    compared = comparable(warehouse, earlier)
    counts = Counts.of(warehouse, scope, compared)
    if counts.leads == 0:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    shortened = common.shortened(counts.window_days, warehouse.definitions.windows.conversion_days)
    alone = common.NOT_COMPARED if earlier is not None and compared is None else ""
    facts = common.grey_line(common.leads(counts.leads, counts.unknown), shortened, alone)
    if nothing := unrecorded.instead(warehouse, scope):
        return nothing
    known = recorded(warehouse, scope, "motion")
    if not counts.present or known.is_with_outcome:
        return _together(warehouse, scope, counts.together(warehouse, scope), known, facts)
    few, currency = warehouse.definitions.thresholds.few_wins, warehouse.currency
    sides = motion_gap.find(warehouse, scope, counts.window_days)
    sizes = deal_size.find(warehouse, scope)
    moves = trends.inbound_share(warehouse, scope)
    converts = trends.conversion(warehouse, scope, counts.window_days)
    found = (
        *conversion.finding(counts, sides),
        *_dependence(single_points.find(warehouse, scope)),
        *deal_findings(sizes),
        *(inbound_share.finding(moves) if counts.is_pair else []),
    )
    return PageModel(
        title=_title(counts, sides, sizes, few),
        facts=facts,
        kpis=_key_figures(counts, converts, currency, few),
        findings=tuple(
            most_urgent_first([*_needed(Basis.of(warehouse, scope)), *most_urgent_first(found)[:MOST_FINDINGS]])
        ),
        cards=(
            *([conversion.by_segment(counts, sides, few)] if counts.is_pair or counts.has_segments else []),
            _side_by_side(counts, Flow.of(warehouse, scope), currency),
            conversion.by_month(warehouse, scope, counts, converts),
            *([inbound_share.card(warehouse, scope, moves)] if counts.is_pair else []),
        ),
    )


def _together(warehouse: Warehouse, scope: Scope, counts: Counts, known: Recorded, facts: str) -> PageModel:
    """What can be said of all leads where the motions cannot be set against each other, and why they cannot."""
    few, currency = warehouse.definitions.thresholds.few_wins, warehouse.currency
    compared = [name for name in GROUPED_BY if _can_be_compared(recorded(warehouse, scope, name))]
    grouped = (conversion.by_group(warehouse, scope, name, counts.window_days, few) for name in compared)
    converts = trends.conversion(warehouse, scope, counts.window_days, breakdown="all")
    cards = [card for card in grouped if card is not None][:MOST_GROUPED]
    return PageModel(
        title=words.title_of_all(interval(conversion.rates(counts.motions), ALL), counts.window_days),
        facts=facts,
        kpis=_key_figures(counts, converts, currency, few),
        findings=_why_together(known),
        cards=(
            _side_by_side(counts, Flow.of(warehouse, scope), currency),
            conversion.by_month(warehouse, scope, counts, converts),
            *cards,
        ),
    )


def _can_be_compared(found: Recorded) -> bool:
    return not found.is_none and not found.is_with_outcome


def _why_together(known: Recorded) -> tuple[Finding, ...]:
    """Why the motions are not set against each other, and where more can be said all the same."""
    more = Finding(KNOW, words.STAGES_SAY, link=addresses.STAGES)
    if known.is_with_outcome:
        wins = Finding(KNOW, recorded_words.STILL, link=addresses.SOURCES)
        return (unrecorded.finding(known), wins, more)
    if known.unmapped:
        sentence = recorded_words.unmapped(known.unmapped, known.unmapped / known.leads)
        return (Finding(ACT, sentence, recorded_words.MAP_IT, addresses.SETTINGS, who=common.LOADERS), more)
    return (Finding(KNOW, recorded_words.none("source")), more)


def _title(counts: Counts, sides: MotionGap, sizes: DealSize, few: int) -> str:
    rates = conversion.rates(counts.motions)
    if not counts.is_pair:
        motion = counts.present[0]
        return words.one_motion(motion, interval(rates, motion), counts.window_days)
    pair = counts.motions.loc[list(MOTIONS)]
    lower, higher = sorted(rates.loc[list(MOTIONS), "rate"])
    fair = sides.gap()
    told = sizes if pair["won_with_amount"].min() >= few else None
    often = higher / lower if lower else float("inf")
    return words.title(fair.raw, often, told, is_few=sides.is_few, reverses=fair.reverses and not sides.is_few)


def _key_figures(counts: Counts, converts: Mapping[str, Trend], currency: str, few: int) -> tuple[Kpi, ...]:
    """What each motion won and converts; of a motion that is alone also its opportunities and cycle."""
    if counts.is_pair:
        won = [_won(counts, motion, currency, few) for motion in MOTIONS]
        return (*won, *(_conversion(counts, motion, converts) for motion in MOTIONS))
    (motion,) = counts.present
    return (
        _won(counts, motion, currency, few),
        _conversion(counts, motion, converts),
        _opportunities(counts, motion, few),
        _cycle(counts, motion),
    )


def _won(counts: Counts, motion: str, currency: str, few: int) -> Kpi:
    """The won amount; the number won where no amount is recorded."""
    name = "won_amount" if counts.has_amounts else "won"
    total = cell(counts.motions, motion, name)
    return Kpi(
        _label(motion, "won"),
        labels.money(total, currency) if counts.has_amounts else labels.count(total),
        _change(counts, motion, name, few),
        _mark(motion),
        words.WON_AMOUNT_HELP if counts.has_amounts else words.WON_HELP,
        opens={**_of(motion), **opens.counted_in("won")},
    )


def _opportunities(counts: Counts, motion: str, few: int) -> Kpi:
    return Kpi(
        _label(motion, "opportunities"),
        labels.count(cell(counts.motions, motion, "opportunities")),
        _change(counts, motion, "opportunities", few),
        _mark(motion),
        words.OPPORTUNITIES_HELP,
        opens={**_of(motion), **opens.counted_in("opportunities")},
    )


def _cycle(counts: Counts, motion: str) -> Kpi:
    median = cell(counts.motions, motion, "median_days_to_won")
    return Kpi(_label(motion, "cycle"), labels.days(median), motion=_mark(motion), help=words.CYCLE_HELP)


def _label(motion: str, figure: str) -> str:
    return f"{motion} {figure}".capitalize() if _mark(motion) else figure.capitalize()


def _mark(motion: str) -> str:
    return motion if motion in MOTIONS else ""


def _of(motion: str) -> dict[str, str]:
    """What sets a motion apart; nothing where it stands for all leads."""
    return {"motion": motion} if motion != ALL else {}


def _conversion(counts: Counts, motion: str, converts: Mapping[str, Trend]) -> Kpi:
    rate = interval(conversion.rates(counts.motions), motion)
    return Kpi(
        _label(motion, "conversion"),
        labels.share(rate.estimate),
        motion=_mark(motion),
        help=words.conversion_help(counts.window_days, rate.low, rate.high),
        slope=trend_words.tile(converts[motion]) if motion in converts else "",
        opens={**_of(motion), "mature_days": str(counts.window_days)},
    )


def _change(counts: Counts, motion: str, total: str, few: int) -> str:
    """Relative change in words; counts are their own squares."""
    if counts.earlier is None or cell(counts.earlier, motion, "leads") == 0:
        return ""
    frames = (counts.motions, counts.earlier)
    counted, squares = (total, total) if total in COUNTS else ("won_with_amount", f"{total}_squares")
    if min(cell(frame, motion, counted) for frame in frames) < few:
        return common.TOO_FEW
    ratio = amounts.total_changed(*(cell(frame, motion, name) for frame in frames for name in (total, squares)))
    return _in_words(ratio, 1.0, labels.change(ratio.estimate - 1))


def _in_words(change: Interval, nothing: float, written: str) -> str:
    if change.is_missing:
        return ""
    return written if change.excludes(nothing) else common.NO_CLEAR_CHANGE


def _dependence(found: SinglePoints) -> list[Finding]:
    """The largest channel, where it surely or probably brings too much."""
    channel = found.largest("channel")
    if channel is None or channel.verdict not in (CLEAR, WEAK):
        return []
    return [single_point_finding(channel, link=addresses.DEPENDENCE)]


def _needed(basis: Basis) -> list[Finding]:
    """Which engine the business needs more of now; nothing where that cannot be told yet."""
    found = basis.recommendation
    if found.answer == CANNOT_TELL:
        return []
    asks = KNOW if found.answer == HOLD else ACT
    sentence = f"{engines.needed(found, basis.evidence)}."
    return [Finding(asks, sentence, link=addresses.BALANCE, who=common.LEADERSHIP, surely=found.status)]


def _side_by_side(counts: Counts, flow: Flow, currency: str) -> Card:
    """Every number of both motions, or of all leads, in one table."""
    names = [ALL] if ALL in counts.motions.index else list(MOTIONS)
    motions = counts.motions.loc[names]
    velocity = flow.components["velocity"].reindex(names)
    # Where no loss is recorded every closed lead is a win: there is no win rate then.
    closed = motions["closed"] if counts.has_losses else motions["closed"] * 0
    won = motions["won"].where(closed > 0, 0)
    sizes = amounts.mean_intervals(motions["won_amount"], motions["won_amount_squares"], motions["won_with_amount"])
    rows = {
        "Leads": motions["leads"].map(labels.count),
        "Opportunities": motions["opportunities"].map(labels.count),
        "Won so far": motions["won"].map(labels.count),
        "Won amount": _amounts(motions["won_amount"].where(motions["won_with_amount"] > 0), currency),
        words.within(counts.window_days): _estimates(conversion.rates(motions)),
        rates.OF_CLOSED_LEADS: _estimates(proportions.wilson_intervals(won, closed)),
        "Average deal": pd.Series(
            {motion: common.money_estimate(interval(sizes, motion), currency) for motion in names}
        ),
        "Typical days to won": motions["median_days_to_won"].map(labels.days),
        "Open opportunities": motions["open_opportunities"].map(labels.count),
        "Velocity a day": _amounts(velocity, currency),
    }
    table = pd.DataFrame(rows).T
    table = table[~every_column(table == labels.MISSING)].rename_axis("measure").reset_index()
    return Card(
        name="motions-side-by-side",
        asked=("motion_gap", "opportunity_ages"),
        title=words.side_by_side_title(motions["leads"], motions["won_amount"], motions["won"]),
        subtitle=words.SIDE_BY_SIDE,
        numbers=table,
        columns={"measure": Column("Measure"), **{motion: Column(motion.capitalize()) for motion in counts.present}},
        definition=words.side_by_side_definition(counts.window_days),
        note=common.joined(
            common.left_out(counts.young, counts.undated, counts.window_days),
            words.missing_parts(has_amounts=counts.has_amounts, has_losses=counts.has_losses),
        ),
        is_table=True,
        is_comparison=True,
    )


def _estimates(rates: pd.DataFrame) -> pd.Series:
    return pd.Series([common.estimate(*row) for row in rates.itertuples(index=False)], index=rates.index)


def _amounts(values: pd.Series, currency: str) -> pd.Series:
    return pd.Series([labels.money(value, currency) for value in values], index=values.index)
