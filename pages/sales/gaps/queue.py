"""The view Queue: which open leads miss their next step, the most valuable first."""

import pandas as pd

from analysis.lists.selection import ANY, GAPS
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED
from pages.charts import figures
from pages.parts import contents, labels, opens
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import known
from pages.parts.page import PageModel
from pages.parts.words import common
from pages.sales.gaps import open_leads
from pages.sales.gaps.words import queue as words

OWNERS_SHOWN = 10


def build(warehouse: Warehouse, scope: Scope, *, gap: str = "", breakdown: str = "owner") -> PageModel:
    """Count, value and list the leads that have the gap, be it their foremost or not; "" is any."""
    worth = open_leads.amounts(warehouse)
    counted = open_leads.counts(warehouse, scope, worth, breakdown, gap)
    has_touches = contents.has_touches(warehouse)
    if counted.empty:
        return PageModel(words.none_title(gap), empty=words.NONE if has_touches else words.LOAD_TOUCHES)
    leads, currency = int(counted["leads"].sum()), warehouse.currency
    value = float(counted["value"].sum()) if counted["worth"].sum() else float("nan")
    return PageModel(
        title=words.title(leads, value, currency, gap),
        facts=words.FACTS,
        kpis=_kpis(counted) if not gap and has_touches else (),
        cards=(
            _by_owner(counted, breakdown, gap, currency),
            _by_gap(counted, gap, currency, has_touches=has_touches),
            _queue(open_leads.queue(warehouse, scope, worth, gap), leads, currency),
        ),
    )


def _kpis(counted: pd.DataFrame) -> tuple[Kpi, ...]:
    by_gap = counted.groupby("gap")["leads"].sum()
    return tuple(
        Kpi(words.SHORT.get(name, common.capital(name)), labels.count(by_gap.get(name, 0)), help=words.HELP[name])
        for name in GAPS[:4]
    )


def _by_owner(counted: pd.DataFrame, breakdown: str, gap: str, currency: str) -> Card:
    """How many leads of each owner or team wait."""
    owners = counted.groupby("breakdown", as_index=False)[["leads", "worth", "value"]].sum()
    owners = owners.sort_values(["leads", "breakdown"], ascending=[False, True], ignore_index=True)
    named = owners[owners["breakdown"] != NOT_RECORDED]
    drawn = named.head(OWNERS_SHOWN).rename(columns={"breakdown": "label"})
    return Card(
        name="gaps by owner",
        asked=("gap_counts", "gap_cells"),
        title=words.owners_title(named, breakdown, gap),
        subtitle=words.owners_subtitle(breakdown),
        figure=_bars(drawn, currency),
        numbers=owners,
        columns={"breakdown": Column(breakdown.capitalize()), **_worth(currency)},
        definition=words.DEFINITION,
        note=words.shown_note(len(drawn), len(owners), breakdown) if len(drawn) else "",
        empty=words.no_owner(breakdown),
        opens=opens.by(breakdown, drawn["label"], gap=gap or ANY),
    )


def _by_gap(counted: pd.DataFrame, gap: str, currency: str, *, has_touches: bool) -> Card:
    """How many leads have which foremost gap."""
    rows = counted.groupby("gap", as_index=False)[["leads", "worth", "value"]].sum()
    drawn = rows.assign(label=rows["gap"].map(common.capital))
    return Card(
        name="gaps by kind",
        asked=("gap_counts", "gap_cells"),
        title=words.kinds_title(rows, currency),
        subtitle=words.KINDS_SUBTITLE,
        figure=_bars(drawn, currency),
        numbers=rows,
        columns={"gap": Column("Foremost gap"), **_worth(currency)},
        definition=words.KINDS_DEFINITION,
        note="" if has_touches else words.LOAD_TOUCHES,
        opens=opens.rows(drawn, ("label",), {"foremost_gap": "gap"}, **({"gap": gap} if gap else {})),
    )


def _bars(rows: pd.DataFrame, currency: str) -> object:
    """A bar for each row, with its leads and what they are worth."""
    texts = words.counts_and_values(rows, currency)
    drawn = rows.assign(value=rows["leads"], motion="", text=texts)
    return figures.ranked_bars(drawn[["label", "value", "motion", "text"]], "count")


def _worth(currency: str) -> dict[str, Column]:
    return {
        **known("leads"),
        "worth": Column("Of a known value", "count"),
        "value": Column(f"Expected won amount, {currency}", "money"),
    }


def _queue(rows: pd.DataFrame, leads: int, currency: str) -> Card:
    """The list itself."""
    also = [open_leads.others(int(gaps), gap) for gaps, gap in zip(rows["gaps"], rows["gap"], strict=True)]
    table = rows.assign(
        reason=[words.reason(row) for row in rows.itertuples(index=False)],
        also=[common.listed(names) if names else "" for names in also],
        open=rows["lead_id"],
    )
    return Card(
        name="gap queue",
        asked=("gap_queue", "gap_cells"),
        title=words.queue_title(rows, currency),
        subtitle=words.queue_subtitle(len(rows), leads, is_valued=bool(rows["value"].notna().any())),
        numbers=table.drop(columns=["breakdown", "gaps"]),
        columns={
            "open": Column("Lead", "lead"),
            "lead_id": Column("Id"),
            "gap": Column("Gap"),
            "reason": Column("Why"),
            "value": Column(f"Expected, {currency}", "money", words.VALUE_HELP),
            **known("owner"),
            "age_days": Column("Age, days", "days"),
            **known("team", "stage"),
            "last_touch_on": Column("Last touch", "day"),
            "also": Column("Also"),
            "due_on": Column("Due since", "day"),
            **known("channel", "segment", "motion"),
            "count_touches_by_us": Column("Touches by us", "count"),
            "amount": Column("Amount, as recorded", "money"),
        },
        definition=words.VALUE_DEFINITION,
        is_table=True,
        is_wide=True,
    )
