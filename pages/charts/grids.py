"""Rates crossed by two columns: a grid of cells with their counts."""

from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import (
    LETTER,
    Drawing,
    Rows,
    annotation,
    bars,
    cell,
    count_text,
    hover,
    interval_text,
    marks_of,
    records,
)
from pages.parts import labels

MOST_COLUMNS = 7
# With more columns than this the rows' names stand above their cells: beside them a phone has no room.
NAMES_BESIDE = 4
NAME_LETTERS = 14
HEADING_LETTERS = 13
CELL_HEIGHT = 38
TINY_FONT_SIZE = 11
LINE = 14
PALEST, STRONGEST = 0.06, 0.6


def heat_map(frame: pd.DataFrame, motion: str = "") -> Drawing | None:
    """Draw a cell per row and column, the stronger the higher its share; cells of few leads say so instead.

    Parameters
    ----------
    frame : DataFrame
        row, column, share (fraction), n (leads), is_few; optional text (written instead of the share), low, high. Rows
        and columns keep the order in which they first appear; of many columns the seven with most leads are shown.
    motion : str, default ""
        Motion of all cells, which decides their colour; slate otherwise.

    Returns
    -------
    Drawing or None
        None when no cell has leads.
    """
    frame = frame.assign(
        mark=marks_of(frame, "row", "column"), row=frame["row"].map(_titled), column=frame["column"].map(_titled)
    )
    known = frame[frame["n"].fillna(0) > 0]
    if known.empty:
        return None
    weights = known.groupby("column")["n"].sum().sort_values(ascending=False, kind="stable")
    columns = [name for name in dict.fromkeys(frame["column"]) if name in set(weights.index[:MOST_COLUMNS])]
    left_out = len(weights) - len(columns)
    names = [name for name in dict.fromkeys(frame["row"]) if (known["row"] == name).any()]
    cells = {(row.row, row.column): row for row in records(known)}
    trusted = known[known["column"].isin(columns) & ~known["is_few"].astype(bool)]
    highest = float(trusted["share"].max()) if trusted["share"].notna().any() else 0.0
    is_beside = len(columns) <= NAMES_BESIDE
    sheet = Rows(top=0)
    _headings(sheet, columns)
    places = []
    for name in names:
        if not is_beside:
            sheet.height += 2
            text = labels.chart_text(name)
            sheet.annotations.append(
                annotation(text, 0, sheet.add(18), size=theme.SMALL_FONT_SIZE, xref="paper", xanchor="left")
            )
        places.append(sheet.add(CELL_HEIGHT))
    traces = [_column(cells, names, column, index, places, highest, motion) for index, column in enumerate(columns)]
    for name, place in zip(names, places, strict=True):
        for index, column in enumerate(columns):
            sheet.annotations.append(_written(cells.get((name, column)), index + 0.5, place))
    left = theme.MARGIN + (round(NAME_LETTERS * LETTER) if is_beside else 0)
    layout = {
        "height": round(sheet.height) + theme.MARGIN,
        "margin": {"l": left, "r": theme.MARGIN, "t": 0, "b": theme.MARGIN},
        "barmode": "overlay",
        "xaxis": {"range": [0, len(columns)], "showticklabels": False, "showgrid": False},
        "yaxis": {
            "range": [sheet.height, 0],
            "tickvals": places if is_beside else [],
            "ticktext": [labels.chart_lines(name, NAME_LETTERS, 2 * NAME_LETTERS) for name in names],
            "showgrid": False,
            "ticklabelstandoff": 8,
        },
        "annotations": sheet.annotations,
    }
    return Drawing(traces, layout, _said(trusted, len(names), len(columns), left_out))


def _titled(name: object) -> str:
    """Write motions with a capital, other names as they are."""
    return str(name).capitalize() if str(name) in theme.COLOURS else str(name)


def _headings(sheet: Rows, columns: list[str]) -> None:
    """Write the columns' names above them, every second a row lower, those at the edges within the plot."""
    names = [labels.chart_lines(name, HEADING_LETTERS, 2 * HEADING_LETTERS) for name in columns]
    is_staggered = len(columns) > 2
    for turn in range(2 if is_staggered else 1):
        own = range(turn, len(columns), 2 if is_staggered else 1)
        height = LINE * max(names[index].count("<br>") + 1 for index in own) + 4
        place = sheet.add(height)
        for index in own:
            x, anchor = index + 0.5, "center"
            if is_staggered and index in {0, len(columns) - 1}:
                x, anchor = (0.03, "left") if index == 0 else (index + 0.97, "right")
            sheet.annotations.append(annotation(names[index], x, place, anchor=anchor, size=theme.SMALL_FONT_SIZE))


def _column(
    cells: dict[tuple[str, str], Any],
    names: list[str],
    column: str,
    index: int,
    places: list[float],
    highest: float,
    motion: str,
) -> dict[str, Any]:
    """Draw the cells of one column as bars, so that each can be pointed at."""
    own = [(cells[name, column], place) for name, place in zip(names, places, strict=True) if (name, column) in cells]
    return bars(
        [0.94] * len(own),
        [place for _, place in own],
        CELL_HEIGHT - 3,
        {
            "color": [_fill(row, highest, motion) for row, _ in own],
            "cornerradius": 3,
            "line": {"color": [theme.RULE if row.is_few else "rgba(0, 0, 0, 0)" for row, _ in own], "width": 1},
        },
        [
            hover(
                f"{row.row}, {row.column}",
                motion,
                labels.share(row.share),
                interval_text(row),
                count_text(row),
                "too few to tell" if row.is_few else "",
            )
            for row, _ in own
        ],
        [row.mark for row, _ in own],
        base=[index + 0.03] * len(own),
    )


def _fill(row: Any, highest: float, motion: str) -> str:
    """Half-transparent colours leave the page's own ink readable on every cell, in light and in dark."""
    share = cell(row, "share")
    if row.is_few or share is None:
        return "rgba(0, 0, 0, 0)"
    strength = share / highest if highest > 0 else 0.0
    return theme.faded(theme.colour_of(motion), round(PALEST + (STRONGEST - PALEST) * strength, 3))


def _written(row: Any, x: float, place: float) -> dict[str, Any]:
    if row is None:
        return annotation(labels.MISSING, x, place, anchor="center", size=TINY_FONT_SIZE, opacity=0.7)
    n = f"<span style='font-size:11px'>{labels.count(row.n)}</span>"
    if row.is_few:
        text = f"too few<br>{labels.count(row.n)}"
        return annotation(text, x, place, anchor="center", size=TINY_FONT_SIZE, opacity=0.75)
    text = labels.chart_text(cell(row, "text") or labels.share(row.share), 10)
    return annotation(f"<b>{text}</b><br>{n}", x, place, anchor="center", size=theme.SMALL_FONT_SIZE)


def _said(trusted: pd.DataFrame, rows: int, columns: int, left_out: int) -> str:
    best = records(trusted.sort_values("share", ascending=False, kind="stable").head(4))
    said = ", ".join(f"{labels.plain(row.row)} in {labels.plain(row.column)} {labels.share(row.share)}" for row in best)
    more = f" {left_out} columns with fewer leads are not shown." if left_out else ""
    return f"Grid of {rows} by {columns} cells; highest: {said or 'too few leads in every cell'}.{more}"
