"""How far leads come: the share, and how many, that reach each stage."""

from dataclasses import dataclass
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
    hover,
    interval_text,
    label_right,
    marks_of,
    motions_of,
    records,
    shown,
    stage_title,
    width_of,
)
from pages.parts import labels

BAR, PITCH, GAP = 15, 18, 12
CALLOUT_HEIGHT = 42
CALLOUT_LETTERS = 30
LABEL_INDENT = 6


@dataclass(frozen=True)
class Callout:
    """Words between the two stages of the worst step.

    Attributes
    ----------
    stage : str
        The stage that the step leads to, spelled as in the frame.
    headline : str
        Bold, for example "Lead to qualified". Plain text.
    text : str
        For example "46% vs 27% advance". Plain text.
    """

    stage: str
    headline: str
    text: str


def funnel(frame: pd.DataFrame, callout: Callout | None = None) -> Drawing | None:
    """Draw the share of leads that reach each stage as bars with their number, with words at the worst step.

    Parameters
    ----------
    frame : DataFrame
        stage, motion, share (fraction) in stage order; optional n, low, high.
    callout : Callout, optional
        What to say about the worst step.

    Returns
    -------
    Drawing or None
        None when no row has a share.
    """
    rows = shown(frame, "share")
    if rows.empty:
        return None
    rows = rows.assign(stage=rows["stage"].astype(str), motion=rows["motion"].astype(str).str.lower())
    motions = motions_of(rows["motion"])
    sheet, names = Rows(top=0), []
    middles: list[float] = []
    places: dict[tuple[str, str], float] = {}
    for stage, own in rows.groupby("stage", sort=False):
        if callout is not None and callout.stage == stage and middles:
            _call_out(callout, sheet)
        there = [motion for motion in motions if (own["motion"] == motion).any()]
        middle = sheet.add(PITCH * len(there) + GAP)
        first = middle - PITCH * (len(there) - 1) / 2
        places |= {(str(stage), motion): first + PITCH * index for index, motion in enumerate(there)}
        middles.append(middle)
        names.append(labels.chart_lines(stage_title(stage), 14, 28))
    traces: list[dict[str, Any]] = []
    written: list[str] = []
    for motion in motions:
        own = rows[rows["motion"] == motion]
        at = [places[row.stage, row.motion] for row in records(own)]
        traces.append(_bars(own, at, motion))
        for row, place in zip(records(own), at, strict=True):
            written.append(_share_and_number(row))
            label = label_right(written[-1], row.share * 100, place, size=theme.SMALL_FONT_SIZE)
            sheet.annotations.append(label)
    layout = bars_layout(sheet, middles, names, width_of(written) + 8, {"range": [0, 100]}) | {"barmode": "overlay"}
    last = rows.drop_duplicates("motion", keep="last").sort_values("motion", kind="stable")
    said = "; ".join(f"{stage_title(row.motion)} ends at {_share_and_number(row, ' leads')}" for row in records(last))
    extra = f" {labels.plain(callout.headline)}: {labels.plain(callout.text)}." if callout is not None else ""
    return Drawing(traces, layout, f"Bars over {len(middles)} stages: {labels.plain(said)}.{extra}")


def _share_and_number(row: Any, of: str = "") -> str:
    n = cell(row, "n")
    return labels.share(row.share) if n is None else f"{labels.share(row.share)} \u00b7 {labels.count(n)}{of}"


def _bars(own: pd.DataFrame, places: list[float], motion: str) -> dict[str, Any]:
    tips = [
        hover(stage_title(row.stage), motion, labels.share(row.share), interval_text(row), count_text(row))
        for row in records(own)
    ]
    marker = {"color": theme.colour_of(motion), "cornerradius": 2}
    shares = [share * 100 for share in own["share"]]
    return bars(shares, places, BAR, marker, tips, marks_of(own, "stage", "motion"))


def _call_out(callout: Callout, sheet: Rows) -> None:
    """Shade the room between two stages and write into it."""
    middle = sheet.add(CALLOUT_HEIGHT)
    headline = labels.chart_text(callout.headline, CALLOUT_LETTERS)
    text = f"<b>{headline}</b><br>{labels.chart_text(callout.text, CALLOUT_LETTERS)}"
    sheet.annotations.append(annotation(text, 0, middle, size=theme.SMALL_FONT_SIZE, xshift=LABEL_INDENT))
    sheet.shapes.append(
        {
            "type": "rect",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": middle - CALLOUT_HEIGHT / 2 + 2,
            "y1": middle + CALLOUT_HEIGHT / 2 - 2,
            "fillcolor": theme.SHADE,
            "line": {"width": 0},
            "layer": "below",
        }
    )
