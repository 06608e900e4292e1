"""Two numbers of one name beside each other: volume against quality, how it looks against how it is."""

from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import (
    SLIM,
    Drawing,
    Rows,
    bars,
    bars_layout,
    count_text,
    dots,
    hover,
    label_right,
    mark_of,
    marks_of,
    motions_of,
    percent_axis,
    records,
    rows_layout,
    shown,
    signs,
    swatch,
    whiskers,
    width_of,
)
from pages.parts import labels

SAID = 8
PALE = 0.3


def share_pairs(frame: pd.DataFrame, first: str, second: str) -> Drawing | None:
    """Draw two shares of each name as a pale bar with a slim solid bar on it, the largest first share on top.

    Parameters
    ----------
    frame : DataFrame
        label, motion, first, second (fractions); optional n.
    first, second : str
        What the two shares are of, such as "leads" and "wins".

    Returns
    -------
    Drawing or None
        None when no row has both shares.
    """
    rows = shown(frame, "first", "second").sort_values(["first", "label"], ascending=[False, True], kind="stable")
    if rows.empty:
        return None
    sheet, names, places, written, tips = Rows(top=2), [], [], [], []
    both = [theme.colour_of(motion) for motion in motions_of(rows["motion"])]
    sheet.key(
        (
            ("".join(swatch(theme.faded(colour, PALE)) for colour in both), f"share of {first}"),
            ("".join(swatch(colour, SLIM) for colour in both), f"share of {second}"),
        )
    )
    for row in records(rows):
        names.append(labels.chart_lines(row.label))
        places.append(sheet.add(theme.ROW + 14 * names[-1].count("<br>")))
        written.append(f"{labels.share(row.first)} · {labels.share(row.second)}")
        end = max(row.first, row.second) * 100
        sheet.annotations.append(label_right(labels.chart_text(written[-1]), end, places[-1]))
        shares = (f"{labels.share(row.first)} of {first}", f"{labels.share(row.second)} of {second}")
        tips.append(hover(row.label, row.motion, *shares, count_text(row)))
    colours = [theme.colour_of(motion) for motion in rows["motion"]]
    pale = [theme.faded(colour, PALE) for colour in colours]
    traces = [
        bars(
            [share * 100 for share in rows[column]],
            places,
            width,
            {"color": fill, "cornerradius": 3, "line": {"width": 0}},
            tips,
            marks_of(rows, "label"),
        )
        for column, width, fill in (("first", 24, pale), ("second", 9, colours))
    ]
    axis = percent_axis(max(float(rows["first"].max()), float(rows["second"].max())) * 1.02)
    layout = bars_layout(sheet, places, names, width_of(written) + 14, axis)
    # Neither bar may push the other aside: the slim one lies on the pale one.
    layout["barmode"] = "overlay"
    return Drawing(traces, layout, f"Bars, share of {first} and of {second}: {_said(rows, written)}.")


def dumbbells(frame: pd.DataFrame, start: str, end: str) -> Drawing | None:
    """Draw an open mark, a solid mark and the line between them for each name; rows keep their order.

    Parameters
    ----------
    frame : DataFrame
        label, motion, start, end (fractions; either may be missing); optional n.
    start, end : str
        What the open and the solid mark show.

    Returns
    -------
    Drawing or None
        None when no row has a start.
    """
    rows = shown(frame, "start")
    if rows.empty:
        return None
    sheet, names, places, traces, written = Rows(top=2), [], [], [], []
    both = motions_of(rows["motion"])
    sheet.key(((signs(both, is_open=True), start), (signs(both), end)))
    for row in records(rows):
        names.append(labels.chart_lines(row.label))
        place = sheet.add(theme.ROW + 14 * names[-1].count("<br>"))
        places.append(place)
        is_known = not labels.is_missing(row.end)
        written.append(_from_to(row.start, row.end))
        tip = hover(
            row.label,
            row.motion,
            f"{labels.share(row.start)} {start}",
            f"{labels.share(row.end)} {end}",
            count_text(row),
        )
        traces += _pair(row, place, tip, is_known=is_known)
        right = max(row.start, row.end if is_known else 0)
        sheet.annotations.append(label_right(written[-1], right * 100, place))
    highest = max(float(rows["start"].max()), float(rows["end"].fillna(0).max()))
    # Few ticks: beside two numbers a phone leaves little room for the axis.
    axis = {**percent_axis(highest * 1.02 or 0.01), "nticks": 3}
    layout = rows_layout(sheet, places, names, width_of(written) + 16, axis)
    return Drawing(traces, layout, f"From {start} to {end}: {_said(rows, written)}.")


def _from_to(start: float, end: float) -> str:
    unit = "%"
    return f"{labels.share(start).removesuffix(unit)} → {labels.share(end)}"


def _said(rows: pd.DataFrame, written: list[str]) -> str:
    first = list(zip(rows["label"], written, strict=True))[:SAID]
    return ", ".join(f"{labels.plain(name)} {text}" for name, text in first)


def _pair(row: Any, place: float, tip: str, *, is_known: bool) -> list[dict[str, Any]]:
    colour = theme.colour_of(row.motion)
    line = {"color": colour, "width": 2}
    opened = dots([row.start * 100], [place], row.motion, [tip], [mark_of(row, "label")], size=9, line=line)
    opened["marker"]["symbol"] = f"{theme.symbol_of(row.motion)}-open"
    if not is_known:
        return [opened]
    between = whiskers([(row.end * 100, row.start * 100, place)], row.motion, width=1.5)
    return [between, opened, dots([row.end * 100], [place], row.motion, [tip], [mark_of(row, "label")])]
