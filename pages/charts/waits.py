"""How long leads stay: median and ninetieth percentile of days, and how many stay how long."""

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
    label_right,
    mark_of,
    marks_of,
    motions_of,
    records,
    rows_layout,
    shown,
    signs,
    stage_title,
    whiskers,
    width_of,
)
from pages.parts import labels

BIN_BAR = 17


def durations(frame: pd.DataFrame) -> Drawing | None:
    """Draw the median and the ninetieth percentile of days per stage, inbound above outbound.

    Parameters
    ----------
    frame : DataFrame
        stage, motion, median, p90 (days) in stage order; a missing p90 was not reached; optional n.

    Returns
    -------
    Drawing or None
        None when no row has a median.
    """
    rows = shown(frame, "median")
    if rows.empty:
        return None
    is_open_ended = bool(rows["p90"].isna().any())
    end = max([1.0, *rows["p90"].dropna(), rows["median"].max() * (1.6 if is_open_ended else 1.0)]) * 1.02
    sheet = Rows(top=0)
    both = motions_of(rows["motion"])
    sheet.key(((signs(both), "half have left"), (signs(both, is_open=True), "nine in ten have left")))
    middles: list[float] = []
    names: list[str] = []
    traces: list[dict[str, Any]] = []
    for stage, pair in rows.groupby(rows["stage"].astype(str), sort=False):
        if middles:
            sheet.separator()
        names.append(labels.chart_lines(stage_title(stage)))
        middle = sheet.add(theme.PAIR - 4 if len(pair) > 1 else theme.ROW + 4)
        middles.append(middle)
        offsets = {"inbound": -11, "outbound": 11} if len(pair) > 1 else {}
        for row in records(pair):
            place = middle + offsets.get(str(row.motion).lower(), 0)
            traces += _dumbbell(row, place, end)
            p90 = cell(row, "p90")
            text = labels.number(round(p90)) if p90 is not None else "not reached"
            middle_text = labels.days(row.median).split(labels.NO_BREAK)[0]
            sheet.annotations.append(annotation(middle_text, row.median, place, anchor="right", xshift=-9))
            small = theme.FONT_SIZE if p90 is not None else theme.SMALL_FONT_SIZE
            sheet.annotations.append(label_right(text, end if p90 is None else p90, place, size=small))
    right = 84 if is_open_ended else width_of([labels.number(round(end))]) + 16
    layout = rows_layout(sheet, middles, names, right, {"range": [0, end]})
    # The median's own number stands to the left of its dot, which may be at zero.
    layout["yaxis"]["ticklabelstandoff"] = 34
    said = "; ".join(
        f"{stage_title(row.stage)} {str(row.motion).lower()} {labels.days(row.median)}" for row in records(rows.head(8))
    )
    return Drawing(traces, layout, f"Half within: {labels.plain(said)}.")


def histogram(frame: pd.DataFrame) -> Drawing | None:
    """Draw how many leads fall into each bin as rows of bars, inbound above outbound.

    Parameters
    ----------
    frame : DataFrame
        bin (in its order), label (what the bin is called), count, motion.

    Returns
    -------
    Drawing or None
        None when no bin has a lead.
    """
    rows = shown(frame, "count")
    if rows.empty or rows["count"].sum() <= 0:
        return None
    rows = rows.rename(columns={"count": "leads"})
    rows = rows.assign(motion=rows["motion"].astype(str).str.lower()).sort_values("bin", kind="stable")
    motions = motions_of(rows["motion"])
    totals = rows.groupby("motion")["leads"].sum()
    sheet, names, middles = Rows(top=2), [], []
    places: dict[tuple[Any, str], float] = {}
    for key, own in rows.groupby("bin", sort=False, observed=True):
        names.append(labels.chart_lines(own["label"].iloc[0], 14, 28))
        middle = sheet.add(max(BIN_BAR * len(motions) + 10, 16 * (names[-1].count("<br>") + 1)))
        middles.append(middle)
        first = middle - BIN_BAR * (len(motions) - 1) / 2
        places |= {(key, motion): first + BIN_BAR * index for index, motion in enumerate(motions)}
    traces = []
    for motion in motions:
        own = rows[rows["motion"] == motion]
        own_places = [places[key, motion] for key in own["bin"]]
        traces.append(_bins(own, own_places, motion, int(totals[motion])))
        for row, place in zip(records(own), own_places, strict=True):
            text = labels.count(row.leads)
            sheet.annotations.append(label_right(text, row.leads, place, size=theme.SMALL_FONT_SIZE))
    highest = float(rows["leads"].max())
    right = width_of([labels.count(highest)]) + 14
    layout = bars_layout(sheet, middles, names, right, {"range": [0, highest * 1.01]}) | {"barmode": "overlay"}
    said = "; ".join(
        f"{labels.plain(row.label)} {row.motion} {labels.count(row.leads)}" for row in records(rows.head(8))
    )
    return Drawing(traces, layout, f"Leads per bin: {said}.")


def _bins(own: pd.DataFrame, places: list[float], motion: str, total: int) -> dict[str, Any]:
    tips = [
        hover(row.label, motion, f"{labels.count(row.leads)} leads", f"{labels.share(row.leads / total)} of all")
        for row in records(own)
    ]
    marker = {"color": theme.colour_of(motion), "cornerradius": 2}
    counts = [int(count) for count in own["leads"]]
    return bars(counts, places, BIN_BAR - 3, marker, tips, marks_of(own, "label", "motion"))


def _dumbbell(row: Any, place: float, end: float) -> list[dict[str, Any]]:
    """Draw median to ninetieth percentile; dotted and open-ended when that was not reached."""
    p90 = cell(row, "p90")
    colour = theme.colour_of(row.motion)
    tip = hover(
        stage_title(row.stage),
        row.motion,
        f"half within {labels.days(row.median)}",
        f"nine in ten within {labels.days(round(p90))}" if p90 is not None else "nine in ten not reached yet",
        count_text(row),
    )
    far = dots(
        [end if p90 is None else p90],
        [place],
        row.motion,
        [tip],
        [mark_of(row, "stage", "motion")],
        size=9,
        line={"color": colour, "width": 2},
    )
    far["marker"]["symbol"] = "triangle-right" if p90 is None else f"{theme.symbol_of(row.motion)}-open"
    return [
        whiskers(
            [(row.median, end if p90 is None else p90, place)], row.motion, dash="dot" if p90 is None else "solid"
        ),
        far,
        dots([row.median], [place], row.motion, [tip], [mark_of(row, "stage", "motion")]),
    ]
