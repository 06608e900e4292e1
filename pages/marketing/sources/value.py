"""Value: what is won of a lead or of a touch, in groups that can be told apart, and like for like."""

import pandas as pd

from analysis.claims.verdicts import CLEAR, KNOW
from analysis.question import GATES
from analysis.scope import Scope
from analysis.statistics.amounts import ratio_of_means
from analysis.statistics.checks import Interval
from analysis.statistics.values import against_the_mix, rank_values, value_per
from analysis.warehouse import Warehouse
from data.names import is_named
from pages.charts import figures
from pages.marketing.sources import tables
from pages.marketing.sources.words import value as words
from pages.marketing.sources.words.value import MEASURES
from pages.parts import labels, opens, unrecorded
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import Finding, PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common

PER_LEAD, PER_TOUCH = MEASURES
GROUPS_DRAWN = 25
NAMES_SAID = 2
SUMS = ["counted", "mature_won", "priced", "amount", "amount_squares", "base", "base_squares", "base_amount"]


@needs_days("What is won of a lead")
def build(
    warehouse: Warehouse, scope: Scope, *, breakdown: str = "channel", measure: str = PER_LEAD, gate: str = GATES[0]
) -> PageModel:
    """Rank the groups by what is won of their leads, or by touch."""
    if nothing := unrecorded.instead(warehouse, scope, breakdown, gate=gate):
        return nothing
    window = warehouse.window_days(scope)
    strata = "segment" if breakdown != "segment" else "region"
    cells = _cells(warehouse, scope, breakdown, strata, measure, gate, window)
    groups = _groups(cells)
    if not groups["amount"].sum() or not groups["base"].sum():
        return PageModel(words.none(measure), empty=words.LOAD)
    few, currency = warehouse.definitions.thresholds.few_wins, warehouse.currency
    leaders = groups[(groups["rank_group"] == 1) & (groups["mature_won"] >= few)]
    others = int((groups["rank_group"] > 1).sum())
    return PageModel(
        title=words.title(
            [str(name) for name in leaders.index],
            _interval(leaders.iloc[0]) if len(leaders) else None,
            others,
            breakdown,
            words.per(measure, gate),
            currency,
        ),
        facts=words.facts(int(groups["counted"].sum()), window, gate),
        findings=_findings(groups, few),
        cards=(
            _ranking(groups, breakdown, measure, gate, window, currency),
            _shares(groups, breakdown, window, gate),
            _like_for_like(cells, groups, few, strata, breakdown, words.per(measure, gate)),
        ),
    )


def _cells(
    warehouse: Warehouse, scope: Scope, breakdown: str, strata: str, measure: str, gate: str, window: int
) -> pd.DataFrame:
    """Sums of every group and stratum, with the base that the amounts are divided by."""
    asked = warehouse.ask("values", scope, breakdown=breakdown, across=strata, window_days=window, gate=gate)
    by_touch = measure == PER_TOUCH
    return asked.assign(
        priced=asked["mature_won"] - asked["mature"] + asked["counted"],
        group=tables.named(asked["breakdown"], breakdown),
        stratum=asked["across"].astype(str),
        base=asked["touches" if by_touch else "counted"].astype(float),
        base_squares=asked["touches_squares" if by_touch else "counted"].astype(float),
        base_amount=asked["touches_amount" if by_touch else "amount"].astype(float),
    )


def _groups(cells: pd.DataFrame) -> pd.DataFrame:
    """Every group with its value and its rank, those worth most first and those without a name last and without one."""
    groups = cells.groupby("group")[SUMS].sum()
    motions = cells.groupby("group")["motion"].agg(lambda each: each.iloc[0] if each.nunique() == 1 else "mixed")
    values = value_per(groups)
    groups = groups.assign(motion=motions.str.capitalize(), **values)
    has_name = values.index.map(is_named).to_numpy(dtype=bool)
    ranks = rank_values(values[has_name])
    nameless = values[~has_name].sort_values("value", ascending=False, kind="stable").index
    return groups.reindex([*ranks.index, *nameless]).assign(rank_group=ranks).rename_axis("group")


def _interval(row: pd.Series) -> Interval:
    return Interval(*(float(row[name]) for name in ("value", "low", "high")))


def _findings(groups: pd.DataFrame, few: int) -> tuple[Finding, ...]:
    """The groups whose deals differ so much that their share of the amount belies that of the wins."""
    rows = _with_shares(groups)
    sums = groups[["amount", "amount_squares", "priced"]]
    rest = (sums.sum() - sums).clip(lower=0).astype(sums.dtypes)
    sides = (side[name] for side in (sums, rest) for name in sums)
    deals = ratio_of_means(*sides, level=1 - 0.05 / max(len(groups), 1))
    is_clear = (deals["low"] > 1) | (deals["high"] < 1)
    turns = (rows["wins"] - rows["leads"]) * (rows["amounts"] - rows["leads"]) < 0
    found = rows[is_clear & turns & (groups["mature_won"] >= few) & rows.index.map(is_named).to_numpy(dtype=bool)]
    order = (found["amounts"] - found["wins"]).abs().sort_values(ascending=False, kind="stable").index
    return tuple(
        Finding(KNOW, words.belied(str(row.name), row["leads"], row["wins"], row["amounts"]), surely=CLEAR)
        for _, row in found.loc[order[:NAMES_SAID]].iterrows()
    )


