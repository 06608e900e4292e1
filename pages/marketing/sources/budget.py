"""Where money should go: what the rule says of every running name, with the numbers it rests on."""

import pandas as pd

from analysis.claims import budget
from analysis.claims.verdicts import ACT, CLEAR, KNOW, UNSURE
from analysis.statistics.checks import Interval
from analysis.warehouse import Warehouse
from pages.marketing.sources import tables
from pages.marketing.sources.words import budget as words
from pages.parts import addresses
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import Finding
from pages.parts.words import common

NAMELESS_SHARE = 0.05  # of the spend: less than this without a name changes no verdict
BY_NAME = ("source", "campaign")  # spend and leads are matched by what others wrote


def judged(warehouse: Warehouse, months: pd.DataFrame, breakdown: str) -> pd.DataFrame:
    """The running names with their verdicts; see ``analysis.claims.budget``."""
    few, margin = warehouse.definitions.thresholds.few_wins, warehouse.definitions.costs.gross_margin
    rows = budget.judged(months, few, margin, is_by_name=breakdown in BY_NAME)
    return rows.set_axis(tables.named(pd.Series(rows.index), breakdown).to_list(), axis=0)


def findings(rows: pd.DataFrame, currency: str) -> tuple[Finding, ...]:
    """What to raise, what to cut, and the spend that nobody can judge."""
    found = []
    for verdict, say in ((budget.RAISE, words.raised), (budget.CUT, words.cut)):
        own = rows[rows["verdict"] == verdict]
        if len(own):
            worth = words.at_stake(float(own["latest"].sum()), currency)
            found.append(Finding(ACT, say(own, currency), who=common.MARKETING, worth=worth, surely=CLEAR))
    named = rows[rows["verdict"] != budget.MAP]
    if len(named):
        row = named.sort_values("latest", ascending=False, kind="stable").iloc[0]
        share = float(row["latest"]) / float(rows["latest"].sum())
        surely = UNSURE if row["verdict"] == UNSURE else CLEAR
        found.append(Finding(KNOW, words.largest(row, share, currency), who=common.MARKETING, surely=surely))
    nameless = rows[rows["verdict"] == budget.MAP]
    if len(nameless):
        spend = float(nameless["latest"].sum())
        share = spend / float(rows["latest"].sum())
        sentence = words.nameless(nameless.index.tolist(), spend, share, currency)
        asks = ACT if share >= NAMELESS_SHARE else KNOW
        found.append(
            Finding(
                asks,
                sentence,
                words.MAP_IT,
                addresses.SETTINGS,
                who=common.LOADERS,
                worth=common.amount(spend, currency),
            )
        )
    return tuple(found)


def _intervals(rows: pd.DataFrame, name: str) -> list[Interval]:
    return [Interval(*each) for each in rows[[f"{name}{end}" for end in budget.ENDS]].itertuples(index=False)]


def card(rows: pd.DataFrame, warehouse: Warehouse, breakdown: str, window: int) -> Card:
    """Every running name: the verdict, the size of its spend, what came back, and the marginal view."""
    numbers = rows.assign(
        name=rows.index,
        said=rows["verdict"].map(words.VERDICTS),
        because=rows["why"].map(words.WHY),
        more=[
            words.marginal(kind, slope) for kind, slope in zip(rows["marginal"], _intervals(rows, "slope"), strict=True)
        ],
    )
    margin = warehouse.definitions.costs.gross_margin
    has_families = bool((rows["members"] > 1).any())
    judged_names = int((rows["months"] > 0).sum())
    return Card(
        name="where-money-should-go",
        asked=("cost_months", "touch_months"),
        title=words.card_title(rows["verdict"], breakdown),
        subtitle=words.subtitle(warehouse.currency),
        numbers=numbers,
        columns={
            "name": tables.heading(breakdown),
            "said": Column("Verdict"),
            "because": Column("Why"),
            "latest": Column("Spend, last 3 months", "money"),
            "return": Column("Return", "times", "Won amount over spend as recorded"),
            **bounds("times", prefix="return_"),
            "loaded_return": Column("Return, loaded", "times", words.PEOPLE),
            "cost_per_win": Column("Per win", "money"),
            **bounds("money", prefix="cost_per_win_"),
            "loaded_cost_per_win": Column("Per win, loaded", "money", words.PEOPLE),
            "more": Column("Months with more spend", help=words.SLOPE),
            "spend": Column("Spend judged", "money", words.JUDGED),
            "won": known("won")["won"],
            "months": Column("Months judged", "count"),
            **({"members": Column("Campaigns", "count")} if has_families else {}),
        },
        definition=words.definition(window, margin, judged_names),
        note=words.note(
            int(rows["months"].max() if len(rows) else 0), has_families, bool(rows["team_by_touches"].sum())
        ),
        empty=words.NONE_RUNNING,
        is_table=True,
        is_wide=True,
    )
