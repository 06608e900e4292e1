"""The view Ways out: at every stage who advanced, who left, and who is still there."""

from dataclasses import replace

import pandas as pd

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.names import NAMELESS
from pages.charts import figures as charts
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.page import PageModel
from pages.parts.words import common
from pages.sales.stages import asked as stages_asked
from pages.sales.stages import cards as stages_cards
from pages.sales.stages import moves as stages_moves
from pages.sales.stages import reasons as stages_reasons
from pages.sales.stages import steps as stages_steps
from pages.sales.stages.asked import Asked
from pages.sales.stages.words import funnel as stages_wording
from pages.sales.stages.words import ways_out as wording
from pages.sales.stages.words.modes import ways, whatever


def _view(warehouse: Warehouse, scope: Scope, earlier: Scope | None, asked: Asked) -> PageModel:
    """The view Ways out: at every stage who advanced, who left, and who is still there."""
    del earlier
    if asked.by_motion:
        rows = asked.steps[asked.steps["stage"] != asked.stages[-1]].rename(columns={"breakdown": "motion"})
        title = wording.title(rows)
    else:
        rows = stages_cards.at_stage(asked.steps, asked)
        title = wording.group_title(rows[~rows["group"].isin(NAMELESS)], asked.stage)
    others = (
        stages_reasons.by_motion(warehouse, scope, asked.stage if asked.is_chosen else ""),
        stages_moves.card(warehouse, scope, asked),
    )
    said = whatever(asked.reading)
    cards = (_exits(asked, rows), *(replace(card, note=common.joined(said, card.note)) for card in others))
    return PageModel(title=title, facts=stages_wording.facts(asked), cards=cards)


build = stages_asked.of_stages(_view)


def _exits(asked: Asked, rows: pd.DataFrame) -> Card:
    """How leads leave: every stage by motion, or one stage by group."""
    if asked.by_motion:
        drawn, first = rows, {"motion": Column("Motion", "motion"), "stage": Column("Stage")}
    else:
        drawn = stages_cards.largest(rows, asked).assign(stage=lambda frame: frame["group"])
        first = {"group": stages_cards.group_column(asked)}
    more = {"otherwise": Column("Advanced otherwise", "count")} if asked.total("otherwise") else {}
    return Card(
        name="ways out",
        title=wording.closed_title(rows, asked.stage if not asked.by_motion else ""),
        subtitle=common.grey_line(
            common.capital(ways(asked.reading)), charts.OTHERWISE_KEY if asked.total("otherwise") else charts.EXIT_KEY
        ),
        figure=charts.stacked_exits(drawn[["stage", "motion", *stages_steps.EXITS, *more]]),
        opens=_opens(asked, drawn),
        numbers=rows[[*first, *stages_cards.COUNT_COLUMNS, *more]],
        columns={
            **first,
            **{
                name: column
                for name, column in stages_cards.COUNT_COLUMNS.items()
                if name not in {"explicit", "implied"}
            },
            **more,
        },
        definition=wording.definition(asked.reading),
        note="" if asked.has_losses else wording.NO_LOSSES,
    )


def _opens(asked: Asked, drawn: pd.DataFrame) -> dict[str, opens.Parameters]:
    """Every way out of every bar."""
    group, at = ("motion", None) if asked.by_motion else (asked.breakdown, asked.stage)
    return {
        opens.mark(row["stage"], row["motion"], way): {
            group: str(row["motion" if asked.by_motion else "group"]),
            **_left(asked, at or str(row["stage"]), way),
            **asked.reading.parameters,
        }
        for row in drawn.to_dict("records")
        for way in stages_steps.EXITS
    }


def _left(asked: Asked, stage: str, way: str) -> dict[str, str]:
    """One way out of a stage; those who advanced, and not otherwise, are those who reached the next one."""
    if way == "advanced" and asked.total("otherwise"):
        return {"stage": asked.stages[asked.stages.index(stage) + 1]}
    return {"stage": stage, "exit": way}
