"""Balance, view Segments: where the motions work past each other."""

import pandas as pd

from analysis.claims import segments
from analysis.claims.segments import MARKETING, SALES
from analysis.claims.verdicts import ACT, CLEAR
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import MOTIONS, NOT_RECORDED
from pages.charts import figures
from pages.parts import addresses, labels, opens, unrecorded
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import Finding, PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common
from pages.parts.words import segments as words

SEGMENTS_SHOWN = 8
MOST_FINDINGS = 4


@needs_days("Where the motions work past each other")
def build(warehouse: Warehouse, scope: Scope) -> PageModel:
    """Each segment against all others, and whom that advises to follow."""
    if nothing := unrecorded.instead(warehouse, scope, "motion", "segment"):
        return nothing
    window = warehouse.window_days(scope)
    counts = warehouse.ask("motion_gap", scope, breakdown="segment", window_days=window)
    leads = int(counts["leads"].sum())
    if leads == 0:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    of_both = counts[counts["motion"].isin(MOTIONS) & (counts["breakdown"] != NOT_RECORDED)]
    facts = common.grey_line(
        common.counted(leads, "lead"), common.shortened(window, warehouse.definitions.windows.conversion_days)
    )
    if of_both["breakdown"].nunique() < 2:
        return PageModel(words.ONE_SEGMENT, facts, empty=words.LOAD_SEGMENTS)
    table = segments.find(warehouse, scope, window)
    if table is None:
        return PageModel(words.ONE_MOTION, facts, empty=words.LOAD_MOTION)
    few = warehouse.definitions.thresholds.few_wins
    return PageModel(
        title=words.title(table),
        facts=facts,
        findings=_findings(table),
        cards=(_rates(table, window, few), _draws(table, window, few), _advice(table, window, few)),
    )


def _findings(table: pd.DataFrame) -> tuple[Finding, ...]:
    clear = table[table["advice"].isin([MARKETING, SALES])].head(MOST_FINDINGS)
    return tuple(
        Finding(
            ACT,
            words.finding(str(name), row),
            words.FOLLOW[row["advice"]],
            addresses.SOURCES,
            who=str(row["advice"]),
            surely=CLEAR,
        )
        for name, row in clear.iterrows()
    )


def _rates(table: pd.DataFrame, window: int, few: int) -> Card:
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "label": table.index,
                    "motion": motion,
                    "rate": table[f"{motion}_rate"].to_numpy(),
                    "low": table[f"{motion}_low"].to_numpy(),
                    "high": table[f"{motion}_high"].to_numpy(),
                    "n": table[f"{motion}_mature"].to_numpy(),
                    "place": range(len(table)),
                }
            )
            for motion in MOTIONS
        ]
    ).sort_values(["place", "motion"], kind="stable", ignore_index=True)
    best = {motion: str(table[f"{motion}_rate"].idxmax()) for motion in MOTIONS}
    same = best["inbound"] == best["outbound"]
    inbound, outbound = (labels.literal(best[motion]) for motion in MOTIONS)
    return Card(
        name="conversion by segment",
        title=f"Both convert best in {inbound}"
        if same
        else f"Inbound converts best in {inbound}, outbound in {outbound}",
        subtitle=f"Won within {window} days, 95% interval · {labels.MARKS}",
        figure=figures.paired_rates(rows[rows["place"] < SEGMENTS_SHOWN]),
        numbers=rows,
        columns={
            "label": Column("Segment"),
            **known("motion"),
            "n": Column("Leads old enough", "count"),
            "rate": Column("Conversion", "share"),
            **bounds(),
        },
        definition=words.definition(window, few),
        opens=opens.rows(rows, ("label", "motion"), {"segment": "label", "motion": "motion"}, mature_days=str(window)),
    )


def _draws(table: pd.DataFrame, window: int, few: int) -> Card:
    drawn = table.head(SEGMENTS_SHOWN).reset_index(names="label").rename(columns={"share": "value"})
    drawn = drawn.assign(low=drawn["share_low"], high=drawn["share_high"], motion="inbound", n=drawn["leads"])
    whole = float(table["inbound_leads"].sum() / table["leads"].sum())
    least = str(table["share"].idxmin())
    return Card(
        name="inbound share by segment",
        title=f"{labels.literal(least)} draws least inbound: {labels.share(table['share'][least])} of its leads",
        subtitle="Share of inbound in the leads of each segment, 95% interval",
        figure=figures.intervals_on_threshold(drawn, whole, "all", "share"),
        numbers=drawn,
        columns={
            "label": Column("Segment"),
            **known("leads"),
            "inbound_leads": Column("Inbound", "count"),
            "value": Column("Inbound share", "share"),
            **bounds(),
        },
        definition=words.definition(window, few),
        opens=opens.by("segment", drawn["label"]),
    )


def _advice(table: pd.DataFrame, window: int, few: int) -> Card:
    rows = table.reset_index(names="segment").assign(advice=[words.ADVICE[each] for each in table["advice"]])
    return Card(
        name="advice by segment",
        title=words.card_title(table),
        subtitle="Each segment against all others",
        numbers=rows,
        columns={
            **known("segment"),
            "advice": Column("Advice to"),
            **known("leads"),
            "share": Column("Inbound share", "share"),
            "share_rest": Column("Elsewhere", "share"),
            "outbound_rate": Column("Outbound conversion", "share"),
            "outbound_rest": Column("Elsewhere", "share"),
            "inbound_rate": Column("Inbound conversion", "share"),
            "inbound_rest": Column("Elsewhere", "share"),
        },
        definition=words.definition(window, few),
        is_table=True,
        is_wide=True,
    )
