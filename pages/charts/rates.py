"""Rates and shares, one row per name: dot and interval, pairs, bars, threshold."""

from functools import partial
from itertools import groupby
from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import (
    Drawing,
    Rows,
    annotation,
    bars,
    bars_layout,
    cell,
    count_text,
    dots,
    hover,
    interval_text,
    label_right,
    marks_of,
    percent_axis,
    reach,
    records,
    rows_layout,
    shown,
    whiskers,
    width_of,
)
from pages.charts.units import range_text, write
from pages.parts import labels

PAIR_OFFSET = 11


def rates_with_intervals(frame: pd.DataFrame) -> Drawing | None:
    """Draw one dot with its interval per row, best first, in groups that can be told apart.

    Parameters
    ----------
    frame : DataFrame
        label, rate, low, high (fractions), motion; optional n (leads), note (text under the name), rank_group (text
        is the group's caption, a number makes one; numbered groups stand in their order, those without a number last,
        others by their best rate).

    Returns
    -------
    Drawing or None
        None when no row has a rate.
    """
    rows = shown(frame, "rate").sort_values(["rate", "label"], ascending=[False, True], kind="stable")
    if rows.empty:
        return None
    grouped = "rank_group" in rows and rows["rank_group"].nunique(dropna=False) > 1
    if grouped:
        best = rows.groupby("rank_group", sort=False)["rate"].transform("max")
        # A group of few leads may convert better than those that surely rank above it: numbers keep their order.
        order = -rows["rank_group"] if pd.api.types.is_numeric_dtype(rows["rank_group"]) else best
        rows = rows.assign(order=order).sort_values(["order", "rate"], ascending=False, kind="stable")
    sheet, places, names = Rows(), [], []
    for group, members in groupby(records(rows), key=lambda row: _caption(row.rank_group) if grouped else ""):
        if grouped:
            sheet.caption(group)
        for row in members:
            note = cell(row, "note")
            name = labels.chart_lines(row.label)
            under = f"<br><span style='font-size:11px'>{labels.chart_text(note, 24)}</span>" if note else ""
            names.append(name + under)
            places.append(sheet.add(theme.ROW + 14 * (names[-1].count("<br>"))))
    return _dots_with_intervals(rows, sheet, places, places, names, "rate")


def _caption(group: Any) -> str:
    if pd.isna(group):
        return "Not ranked"
    return f"Group {group:g}" if pd.api.types.is_number(group) else labels.chart_lines(group, 28, 56)


def paired_rates(frame: pd.DataFrame, gap: str = "gap") -> Drawing | None:
    """Draw inbound above outbound for each name, with the gap in points under the name.

    Parameters
    ----------
    frame : DataFrame
        label, motion, rate, low, high (fractions); optional n and the column named by `gap`. Names keep their order.
    gap : str, default "gap"
        Column with the text under each name, or with a difference of fractions; absent: inbound less outbound.

    Returns
    -------
    Drawing or None
        None when no row has a rate.
    """
    rows = shown(frame, "rate")
    if rows.empty:
        return None
    sheet = Rows(top=0)
    middles: list[float] = []
    names: list[str] = []
    placed: list[pd.DataFrame] = []
    for label, pair in rows.groupby("label", sort=False, observed=True):
        if middles:
            sheet.separator()
        name = "<br>".join(f"<b>{line}</b>" for line in labels.chart_lines(label).split("<br>"))
        under = _gap_text(pair, gap)
        names.append(f"{name}<br>{under}" if under else name)
        middle = sheet.add(theme.PAIR + 16 * (name.count("<br>")))
        middles.append(middle)
        offsets = {"inbound": -PAIR_OFFSET, "outbound": PAIR_OFFSET} if len(pair) > 1 else {}
        placed.append(pair.assign(place=[middle + offsets.get(str(motion).lower(), 0) for motion in pair["motion"]]))
    rows = pd.concat(placed, ignore_index=True)
    return _dots_with_intervals(rows, sheet, list(rows["place"]), middles, names, "rate", naming=("label", "motion"))


