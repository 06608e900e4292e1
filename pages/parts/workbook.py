"""Workbooks: numbers typed and formatted, text that never runs, and a sheet that says where they come from."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cache
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analysis import export
from pages.parts import columns as columns_of
from pages.parts import labels
from pages.parts.cards import Card, Column, Kind
from pages.parts.origin import Origin
from pages.parts.page import PageModel

ABOUT = "About"
NAME_LIMIT = 31
NARROWEST, WIDEST, PADDING = 8, 60, 2  # letters
TERM_WIDTH, TEXT_WIDTH = 24, 100
FIRST_YEAR = 1900  # days of spreadsheets begin here

_DAY, _MONTH, _MOMENT = "d mmm yyyy", "mmm yyyy", "d mmm yyyy, hh:mm"
_NUMBERS: Mapping[Kind, str] = {
    "count": "#,##0",
    "number": "#,##0.00",
    "tenths": "#,##0.0",
    "share": "0.0%",
    "bar": "0.0%",
    "points": '+0.0" points";-0.0" points";0.0" points"',
    "days": "#,##0",
    "times": '0.0"\u00d7"',
}
_TIMES: Mapping[Kind, str] = {"day": _DAY, "month": _MONTH, "moment": _MOMENT}
LINK_LIMIT, LINKED_ROWS = 2_000, 30_000  # letters of a link, and rows that have them: more is refused
_NO_DATA: tuple[Kind, ...] = ("button", "lead", "link")  # of use on the page only


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table of a workbook.

    Attributes
    ----------
    name : str
        Any text; a sheet is called as much like it as spreadsheets admit.
    rows : DataFrame
        At most 100,000 rows are written.
    columns : mapping, optional
        Column name to `Column`; None shows all, formatted by their names.
    """

    name: str
    rows: pd.DataFrame
    columns: Mapping[str, Column] | None = None


def of_card(card: Card, origin: Origin) -> bytes:
    """The numbers of a card, and what they are."""
    return write([Sheet(card.name, card.numbers, card.columns)], [*origin.facts, *_about(card)], origin)


def of_page(model: PageModel, origin: Origin) -> bytes:
    """The key figures of a page and the numbers of its cards, a sheet each, and what they are."""
    cards = [card for card in model.cards if not card.numbers.empty]
    figures = pd.DataFrame(
        [(labels.without_markdown(kpi.label), kpi.motion, kpi.value, kpi.delta or kpi.slope) for kpi in model.kpis],
        columns=["figure", "motion", "value", "change"],
    )
    listed = [Sheet("Key figures", figures)] if model.kpis else []
    listed += [Sheet(card.name, card.numbers, card.columns) for card in cards]
    told = [(labels.without_markdown(kpi.label), labels.without_markdown(kpi.help)) for kpi in model.kpis if kpi.help]
    return write(listed, [*origin.facts, *told, *(line for card in cards for line in _about(card))], origin)


