"""The frame of charts over months: ticks, labels at the ends of lines, shading."""

from typing import Any

import pandas as pd

from pages.parts import labels, theme
from pages.parts.drawing.marks import annotation, apart, label_right

PLOT_HEIGHT = 220
BOTTOM = 40
TOP = 20
LABEL_GAP = 17


def days_of(months: pd.Series) -> list[str]:
    """Months as text: a figure must serialise to the same letters whatever type the frame had."""
    return [month.strftime("%Y-%m-%d") for month in months]


def end_labels(ends: list[tuple[Any, float, str]], span: float, lowest: float) -> list[dict[str, Any]]:
    """Write the last value of each line to its right, moved apart where they would touch."""
    wanted = [(1 - (value - lowest) / span) * PLOT_HEIGHT for _, value, _ in ends]
    moved = apart(wanted, LABEL_GAP, PLOT_HEIGHT)
    return [
        label_right(
            labels.chart_text(text), month.strftime("%Y-%m-%d"), value, yshift=round(before - after, 1), xshift=9
        )
        for (month, value, text), before, after in zip(ends, wanted, moved, strict=True)
    ]


def shade(start: pd.Timestamp, end: pd.Timestamp) -> dict[str, Any]:
    """Shade the months that are not complete."""
    return {
        "type": "rect",
        "x0": start.strftime("%Y-%m-%d"),
        "x1": end.strftime("%Y-%m-%d"),
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "fillcolor": theme.SHADE,
        "line": {"width": 0},
        "layer": "below",
    }


def top_caption(text: str) -> dict[str, Any]:
    """Write small above the plot, at its right end."""
    return annotation(text, 1, 1, xref="paper", anchor="right", size=11) | {"yref": "paper", "yanchor": "bottom"}


def months_layout(
    rows: pd.DataFrame,
    ends: list[float],
    unit: str,
    right: int,
    shapes: list[dict[str, Any]],
    annotations: list[dict[str, Any]],
    currency: str,
) -> dict[str, Any]:
    """Lay out a chart over months: few ticks, the unit where it is needed."""
    y: dict[str, Any] = {"range": ends, "nticks": 5, "zeroline": False}
    if unit == "share":
        y |= {"ticksuffix": " %"}
    elif unit == "money":
        y |= {"tickformat": "~s", "tickprefix": labels.money(0, currency)[:-1]}
    elif unit == "count":
        y |= {"tickformat": ",.0f"}
    return {
        "height": TOP + PLOT_HEIGHT + BOTTOM,
        "margin": {"l": theme.MARGIN, "r": right, "t": TOP, "b": BOTTOM},
        "xaxis": {
            "type": "date",
            "range": [rows["month"].min().strftime("%Y-%m-%d"), rows["month"].max().strftime("%Y-%m-%d")],
            "tickformat": "%b\n%Y",
            "nticks": 5,
            "tickangle": 0,
            "showgrid": False,
            "ticklabelstandoff": 4,
        },
        "yaxis": {"automargin": "left", "ticklabelstandoff": 6, **y},
        "shapes": shapes,
        "annotations": annotations,
    }
