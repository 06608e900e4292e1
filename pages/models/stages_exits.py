"""The view Ways out: at every stage who advanced, who left, and who is still there."""

from dataclasses import replace

import pandas as pd

from analysis.ask import Warehouse
from analysis.scope import Scope
from pages.models import stages_asked, stages_cards, stages_moves, stages_reasons, stages_steps
from pages.models.page import PageModel
from pages.models.stages_asked import Asked
from pages.parts import charts, opens
from pages.parts.cards import Card, Column
from pages.parts.wording import common
from pages.parts.wording import stages as stages_wording
from pages.parts.wording import stages_exits as wording
from pages.parts.wording.stages_modes import ways, whatever


def _view(warehouse: Warehouse, scope: Scope, earlier: Scope | None, asked: Asked) -> PageModel:
    """The view Ways out: at every stage who advanced, who left, and who is still there."""
    del earlier
    if asked.by_motion:
        rows = asked.steps[asked.steps["stage"] != asked.stages[-1]].rename(columns={"breakdown": "motion"})
        title = wording.title(rows)
    else:
        rows = stages_cards.at_stage(asked.steps, asked)
        title = wording.group_title(rows[~rows["group"].isin(stages_steps.NAMELESS)], asked.stage)
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
