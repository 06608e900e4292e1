"""Leads that did not walk through the stages one after the other: skips, repeats and backward moves."""

import pandas as pd

from analysis.claims.recorded import told_apart
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import KNOWN, known
from pages.sales.stages.comparison import Comparison
from pages.sales.stages.words import moves as words

KINDS = ("skipped", "repeated", "backward")
MOVES_SHOWN = 10


def card(warehouse: Warehouse, scope: Scope, comparison: Comparison) -> Card:
    """Leads that skipped, repeated or fell back to each stage, by group.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    comparison : Comparison
        Says what the groups are, and which stages are recorded: a stage that nobody enters is not skipped.

    Returns
    -------
    Card
        A bar per stage, group and kind of move, most first.
    """
    answer = warehouse.ask("movements", scope, breakdown=comparison.breakdown)
    answer = told_apart(warehouse, scope, answer, comparison.breakdown, "stage", "position")
    rows = moves(answer, comparison.stages)
    drawn = _kinds(rows, comparison).head(MOVES_SHOWN)
    return Card(
        name="moves",
        title=words.title(*(int(rows[kind].sum()) for kind in KINDS)),
        subtitle=words.SUBTITLE,
        figure=figures.ranked_bars(drawn[["label", "value", "motion", "mark"]], unit="count"),
        opens=opens.rows(drawn, ("mark",), {comparison.breakdown: "group", "stage": "stage", "exit": "kind"}),
        note=words.few_drawn(len(drawn), int((rows[list(KINDS)] > 0).sum().sum())),
        numbers=rows,
        columns={
            "group": KNOWN[comparison.breakdown],
            **known("stage", "reached"),
            "skipped": Column("Skipped", "count"),
            "skipped_share": Column("Of reached", "share"),
            "repeated": Column("Repeated", "count"),
            "backward": Column("Moved back to", "count"),
        },
        definition=words.DEFINITION,
        empty=words.NONE,
        is_wide=True,
    )


def _kinds(rows: pd.DataFrame, comparison: Comparison) -> pd.DataFrame:
    """One row per stage, group and kind of move, most leads first."""
    long = rows.melt(["group", "stage"], list(KINDS), "kind", "value")
    long = long[long["value"] > 0].sort_values("value", ascending=False, kind="stable", ignore_index=True)
    return long.assign(
        label=[words.move(kind, stage, group) for kind, stage, group in long[["kind", "stage", "group"]].to_numpy()],
        motion=long["group"] if comparison.by_motion else long["group"].map(comparison.motions),
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
