"""Leads that did not walk through the stages one after the other: skips, repeats and backward moves."""

import pandas as pd

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.charts import figures as charts
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.sales.stages.asked import Asked
from pages.sales.stages.words import moves as wording

KINDS = ("skipped", "repeated", "backward")
SHOWN = 10


def card(warehouse: Warehouse, scope: Scope, asked: Asked) -> Card:
    """Leads that skipped, repeated or fell back to each stage, by group.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    asked : Asked
        Says what the groups are, and which stages are recorded: a stage that nobody enters is not skipped.

    Returns
    -------
    Card
        A bar per stage, group and kind of move, most first.
    """
    rows = moves(warehouse.ask("movements", scope, breakdown=asked.breakdown), asked.stages)
    drawn = _kinds(rows, asked).head(SHOWN)
    first = Column("Motion", "motion") if asked.by_motion else Column(asked.breakdown.capitalize())
    return Card(
        name="moves",
        title=wording.title(*(int(rows[kind].sum()) for kind in KINDS)),
        subtitle=wording.SUBTITLE,
        figure=charts.ranked_bars(drawn[["label", "value", "motion", "mark"]], unit="count"),
        opens=opens.rows(drawn, ("mark",), {asked.breakdown: "group", "stage": "stage", "exit": "kind"}),
        note=wording.few_drawn(len(drawn), int((rows[list(KINDS)] > 0).sum().sum())),
        numbers=rows,
        columns={
            "group": first,
            "stage": Column("Stage"),
            "reached": Column("Reached", "count"),
            "skipped": Column("Skipped", "count"),
            "skipped_share": Column("Of reached", "share"),
            "repeated": Column("Repeated", "count"),
            "backward": Column("Moved back to", "count"),
        },
        definition=wording.DEFINITION,
        empty=wording.NONE,
        is_wide=True,
    )


def _kinds(rows: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """One row per stage, group and kind of move, most leads first."""
    long = rows.melt(["group", "stage"], list(KINDS), "kind", "value")
    long = long[long["value"] > 0].sort_values("value", ascending=False, kind="stable", ignore_index=True)
    return long.assign(
        label=[wording.move(kind, stage, group) for kind, stage, group in long[["kind", "stage", "group"]].to_numpy()],
        motion=long["group"] if asked.by_motion else long["group"].map(asked.motions),
        mark=[opens.mark(*row) for row in long[["kind", "stage", "group"]].itertuples(index=False)],
    )


def moves(answer: pd.DataFrame, stages: list[str]) -> pd.DataFrame:
    """Rows of the question ``movements`` with any such lead, of the stages between the first and the last.

    Parameters
    ----------
    answer : DataFrame
        Answer to the question.
    stages : list of str
        Recorded stages in order.

    Returns
    -------
    DataFrame
        Columns ``group``, ``stage``, ``reached``, ``skipped``, ``skipped_share``, ``repeated``, ``backward``.
    """
    rows = answer[answer["stage"].isin(stages[1:-1]) & (answer[list(KINDS)].sum(axis=1) > 0)]
    rows = rows.assign(skipped_share=rows["skipped"] / rows["reached"], moved=rows[list(KINDS)].sum(axis=1))
    rows = rows.sort_values("moved", ascending=False, kind="stable", ignore_index=True)
    return rows.rename(columns={"breakdown": "group"})[
        ["group", "stage", "reached", "skipped", "skipped_share", "repeated", "backward"]
    ]
