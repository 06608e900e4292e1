"""How the address of a list writes the values of a selection."""

import re
from datetime import date


def period_of(text: str) -> tuple[date, date]:
    """First day of a month such as ``2026-03`` or a calendar quarter such as ``2026-Q1``, and first day of the next.

    An address means the same days whatever the fiscal year is: its quarters are those of the calendar.

    Raises
    ------
    ValueError
        If the text is neither.
    """
    found = re.fullmatch(r"([12]\d{3})-(?:Q([1-4])|(0[1-9]|1[0-2]))", text, re.ASCII)
    if found is None:
        raise ValueError(f"{text!r} is not a month such as 2026-03 or a quarter such as 2026-Q1.")
    year, quarter, month = found.groups()
    first = 3 * int(quarter) - 2 if quarter else int(month)
    after = first + (3 if quarter else 1)
    return date(int(year), first, 1), date(int(year) + after // 13, after - 12 * (after // 13), 1)


def read_flag(text: str) -> bool:
    """What holds where it is asked for.

    Raises
    ------
    ValueError
        If the text is not ``yes``.
    """
    if text != "yes":
        raise ValueError(f"{text!r} is not yes.")
    return True


def read_number(text: str) -> int:
    """A whole number of up to five digits.

    Raises
    ------
    ValueError
        If the text is none.
    """
    if not re.fullmatch(r"\d{1,5}", text, re.ASCII):
        raise ValueError(f"{text!r} is not a whole number of up to five digits.")
    return int(text)
