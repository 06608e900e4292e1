"""Cost: what leads, opportunities and wins cost, by month too, and which spend and leads do not match."""

import pandas as pd

from analysis.scope import Scope
from analysis.statistics import proportions
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.warehouse import Warehouse
from pages.marketing.sources import cost_cards as sources_cost_cards
from pages.marketing.sources import payback as sources_payback
from pages.marketing.sources.words import cost as wording
from pages.marketing.sources.words.ranking import OWN_WORDS
from pages.parts import windows
from pages.parts.frames import cell
from pages.parts.page import Finding, PageModel

SPEND_KNOWS = ("channel", "source", "campaign", "motion")


def build(warehouse: Warehouse, scope: Scope, breakdown: str) -> PageModel:
    """Set spend beside what came of it.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads, and which days of spend.
    breakdown : str
        What the groups are; spend is known by those of ``SPEND_KNOWS``.

    Returns
    -------
    PageModel
        The whole page.
    """
    if unknown := unknown_to_spend(scope, breakdown):
        return PageModel(wording.NO_COSTS, empty=wording.no_costs(unknown))
    groups = count(warehouse, scope, breakdown)
    if not groups["spend"].notna().any():
        return PageModel(wording.NO_COSTS, empty=wording.NO_SPEND)
    few, currency = warehouse.definitions.thresholds.few_wins, warehouse.currency
    window = windows.window_of(warehouse, scope)
    types = warehouse.ask("spend_types", scope, breakdown="motion")
    name, is_clear = cheapest(groups, few)
    return PageModel(
        title=wording.title(name, cost_per_win(groups, name), currency, breakdown, is_clear=is_clear),
        facts=wording.facts(float(groups["spend"].sum()), int(groups["leads"].sum()), currency),
        findings=_findings(groups, types, few, currency),
        cards=(
            sources_cost_cards.table(groups, breakdown, currency),
            *sources_cost_cards.by_month(months(warehouse, scope, window, breakdown), breakdown, window, currency),
            sources_payback.card(warehouse, scope, breakdown),
            sources_cost_cards.types(types, currency),
            sources_cost_cards.unmatched(groups, breakdown, currency),
        ),
    )


def unknown_to_spend(scope: Scope, breakdown: str) -> tuple[str, ...]:
    """What of the breakdown and the filters spend does not know."""
    asked = (*(() if breakdown in SPEND_KNOWS else (breakdown,)), *sorted(scope.filters()))
    return tuple(name for name in asked if name not in SPEND_KNOWS)


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
    if breakdown in OWN_WORDS:
        costs["breakdown"] = costs["breakdown"].astype(str).str.capitalize()
    costs = costs.set_index(costs["breakdown"].astype(str).rename("group"))
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


def months(warehouse: Warehouse, scope: Scope, window: int, breakdown: str) -> pd.DataFrame:
    """Spend and what came of it in each group by month of creation, with what is complete.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads, and which days of spend.
    window : int
        Days that all leads of a month must have been watched for until its results are complete.
    breakdown : str
        What the groups are.

    Returns
    -------
    DataFrame
        ``group``, ``month``, ``motion``, ``spend``, ``leads``, ``opportunities``, ``won``, ``per_lead``,
        ``per_opportunity``, ``per_win``, ``is_whole`` (all of the month lies in the period), ``is_mature`` (and is old
        enough).
    """
    frame = warehouse.ask("cost_months", scope, breakdown=breakdown)
    frame = frame.assign(group=frame["breakdown"].astype(str), month=pd.to_datetime(frame["month"]))
    motions = frame["group"] if breakdown == "motion" else frame["group"].map(motions_of(warehouse, scope, breakdown))
    start, after = frame["month"], frame["month"] + pd.offsets.MonthBegin(1)
    last = pd.Timestamp(scope.as_of or warehouse.as_of or start.max())
    end = last + pd.Timedelta(days=1)
    is_whole = after <= (end if scope.until is None else min(end, pd.Timestamp(scope.until)))
    if scope.since is not None:
        is_whole &= start >= pd.Timestamp(scope.since)
    costs = {
        name: frame["spend"] / frame[part].where(frame[part] > 0)
        for name, part in (("per_lead", "leads"), ("per_opportunity", "opportunities"), ("per_win", "won"))
    }
    return frame.assign(
        motion=motions.fillna("mixed"),
        **costs,
        is_whole=is_whole,
        is_mature=is_whole & (after + pd.Timedelta(days=window - 1) <= last),
    )


def motions_of(warehouse: Warehouse, scope: Scope, breakdown: str) -> pd.Series:
    """Motion of each group that has leads in scope."""
    answer = warehouse.ask("conversion", scope, breakdown=breakdown)
    return answer.set_index(answer["breakdown"].astype(str))["motion"]


def _findings(groups: pd.DataFrame, types: pd.DataFrame, few: int, currency: str) -> tuple[Finding, ...]:
    found = []
    enough = _with_spend(groups, few)
    if len(enough) > 1:
        name = str(enough["cost_per_win"].idxmax())
        own, others = _against_others(enough, name)
        if own.low > others.high:
            times = own.estimate / others.estimate
            found.append(Finding("strong", wording.dearest(name, cost_per_win(groups, name), times, currency)))
    without_lead = groups[(groups["leads"] == 0) & groups["spend"].notna()]
    if len(without_lead):
        spend = float(without_lead["spend"].sum())
        names, share = [str(name) for name in without_lead.index], spend / float(groups["spend"].sum())
        found.append(Finding("strong", wording.unmatched_spend(names, spend, share, currency)))
    free = groups[(groups["leads"] > 0) & groups["spend"].isna()]
    if len(free):
        leads = int(free["leads"].sum())
        names, share = [str(name) for name in free.index], leads / int(groups["leads"].sum())
        found.append(Finding("strong", wording.unmatched_leads(names, leads, share)))
    outbound = types[types["breakdown"] == "outbound"]
    if outbound["spend"].notna().any() and "team" not in set(outbound["cost_type"]):
        found.append(Finding("strong", wording.NO_TEAM))
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
