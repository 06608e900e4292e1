"""Balance: which engine the business needs more of now, why, and how sure that is."""

import pandas as pd

from analysis.balance import basis as balance_asked
from analysis.balance.basis import Asked
from analysis.balance.evidence import NOT_RECORDED
from analysis.balance.recommendation import CANNOT_TELL, HOLD, Turn, sensitivity
from analysis.balance.rules import STRONG, UNSURE, WEAK, Weighed
from analysis.balance.targets import ALL, enough_of
from analysis.scope import Scope
from analysis.statistics.amount_shares import amount_share_intervals
from analysis.statistics.proportions import share_interval, wilson_intervals
from analysis.warehouse import Warehouse
from data.definitions import MOTIONS
from pages.charts import figures as charts
from pages.leadership.balance.words import coverage as balance_coverage
from pages.leadership.balance.words import recommendation as wording
from pages.parts import labels, opens
from pages.parts.cards import Card, Column, Kpi
from pages.parts.frames import interval
from pages.parts.page import Finding, PageModel
from pages.parts.words import common, marks

BARS = 8
MOST = 5
ORDER = (STRONG, WEAK, UNSURE)


def build(warehouse: Warehouse, scope: Scope, earlier: Scope | None) -> PageModel:
    """Ask, weigh and recommend.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads.
    earlier : Scope or None
        Not compared with here.

    Returns
    -------
    PageModel
        The recommendation with its findings, its rules and how easily it turns.
    """
    del earlier
    asked = balance_asked.ask(warehouse, scope)
    if nothing := empty(asked):
        return nothing
    turns = sensitivity(asked.evidence, asked.limits)
    is_pair = len(asked.evidence.present) == len(MOTIONS)
    return PageModel(
        title=wording.title(asked.recommendation, asked.evidence),
        facts=wording.facts(asked.leads, asked.unknown, asked.evidence),
        kpis=_kpis(asked),
        findings=findings(asked),
        cards=(
            _channels(asked),
            *([_shares(asked)] if is_pair else []),
            *([_rules(asked)] if asked.weighed else []),
            _sensitivity(turns),
        ),
    )


def empty(asked: Asked) -> PageModel | None:
    """The page where there is nothing to weigh; None where there is."""
    if asked.leads == 0:
        return PageModel(wording.NO_LEADS, empty=common.WIDEN)
    if not asked.evidence.present:
        facts = wording.facts(asked.leads, asked.unknown, asked.evidence)
        return PageModel(wording.NO_MOTION, facts, empty=wording.MAP_SOURCES)
    return None


def findings(asked: Asked) -> tuple[Finding, ...]:
    """The recommendation's reason, then what holds or cannot be told yet, the surest first.

    Parameters
    ----------
    asked : Asked
        What the rules said.

    Returns
    -------
    tuple of Finding
        At most five; where the balance holds, the rules that do not hold are its evidence.
    """
    found = asked.recommendation
    reason = wording.why(found, asked.evidence, asked.limits)
    answer = "" if found.answer == CANNOT_TELL else f"**{wording.ANSWERS[found.answer]}.**"
    first = Finding(found.status, common.joined(answer, reason))
    telling = [each for each in asked.weighed if each.holds is not False or found.answer == HOLD]
    telling = [each for each in telling if not (each.value.is_missing and not each.is_deciding)]
    telling.sort(key=lambda each: (not each.is_deciding, ORDER.index(each.status)))
    return (first, *(_finding(each) for each in telling[: MOST - 1]))


def _finding(each: Weighed) -> Finding:
    advice = wording.ADVICE[each.rule] if each.holds else ""
    return Finding(each.status, wording.sentence(each), advice, wording.PAGES.get(each.rule, ""))


def _kpis(asked: Asked) -> tuple[Kpi, ...]:
    known, covered = asked.evidence, enough_of(asked.targets, ALL)
    shares = [
        Kpi(
            "Inbound share",
            labels.share(known.inbound_share.estimate),
            motion="inbound",
            help=f"Of opportunities of known motion: {common.estimate(*known.inbound_share)}.",
        ),
        Kpi(
            "Largest channel",
            labels.share(known.channel_share.estimate),
            help=f"{labels.literal(known.channel)}, of all opportunities: {common.estimate(*known.channel_share)}.",
        ),
    ]
    pipeline = Kpi(
        "Covers target",
        labels.times(covered.estimate),
        help=balance_coverage.enough_help(asked.targets, covered),
    )
    if known.deal_ratio.is_missing:
        return (*shares, pipeline)
    deals = Kpi(
        "Outbound deals",
        labels.times(known.deal_ratio.estimate),
        motion="outbound",
        help=f"Average won amount, outbound over inbound: {wording.with_interval(known.deal_ratio, 'deal_ratio')}.",
    )
    return (*shares, pipeline, deals)


