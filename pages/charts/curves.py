"""Curves of steps: which are drawn, which stand out, their bands, and their names at the right end."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import apart, end_name, label_right
from pages.parts import labels

MOST_LINES = 6
NAME_LETTERS = 13
NAMES_WIDTH = 118
NAME_GAP = 30


def lines_of(rows: pd.DataFrame, order: Iterable[object]) -> dict[str, pd.DataFrame]:
    """Return the rows of each label that has some, the first six of an order."""
    names = [name for name in dict.fromkeys(map(str, order)) if (rows["label"] == name).any()]
    return {name: rows[rows["label"] == name] for name in names[:MOST_LINES]}


def emphasised(lines: Mapping[str, pd.DataFrame]) -> set[str]:
    """Return the lines in colour: where the frame names none, all if no two share a motion, else the first."""
    first = next(iter(lines.values()))
    if "is_emphasised" in first:
        return {name for name, line in lines.items() if bool(line["is_emphasised"].any())}
    motions = [str(line["motion"].iloc[0]).lower() for line in lines.values()]
    return set(lines) if len(set(motions)) == len(motions) else {next(iter(lines))}


def band(line: pd.DataFrame, x: str) -> list[dict[str, Any]]:
    """Draw the interval as two stepped edges over the column `x`, the second filled down to the first."""
    known = line.dropna(subset=["low", "high"])
    if known.empty:
        return []
    edge = {
        "type": "scatter",
        "mode": "lines",
        "x": list(known[x]),
        "line": {"width": 0, "shape": "hv"},
        "hoverinfo": "skip",
    }
    fill = theme.faded(theme.colour_of(line["motion"].iloc[0]), 0.15)
    lower = {**edge, "y": [low * 100 for low in known["low"]]}
    return [lower, {**edge, "y": [high * 100 for high in known["high"]], "fill": "tonexty", "fillcolor": fill}]


def names_at_ends(
    ends: Mapping[str, float], strong: set[str], *, top: float, height: int, lowest: int
) -> list[dict[str, Any]]:
    """Write name and last share beside the plot at each line's height, moved apart where they would touch.

    Parameters
    ----------
    ends : mapping of float
        Last share of each line.
    strong : set of str
        Lines whose names are bold.
    top : float
        Per cent at the upper end of the plot.
    height : int
        Pixels of the plot.
    lowest : int
        Pixels below its upper end at which the lowest name may stand.

    Returns
    -------
    list of dict
        Annotations.
    """
    wanted = [(1 - share * 100 / top) * height for share in ends.values()]
    moved = apart(wanted, NAME_GAP, lowest)
    written = []
    for (name, share), before, after in zip(ends.items(), wanted, moved, strict=True):
        text = end_name(name, labels.share(share), NAME_LETTERS, under=True)
        text = f"<b>{text}</b>" if name in strong else text
        label = label_right(text, 1, share * 100, size=theme.SMALL_FONT_SIZE, xref="paper")
        written.append({**label, "yshift": round(before - after, 1)})
    return written
