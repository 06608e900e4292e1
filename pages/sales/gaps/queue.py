"""The view Queue: which open leads miss their next step, those first that lose most by waiting on."""

import pandas as pd

from analysis.claims import left_owners
from analysis.claims.left_owners import LeftOwners
from analysis.lists.selection import ANY, GAPS
from analysis.question import LATER_DAYS
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.links import Links
from data.names import NOT_RECORDED
from pages.charts import figures
from pages.parts import contents, glossary, labels, lead_list, opens
from pages.parts import left_owners as left_parts
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import known
from pages.parts.frames import sums
from pages.parts.page import PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common
from pages.sales.gaps import open_leads
from pages.sales.gaps.words import queue as words

OWNERS_SHOWN = 10
WORTH = ["leads", "worth", "value", "later_value"]


@needs_days("Which open leads miss their next step")
def build(warehouse: Warehouse, scope: Scope, *, gap: str = "", breakdown: str = "owner") -> PageModel:
    """Count, value and list the leads that have the gap, be it their foremost or not; "" is any."""
    worth = open_leads.worth(warehouse, scope)
    counted = open_leads.counts(warehouse, scope, worth, breakdown, gap)
    has_touches = contents.has_touches(warehouse)
    if counted.empty:
        title = words.none_title(gap, has_touches=has_touches)
        return PageModel(title, empty=words.NONE if has_touches else words.LOAD_TOUCHES)
    leads, currency = int(counted["leads"].sum()), warehouse.currency
    left = left_owners.find(warehouse, scope)
    older = open_leads.older(warehouse, scope, worth, breakdown, gap)
    return PageModel(
        title=words.title(counted, currency, gap),
        facts=words.facts(int(older["leads"].sum())),
        kpis=_kpis(warehouse, scope, worth) if not gap and has_touches else (),
        findings=left_parts.findings(left),
        cards=(
            _by_owner(counted, breakdown, gap, currency, left),
            _by_gap(counted, gap, currency, has_touches=has_touches),
            _queue(open_leads.queue(warehouse, scope, worth, gap), leads, currency, left, warehouse.definitions.links),
            *(() if older.empty else (_older(older, scope, breakdown, gap, currency),)),
        ),
    )


def _kpis(warehouse: Warehouse, scope: Scope, worth: open_leads.Worth) -> tuple[Kpi, ...]:
    """Leads that have each of the first gaps, foremost or not: as many as the list has where the gap is chosen."""
    having = {name: open_leads.counts(warehouse, scope, worth, "all", name)["leads"].sum() for name in GAPS[:4]}
    return tuple(
        Kpi(
            words.SHORT.get(name, common.capital(name)),
            labels.count(number),
            help=glossary.meaning(name, warehouse.definitions),
            opens={"gap": name},
        )
        for name, number in having.items()
    )


def _by_owner(counted: pd.DataFrame, breakdown: str, gap: str, currency: str, left: LeftOwners) -> Card:
    """How many leads of each owner or team wait."""
    owners = counted.groupby("breakdown", as_index=False)[WORTH].sum()
    owners = owners.sort_values(["leads", "breakdown"], ascending=[False, True], ignore_index=True)
    named = owners[owners["breakdown"] != NOT_RECORDED]
    drawn = named.head(OWNERS_SHOWN).rename(columns={"breakdown": "label"})
    return Card(
        name="gaps by owner",
        asked=("gap_counts", *open_leads.LEARNT_FROM),
        title=words.owners_title(named, breakdown, gap),
        subtitle=words.owners_subtitle(breakdown),
        figure=_bars(drawn, currency),
        numbers=left_parts.told(owners, "breakdown", left),
        total=sums(owners, *_worth()),
        columns={
            "breakdown": Column(breakdown.capitalize()),
            **(left_parts.columns(left) if breakdown == "owner" else {}),
            **_worth(),
        },
        definition=words.DEFINITION,
        note=words.shown_note(len(drawn), len(owners), breakdown) if len(drawn) else "",
        empty=words.no_owner(breakdown),
        opens=opens.by(breakdown, drawn["label"], gap=gap or ANY),
    )


def _by_gap(counted: pd.DataFrame, gap: str, currency: str, *, has_touches: bool) -> Card:
    """How many leads have which foremost gap."""
    rows = counted.groupby("gap", as_index=False)[WORTH].sum()
    drawn = rows.assign(label=rows["gap"].map(common.capital))
    return Card(
        name="gaps by kind",
        asked=("gap_counts", *open_leads.LEARNT_FROM),
        title=words.kinds_title(rows, currency),
        subtitle=words.KINDS_SUBTITLE,
        figure=_bars(drawn, currency),
        numbers=rows,
        total=sums(rows, *_worth()),
        columns={"gap": Column("Foremost gap"), **_worth()},
        definition=words.KINDS_DEFINITION,
        note=words.LOAD_TOUCHES if not has_touches else "" if gap else words.KINDS_NOTE,
        opens=opens.rows(drawn, ("label",), {"foremost_gap": "gap"}, **({"gap": gap} if gap else {})),
    )


