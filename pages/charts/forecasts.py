"""What is expected by month, with the band in which it may come out."""

from typing import Any

import pandas as pd

from pages.charts import theme
from pages.charts.marks import Drawing, cell, hover, records, shown, width_of
from pages.charts.months import band, days_of, end_labels, months_layout, top_caption
from pages.parts import labels, opens

# Role of a line: its dash, its width, and how strong its colour and its band are.
STYLES = {
    "history": ("solid", 1.75, 0.6, 0.0),
    "forecast": ("solid", 2.5, 1.0, 0.16),
    "scenario": ("dash", 2.5, 1.0, 0.16),
    "actual": ("solid", 0.0, 1.0, 0.0),
}
JOINED = ("forecast", "scenario")


def forecast_bands(
    frame: pd.DataFrame, unit: str, currency: str = "USD", caption: str = "", level: float = 0.9
) -> Drawing | None:
    """Draw expectations by month with their bands, what happened before them, or what happened instead.

    Parameters
    ----------
    frame : DataFrame
        month (its first day), name, role ("history", "forecast", "scenario" or "actual"), value; optional low, high.
    unit : str
        "money" or "count".
    currency : str, default "USD"
        For "money".
    caption : str, default ""
        Written small above the plot.
    level : float, default 0.9
        What the bands hold.

    Returns
    -------
    Drawing or None
        None when no month has a value.
    """
    rows = shown(frame, "value").sort_values("month", kind="stable")
    if rows.empty:
        return None
    rows = rows.assign(month=pd.to_datetime(rows["month"]), name=rows["name"].astype(str))
    traces: list[dict[str, Any]] = []
    ends: list[tuple[Any, float, str]] = []
    past = rows[rows["role"] == "history"].tail(1)
    for role, (*_, strength) in STYLES.items():
        for name, line in rows[rows["role"] == role].groupby("name", sort=False):
            # What is expected starts from what was last seen.
            joined = pd.concat([past, line]) if role in JOINED else line
            if strength:
                traces += band(joined.assign(**_ends(joined)), theme.faded(theme.NEITHER, strength))
            traces.append(_line(joined, str(name), role, unit, currency, level))
            if role != "history":
                last = line.iloc[-1]
                written = f"{labels.cut(labels.plain(name), 14)} {_write(last['value'], unit, currency)}"
                ends.append((rows["month"].max(), float(last["value"]), written))
    highest = float(rows[["value", "high"] if "high" in rows else ["value"]].max().max()) * 1.06 or 1.0
    annotations = end_labels(ends, highest, 0.0)
    if caption:
        annotations.append(top_caption(caption))
    right = width_of(text for *_, text in ends) + 14
    layout = months_layout(rows, [0, highest], unit, right, [], annotations, currency)
    said = "; ".join(text for *_, text in ends)
    months = f"{labels.month(rows['month'].min())} to {labels.month(rows['month'].max())}"
    return Drawing(traces, layout, f"Lines by month, {months}; last month: {said}.")


def _ends(line: pd.DataFrame) -> dict[str, pd.Series]:
    return {end: line[end].fillna(line["value"]) for end in ("low", "high") if end in line}


def _line(line: pd.DataFrame, name: str, role: str, unit: str, currency: str, level: float) -> dict[str, Any]:
    dash, width, opacity, _ = STYLES[role]
    colour = theme.faded(theme.NEITHER, opacity)
    return {
        "type": "scatter",
        "mode": "markers" if role == "actual" else "lines+markers",
        "x": days_of(line["month"]),
        "y": list(line["value"]),
        "line": {"color": colour, "width": width, "dash": dash},
        "marker": {"color": colour, "symbol": theme.NEITHER_SYMBOL, "size": 9 if role == "actual" else 4},
        "hovertext": [_tip(row, name, unit, currency, level) for row in records(line)],
        "hoverinfo": "text",
        "cliponaxis": False,
        "customdata": [opens.mark(name, f"{row.month:%Y-%m}") for row in records(line)],
    }


def _tip(row: Any, name: str, unit: str, currency: str, level: float) -> str:
    low, high = cell(row, "low"), cell(row, "high")
    between = ""
    if low is not None and high is not None:
        between = f"{labels.share(level, 0)} band {_write(low, unit, currency)} to {_write(high, unit, currency)}"
    return hover(name, "", labels.month(row.month), _write(row.value, unit, currency), between)


def _write(value: Any, unit: str, currency: str) -> str:
    """Write an expectation: a count need not be whole."""
    return labels.money(value, currency) if unit == "money" else labels.number(round(float(value), 1))
