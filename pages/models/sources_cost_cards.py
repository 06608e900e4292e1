"""The cards of the view Cost: each group, each month, types of cost, what does not match."""

import pandas as pd

from analysis.statistics.checks import UNKNOWN, Interval
from analysis.statistics.proportions import share_interval
from pages.parts import charts, labels
from pages.parts.cards import Card, Column
from pages.parts.wording import sources_costs as wording
from pages.parts.wording.sources import BREAKDOWN_NAMES

QUARTER = 3


def table(groups: pd.DataFrame, breakdown: str, currency: str) -> Card:
    """What each group cost and brought."""
    return Card(
        name="costs",
        title="Spend and what came of it",
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


def by_month(months: pd.DataFrame, window: int, currency: str) -> tuple[Card, Card]:
    """Cost per lead and cost per win, by month and motion."""
    return (
        _monthly(months, "lead", "per_lead", "is_whole", window, currency),
        _monthly(months, "win", "per_win", "is_mature", window, currency),
    )


def _monthly(months: pd.DataFrame, what: str, value: str, complete: str, window: int, currency: str) -> Card:
    known = months[months["spend"].notna()]
    rows = known.assign(value=known[value], is_complete=known[complete], n=known["leads"])
    unfinished = known.loc[~known[complete], "month"].nunique()
    divisor = "leads" if what == "lead" else "won"
    motion, first, last = _ends(rows[rows["is_complete"]], divisor)
    return Card(
        name=f"cost-per-{what}",
        title=wording.months_title(what, motion, first, last, currency),
        subtitle=f"By month of creation, in {currency} · {labels.MARKS}",
        figure=charts.monthly_lines(rows, unit="money", currency=currency),
        numbers=rows,
        columns={
            "month": Column("Month", "month"),
            "motion": Column("Motion", "motion"),
            "spend": Column("Spend", "money"),
            "leads": Column("Leads", "count"),
            "won": Column("Won so far", "count"),
            "per_lead": Column("Per lead", "money"),
            "per_win": Column("Per win", "money"),
        },
        definition=wording.MONTHS_DEFINITION,
        note=wording.months_note(unfinished, what, window),
        empty=wording.NO_SPEND,
    )


def _ends(complete: pd.DataFrame, divisor: str) -> tuple[str, Interval, Interval]:
    """Cost of the first and the last three complete months of the motion with most spend; missing below six."""
    if complete.empty:
        return "", UNKNOWN, UNKNOWN
    motion = str(complete.groupby("motion")["spend"].sum().idxmax())
    own = complete[complete["motion"] == motion].sort_values("month")
    if len(own) < 2 * QUARTER:
        return motion, UNKNOWN, UNKNOWN
    return motion, _cost(own.head(QUARTER), divisor), _cost(own.tail(QUARTER), divisor)


def _cost(months: pd.DataFrame, divisor: str) -> Interval:
    """Spend over leads, which is exact, or over wins with Wilson's bounds of the wins."""
    spend, leads, divided = (float(months[name].sum()) for name in ("spend", "leads", divisor))
    if divided == 0:
        return UNKNOWN
    if divisor == "leads":
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