def _bars(rows: pd.DataFrame, currency: str) -> object:
    """A bar for each row, with its leads and what they are worth."""
    texts = words.counts_and_values(rows, currency)
    drawn = rows.assign(value=rows["leads"], motion="", text=texts)
    return figures.ranked_bars(drawn[["label", "value", "motion", "text"]], "count")


def _worth() -> dict[str, Column]:
    return {
        **known("leads"),
        "worth": Column("Of a known value", "count"),
        **_values(),
    }


def _values() -> dict[str, Column]:
    return {
        "value": Column("Expected", "money", words.VALUE_HELP),
        "later_value": Column(f"If waiting {LATER_DAYS} more days", "money", words.LATER_HELP),
    }


def _older(rows: pd.DataFrame, scope: Scope, breakdown: str, gap: str, currency: str) -> Card:
    """Leads that have waited for longer than any that was won: whose, and where they stand."""
    listed = {"older_than_any_win": "yes", **({"gap": gap} if gap else {})}
    stages = rows.sort_values("position")["stage"].unique()
    table = rows.groupby("breakdown")[["leads", "worth", "value", "fresh_value"]].sum()
    at = rows.pivot_table(index="breakdown", columns="stage", values="leads", aggfunc="sum", fill_value=0)
    table = table.join(at.add_prefix("at ")).sort_values("leads", ascending=False, kind="stable")
    open_ones = [opens.link(scope, {breakdown: str(name), **listed}) for name in table.index]
    return Card(
        name="older than any win",
        asked=("older_than_any_win", *open_leads.LEARNT_FROM),
        title=words.older_title(int(rows["leads"].sum())),
        subtitle=words.older_subtitle(rows, currency),
        numbers=table.reset_index(names=breakdown).assign(open=open_ones),
        total=sums(table, "leads", *(f"at {stage}" for stage in stages), "value", "fresh_value"),
        columns={
            "open": Column("List", "link"),
            breakdown: Column(breakdown.capitalize()),
            **known("leads"),
            **{f"at {stage}": Column(f"At {stage}", "count") for stage in stages},
            "value": Column("Expected", "money", words.VALUE_HELP),
            "fresh_value": Column("If they had come today", "money", words.FRESH_HELP),
        },
        definition=words.OLDER_DEFINITION,
        note=words.older_note(opens.link(scope, listed)),
        is_table=True,
        is_wide=True,
    )


def listed(rows: pd.DataFrame, left: LeftOwners) -> pd.DataFrame:
    """The leads of the queue, each with its reason, its next step and what else there is to know of it.

    Parameters
    ----------
    rows : DataFrame
        The question ``gap_queue``.
    left : LeftOwners
        Owners who are gone.

    Returns
    -------
    DataFrame
        In the order of the rows.
    """
    others = [open_leads.others(int(gaps), gap) for gaps, gap in zip(rows["gaps"], rows["gap"], strict=True)]
    told = list(zip(rows.itertuples(index=False), others, strict=True))
    table = left_parts.told(rows, "owner", left).assign(
        reason=[words.reason(row) for row, _ in told],
        next_step=[words.next_step(row) for row, _ in told],
        also=[words.also(row, gaps) for row, gaps in told],
    )
    return table.drop(columns=["breakdown", "gaps", "is_older_than_any_win"])


def columns(left: LeftOwners, links: Links) -> dict[str, Column]:
    """What the queue shows of a lead."""
    return {
        **known("lead_name", "account_name"),
        "gap": Column("Gap"),
        "reason": Column("Why"),
        "next_step": Column("Next step"),
        **_values(),
        **known("owner"),
        **left_parts.columns(left),
        **{name: column for name, column in lead_list.offered(links).items() if name == lead_list.LINKS["lead"]},
        **known("stage"),
        "stage_days": Column("Days there", "days"),
        "age_days": Column("Age, days", "days"),
        **known("team", "last_touch_on"),
        "also": Column("Also"),
        "due_on": Column("Due since", "day"),
        **known("channel", "segment", "motion"),
        "count_touches_by_us": Column("Touches by us", "count"),
        "amount": Column("Amount", "number", words.AMOUNT_HELP),
        **known("lead_id"),
    }


def _queue(rows: pd.DataFrame, leads: int, currency: str, left: LeftOwners, links: Links) -> Card:
    """The list itself."""
    return Card(
        name="gap queue",
        asked=("gap_queue", *open_leads.LEARNT_FROM),
        title=words.queue_title(rows, currency),
        subtitle=words.queue_subtitle(len(rows), leads, is_valued=bool(rows["value"].notna().any())),
        numbers=listed(rows, left).assign(open=rows["lead_id"]),
        columns={"open": Column("Details", "lead"), **columns(left, links)},
        definition=words.VALUE_DEFINITION,
        is_table=True,
        is_wide=True,
    )