def _with_shares(groups: pd.DataFrame) -> pd.DataFrame:
    whole = groups[["counted", "mature_won", "amount"]].sum()
    return groups.assign(
        leads=groups["counted"] / whole["counted"],
        wins=groups["mature_won"] / whole["mature_won"],
        amounts=groups["amount"] / whole["amount"],
    )


def _ranking(groups: pd.DataFrame, breakdown: str, measure: str, gate: str, window: int, currency: str) -> Card:
    """Values with intervals, in groups that can be told apart."""
    per = words.per(measure, gate)
    drawn = groups[groups["value"] > 0].head(GROUPS_DRAWN)
    whole = float(groups["amount"].sum() / groups["base"].sum())
    return Card(
        name="ranking",
        title=words.ranks_title(
            int(groups["rank_group"].max() if groups["rank_group"].notna().any() else 0), len(groups), breakdown
        ),
        subtitle=f"{words.measure_name(measure, gate)} in {currency}, 95% interval · {labels.MARKS}",
        figure=figures.intervals_on_threshold(
            drawn.assign(label=drawn.index, n=drawn["counted"]), whole, "all together", "money", currency
        ),
        numbers=groups.assign(breakdown=groups.index),
        columns={
            "breakdown": tables.heading(breakdown),
            **known("motion"),
            "rank_group": Column("Group", "count", "1 is worth most, as far as can be told apart"),
            "counted": tables.COUNTED,
            "mature_won": Column("Wins in time", "count"),
            "amount": Column("Won amount in time", "money"),
            **({"base": Column("Touches", "count")} if measure == PER_TOUCH else {}),
            "value": Column(common.capital(per), "money"),
            **bounds("money"),
        },
        definition=words.definition(measure, window, gate),
        note=words.nameless(int((~groups.index.map(is_named).to_numpy(dtype=bool)).sum())),
        opens=opens.by(breakdown, drawn.index, **({"from_gate": gate} if gate != "lead" else {})),
    )


def _shares(groups: pd.DataFrame, breakdown: str, window: int, gate: str) -> Card:
    """Share of leads beside share of the won amount, and of the wins in the numbers."""
    rows = _with_shares(groups).assign(label=groups.index, n=groups["counted"])
    rows = rows.assign(first=rows["leads"], second=rows["amounts"]).sort_values(
        "amounts", ascending=False, kind="stable"
    )
    named = rows[rows.index.map(is_named).to_numpy(dtype=bool)]
    largest = (named if len(named) else rows).iloc[0]
    return Card(
        name="leads-wins-amount",
        title=words.shares_said(str(largest.name), largest["leads"], largest["wins"], largest["amounts"]),
        subtitle=f"Share of leads old enough and of the won amount · {labels.MARKS}",
        figure=figures.share_pairs(rows.head(GROUPS_DRAWN), "leads old enough", "the won amount"),
        numbers=rows,
        columns={
            "label": tables.heading(breakdown),
            **known("motion"),
            "leads": Column("Share of leads", "share"),
            "wins": Column("Share of wins", "share"),
            "amounts": Column("Share of won amount", "share"),
        },
        definition=words.shares_definition(window, gate),
        opens=opens.by(breakdown, rows.index[:GROUPS_DRAWN]),
    )


def _like_for_like(cells: pd.DataFrame, groups: pd.DataFrame, few: int, strata: str, breakdown: str, per: str) -> Card:
    """The value over that of all leads, as it is and against leads of the same segments."""
    rows = against_the_mix(cells).reindex(groups.index).join(groups[["motion", "mature_won", "counted"]])
    rows = rows[rows["mature_won"] >= few]
    rows = rows.assign(label=rows.index, start=rows["raw"], end=rows["ratio"], n=rows["counted"])
    moved = rows[rows.index.map(is_named).to_numpy(dtype=bool)]
    most = moved.iloc[int((moved["end"] / moved["start"] - 1).abs().argmax())] if len(moved) else None
    return Card(
        name="same-mix",
        title=words.mix_title(most, per),
        subtitle=f"Value in % of that of all leads, and of leads of the same {strata}s · {labels.MARKS}",
        figure=figures.dumbbells(rows.head(GROUPS_DRAWN), "of the value of all", f"of that of the same {strata}s"),
        numbers=rows,
        columns={
            "label": tables.heading(breakdown),
            **known("motion"),
            "counted": tables.COUNTED,
            "raw": Column("Value, of all", "times"),
            "ratio": Column(f"Same {strata}s", "times"),
            **bounds("times"),
        },
        definition=words.mix_definition(strata),
        empty=words.FEW,
        is_wide=True,
        opens=opens.by(breakdown, rows.index[:GROUPS_DRAWN]),
    )
