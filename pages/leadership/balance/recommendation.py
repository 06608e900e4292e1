"""Balance: which engine the business needs more of now, why, and how sure that is."""

import pandas as pd

from analysis.balance.basis import Basis
from analysis.balance.recommendation import CANNOT_TELL, HOLD, Turn, sensitivity
from analysis.balance.rules import SITUATIONS, Weighed
from analysis.claims.verdicts import ACT, KNOW, SUREST_FIRST, WATCH
from analysis.scope import Scope
from analysis.statistics.amount_shares import amount_share_intervals
from analysis.statistics.proportions import share_interval
from analysis.warehouse import Warehouse
from data.names import MOTIONS, UNMAPPED, is_named
from pages.charts import figures
from pages.leadership.balance import situations
from pages.leadership.balance.words import coverage
from pages.leadership.balance.words import recommendation as words
from pages.parts import addresses, labels, opens, unrecorded
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import bounds, known
from pages.parts.frames import interval
from pages.parts.page import Finding, PageModel
from pages.parts.single_points import finding as single_point_finding
from pages.parts.undated import needs_days
from pages.parts.words import common, engines, marks, single_points
from pages.parts.words import recorded as recorded_words

CHANNELS_SHOWN = 8
MOST_FINDINGS = 5
PAGES = {
    "inbound heavy": addresses.DEPENDENCE,
    "outbound heavy": addresses.DEPENDENCE,
}


@needs_days("Which engine is needed more now")
def build(warehouse: Warehouse, scope: Scope) -> PageModel:
    """The recommendation with its findings, its rules and how easily it turns."""
    basis = Basis.of(warehouse, scope)
    if nothing := empty(basis):
        return nothing
    turns = sensitivity(basis.evidence, basis.limits)
    is_pair = len(basis.evidence.present) == len(MOTIONS)
    return PageModel(
        title=engines.needed(basis.recommendation, basis.evidence),
        facts=words.facts(basis.leads, basis.unknown, basis.evidence),
        kpis=_kpis(basis),
        findings=findings(basis),
        cards=(
            _channels(basis),
            *([_shares(basis)] if is_pair else []),
            *([_rules(basis)] if basis.weighed else []),
            _sensitivity(turns),
        ),
    )


def empty(basis: Basis) -> PageModel | None:
    """The page where there is nothing to weigh; None where there is."""
    if basis.leads == 0:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    if basis.recorded.is_with_outcome:
        return unrecorded.page(basis.recorded)
    if not basis.evidence.present:
        facts = words.facts(basis.leads, basis.unknown, basis.evidence)
        is_unmapped = basis.channels["breakdown"].str.startswith(UNMAPPED).any()
        return PageModel(
            common.NO_MOTION, facts, empty=common.MAP_SOURCES if is_unmapped else recorded_words.none("source")
        )
    return None


def findings(basis: Basis) -> tuple[Finding, ...]:
    """The recommendation's reason, the rules that hold, the situations that do, then what cannot be told yet.

    Parameters
    ----------
    basis : Basis
        What the rules said, and of what.

    Returns
    -------
    tuple of Finding
        At most five, no more than two rules before the situations; where the balance holds, the rules that do not hold
        are its evidence.
    """
    found = basis.recommendation
    reason = words.why(found, basis.evidence, basis.limits)
    answer = "" if found.answer == CANNOT_TELL else f"**{words.ANSWERS[found.answer]}.**"
    asks = KNOW if found.answer in (HOLD, CANNOT_TELL) else ACT
    first = Finding(asks, common.joined(answer, reason), who=common.LEADERSHIP, surely=found.status)
    telling = [each for each in basis.weighed if each.holds is not False or found.answer == HOLD]
    telling = [each for each in telling if each.rule not in SITUATIONS]
    telling.sort(key=lambda each: SUREST_FIRST.index(each.status))
    decided = [_finding(each) for each in telling if each.holds is not None]
    untold = [_finding(each) for each in telling if each.holds is None]
    told = (*decided[:2], *situations.findings(basis, addresses.BALANCE), *decided[2:], *untold)
    return (first, *told[: MOST_FINDINGS - 1])


def _finding(each: Weighed) -> Finding:
    if each.subject is not None and each.holds:
        return single_point_finding(each.subject, link=addresses.DEPENDENCE)
    advice = words.ADVICE[each.rule] if each.holds else ""
    asks = WATCH if each.holds else KNOW
    return Finding(asks, words.sentence(each), advice, PAGES.get(each.rule, ""), surely=each.status)


