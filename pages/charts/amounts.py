"""Amounts: what a change is made of, and what is worth most."""

import math
from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import (
    Drawing,
    Rows,
    bars,
    bars_layout,
    cell,
    count_text,
    hover,
    label_right,
    marks_of,
    reach,
    records,
    shown,
    whiskers,
    width_of,
)
from pages.charts.units import range_text, write
from pages.parts import labels

BAR = 22
UP, DOWN = "▲", "▼"


def waterfall(frame: pd.DataFrame, unit: str = "count", currency: str = "USD", motion: str = "") -> Drawing | None:
    """Draw where a number started, the steps that changed it, and where it ended.

    Parameters
    ----------
    frame : DataFrame
        label, value, kind ("start", "step" or "end") in order of drawing. Steps are signed and add up.
    unit : str, default "count"
        "count", "money" or "number".
    currency : str, default "USD"
        For "money".
    motion : str, default ""
        Motion of the whole, which decides the colour; slate otherwise.

    Returns
    -------
    Drawing or None
        None when a value is missing or the frame is empty.

    Raises
    ------
    ValueError
        If start and steps do not add up to the end.
    """
    rows = shown(frame, "value")
    if rows.empty or len(rows) < len(frame):
        return None
    sheet, names, places, written = Rows(top=2), [], [], []
    starts, ends, level = [], [], 0.0
    shown_values = _adding_up(rows) if unit == "count" else [float(value) for value in rows["value"]]
    for row, shown_value in zip(records(rows), shown_values, strict=True):
        value = float(row.value)
        if row.kind == "end" and not math.isclose(level, value, rel_tol=1e-6, abs_tol=1e-6):
            raise ValueError(f"the steps lead to {level:g}, not to {value:g}")
        start = level if row.kind == "step" else 0.0
        level = start + value
        starts.append(start)
        ends.append(level)
        names.append(labels.chart_lines(row.label))
        places.append(sheet.add(theme.ROW + 14 * names[-1].count("<br>")))
        said_as = _step_text if row.kind == "step" else write
        written.append(said_as(shown_value, unit, currency))
        sheet.annotations.append(label_right(labels.chart_text(written[-1]), max(start, level), places[-1]))
    for index in range(len(rows) - 1):
        line = {"color": theme.LEADER, "width": 1}
        x, y = ends[index], (places[index] + BAR / 2, places[index + 1] - BAR / 2)
        sheet.shapes.append({"type": "line", "x0": x, "x1": x, "y0": y[0], "y1": y[1], "line": line})
    traces = [_steps(rows, starts, ends, places, written, motion)]
    lowest, highest = min([0.0, *starts, *ends]), max([0.0, *starts, *ends])
    span = (highest - lowest) or 1.0
    axis = _axis(lowest, lowest + span * 1.01)
    layout = bars_layout(sheet, places, names, width_of(written) + 14, axis)
    said = ", ".join(f"{labels.plain(row.label)} {text}" for row, text in zip(records(rows), written, strict=True))
    return Drawing(traces, layout, f"Steps from start to end: {said}.")


