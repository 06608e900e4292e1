"""How many leads pass each age in each coming month: those that are open now, and new ones at the recent rate."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from analysis.statistics.checks import Floats
from analysis.statistics.pipe import Group

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


class Stop(NamedTuple):
    """What ends, and when.

    Attributes
    ----------
    part : str
        The part of the pipe that stops.
    day : int
        First day without it, in days after the last day of the data, at least 1.
    takes_open : bool
        Whether the leads that are open by then are at risk too; else they mature as if nothing had happened.
    """

    part: str
    day: int
    takes_open: bool


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


def exposures(
    group: Group, windows: Sequence[tuple[int, int]], *, born: tuple[float, float], with_stock: bool
) -> tuple[Floats, Floats]:
    """How many open leads are expected to pass each age in each month.

    Parameters
    ----------
    group : Group
        Whose leads.
    windows : sequence of (int, int)
        First and last day of each month, in days after the last day of the data; none where the last is the earlier.
    born : (float, float)
        First and last day of creation of the new leads.
    with_stock : bool
        Whether the leads that are open now count.

    Returns
    -------
    stock : ndarray of float, shape (months, ages)
        Leads that are open now and still are just before each age. Times the chance to be won at that age it gives
        expected wins: for a lead of age a, P(won in month) = (CIF(a + h2) - CIF(a + h1)) / S(a).
    new : ndarray of float, shape (months, ages)
        The same for new leads.
    """
    curve = group.curve
    ages = np.arange(len(curve.won))
    waiting = np.divide(group.stock, curve.still_open, out=np.zeros(len(ages)), where=curve.still_open > 0)
    running = np.concatenate([[0.0], np.cumsum(waiting)])
    stock, new = np.zeros((len(windows), len(ages))), np.zeros((len(windows), len(ages)))
    for place, (first, last) in enumerate(windows):
        if last < first:
            continue
        if with_stock:
            passed = running[np.maximum(ages - first + 1, 0)] - running[np.maximum(ages - last, 0)]
            stock[place] = curve.open_before * passed
        days = np.minimum(last - ages, born[1]) - np.maximum(first - ages, max(born[0], 1)) + 1
        new[place] = curve.open_before * group.rate * np.maximum(days, 0)
    return stock, new


def flows_of(group: Group, months: Months, stop: Stop | None) -> dict[str, tuple[Floats, Floats]]:
    """Exposures of a group by flow: rest, or carried and lost."""
    forever = float("inf")
    windows = months.windows
    if stop is None or group.part != stop.part:
        return {"rest": exposures(group, windows, born=(1, forever), with_stock=True)}
    if not stop.takes_open:
        return {
            "carried": exposures(group, windows, born=(1, stop.day - 1), with_stock=True),
            "lost": exposures(group, windows, born=(stop.day, forever), with_stock=False),
        }
    before = [(first, min(last, stop.day - 1)) for first, last in windows]
    after = [(max(first, stop.day), last) for first, last in windows]
    return {
        "carried": exposures(group, before, born=(1, forever), with_stock=True),
        "lost": exposures(group, after, born=(1, forever), with_stock=True),
    }


def _month_after(start: date) -> date:
    return (start + timedelta(days=31)).replace(day=1)
