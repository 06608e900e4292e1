"""The view Owners over time: whose leads waited when, and who did how much."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from analysis.claims import left_owners
from analysis.claims.left_owners import LeftOwners
from analysis.claims.neglect import neglect
from analysis.lists.selection import GAPS
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED
from pages.charts import figures
from pages.parts import contents, labels, opens
from pages.parts import left_owners as left_parts
from pages.parts.cards import Card, Column
from pages.parts.columns import known
from pages.parts.frames import sums
from pages.parts.page import PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common
from pages.sales.gaps import open_leads
from pages.sales.gaps.words import owners_over_time as words

GROUPS_SHOWN = 5


@needs_days("Whose leads waited when")
def build(warehouse: Warehouse, scope: Scope, *, breakdown: str = "owner") -> PageModel:
    """Add up by owner or team; the months shown are those of the period, in full."""
    last = warehouse.as_of
    if not contents.has_touches(warehouse) or last is None:
        return PageModel(words.NOT_KNOWN, empty=words.LOAD_TOUCHES)
    # Who waited at the end of a month may have been created long before.
    changes = warehouse.ask("untouched_months", scope.narrowed(since=None), breakdown=breakdown)
    gaps = open_leads.counts(warehouse, scope, open_leads.worth(warehouse, scope), breakdown)
    if warehouse.ask("responses", scope).empty:
        return PageModel(words.NO_LEADS, empty=common.WIDEN)
    first = scope.since.replace(day=1) if scope.since else None
    standing = standing_at_month_ends(changes, last, first)
    return PageModel(
        title=words.title(_now(standing), has_start=scope.since is not None),
        facts=words.facts(
            int(_now(standing)["value"].sum()), neglect(warehouse, scope).open, has_start=scope.since is not None
        ),
        cards=(
            _standing(standing, breakdown, last, scope),
            _activity(warehouse, scope, breakdown, last),
            _gaps(gaps, breakdown, left_owners.find(warehouse, scope)),
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


def _largest(names: Iterable[object]) -> list[str]:
    """The first few of the groups; leads without an owner or team are none."""
    return [str(name) for name in names if name != NOT_RECORDED][:GROUPS_SHOWN]


def _drawn(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The months of these groups, in their order."""
    own = rows[rows["name"].isin(names)]
    return own.sort_values("name", key=lambda column: column.map(names.index), kind="stable")


def _columns(breakdown: str, counted: str) -> dict[str, Column]:
    return {"name": Column(breakdown.capitalize()), **known("month"), "value": Column(counted, "count")}


def _standing(standing: pd.DataFrame, breakdown: str, last: date, scope: Scope) -> Card:
    """Untouched leads by month, as it stood then."""
    names = _largest(_now(standing)["name"])
    drawn = _drawn(standing, names)
    return Card(
        name="untouched over time",
        title=words.standing_title(standing, names),
        subtitle=words.STANDING_SUBTITLE,
        figure=figures.monthly_lines(drawn, "count"),
        numbers=standing,
        columns=_columns(breakdown, "Untouched at its end"),
        definition=words.STANDING_DEFINITION,
        note=words.some_note(len(names), standing["name"].nunique(), breakdown, last),
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
    whole = scope.narrowed(source=None, campaign=None, sequence=None)
    if whole.since is not None:
        whole = whole.narrowed(since=whole.since.replace(day=1))
    answer = warehouse.ask("activity", whole, breakdown=breakdown)
    rows = answer.rename(columns={"breakdown": "name", "touches": "value"})
    rows = rows.assign(is_complete=_is_complete(rows["month"], last))
    sizes = rows.groupby("name")["value"].sum().sort_values(ascending=False, kind="stable")
    names = _largest(sizes.index)
    return Card(
        name="touches by month",
        title=words.activity_title(sizes, breakdown),
        subtitle=words.ACTIVITY_SUBTITLE,
        figure=figures.monthly_lines(_drawn(rows, names), "count"),
        numbers=rows,
        columns=_columns(breakdown, "Touches by us"),
        definition=words.ACTIVITY_DEFINITION,
        note=words.some_note(len(names), len(sizes), breakdown, last),
        empty=words.NO_ACTIVITY,
    )


def _gaps(gaps: pd.DataFrame, breakdown: str, left: LeftOwners) -> Card:
    """Open leads with a gap by owner and the month in which it opened."""
    rows = gaps.groupby(["breakdown", "due_month", "gap"], as_index=False)["leads"].sum()
    totals = rows.groupby("breakdown")["leads"].sum().sort_values(ascending=False, kind="stable")
    first, last = (rows["due_month"].min(), rows["due_month"].max()) if len(rows) else (None, None)
    by_month = rows.groupby(["breakdown", "due_month"])["leads"].sum().unstack(fill_value=0).reindex(totals.index)
    if first is not None and last is not None:  # a month in which nothing opened has its place, too
        months = [month.date() for month in pd.date_range(first, last, freq="MS")]
        by_month = by_month.reindex(columns=months, fill_value=0)

    def of(own: pd.Series) -> pd.Series:
        return rows[own].groupby("breakdown")["leads"].sum().reindex(totals.index, fill_value=0)

    table = pd.DataFrame({"leads": totals, "new": of(rows["due_month"] == last)})
    table["trend"] = pd.Series(by_month.to_numpy().tolist(), index=totals.index, dtype=object)
    for gap in GAPS:
        table[gap] = of(rows["gap"] == gap)
    return Card(
        name="gaps by month",
        title=words.gaps_title(totals, breakdown),
        subtitle=words.gaps_subtitle(breakdown),
        numbers=left_parts.told(table.reset_index(names=breakdown), breakdown, left),
        total=sums(table, "leads", "new", *GAPS),
        columns={
            breakdown: Column(breakdown.capitalize()),
            **(left_parts.columns(left) if breakdown == "owner" else {}),
            "leads": Column("Leads with a gap", "count"),
            "trend": Column(words.opened_in_months(first, last), "trend"),
            "new": Column(f"Opened in {labels.month(last)}", "count"),
            **{gap: Column(common.capital(gap), "count") for gap in GAPS},
        },
        definition=words.GAPS_DEFINITION,
        is_table=True,
        is_wide=True,
        empty=words.NO_GAPS,
    )
