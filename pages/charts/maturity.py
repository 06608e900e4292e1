"""Conversion as it builds up with age: curves of steps with their bands."""

from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import (
    Drawing,
    annotation,
    apart,
    clickable,
    count_text,
    end_name,
    hover,
    interval_text,
    label_right,
    marks_of,
    records,
    shown,
)
from pages.parts import labels

MOST_LINES = 6
PLOT_HEIGHT = 250
TOP = 22
BOTTOM = 30
LABEL_GAP = 30
NAME_LETTERS = 13
LABEL_WIDTH = 118


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
    names = [name for name in dict.fromkeys(frame["label"].astype(str)) if (rows["label"] == name).any()]
    lines = {name: _from_zero(rows[rows["label"] == name]) for name in names[:MOST_LINES]}
    strong = _emphasised(lines)
    has_bands = {"low", "high"} <= set(rows.columns)
    traces: list[dict[str, Any]] = []
    ends: list[tuple[str, float, float]] = []
    for name in sorted(lines, key=lambda name: name in strong):
        line = lines[name]
        if has_bands and name in strong:
            traces += _band(line)
        traces.append(_steps(line, is_main=name in strong))
        ends.append((name, float(line["day"].iloc[-1]), float(line["share"].iloc[-1])))
    shares = pd.concat(list(lines.values()))
    highest = float(shares["share"].max())
    if has_bands:
        widest = float(shares.loc[shares["label"].isin(strong), "high"].max())
        highest = max(highest, min(widest, 1.6 * highest)) if widest == widest else highest
    top = min(highest * 1.06, 1.0) or 0.01
    annotations = _end_labels(ends, top, strong)
    shapes: list[dict[str, Any]] = []
    if mature_through is not None and 0 < mature_through < horizon:
        _mark_mature(mature_through, horizon, annotations, shapes)
    layout = {
        "height": TOP + PLOT_HEIGHT + BOTTOM,
        "margin": {"l": theme.MARGIN, "r": LABEL_WIDTH, "t": TOP, "b": BOTTOM},
        "xaxis": {**_day_axis(horizon), "showgrid": False, "tickangle": 0, "ticklabelstandoff": 6},
        "yaxis": {
            "range": [0, top * 100],
            "nticks": 5,
            "ticksuffix": " %",
            "automargin": "left",
            "ticklabelstandoff": 6,
        },
        "shapes": shapes,
        "annotations": annotations,
    }
    said = ", ".join(f"{labels.plain(name)} {labels.share(share)} at {labels.days(day)}" for name, day, share in ends)
    mature = f" Every lead was observed through day {mature_through}." if shapes else ""
    return Drawing(traces, layout, f"Share converted by days since the start: {said}.{mature}")


def _from_zero(line: pd.DataFrame) -> pd.DataFrame:
    """Begin a line at day 0 with nothing converted, unless it says what had happened by then."""
    if line["day"].iloc[0] <= 0:
        return line
    zeros = {name: 0.0 for name in ("day", "share", "low", "high") if name in line}
    return pd.concat([line.head(1).assign(**zeros), line])


def _emphasised(lines: dict[str, pd.DataFrame]) -> set[str]:
    first = next(iter(lines.values()))
    if "is_emphasised" in first:
        return {name for name, line in lines.items() if bool(line["is_emphasised"].any())}
    motions = [str(line["motion"].iloc[0]).lower() for line in lines.values()]
    return set(lines) if len(set(motions)) == len(motions) else {next(iter(lines))}


def _band(line: pd.DataFrame) -> list[dict[str, Any]]:
    """Draw the interval as two stepped edges, the second filled down to the first."""
    known = line.dropna(subset=["low", "high"])
    if known.empty:
        return []
    edge = {
        "type": "scatter",
        "mode": "lines",
        "x": list(known["day"]),
        "line": {"width": 0, "shape": "hv"},
        "hoverinfo": "skip",
    }
    fill = theme.faded(theme.colour_of(line["motion"].iloc[0]), 0.15)
    lower = {**edge, "y": [low * 100 for low in known["low"]]}
    return [lower, {**edge, "y": [high * 100 for high in known["high"]], "fill": "tonexty", "fillcolor": fill}]


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


def _end_labels(ends: list[tuple[str, float, float]], top: float, strong: set[str]) -> list[dict[str, Any]]:
    """Write name and last share beside the plot at each line's height, moved apart where they would touch."""
    moved = apart([(1 - share / top) * PLOT_HEIGHT for _, _, share in ends], LABEL_GAP, PLOT_HEIGHT - 6)
    written = []
    for (name, _, share), place in zip(ends, moved, strict=True):
        text = end_name(name, labels.share(share), NAME_LETTERS, under=True)
        text = f"<b>{text}</b>" if name in strong else text
        label = label_right(text, 1, top * 100, size=theme.SMALL_FONT_SIZE, xref="paper")
        written.append({**label, "yshift": round(-place, 1)})
    return written


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
