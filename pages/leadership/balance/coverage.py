"""Balance, view Coverage: whether the target of the quarter or the month will be reached, and what that hangs on."""

import pandas as pd

from analysis.balance.targets import ALL, LEVEL, PERIODS, Period, Targets, pipeline_against_targets
from analysis.claims.verdicts import KNOW
from analysis.scope import Scope
from analysis.statistics.forecast import Outcome
from analysis.warehouse import Warehouse
from data.names import MOTIONS
from pages.charts import figures
from pages.leadership.balance.words import coverage as words
from pages.parts import labels, opens, unrecorded
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import known
from pages.parts.page import Finding, PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common

CHANNELS_SHOWN = 10
CHANNELS_WEIGHED = 3
MONTHS_OF_A_QUARTER = 3


@needs_days("Whether the target will be reached")
def build(warehouse: Warehouse, scope: Scope, *, period: str = PERIODS[0]) -> PageModel:
    """The forecast against the targets; of the scope its motions count, its period does not."""
    targets = pipeline_against_targets(warehouse, scope, period)
    if targets.problem:
        return PageModel(words.TITLES[targets.problem], empty=words.empty(targets))
    if nothing := unrecorded.instead(warehouse, scope, "motion", gate="opportunity"):
        return nothing
    currency = warehouse.currency
    return PageModel(
        title=words.title(targets, currency),
        period_of="",
        facts=words.facts(targets, int(targets.channels["open"].sum())),
        kpis=_kpis(targets, currency),
        findings=_findings(targets),
        cards=(
            _made_of(targets, currency),
            _motions(targets),
            _hangs_on(targets, currency),
            _channels(targets, currency),
            _deals(targets, currency),
            _hygiene(targets, currency),
            _months(targets, currency),
            _table(targets, currency),
        ),
    )


def _kpis(targets: Targets, currency: str) -> tuple[Kpi, ...]:
    whole = targets.of(ALL)
    return (
        Kpi(
            "Won so far",
            labels.money(whole["won"], currency),
            help=f"In {words.name_of(targets)}, by day of closing.",
            opens=_won_in(targets.period),
        ),
        Kpi(
            "Expected by the end",
            labels.money(whole["total"], currency),
            help=words.expected_help(whole, currency),
        ),
        Kpi("Chance to reach", words.percent(whole["chance"]), help=words.chance_help(targets, currency)),
        Kpi(
            "Weighted pipeline",
            labels.money(whole["weighted"], currency),
            help=words.WEIGHTED_HELP,
            opens={"outcome": "open", **opens.ALWAYS},
        ),
    )


def _won_in(period: Period | None) -> dict[str, str] | None:
    """The wins of a month or quarter; None for a quarter that is none of the calendar: no address says its days."""
    if period is None or (period.months == MONTHS_OF_A_QUARTER and period.first.month % MONTHS_OF_A_QUARTER != 1):
        return None
    written = f"{period.first:%Y-%m}" if period.months == 1 else f"{period.first.year}-Q{period.last.month // 3}"
    return {"closed": written, "outcome": "won", **opens.ALWAYS}


def _findings(targets: Targets) -> tuple[Finding, ...]:
    if targets.period is None or targets.planned_months == targets.period.months:
        return ()
    return (Finding(KNOW, words.partly(targets), who=common.LEADERSHIP),)


def _made_of(targets: Targets, currency: str) -> Card:
    whole = targets.of(ALL)
    steps = pd.DataFrame(
        [
            ("Won so far", whole["won"], "start"),
            ("Open leads", whole["pipe"], "step"),
            ("New leads", whole["new"], "step"),
            ("Expected", whole["total"], "end"),
        ],
        columns=["label", "value", "kind"],
    )
    return Card(
        name="forecast",
        title=words.made_title(targets),
        subtitle=f"{words.FORECAST_SUBTITLE}, in {currency}",
        figure=figures.waterfall(steps, "money", currency),
        numbers=_numbers(targets),
        columns={
            "motion": Column("Motion"),
            "target": Column("Target", "money"),
            "won": Column("Won so far", "money"),
            "pipe": Column("Open leads", "money"),
            "new": Column("New leads", "money"),
            "total": Column("Expected", "money"),
            "low": Column("80% from", "money"),
            "high": Column("80% to", "money"),
            "chance": Column("Chance", "share"),
        },
        definition=words.DEFINITION,
        note=words.to_do(targets, currency),
    )


