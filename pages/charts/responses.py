"""How long leads wait for the first touch: the share still waiting, on an axis from a minute to a year."""

import math
from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.curves import NAMES_WIDTH, band, emphasised, lines_of, names_at_ends
from pages.charts.marks import LETTER, Drawing, count_text, hover, interval_text, records, shown
from pages.parts import labels

PLOT_HEIGHT = 260
TOP, BOTTOM = 12, 30
LEAST_MINUTES = 1.0


def waiting_curves(frame: pd.DataFrame, marks: dict[str, float]) -> Drawing | None:
    """Draw the share still untouched by the minutes since creation, as steps on a log axis.

    Parameters
    ----------
    frame : DataFrame
        label, motion, minutes, share, low, high (fractions); optional is_emphasised (in colour with a band; absent: all
        lines when no two share a motion, else the first), n (leads at risk). The first six labels are drawn.
    marks : dict of float
        What to write on the time axis, and at how many minutes.

    Returns
    -------
    Drawing or None
        None when no line has a share.
    """
    rows = shown(frame, "share", "minutes").sort_values("minutes", kind="stable")
    rows = rows.assign(label=rows["label"].astype(str), minutes=rows["minutes"].clip(lower=LEAST_MINUTES))
    if rows.empty:
        return None
    lines = lines_of(rows, frame["label"])
    strong = emphasised(lines)
    end = max(*marks.values(), LEAST_MINUTES * 10)
    traces: list[dict[str, Any]] = []
    ends: dict[str, float] = {}
    for name in sorted(lines, key=lambda name: name in strong):
        line = _to_the_edges(lines[name], end)
        if name in strong:
            traces += band(line, "minutes")
        traces.append(_steps(line, is_main=name in strong))
        ends[name] = float(line["share"].iloc[-1])
    layout = {
        "height": TOP + PLOT_HEIGHT + BOTTOM,
        "margin": {"l": theme.MARGIN, "r": NAMES_WIDTH, "t": TOP, "b": BOTTOM},
        "xaxis": {
            "type": "log",
            "range": [math.log10(LEAST_MINUTES), math.log10(end)],
            "tickvals": list(marks.values()),
            "ticktext": _that_fit(marks, end),
            "showgrid": True,
            "tickangle": 0,
            "ticklabelstandoff": 6,
        },
        "yaxis": {"range": [0, 103], "nticks": 6, "ticksuffix": "%", "automargin": "left", "ticklabelstandoff": 6},
        "annotations": names_at_ends(ends, strong, top=103, height=PLOT_HEIGHT, lowest=PLOT_HEIGHT - 14),
    }
    said = ", ".join(f"{labels.plain(name)} {labels.share(share)}" for name, share in ends.items())
    return Drawing(traces, layout, f"Share not touched yet by time since creation; at the right end: {said}.")


def _to_the_edges(line: pd.DataFrame, end: float) -> pd.DataFrame:
    """Begin with everyone waiting, keep the last of the steps that share the first place, and end within the plot."""
    line = line[line["minutes"] <= end].drop_duplicates("minutes", keep="last")
    if line.empty or line["minutes"].iloc[0] > LEAST_MINUTES:
        start = {"minutes": LEAST_MINUTES, "share": 1.0, "low": 1.0, "high": 1.0}
        line = pd.concat([line.head(1).assign(**start), line])
    return line


def _steps(line: pd.DataFrame, *, is_main: bool) -> dict[str, Any]:
    motion = line["motion"].iloc[0]
    return {
        "type": "scatter",
        "mode": "lines+markers",  # a line alone cannot be clicked
        "marker": {"size": 4, "color": theme.colour_of(motion) if is_main else theme.faded(theme.NEITHER, 0.6)},
        "x": list(line["minutes"]),
        "y": [share * 100 for share in line["share"]],
        "line": {
            "color": theme.colour_of(motion) if is_main else theme.faded(theme.NEITHER, 0.6),
            "width": 2.5 if is_main else 1.5,
            "shape": "hv",
        },
        "hovertext": [
            hover(
                row.label,
                motion,
                f"{labels.share(row.share)} untouched after {labels.wait(row.minutes)}",
                interval_text(row),
                count_text(row, "leads still watched"),
            )
            for row in records(line)
        ],
        "hoverinfo": "text",
        "customdata": [labels.plain(name) for name in line["label"]],
    }


def _that_fit(marks: dict[str, float], end: float) -> list[str]:
    """The marks' texts; one that would touch the text before it on a phone is left out."""
    width = 230 / (math.log10(end) - math.log10(LEAST_MINUTES))
    texts, edge = [], -math.inf
    for name, minutes in marks.items():
        middle, half = math.log10(minutes) * width, len(name) * LETTER / 2
        fits = middle - half > edge + 4
        texts.append(name if fits else "")
        edge = middle + half if fits else edge
    return texts
