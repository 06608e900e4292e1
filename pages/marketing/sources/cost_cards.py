"""The cards of the view Cost: each group, each month, types of cost, what does not match."""

import pandas as pd

from analysis.statistics.checks import UNKNOWN, Interval
from analysis.statistics.proportions import share_interval
from pages.charts import figures as charts
from pages.marketing.sources.words import cost as wording
from pages.marketing.sources.words.ranking import BREAKDOWN_NAMES
from pages.parts import labels, opens
from pages.parts.cards import Card, Column
from pages.parts.words import common

QUARTER = 3
PANELS = 6
# What is paid for: the count to divide by, and when it is complete.
PARTS = {
    "lead": ("leads", "is_whole"),
    "opportunity": ("opportunities", "is_mature"),
    "win": ("won", "is_mature"),
}


def table(groups: pd.DataFrame, breakdown: str, currency: str) -> Card:
    """What each group cost and brought."""
    return Card(
        name="costs",
        title=wording.table_title(groups["spend"], groups["won"], breakdown),
        subtitle=f"Spend and leads of the period, amounts in {currency}; return: won amount over spend",
        numbers=groups,
        columns={
            "breakdown": Column(BREAKDOWN_NAMES[breakdown]),
            "spend": Column("Spend", "money"),
            "leads": Column("Leads", "count"),
            "cost_per_lead": Column("Per lead", "money"),
            "opportunities": Column("Opportunities", "count"),
            "cost_per_opportunity": Column("Per opportunity", "money"),
            "won": Column("Won so far", "count"),
            "cost_per_win": Column("Per win", "money"),
            "low": Column("95 % low", "money"),
            "high": Column("95 % high", "money"),
            "won_amount": Column("Won amount", "money"),
            "return_on_spend": Column("Return", "times"),
        },
        definition=wording.DEFINITION,
        note=wording.note(int(groups["foreign_spend"].sum())),
        is_table=True,
        is_wide=True,
    )


def by_month(months: pd.DataFrame, breakdown: str, window: int, currency: str) -> tuple[Card, ...]:
    """Cost per lead, opportunity and win by month: lines of the motions, small charts of other groups."""
    return tuple(_monthly(months, breakdown, what, window, currency) for what in PARTS)


def _monthly(months: pd.DataFrame, breakdown: str, what: str, window: int, currency: str) -> Card:
    part, complete = PARTS[what]
    known = months[months["spend"].notna()]
    rows = known.assign(value=known[f"per_{what}"], is_complete=known[complete], n=known["leads"])
    unfinished = known.loc[~known[complete], "month"].nunique()
    spent = known.groupby("group")["spend"].sum().sort_values(ascending=False, kind="stable")
    largest = [str(name) for name in spent.index[:PANELS]]
    drawn = rows[rows["group"].isin(largest)].sort_values(
        "group", key=lambda names: names.map({name: place for place, name in enumerate(largest)}), kind="stable"
    )
    name, first, last = _ends(rows[rows["is_complete"]], part)
    figure = (
        charts.monthly_lines(rows, unit="money", currency=currency)
        if breakdown == "motion"
        else charts.small_lines(drawn.assign(label=drawn["group"], x=drawn["month"]), "money", currency)
    )
    more = wording.panels_note(len(largest), len(spent), breakdown) if breakdown != "motion" else ""
    return Card(
        name=f"cost-per-{what}",
        title=wording.months_title(what, name, first, last, currency),
        subtitle=f"By month of creation, in {currency}, last complete month in figures · {labels.MARKS}",
        figure=figure,
        opens=opens.rows(rows, ("group", "month"), {breakdown: "group", "created": "month"}),
        numbers=rows,
        columns={
            "month": Column("Month", "month"),
            "group": Column(BREAKDOWN_NAMES[breakdown], "motion" if breakdown == "motion" else "text"),
            "spend": Column("Spend", "money"),
            "leads": Column("Leads", "count"),
            "opportunities": Column("Opportunities so far", "count"),
            "won": Column("Won so far", "count"),
            **{f"per_{name}": Column(f"Per {name}", "money") for name in PARTS},
        },
        definition=wording.MONTHS_DEFINITION,
        note=common.joined(wording.months_note(unfinished, what, window), more),
        empty=wording.NO_SPEND,
    )


def _ends(complete: pd.DataFrame, part: str) -> tuple[str, Interval, Interval]:
    """Cost of the first and the last three complete months of the group with most spend; missing below six."""
    if complete.empty:
        return "", UNKNOWN, UNKNOWN
    name = str(complete.groupby("group")["spend"].sum().idxmax())
    own = complete[complete["group"] == name].sort_values("month")
    if len(own) < 2 * QUARTER:
        return name, UNKNOWN, UNKNOWN
    return name, _cost(own.head(QUARTER), part), _cost(own.tail(QUARTER), part)


def _cost(months: pd.DataFrame, part: str) -> Interval:
    """Spend over leads, which is exact, or over what came of them with Wilson's bounds of it."""
    spend, leads, divided = (float(months[name].sum()) for name in ("spend", "leads", part))
    if divided == 0:
        return UNKNOWN
    if part == "leads":
        return Interval(spend / leads, spend / leads, spend / leads)
    rate = share_interval(int(divided), int(leads))
    return Interval(spend / divided, spend / leads / rate.high, spend / leads / rate.low)


def types(spent: pd.DataFrame, currency: str) -> Card:
    """Media, people and tools within each motion."""
    spent = spent[spent["spend"].notna()].rename(columns={"breakdown": "motion"})
    whole = spent.groupby("motion")["spend"].transform("sum")
    rows = spent.assign(share=spent["spend"] / whole.where(whole > 0), name=spent["cost_type"].str.capitalize())
    rows = rows.sort_values("spend", ascending=False, kind="stable", ignore_index=True)
    # Team cost is what decides about outbound; where there is none, the largest line of all is named.
    outbound = rows[rows["motion"] == "outbound"]
    named = outbound if len(outbound) else rows
    title = "What the spend went into"
    if len(named):
        largest = named.iloc[0]
        title = wording.types_title(str(largest["motion"]), str(largest["cost_type"]), float(largest["share"]))
    return Card(
        name="types-of-cost",
        title=title,
        subtitle=f"Spend of the period in {currency}",
        numbers=rows,
        columns={
            "motion": Column("Motion", "motion"),
            "name": Column("Type of cost"),
            "spend": Column("Spend", "money"),
            "share": Column("Share of the motion", "share"),
        },
        definition=wording.TYPES_DEFINITION,
        is_table=True,
    )


def unmatched(groups: pd.DataFrame, breakdown: str, currency: str) -> Card:
    """Spend without leads, and leads without spend."""
    rows = groups[(groups["leads"] == 0) | groups["spend"].isna()]
    rows = rows.assign(
        what=(rows["leads"] == 0).map({True: "Spend without a lead", False: "Leads without spend"}),
    ).sort_values(["what", "spend", "leads"], ascending=[False, False, False], kind="stable")
    return Card(
        name="unmatched",
        title=wording.match_title(len(rows)),
        subtitle=f"Spend in {currency} and leads of the period",
        numbers=rows,
        columns={
            "breakdown": Column(BREAKDOWN_NAMES[breakdown]),
            "what": Column("What"),
            "spend": Column("Spend", "money"),
            "leads": Column("Leads", "count"),
            "won": Column("Won so far", "count"),
        },
        definition=wording.MATCH_DEFINITION,
        is_table=True,
        empty="Every name of the spend has leads in this period, and every lead has recorded spend.",
    )
