"""Cost by month: what a lead, an opportunity and a win of each month cost, as far as its results are complete."""

import pandas as pd

from analysis.months import completeness
from analysis.scope import Scope
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.statistics.proportions import share_interval
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.marketing.sources import tables
from pages.marketing.sources.words import cost as words
from pages.parts import labels, opens
from pages.parts.cards import Card, Column
from pages.parts.columns import known
from pages.parts.words import common

MONTHS_COMPARED = 3
GROUPS_DRAWN = 6
# What is paid for: the count to divide by, and when it is complete.
PARTS = {
    "lead": ("leads", "is_whole"),
    "opportunity": ("opportunities", "is_mature"),
    "win": ("won", "is_mature"),
}


def cards(warehouse: Warehouse, scope: Scope, breakdown: str, window: int) -> tuple[Card, ...]:
    """Cost per lead, opportunity and win by month: lines of the motions, small charts of other groups.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads, and which days of spend.
    breakdown : str
        What the groups are.
    window : int
        Days that all leads of a month must have been watched for until its results are complete.

    Returns
    -------
    tuple of Card
        One for each of ``PARTS``.
    """
    months = count(warehouse, scope, window, breakdown)
    return tuple(_card(months, breakdown, what, window, warehouse.currency) for what in PARTS)


def count(warehouse: Warehouse, scope: Scope, window: int, breakdown: str) -> pd.DataFrame:
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
    frame = warehouse.ask("cost_months", scope, breakdown=breakdown, window_days=window)
    frame = frame.assign(group=frame["breakdown"].astype(str), month=pd.to_datetime(frame["month"]))
    motions = (
        frame["group"] if breakdown == "motion" else frame["group"].map(tables.motions_of(warehouse, scope, breakdown))
    )
    spent = frame["spend"].where(frame["spend"] > 0)  # of what cost nothing, no win has a price
    costs = {
        name: spent / frame[part].where(frame[part] > 0)
        for name, part in (("per_lead", "leads"), ("per_opportunity", "opportunities"), ("per_win", "won"))
    }
    return frame.assign(
        motion=motions.fillna("mixed"),
        **costs,
        **completeness(warehouse, scope, frame["month"], window),
    )


def _card(months: pd.DataFrame, breakdown: str, what: str, window: int, currency: str) -> Card:
    part, complete = PARTS[what]
    paid = months[months["spend"].notna()]
    rows = paid.assign(value=paid[f"per_{what}"], is_complete=paid[complete], n=paid["leads"])
    unfinished = paid.loc[~paid[complete], "month"].nunique()
    spent = paid.groupby("group")["spend"].sum().sort_values(ascending=False, kind="stable")
    largest = [str(name) for name in spent.index[:GROUPS_DRAWN]]
    drawn = rows[rows["group"].isin(largest)].sort_values(
        "group", key=lambda names: names.map({name: place for place, name in enumerate(largest)}), kind="stable"
    )
    name, first, last = _ends(rows[rows["is_complete"]], part)
    figure = (
        figures.monthly_lines(rows, unit="money", currency=currency)
        if breakdown == "motion"
        else figures.small_lines(drawn.assign(label=drawn["group"], x=drawn["month"]), "money", currency)
    )
    more = words.panels_note(len(largest), len(spent), breakdown) if breakdown != "motion" else ""
    return Card(
        name=f"cost-per-{what}",
        title=words.months_title(what, name, first, last, currency),
        subtitle=f"By month of creation, in {currency}, last complete month in figures · {labels.MARKS}",
        figure=figure,
        opens=opens.rows(rows, ("group", "month"), {breakdown: "group", "created": "month"}),
        numbers=rows,
        columns={
            **known("month"),
            "group": known("motion")["motion"] if breakdown == "motion" else tables.heading(breakdown),
            **known("spend", "leads"),
            "opportunities": Column("Opportunities so far", "count"),
            "won": tables.WON_SO_FAR,
            **{f"per_{name}": Column(f"Per {name}", "money") for name in PARTS},
        },
        definition=words.MONTHS_DEFINITION,
        note=common.joined(words.months_note(unfinished, what, window), more),
        empty=words.NO_SPEND,
    )


def _ends(complete: pd.DataFrame, part: str) -> tuple[str, Interval, Interval]:
    """Cost of the first and the last three complete months of the group with most spend; missing below six."""
    if complete.empty:
        return "", UNKNOWN, UNKNOWN
    name = str(complete.groupby("group")["spend"].sum().idxmax())
    own = complete[complete["group"] == name].sort_values("month")
    if len(own) < 2 * MONTHS_COMPARED:
        return name, UNKNOWN, UNKNOWN
    return name, _cost(own.head(MONTHS_COMPARED), part), _cost(own.tail(MONTHS_COMPARED), part)


def _cost(months: pd.DataFrame, part: str) -> Interval:
    """Spend over leads, which is exact, or over what came of them with Wilson's bounds of it."""
    spend, leads, divided = (float(months[name].sum()) for name in ("spend", "leads", part))
    if divided == 0:
        return UNKNOWN
    if part == "leads":
        return Interval(spend / leads, spend / leads, spend / leads)
    rate = share_interval(int(divided), int(leads))
    return Interval(spend / divided, spend / leads / rate.high, spend / leads / rate.low)
