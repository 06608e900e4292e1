"""The frame of charts over months: ticks, labels at the ends of lines, shading."""

import math
from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import annotation, apart, label_right
from pages.parts import labels

PLOT_HEIGHT = 220
BOTTOM = 40
TOP = 20
LABEL_GAP = 17
TAIL = "4px,3px"  # dashes of what is not complete yet
STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # months between ticks
WIDE_LABELS = 90  # pixels beside the plot that leave a phone room for few months


def days_of(months: pd.Series) -> list[str]:
    """Months as text: a figure must serialise to the same letters whatever type the frame had."""
    return [month.strftime("%Y-%m-%d") for month in months]


def end_labels(
    ends: list[tuple[Any, float, str]], span: float, lowest: float, gap: int = LABEL_GAP
) -> list[dict[str, Any]]:
    """Write the last value of each line to its right, moved apart where they would touch."""
    wanted = [(1 - (value - lowest) / span) * PLOT_HEIGHT for _, value, _ in ends]
    moved = apart(wanted, gap, PLOT_HEIGHT)
    return [
        label_right(
            labels.chart_text(text), month.strftime("%Y-%m-%d"), value, yshift=round(before - after, 1), xshift=9
        )
        for (month, value, text), before, after in zip(ends, wanted, moved, strict=True)
    ]


def band(line: pd.DataFrame, colour: str, scale: int = 1) -> list[dict[str, Any]]:
    """Draw the interval around a line as a pale area, where it is known."""
    if not {"low", "high"} <= set(line.columns) or line["low"].isna().all():
        return []
    known = line.dropna(subset=["low", "high"])
    months = days_of(known["month"])
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": months + months[::-1],
            "y": [high * scale for high in known["high"]] + [low * scale for low in known["low"]][::-1],
            "fill": "toself",
            "fillcolor": colour,
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
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


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers from the lower end to the upper, five at most."""
    least = max(high - low, 1e-9) / 4
    power = 10.0 ** math.floor(math.log10(least))
    step = next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= least * (1 - 1e-9))
    return [place * step for place in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _ticks_of_months(months: pd.Series, most: int) -> dict[str, Any]:
    """Name months at round steps, never one twice, each with its year."""
    every = pd.period_range(months.min(), months.max(), freq="M")
    step = next((step for step in STEPS if len(every) <= step * most), STEPS[-1])
    named = [month for month in every if (month.year * 12 + month.month - 1) % step == 0]
    return {
        "tickvals": [month.strftime("%Y-%m-01") for month in named],
        "ticktext": [labels.month(month.to_timestamp()).replace(" ", "<br>") for month in named],
    }


def months_layout(
    rows: pd.DataFrame,
    ends: list[float],
    unit: str,
    right: int,
    shapes: list[dict[str, Any]],
    annotations: list[dict[str, Any]],
    currency: str,
) -> dict[str, Any]:
    """Lay out a chart over months, or quarters where the rows name them: few ticks, the unit where it is needed."""
    y: dict[str, Any] = {"range": ends, "nticks": 5, "zeroline": False}
    if unit == "share":
        y |= {"ticksuffix": "%"}
    elif unit == "money":
        ticks = _ticks(*ends)
        y |= {"tickvals": ticks, "ticktext": [labels.chart_text(labels.money(tick, currency)) for tick in ticks]}
    elif unit == "count":
        y |= {"tickformat": ",.0f"}
    most = 3 if right > WIDE_LABELS else 5
    ticks_of_time = _ticks_of_months(rows["month"], most)
    if "quarter" in rows:
        starts = rows.drop_duplicates("month").sort_values("month")
        named = starts.iloc[:: -(-len(starts) // most)]
        ticks_of_time = {
            "tickvals": days_of(named["month"]),
            "ticktext": [labels.chart_text(name).replace(" ", "<br>") for name in named["quarter"]],
        }
    return {
        "height": TOP + PLOT_HEIGHT + BOTTOM,
        "margin": {"l": theme.MARGIN, "r": right, "t": TOP, "b": BOTTOM},
        "xaxis": {
            "type": "date",
            "range": [rows["month"].min().strftime("%Y-%m-%d"), rows["month"].max().strftime("%Y-%m-%d")],
            **ticks_of_time,
            "tickangle": 0,
            "showgrid": False,
            "ticklabelstandoff": 4,
        },
        "yaxis": {"automargin": "left", "ticklabelstandoff": 6, **y},
        "shapes": shapes,
        "annotations": annotations,
    }
