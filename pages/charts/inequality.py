"""How unevenly something is spread: the Lorenz curve with its band."""

from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import Drawing, hover, percent_axis, records, shown
from pages.parts import labels

PLOT_HEIGHT = 280
BOTTOM = 42


def lorenz(frame: pd.DataFrame, plural: str) -> Drawing | None:
    """Draw what share the smallest part brings, under the line of equal parts.

    Parameters
    ----------
    frame : DataFrame
        part, share (fractions, from 0 to 1 in order); optional low, high (a band).
    plural : str
        What is counted, for the axis.

    Returns
    -------
    Drawing or None
        None for fewer than three points.
    """
    rows = shown(frame, "part", "share").sort_values("part", kind="stable")
    if len(rows) < 3:
        return None
    x = [part * 100 for part in rows["part"]]
    traces: list[dict[str, Any]] = []
    if {"low", "high"} <= set(rows.columns) and bool(rows["high"].notna().all()):
        edge = {"type": "scatter", "mode": "lines", "x": x, "line": {"width": 0}, "hoverinfo": "skip"}
        traces.append({**edge, "y": [low * 100 for low in rows["low"]]})
        high = [high * 100 for high in rows["high"]]
        traces.append({**edge, "y": high, "fill": "tonexty", "fillcolor": theme.faded(theme.NEITHER, 0.25)})
    even = {"color": theme.LEADER, "width": 1.5, "dash": "dot"}
    traces.append({"type": "scatter", "mode": "lines", "x": [0, 100], "y": [0, 100], "line": even, "hoverinfo": "skip"})
    traces.append(
        {
            "type": "scatter",
            "mode": "lines+markers" if len(rows) <= 25 else "lines",
            "x": x,
            "y": [share * 100 for share in rows["share"]],
            "line": {"color": theme.NEITHER, "width": 2.5},
            "marker": {"color": theme.NEITHER, "size": 6},
            "hovertext": [
                hover(f"The smallest {labels.share(row.part, 0)} of {plural}", "", f"bring {labels.share(row.share)}")
                for row in records(rows)
            ],
            "hoverinfo": "text",
            "cliponaxis": False,
        }
    )
    small = {"size": theme.SMALL_FONT_SIZE}
    layout = {
        "height": PLOT_HEIGHT + BOTTOM,
        "margin": {"l": theme.MARGIN, "r": theme.MARGIN + 8, "t": theme.MARGIN, "b": BOTTOM},
        "xaxis": {
            **percent_axis(1.0),
            "tickvals": [0, 25, 50, 75, 100],
            "showgrid": False,
            "tickangle": 0,
        },
        "yaxis": {"range": [0, 102], "ticksuffix": "%", "nticks": 5, "automargin": "left", "ticklabelstandoff": 6},
        "annotations": [
            {
                "text": labels.chart_text(f"Part of {plural}, smallest first"),
                "x": 50,
                "y": 0,
                "yref": "paper",
                "showarrow": False,
                "xanchor": "center",
                "yanchor": "top",
                "yshift": -22,
                "font": small,
            },
            {
                "text": "all equal",
                "x": 45,
                "y": 45,
                "showarrow": False,
                "xanchor": "right",
                "yanchor": "bottom",
                "xshift": -6,
                "font": small,
            },
        ],
    }
    middle = rows.iloc[(rows["part"] - 0.5).abs().argmin()]
    said = f"the smallest {labels.share(middle['part'], 0)} bring {labels.share(middle['share'])}"
    return Drawing(traces, layout, f"Lorenz curve under the line of equal parts: {said}.")
