"""How the values of a chart are written, each in its unit."""

from typing import Any

from pages.charts.marks import cell
from pages.parts import labels

_WRITERS = {
    "share": labels.share,
    "count": labels.count,
    "number": labels.number,
    "days": labels.days,
    "times": labels.times,
}


def write(value: Any, unit: str, currency: str = "USD") -> str:
    """Write a value: a "share" of one, a "count", a "number", "days", "times", or "money" of a currency."""
    return labels.money(value, currency) if unit == "money" else _WRITERS[unit](value)


def range_text(row: Any, unit: str, currency: str = "USD") -> str:
    """Write the interval of a row for a tooltip, both ends with their unit; empty when there is none."""
    low, high = cell(row, "low"), cell(row, "high")
    if low is None or high is None:
        return ""
    return f"95% interval {write(low, unit, currency)} to {write(high, unit, currency)}"
