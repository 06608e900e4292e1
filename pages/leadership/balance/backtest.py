"""Balance, view Back-test: whether the forecasts that Coverage would have made earlier held."""

import pandas as pd

from analysis.balance.backtest import MOMENTS, back_test
from analysis.balance.evidence import events
from analysis.balance.targets import ALL, LEVEL, PERIODS
from analysis.scope import Scope
from analysis.statistics.checks import Interval
from analysis.statistics.forecast_check import brier, share_within
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED
from pages.charts import figures
from pages.leadership.balance.words import backtest as words
from pages.parts import labels
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import bounds, known
from pages.parts.frames import sums
from pages.parts.page import PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common

START = MOMENTS[0]


@needs_days("Whether earlier forecasts held")
def build(warehouse: Warehouse, scope: Scope, *, period: str = PERIODS[0]) -> PageModel:
    """Make the earlier forecasts and compare; of the scope its motions count."""
    tested = back_test(warehouse, scope, period)
    checked = tested.checked.assign(month=tested.checked["first"])
    if checked.empty:
        return PageModel(words.NOTHING_TO_CHECK, empty=words.COME_BACK)
    currency = warehouse.currency
    whole = checked[checked["motion"] == ALL]
    return PageModel(
        title=words.title(share_within(whole), LEVEL, period),
        period_of="",
        facts=words.facts(checked, period),
        kpis=_kpis(whole, period),
        cards=(
            _periods(whole, period, currency),
            _pipe(checked, period, currency),
            _reliability(tested.reliability),
            _chances(checked),
            *((_owners(tested.owners),) if len(tested.owners) else ()),
        ),
    )


def _scores(rows: pd.DataFrame) -> dict[str, float]:
    """How the chances to reach the target fared, and how always saying the past share would have."""
    planned = rows.dropna(subset=["target"])
    reached = planned["reached"].astype(bool)
    past = pd.Series(float(reached.mean()), index=planned.index)
    return {"brier": brier(planned["chance"], reached), "past": brier(past, reached), "planned": len(planned)}


def _kpis(whole: pd.DataFrame, period: str) -> tuple[Kpi, ...]:
    held, scores = share_within(whole), _scores(whole)
    started = whole[whole["moment"] == START]
    return (
        Kpi("Within the 80% band", labels.share(held.estimate, 0), help=common.estimate(*held)),
        Kpi(
            "Expected of won",
            labels.share(_ratio(started, "expected", "actual"), 0),
            help=f"Expected before each {period} began, of what was won in it; all {period}s together.",
        ),
        Kpi(
            "Weighted pipeline of won later",
            labels.share(_ratio(started, "pipe", "pipe_won"), 0),
            help=words.PIPE_DEFINITION,
        ),
        Kpi("Chances off by", labels.number(scores["brier"]), help=words.CHANCE_DEFINITION),
    )


def _ratio(rows: pd.DataFrame, expected: str, came: str) -> float:
    total = float(rows[came].sum())
    return float(rows[expected].sum()) / total if total > 0 else float("nan")


def _periods(whole: pd.DataFrame, period: str, currency: str) -> Card:
    started = whole[whole["moment"] == START]
    said = started.assign(name="Expected", role="forecast", value=started["expected"])
    came = started.assign(name="Won", role="actual", value=started["actual"])[["month", "name", "role", "value"]]
    return Card(
        name="forecast and outcome",
        title=words.ratio_title(float(started["expected"].sum()), float(started["actual"].sum()), period),
        subtitle=f"Amount won in each {period}: as expected before it began with its 80% band, and as it came, in "
        f"{currency}",
        figure=figures.forecast_bands(pd.concat([said, came], ignore_index=True), "money", currency, level=LEVEL),
        numbers=whole,
        columns={
            "period": Column(period.capitalize()),
            "moment": Column("Said at the"),
            "made_on": Column("Known through", "day"),
            "won_before": Column("Won by then", "money"),
            "expected": Column("Expected", "money"),
            "low": Column("80% from", "money"),
            "high": Column("80% to", "money"),
            "actual": Column("Won", "money"),
            "target": Column("Target", "money"),
            "chance": Column("Chance to reach", "share"),
        },
        definition=words.DEFINITION,
        is_wide=True,
    )