def _numbers(targets: Targets) -> pd.DataFrame:
    return targets.motions.rename(index=words.NAMES).rename_axis("motion").reset_index()


def _motions(targets: Targets) -> Card:
    numbers = _numbers(targets)
    rows = pd.DataFrame(
        {
            "label": numbers["motion"],
            "motion": [name if name != ALL else "" for name in targets.motions.index],
            **{
                to: numbers[of] / numbers["target"] for to, of in (("value", "total"), ("low", "low"), ("high", "high"))
            },
        }
    )
    return Card(
        name="against the target",
        title=words.motion_title(targets),
        subtitle="Expected by the end over the target, 80% band",
        figure=figures.intervals_on_threshold(rows, 1, "the target", "times"),
        numbers=rows,
        columns={
            "label": Column("Motion"),
            "value": Column("Expected over target", "times"),
            "low": Column("80% from", "times"),
            "high": Column("80% to", "times"),
        },
        definition=words.DEFINITION,
        opens={
            opens.mark(words.NAMES[name]): {
                **({} if name == ALL else {"motion": name}),
                "outcome": "open",
                **opens.ALWAYS,
            }
            for name in targets.motions.index
        },
    )


def _hangs_on(targets: Targets, currency: str) -> Card:
    """What each part brings, and the chance without it."""
    whole, outcome = targets.of(ALL), targets.to_come[ALL]
    channels = targets.channels.groupby("channel")["total"].sum().sort_values(ascending=False, kind="stable")
    parts = {name: float(value) for name, value in channels.head(CHANNELS_WEIGHED).items()}
    parts[words.NEW] = float(whole["new"])
    if len(targets.deals):
        parts[words.FIVE] = float(targets.deals["expected_amount"].sum())
    rows = pd.DataFrame(
        [
            {"label": name, "brings": value, "chance": _without(outcome, value).chance_of(float(whole["remaining"]))}
            for name, value in parts.items()
            if value > 0
        ],
        columns=["label", "brings", "chance"],
    ).sort_values("brings", ascending=False, ignore_index=True)
    drawn = rows.assign(value=rows["brings"], motion="", text=words.without(rows, currency))
    return Card(
        name="what it hangs on",
        title=words.hangs_title(rows, float(whole["chance"])),
        subtitle="Expected until the end of the period · chance to reach the target without it",
        figure=figures.ranked_bars(drawn, "money", currency),
        numbers=rows,
        columns={
            "label": Column("Part"),
            "brings": Column("Brings", "money"),
            "chance": Column("Chance without it", "share"),
        },
        definition=words.HANGS_DEFINITION,
    )


def _without(outcome: Outcome, value: float) -> Outcome:
    """What is to come without a part of it, which varies as the whole does."""
    left = max(1 - value / outcome.mean, 0.0) if outcome.mean > 0 else 0.0
    return Outcome(outcome.mean * left, outcome.variance * left)


def _channels(targets: Targets, currency: str) -> Card:
    rows = targets.channels.assign(label=targets.channels["channel"])
    drawn = rows[rows["total"] > 0].head(CHANNELS_SHOWN).assign(value=lambda some: some["total"])
    return Card(
        name="to come by channel",
        title=words.channels_title(targets.channels),
        subtitle=f"Expected until the end of the period, from open and new leads, in {currency} · {labels.MARKS}",
        figure=figures.ranked_bars(drawn[["label", "value", "motion"]], "money", currency),
        numbers=rows,
        columns={
            "label": Column("Channel"),
            **known("motion"),
            "open": Column("Open leads", "count"),
            "pipe": Column("From open leads", "money"),
            "new": Column("From new leads", "money"),
            "total": Column("In the period", "money"),
            "weighted": Column("Weighted pipeline", "money"),
            "older_than_any_win": Column("Older than any win", "count"),
        },
        definition=words.DEFINITION,
        opens=opens.by("channel", drawn["label"], outcome="open", **opens.ALWAYS),
    )