def _kpis(basis: Basis) -> tuple[Kpi, ...]:
    evidence, covered = basis.evidence, basis.targets.enough_together
    inbound, channel = evidence.inbound_share, evidence.channel
    shares = [
        Kpi(
            "Inbound share, opportunities",
            labels.share(inbound.estimate),
            motion="inbound",
            help=f"Of opportunities of known motion: {common.estimate(*inbound)}.",
            opens={"motion": "inbound", **opens.counted_in("opportunities")},
        ),
        Kpi(
            f"Largest channel, {single_points.MEASURES[basis.shares.measure]}",
            labels.share(channel.share.estimate) if channel else labels.MISSING,
            help=f"{single_points.brings(channel)}." if channel else words.NO_CHANNEL,
            opens={"channel": channel.name, **opens.counted_in(basis.shares.measure)} if channel else None,
        ),
    ]
    pipeline = Kpi(
        "Covers target",
        labels.times(covered.estimate),
        help=coverage.enough_help(basis.targets, covered),
    )
    if evidence.deal_ratio.is_missing:
        return (*shares, pipeline)
    deals = Kpi(
        "Outbound deal size",
        labels.times(evidence.deal_ratio.estimate),
        motion="outbound",
        help="Average won amount, outbound over inbound of the same segments: "
        f"{words.with_interval(evidence.deal_ratio, 'deal_ratio')}.",
    )
    return (*shares, pipeline, deals)


def _channels(basis: Basis) -> Card:
    """What each channel brings of what decides, against the threshold of one channel."""
    measure, rows = basis.shares.measure, basis.shares.rows
    drawn = rows[(rows["value"] > 0) & rows["label"].map(is_named).astype(bool)].head(CHANNELS_SHOWN)
    limit = basis.limits.channel_share
    return Card(
        name="channels",
        title=words.channels_title(basis.evidence),
        subtitle=marks.under(words.channels_subtitle(measure), drawn["motion"]),
        figure=figures.share_bars(drawn.assign(n=drawn["leads"]), limit, "threshold") if len(drawn) else None,
        numbers=rows,
        columns={
            "label": Column("Channel"),
            **known("motion", "share", "low", "high", "opportunities", "leads", "won"),
        },
        definition=words.SHARES_DEFINITION,
        is_wide=len(basis.evidence.present) < len(MOTIONS),
        opens=opens.by("channel", rows["label"], **opens.counted_in(measure)),
    )


def _shares(basis: Basis) -> Card:
    """Inbound's share of leads, opportunities, wins and won amount against the limit of one motion."""
    sums = basis.channels.groupby("motion").sum(numeric_only=True).reindex(list(MOTIONS)).fillna(0)
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
        title=words.shares_title(basis.evidence),
        subtitle="Share of inbound in what both motions bring, 95% interval",
        figure=figures.intervals_on_threshold(table, basis.limits.motion_share, "threshold", "share"),
        numbers=table,
        columns={
            "label": Column("Of"),
            "value": Column("Inbound share", "share"),
            **bounds(),
            "inbound": Column("Inbound", "count"),
            "whole": Column("Both motions", "count"),
        },
        definition=f"Inbound over inbound and outbound; unknown motion is left out. {words.SHARES_DEFINITION}",
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


def _rules(basis: Basis) -> Card:
    rows = [
        {
            "rule": words.RULES[each.rule],
            "value": words.with_interval(each.value, each.limit_name),
            "limit": f"{each.side} {words.written(each.limit, each.limit_name)}",
            "verdict": words.verdict(each),
            "part": "decides" if each.is_deciding else "situation",
        }
        for each in basis.weighed
    ]
    return Card(
        name="rules",
        title=words.rules_title(basis.weighed),
        subtitle="What the recommendation rests on; a rule holds above or below its threshold",
        numbers=pd.DataFrame(rows),
        columns={
            "rule": Column("Number"),
            "value": Column("Now, 95% interval"),
            "limit": Column("Holds"),
            "verdict": Column("Verdict"),
            "part": Column("Part"),
        },
        definition=words.DEFINITION,
        is_table=True,
        is_wide=True,
    )


def _sensitivity(turns: tuple[Turn, ...]) -> Card:
    rows = [
        {
            "limit": words.LIMITS[each.limit_name],
            "from": words.written(each.limit, each.limit_name),
            "to": words.written(each.moved_to, each.limit_name),
            "turned": words.turned(each),
            "answer": words.ANSWERS[each.answer] + (" (turned)" if each.is_turned else ""),
        }
        for each in sorted(turns, key=lambda each: (not each.is_turned, not each.changed))
    ]
    return Card(
        name="sensitivity",
        title=words.sensitivity_title(turns),
        subtitle="Each threshold moved by 20%, one at a time; what changes the answer stands first",
        numbers=pd.DataFrame(rows),
        columns={
            "limit": Column("Threshold"),
            "from": Column("Now"),
            "to": Column("Moved to"),
            "turned": Column("Findings that turn"),
            "answer": Column("Answer then"),
        },
        definition=words.SENSITIVITY_DEFINITION,
        is_table=True,
        is_wide=True,
    )