def _chances(checked: pd.DataFrame) -> Card:
    """By moment and motion: how often the band held, and what the chance was worth."""
    rows = []
    for moment in MOMENTS:
        for motion, own in checked[checked["moment"] == moment].groupby("motion", sort=False):
            held = share_within(own)
            rows.append(
                {"moment": moment, "motion": str(motion), "forecasts": len(own)}
                | {"share": held.estimate, "low": held.low, "high": held.high}
                | {"ratio": _ratio(own, "expected", "actual"), **_scores(own)}
            )
    scores = _scores(checked[checked["motion"] == ALL])
    return Card(
        name="by moment and motion",
        title=words.chance_title(scores["brier"], scores["past"]),
        subtitle="Said before the period began, in its middle, and two weeks before its end",
        numbers=pd.DataFrame(rows),
        columns={
            "moment": Column("Said at the"),
            "motion": Column("Motion"),
            "forecasts": Column("Forecasts", "count"),
            "share": Column("Within the band", "share"),
            **bounds(),
            "ratio": Column("Expected of won", "share"),
            "brier": Column("Chance off by", "number", words.CHANCE_DEFINITION),
            "past": Column("Past share off by", "number", words.CHANCE_DEFINITION),
            "planned": Column("With a target", "count"),
        },
        definition=common.joined(words.DEFINITION, words.CHANCE_DEFINITION),
        is_table=True,
        is_wide=True,
    )


def _reliability(tenths: pd.DataFrame) -> Card:
    shares = wilson_intervals(tenths["won"], tenths["leads"])
    rows = tenths.assign(
        label=[words.tenth(int(tenth)) for tenth in tenths["tenth"]],
        said=tenths["expected"] / tenths["leads"],
        **{name: shares[name] for name in ("rate", "low", "high")},
    )
    inside = int(((rows["said"] >= rows["low"]) & (rows["said"] <= rows["high"])).sum())
    drawn = rows.assign(start=rows["said"], end=rows["rate"], motion="", n=rows["leads"])
    return Card(
        name="reliability",
        title=words.reliability_title(inside, len(rows)),
        subtitle="Chance to be won within 60 days as it was told, and the share that was won",
        figure=figures.dumbbells(drawn, "told", "won"),
        numbers=rows,
        columns={
            "label": Column("Chance told"),
            **known("leads"),
            "said": Column("Mean chance told", "share"),
            **known("won"),
            "rate": Column("Won", "share"),
            **bounds(),
        },
        definition=words.RELIABILITY_DEFINITION,
    )


def _pipe(checked: pd.DataFrame, period: str, currency: str) -> Card:
    started = checked[checked["moment"] == START]
    whole = started[started["motion"] == ALL]
    said = whole.assign(name="Expected", role="forecast", value=whole["pipe"]).drop(columns=["low", "high"])
    came = whole.assign(name="Won", role="actual", value=whole["pipe_won"]).drop(columns=["low", "high"])
    return Card(
        name="open leads",
        title=words.pipe_title(float(whole["pipe"].sum()), float(whole["pipe_won"].sum())),
        subtitle=f"Of the leads that were open before each {period} began, by its end, in {currency}",
        figure=figures.forecast_bands(pd.concat([said, came], ignore_index=True), "money", currency),
        numbers=started.assign(ratio=started["pipe"] / started["pipe_won"].where(started["pipe_won"] > 0)),
        columns={
            "period": Column(period.capitalize()),
            "motion": Column("Motion"),
            "pipe": Column("Expected", "money"),
            "pipe_won": Column("Won", "money"),
            "ratio": Column("Expected of won", "share"),
        },
        definition=words.PIPE_DEFINITION,
    )


def _owners(owners: pd.DataFrame) -> Card:
    """What each owner's open leads were to bring, and brought."""
    spread = [
        Interval(*(value / expected for value in events(int(won)))) if expected > 0 else None
        for won, expected in zip(owners["won"], owners["expected_wins"], strict=True)
    ]
    rows = owners.assign(
        ratio=[each.estimate if each else float("nan") for each in spread],
        low=[each.low if each else float("nan") for each in spread],
        high=[each.high if each else float("nan") for each in spread],
    )
    named = rows[(rows["owner"] != NOT_RECORDED) & rows["ratio"].notna()]
    inside = int(((named["low"] <= 1) & (named["high"] >= 1)).sum())
    return Card(
        name="owners",
        title=words.owners_title(inside, len(named)),
        subtitle="Open leads before each period began: expected by its end, and won",
        numbers=rows,
        total=sums(rows, "expected_wins", "won", "expected_amount", "won_amount"),
        columns={
            **known("owner"),
            "expected_wins": Column("Expected wins", "tenths"),
            **known("won"),
            "ratio": Column("Won over expected", "times"),
            **bounds("times"),
            "expected_amount": Column("Expected amount", "money"),
            "won_amount": Column("Won amount", "money"),
        },
        definition=words.OWNERS_DEFINITION,
        is_table=True,
        is_wide=True,
    )
