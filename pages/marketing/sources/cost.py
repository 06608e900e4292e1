"""Cost: what leads, opportunities and wins cost, by month too, and which spend and leads do not match."""

import pandas as pd

from analysis.claims import budget as claims
from analysis.claims.verdicts import ACT, KNOW
from analysis.scope import Scope
from analysis.scoping.ledgers import unknown_to_spend
from analysis.statistics import proportions
from analysis.warehouse import Warehouse
from pages.marketing.sources import budget, cost_by_month, payback, tables
from pages.marketing.sources.words import budget as budget_words
from pages.marketing.sources.words import cost as words
from pages.parts import unrecorded
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.frames import sums
from pages.parts.page import Finding, PageModel, most_urgent_first
from pages.parts.undated import needs_days
from pages.parts.words import common


@needs_days("What leads and wins cost")
def build(warehouse: Warehouse, scope: Scope, *, breakdown: str = "channel") -> PageModel:
    """Set spend beside what came of it, where spend knows the breakdown and the filters."""
    if unknown := unknown_to_spend(scope, breakdown):
        return PageModel(words.NO_COSTS, empty=words.no_costs(unknown))
    if nothing := unrecorded.instead(warehouse, scope, breakdown):
        return nothing
    groups = count(warehouse, scope, breakdown)
    if not (groups["spend"] > 0).any():
        return PageModel(words.NO_COSTS, empty=words.NO_SPEND)
    currency = warehouse.currency
    window = warehouse.window_days(scope)
    types = warehouse.ask("spend_types", scope, breakdown="motion")
    months = claims.ask(warehouse, scope, breakdown, window)
    rows = budget.judged(warehouse, months, breakdown)
    return PageModel(
        title=budget_words.title(rows["verdict"], breakdown),
        facts=words.facts(float(groups["spend"].sum()), int(groups["leads"].sum()), currency),
        findings=tuple(most_urgent_first((*budget.findings(rows, currency), *_findings(groups, types, currency)))),
        cards=(
            budget.card(rows, warehouse, breakdown, window),
            _table(groups.join(_with_people(months, breakdown)), breakdown, currency),
            *cost_by_month.cards(warehouse, scope, breakdown, window),
            payback.card(warehouse, scope, breakdown),
            _loaded(warehouse, scope, window),
            _types(types, currency),
            _unmatched(groups, breakdown, currency),
        ),
    )


def count(warehouse: Warehouse, scope: Scope, breakdown: str) -> pd.DataFrame:
    """Columns of ``costs`` by group, with what one lead, opportunity and win cost.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads, and which days of spend.
    breakdown : str
        What the groups are.

    Returns
    -------
    DataFrame
        Largest spend first; index: the group's name. ``cost_per_lead``, ``cost_per_opportunity``, ``cost_per_win``
        with ``low`` and ``high`` (Wilson's of the wins), ``return_on_spend``; missing where no spend is recorded or
        nothing came of it.
    """
    costs = warehouse.ask("costs", scope, breakdown=breakdown)
    costs["breakdown"] = tables.named(costs["breakdown"], breakdown)
    costs = costs.set_index(costs["breakdown"].rename("group"))
    paid = costs["spend"].where(costs["spend"] > 0)  # of what cost nothing, no win has a price
    for name, part in (("cost_per_lead", "leads"), ("cost_per_opportunity", "opportunities"), ("cost_per_win", "won")):
        costs[name] = paid / costs[part].where(costs[part] > 0)
    costs["return_on_spend"] = (costs["won_amount"] / paid).where(costs["leads"] > 0)
    costs = costs.join(_bounds(paid, costs["won"], costs["leads"]))
    return costs.sort_values(["spend", "leads"], ascending=False, na_position="last", kind="stable")


def _findings(groups: pd.DataFrame, types: pd.DataFrame, currency: str) -> tuple[Finding, ...]:
    found = []
    without_lead = groups[(groups["leads"] == 0) & (groups["spend"] > 0)]
    if len(without_lead):
        spend = float(without_lead["spend"].sum())
        names, share = [str(name) for name in without_lead.index], spend / float(groups["spend"].sum())
        found.append(
            Finding(
                ACT,
                words.unmatched_spend(names, spend, share, currency),
                who=common.LOADERS,
                worth=common.amount(spend, currency),
            )
        )
    free = groups[(groups["leads"] > 0) & groups["spend"].isna()]
    if len(free):
        leads = int(free["leads"].sum())
        names, share = [str(name) for name in free.index], leads / int(groups["leads"].sum())
        found.append(Finding(KNOW, words.unmatched_leads(names, leads, share), who=common.LOADERS))
    outbound = types[types["breakdown"] == "outbound"]
    if outbound["spend"].notna().any() and "team" not in set(outbound["cost_type"]):
        found.append(Finding(KNOW, words.NO_TEAM, who=common.LOADERS))
    return tuple(found)


def _bounds(spend: pd.Series, won: pd.Series, leads: pd.Series) -> pd.DataFrame:
    """Interval of the cost per win: the spend over Wilson's bounds of the wins."""
    rates = proportions.wilson_intervals(won, leads)
    per_lead = (spend / leads.where(leads > 0)).where(won > 0)
    return pd.DataFrame({"low": per_lead / rates["high"], "high": per_lead / rates["low"]}, index=spend.index)


