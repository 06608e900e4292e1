"""The view Owners over time: whose leads waited when, and who did how much."""

from datetime import date

import pandas as pd

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED
from pages.charts import figures as charts
from pages.parts import gap_values as gaps_values
from pages.parts import labels, opens
from pages.parts.cards import Card, Column
from pages.parts.page import PageModel
from pages.parts.words import common
from pages.sales.gaps.words import owners_over_time as wording

GROUPS_SHOWN = 5


def build(warehouse: Warehouse, scope: Scope, earlier: Scope | None, breakdown: str = "owner") -> PageModel:
    """Ask, add up and draw.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads; the months shown are those of its period.
    earlier : Scope, optional
        Not compared with in this view.
    breakdown : str, default "owner"
        "owner" or "team".

    Returns
    -------
    PageModel
        The view.
    """
    del earlier
    last = warehouse.as_of
    if not gaps_values.is_loaded(warehouse) or last is None:
        return PageModel(wording.NOT_KNOWN, empty=wording.LOAD_TOUCHES)
    # Who waited at the end of a month may have been created long before.
    changes = warehouse.ask("untouched_months", scope.narrowed(since=None), breakdown=breakdown)
    values = gaps_values.ask(warehouse)
    gaps = gaps_values.counts(warehouse, scope, values, breakdown)
    if warehouse.ask("responses", scope).empty:
        return PageModel(wording.NO_LEADS, empty=common.WIDEN)
    first = scope.since.replace(day=1) if scope.since else None
    standing = standing_at_month_ends(changes, last, first)
    return PageModel(
        title=wording.title(_now(standing)),
        facts=wording.facts(int(_now(standing)["value"].sum())),
        cards=(
            _standing(standing, breakdown, last, scope),
            _activity(warehouse, scope, breakdown, last),
            _gaps(gaps, breakdown),
        ),
    )


def standing_at_month_ends(changes: pd.DataFrame, last: date, first: date | None = None) -> pd.DataFrame:
    """How many leads were waiting for our first touch at the end of each month, as it stood then.

    Parameters
    ----------
    changes : DataFrame
        Answer to the question ``untouched_months``.
    last : date
        Last day of the data.
    first : date, optional
        First month to give; None is the first with a change.

    Returns
    -------
    DataFrame
        Columns ``name``, ``month`` (its first day), ``value`` (leads waiting at its end) and ``is_complete``; every
        month of every group.
    """
    if changes.empty:
        return pd.DataFrame(columns=["name", "month", "value", "is_complete"])
    months = pd.to_datetime(changes["month"])
    index = pd.date_range(months.min(), pd.Timestamp(last).replace(day=1), freq="MS", name="month")
    net = (changes["opened"] - changes["ended"]).groupby([months, changes["breakdown"]]).sum().unstack(fill_value=0)
    standing = net.reindex(index, fill_value=0).cumsum()
    rows = standing.melt(ignore_index=False, var_name="name", value_name="value").reset_index()
    if first is not None:
        rows = rows[rows["month"] >= pd.Timestamp(first)]
    return rows.assign(value=rows["value"].astype(int), is_complete=_is_complete(rows["month"], last))


def _is_complete(months: pd.Series, last: date) -> pd.Series:
    ends = pd.to_datetime(months) + pd.offsets.MonthEnd(0)
    return ends <= pd.Timestamp(last)


def _now(standing: pd.DataFrame) -> pd.DataFrame:
    """The last month's rows, most waiting first."""
    rows = standing[standing["month"] == standing["month"].max()]
    return rows.sort_values(["value", "name"], ascending=[False, True], kind="stable")


