"""Trends by month: what is not complete yet is drawn as such."""

import html
from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import Drawing, clickable, count_text, end_name, hover, marks_of, records, shown, width_of
from pages.charts.months import LABEL_GAP, TAIL, band, days_of, end_labels, months_layout, shade, top_caption
from pages.charts.units import range_text, write
from pages.parts import labels

NAMED_BESIDES = 4
NAME_LETTERS, TWO_LINES = 14, 30


def monthly_lines(frame: pd.DataFrame, unit: str = "count", currency: str = "USD") -> Drawing | None:
    """Draw values by month or quarter, those that are not complete yet dashed.

    Parameters
    ----------
    frame : DataFrame
        month (its first day), value, is_complete; motion or name; optional low, high (a band), n; quarter (its name),
        where each value is of the three months that start with this one.
    unit : str, default "count"
        "share", "count", "money", "days" or "number".
    currency : str, default "USD"
        For "money".

    Returns
    -------
    Drawing or None
        None when no month has a value.
    """
    rows = shown(frame, "value").sort_values("month", kind="stable")
    if rows.empty:
        return None
    rows = rows.assign(month=pd.to_datetime(rows["month"]))
    key = "motion" if "motion" in rows else "name"
    scale = 100 if unit == "share" else 1
    traces: list[dict[str, Any]] = []
    ends: list[tuple[Any, float, str]] = []
    names: list[str] = []
    for name in _in_order(rows, key):
        line = rows[rows[key].astype(str) == name]
        traces += band(line, theme.faded(theme.colour_of(name), 0.13), scale)
        traces += _line(line, name, _colour(name, len(names)), unit, scale, currency)
        complete = line[line["is_complete"].astype(bool)]
        final = (line if complete.empty else complete).iloc[-1]
        text = write(final["value"], unit, currency)
        known = name.lower() in theme.COLOURS
        # The label keeps the height of the last complete month but stands clear of the dashed tail.
        ends.append(
            (rows["month"].max(), float(final["value"]) * scale, text if known else f"{labels.cut(name, 16)} {text}")
        )
        names.append(name)
    highest = float(rows[["value", "high"] if "high" in rows else ["value"]].max().max()) * scale
    lowest = min(0.0, float(rows["value"].min()) * scale)
    span = ((highest - lowest) or 1.0) * 1.06
    annotations, shapes = end_labels(ends, span, lowest), []
    incomplete = rows[~rows["is_complete"].astype(bool)]
    if not incomplete.empty:
        finished = rows.loc[rows["is_complete"].astype(bool), "month"]
        start = rows["month"].min() if finished.empty else finished.max()
        shapes.append(shade(start, rows["month"].max()))
        annotations.append(top_caption("not complete yet"))
    right = width_of(text for _, _, text in ends) + 14
    layout = months_layout(rows, [lowest, lowest + span], unit, right, shapes, annotations, currency)
    said = "; ".join(f"{name} {text}" for name, (_, _, text) in zip(names, ends, strict=True))
    span_of = f"{_when(rows.iloc[0])} to {_when(rows.iloc[-1])}"
    part = "quarter" if "quarter" in rows else "month"
    return Drawing(traces, layout, f"Lines by {part}, {span_of}; last complete {part}: {labels.plain(said)}.")


