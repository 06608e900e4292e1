"""Conversion as it builds up with age: curves of steps with their bands."""

from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.curves import NAMES_WIDTH, band, emphasised, lines_of, names_at_ends
from pages.charts.marks import (
    Drawing,
    annotation,
    clickable,
    count_text,
    hover,
    interval_text,
    marks_of,
    records,
    shown,
)
from pages.parts import labels

PLOT_HEIGHT = 250
TOP, BOTTOM = 22, 30


def curves(frame: pd.DataFrame, horizon: int, mature_through: int | None = None) -> Drawing | None:
    """Draw the share converted by each age as steps, the emphasised lines in colour with a band, the others grey.

    Parameters
    ----------
    frame : DataFrame
        label, motion, day, share, low, high (fractions); a line ends at its last day. Optional is_emphasised (absent:
        all lines when no two share a motion, else the first), n (leads at risk). The first six labels are drawn.
    horizon : int
        The last day shown.
    mature_through : int, optional
        Up to which day every lead of every line was observed; marked by a line.

    Returns
    -------
    Drawing or None
        None when no line has a share.
    """
    rows = shown(frame, "share", "day")
    rows = rows[rows["day"] <= horizon].sort_values("day", kind="stable")
    rows = rows.assign(label=rows["label"].astype(str))
    if rows.empty or horizon <= 0:
        return None
    lines = {name: _from_zero(line) for name, line in lines_of(rows, frame["label"]).items()}
    strong = emphasised(lines)
    has_bands = {"low", "high"} <= set(rows.columns)
    traces: list[dict[str, Any]] = []
    ends: dict[str, float] = {}
    for name in sorted(lines, key=lambda name: name in strong):
        line = lines[name]
        if has_bands and name in strong:
            traces += band(line, "day")
        traces.append(_steps(line, is_main=name in strong))
        ends[name] = float(line["share"].iloc[-1])
    shares = pd.concat(list(lines.values()))
    highest = float(shares["share"].max())
    if has_bands:
        widest = float(shares.loc[shares["label"].isin(strong), "high"].max())
        highest = max(highest, min(widest, 1.6 * highest)) if widest == widest else highest
    top = min(highest * 1.06, 1.0) or 0.01
    annotations = names_at_ends(ends, strong, top=top * 100, height=PLOT_HEIGHT, lowest=PLOT_HEIGHT - 6)
    shapes: list[dict[str, Any]] = []
    if mature_through is not None and 0 < mature_through < horizon:
        _mark_mature(mature_through, horizon, annotations, shapes)
    layout = {
        "height": TOP + PLOT_HEIGHT + BOTTOM,
        "margin": {"l": theme.MARGIN, "r": NAMES_WIDTH, "t": TOP, "b": BOTTOM},
        "xaxis": {**_day_axis(horizon), "showgrid": False, "tickangle": 0, "ticklabelstandoff": 6},
        "yaxis": {
            "range": [0, top * 100],
            "nticks": 5,
            "ticksuffix": "%",
            "automargin": "left",
            "ticklabelstandoff": 6,
        },
        "shapes": shapes,
        "annotations": annotations,
    }
    said = ", ".join(
        f"{labels.plain(name)} {labels.share(share)} at {labels.days(float(lines[name]['day'].iloc[-1]))}"
        for name, share in ends.items()
    )
    mature = f" Every lead was observed through day {mature_through}." if shapes else ""
    return Drawing(traces, layout, f"Share converted by days since the start: {said}.{mature}")


def _from_zero(line: pd.DataFrame) -> pd.DataFrame:
    """Begin a line at day 0 with nothing converted, unless it says what had happened by then."""
    if line["day"].iloc[0] <= 0:
        return line
    zeros = {name: 0.0 for name in ("day", "share", "low", "high") if name in line}
    return pd.concat([line.head(1).assign(**zeros), line])


def _steps(line: pd.DataFrame, *, is_main: bool) -> dict[str, Any]:
    motion = line["motion"].iloc[0]
    colour = theme.colour_of(motion) if is_main else theme.faded(theme.NEITHER, 0.6)
    return {
        "type": "scatter",
        **clickable(colour),
        "x": list(line["day"]),
        "y": [share * 100 for share in line["share"]],
        "line": {"color": colour, "width": 2.5 if is_main else 1.5, "shape": "hv"},
        "hovertext": [
            hover(
                row.label,
                motion,
                f"Day {labels.count(row.day)}: {labels.share(row.share)}",
                interval_text(row),
                count_text(row, "leads at risk"),
            )
            for row in records(line)
        ],
        "hoverinfo": "text",
        "customdata": marks_of(line, "label"),
    }


def _mark_mature(day: int, horizon: int, annotations: list[dict[str, Any]], shapes: list[dict[str, Any]]) -> None:
    """Draw a line at the day up to which all leads were observed, its meaning above the plot."""
    line = {"color": theme.LEADER, "width": 1.5, "dash": "dot"}
    shapes.append({"type": "line", "x0": day, "x1": day, "yref": "paper", "y0": 0, "y1": 1, "line": line})
    is_right = day > horizon / 2
    text = annotation(
        f"all observed through day {day}",
        day,
        1,
        anchor="right" if is_right else "left",
        size=11,
        xshift=4 if is_right else -4,
    )
    annotations.append({**text, "yref": "paper", "yanchor": "bottom"})


def _day_axis(horizon: int) -> dict[str, Any]:
    """Mark few days, whole months where they fit, and the unit on the last one only."""
    step = next((step for step in (5, 10, 15, 30, 60, 90, 180, 365) if horizon / step <= 4.2), round(horizon / 4))
    ticks = [day for day in range(0, horizon, step) if horizon - day >= step * 0.8 or day == 0] + [horizon]
    texts = [*(str(day) for day in ticks[:-1]), f"{horizon} days"]
    return {"range": [0, horizon], "tickvals": ticks, "ticktext": texts}
