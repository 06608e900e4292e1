"""Small multiples: one small chart of lines for each name, all on the same scale."""

import math
from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import Drawing, annotation, cell, clickable, count_text, hover, records, shown
from pages.charts.months import TAIL, TOP, top_caption
from pages.charts.units import write
from pages.parts import labels, opens

COLUMNS = 2
PANEL_HEIGHT = 104
TITLE_HEIGHT = 34
AXIS_HEIGHT = 22
GAP = 0.08
NAME_LENGTH = 17
TITLE_LENGTH = 22


def small_lines(
    frame: pd.DataFrame, unit: str = "money", currency: str = "USD", target: float | None = None
) -> Drawing | None:
    """Draw one small line chart for each label, the part that is not complete yet dashed.

    Parameters
    ----------
    frame : DataFrame
        label, motion, x (a month's first day, or a number), value, is_complete; optional n, and text beside the label
        (the last complete value where there is none).
    unit : str, default "money"
        Of the values; see ``monthly_lines``.
    currency : str, default "USD"
        For "money".
    target : float, optional
        A value to draw as a line across every panel.

    Returns
    -------
    Drawing or None
        None when there is no value.
    """
    rows = shown(frame, "value")
    if rows.empty:
        return None
    is_dated = not pd.api.types.is_numeric_dtype(rows["x"])
    rows = rows.assign(at=pd.to_datetime(rows["x"]).dt.strftime("%Y-%m-%d") if is_dated else rows["x"].astype(int))
    rows = rows.sort_values("at", kind="stable")
    names = [name for name in dict.fromkeys(frame["label"].astype(str)) if name in set(rows["label"].astype(str))]
    scale = 100 if unit == "share" else 1
    highest = _round_up(max(float(rows["value"].max()), target or 0.0) * scale)
    ends = [rows["at"].min(), rows["at"].max()]
    said_ends = [labels.month(pd.Timestamp(end)) if is_dated else f"month {end}" for end in ends]
    count = -(-len(names) // COLUMNS)
    plot = count * (PANEL_HEIGHT + TITLE_HEIGHT + AXIS_HEIGHT)
    reach = f"each chart: 0 to {write(highest / scale, unit, currency)}"
    layout: dict[str, Any] = {
        "height": plot + theme.MARGIN + TOP,
        "margin": {"l": theme.MARGIN, "r": theme.MARGIN, "t": TOP, "b": theme.MARGIN},
        "annotations": [top_caption(reach if target is None else f"{reach}; dashed: {write(target, unit, currency)}")],
        "shapes": [],
    }
    traces: list[dict[str, Any]] = []
    said = []
    finals = {name: _final(rows[rows["label"].astype(str) == name], unit, currency) for name in names}
    room = min(NAME_LENGTH, TITLE_LENGTH - max(map(len, finals.values())))
    titles = labels.cut_apart(names, room)
    for place, (name, title) in enumerate(zip(names, titles, strict=True)):
        own = rows[rows["label"].astype(str) == name]
        number = "" if place == 0 else str(place + 1)
        left = (place % COLUMNS) * (1 + GAP) / COLUMNS
        top = 1 - (place // COLUMNS) * (PANEL_HEIGHT + TITLE_HEIGHT + AXIS_HEIGHT) / plot - TITLE_HEIGHT / plot
        domain = [left, left + (1 - GAP) / COLUMNS]
        layout[f"xaxis{number}"] = {
            "domain": domain,
            "anchor": f"y{number}",
            "range": ends,
            "type": "date" if is_dated else "linear",
            "showticklabels": False,
            "showgrid": False,
        }
        layout[f"yaxis{number}"] = {
            "domain": [top - PANEL_HEIGHT / plot, top],
            "anchor": f"x{number}",
            "range": [0, highest * 1.02],
            "tickvals": [0, highest / 2, highest],
            "showticklabels": False,
        }
        bottom = top - (PANEL_HEIGHT + AXIS_HEIGHT / 2) / plot
        for x, anchor, text in zip(domain, ("left", "right"), said_ends, strict=True):
            layout["annotations"].append(
                annotation(text, x, bottom, xref="paper", anchor=anchor, size=theme.SMALL_FONT_SIZE, yref="paper")
            )
        colour = theme.colour_of(own["motion"].iloc[-1])
        traces += _pieces(own, name, number, colour, unit, scale, currency)
        layout["annotations"].append(
            annotation(
                f"<b>{labels.chart_text(title)}</b>  {labels.chart_text(finals[name])}",
                domain[0],
                top,
                xref="paper",
                anchor="left",
                yref="paper",
                yanchor="bottom",
            )
        )
        if target is not None:
            layout["shapes"].append(_across(number, target * scale))
        said.append(f"{name} {finals[name]}")
    return Drawing(traces, layout, f"Small charts on one scale; last complete: {labels.plain('; '.join(said))}.")


def _final(own: pd.DataFrame, unit: str, currency: str) -> str:
    """Write what stands beside the name of a panel: its text, or its last complete value."""
    last = records((own[own["is_complete"].astype(bool)] if own["is_complete"].any() else own).tail(1))[0]
    return str(cell(last, "text") or write(last.value, unit, currency))


def _round_up(value: float) -> float:
    """Find the next number that is 1, 2 or 5 with zeros."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 5, 10) if value <= step * power * (1 + 1e-9))


def _across(number: str, y: float) -> dict[str, Any]:
    """Draw a dashed line across one panel."""
    return {
        "type": "line",
        "xref": f"x{number} domain",
        "yref": f"y{number}",
        "x0": 0,
        "x1": 1,
        "y0": y,
        "y1": y,
        "line": {"color": theme.LEADER, "width": 1, "dash": "dash"},
    }


def _pieces(
    own: pd.DataFrame, name: str, number: str, colour: str, unit: str, scale: int, currency: str
) -> list[dict[str, Any]]:
    """Draw the complete part solid, the rest dashed, and the last complete value as a mark."""
    complete = own["is_complete"].astype(bool)
    pieces = [(own[complete], "lines", "solid")]
    if not complete.all():
        pieces.append((pd.concat([own[complete].tail(1), own[~complete]]), "lines", TAIL))
    pieces.append((own[complete].tail(1) if complete.any() else own.tail(1), "markers", "solid"))
    return [
        {
            "type": "scatter",
            "mode": mode,
            "marker": {"color": colour, "size": 7, "symbol": theme.symbol_of(own["motion"].iloc[0])},
            **(clickable(colour) if mode == "lines" else {}),
            "xaxis": f"x{number}",
            "yaxis": f"y{number}",
            "x": list(piece["at"]),
            "y": [value * scale for value in piece["value"]],
            "line": {"color": colour, "width": 2, "dash": dash},
            "hovertext": [_tip(row, name, unit, currency) for row in records(piece)],
            "hoverinfo": "text",
            "cliponaxis": False,
            "customdata": [opens.mark(name, str(at)[:7]) for at in piece["at"]],
        }
        for piece, mode, dash in pieces
        if len(piece)
    ]


def _tip(row: Any, name: str, unit: str, currency: str) -> str:
    at = labels.month(pd.Timestamp(row.at)) if isinstance(row.at, str) else f"by month {row.at}"
    n = count_text(row) if cell(row, "n") is not None else ""
    return hover(
        name, row.motion, at, write(row.value, unit, currency), n, "" if row.is_complete else "not complete yet"
    )