def share_over_time(
    frame: pd.DataFrame,
    emphasis: str,
    motion: str = "",
    threshold: float | None = None,
    threshold_label: str = "threshold",
) -> Drawing | None:
    """Draw shares by month: the one that matters in colour and named, the others grey.

    Parameters
    ----------
    frame : DataFrame
        month (its first day), label, share (fraction); optional is_complete.
    emphasis : str
        The label to colour.
    motion : str, default ""
        Motion of that label, which decides its colour; grey ink otherwise.
    threshold : float, optional
        A fraction to draw as a line.
    threshold_label : str, default "threshold"
        What the line means.

    Returns
    -------
    Drawing or None
        None when no month has a share.
    """
    rows = shown(frame, "share").sort_values("month", kind="stable")
    if rows.empty:
        return None
    rows = rows.assign(month=pd.to_datetime(rows["month"]), label=rows["label"].astype(str))
    others = [label for label in dict.fromkeys(rows["label"]) if label != emphasis]
    order = sorted(others, key=lambda label: float(rows.loc[rows["label"] == label, "share"].iloc[-1]))
    traces, ends = [], []
    for label in [*order, *([emphasis] if emphasis in set(rows["label"]) else [])]:
        line = rows[rows["label"] == label]
        is_main = label == emphasis
        named = is_main or label in order[-NAMED_BESIDES:]
        traces.append(_share_line(line, label, is_main, motion))
        if named:
            last = line.iloc[-1]
            text = end_name(label, labels.share(last["share"], 0), NAME_LETTERS)
            ends.append((last["month"], float(last["share"]) * 100, text, is_main))
    if threshold is not None:
        text = end_name(threshold_label, labels.share(threshold, 0), NAME_LETTERS)
        ends.append((rows["month"].max(), threshold * 100, text, False))
    span = max(float(rows["share"].max()), threshold or 0.0) * 108 or 1.0
    gap = TWO_LINES if any("<br>" in text for *_, text, _ in ends) else LABEL_GAP
    annotations = end_labels([(month, value, "") for month, value, *_ in ends], span, 0.0, gap)
    for written, (*_, text, is_main) in zip(annotations, ends, strict=True):
        written["font"] = {"size": theme.SMALL_FONT_SIZE}
        written["text"] = f"<b>{text}</b>" if is_main else text
    shapes: list[dict[str, Any]] = []
    if threshold is not None:
        line = {"color": theme.LEADER, "width": 1.5, "dash": "dot"}
        y = threshold * 100
        shapes.append({"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y, "line": line})
    right = width_of(line for _, _, text, _ in ends for line in text.split("<br>")) + 14
    layout = months_layout(rows, [0, span], "share", right, shapes, annotations, "")
    said = html.unescape(", ".join(text.replace("<br>", " ") for *_, text, _ in reversed(ends)))
    return Drawing(traces, layout, f"Shares by month; latest: {said}.")


def _in_order(rows: pd.DataFrame, key: str) -> list[str]:
    """Motions by name, so that inbound stands first; other names as the author gave them."""
    given = list(dict.fromkeys(rows[key].astype(str)))
    return sorted(given) if key == "motion" else given


def _colour(name: str, position: int) -> str:
    """Colour a motion as everywhere; of other names the first is strong, those it is compared with are pale."""
    known = name.lower() in theme.COLOURS
    return theme.colour_of(name) if known or position == 0 else theme.faded(theme.NEITHER, 0.5)


def _line(line: pd.DataFrame, name: str, colour: str, unit: str, scale: int, currency: str) -> list[dict[str, Any]]:
    """Draw the complete months solid and the rest dashed, joined at the last complete month."""
    complete = line["is_complete"].astype(bool)
    split = int(complete.sum())
    pieces = [(line[complete], "solid", 1.0)]
    if split < len(line):
        pieces.append((pd.concat([line[complete].tail(1), line[~complete]]), TAIL, 0.75))
    traces = []
    for piece, dash, opacity in pieces:
        if piece.empty:
            continue
        traces.append(
            {
                "type": "scatter",
                **clickable(colour),
                "x": days_of(piece["month"]),
                "y": [value * scale for value in piece["value"]],
                "line": {"color": colour, "width": 2.25, "dash": dash},
                "opacity": opacity,
                "hovertext": [_tip(row, name, unit, currency) for row in records(piece)],
                "hoverinfo": "text",
                "customdata": _marks(piece, name),
            }
        )
    final = line[complete].tail(1) if split else line.tail(1)
    traces.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": days_of(final["month"]),
            "y": [value * scale for value in final["value"]],
            "marker": {"symbol": theme.symbol_of(name), "color": colour, "size": 9},
            "hovertext": [_tip(row, name, unit, currency) for row in records(final)],
            "hoverinfo": "text",
            "customdata": _marks(final, name),
        }
    )
    return traces


def _marks(line: pd.DataFrame, name: str) -> list[str]:
    """Call each point by its line and month, such as "inbound | 2026-03"."""
    return marks_of(line.assign(line=name, month=line["month"].dt.strftime("%Y-%m")), "line", "month")


def _when(row: Any) -> str:
    """What a point stands for: its month, or its quarter."""
    return str(getattr(row, "quarter", "")) or labels.month(row.month)


def _tip(row: Any, name: str, unit: str, currency: str) -> str:
    between = range_text(row, unit, currency)
    state = "" if row.is_complete else "not complete yet"
    return hover(name, "", _when(row), write(row.value, unit, currency), between, count_text(row), state)


def _share_line(line: pd.DataFrame, label: str, is_main: bool, motion: str) -> dict[str, Any]:
    colour = theme.colour_of(motion) if is_main else theme.faded(theme.NEITHER, 0.55)
    return {
        "type": "scatter",
        **clickable(colour),
        "x": days_of(line["month"]),
        "y": [share * 100 for share in line["share"]],
        "line": {"color": colour, "width": 2.75 if is_main else 1.5},
        "hovertext": [hover(label, "", labels.month(row.month), labels.share(row.share)) for row in records(line)],
        "hoverinfo": "text",
        "customdata": _marks(line, label),
    }
