"""What prospecting teaches marketing: segments that convert, and objections."""

from analysis.claims import segments as segments_claim
from analysis.claims.segments import MARKETING
from analysis.scope import Scope
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED
from pages.charts import figures
from pages.everyone.interplay import words
from pages.parts import labels, opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.words import common

SOURCES_SHOWN, REASONS_SHOWN = 8, 6


def segments(warehouse: Warehouse, scope: Scope, window: int) -> Card:
    """Conversion of outbound leads by segment, beside the segment's share of inbound leads."""
    counted = warehouse.ask("motion_gap", scope, breakdown="segment", window_days=window)
    counted = counted.assign(segment=counted["breakdown"].astype(str), motion=counted["motion"].astype(str))
    inbound = counted[counted["motion"] == "inbound"].set_index("segment")["leads"]
    own = counted[(counted["motion"] == "outbound") & (counted["mature"] > 0)].set_index("segment")
    rates = own[["leads", "mature", "mature_won"]].join(wilson_intervals(own["mature_won"], own["mature"]))
    total = int(inbound.sum())
    rates["inbound_share"] = inbound.reindex(rates.index).fillna(0) / total if total else float("nan")
    table = segments_claim.find(warehouse, scope, window)
    thin = [] if table is None else table.index[table["advice"] == MARKETING].tolist()
    drawn = rates.assign(
        label=rates.index,
        motion="outbound",
        n=rates["mature"],
        note=[f"{labels.share(share)} of inbound leads" for share in rates["inbound_share"]],
    )
    return Card(
        name="segments",
        asked=("motion_gap",),
        title=words.segments_title([str(name) for name in thin]),
        subtitle=f"Outbound leads won within {window} days, 95% interval; under the name: its share of inbound leads",
        figure=figures.rates_with_intervals(drawn),
        numbers=rates.assign(segment=rates.index),
        columns={
            **known("segment"),
            "leads": Column("Outbound leads", "count"),
            **known("mature", "mature_won", "rate"),
            **bounds(),
            "inbound_share": Column("Share of inbound leads", "share"),
        },
        definition=words.SEGMENT_DEFINITION,
        opens=opens.by("segment", rates.index, motion="outbound", mature_days=str(window)),
    )


def objections(warehouse: Warehouse, scope: Scope, few: int) -> Card:
    """Reasons of lost outbound leads, by source."""
    rows = warehouse.ask("reasons", scope, breakdown="source")
    rows = rows[(rows["motion"] == "outbound") & (rows["reason"] != NOT_RECORDED)]
    pairs = rows.groupby(["breakdown", "reason"], as_index=False, observed=True)["leads"].sum()
    whole = pairs.groupby("breakdown")["leads"].transform("sum")
    pairs = pairs.assign(whole=whole).join(wilson_intervals(pairs["leads"], whole))
    reasons = pairs.groupby("reason")["leads"].sum().sort_values(ascending=False, kind="stable")
    sources = pairs.groupby("breakdown", observed=True)["leads"].sum().nlargest(SOURCES_SHOWN).index
    drawn = pairs[pairs["breakdown"].isin(sources) & pairs["reason"].isin(reasons.index[:REASONS_SHOWN])]
    order = {name: place for place, name in enumerate(reasons.index)}
    drawn = drawn.sort_values(
        ["whole", "reason"], ascending=[False, True], key=lambda s: s.map(order) if s.name == "reason" else s
    )
    drawn = drawn.assign(row=drawn["breakdown"], column=drawn["reason"], share=drawn["rate"], n=drawn["leads"])
    total = int(reasons.sum())
    return Card(
        name="objections",
        asked=("reasons",),
        title=words.reasons_title(str(reasons.index[0]), float(reasons.iloc[0]) / total)
        if total
        else "No objections recorded",
        subtitle="Share of each source's lost and disqualified outbound leads, number below",
        figure=figures.heat_map(drawn.assign(is_few=drawn["whole"] < few), "outbound", common.fewer(few, "lead"))
        if total
        else None,
        numbers=pairs,
        columns={
            "breakdown": Column("Source"),
            **known("reason", "leads"),
            "rate": Column("Share of the source", "share"),
            **bounds(),
        },
        definition=words.REASONS_DEFINITION,
        empty=words.NO_REASONS,
        opens=opens.rows(
            drawn, ("row", "column"), {"source": "breakdown", "reason": "reason"}, motion="outbound", dropped="yes"
        ),
    )