def _deals(targets: Targets, currency: str) -> Card:
    rows = targets.deals.assign(open=targets.deals["lead_id"])
    return Card(
        name="deals that matter most",
        title=words.deals_title(targets.deals, currency),
        subtitle="Open leads by chance to be won in the period × recorded amount",
        numbers=rows,
        columns={
            "open": Column("Lead", "lead"),
            "lead_id": Column("Id"),
            "expected_amount": Column("At stake", "money"),
            "chance": Column("Chance", "share"),
            "amount": Column("Amount", "money"),
            **known("stage", "owner", "channel", "motion"),
            "days": Column("Days there", "days"),
        },
        definition=words.DEALS_DEFINITION,
        is_table=True,
        is_wide=True,
    )


def _hygiene(targets: Targets, currency: str) -> Card:
    sums = ["open", "older_than_any_win", "open_amount", "older_open_amount", "older_expected", "older_amount"]
    rows = targets.channels.groupby("motion")[sums].sum().reindex([m for m in MOTIONS if m in targets.motions.index])
    rows.loc[ALL] = rows.sum()
    table = rows.rename(index=words.NAMES).rename_axis("motion").reset_index()
    return Card(
        name="older than any win",
        title=words.hygiene_title(targets, int(table["older_than_any_win"].iloc[-1]), currency),
        subtitle="Open leads, and those that have waited for longer than any lead that was won",
        numbers=table,
        columns={
            "motion": Column("Motion"),
            "open": Column("Open leads", "count"),
            "older_than_any_win": Column("Older than any win", "count"),
            "open_amount": Column("Open amount", "money"),
            "older_open_amount": Column("Of the older", "money"),
            "older_expected": Column("Expected of them", "money"),
            "older_amount": Column("As if fresh", "money"),
        },
        definition=words.HYGIENE_DEFINITION,
        is_table=True,
        is_wide=True,
    )


def _table(targets: Targets, currency: str) -> Card:
    """The same numbers, written out, motions side by side."""
    written = {}
    for name in map(str, targets.motions.index):
        row = targets.of(name)
        written[name] = {
            "Target": labels.money(row["target"], currency),
            "Won so far": labels.money(row["won"], currency),
            "Remaining": labels.money(row["remaining"], currency),
            "Expected by the end": f"{labels.money(row['total'], currency)} ({words.band(row, currency)})",
            "Chance to reach": words.percent(float(row["chance"])),
            "Weighted pipeline": labels.money(row["weighted"], currency),
            "Months ahead": words.ahead(float(row["ahead"]), int(row["months_known"])),
            "Open amount": labels.money(row["open_amount"], currency),
            "Coverage": labels.times(row["ratio"]),
            "Needed, 1 / win rate by amount": labels.times(targets.needed.estimate) if name == ALL else labels.MISSING,
        }
    table = pd.DataFrame(written).rename_axis("measure").reset_index()
    return Card(
        name="coverage in numbers",
        title=words.table_title(targets, currency),
        subtitle=f"{labels.share(LEVEL, 0)} bands in brackets",
        numbers=table,
        columns={
            "measure": Column("Measure"),
            **{name: Column(words.NAMES[name]) for name in written},
        },
        definition=common.joined(words.DEFINITION, words.RULE_OF_THUMB),
        is_table=True,
        is_comparison=True,
        is_wide=True,
    )


def _months(targets: Targets, currency: str) -> Card:
    months = targets.months
    gone = months[months["won"].notna()]
    complete = gone[gone["is_complete"]]
    return Card(
        name="targets by month",
        title=words.months_title(float(complete["won"].sum()), float(complete["target"].sum()), len(complete)),
        subtitle=f"Won amount by month of closing, and its target, in {currency}",
        figure=figures.against_target(months, currency=currency),
        numbers=months,
        columns={
            **known("month"),
            "target": Column("Target", "money"),
            "won": Column("Won", "money"),
        },
        definition=words.MONTHS_DEFINITION,
        is_wide=True,
    )
