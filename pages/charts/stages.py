"""How far leads come: the share that reaches each stage."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import (
    Drawing,
    annotation,
    apart,
    count_text,
    dots,
    hover,
    interval_text,
    label_right,
    marks_of,
    records,
    shown,
    stage_title,
    width_of,
)
from pages.parts import labels

PLOT_HEIGHT = 236
LABEL_GAP = 17
SIDE_BY_SIDE = 4
# Two rows of names take this much of the plot; labels are kept apart for the smaller plot.
PHONE_PLOT_HEIGHT = 190


@dataclass(frozen=True)
class Callout:
    """Words at the worst step of a line over stages.

    Attributes
    ----------
    stage : str
        The stage that the step leads to, spelled as in the frame.
    headline : str
        Bold, for example "Lead to qualified". Plain text.
    text : str
        For example "46 % vs 27 % advance". Plain text.
    """

    stage: str
    headline: str
    text: str


def stage_lines(frame: pd.DataFrame, callout: Callout | None = None) -> Drawing | None:
    """Draw the share of leads that reach each stage, with words at the worst step.

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
    stages = list(dict.fromkeys(frame["stage"].astype(str)))
    place = {stage: index for index, stage in enumerate(stages)}
    traces: list[dict[str, Any]] = []
    last: list[tuple[str, float]] = []
    for motion, line in rows.groupby("motion", sort=True, observed=True):
        line = line.sort_values("stage", key=lambda names: names.astype(str).map(place))
        traces.append(
            {
                **dots(
                    [place[str(stage)] for stage in line["stage"]],
                    [share * 100 for share in line["share"]],
                    motion,
                    [
                        hover(
                            stage_title(row.stage), motion, labels.share(row.share), interval_text(row), count_text(row)
                        )
                        for row in records(line)
                    ],
                    marks_of(line, "stage", "motion"),
                    size=9,
                ),
                "mode": "lines+markers",
                "line": {"color": theme.colour_of(motion), "width": 2.5},
                "cliponaxis": False,
            }
        )
        last.append((str(motion), float(line["share"].iloc[-1])))
    annotations = _end_labels(last, len(stages) - 1)
    shapes: list[dict[str, Any]] = []
    headroom = 12
    if callout is not None and place.get(callout.stage, 0) > 0:
        headroom = _call_out(callout, rows, place, annotations, shapes)
    layout = {
        "height": headroom + PLOT_HEIGHT + 30,
        "margin": {"l": 52, "r": width_of(f"{share * 100:.1f} %" for _, share in last) + 18, "t": headroom, "b": 30},
        "xaxis": {
            "range": [-0.2, len(stages) - 1],
            "tickvals": list(range(len(stages))),
            "ticktext": _in_two_rows([labels.chart_text(stage_title(stage), 16) for stage in stages]),
            "showgrid": False,
            "tickangle": 0,
            "automargin": "height",
            "ticklabelstandoff": 6,
        },
        "yaxis": {"range": [0, 100], "tickvals": [0, 50, 100], "ticktext": ["0", "50", "100 %"], "zeroline": False},
        "shapes": shapes,
        "annotations": annotations,
    }
    said = "; ".join(f"{motion.capitalize()} ends at {labels.share(share)}" for motion, share in last)
    extra = f" {labels.plain(callout.headline)}: {labels.plain(callout.text)}." if callout is not None else ""
    return Drawing(traces, layout, f"Lines over {len(stages)} stages: {said}.{extra}")


def _end_labels(last: list[tuple[str, float]], x: int) -> list[dict[str, Any]]:
    """Write the last value of each line beside it, moved apart where they would touch."""
    wanted = [(1 - share) * PHONE_PLOT_HEIGHT for _, share in last]
    moved = apart(wanted, LABEL_GAP, PHONE_PLOT_HEIGHT + 4)
    return [
        label_right(labels.share(share), x, share * 100, yshift=round(before - after, 1))
        for (_, share), before, after in zip(last, wanted, moved, strict=True)
    ]


def _call_out(
    callout: Callout,
    rows: pd.DataFrame,
    place: dict[str, int],
    annotations: list[dict[str, Any]],
    shapes: list[dict[str, Any]],
) -> int:
    """Shade the step and write above the lines, on the side that has room; return the room needed above the plot."""
    index, last = place[callout.stage], max(place.values())
    is_left = index <= 0.4 * last
    covered_from = index if is_left else int(0.35 * last)
    positions = rows["stage"].astype(str).map(place)
    share = float(rows.loc[positions == index, "share"].max()) if (positions == index).any() else 0.0
    highest = float(rows.loc[positions >= covered_from, "share"].max())
    bottom = (1 - highest) * PHONE_PLOT_HEIGHT - 22
    headroom = max(12, round(44 - bottom))
    anchor: dict[str, Any] = {"xref": "x", "x": index, "xshift": -4, "anchor": "left"}
    if not is_left:
        anchor = {"xref": "paper", "x": 1, "xshift": 36, "anchor": "right"}
    text = f"<b>{labels.chart_text(callout.headline)}</b><br>{labels.chart_text(callout.text)}"
    above = 22 if highest < 1 else 14
    annotations.append(annotation(text, y=highest * 100, yshift=above + 16, size=theme.SMALL_FONT_SIZE, **anchor))
    annotations[-1]["align"] = "left"
    shapes.append(
        {
            "type": "rect",
            "x0": index - 1,
            "x1": index,
            "y0": 0,
            "y1": 100,
            "fillcolor": theme.SHADE,
            "line": {"width": 0},
            "layer": "below",
        }
    )
    shapes.append(
        {
            "type": "line",
            "x0": index,
            "x1": index,
            "y0": share * 100 + 3,
            "y1": min(highest * 100 + above / PHONE_PLOT_HEIGHT * 60, 112),
            "line": {"color": theme.LEADER, "width": 1},
        }
    )
    return headroom


def _in_two_rows(names: list[str]) -> list[str]:
    """Every second name of many a row lower: a phone has no room for them side by side."""
    if len(names) <= SIDE_BY_SIDE:
        return names
    return [f"<br>{name}" if place % 2 else name for place, name in enumerate(names)]
