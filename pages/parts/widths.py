"""How wide the columns of a table are, so that no column is cut where the room ends."""

import heapq
from collections.abc import Sequence
from itertools import accumulate

import pandas as pd

from pages.parts.cards import Column

# Pixels that a table has on a phone of 390 and on a screen of 1440: in a card of half a row and of a whole one, under
# Numbers, in the panel beside the page, on the page itself.
HALF, WHOLE, UNDER_NUMBERS, IN_PANEL, ON_PAGE = (328, 606), (328, 1258), (327, 659), (321, 713), (358, 1288)
PADDING, LEAST, MOST = 18, 52, 540
FROZEN_SHARE = 0.6  # of the room, at most: where frozen columns take more, the browser lets them go
NARROWED = 0.15  # of a column, at most
# Pixels of a letter of a table, about, as Inter has them: of a few kinds of letters, else of capitals and of the rest.
_LETTER = dict.fromkeys("ijlI'.,:;|! ", 3.7) | dict.fromkeys("tfr()[]/-1", 5.0) | dict.fromkeys("mwMW%@", 11.7)
_CAPITAL, _OTHER = 9.0, 7.7
_WRITTEN = {
    "count": "{:,.0f}",
    "number": "{:,.2f}",
    "tenths": "{:,.1f}",
    "share": "{:.1f}%",
    "bar": "{:.1f}%",
    "points": "{:+.1f} points",
    "days": "{:,.0f}",
    "times": "{:.1f}×",
}
_AS_WIDE_AS = {
    "moment": "30 May 2026, 00:00",
    "day": "30 May 2026",
    "month": "May 2026",
    "lead": "Open",
    "button": "Open",
    "link": "Open",
    "crm": "Open in CRM",
    "money": "888.8M",
}


def natural(column: Column, values: pd.Series) -> int:
    """Pixels that a column needs to show its header and its cells whole, up to a limit.

    Parameters
    ----------
    column : Column
        What it is.
    values : Series
        Its cells as they are written: fractions as per cent.

    Returns
    -------
    int
        About: letters are not measured one by one.
    """
    return min(MOST, max(LEAST, PADDING + round(max(text(column.label), _cells(column, values)))))


def _cells(column: Column, values: pd.Series) -> float:
    if column.kind in _AS_WIDE_AS:
        return text(_AS_WIDE_AS[column.kind])
    if column.kind == "motion":
        return text("Outbound") + PADDING
    if column.kind == "trend":
        return 120
    known = values.dropna()
    if column.kind in _WRITTEN:
        ends = [] if known.empty else [known.min(), known.max()]
        bar = 60 if column.kind == "bar" else 0
        return bar + max((text(_WRITTEN[column.kind].format(end)) for end in ends), default=0.0)
    return max(map(text, heapq.nlargest(50, map(str, known), key=len)), default=0.0)


def text(letters: str) -> float:
    """Pixels of a text in a table, about."""
    return sum(_LETTER.get(each, _CAPITAL if each.isupper() else _OTHER) for each in letters)


def fitted(widths: Sequence[int], rooms: Sequence[int], frozen: int) -> list[int]:
    """Change the widths of columns so that in a room that is too small for all, the last one ends where the room ends.

    Parameters
    ----------
    widths : sequence of int
        Of the columns from left to right.
    rooms : sequence of int
        From the smallest to the largest; a table that fits into the largest still does.
    frozen : int
        How many columns stay in sight. They keep their width, unless a little less keeps them there in every room.

    Returns
    -------
    list of int
        Those in sight are widened; in the smallest room, one that sticks out by a little is narrowed. Where a room
        takes no column beside the frozen ones, it cuts one.
    """
    found, done = list(widths), frozen
    if frozen and sum(found) > rooms[0]:
        found[frozen - 1] -= _little(sum(found[:frozen]) - int(FROZEN_SHARE * rooms[0]), found[frozen - 1])
    for room in rooms:
        total = sum(found)
        if total <= room:
            break
        ends = list(accumulate(found))
        count = sum(end <= room for end in ends)
        if room == rooms[0] and count >= done and (out := _little(ends[count] - room, found[count])):
            found[count] -= out
            done = count + 1
            continue
        free = room - sum(found[:count])
        if count <= done or total <= rooms[-1] < total + free:
            continue
        for place in range(done, count):
            found[place] += free // (count - done) + (place - done < free % (count - done))
        done = count
    return found


def _little(out: int, width: int) -> int:
    """By how much a column is narrowed that sticks out; 0 where its text would suffer."""
    return out if 0 < out <= NARROWED * width else 0


def beyond(widths: Sequence[int], room: int) -> int:
    """How many columns do not lie within a room as a whole; none where the table is about as wide as the room."""
    if sum(widths) <= room + PADDING:
        return 0
    return sum(end > room for end in accumulate(widths))
