"""Balance, view Coverage: whether the open pipeline is enough for the quarter's targets."""

import pandas as pd

from analysis.balance.targets import ALL, Targets, pipeline_against_targets
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import MOTIONS
from pages.charts import figures
from pages.leadership.balance.words import coverage as words
from pages.parts import labels, opens
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import bounds, known
from pages.parts.frames import cell
from pages.parts.page import Finding, PageModel
from pages.parts.words import common, marks

CHANNELS_SHOWN = 10
MONTHS_OF_QUARTER = 3


def build(warehouse: Warehouse, scope: Scope) -> PageModel:
    """The open pipeline against the targets; of the scope its motions count, its period does not."""
    targets = pipeline_against_targets(warehouse, scope)
    if targets.problem:
        return PageModel(words.TITLES[targets.problem], empty=words.empty(targets))
    currency, whole = warehouse.currency, targets.coverage[ALL]
    name = next(iter(targets.coverage)) if len(targets.coverage) == 2 else "both motions"
    return PageModel(
        title=words.title(whole.enough, whole.remaining, name),
        facts=words.facts(targets, int(targets.channels["open_opportunities"].sum())),
        kpis=_kpis(targets, currency),
        findings=(Finding("strong", words.partly(targets)),) if targets.planned_months < MONTHS_OF_QUARTER else (),
        cards=(
            _motions(targets),
            _months(targets, currency),
            _table(targets, currency),
            _channels(targets, currency),
        ),
    )


def _kpis(targets: Targets, currency: str) -> tuple[Kpi, ...]:
    whole, row = targets.coverage[ALL], targets.motions.loc[ALL].to_dict()
    ahead = words.ahead(row["ahead"], row["months_known"])
    needed = "" if whole.needed.is_missing else f" Needed: {labels.times(whole.needed.estimate)}, 1 / win rate."
    kpis = (
        Kpi(
            "Remaining target",
            labels.money(whole.remaining, currency),
            help=f"Of {labels.literal(labels.money(row['target'], currency))} in {words.period(targets)}.",
        ),
        Kpi("Coverage", labels.times(whole.ratio), help=f"Open amount over what remains.{needed}"),
        Kpi(
            "Weighted pipeline",
            labels.money(whole.weighted.estimate, currency),
            help="Open amount of each channel times its own win rate by amount.",
        ),
    )
    if ahead == labels.MISSING:
        return kpis
    months = Kpi("Months ahead", ahead.removesuffix(f"{labels.NO_BREAK}months"), help=words.AHEAD_HELP)
    return (*kpis, months)


def _motions(targets: Targets) -> Card:
    rows = pd.DataFrame(
        [
            {"label": words.NAMES[name], "motion": name, "value": each.enough.estimate}
            | {"low": each.enough.low, "high": each.enough.high}
            for name, each in targets.coverage.items()
        ]
    )
    enough = {name: each.enough for name, each in targets.coverage.items() if name != ALL}
    return Card(
        name="coverage",
        title=words.motion_title(enough),
        subtitle="Weighted open pipeline over what remains of the quarter's target, 95 % interval",
        figure=figures.intervals_on_threshold(rows, 1, "just enough", "times"),
        numbers=_numbers(targets),
        columns={
            "motion": Column("Motion"),
            "target": Column("Target", "money"),
            "won": Column("Won in the quarter", "money"),
            "remaining": Column("Remaining", "money"),
            "open": Column("Open", "money"),
            "coverage": Column("Coverage", "times"),
            "needed": Column("Needed", "times"),
            "win_rate": Column("Win rate by amount", "share"),
            "weighted": Column("Weighted", "money"),
            "enough": Column("Enough", "times"),
            **bounds("times"),
        },
        definition=words.DEFINITION,
        empty="Nothing remains of the quarter's targets: they are met.",
        opens={
            opens.mark(words.NAMES[name]): {
                **({} if name == ALL else {"motion": name}),
                "outcome": "open",
                "from_gate": "opportunity",
                **opens.ALWAYS,
            }
            for name in targets.coverage
        },
    )


