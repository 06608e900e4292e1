"""Within a channel: what hangs on one campaign, one owner or one account, with and without the largest deal."""

import pandas as pd

from analysis.claims import largest_parts, measures, thresholds
from analysis.claims.verdicts import CLEAR, SUREST_FIRST, WATCH, WEAK
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import is_named
from pages.charts import figures
from pages.leadership.dependence import grains
from pages.leadership.dependence.columns import STATUS, WITHOUT_LARGEST
from pages.leadership.dependence.measures import nothing_of
from pages.leadership.dependence.words import within_a_channel as words
from pages.leadership.dependence.words.grains import plural
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import Finding, PageModel
from pages.parts.words import common

PARTS = ("campaign", "owner", "account")
CHANNELS_SHOWN = 10
FINDINGS = 3


def build(warehouse: Warehouse, scope: Scope, *, measure: str) -> PageModel:
    """Look into every channel that has a name."""
    counted = warehouse.ask("shares", scope, breakdown="channel")
    leads = int(counted["leads"].sum())
    if not counted[measure].sum() > 0:
        return nothing_of(measure, leads)
    if refusal := grains.unknown(warehouse, scope, "channel", measure):
        return refusal
    few = warehouse.definitions.thresholds.few_wins
    limits = thresholds.by_grain(warehouse.definitions.thresholds)
    # What hangs on an account is money, whatever else is shown.
    of = dict.fromkeys(PARTS, measure) | {"account": "won_amount" if counted["won_with_amount"].sum() else "won"}
    parts = pd.concat(
        [
            rows[rows["part"].map(of) == each]
            for each in dict.fromkeys(of.values())
            for rows in [largest_parts.ask(warehouse, scope, each)]
        ],
        ignore_index=True,
    )
    parts = parts[parts["breakdown"].map(is_named).astype(bool)]
    parts = parts.assign(
        threshold=parts["part"].map(limits).astype(float),
        motion=parts["breakdown"].map(counted.set_index("breakdown")["motion"]),
        is_few=parts["cases"] < few,
    )
    parts["status"] = [largest_parts.verdict(row, row["threshold"], few) for _, row in parts.iterrows()]
    above = parts[parts["status"].isin([CLEAR, WEAK])]
    above = above.assign(rank=above["status"].map(SUREST_FIRST.index), times=-above["share"] / above["threshold"])
    above = above.sort_values(["rank", "times", "breakdown"], kind="stable")
    enough = (~parts["is_few"]).groupby(parts["part"]).sum()
    return PageModel(
        title=words.title(above, int(enough.max()) if len(enough) else 0),
        facts=words.facts(leads, measures.cases_of(counted, measure), measure),
        findings=tuple(
            Finding(
                WATCH,
                words.finding(row, of[str(row["part"])]),
                words.ADVICE[str(row["part"])],
                who=common.LEADERSHIP,
                surely=str(row["status"]),
            )
            for _, row in above.head(FINDINGS).iterrows()
        ),
        cards=tuple(
            _card(parts[parts["part"] == part].reset_index(drop=True), part, of[part], limits[part], warehouse)
            for part in PARTS
        ),
    )


def _card(rows: pd.DataFrame, part: str, measure: str, threshold: float, warehouse: Warehouse) -> Card:
    enough = rows[~rows["is_few"]].sort_values(["share", "breakdown"], ascending=[False, True], kind="stable")
    drawn = enough.head(CHANNELS_SHOWN)
    drawn = drawn.assign(
        value=drawn["share"],
        n=drawn["cases"],
        label=drawn["breakdown"].astype(str) + " · " + drawn["name"].astype(str),
    )
    is_money = measure == "won_amount"
    amounts = {
        "name_value": Column("Its won amount", "money"),
        "largest": Column("Largest deal", "money"),
    }
    return Card(
        name=f"largest {part}",
        title=words.card_title(enough, part, threshold),
        subtitle=words.subtitle(part, measure, drawn["motion"]),
        figure=figures.intervals_on_threshold(
            drawn[["label", "value", "low", "high", "motion", "n"]], threshold, "threshold", unit="share"
        )
        if len(drawn)
        else None,
        numbers=rows,
        columns={
            "breakdown": Column("Channel"),
            "name": Column(f"Largest {part}"),
            **known("share"),
            **bounds(),
            **(WITHOUT_LARGEST if is_money else {}),
            **STATUS,
            "name_cases": Column("Its cases", "count"),
            "cases": Column("Cases", "count"),
            **(amounts if is_money else {}),
            "names": Column(common.capital(plural(part)), "count"),
        },
        definition=words.DEFINITION,
        note=words.without(enough, measure),
        empty=words.missing(part, has_rows=len(rows) > 0, few=warehouse.definitions.thresholds.few_wins),
        is_wide=part == "account",
        opens=opens.rows(drawn, ("label",), {"channel": "breakdown", part: "name"}, **opens.counted_in(measure)),
    )
