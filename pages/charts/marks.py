"""Marks that all drawings are made of, and the arithmetic that keeps labels apart.

Rows are laid out in pixels: the vertical axis of a chart of rows counts pixels from its top, and the plot is exactly
as tall as its rows, so that every label's place is known without a browser.
"""

import re
from collections import namedtuple
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

import pandas as pd

from data.names import MOTIONS
from pages.charts import theme
from pages.parts import labels, opens

LETTER = 7.6  # pixels of an average letter at the chart's text size
AXIS_HEIGHT = 26
LABEL_SHIFT = 8
KEY_LETTERS = 42  # of a line of a key on a phone
KEY_LINE = 17
# Solid and open, as the marks themselves are drawn.
SIGNS = {"inbound": ("\u25cf", "\u25cb"), "outbound": ("\u25c6", "\u25c7")}
NEITHER_SIGNS = ("\u25a0", "\u25a1")
SQUARE, SLIM, HATCHED, DOTTED = "\u25a0", "\u25ac", "\u25a8", "\u2592"


@dataclass(frozen=True)
class Drawing:
    """Traces, layout and a description, from which `figures` makes a figure.

    Attributes
    ----------
    traces : list of dict
        Plotly traces, back to front.
    layout : dict
        Plotly layout on top of the template.
    alt : str
        What can be seen, as a sentence.
    """

    traces: list[dict[str, Any]]
    layout: dict[str, Any]
    alt: str


@dataclass
class Rows:
    """Rows of a chart from top to bottom, with gaps, captions and separators between them.

    Attributes
    ----------
    top : int
        Pixels above the first row.
    """

    top: int = 6
    annotations: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    keys: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.height = self.top

    def add(self, pixels: int) -> float:
        """Append a row; return the place of its middle."""
        self.height += pixels
        return self.height - pixels / 2

    def caption(self, text: str) -> None:
        """Append a caption that spans names and plot, with a line above it unless it comes first."""
        if self.height > self.top:
            self.height += 6
            self.shapes.append(rule(self.height))
        lines = text.count("<br>") + 1
        self.height += 11 + 15 * lines
        place = self.height - 3 - 7.5 * lines
        self.annotations.append(annotation(text, 0, place, xref="paper", size=theme.SMALL_FONT_SIZE))

    def key(self, entries: Iterable[tuple[str, str]]) -> None:
        """Append what the marks mean, each a sign and its meaning, in as many lines as a phone needs."""
        lines: list[str] = []
        room = 0
        for sign, meaning in entries:
            letters = len(re.sub("<[^>]*>", "", sign)) + len(meaning) + 4
            if letters > room:
                lines.append("")
                room = KEY_LETTERS
            lines[-1] += f"{3 * labels.NO_BREAK if lines[-1] else ''}{sign} {labels.chart_text(meaning)}"
            room -= letters
        place = self.height + KEY_LINE * len(lines) / 2
        self.height += KEY_LINE * len(lines) + 6
        # `rows_layout` moves it to the end of the room beside the plot.
        self.keys.append(
            annotation("<br>".join(lines), 1, place, xref="paper", anchor="right", size=theme.SMALL_FONT_SIZE)
        )
        self.annotations.append(self.keys[-1])

    def separator(self) -> None:
        """Draw a line between the last row and the next."""
        self.shapes.append(rule(self.height))