def _channels(asked: Asked) -> Card:
    counts = asked.channels.groupby("breakdown").agg(
        opportunities=("opportunities", "sum"),
        leads=("leads", "sum"),
        won=("won", "sum"),
        motion=("motion", lambda motions: motions.iloc[0] if len(motions) == 1 else "mixed"),
    )
    counts = counts.sort_values("opportunities", ascending=False, kind="stable")
    total = pd.Series(int(counts["opportunities"].sum()), index=counts.index)
    rows = counts.join(wilson_intervals(counts["opportunities"], total)).reset_index(names="label")
    rows = rows.rename(columns={"rate": "share"}).assign(n=rows["leads"])
    drawn = rows[(rows["opportunities"] > 0) & (rows["label"] != NOT_RECORDED)].head(BARS)
    limit = asked.limits.channel_share
    return Card(
        name="channels",
        title=wording.channels_title(asked.evidence, limit),
        subtitle=marks.under("Share of opportunities, 95 % interval", drawn["motion"]),
        figure=charts.share_bars(drawn, limit, "threshold") if len(drawn) else None,
        numbers=rows,
        columns={
            "label": Column("Channel"),
            "motion": Column("Motion", "motion"),
            "share": Column("Share", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
            "opportunities": Column("Opportunities", "count"),
            "leads": Column("Leads", "count"),
            "won": Column("Won", "count"),
        },
        definition=wording.SHARES_DEFINITION,
        is_wide=len(asked.evidence.present) < len(MOTIONS),
        opens=opens.by("channel", rows["label"], from_gate="opportunity"),
    )


def _shares(asked: Asked) -> Card:
    """Inbound's share of leads, opportunities, wins and won amount against the limit of one motion."""
    sums = asked.channels.groupby("motion").sum(numeric_only=True).reindex(list(MOTIONS)).fillna(0)
    rows = []
    for name, label in (("leads", "Leads"), ("opportunities", "Opportunities"), ("won", "Wins")):
        part, whole = int(sums[name]["inbound"]), int(sums[name].sum())
        rows.append((label, *share_interval(part, whole), part, whole))
    amounts = sums[["won_amount", "won_amount_squares"]]
    if amounts["won_amount"].sum() > 0:
        estimates = amount_share_intervals(amounts["won_amount"], amounts["won_amount_squares"])
        share = interval(estimates.rename(columns={"share": "rate"}), "inbound")
        part, whole = (round(each) for each in (amounts["won_amount"]["inbound"], amounts["won_amount"].sum()))
        rows.append(("Won amount", *share, part, whole))
    table = pd.DataFrame(rows, columns=["label", "value", "low", "high", "inbound", "whole"]).assign(motion="inbound")
    return Card(
        name="share of inbound",
        title=wording.shares_title(asked.evidence),
        subtitle="Share of inbound in what both motions bring, 95 % interval",
        figure=charts.intervals_on_threshold(table, asked.limits.motion_share, "threshold", "share"),
        numbers=table,
        columns={
            "label": Column("Of"),
            "value": Column("Inbound share", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
            "inbound": Column("Inbound", "count"),
            "whole": Column("Both motions", "count"),
        },
        definition=f"Inbound over inbound and outbound; unknown motion is left out. {wording.SHARES_DEFINITION}",
        opens={
            opens.mark(label): {"motion": "inbound", **only}
            for label, only in (
                ("Leads", {}),
                ("Opportunities", {"from_gate": "opportunity"}),
                ("Wins", {"outcome": "won"}),
                ("Won amount", {"outcome": "won"}),
            )
        },
    )


def _rules(asked: Asked) -> Card:
    rows = [
        {
            "rule": wording.RULES[each.rule],
            "value": wording.with_interval(each.value, each.limit_name),
            "limit": f"{each.side} {wording.limit_value(each.limit, each.limit_name)}",
            "verdict": wording.verdict(each),
            "part": "decides" if each.is_deciding else "backs up",
        }
        for each in asked.weighed
    ]
    return Card(
        name="rules",
        title=wording.rules_title(asked.weighed),
        subtitle="What the recommendation rests on; a rule holds above or below its threshold",
        numbers=pd.DataFrame(rows),
        columns={
            "rule": Column("Number"),
            "value": Column("Now, 95 % interval"),
            "limit": Column("Holds"),
            "verdict": Column("Verdict"),
            "part": Column("Part"),
        },
        definition=wording.DEFINITION,
        is_table=True,
        is_wide=True,
    )


def _sensitivity(turns: tuple[Turn, ...]) -> Card:
    rows = [
        {
            "limit": wording.LIMITS[each.limit_name],
            "from": wording.limit_value(each.limit, each.limit_name),
            "to": wording.limit_value(each.moved_to, each.limit_name),
            "turned": wording.turned(each),
            "answer": wording.ANSWERS[each.answer] + (" (turned)" if each.is_turned else ""),
        }
        for each in sorted(turns, key=lambda each: (not each.is_turned, not each.changed))
    ]
    return Card(
        name="sensitivity",
        title=wording.sensitivity_title(turns),
        subtitle="Each threshold moved by 20 %, one at a time; what turns stands first",
        numbers=pd.DataFrame(rows),
        columns={
            "limit": Column("Threshold"),
            "from": Column("Now"),
            "to": Column("Moved to"),
            "turned": Column("Findings that turn"),
            "answer": Column("Answer then"),
        },
        definition=wording.SENSITIVITY_DEFINITION,
        is_table=True,
        is_wide=True,
    )