def ranked_bars(frame: pd.DataFrame, unit: str = "money", currency: str = "USD") -> Drawing | None:
    """Draw sorted bars of amounts with their values beside them; intervals, where known, over a paler bar.

    Parameters
    ----------
    frame : DataFrame
        label, value, motion; optional low, high, n, text (written instead of the value).
    unit : str, default "money"
        "count", "money" or "number".
    currency : str, default "USD"
        For "money".

    Returns
    -------
    Drawing or None
        None when no row has a value.
    """
    rows = shown(frame, "value").sort_values(["value", "label"], ascending=[False, True], kind="stable")
    if rows.empty:
        return None
    has_intervals = {"low", "high"} <= set(rows.columns) and bool(rows["high"].notna().any())
    end = max(reach(rows["value"], rows["high"] if has_intervals else None), 0.0)
    lowest = min([0.0, *rows["value"], *(rows["low"].dropna() if has_intervals else [])])
    # One very uncertain row must not crush the others on this side either.
    lowest = max(lowest, min(float(rows["value"].min()), 0.0) - max(end, 0.0))
    sheet, names, places, written = Rows(top=2), [], [], []
    intervals: dict[str, list[tuple[float, float, float]]] = {}
    for row in records(rows):
        names.append(labels.chart_lines(row.label, 22, 44))
        places.append(sheet.add(theme.ROW + 14 * names[-1].count("<br>")))
        written.append(str(cell(row, "text") or write(row.value, unit, currency)))
        low, high = cell(row, "low"), cell(row, "high")
        if low is not None and high is not None:
            ends = (max(low, lowest), min(high, end), places[-1])
            intervals.setdefault(str(row.motion), []).append(ends)
        far = min(max(row.value, 0.0, high if high is not None else row.value), end)
        sheet.annotations.append(label_right(labels.chart_text(written[-1]), far, places[-1]))
    colours = [theme.colour_of(motion) for motion in rows["motion"]]
    fill = [theme.faded(colour, 0.45) for colour in colours] if has_intervals else colours
    tips = [
        hover(row.label, row.motion, write(row.value, unit, currency), range_text(row, unit, currency), count_text(row))
        for row in records(rows)
    ]
    values = [float(value) for value in rows["value"]]
    traces = [
        bars(values, places, BAR, {"color": fill, "cornerradius": 3}, tips, marks_of(rows, "label")),
        *(whiskers(ends, motion) for motion, ends in intervals.items()),
    ]
    layout = bars_layout(sheet, places, names, width_of(written) + 14, _axis(lowest, end or 1.0))
    said = ", ".join(f"{labels.plain(row.label)} {write(row.value, unit, currency)}" for row in records(rows.head(8)))
    return Drawing(traces, layout, f"Bars, largest first: {said}.")


def _steps(
    rows: pd.DataFrame, starts: list[float], ends: list[float], places: list[float], written: list[str], motion: str
) -> dict[str, Any]:
    """Draw all bars: totals solid, what adds pale, what takes away hatched."""
    colour = theme.colour_of(motion)
    falls = [row.kind == "step" and row.value < 0 for row in records(rows)]
    rises = [row.kind == "step" and row.value >= 0 for row in records(rows)]
    marker = {
        "color": [theme.faded(colour, 0.5) if is_rise else colour for is_rise in rises],
        "pattern": {
            "shape": ["/" if is_fall else "" for is_fall in falls],
            "size": 6,
            "solidity": 0.3,
            "bgcolor": "rgba(0, 0, 0, 0)",
        },
        "line": {"color": colour, "width": [1 if is_fall else 0 for is_fall in falls]},
    }
    lengths = [abs(end - start) for start, end in zip(starts, ends, strict=True)]
    tips = [hover(row.label, motion, text) for row, text in zip(records(rows), written, strict=True)]
    base = [min(pair) for pair in zip(starts, ends, strict=True)]
    return bars(lengths, places, BAR, marker, tips, marks_of(rows, "label"), base=base)


def _adding_up(rows: pd.DataFrame) -> list[float]:
    """Round to whole numbers so that what is written adds up too: the largest remainders are rounded up."""
    values = [float(value) for value in rows["value"]]
    steps = [index for index, kind in enumerate(rows["kind"]) if kind == "step"]
    written = [
        float(math.floor(value)) if index in steps else float(round(value)) for index, value in enumerate(values)
    ]
    totals = {kind: written[index] for index, kind in enumerate(rows["kind"]) if kind != "step"}
    missing = round(totals.get("end", 0.0) - totals.get("start", 0.0) - sum(written[index] for index in steps))
    by_remainder = sorted(steps, key=lambda index: written[index] - values[index])
    for index in by_remainder[: max(missing, 0)]:
        written[index] += 1
    return written


def _axis(lowest: float, highest: float) -> dict[str, Any]:
    """From end to end, with a line at zero where something lies below it."""
    line = {"zeroline": True, "zerolinecolor": theme.LEADER, "zerolinewidth": 1} if lowest < 0 else {}
    return {"range": [lowest, highest], **line}


def _step_text(value: float, unit: str, currency: str) -> str:
    """Write a step with its sign and an arrow; a step that rounds to nothing has neither."""
    text = write(abs(value), unit, currency)
    if not any(digit in text for digit in "123456789"):
        return text
    return f"{UP} +{text}" if value > 0 else f"{DOWN} {labels.MINUS}{text}"