def write(sheets: Sequence[Sheet], about: Iterable[tuple[str, str]], origin: Origin) -> bytes:
    """Write a workbook.

    Parameters
    ----------
    sheets : sequence of Sheet
        In order.
    about : iterable of (str, str)
        Term and plain text, a line each of the last sheet.
    origin : Origin
        Whose currency and time zone count.

    Returns
    -------
    bytes
        XLSX. A cell is empty where its value is missing or infinite, times are those of the zone, and text is a text
        whatever it looks like.
    """
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        pen = _Pen(book, origin)
        names = sheet_names([*(sheet.name for sheet in sheets), ABOUT])
        for name, sheet in zip(names[:-1], sheets, strict=True):
            pen.table(book.add_worksheet(name), sheet)
        pen.facts(book.add_worksheet(names[-1]), about)
    return file.getvalue()


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names that sheets can have: as they are wanted, but for what spreadsheets forbid.

    Parameters
    ----------
    wanted : iterable of str
        Any texts.

    Returns
    -------
    list of str
        At most 31 letters each, no two alike in any case.

    Examples
    --------
    >>> sheet_names(["Won / lost", "won ? lost", "history"])
    ['Won lost', 'won lost (2)', 'history (2)']
    """
    taken, names = {"history"}, []  # which spreadsheets keep for themselves
    for name in wanted:
        admitted = " ".join(re.sub(r"[\[\]:*?/\\]", " ", labels.plain(name)).split()).strip("' ") or "Sheet"
        tried, turn = _cut(admitted, NAME_LIMIT), 1
        while tried.lower() in taken:
            turn += 1
            tail = f" ({turn})"
            tried = _cut(admitted, NAME_LIMIT - len(tail)) + tail
        taken.add(tried.lower())
        names.append(tried)
    return names


def _cut(text: str, limit: int) -> str:
    """As much of a text as fits: spreadsheets count the halves of a letter that takes two."""
    while len(text.encode("utf-16-le")) > 2 * limit:
        text = text[:-1]
    return text.rstrip("' ")


def _about(card: Card) -> list[tuple[str, str]]:
    """What the numbers of a card are: its finding, how they are counted, and the columns that need a word."""
    said = [card.title, card.subtitle, card.definition, card.note]
    helped = [(column.label, column.help) for column in (card.columns or {}).values() if column.help]
    lines = [(card.name, text) for text in said if text] + [(f"{card.name}: {label}", text) for label, text in helped]
    return [(term, labels.without_markdown(text)) for term, text in lines]


class _Pen:
    """Writes sheets of one workbook: knows its formats."""

    def __init__(self, book: xlsxwriter.Workbook, origin: Origin) -> None:
        self._zone: tzinfo = ZoneInfo(origin.time_zone)
        top = {"valign": "top"}
        numbers = {**_NUMBERS, "money": f"[${origin.currency}] #,##0", **_TIMES}
        self._formats = {kind: book.add_format({"num_format": form}) for kind, form in numbers.items()}
        self._prepared = cache(_prepared)  # the same names come again and again
        self._text = book.add_format({})
        self._quoted = book.add_format({"quote_prefix": True})  # text stays text, even when its cell is edited
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, **top})
        self._term = book.add_format({"bold": True, **top})
        self._said = book.add_format({"text_wrap": True, **top})

    def table(self, sheet: Worksheet, told: Sheet) -> None:
        """Heads, then a row for each row."""
        columns = columns_of.shown(told.rows, told.columns)
        columns = {name: column for name, column in columns.items() if column.kind not in _NO_DATA}
        rows = told.rows.head(export.ROW_LIMIT)
        for place, (name, column) in enumerate(columns.items()):
            self._write(sheet, 0, place, column.label, self._head)
            widest = len(column.label)
            put = self._cell_of(column)
            for line, value in enumerate(rows[name].astype(object), start=1):
                widest = max(widest, put(sheet, line, place, value))
            sheet.set_column(place, place, min(max(widest, NARROWEST), WIDEST) + PADDING)
        sheet.freeze_panes(1, 1)
        if len(rows) and columns:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)

    def facts(self, sheet: Worksheet, about: Iterable[tuple[str, str]]) -> None:
        """Terms and what they mean."""
        sheet.set_column(0, 0, TERM_WIDTH)
        sheet.set_column(1, 1, TEXT_WIDTH)
        for line, (term, text) in enumerate(about):
            self._write(sheet, line, 0, term, self._term)
            self._write(sheet, line, 1, text, self._said)

    def _cell_of(self, column: Column) -> Callable[[Worksheet, int, int, Any], int]:
        """What writes the cells of a column and says how many letters one takes."""
        if column.kind in _TIMES:
            return lambda sheet, line, place, value: self._time(sheet, line, place, value, column.kind)
        if column.kind == "crm":
            return self._address
        if column.kind in self._formats:
            return lambda sheet, line, place, value: self._number(sheet, line, place, value, column.kind)
        is_motion = column.kind == "motion"
        return lambda sheet, line, place, value: self._words(sheet, line, place, value, is_motion=is_motion)

    def _number(self, sheet: Worksheet, line: int, place: int, value: Any, kind: Kind) -> int:
        if labels.is_missing(value) or not math.isfinite(value):
            return 0
        number = float(value) * 100 if kind == "points" else float(value)
        sheet.write_number(line, place, number, self._formats[kind])
        return len(f"{number:,.0f}") + (len(kind) if kind in {"money", "points"} else 2)

    def _time(self, sheet: Worksheet, line: int, place: int, value: Any, kind: Kind) -> int:
        if labels.is_missing(value):
            return 0
        at = value if isinstance(value, date) else None
        if isinstance(at, datetime) and at.tzinfo is not None:
            at = at.astimezone(self._zone).replace(tzinfo=None)
        if at is None or at.year < FIRST_YEAR:
            return self._words(sheet, line, place, value)
        day = datetime(at.year, at.month, at.day)  # noqa: DTZ001  # spreadsheets know no zones
        sheet.write_datetime(line, place, at if kind == "moment" else day, self._formats[kind])
        return len(_MOMENT if kind == "moment" else _DAY)

    def _address(self, sheet: Worksheet, line: int, place: int, value: Any) -> int:
        text = "" if labels.is_missing(value) else labels.plain(value)
        if line > LINKED_ROWS or len(text) > LINK_LIMIT or not text.startswith(("https://", "http://")):
            return self._words(sheet, line, place, value)
        sheet.write_url(line, place, text, string=text)
        return len(text)

    def _words(self, sheet: Worksheet, line: int, place: int, value: Any, *, is_motion: bool = False) -> int:
        if labels.is_missing(value) or value == "":
            return 0
        text = str(", ".join(map(str, value)) if isinstance(value, list | tuple) else value)
        return self._write(sheet, line, place, text.capitalize() if is_motion else text, self._text)

    def _write(self, sheet: Worksheet, line: int, place: int, said: str, form: Format) -> int:
        text, is_quoted = self._prepared(said)
        sheet.write_string(line, place, text, self._quoted if is_quoted and form is self._text else form)
        return len(text)


def _prepared(said: str) -> tuple[str, bool]:
    """A text as a cell takes it, and whether it looks like a formula."""
    text = labels.plain(said)
    # The library takes a text between these for its own XML and writes it as it is.
    marked = f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
    return marked, export.neutralised(text) != text