def _numbers(targets: Targets) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "motion": words.NAMES[name],
                **targets.motions.loc[name, ["target", "won", "remaining"]],
                "open": each.open_amount,
                "coverage": each.ratio,
                "needed": each.needed.estimate,
                "win_rate": each.win_rate.estimate,
                "weighted": each.weighted.estimate,
                "enough": each.enough.estimate,
                "low": each.enough.low,
                "high": each.enough.high,
            }
            for name, each in targets.coverage.items()
        ]
    )


def _table(targets: Targets, currency: str) -> Card:
    """The same numbers, written out, motions side by side."""
    written = {}
    for name, each in targets.coverage.items():
        row = targets.motions.loc[name]
        written[name] = {
            "Target of the quarter": labels.money(row["target"], currency),
            "Won in the quarter": labels.money(row["won"], currency),
            "Remaining": labels.money(row["remaining"], currency),
            "Open amount": labels.money(each.open_amount, currency),
            "Coverage": labels.times(each.ratio),
            "Needed, 1 / win rate": labels.times(each.needed.estimate),
            "Win rate by amount": common.estimate(*each.win_rate),
            "Weighted pipeline": common.money_estimate(each.weighted, currency),
            "Months ahead": words.ahead(
                cell(targets.motions, name, "ahead"), int(cell(targets.motions, name, "months_known"))
            ),
        }
    table = pd.DataFrame(written).rename_axis("measure").reset_index()
    whole = targets.coverage[ALL]
    return Card(
        name="coverage in numbers",
        title=f"{labels.literal(labels.money(whole.remaining, currency))} remains to be won this quarter",
        subtitle="95 % intervals in brackets",
        numbers=table,
        columns={"measure": Column("Measure"), **{name: Column(words.NAMES[name]) for name in targets.coverage}},
        definition=words.DEFINITION,
        is_table=True,
        is_wide=True,
    )


def _months(targets: Targets, currency: str) -> Card:
    months = targets.months
    gone = months[months["won"].notna()]
    complete = gone[gone["is_complete"]]
    lines = [
        months.assign(name="Target", value=months["target"], is_complete=True),
        gone.assign(name="Won", value=gone["won"]),
    ]
    return Card(
        name="targets by month",
        title=words.months_title(float(complete["won"].sum()), float(complete["target"].sum()), len(complete)),
        subtitle=f"Won amount by month of closing, and its target, in {currency}",
        figure=figures.monthly_lines(pd.concat(lines, ignore_index=True), unit="money", currency=currency),
        numbers=months,
        columns={
            **known("month"),
            "target": Column("Target", "money"),
            "won": Column("Won", "money"),
        },
        definition=words.MONTHS_DEFINITION,
    )


def _channels(targets: Targets, currency: str) -> Card:
    rows = targets.channels.assign(label=targets.channels["channel"], n=targets.channels["mature"])
    has_open = rows[rows["open_amount"] > 0].head(CHANNELS_SHOWN)
    drawn = has_open.assign(
        note=[
            f"{labels.money(row.open_amount, currency)} open{', rate of its motion' if row.is_borrowed else ''}"
            for row in has_open.itertuples()
        ]
    )
    total = float(rows["open_amount"].sum())
    motions = [motion for motion in MOTIONS if motion in set(drawn["motion"])]
    return Card(
        name="win rates by channel",
        title=words.channels_title(str(drawn["label"].iloc[0]), float(drawn["open_amount"].iloc[0]) / total)
        if total
        else "Nothing is open",
        subtitle=marks.under("Win rate by amount that weights its open amount, 95 % interval", motions),
        figure=figures.rates_with_intervals(drawn) if len(drawn) else None,
        numbers=rows,
        columns={
            "label": Column("Channel"),
            **known("motion"),
            "open_opportunities": Column("Open opportunities", "count"),
            "open_amount": Column("Open amount", "money"),
            **known("mature"),
            "rate": Column("Win rate by amount", "share"),
            **bounds(),
            "weighted": Column("Weighted", "money"),
        },
        definition=words.CHANNELS_DEFINITION,
        is_wide=True,
        opens=opens.by("channel", rows["label"], outcome="open", from_gate="opportunity", **opens.ALWAYS),
    )
