"""The view Objections: why leads say no, no problem to solve apart from no answer."""

import pandas as pd

from analysis.claims.recorded import told_apart
from analysis.claims.verdicts import FEWEST
from analysis.scope import Scope
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from data.definitions import REASON_CLASSES, Definitions
from data.names import NOT_RECORDED
from pages.charts import figures
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import PageModel
from pages.parts.words import common
from pages.sales.prospecting.words import objections as words

CELLS = ["row", "column", "share", "n", "is_few", "low", "high"]
REASONS_SHOWN, GROUPS_SHOWN = 10, 12
OF_CLOSED = {"closed": Column("Closed without a win", "count"), "rate": Column("Share", "share"), **bounds()}


def build(warehouse: Warehouse, scope: Scope, *, breakdown: str = "channel") -> PageModel:
    """Tell the recorded reasons apart by what they say."""
    rows = warehouse.ask("reasons", scope, breakdown=breakdown)
    rows = told_apart(warehouse, scope, rows, breakdown, "outcome", "reason")
    if rows.empty:
        return PageModel(words.NONE_TITLE, empty=words.NONE)
    classes = classes_of(rows, warehouse.definitions)
    closed = int(rows["leads"].sum())
    return PageModel(
        title=words.title(classes, closed),
        facts=words.facts(closed),
        cards=(_classes(classes, breakdown), _silent(classes, breakdown), _reasons(rows, breakdown)),
    )


def classes_of(rows: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Leads closed without a win by group and by what the reason says.

    Parameters
    ----------
    rows : DataFrame
        Answer to the question ``reasons``.
    definitions : Definitions
        Tell what a reason says.

    Returns
    -------
    DataFrame
        Columns ``group``, ``kind`` (of ``REASON_CLASSES``), ``leads``, ``closed`` (of the group), ``rate``, ``low``,
        ``high``; every kind of every group, largest group first.
    """
    named = rows.assign(kind=[definitions.reason_class(reason) for reason in rows["reason"]])
    sums = named.groupby(["breakdown", "kind"])["leads"].sum().unstack(fill_value=0)
    sums = sums.reindex(columns=REASON_CLASSES, fill_value=0)
    closed = sums.sum(axis=1).sort_values(ascending=False, kind="stable")
    table = sums.loc[closed.index].melt(ignore_index=False, value_name="leads").rename_axis("group").reset_index()
    table = table.sort_values(
        "group", key=lambda names: names.map(closed), ascending=False, kind="stable", ignore_index=True
    )
    table = table.assign(closed=table["group"].map(closed))
    return table.join(wilson_intervals(table["leads"], table["closed"]))


def _classes(classes: pd.DataFrame, breakdown: str) -> Card:
    """What the reasons say, by group."""
    groups = list(dict.fromkeys(classes["group"]))[:GROUPS_SHOWN]
    drawn = classes[classes["group"].isin(groups)]
    drawn = drawn[drawn.groupby("kind")["leads"].transform("sum") > 0]
    cells = drawn.assign(
        row=drawn["group"],
        column=[words.CLASS_NAMES[kind] for kind in drawn["kind"]],
        share=drawn["rate"],
        n=drawn["closed"],
        is_few=drawn["closed"] < FEWEST,
    )
    return Card(
        name="no problem and no answer",
        title=words.classes_title(classes[classes["closed"] >= FEWEST], breakdown),
        subtitle=words.classes_subtitle(breakdown),
        figure=figures.heat_map(cells[CELLS], few=common.fewer(FEWEST, "lead")),
        numbers=classes,
        columns={
            "group": Column(breakdown.capitalize()),
            "kind": Column("What the reason says"),
            **known("leads"),
            **OF_CLOSED,
        },
        definition=words.CLASSES_DEFINITION,
        note=words.some_note(len(groups), classes["group"].nunique(), breakdown),
        opens=opens.rows(cells, ("row", "column"), {breakdown: "row"}, dropped="yes"),
    )


def _silent(classes: pd.DataFrame, breakdown: str) -> Card:
    """Share with no problem to solve, by group, with its interval."""
    own = classes[(classes["kind"] == "no problem") & (classes["closed"] >= FEWEST)]
    is_said = bool(classes.loc[classes["kind"] == "no problem", "leads"].sum())
    drawn = own[own["group"] != NOT_RECORDED].head(GROUPS_SHOWN).rename(columns={"group": "label"})
    return Card(
        name="no problem to solve",
        title=words.problem_title(drawn, breakdown) if is_said else words.NO_PROBLEM_TITLE,
        subtitle=words.PROBLEM_SUBTITLE,
        figure=figures.rates_with_intervals(
            drawn.assign(motion="", n=drawn["closed"])[["label", "rate", "low", "high", "motion", "n"]]
        )
        if is_said
        else None,
        numbers=own[["group", "leads", "closed", "rate", "low", "high"]],
        columns={
            "group": Column(breakdown.capitalize()),
            "leads": Column("No problem to solve", "count"),
            **OF_CLOSED,
        },
        definition=words.CLASSES_DEFINITION,
        empty=words.too_few(breakdown, FEWEST) if is_said else words.NO_PROBLEM,
        opens=opens.by(breakdown, drawn["label"], dropped="yes"),
    )


def _reasons(rows: pd.DataFrame, breakdown: str) -> Card:
    """The most frequent reasons of each group, as they are recorded."""
    counted = rows.groupby(["breakdown", "reason"], as_index=False)["leads"].sum()
    closed = counted.groupby("breakdown")["leads"].sum()
    table = counted.assign(closed=counted["breakdown"].map(closed))
    table = table.join(wilson_intervals(table["leads"], table["closed"]))
    named = counted[counted["reason"] != NOT_RECORDED]
    top = named.groupby("reason")["leads"].sum().sort_values(ascending=False, kind="stable").index[:REASONS_SHOWN]
    largest = [name for name in closed.sort_values(ascending=False, kind="stable").index if name != NOT_RECORDED]
    every = pd.MultiIndex.from_product([top, largest], names=["reason", "breakdown"])
    cells = table.set_index(["reason", "breakdown"])["leads"].reindex(every, fill_value=0).reset_index()
    cells = cells.assign(n=cells["breakdown"].map(closed)).join(
        wilson_intervals(cells["leads"], cells["breakdown"].map(closed))
    )
    cells = cells.rename(columns={"reason": "row", "breakdown": "column", "rate": "share"})
    cells = cells.assign(is_few=cells["n"] < FEWEST)
    return Card(
        name="reasons by group",
        title=words.reasons_title(named, breakdown),
        subtitle=words.reasons_subtitle(breakdown),
        figure=figures.heat_map(cells[CELLS], few=common.fewer(FEWEST, "lead")),
        numbers=table.sort_values(["closed", "breakdown", "leads"], ascending=[False, True, False], kind="stable"),
        columns={
            "breakdown": Column(breakdown.capitalize()),
            **known("reason", "leads"),
            **OF_CLOSED,
        },
        definition=words.REASONS_DEFINITION,
        is_wide=True,
        empty=words.NO_REASON,
        opens=opens.rows(cells, ("row", "column"), {breakdown: "column", "reason": "row"}),
    )