def _with_people(months: pd.DataFrame, breakdown: str) -> pd.DataFrame:
    """Media and tools, people by touches, and both together, over all months of the period."""
    sums = months.groupby(tables.named(months["name"], breakdown))[
        ["direct", "team", "team_by_touches", "loaded", "all_won"]
    ].sum()
    return sums.assign(loaded_per_win=(sums["loaded"] / sums["all_won"]).where(sums["all_won"] > 0)).drop(
        columns="all_won"
    )


def _loaded(warehouse: Warehouse, scope: Scope, window: int) -> Card:
    """Both motions with the cost of people where it is recorded, and where their touches went."""
    months = claims.ask(warehouse, scope, "motion", window)
    spent = months.groupby("name")[["direct", "team", "team_by_touches", "spend", "loaded", "touches", "all_won"]].sum()
    won = spent["all_won"].where(spent["all_won"] > 0)
    rows = spent.assign(motion=spent.index, per_win=spent["spend"] / won, loaded_per_win=spent["loaded"] / won)
    return Card(
        name="loaded-cost",
        asked=("cost_months", "touch_months"),
        title=words.loaded_title(rows, warehouse.currency),
        subtitle=f"Spend of the period in {warehouse.currency}, over wins so far of its leads",
        numbers=rows if rows["team"].sum() else rows.iloc[:0],
        total=sums(rows, "direct", "team", "touches", "team_by_touches", "all_won"),
        columns={
            **known("motion"),
            "direct": Column("Media and tools", "money"),
            "team": Column("People, as recorded", "money"),
            "touches": Column("Touches", "count"),
            "team_by_touches": Column("People, by touches", "money"),
            "all_won": tables.WON_SO_FAR,
            "per_win": Column("Per win, as recorded", "money"),
            "loaded_per_win": Column("Per win, loaded", "money"),
        },
        definition=words.LOADED_DEFINITION,
        note=words.LOADED_NOTE,
        empty=words.NO_PEOPLE,
        is_table=True,
        is_wide=True,
    )


def _table(groups: pd.DataFrame, breakdown: str, currency: str) -> Card:
    """What each group cost and brought."""
    people = {
        "direct": Column("Media and tools", "money", "Of the spend"),
        "team_by_touches": Column("People, by touches", "money", budget_words.PEOPLE),
    }
    people = people if groups["team"].sum() else {}
    return Card(
        name="costs",
        title=words.table_title(groups["spend"], groups["won"], breakdown),
        subtitle=f"Spend and leads of the period, amounts in {currency}; return: won amount over spend",
        numbers=groups,
        total=sums(groups, "spend", *people, "leads", "opportunities", "won", "won_amount"),
        columns={
            "breakdown": tables.heading(breakdown),
            **known("spend"),
            **people,
            **known("leads"),
            "cost_per_lead": Column("Per lead", "money"),
            **known("opportunities"),
            "cost_per_opportunity": Column("Per opportunity", "money"),
            "won": tables.WON_SO_FAR,
            "cost_per_win": Column("Per win", "money"),
            **bounds("money"),
            **({"loaded_per_win": Column("Per win, loaded", "money")} if people else {}),
            **known("won_amount"),
            "return_on_spend": Column("Return", "times"),
        },
        definition=words.DEFINITION,
        note=words.note(int(groups["foreign_spend"].sum())),
        is_table=True,
        is_wide=True,
    )


def _types(spent: pd.DataFrame, currency: str) -> Card:
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
        title = words.types_title(str(largest["motion"]), str(largest["cost_type"]), float(largest["share"]))
    return Card(
        name="types-of-cost",
        title=title,
        subtitle=f"Spend of the period in {currency}",
        numbers=rows,
        total=sums(rows, "spend"),
        columns={
            **known("motion"),
            "name": Column("Type of cost"),
            **known("spend"),
            "share": Column("Share of the motion", "share"),
        },
        definition=words.TYPES_DEFINITION,
        is_table=True,
    )


def _unmatched(groups: pd.DataFrame, breakdown: str, currency: str) -> Card:
    """Spend without leads, and leads without spend."""
    rows = groups[(groups["leads"] == 0) | groups["spend"].isna()]
    rows = rows.assign(
        what=(rows["leads"] == 0).map({True: "Spend without a lead", False: "Leads without spend"}),
    ).sort_values(["what", "spend", "leads"], ascending=[False, False, False], kind="stable")
    return Card(
        name="unmatched",
        title=words.match_title(len(rows)),
        subtitle=f"Spend in {currency} and leads of the period",
        numbers=rows,
        total=sums(rows, "spend", "leads", "won"),
        columns={
            "breakdown": tables.heading(breakdown),
            "what": Column("What"),
            **known("spend", "leads"),
            "won": tables.WON_SO_FAR,
        },
        definition=words.MATCH_DEFINITION,
        is_table=True,
        empty="Every name of the spend has leads in this period, and every lead has recorded spend.",
    )
