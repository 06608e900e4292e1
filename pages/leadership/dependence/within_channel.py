"""Within a channel: what hangs on one campaign, one owner or one account, with and without the largest deal."""

import pandas as pd

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.charts import figures as charts
from pages.leadership.dependence import counts as dependence_shares
from pages.leadership.dependence import points as dependence_points
from pages.leadership.dependence.counts import NOT_RECORDED
from pages.leadership.dependence.words import shares as words
from pages.leadership.dependence.words import within_channel as wording
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.page import Finding, PageModel

PARTS = ("campaign", "owner", "account")
SHOWN = 10
FINDINGS = 3


def build(warehouse: Warehouse, scope: Scope, measure: str) -> PageModel:
    """Look into every channel.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    measure : str
        One of ``dependence_shares.MEASURES``.

    Returns
    -------
    PageModel
        The page.
    """
    counted = warehouse.ask("shares", scope, breakdown="channel")
    leads = int(counted["leads"].sum())
    if refusal := words.refusal(leads, measure, float(counted[measure].sum())):
        return refusal
    few = warehouse.definitions.thresholds.few_wins
    parts = dependence_points.within(warehouse, scope, measure, "channel", few)
    limits = dependence_shares.thresholds_of(warehouse.definitions.thresholds)
    parts = parts[(parts["breakdown"] != NOT_RECORDED) & (parts["part"] != "campaign") | (parts["names"] > 0)]
    parts = parts[parts["breakdown"] != NOT_RECORDED]
    parts = parts.assign(
        threshold=parts["part"].map(limits).astype(float),
        motion=parts["breakdown"].map(counted.set_index("breakdown")["motion"]),
        is_few=parts["cases"] < few,
    )
    parts["status"] = [_status(row) for _, row in parts.iterrows()]
    above = parts[parts["status"].isin(["strong", "weak"])]
    above = above.assign(rank=above["status"].map(dependence_points.ORDER), times=-above["share"] / above["threshold"])
    above = above.sort_values(["rank", "times", "breakdown"], kind="stable")
    return PageModel(
        title=wording.title(
            above, int((~parts["is_few"]).groupby(parts["part"]).sum().max() or 0) if len(parts) else 0
        ),
        facts=wording.facts(leads, int(counted[_counted(measure)].sum()), measure),
        findings=tuple(
            Finding(str(row["status"]), wording.finding(row, measure), wording.ADVICE[str(row["part"])])
            for _, row in above.head(FINDINGS).iterrows()
        ),
        cards=tuple(
            _card(parts[parts["part"] == part].reset_index(drop=True), part, measure, limits[part], few, warehouse)
            for part in PARTS
        ),
    )


def _status(row: pd.Series) -> str:
    """How surely it is above; a channel with few cases cannot tell."""
    if row["is_few"] or row["share"] <= row["threshold"]:
        return ""
    bounds = row.drop("low").rename({"strong_low": "low"})
    return dependence_shares.verdict(bounds, float(row["threshold"]))


def _card(rows: pd.DataFrame, part: str, measure: str, threshold: float, few: int, warehouse: Warehouse) -> Card:
    known = rows[~rows["is_few"]].sort_values(["share", "breakdown"], ascending=[False, True], kind="stable")
    drawn = known.head(SHOWN)
    drawn = drawn.assign(
        value=drawn["share"],
        n=drawn["cases"],
        label=drawn["breakdown"].astype(str) + " · " + drawn["name"].astype(str),
    )
    return Card(
        name=f"largest {part}",
        title=wording.card_title(known, part, threshold),
        subtitle=wording.subtitle(part, measure, list(drawn["motion"])),
        figure=charts.intervals_on_threshold(
            drawn[["label", "value", "low", "high", "motion", "n"]], threshold, "threshold", unit="share"
        )
        if len(drawn)
        else None,
        numbers=rows,
        columns={
            "breakdown": Column("Channel"),
            "name": Column(f"Largest {part}"),
            "share": Column("Share", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
            **({"without_largest": Column("Without the largest deal", "share")} if measure == "won_amount" else {}),
            "status": Column("How sure it is above"),
            "name_cases": Column("Its cases", "count"),
            "cases": Column("Cases", "count"),
            **(
                {
                    "name_value": Column(f"Its won amount, {warehouse.currency}", "money"),
                    "largest": Column(f"Largest deal, {warehouse.currency}", "money"),
                }
                if measure == "won_amount"
                else {}
            ),
            "names": Column(words.PLURALS[part].capitalize(), "count"),
        },
        definition=wording.DEFINITION,
        note=wording.without(known, measure),
        empty=wording.missing(part, has_rows=len(rows) > 0, few=few),
        is_wide=part == "account",
        opens=opens.rows(
            drawn, ("label",), {"channel": "breakdown", part: "name"}, **dependence_shares.counted_in(measure)
        ),
    )


def _counted(measure: str) -> str:
    return "won_with_amount" if measure == "won_amount" else measure
