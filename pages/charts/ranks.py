"""How ranks change from gate to gate."""

from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import (
    Drawing,
    annotation,
    apart,
    cell,
    count_text,
    dots,
    hover,
    marks_of,
    records,
    shown,
    stage_title,
)
from pages.parts import labels

NAME_LETTERS = 13
NAME_WIDTH = 90
NAME_GAP = 32
RANK_WIDTH = 16
PITCH = 34
GATE_HEIGHT = 17


def slopes(frame: pd.DataFrame) -> Drawing | None:
    """Draw a line of ranks from gate to gate per name, the first rank on top, names at both ends.

    Parameters
    ----------
    frame : DataFrame
        gate, label, rank (1 is best), motion, rate (fraction), is_emphasised, in gate order; optional n. A missing
        rank interrupts the line.

    Returns
    -------
    Drawing or None
        None when no row has a rank.
    """
    rows = shown(frame, "rank")
    if rows.empty:
        return None
    gates = [gate for gate in dict.fromkeys(frame["gate"].astype(str)) if (rows["gate"].astype(str) == gate).any()]
    # Ranks that nobody holds leave no gap.
    row_of = {rank: index for index, rank in enumerate(sorted(set(rows["rank"])))}
    rows = rows.assign(
        label=rows["label"].astype(str),
        x=[gates.index(str(gate)) for gate in rows["gate"]],
        y=[PITCH * (row_of[rank] + 0.5) for rank in rows["rank"]],
    ).sort_values("x", kind="stable")
    # Names of tied ranks need room of their own.
    height = max(PITCH * len(row_of), NAME_GAP * int(rows.groupby("gate", observed=True)["label"].count().max()))
    traces: list[dict[str, Any]] = []
    emphasised = rows.groupby("label", sort=False)["is_emphasised"].any()
    for label in [*emphasised.index[~emphasised], *emphasised.index[emphasised]]:
        traces += _line(rows[rows["label"] == label], len(gates), is_main=bool(emphasised[label]))
    annotations = _names(rows, 0, height, "right") + _names(rows, len(gates) - 1, height, "left")
    annotations += _gates(gates, height)
    bottom = GATE_HEIGHT * min(len(gates), 3) + theme.MARGIN
    layout = {
        "height": height + bottom + theme.MARGIN,
        "margin": {
            "l": NAME_WIDTH + RANK_WIDTH + 10,
            "r": NAME_WIDTH + RANK_WIDTH + 10,
            "t": theme.MARGIN,
            "b": bottom,
        },
        "xaxis": {
            "range": [0, max(len(gates) - 1, 1)],
            "tickvals": list(range(len(gates))),
            "showticklabels": False,
        },
        "yaxis": {"range": [height, 0], "showticklabels": False, "showgrid": False},
        "annotations": annotations,
    }
    return Drawing(traces, layout, _said(rows, gates))


def _line(line: pd.DataFrame, count_gates: int, *, is_main: bool) -> list[dict[str, Any]]:
    """Draw one name's ranks, interrupted where a gate has none."""
    motion = str(line["motion"].iloc[0])
    colour = theme.colour_of(motion) if is_main else theme.faded(theme.NEITHER, 0.55)
    tips = [
        hover(
            row.label,
            motion,
            f"Rank {labels.number(row.rank)} from {labels.chart_text(row.gate)}",
            "" if cell(row, "rate") is None else f"{labels.share(row.rate)} won",
            count_text(row),
        )
        for row in records(line)
    ]
    places = dict(zip(line["x"], line["y"], strict=True))
    drawn = {
        "type": "scatter",
        "mode": "lines",
        "x": list(range(count_gates)),
        "y": [places.get(index) for index in range(count_gates)],
        "line": {"color": colour, "width": 2.75 if is_main else 1.5},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    names = marks_of(line, "label", "gate")
    marks = dots(list(line["x"]), list(line["y"]), motion, tips, names, size=10 if is_main else 8, color=colour)
    return [drawn, marks]


def _names(rows: pd.DataFrame, gate: int, height: float, anchor: str) -> list[dict[str, Any]]:
    """Write rank and name beside every line that has a rank at this gate, moved apart where ranks are tied."""
    own = rows[rows["x"] == gate].sort_values("y", kind="stable")
    places = apart(list(own["y"]), NAME_GAP, height)
    sign = -1 if anchor == "right" else 1
    written = []
    for row, place in zip(records(own), places, strict=True):
        name = labels.chart_lines(row.label, NAME_LETTERS, 2 * NAME_LETTERS)
        if row.is_emphasised:
            name = "<br>".join(f"<b>{line}</b>" for line in name.split("<br>"))
        number = annotation(labels.number(row.rank), gate, place, anchor=anchor, xshift=sign * 10)
        name_shift = sign * (10 + RANK_WIDTH)
        small = theme.SMALL_FONT_SIZE
        written += [number, annotation(name, gate, place, anchor=anchor, xshift=name_shift, size=small)]
    return written


def _gates(gates: list[str], height: float) -> list[dict[str, Any]]:
    """Write the gates below the plot, those at its ends outwards, those between on three rows: a phone is narrow."""
    written = []
    for index, gate in enumerate(gates):
        anchor, shift, row = "center", 0, (1, 0, 2)[(index - 1) % 3]
        if index in {0, len(gates) - 1}:
            anchor, shift, row = ("right", 8, 0) if index == 0 else ("left", -8, 0)
        text = labels.chart_text(stage_title(gate), 14)
        below = -(GATE_HEIGHT * (row + 0.5) + 2)
        small = theme.SMALL_FONT_SIZE
        written.append(annotation(text, index, height, anchor=anchor, size=small, xshift=shift, yshift=below))
    return written


def _said(rows: pd.DataFrame, gates: list[str]) -> str:
    first, last = (rows[rows["x"] == gate].set_index("label")["rank"] for gate in (0, len(gates) - 1))
    both = [label for label in first.index if label in last.index][:8]
    said = ", ".join(f"{labels.plain(label)} {first[label]:g} to {last[label]:g}" for label in both)
    return f"Ranks from {labels.plain(gates[0])} to {labels.plain(gates[-1])}: {said or 'no name has both'}."
