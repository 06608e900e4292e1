"""The view Ways out: at every stage who advanced, who left, and who is still there."""

from dataclasses import replace

import pandas as pd

from analysis.claims.steps import COUNTS, EXITS
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import NAMELESS
from pages.charts import figures
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import KNOWN, known
from pages.parts.page import PageModel
from pages.parts.words import common
from pages.sales.stages import moves, reasons
from pages.sales.stages.comparison import STILL_THERE, Comparison, compare
from pages.sales.stages.reading import PLAIN, Reading
from pages.sales.stages.words import ways_out as words
from pages.sales.stages.words.comparison import facts
from pages.sales.stages.words.reading import ways, whatever


def build(
    warehouse: Warehouse,
    scope: Scope,
    *,
    breakdown: str = "motion",
    stage: str | None = None,
    reading: Reading = PLAIN,
) -> PageModel:
    """Show every way out of every stage by motion, or of one stage by group."""
    comparison = compare(warehouse, scope, breakdown, stage, reading)
    if comparison is None:
        return PageModel(common.NO_LEADS, empty=common.WIDEN)
    if comparison.by_motion:
        rows = comparison.steps.rename(columns={"breakdown": "motion"})
        rows = rows[rows["stage"] != comparison.stages[-1]]
        title = words.title(rows, has_days=comparison.has_days)
    else:
        rows = comparison.at_stage(comparison.steps)
        title = words.group_title(rows[~rows["group"].isin(NAMELESS)], comparison.stage)
    others = (
        reasons.by_motion(warehouse, scope, comparison.chosen),
        *([moves.card(warehouse, scope, comparison)] if comparison.has_days else []),  # in which order needs days
    )
    said = whatever(comparison.reading)
    cards = (_exits(comparison, rows), *(replace(card, note=common.joined(said, card.note)) for card in others))
    return PageModel(title=title, facts=facts(comparison), cards=cards)


def _exits(comparison: Comparison, rows: pd.DataFrame) -> Card:
    """How leads leave: every stage by motion, or one stage by group."""
    if comparison.by_motion:
        drawn, first = rows, known("motion", "stage")
    else:
        drawn = rows[rows["group"].isin(comparison.shown)].assign(stage=lambda frame: frame["group"])
        first = {"group": KNOWN[comparison.breakdown]}
    otherwise = comparison.total("otherwise") > 0
    more = {"otherwise": Column("Advanced otherwise", "count")} if otherwise else {}
    return Card(
        name="ways out",
        title=words.closed_title(rows, "" if comparison.by_motion else comparison.stage),
        subtitle=common.grey_line(common.capital(ways(comparison.reading)), words.SUBTITLE),
        figure=figures.stacked_exits(drawn[["stage", "motion", *EXITS, *more]]),
        opens=_opens(comparison, drawn),
        numbers=rows[[*first, *COUNTS, *more]],
        columns={
            **first,
            **known("reached", "advanced"),
            "young": STILL_THERE,
            "stalled": Column("Stalled", "count"),
            **known("disqualified", "lost"),
            **more,
        },
        definition=words.definition(comparison.reading),
        note="" if comparison.has_losses else words.NO_LOSSES,
    )


def _opens(comparison: Comparison, drawn: pd.DataFrame) -> dict[str, opens.Parameters]:
    """Every way out of every bar."""
    group = "motion" if comparison.by_motion else "group"
    return {
        opens.mark(row["stage"], row["motion"], way): {
            comparison.breakdown: str(row[group]),
            **_left(comparison, str(row["stage"]) if comparison.by_motion else comparison.stage, way),
            **comparison.reading.parameters,
        }
        for row in drawn.to_dict("records")
        for way in EXITS
    }


def _left(comparison: Comparison, stage: str, way: str) -> dict[str, str]:
    """One way out of a stage; those who advanced, and not otherwise, are those who reached the next one."""
    if way == "advanced" and comparison.total("otherwise"):
        return {"stage": comparison.following(stage)}
    return {"stage": stage, "exit": way}
