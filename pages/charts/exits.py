"""How leads leave each stage: advanced, still there, stalled, disqualified, lost."""

from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import (
    DOTTED,
    HATCHED,
    SQUARE,
    Drawing,
    Rows,
    annotation,
    bars,
    bars_layout,
    count_text,
    hover,
    marks_of,
    motions_of,
    records,
    signs,
    stage_title,
    swatch,
)
from pages.parts import labels, opens

EXITS = ("advanced", "otherwise", "young", "stalled", "disqualified", "lost")
EXIT_NAMES = {
    "advanced": "advanced",
    "otherwise": "advanced otherwise",
    "young": "still there",
    "stalled": "stalled",
    "disqualified": "disqualified",
    "lost": "lost",
}
LIGHT_GREY = theme.faded(theme.NEITHER, 0.4)
PALE = 0.3
GREYS = {"lost": theme.NEITHER, "disqualified": LIGHT_GREY}
KEY_NAMES = {**EXIT_NAMES, "otherwise": "advanced too late or out of order"}
SMALLEST_LABELLED = 0.13


def stacked_exits(frame: pd.DataFrame) -> Drawing | None:
    """Draw how leads leave each stage as bars of 100%, inbound above outbound.

    Parameters
    ----------
    frame : DataFrame
        stage, motion, advanced, young, stalled, disqualified, lost: counts or shares, in stage order; optional
        ``otherwise`` (advanced, but not by the way of counting) and n.

    Returns
    -------
    Drawing or None
        None when no row has anything to divide.
    """
    parts = frame.reindex(columns=list(EXITS)).fillna(0)
    total = parts.sum(axis=1)
    named = [name for name in ("stage", "motion", "mark") if name in frame]
    rows = pd.concat([frame[named], parts.div(total.where(total > 0), axis=0)], axis=1)
    rows = rows.assign(n=frame["n"] if "n" in frame else total.where(total > 1.01))[total > 0]
    if rows.empty:
        return None
    sheet, names, ordered = Rows(), [], []
    motions = motions_of(rows["motion"])
    sheet.key((_swatches(part, motions), KEY_NAMES[part]) for part in EXITS if rows[part].any())
    for motion in motions:
        own = rows[rows["motion"].astype(str).str.lower() == motion]
        sheet.caption(_motion_caption(motion))
        ordered.append(own.assign(place=[sheet.add(theme.ROW - 4) for _ in own.index]))
        names += [labels.chart_lines(stage_title(stage), limit=20) for stage in own["stage"]]
    rows = pd.concat(ordered)
    ticks = [float(place) for place in rows["place"]]
    traces = []
    for part in EXITS:
        traces.append(_segments(rows, part))
        sheet.annotations += _pale_labels(rows, part)
    layout = bars_layout(sheet, ticks, names, theme.MARGIN, {"range": [0, 100]}) | {"barmode": "stack"}
    said = "; ".join(
        f"{stage_title(row.stage)} {str(row.motion).lower()} "
        f"{labels.share(row.advanced)} advanced, {labels.share(row.lost)} lost"
        for row in records(rows.head(8))
    )
    return Drawing(traces, layout, f"Bars of 100%: {labels.plain(said)}.")


def _swatches(part: str, motions: list[str]) -> str:
    """Write a way of leaving a stage as its segments look, in the colours of all motions where it has theirs."""
    if part in GREYS:
        return swatch(GREYS[part])
    colours = [theme.colour_of(motion) for motion in motions]
    if part == "young":
        colours = [theme.faded(colour, PALE) for colour in colours]
    sign = {"stalled": HATCHED, "otherwise": DOTTED}.get(part, SQUARE)
    return "".join(swatch(colour, sign) for colour in colours)


def _motion_caption(motion: str) -> str:
    return f"{signs([motion])} <b>{labels.chart_text(motion.capitalize())}</b>"


def _segments(rows: pd.DataFrame, part: str) -> dict[str, Any]:
    """Draw one way of leaving a stage for all rows, with its share inside where it fits on a solid colour."""
    colours = [
        GREYS.get(part)
        or (theme.colour_of(motion) if part == "advanced" else theme.faded(theme.colour_of(motion), PALE))
        for motion in rows["motion"]
    ]
    inks = [
        theme.ON_NEITHER
        if part == "lost"
        else theme.ON_OUTBOUND
        if str(motion).lower() == "outbound"
        else theme.ON_INBOUND
        for motion in rows["motion"]
    ]
    has_own_text = part in {"advanced", "lost"}
    marker: dict[str, Any] = {"color": colours, "line": {"width": 0}}
    if part == "stalled":
        # The stripes take the colour of the marker; between them the page shows.
        marker["color"] = [theme.colour_of(motion) for motion in rows["motion"]]
        marker["pattern"] = {"shape": "/", "size": 6, "solidity": 0.3, "bgcolor": "rgba(0, 0, 0, 0)"}
    if part == "otherwise":
        marker["color"] = [theme.colour_of(motion) for motion in rows["motion"]]
        marker["pattern"] = {"shape": ".", "size": 5, "solidity": 0.25, "bgcolor": "rgba(0, 0, 0, 0)"}
    return bars(
        [share * 100 for share in rows[part]],
        list(rows["place"]),
        22,
        marker,
        [
            hover(
                stage_title(row.stage),
                row.motion,
                f"{labels.share(getattr(row, part))} {EXIT_NAMES[part]}",
                count_text(row),
            )
            for row in records(rows)
        ],
        [opens.mark(name, part) for name in marks_of(rows, "stage", "motion")],
        text=[labels.share(share, 0) if has_own_text and share >= SMALLEST_LABELLED else "" for share in rows[part]],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"color": inks, "size": theme.SMALL_FONT_SIZE},
    )


def _pale_labels(rows: pd.DataFrame, part: str) -> list[dict[str, Any]]:
    """Write the shares of pale segments in the page's ink, because the page shines through them."""
    if part not in {"young", "disqualified"}:
        return []
    written = []
    for row in records(rows):
        before, share = sum(getattr(row, name) for name in EXITS[: EXITS.index(part)]), getattr(row, part)
        if share >= SMALLEST_LABELLED:
            middle = (before + share / 2) * 100
            small = theme.SMALL_FONT_SIZE
            written.append(annotation(labels.share(share, 0), middle, row.place, anchor="center", size=small))
    return written
