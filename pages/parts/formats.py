"""How numbers and days are written: never more digits than a reader can use, a dash for what is missing."""

import math
import re
from datetime import date
from typing import Any

import pandas as pd

from data.fiscal import MONTHS

MISSING = "\u2013"
NO_BREAK = "\u00a0"
MINUS = "\u2212"
TIMES = "\u00d7"

# Only symbols that name one currency in an international company; the rest is written as its code.
_SYMBOLS = {"USD": "$", "EUR": "\u20ac", "GBP": "\u00a3", "JPY": "\u00a5", "INR": "\u20b9", "BRL": "R$"}


def is_missing(value: Any) -> bool:
    """Tell whether a single value is missing: None, NaN, NaT, NA or infinite.

    Parameters
    ----------
    value : Any
        A scalar.

    Returns
    -------
    bool
        True when there is nothing to show.
    """
    if not pd.api.types.is_scalar(value):
        return False
    return bool(pd.isna(value)) or (isinstance(value, float) and math.isinf(value))


def count(value: Any) -> str:
    """Write a whole number: 13,598.

    Parameters
    ----------
    value : Any
        A number or missing.

    Returns
    -------
    str
        The number with separators of thousands.
    """
    return MISSING if is_missing(value) else _signed(f"{round(float(value)):,}")


def number(value: Any) -> str:
    """Write a number without a unit, with three significant digits at most below 1,000.

    Parameters
    ----------
    value : Any
        A number or missing.

    Returns
    -------
    str
        For example 0.31, 4.2, 13,598.
    """
    if is_missing(value):
        return MISSING
    size = abs(float(value))
    digits = 0 if size >= 100 or float(value).is_integer() else 1 if size >= 1 else 2
    return _signed(f"{float(value):,.{digits}f}")


def share(value: Any, digits: int | None = None) -> str:
    """Write a fraction as per cent: 7.9%; from 20% on without decimals.

    Parameters
    ----------
    value : Any
        A fraction (0.079) or missing.
    digits : int, optional
        Decimals, when the interval supports more or fewer.

    Returns
    -------
    str
        Per cent; never a rounded 0 or 100 for something that is neither.
    """
    if is_missing(value):
        return MISSING
    percent = float(value) * 100
    places = digits if digits is not None else (0 if abs(percent) >= 19.95 or percent == 0 else 1)
    if 0 < percent < 0.5 * 10**-places:
        return f"<{10**-places:g}%"
    if percent < 100 and round(percent, places) == 100:
        return f">{100 - 10**-places:g}%"
    return _signed(f"{percent:.{places}f}") + "%"


def share_range(low: Any, high: Any) -> str:
    """Write an interval of fractions: 7.3 to 8.5%.

    Parameters
    ----------
    low, high : Any
        Fractions or missing.

    Returns
    -------
    str
        The interval, a dash when an end is missing.
    """
    if is_missing(low) or is_missing(high):
        return MISSING
    return f"{share(low).removesuffix('%')} to {share(high)}"


def change(value: Any) -> str:
    """Write a relative change: +18%.

    Parameters
    ----------
    value : Any
        A fraction (0.18) or missing.

    Returns
    -------
    str
        Per cent with a sign.
    """
    return MISSING if is_missing(value) else _signed(f"{float(value) * 100:+.0f}") + "%"


def points(value: Any) -> str:
    """Write a difference of rates in percentage points: +0.5 points.

    Parameters
    ----------
    value : Any
        A difference of fractions (0.005) or missing.

    Returns
    -------
    str
        Points with a sign.
    """
    if is_missing(value):
        return MISSING
    size = float(value) * 100
    return _signed(f"{size:+.{0 if abs(size) >= 19.95 else 1}f}") + f"{NO_BREAK}points"


def times(value: Any) -> str:
    """Write a ratio: 2.2x, with the multiplication sign.

    Parameters
    ----------
    value : Any
        A ratio or missing.

    Returns
    -------
    str
        One decimal below 10, none above.
    """
    return MISSING if is_missing(value) else f"{float(value):,.{1 if abs(float(value)) < 9.95 else 0}f}{TIMES}"


def days(value: Any) -> str:
    """Write a duration in days: 48 days.

    Parameters
    ----------
    value : Any
        Days or missing.

    Returns
    -------
    str
        A decimal only below ten days.
    """
    if is_missing(value):
        return MISSING
    shown = f"{float(value):,.{1 if abs(float(value)) < 9.95 else 0}f}".removesuffix(".0")
    return f"{_signed(shown)}{NO_BREAK}{'day' if shown == '1' else 'days'}"


def wait(minutes: Any) -> str:
    """Write a duration of minutes in the unit that suits it: 5 min, 3.1 h, 2.4 days.

    Parameters
    ----------
    minutes : Any
        Minutes or missing.

    Returns
    -------
    str
        Minutes below 90, hours below two days, days beyond.
    """
    if is_missing(minutes):
        return MISSING
    value = float(minutes)
    if value < 90:
        return f"{round(value)}{NO_BREAK}min"
    if value < 2 * 24 * 60:
        return f"{number(value / 60)}{NO_BREAK}h"
    return days(value / (24 * 60))


def money(value: Any, currency: str = "USD") -> str:
    """Write an amount with three significant digits: $23.3M, CHF 842K.

    Parameters
    ----------
    value : Any
        An amount or missing.
    currency : str, default "USD"
        ISO code; shown as its symbol where that is unmistakable.

    Returns
    -------
    str
        The amount with its unit.
    """
    if is_missing(value):
        return MISSING
    amount = abs(float(value))
    scale, unit = next((pair for pair in ((1e9, "B"), (1e6, "M"), (1e3, "K")) if amount >= pair[0] * 0.9995), (1, ""))
    scaled = amount / scale
    digits = 1 if scaled < 99.95 and unit else 0
    symbol = _SYMBOLS.get(currency.upper(), f"{currency.upper()}{NO_BREAK}")
    written = f"{scaled:,.{digits}f}".removesuffix(".0")
    return f"{MINUS if float(value) < 0 and written != '0' else ''}{symbol}{written}{unit}"


def currency_sign(currency: str) -> str:
    """Write a currency as amounts do: $, or its code where no sign is its own.

    Parameters
    ----------
    currency : str
        ISO code.

    Returns
    -------
    str
        Sign or code.
    """
    return _SYMBOLS.get(currency.upper(), currency.upper())


def month(value: Any) -> str:
    """Write a month: Oct 2026.

    Parameters
    ----------
    value : Any
        A day of that month or missing.

    Returns
    -------
    str
        Month and year.
    """
    return MISSING if is_missing(value) else f"{MONTHS[_as_day(value).month - 1]} {_as_day(value).year}"


def day(value: Any) -> str:
    """Write a day: 2 Oct 2026.

    Parameters
    ----------
    value : Any
        A day or missing.

    Returns
    -------
    str
        Day, month and year.
    """
    return MISSING if is_missing(value) else f"{_as_day(value).day} {month(value)}"


def _as_day(value: Any) -> date:
    return value if isinstance(value, date) else pd.Timestamp(value).date()


def _signed(written: str) -> str:
    """Use the real minus sign, and none for a zero that was rounded."""
    if re.fullmatch(r"-[0.,]*", written):
        written = written[1:]
    return written.replace("-", MINUS)