def shown(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return the rows in which all of the columns have a value: what is missing leaves no mark."""
    return frame.loc[frame[list(columns)].notna().all(axis=1)].reset_index(drop=True)


def records(frame: pd.DataFrame) -> list[Any]:
    """Return the rows as records with the columns as attributes."""
    columns = (frame.iloc[:, place].tolist() for place in range(frame.shape[1]))
    return list(map(_record(tuple(frame.columns))._make, zip(*columns, strict=True)))


@cache
def _record(columns: tuple[Any, ...]) -> Any:
    """Make the type of records: that takes longer than to fill some."""
    return namedtuple("Record", map(str, columns), rename=True)


def cell(row: Any, name: str) -> Any:
    """Return a cell of an optional column, None when the column or the value is missing."""
    value = getattr(row, name, None)
    return None if labels.is_missing(value) else value


def motions_of(motions: pd.Series) -> list[str]:
    """Return the motions that are there, inbound first, what is neither last."""
    there = set(motions.astype(str).str.lower())
    return [*(motion for motion in MOTIONS if motion in there), *sorted(there - set(MOTIONS))]


def mark_of(row: Any, *names: str) -> str:
    """Return what the mark of a row is called: its cell `mark`, else the cells of the columns that set it apart."""
    own = cell(row, "mark")
    return str(own) if own is not None else opens.mark(*(getattr(row, name) for name in names))


def marks_of(rows: pd.DataFrame, *names: str) -> list[str]:
    """Return what the marks of all rows are called."""
    return [mark_of(row, *names) for row in records(rows)]


def clickable(colour: str) -> dict[str, Any]:
    """Describe the points of a line: not seen until one is clicked, since a line alone cannot be."""
    return {
        "mode": "lines+markers",
        "marker": {"color": colour, "size": 10, "opacity": 0},
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 0}},
    }


def swatch(colour: str, sign: str = SQUARE) -> str:
    """Write a sign of a key in the colour of its marks, which is the same in light and dark."""
    # The chart's font draws its signs smaller than the blocks with a pattern, which it lacks.
    size = "" if sign in {HATCHED, DOTTED} else ";font-size:16px"
    return f"<span style='color:{colour}{size}'>{sign}</span>"


def signs(motions: Iterable[str], *, is_open: bool = False) -> str:
    """Write the marks of motions for a key, solid or open."""
    return "".join(
        swatch(theme.colour_of(motion), SIGNS.get(motion, NEITHER_SIGNS)[int(is_open)]) for motion in motions
    )


def rule(y: float) -> dict[str, Any]:
    """Draw a subtle line across the plot at a place in pixels."""
    line = {"color": theme.RULE, "width": 1}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": line, "layer": "below"}


def annotation(
    text: str, x: Any, y: Any, *, xref: str = "x", anchor: str = "left", size: int = theme.FONT_SIZE, **more: Any
) -> dict[str, Any]:
    """Write text at a place, without an arrow; the text is escaped already."""
    place = {"x": x, "y": y, "xref": xref, "yref": "y", "xanchor": anchor, "yanchor": "middle", "align": anchor}
    return {"text": text, "showarrow": False, "font": {"size": size}, **place, **more}


def label_right(text: str, x: Any, y: float, **more: Any) -> dict[str, Any]:
    """Write a value to the right of a mark."""
    return annotation(text, x, y, **{"xshift": LABEL_SHIFT, **more})


def whiskers(
    ends: Iterable[tuple[Any, Any, float]], motion: object, *, width: float = 2.25, dash: str = "solid"
) -> dict[str, Any]:
    """Draw horizontal intervals as one trace of (low, high, place)."""
    x: list[Any] = []
    y: list[Any] = []
    for low, high, place in ends:
        x += [low, high, None]
        y += [place, place, None]
    line = {"color": theme.colour_of(motion), "width": width, "dash": dash}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def dots(
    x: Sequence[Any], y: Sequence[float], motion: object, hover: Sequence[str], names: Iterable[str], **marker: Any
) -> dict[str, Any]:
    """Draw one dot per value; `names` travel along so that a click can tell what was meant."""
    shape = {"symbol": theme.symbol_of(motion), "color": theme.colour_of(motion), "size": 11, **marker}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(x),
        "y": list(y),
        "marker": shape,
        "hovertext": list(hover),
        "hoverinfo": "text",
        "cliponaxis": False,
        "customdata": list(names),
    }


def bars(
    x: Sequence[Any],
    y: Sequence[float],
    width: float,
    marker: dict[str, Any],
    hover: Sequence[str],
    names: Iterable[str],
    **more: Any,
) -> dict[str, Any]:
    """Draw one horizontal bar per value; `names` travel along so that a click can tell what was meant."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(x),
        "y": list(y),
        "width": width,
        "marker": marker,
        "hovertext": list(hover),
        "hoverinfo": "text",
        "customdata": list(names),
        **more,
    }


def stage_title(stage: object) -> str:
    """Write a stage's name with a capital, its other letters as they are."""
    text = str(stage)
    return text[:1].upper() + text[1:]