def intervals_on_threshold(
    frame: pd.DataFrame, threshold: float, label: str, unit: str = "number", currency: str = "USD"
) -> Drawing | None:
    """Draw values with their intervals against a threshold.

    Parameters
    ----------
    frame : DataFrame
        label, value, low, high; optional motion, n. Rows keep their order.
    threshold : float
        Where the line stands.
    label : str
        What the line means.
    unit : str, default "number"
        "share" for fractions, "times" for ratios, "money" for amounts, "number" for the rest.
    currency : str, default "USD"
        Of amounts.

    Returns
    -------
    Drawing or None
        None when no row has a value.
    """
    rows = shown(frame, "value")
    if rows.empty:
        return None
    scale = 100 if unit == "share" else 1
    sheet, places, names = Rows(top=24), [], []
    for row in records(rows):
        names.append(labels.chart_lines(row.label))
        places.append(sheet.add(theme.ROW + 14 * names[-1].count("<br>")))
    drawing = _dots_with_intervals(
        rows, sheet, places, places, names, "value", unit, threshold=threshold, currency=currency
    )
    text = f"{labels.chart_text(label)} {write(threshold, unit, currency)}"
    text = _mark_threshold(drawing.layout, sheet, threshold * scale, text)
    return Drawing(drawing.traces, drawing.layout, f"{drawing.alt} {text}")


def share_bars(
    frame: pd.DataFrame, threshold: float | None = None, threshold_label: str = "threshold"
) -> Drawing | None:
    """Draw sorted bars with their shares beside them; intervals, where known, as a line over a paler bar.

    Parameters
    ----------
    frame : DataFrame
        label, share (fraction), motion; optional low, high, n, text (written instead of the share).
    threshold : float, optional
        A fraction to draw as a line.
    threshold_label : str, default "threshold"
        What the line means.

    Returns
    -------
    Drawing or None
        None when no row has a share.
    """
    rows = shown(frame, "share").sort_values(["share", "label"], ascending=[False, True], kind="stable")
    if rows.empty:
        return None
    has_intervals = {"low", "high"} <= set(rows.columns) and bool(rows["high"].notna().any())
    end = max(reach(rows["share"], rows["high"] if has_intervals else None), (threshold or 0.0) * 1.08)
    sheet = Rows(top=2 if threshold is None else 24)
    names, places, written, intervals = [], [], [], []
    for row in records(rows):
        names.append(labels.chart_lines(row.label))
        places.append(sheet.add(theme.ROW + 14 * names[-1].count("<br>")))
        written.append(str(cell(row, "text") or labels.share(row.share)))
        high = min(cell(row, "high") or row.share, end)
        intervals.append((max(cell(row, "low") or row.share, 0) * 100, high * 100, places[-1]))
        sheet.annotations.append(label_right(labels.chart_text(written[-1]), max(high, row.share) * 100, places[-1]))
    colours = [theme.colour_of(motion) for motion in rows["motion"]]
    fill = [theme.faded(colour, 0.45) for colour in colours] if has_intervals else colours
    tips = [
        hover(row.label, row.motion, labels.share(row.share), interval_text(row), count_text(row))
        for row in records(rows)
    ]
    shares = [share * 100 for share in rows["share"]]
    traces = [bars(shares, places, 22, {"color": fill, "cornerradius": 3}, tips, marks_of(rows, "label"))]
    if has_intervals:
        for motion in dict.fromkeys(str(motion) for motion in rows["motion"]):
            own = [ends for ends, of in zip(intervals, rows["motion"], strict=True) if str(of) == motion]
            traces.append(whiskers(own, motion))
    axis = {**percent_axis(end), "fixedrange": True}
    layout = bars_layout(sheet, places, names, width_of(written) + 14, axis)
    said = ", ".join(f"{labels.plain(row.label)} {labels.share(row.share)}" for row in records(rows.head(8)))
    alt = f"Bars, largest first: {said}."
    if threshold is not None:
        text = f"{labels.chart_text(threshold_label)} {labels.share(threshold)}"
        alt = f"{alt} {_mark_threshold(layout, sheet, threshold * 100, text)}"
    return Drawing(traces, layout, alt)


