"""What was won by month against what was to be won."""

from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import SLIM, Drawing, hover, records, shown, swatch
from pages.charts.months import days_of, months_layout, top_caption
from pages.charts.units import write
from pages.parts import labels

DAY = 24 * 60 * 60 * 1000  # milliseconds, in which an axis of dates is measured
BAR_DAYS, HALF_MONTH = 21, pd.Timedelta(days=16)
STRENGTH, NOT_OVER = 0.5, 0.2


def against_target(frame: pd.DataFrame, unit: str = "money", currency: str = "USD") -> Drawing | None:
    """Draw what each month brought as a bar, and its target as a line across it.

    Parameters
    ----------
    frame : DataFrame
        month (its first day), won, target (either may be missing), is_complete.
    unit : str, default "money"
        "money" or "count".
    currency : str, default "USD"
        For "money".

    Returns
    -------
    Drawing or None
        None when no month has a target.
    """
    rows = shown(frame, "target").sort_values("month", kind="stable")
    if rows.empty:
        return None
    rows = rows.assign(month=pd.to_datetime(rows["month"]))
    won = shown(rows, "won")
    is_over = won["is_complete"].astype(bool)
    colours = [theme.faded(theme.NEITHER, STRENGTH if over else NOT_OVER) for over in is_over]
    months = {
        "type": "bar",
        "x": days_of(won["month"]),
        "y": list(won["won"]),
        "width": BAR_DAYS * DAY,
        "marker": {"color": colours, "cornerradius": 2},
        "hovertext": [_tip(row, unit, currency) for row in records(won)],
        "hoverinfo": "text",
    }
    target = {
        "type": "scatter",
        "mode": "lines",
        "x": days_of(rows["month"]),
        "y": list(rows["target"]),
        "line": {"color": theme.NEITHER, "width": 2.5, "shape": "hvh"},
        "hovertext": [_tip(row, unit, currency) for row in records(rows)],
        "hoverinfo": "text",
    }
    highest = float(rows[["won", "target"]].max().max()) * 1.06 or 1.0
    meanings = [(swatch(theme.faded(theme.NEITHER, STRENGTH)), "won"), (swatch(theme.NEITHER, SLIM), "target")]
    if not is_over.all():
        meanings.insert(1, (swatch(theme.faded(theme.NEITHER, NOT_OVER)), "won so far"))
    key = top_caption((3 * labels.NO_BREAK).join(f"{sign} {meaning}" for sign, meaning in meanings))
    layout = months_layout(rows, [0, highest], unit, theme.MARGIN, [], [key], currency)
    first, last = rows["month"].min() - HALF_MONTH, rows["month"].max() + HALF_MONTH
    layout["xaxis"]["range"] = [first.strftime("%Y-%m-%d"), last.strftime("%Y-%m-%d")]
    said = "; ".join(
        f"{labels.month(row.month)} {write(row.won, unit, currency)} of {write(row.target, unit, currency)}"
        for row in records(won.tail(6))
    )
    return Drawing([months, target], layout, f"Won by month against the target: {said}.")


def _tip(row: Any, unit: str, currency: str) -> str:
    is_open = not labels.is_missing(row.won) and not row.is_complete
    return hover(
        labels.month(row.month),
        "",
        "" if labels.is_missing(row.won) else f"Won {write(row.won, unit, currency)}",
        f"Target {write(row.target, unit, currency)}",
        "not over yet" if is_open else "",
    )