def hover(name: object, motion: object, *lines: str) -> str:
    """Write a tooltip: the name in bold, then one line each; empty lines are left out."""
    known = f" \u00b7 {str(motion).capitalize()}" if str(motion).lower() in theme.COLOURS else ""
    return "<br>".join([f"<b>{labels.chart_text(name)}{known}</b>", *(line for line in lines if line)])


def interval_text(row: Any) -> str:
    """Write the interval of a row of rates for a tooltip; empty when there is none."""
    low, high = cell(row, "low"), cell(row, "high")
    return "" if low is None or high is None else f"95% interval {labels.share_range(low, high)}"


def count_text(row: Any, of: str = "leads") -> str:
    """Write the number of leads behind a row for a tooltip; empty when unknown."""
    n = cell(row, "n")
    return "" if n is None else f"{labels.count(n)} {of}"


def width_of(texts: Iterable[str]) -> int:
    """Estimate the pixels that the longest of the texts takes; signs are wider than letters."""
    return int(max((len(text) + sum(map(text.count, "%$\u00d7")) / 2 for text in texts), default=0) * LETTER)


def end_name(name: str, value: str, width: int, *, under: bool = False) -> str:
    """Write a name of at most two lines with its value, for the end of a line.

    Parameters
    ----------
    name, value : str
        A name from the data, and its last value as written.
    width : int
        Letters per line of the name.
    under : bool, default False
        Whether the value stands below a name of one line; else always behind it.

    Returns
    -------
    str
        Escaped text, lines separated by "<br>".
    """
    lines = labels.chart_lines(name, width, 2 * width)
    return f"{lines}{'<br>' if under and '<br>' not in lines else labels.NO_BREAK}{value}"


def apart(places: Sequence[float], gap: float, highest: float) -> list[float]:
    """Move places in pixels as little as possible until neighbours are `gap` apart, within 0 and `highest`."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + gap)
    # What was pushed out at the bottom pushes its neighbours back up.
    limit = highest
    for index in reversed(order):
        moved[index] = min(moved[index], limit)
        limit = moved[index] - gap
    return moved


def rows_layout(
    rows: Rows, ticks: Sequence[float], names: Sequence[str], right: int, x: dict[str, Any]
) -> dict[str, Any]:
    """Lay out a chart of rows: names on the left, values below, everything in the rows' pixels."""
    for key in rows.keys:
        key["xshift"] = right - theme.MARGIN
    return {
        "height": round(rows.height) + AXIS_HEIGHT + theme.MARGIN,
        "margin": {"l": theme.MARGIN, "r": right, "t": 0, "b": AXIS_HEIGHT + theme.MARGIN},
        "xaxis": {"showgrid": False, "nticks": 5, "tickangle": 0, "ticklabelstandoff": 6, **x},
        "yaxis": {
            "range": [rows.height, 0],
            "tickvals": list(ticks),
            "ticktext": list(names),
            "showgrid": False,
            "automargin": "left",
            "ticklabelstandoff": 8,
        },
        "shapes": rows.shapes,
        "annotations": rows.annotations,
    }


def bars_layout(
    rows: Rows, ticks: Sequence[float], names: Sequence[str], right: int, x: dict[str, Any]
) -> dict[str, Any]:
    """Lay out rows whose values stand beside their marks: an axis would say the same again."""
    layout = rows_layout(rows, ticks, names, right, {**x, "showticklabels": False})
    layout["height"] -= AXIS_HEIGHT
    layout["margin"]["b"] -= AXIS_HEIGHT
    return layout


def percent_axis(highest: float, lowest: float = 0.0) -> dict[str, Any]:
    """Describe a horizontal axis of fractions times 100: the unit stands on the last tick only."""
    return {"range": [min(lowest, 0) * 100, highest * 100], "ticksuffix": "%", "showticksuffix": "last"}


def reach(values: pd.Series, highs: pd.Series | None) -> float:
    """Return where an axis of rates ends: one very uncertain row must not crush all others."""
    largest = float(values.max())
    widest = max(largest, float(highs.max())) if highs is not None and highs.notna().any() else largest
    return (min(widest, 2.2 * largest) if largest > 0 else widest) * 1.02 or 0.01