def _mark_threshold(layout: dict[str, Any], sheet: Rows, place: float, text: str) -> str:
    """Draw a line through all rows with its meaning above them; return it as a sentence."""
    line = {"color": theme.LEADER, "width": 1.5, "dash": "dot"}
    ends = layout["xaxis"]["range"]
    is_right = place > (ends[0] + ends[1]) / 2
    layout["shapes"].append(
        {"type": "line", "x0": place, "x1": place, "y0": 0, "y1": sheet.height, "line": line, "layer": "below"}
    )
    layout["annotations"].append(
        annotation(
            text,
            place,
            10,
            anchor="right" if is_right else "left",
            size=theme.SMALL_FONT_SIZE,
            xshift=-5 if is_right else 5,
        )
    )
    return f"Threshold: {labels.plain(text)}."


def _dots_with_intervals(
    rows: pd.DataFrame,
    sheet: Rows,
    places: list[float],
    ticks: list[float],
    names: list[str],
    value: str,
    unit: str = "share",
    naming: tuple[str, ...] = ("label",),
    threshold: float | None = None,
    currency: str = "USD",
) -> Drawing:
    """Draw dots, intervals and values at the given places; an interval beyond the axis ends in an arrow."""
    scale = 100.0 if unit == "share" else 1.0
    end = max(reach(rows[value], rows["high"]), (threshold or 0.0) * 1.08)
    least = min([0.0, *rows["low"].dropna()])
    marks, called = records(rows), marks_of(rows, *naming)
    motions = [str(cell(row, "motion") or "") for row in marks]
    written = [write(getattr(row, value), unit, currency) for row in marks]
    between = interval_text if unit == "share" else partial(range_text, unit=unit, currency=currency)
    tips = [
        hover(row.label, motion, text, between(row), count_text(row))
        for row, motion, text in zip(marks, motions, written, strict=True)
    ]
    known = {index for index, row in enumerate(marks) if cell(row, "low") is not None and cell(row, "high") is not None}
    traces: list[dict[str, Any]] = []
    for motion in dict.fromkeys(motions):
        own = [index for index, of in enumerate(motions) if of == motion]
        ends = [(marks[at].low * scale, min(marks[at].high, end) * scale, places[at]) for at in own if at in known]
        centres = [getattr(marks[at], value) * scale for at in own]
        traces.append(whiskers(ends, motion))
        traces.append(
            dots(centres, [places[at] for at in own], motion, [tips[at] for at in own], [called[at] for at in own])
        )
    for at in sorted(known):
        if marks[at].high > end:
            tip = dots([end * scale], [places[at]], motions[at], [tips[at]], [called[at]], size=9)
            traces.append({**tip, "marker": {**tip["marker"], "symbol": "triangle-right"}})
    for at, text in enumerate(written):
        # A line across the plot would run through values that stand beside their marks: they go to the edge then.
        far = end if threshold is not None else getattr(marks[at], value)
        far = min(max(far, marks[at].high), end) if at in known else far
        sheet.annotations.append(label_right(text, far * scale, places[at]))
    axis = percent_axis(end, least) if unit == "share" else {"range": [least, end]}
    said = ", ".join(
        f"{labels.plain(row.label)} {f'{motion.lower()} ' if motion else ''}{text}"
        for row, motion, text in list(zip(marks, motions, written, strict=True))[:8]
    )
    layout = rows_layout(sheet, ticks, names, width_of(written) + 16, axis)
    return Drawing(traces, layout, f"Dots with 95% intervals: {said}.")


def _gap_text(pair: pd.DataFrame, column: str) -> str:
    """Write the gap given for a pair, or work it out where both motions have a rate."""
    if column in pair:
        given = pair[column].dropna()
        if given.empty:
            return ""
        return labels.chart_text(given.iloc[0]) if isinstance(given.iloc[0], str) else labels.points(given.iloc[0])
    rates = {str(row.motion).lower(): row.rate for row in records(pair)}
    return labels.points(rates["inbound"] - rates["outbound"]) if {"inbound", "outbound"} <= set(rates) else ""
