"""Gaps: which open leads miss their next step, the most valuable first. The view Queue."""

import pandas as pd

from analysis.lists.selection import ANY
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED
from pages.charts import figures as charts
from pages.parts import gap_values as gaps_values
from pages.parts import labels, opens
from pages.parts.cards import Card, Column, Kpi
from pages.parts.gap_values import Values
from pages.parts.page import PageModel
from pages.parts.words import common
from pages.sales.gaps.words import queue as wording

OWNERS_SHOWN = 10


def build(
    warehouse: Warehouse, scope: Scope, earlier: Scope | None, gap: str = "", breakdown: str = "owner"
) -> PageModel:
    """Ask, value and list.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    earlier : Scope, optional
        Not compared with: gaps are known at the end of the data only.
    gap : str, default ""
        Only leads that have this gap, be it their foremost or not; "" is any.
    breakdown : str, default "owner"
        Whose leads are counted: "owner" or "team".

    Returns
    -------
    PageModel
        The view.
    """
    del earlier
    values = gaps_values.ask(warehouse)
    counted = gaps_values.counts(warehouse, scope, values, breakdown, gap)
    has_touches = gaps_values.is_loaded(warehouse)
    if counted.empty:
        return PageModel(wording.none_title(gap), empty=wording.NONE if has_touches else wording.LOAD_TOUCHES)
    leads, value = int(counted["leads"].sum()), float(counted["value"].sum())
    is_valued = bool(counted["worth"].sum())
    owners = _owners(counted)
    return PageModel(
        title=wording.title(leads, value if is_valued else float("nan"), warehouse.currency, gap),
        facts=wording.FACTS,
        kpis=_kpis(counted) if not gap and has_touches else (),
        cards=(
            _by_owner(owners, breakdown, gap, warehouse.currency),
            _by_gap(counted, gap, warehouse.currency, has_touches=has_touches),
            _queue(warehouse, scope, values, gap, leads),
        ),
    )


def _kpis(counted: pd.DataFrame) -> tuple[Kpi, ...]:
    by_gap = counted.groupby("gap")["leads"].sum()
    return tuple(
        Kpi(
            wording.SHORT.get(name, common.capital(name)),
            labels.count(int(by_gap.get(name, 0))),
            help=wording.HELP[name],
        )
        for name in gaps_values.GAPS[:4]
    )


def _owners(counted: pd.DataFrame) -> pd.DataFrame:
    owners = counted.groupby("breakdown", as_index=False)[["leads", "worth", "value"]].sum()
    return owners.sort_values(["leads", "breakdown"], ascending=[False, True], ignore_index=True)


def _by_owner(owners: pd.DataFrame, breakdown: str, gap: str, currency: str) -> Card:
    """How many leads of each owner or team wait."""
    known = owners[owners["breakdown"] != NOT_RECORDED]
    drawn = known.head(OWNERS_SHOWN).rename(columns={"breakdown": "label"})
    texts = wording.counts_and_values(drawn, currency)
    return Card(
        name="gaps by owner",
        asked=("gap_counts", "gap_cells"),
        title=wording.owners_title(known, breakdown, gap),
        subtitle=wording.owners_subtitle(breakdown),
        figure=charts.ranked_bars(
            drawn.assign(value=drawn["leads"], motion="", text=texts)[["label", "value", "motion", "text"]], "count"
        ),
        numbers=owners,
        columns={
            "breakdown": Column(breakdown.capitalize()),
            "leads": Column("Leads", "count"),
            "worth": Column("Of a known value", "count"),
            "value": Column(f"Expected won amount, {currency}", "money"),
        },
        definition=wording.DEFINITION,
        note=wording.shown_note(len(drawn), len(owners), breakdown) if len(drawn) else "",
        empty=wording.no_owner(breakdown),
        opens=opens.by(breakdown, drawn["label"], gap=gap or ANY),
    )


def _by_gap(counted: pd.DataFrame, gap: str, currency: str, *, has_touches: bool) -> Card:
    """How many leads have which foremost gap."""
    rows = counted.groupby("gap", as_index=False)[["leads", "worth", "value"]].sum()
    texts = wording.counts_and_values(rows, currency)
    drawn = rows.assign(label=rows["gap"].map(common.capital), value=rows["leads"], motion="", text=texts)
    return Card(
        name="gaps by kind",
        asked=("gap_counts", "gap_cells"),
        title=wording.kinds_title(rows, currency),
        subtitle=wording.KINDS_SUBTITLE,
        figure=charts.ranked_bars(drawn[["label", "value", "motion", "text"]], "count"),
        numbers=rows,
        columns={
            "gap": Column("Foremost gap"),
            "leads": Column("Leads", "count"),
            "worth": Column("Of a known value", "count"),
            "value": Column(f"Expected won amount, {currency}", "money"),
        },
        definition=wording.KINDS_DEFINITION,
        note="" if has_touches else wording.LOAD_TOUCHES,
        opens=opens.rows(drawn, ("label",), {"foremost_gap": "gap"}, **({"gap": gap} if gap else {})),
    )


def _queue(warehouse: Warehouse, scope: Scope, values: Values, gap: str, leads: int) -> Card:
    """The list itself."""
    answer = warehouse.ask("gap_queue", scope, gap_bit=gaps_values.bit_of(gap), **values.arguments)
    named = [
        common.listed(
            [name for place, name in enumerate(gaps_values.GAPS) if bits & 1 << place and name != foremost] or [""]
        )
        for bits, foremost in zip(answer["gaps"].astype(int), answer["gap"], strict=True)
    ]
    rows = answer.assign(
        reason=[wording.reason(row) for row in answer.itertuples(index=False)],
        also=named,
        open=answer["lead_id"],
    )
    rows = rows.drop(columns=["breakdown", "gaps"])
    return Card(
        name="gap queue",
        asked=("gap_queue", "gap_cells"),
        title=wording.queue_title(answer, warehouse.currency),
        subtitle=wording.queue_subtitle(len(rows), leads, is_valued=bool(rows["value"].notna().any())),
        numbers=rows,
        columns={
            "open": Column("Lead", "lead"),
            "lead_id": Column("Id"),
            "gap": Column("Gap"),
            "reason": Column("Why"),
            "value": Column(f"Expected, {warehouse.currency}", "money", wording.VALUE_HELP),
            "owner": Column("Owner"),
            "age_days": Column("Age, days", "days"),
            "team": Column("Team"),
            "stage": Column("Stage"),
            "last_touch_on": Column("Last touch", "day"),
            "also": Column("Also"),
            "due_on": Column("Due since", "day"),
            "channel": Column("Channel"),
            "segment": Column("Segment"),
            "motion": Column("Motion", "motion"),
            "count_touches_by_us": Column("Touches by us", "count"),
            "amount": Column("Amount, as recorded", "money"),
        },
        definition=wording.VALUE_DEFINITION,
        is_table=True,
        is_wide=True,
    )
