"""Cost: what leads, opportunities and wins cost, by month too, and which spend and leads do not match."""

import pandas as pd

from analysis.claims.verdicts import ACT, CLEAR, KNOW, WATCH
from analysis.scope import Scope
from analysis.scoping.ledgers import unknown_to_spend
from analysis.statistics import proportions
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.warehouse import Warehouse
from pages.marketing.sources import cost_by_month, payback, tables
from pages.marketing.sources.words import cost as words
from pages.parts import windows
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.frames import cell
from pages.parts.page import Finding, PageModel
from pages.parts.words import common


def build(warehouse: Warehouse, scope: Scope, *, breakdown: str = "channel") -> PageModel:
    """Set spend beside what came of it, where spend knows the breakdown and the filters."""
    if unknown := unknown_to_spend(scope, breakdown):
        return PageModel(words.NO_COSTS, empty=words.no_costs(unknown))
    groups = count(warehouse, scope, breakdown)
    if not groups["spend"].notna().any():
        return PageModel(words.NO_COSTS, empty=words.NO_SPEND)
    few, currency = warehouse.definitions.thresholds.few_wins, warehouse.currency
    window = windows.window_of(warehouse, scope)
    types = warehouse.ask("spend_types", scope, breakdown="motion")
    name, is_clear = cheapest(groups, few)
    return PageModel(
        title=words.title(name, cost_per_win(groups, name), currency, breakdown, is_clear=is_clear),
        facts=words.facts(float(groups["spend"].sum()), int(groups["leads"].sum()), currency),
        findings=_findings(groups, types, few, currency),
        cards=(
            _table(groups, breakdown, currency),
            *cost_by_month.cards(warehouse, scope, breakdown, window),
            payback.card(warehouse, scope, breakdown),
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
    for name, part in (("cost_per_lead", "leads"), ("cost_per_opportunity", "opportunities"), ("cost_per_win", "won")):
        costs[name] = costs["spend"] / costs[part].where(costs[part] > 0)
    costs["return_on_spend"] = (costs["won_amount"] / costs["spend"]).where(costs["leads"] > 0)
    costs = costs.join(_bounds(costs["spend"], costs["won"], costs["leads"]))
    return costs.sort_values(["spend", "leads"], ascending=False, na_position="last", kind="stable")


def cost_per_win(groups: pd.DataFrame, name: str) -> Interval:
    """Cost per win of one group with its interval; missing without a group."""
    if not name:
        return UNKNOWN
    return Interval(*(cell(groups, name, column) for column in ("cost_per_win", "low", "high")))


def cheapest(groups: pd.DataFrame, few: int) -> tuple[str, bool]:
    """The group whose wins cost least, and whether they cost less than those of all others beyond chance.

    Parameters
    ----------
    groups : DataFrame
        As ``count`` returns it.
    few : int
        Fewest wins of a group that is compared.

    Returns
    -------
    name : str
        "" when fewer than two groups have enough wins.
    is_clear : bool
        The intervals of the group and of all others together, corrected for looking at all groups, do not overlap.
    """
    enough = _with_spend(groups, few)
    if len(enough) < 2:
        return "", False
    name = str(enough["cost_per_win"].idxmin())
    own, others = _against_others(enough, name)
    return name, own.high < others.low


def _findings(groups: pd.DataFrame, types: pd.DataFrame, few: int, currency: str) -> tuple[Finding, ...]:
    found = []
    enough = _with_spend(groups, few)
    if len(enough) > 1:
        name = str(enough["cost_per_win"].idxmax())
        own, others = _against_others(enough, name)
        if own.low > others.high:
            times = own.estimate / others.estimate
            found.append(
                Finding(
                    WATCH,
                    words.dearest(name, cost_per_win(groups, name), times, currency),
                    who=common.MARKETING,
                    surely=CLEAR,
                )
            )
    without_lead = groups[(groups["leads"] == 0) & groups["spend"].notna()]
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


def _with_spend(groups: pd.DataFrame, few: int) -> pd.DataFrame:
    return groups[(groups["won"] >= few) & groups["cost_per_win"].notna()]


def _against_others(enough: pd.DataFrame, name: str) -> tuple[Interval, Interval]:
    """Cost per win of one group and of all others together, corrected for looking at each group."""
    own, others = enough.loc[[name]], enough.drop(index=name)
    pair = pd.concat([own, others.sum(numeric_only=True).to_frame("others").T])
    spend, won, leads = pair["spend"].astype(float), pair["won"].astype(int), pair["leads"].astype(int)
    bounds = _bounds(spend, won, leads, level=1 - 0.05 / len(enough))
    first, second = (
        Interval(float(cost), float(low), float(high))
        for cost, low, high in zip(spend / won, bounds["low"], bounds["high"], strict=True)
    )
    return first, second


def _bounds(spend: pd.Series, won: pd.Series, leads: pd.Series, *, level: float = 0.95) -> pd.DataFrame:
    """Interval of the cost per win: the spend over Wilson's bounds of the wins."""
    rates = proportions.wilson_intervals(won, leads, level=level)
    per_lead = (spend / leads.where(leads > 0)).where(won > 0)
    return pd.DataFrame({"low": per_lead / rates["high"], "high": per_lead / rates["low"]}, index=spend.index)


def _table(groups: pd.DataFrame, breakdown: str, currency: str) -> Card:
    """What each group cost and brought."""
    return Card(
        name="costs",
        title=words.table_title(groups["spend"], groups["won"], breakdown),
        subtitle=f"Spend and leads of the period, amounts in {currency}; return: won amount over spend",
        numbers=groups,
        columns={
            "breakdown": tables.heading(breakdown),
            **known("spend", "leads"),
            "cost_per_lead": Column("Per lead", "money"),
            **known("opportunities"),
            "cost_per_opportunity": Column("Per opportunity", "money"),
            "won": tables.WON_SO_FAR,
            "cost_per_win": Column("Per win", "money"),
            **bounds("money"),
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
