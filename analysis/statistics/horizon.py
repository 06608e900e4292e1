"""The months that a forecast looks ahead to."""

from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

MONTH = 365.25 / 12  # days


class Months(NamedTuple):
    """Whole calendar months after the last day of the data.

    Attributes
    ----------
    starts : tuple of date
        First day of each month.
    windows : tuple of (int, int)
        First and last day of each, in days after the last day of the data.
    """

    starts: tuple[date, ...]
    windows: tuple[tuple[int, int], ...]


def months_ahead(last: date, count: int = 6) -> Months:
    """The whole calendar months after a day.

    Parameters
    ----------
    last : date
        Last day of the data.
    count : int, default 6
        How many months.

    Returns
    -------
    Months
        The first is the month after that of ``last``.
    """
    starts = [_month_after(last.replace(day=1))]
    while len(starts) <= count:
        starts.append(_month_after(starts[-1]))
    windows = tuple(((start - last).days, (following - last).days - 1) for start, following in pairwise(starts))
    return Months(tuple(starts[:-1]), windows)


def months_before(last: date, months: int) -> date:
    """The last day of the month so many months before that of a day."""
    number = last.year * 12 + last.month - 1 - months + 1
    return date(number // 12, number % 12 + 1, 1) - timedelta(days=1)


def _month_after(start: date) -> date:
    return (start + timedelta(days=31)).replace(day=1)
