"""Crossed: conversion in every combination of two breakdowns."""

import pandas as pd

from analysis.claims.verdicts import CLEAR, KNOW
from analysis.scope import Scope
from analysis.statistics import proportions
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.warehouse import Warehouse
from data.names import NOT_RECORDED, is_named
from pages.charts import figures
from pages.marketing.sources import tables
from pages.marketing.sources.words import crossed as words
from pages.parts import opens, unrecorded
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.page import Finding, PageModel
from pages.parts.undated import needs_days
from pages.parts.words import common

ROWS_DRAWN = 20
COLUMNS_DRAWN = 7
CELLS_NAMED = 3


@needs_days("How combinations convert")
def build(warehouse: Warehouse, scope: Scope, *, breakdown: str = "channel", across: str = "segment") -> PageModel:
    """Cross two breakdowns: rows and columns."""
    if breakdown == across:
        return PageModel(words.SAME, empty=words.CHOOSE_ANOTHER)
    if nothing := unrecorded.instead(warehouse, scope, breakdown, across):
        return nothing
    window = warehouse.window_days(scope)
    few = warehouse.definitions.thresholds.few_wins
    cells = count(warehouse, scope, breakdown, across, window, few)
    if cells["mature"].sum() == 0:
        return PageModel(words.NO_MATURE, empty=common.WIDEN)
    if (cells["column"] == NOT_RECORDED).all():
        return PageModel(words.nothing_across(across), empty=words.load_across(across))
    best = cells[(cells["against_all"] > 0) & _told(cells)].sort_values("rate", ascending=False).head(1)
    row, column = (str(best[name].iloc[0]) if len(best) else "" for name in ("row", "column"))
    rate = _rate(best.iloc[0]) if len(best) else UNKNOWN
    return PageModel(
        title=words.title(row, column, rate, breakdown, across),
        facts=common.grey_line(
            words.facts(int(cells["mature"].sum()), window),
            common.shortened(window, warehouse.definitions.windows.conversion_days),
        ),
        findings=_findings(cells, breakdown, across),
        cards=(_map(cells, breakdown, across, window, few),),
    )


def count(warehouse: Warehouse, scope: Scope, breakdown: str, across: str, window: int, few: int) -> pd.DataFrame:
    """Every combination with its rate, and how it stands against the others.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads.
    breakdown, across : str
        What rows and columns are.
    window : int
        Days that a lead must have been watched for.
    few : int
        Fewest wins of a combination that is compared.

    Returns
    -------
    DataFrame
        Rows and columns with most leads first. ``row``, ``column``, ``leads``, ``mature``, ``mature_won``, ``rate``,
        ``low``, ``high`` (Wilson), ``is_few``, ``rest`` (rate of the same row elsewhere), ``against_all`` and
        ``against_row``: 1 above, -1 below all other combinations or the rest of the row, 0 not told apart.
    """
    counts = warehouse.ask("conversion_cross", scope, breakdown=breakdown, across=across, window_days=window)
    counts["row"], counts["column"] = (
        tables.named(counts["breakdown"], breakdown),
        tables.named(counts["across"], across),
    )
    counts = counts.join(proportions.wilson_intervals(counts["mature_won"], counts["mature"]))
    whole = counts[["mature_won", "mature"]].sum()
    expected = counts["mature"] * (whole["mature_won"] / whole["mature"] if whole["mature"] else 0.0)
    level = 1 - 0.05 / max(len(counts), 1)
    own_row = counts.groupby("row")[["mature_won", "mature"]].transform("sum") - counts[["mature_won", "mature"]]
    counts = counts.assign(
        is_few=(counts["mature_won"] < few) & (expected < few),
        rest=own_row["mature_won"] / own_row["mature"].where(own_row["mature"] > 0),
        against_all=_standing(counts, whole - counts[["mature_won", "mature"]], level),
        against_row=_standing(counts, own_row, level),
        size=counts.groupby("row")["leads"].transform("sum"),
        width=counts.groupby("column")["leads"].transform("sum"),
    )
    return counts.sort_values(
        ["size", "row", "width", "column"], ascending=[False, True, False, True], kind="stable", ignore_index=True
    )


def _standing(counts: pd.DataFrame, others: pd.DataFrame, level: float) -> pd.Series:
    gap = proportions.newcombe_difference(
        counts["mature_won"], counts["mature"], others["mature_won"], others["mature"], level=level
    )
    return (gap["low"] > 0).astype(int) - (gap["high"] < 0).astype(int)


def _rate(row: pd.Series) -> Interval:
    return Interval(*(float(row[name]) for name in ("rate", "low", "high")))


def _findings(cells: pd.DataFrame, breakdown: str, across: str) -> tuple[Finding, ...]:
    """Combinations that convert otherwise than the same row elsewhere, those with the largest difference first."""
    clear = cells[(cells["against_row"] != 0) & _told(cells)]
    order = (clear["rate"] - clear["rest"]).abs().sort_values(ascending=False, kind="stable").index[:CELLS_NAMED]
    return tuple(
        Finding(
            KNOW,
            surely=CLEAR,
            sentence=words.elsewhere(
                words.cell(str(row["row"]), str(row["column"]), breakdown, across),
                _rate(row),
                float(row["rest"]),
                str(row["row"]),
                breakdown,
            ),
        )
        for _, row in clear.loc[order].iterrows()
    )


def _told(cells: pd.DataFrame) -> pd.Series:
    """Combinations with enough wins whose row and column have a name."""
    return ~cells["is_few"] & cells["row"].map(is_named).astype(bool) & cells["column"].map(is_named).astype(bool)


def _map(cells: pd.DataFrame, breakdown: str, across: str, window: int, few: int) -> Card:
    # Both stand in the order of their leads; the figure keeps the order of first appearance, so columns are placed.
    rows = {name: place for place, name in enumerate(dict.fromkeys(cells["row"]))}
    columns = cells.sort_values("width", ascending=False, kind="stable")["column"].drop_duplicates().tolist()
    grid = pd.MultiIndex.from_product([list(rows)[:ROWS_DRAWN], columns], names=["row", "column"])
    shown = cells.set_index(["row", "column"]).reindex(grid).reset_index()
    # A combination without leads has no row of its own, and nothing in it is few.
    shown = shown.assign(share=shown["rate"], n=shown["mature"].fillna(0), is_few=shown["is_few"].fillna(value=False))
    return Card(
        name="crossed",
        title=words.map_title(int(cells["is_few"].sum()), len(cells)),
        subtitle=f"Won within {window} days, with the leads counted; the stronger the higher",
        figure=figures.heat_map(shown, few=common.fewer(few, "win")),
        opens=opens.rows(cells, ("row", "column"), {breakdown: "row", across: "column"}, mature_days=str(window)),
        numbers=cells,
        columns={
            "row": tables.heading(breakdown),
            "column": Column(words.ACROSS[across]),
            **known("leads"),
            "mature": tables.COUNTED,
            **known("mature_won", "rate"),
            **bounds(),
            "rest": Column("Elsewhere", "share"),
        },
        definition=words.definition(window, few),
        note=words.note(
            max(len(rows) - ROWS_DRAWN, 0),
            breakdown,
            int((cells["leads"] - cells["mature"]).sum()),
            window,
            max(len(columns) - COLUMNS_DRAWN, 0),
            across,
        ),
        is_wide=True,
    )
