"""What a workbook says that its reader keeps silent about: read from its own XML, a row at a time.

The reader gives an error, a formula that nobody computed and a merged cell as empty, a number without the zeros that
its format puts in front, and rows that are hidden like all others.
"""

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import IO

BLOCK = 1 << 20
OPEN_DOCUMENT, OPEN_ERROR = "content.xml", b'calcext:value-type="error"'
BOOK, BOOK_FOLDER, STYLES = "xl/workbook.xml", "xl", "xl/styles.xml"
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<")
FORMULA = re.compile(rb"<(?:\w+:)?f\b")
# What none of the rows has that need no second look; a namespace may stand before the name of an element.
MARKS = (b'"e"', b"'e'", b"<f", b":f", b"hidden", b"mergeCell")
MERGED = re.compile(rb"""mergeCell\b[^>]*?ref=["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']""")
ROW_END = re.compile(rb"</(?:\w+:)?row>")
ZEROS = re.compile("0{2,}")  # a format that writes ids with zeros in front


@dataclass
class Beside:
    """What stands beside the values of a sheet; places are row and column, from 0 on.

    Attributes
    ----------
    texts : mapping of place to str
        Errors as they are shown, such as ``#DIV/0!``.
    widths : mapping of place to int
        Digits that a number is shown with, zeros in front.
    uncomputed : list of str
        Names of the cells whose formula has no value.
    merged : list of str
        Merged cells of more than one row.
    hidden_rows : int
        Rows that are hidden and have cells.
    """

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    widths: dict[tuple[int, int], int] = field(default_factory=dict)
    uncomputed: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden_rows: int = 0


def beside(archive: zipfile.ZipFile, sheet: str) -> Beside:
    """Look through the XML of one sheet.

    Parameters
    ----------
    archive : ZipFile
        The workbook.
    sheet : str
        Name of the sheet.

    Returns
    -------
    Beside
        Nothing in it where the workbook is of another kind.
    """
    found = Beside()
    part = _part_of(archive, sheet)
    if part is not None:
        padded = _padded(archive)
        styles = b"|".join(str(style).encode() for style in padded)
        is_padded = re.compile(rb"""\bs=["'](?:%s)["']""" % styles) if padded else None
        with archive.open(part) as file:
            for number, row in enumerate(_rows(file)):
                _read_row(row, number, padded, is_padded, found)
    return found


def errors_of_open_document(archive: zipfile.ZipFile) -> int:
    """How many places of an OpenDocument workbook show an error: its reader gives them as empty, some as 0.

    Parameters
    ----------
    archive : ZipFile
        The workbook.

    Returns
    -------
    int
        0 where the workbook is of another kind.
    """
    if OPEN_DOCUMENT not in archive.namelist():
        return 0
    count, left = 0, b""
    with archive.open(OPEN_DOCUMENT) as file:
        while block := file.read(BLOCK):
            text = left + block
            count += text.count(OPEN_ERROR)
            left = text[1 - len(OPEN_ERROR) :]
    return count


def _read_row(
    row: bytes, number: int, padded: Mapping[int, int], is_padded: re.Pattern[bytes] | None, found: Beside
) -> None:
    if not any(mark in row for mark in MARKS) and (not is_padded or not is_padded.search(row)):
        return
    starts = ROW.findall(row)
    if not starts or starts[-1].endswith(b"/"):  # what comes after the last row
        ranges = [each for each in MERGED.findall(row) if each[1] != each[3]]
        found.merged += [(left + top + b":" + right + bottom).decode() for left, top, right, bottom in ranges]
        return
    own = _attribute(starts[-1], b"r")  # those before are empty
    found.hidden_rows += _attribute(starts[-1], b"hidden") in (b"1", b"true") and CELL.search(row) is not None
    for place, (attributes, content) in enumerate(CELL.findall(row)):
        value = VALUE.search(content)
        kind = b"" if value and b"e" not in attributes else _attribute(attributes, b"t")
        width = padded.get(int(_attribute(attributes, b"s") or -1)) if padded else None
        if kind != b"e" and value is not None and width is None:
            continue
        name = _attribute(attributes, b"r").decode()
        at = _place(name) if name else (int(own) - 1 if own else number, place)
        if kind == b"e":
            found.texts[at] = value[1].decode("utf-8", "replace") if value else "#N/A"
        elif value is not None and width is not None:
            found.widths[at] = width
        elif FORMULA.search(content) and kind != b"str":
            found.uncomputed.append(name or f"row {at[0] + 1}")


def _rows(file: IO[bytes]) -> Iterator[bytes]:
    """The rows of a sheet one by one, then what comes after the last one."""
    left = b""
    while block := file.read(BLOCK):
        *rows, left = ROW_END.split(left + block)
        yield from rows
    yield left


def _attribute(attributes: bytes, name: bytes) -> bytes:
    found = re.search(rb"""(?:^|\s)%s=["']([^"']*)["']""" % name, attributes)
    return found[1] if found else b""


def _place(name: str) -> tuple[int, int]:
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(name[len(letters) :]) - 1, column - 1


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The part of a workbook that holds a sheet; None where it is not XML."""
    names = set(archive.namelist())
    relations = join(BOOK_FOLDER, "_rels", "workbook.xml.rels")
    if not {BOOK, relations} <= names:
        return None
    for sheets in _elements(archive, BOOK, "sheet"):
        if html.unescape(sheets.get("name", "")) == sheet:
            for each in _elements(archive, relations, "Relationship"):
                if each.get("Id") == sheets.get("r:id", sheets.get("id")):
                    target = each.get("Target", "")
                    part = target.lstrip("/") if target.startswith("/") else normpath(join(BOOK_FOLDER, target))
                    return part if part in names else None
    return None


def _padded(archive: zipfile.ZipFile) -> dict[int, int]:
    """Digits that numbers of a style are written with, by its place among the styles of cells."""
    if STYLES not in archive.namelist():
        return {}
    text = archive.read(STYLES).decode("utf-8", "replace")
    formats = {each.get("numFmtId"): each.get("formatCode", "") for each in _elements(archive, STYLES, "numFmt")}
    cells = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", text, re.DOTALL)
    styles = re.findall(r"<(?:\w+:)?xf\b[^>]*?numFmtId=[\"'](\d+)[\"']", cells[0]) if cells else []
    codes = [formats.get(number, "") for number in styles]
    return {place: len(code) for place, code in enumerate(codes) if ZEROS.fullmatch(code)}


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[dict[str, str]]:
    """Attributes of the elements of a name in a small part."""
    text = archive.read(part).decode("utf-8", "replace")
    for attributes in re.findall(rf"<(?:\w+:)?{name}\b([^>]*)>", text):
        yield dict(re.findall(r"([\w:]+)=[\"']([^\"']*)[\"']", attributes))
