"""What prospecting teaches marketing: segments that convert, and objections."""

from analysis.scope import Scope
from analysis.statistics.proportions import share_interval, wilson_intervals
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED
from pages.charts import figures as charts
from pages.everyone.interplay import words as wording
from pages.parts import labels, opens
from pages.parts.cards import Card, Column

SOURCES, REASONS = 8, 6


def segments(warehouse: Warehouse, scope: Scope, window: int, few: int) -> Card:
    """Conversion of outbound leads by segment, beside the segment's share of inbound leads."""
    counted = warehouse.ask("motion_gap", scope, breakdown="segment", window_days=window)
    counted = counted.assign(segment=counted["breakdown"].astype(str), motion=counted["motion"].astype(str))
    inbound = counted[counted["motion"] == "inbound"].set_index("segment")["leads"]
    own = counted[(counted["motion"] == "outbound") & (counted["mature"] > 0)].set_index("segment")
    rates = own[["leads", "mature", "mature_won"]].join(wilson_intervals(own["mature_won"], own["mature"]))
    total = int(inbound.sum())
    rates["inbound_share"] = inbound.reindex(rates.index).fillna(0) / total if total else float("nan")
    overall = share_interval(int(own["mature_won"].sum()), int(own["mature"].sum()))
    bounds = wilson_intervals(rates["mature_won"], rates["mature"], level=1 - 0.05 / max(len(rates), 1))
    is_thin = rates["inbound_share"] < 1 / max(len(rates), 1)
    thin = rates[(bounds["low"] > overall.estimate) & is_thin & (rates["mature_won"] >= few)]
    drawn = rates.assign(
        label=rates.index,
        motion="outbound",
        n=rates["mature"],
        note=[f"{labels.share(share)} of inbound leads" for share in rates["inbound_share"]],
    )
    return Card(
        name="segments",
        asked=("motion_gap",),
        title=wording.segments_title([str(name) for name in thin.index]),
        subtitle=f"Outbound leads won within {window} days, 95 % interval; under the name: its share of inbound leads",
        figure=charts.rates_with_intervals(drawn),
        numbers=rates.assign(segment=rates.index),
        columns={
            "segment": Column("Segment"),
            "leads": Column("Outbound leads", "count"),
            "mature": Column("Old enough", "count"),
            "mature_won": Column("Won in time", "count"),
            "rate": Column("Rate", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
            "inbound_share": Column("Share of inbound leads", "share"),
        },
        definition=wording.SEGMENT_DEFINITION,
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
    sources = pairs.groupby("breakdown", observed=True)["leads"].sum().nlargest(SOURCES).index
    drawn = pairs[pairs["breakdown"].isin(sources) & pairs["reason"].isin(reasons.index[:REASONS])]
    order = {name: place for place, name in enumerate(reasons.index)}
    drawn = drawn.sort_values(
        ["whole", "reason"], ascending=[False, True], key=lambda s: s.map(order) if s.name == "reason" else s
    )
    drawn = drawn.assign(row=drawn["breakdown"], column=drawn["reason"], share=drawn["rate"], n=drawn["leads"])
    total = int(reasons.sum())
    return Card(
        name="objections",
        asked=("reasons",),
        title=wording.reasons_title(str(reasons.index[0]), float(reasons.iloc[0]) / total)
        if total
        else "No objections recorded",
        subtitle="Share of each source's lost and disqualified outbound leads, number below",
        figure=charts.heat_map(drawn.assign(is_few=drawn["whole"] < few), "outbound") if total else None,
        numbers=pairs,
        columns={
            "breakdown": Column("Source"),
            "reason": Column("Reason"),
            "leads": Column("Leads", "count"),
            "rate": Column("Share of the source", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
        },
        definition=wording.REASONS_DEFINITION,
        empty=wording.NO_REASONS,
        opens=opens.rows(
            drawn, ("row", "column"), {"source": "breakdown", "reason": "reason"}, motion="outbound", dropped="yes"
        ),
    )
