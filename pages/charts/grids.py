"""Rates crossed by two columns: a grid of cells with their counts."""

from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import (
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
NAME_LETTERS = 14
HEADING_LETTERS = 13
CELL_HEIGHT = 38
# Pixels that headings take from all rows together where they stand upright on a phone.
UPRIGHT = 48
TINY_FONT_SIZE = 11
LINE = 14
PALEST, STRONGEST = 0.1, 0.6
TOO_FEW = "too few to tell"


def heat_map(frame: pd.DataFrame, motion: str = "", few: str = TOO_FEW) -> Drawing | None:
    """Draw a cell per row and column, the stronger the higher its share; cells of few leads stay empty.

    What a cell of few leads lacks is said once below the grid, and rows and columns without any other cell are left
    out.

    Parameters
    ----------
    frame : DataFrame
        row, column, share (fraction), n (leads), is_few; optional text (written instead of the share), low, high. Rows
        and columns keep the order in which they first appear; of many columns the seven with most leads are shown.
    motion : str, default ""
        Motion of all cells, which decides their colour; slate otherwise.
    few : str, default TOO_FEW
        Why nothing is told of a cell of few leads, such as "fewer than 5 wins".

    Returns
    -------
    Drawing or None
        None when nothing can be told of any cell.
    """
    frame = frame.assign(
        mark=marks_of(frame, "row", "column"), row=frame["row"].map(_titled), column=frame["column"].map(_titled)
    )
    known = frame[frame["n"].fillna(0) > 0]
    told = known[~known["is_few"].astype(bool)]
    if told.empty:
        return None
    weights = known[known["column"].isin(told["column"])].groupby("column")["n"].sum()
    widest = set(weights.sort_values(ascending=False, kind="stable").index[:MOST_COLUMNS])
    columns = [name for name in dict.fromkeys(frame["column"]) if name in widest]
    told = told[told["column"].isin(columns)]
    names = [name for name in dict.fromkeys(frame["row"]) if (told["row"] == name).any()]
    drawn = known[known["column"].isin(columns) & known["row"].isin(names)]
    cells = {(row.row, row.column): row for row in records(drawn)}
    highest = float(told["share"].max()) if told["share"].notna().any() else 0.0
    sheet = Rows(top=0)
    height = CELL_HEIGHT + UPRIGHT // len(names)
    places = [sheet.add(height) for _ in names]
    traces = [
        _column(
            [
                (cells[name, column], place)
                for name, place in zip(names, places, strict=True)
                if (name, column) in cells
            ],
            index,
            height,
            highest,
            motion,
            few,
        )
        for index, column in enumerate(columns)
    ]
    for (name, column), row in cells.items():
        sheet.annotations.append(_written(row, columns.index(column) + 0.5, places[names.index(name)]))
    left_out = known["row"].nunique() - len(names), known["column"].nunique() - len(columns)
    below = _below(left_out, few if drawn["is_few"].any() else "")
    headings = [labels.chart_lines(name, HEADING_LETTERS, 2 * HEADING_LETTERS) for name in columns]
    top = LINE * max(heading.count("<br>") + 1 for heading in headings) + 6
    bottom = LINE * len(below) + theme.MARGIN
    if below:
        sheet.annotations.append(_legend(below))
    layout = {
        "height": round(sheet.height) + top + bottom,
        "margin": {"l": theme.MARGIN, "r": theme.MARGIN, "t": top, "b": bottom},
        "barmode": "overlay",
        "xaxis": {
            "range": [0, len(columns)],
            "side": "top",
            "tickvals": [index + 0.5 for index in range(len(columns))],
            "ticktext": headings,
            # Upright where a phone has no room for them side by side.
            "autotickangles": [0, -90],
            "automargin": "height",
            "showgrid": False,
        },
        "yaxis": {
            "range": [sheet.height, 0],
            "tickvals": places,
            "ticktext": [labels.chart_lines(name, NAME_LETTERS, 2 * NAME_LETTERS) for name in names],
            "tickfont": {"size": theme.SMALL_FONT_SIZE},
            "automargin": "left",
            "showgrid": False,
            "ticklabelstandoff": 6,
        },
        "annotations": sheet.annotations,
    }
    return Drawing(traces, layout, _said(told, len(names), len(columns), below))


def _titled(name: object) -> str:
    """Write motions with a capital, other names as they are."""
    return str(name).capitalize() if str(name) in theme.COLOURS else str(name)


def _below(left_out: tuple[int, int], few: str) -> list[str]:
    """What the dash means, and how many rows and columns are not drawn: a line each, short enough for a phone."""
    counted = [
        f"{labels.count(number)} {noun if number == 1 else noun + 's'}"
        for number, noun in zip(left_out, ("row", "column"), strict=True)
        if number
    ]
    dash = [f"{labels.MISSING} {few}"] if few else []
    return dash + ([f"Left out, with less to tell: {' and '.join(counted)}"] if counted else [])


def _legend(lines: list[str]) -> dict[str, Any]:
    """Lines of small text under the grid, at its right end."""
    text = annotation("<br>".join(lines), 1, 0, xref="paper", anchor="right", size=TINY_FONT_SIZE)
    return {**text, "yref": "paper", "yanchor": "top", "yshift": -4}


def _column(
    own: list[tuple[Any, float]], index: int, height: int, highest: float, motion: str, few: str
) -> dict[str, Any]:
    """Draw the cells of one column, each with its place, as bars, so that each can be pointed at."""
    return bars(
        [0.94] * len(own),
        [place for _, place in own],
        height - 3,
        {
            "color": [_fill(row, highest, motion) for row, _ in own],
            "cornerradius": 3,
            "line": {"width": 0},
        },
        [
            hover(
                f"{row.row}, {row.column}",
                motion,
                labels.share(row.share),
                interval_text(row),
                count_text(row),
                few if row.is_few else "",
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
    # The root keeps most cells apart where one of few leads is far above them.
    strength = (share / highest) ** 0.5 if highest > 0 else 0.0
    return theme.faded(theme.colour_of(motion), round(PALEST + (STRONGEST - PALEST) * strength, 3))


def _written(row: Any, x: float, place: float) -> dict[str, Any]:
    if row.is_few:
        return annotation(labels.MISSING, x, place, anchor="center", size=TINY_FONT_SIZE, opacity=0.7)
    n = f"<span style='font-size:11px'>{labels.count(row.n)}</span>"
    # A narrow cell has no room for three digits and a point.
    share = labels.share(row.share, 0 if row.share >= 0.0995 else None)
    text = labels.chart_text(cell(row, "text") or share, 10)
    return annotation(f"<b>{text}</b><br>{n}", x, place, anchor="center", size=theme.SMALL_FONT_SIZE)


def _said(told: pd.DataFrame, rows: int, columns: int, below: list[str]) -> str:
    best = records(told.sort_values("share", ascending=False, kind="stable").head(4))
    said = ", ".join(f"{labels.plain(row.row)} in {labels.plain(row.column)} {labels.share(row.share)}" for row in best)
    return ". ".join([f"Grid of {rows} by {columns} cells; highest: {said}", *below]) + "."