def _standing(standing: pd.DataFrame, breakdown: str, last: date, scope: Scope) -> Card:
    """Untouched leads by month, as it stood then."""
    now = _now(standing)
    names = [name for name in now["name"] if name != NOT_RECORDED][:GROUPS_SHOWN]
    drawn = standing[standing["name"].isin(names)]
    drawn = drawn.sort_values("name", key=lambda column: column.map(names.index), kind="stable")
    return Card(
        name="untouched over time",
        title=wording.standing_title(standing, names),
        subtitle=wording.STANDING_SUBTITLE,
        figure=charts.monthly_lines(drawn, "count"),
        numbers=standing,
        columns={
            "name": Column(breakdown.capitalize()),
            "month": Column("Month", "month"),
            "value": Column("Untouched at its end", "count"),
        },
        definition=wording.STANDING_DEFINITION,
        note=wording.some_note(len(names), standing["name"].nunique(), breakdown, last),
        opens={
            opens.mark(row["name"], f"{row['month']:%Y-%m}"): {
                breakdown: str(row["name"]),
                "waiting_on": min((row["month"] + pd.offsets.MonthEnd(0)).date(), last).isoformat(),
                **opens.before(scope),
            }
            for row in drawn.to_dict("records")
        },
    )


def _activity(warehouse: Warehouse, scope: Scope, breakdown: str, last: date) -> Card:
    """Touches by us by month, in the team of that time."""
    known = scope.narrowed(source=None, campaign=None, sequence=None)
    if known.since is not None:
        known = known.narrowed(since=known.since.replace(day=1))
    answer = warehouse.ask("activity", known, breakdown=breakdown)
    rows = answer.rename(columns={"breakdown": "name", "touches": "value"})
    rows = rows.assign(is_complete=_is_complete(rows["month"], last))
    sizes = rows.groupby("name")["value"].sum().sort_values(ascending=False, kind="stable")
    names = [str(name) for name in sizes.index if name != NOT_RECORDED][:GROUPS_SHOWN]
    drawn = rows[rows["name"].isin(names)]
    drawn = drawn.sort_values("name", key=lambda column: column.map(names.index), kind="stable")
    return Card(
        name="touches by month",
        title=wording.activity_title(sizes, breakdown),
        subtitle=wording.ACTIVITY_SUBTITLE,
        figure=charts.monthly_lines(drawn, "count"),
        numbers=rows,
        columns={
            "name": Column(breakdown.capitalize()),
            "month": Column("Month", "month"),
            "value": Column("Touches by us", "count"),
        },
        definition=wording.ACTIVITY_DEFINITION,
        note=wording.some_note(len(names), len(sizes), breakdown, last),
        empty=wording.NO_ACTIVITY,
    )


def _gaps(gaps: pd.DataFrame, breakdown: str) -> Card:
    """Open leads with a gap by owner and the month in which it opened."""
    rows = gaps.groupby(["breakdown", "due_month", "gap"], as_index=False)["leads"].sum()
    totals = rows.groupby("breakdown")["leads"].sum().sort_values(ascending=False, kind="stable")
    last = rows["due_month"].max() if len(rows) else None
    new = rows[rows["due_month"] == last].groupby("breakdown")["leads"].sum()
    table = pd.DataFrame({"leads": totals, "new": new.reindex(totals.index, fill_value=0)})
    by_month = rows.groupby(["breakdown", "due_month"])["leads"].sum().unstack(fill_value=0).reindex(totals.index)
    table["trend"] = pd.Series(by_month.to_numpy().tolist(), index=totals.index, dtype=object)
    for gap in gaps_values.GAPS:
        own = rows[rows["gap"] == gap].groupby("breakdown")["leads"].sum()
        table[gap] = own.reindex(totals.index, fill_value=0)
    return Card(
        name="gaps by month",
        title=wording.gaps_title(totals, breakdown),
        subtitle=wording.gaps_subtitle(breakdown),
        numbers=table.reset_index(names=breakdown),
        columns={
            breakdown: Column(breakdown.capitalize()),
            "leads": Column("Leads with a gap", "count"),
            "trend": Column("By month opened", "trend"),
            "new": Column(f"Opened in {labels.month(last)}", "count"),
            **{gap: Column(common.capital(gap), "count") for gap in gaps_values.GAPS},
        },
        definition=wording.GAPS_DEFINITION,
        is_table=True,
        is_wide=True,
        empty=wording.NO_GAPS,
    )
