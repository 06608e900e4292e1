"""Make plain text files of what is packed: sheets of workbooks, files in zip archives, gzipped files."""

import contextlib
import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO

import python_calamine as calamine

from data.intake import IntakeError
from data.intake.sheets import Beside, beside, errors_of_open_document
from data.intake.take import MAX_BYTES
from data.terminal import plain

ZIPS, GZIP, OLE = (b"PK\x03\x04", b"PK\x05\x06"), b"\x1f\x8b", b"\xd0\xcf\x11\xe0"
# In what is itself a zip archive: the lists of contents of Office's and of OpenDocument's workbooks.
WORKBOOK_PARTS = {"[Content_Types].xml", "mimetype"}
# A spreadsheet keeps 15 digits of a number, so what is this large has lost some: it is written with an E, and an id
# that is so written is refused later on.
INEXACT = 1e15
BLOCK = 4 << 20
MERGED_SHOWN = 3
ALMOST = 999_000  # microseconds: a spreadsheet keeps days as a fraction, and shows the next second

Cell = str | int | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True)
class Unpacked:
    """Plain files, and what was left out of their packings.

    Attributes
    ----------
    paths : tuple of Path
        The files, those that were no packings as they were.
    books : mapping of Path to Path
        The workbook of each file that is a sheet of one.
    notes : tuple of str
        What was left out, in sentences.
    """

    paths: tuple[Path, ...]
    books: Mapping[Path, Path] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def unpack(paths: Iterable[Path], folder: Path) -> Unpacked:
    """Unpack what is packed.

    Parameters
    ----------
    paths : iterable of Path
        Files as they were handed in.
    folder : Path
        Empty, for the texts; a sheet becomes the file ``BOOK [SHEET]``.

    Returns
    -------
    Unpacked
        A file of each sheet with more than one row and of each file in an archive.

    Raises
    ------
    IntakeError
        If a packing is damaged, protected, empty or larger than what can be loaded.
    """
    found: list[Path] = []
    books: dict[Path, Path] = {}
    notes: list[str] = []
    for place, path in enumerate(paths):
        own = folder / str(place)
        own.mkdir()
        for file in _files(path, own, in_archive=False):
            if _is_workbook(file):
                sheets = _sheets(file, file.parent if file != path else own, notes)
                books |= dict.fromkeys(sheets, file)
                found += sheets
            else:
                found.append(file)
    return Unpacked(tuple(found), books, tuple(notes))


def _head(path: Path) -> bytes:
    if not path.is_file():
        return b""  # whoever takes it says so
    with path.open("rb") as file:
        return file.read(4)


def _files(path: Path, folder: Path, *, in_archive: bool) -> Iterator[Path]:
    head = _head(path)
    if head.startswith(GZIP):
        own = folder / "gzip"  # the name may be the same without its ending
        own.mkdir()
        unpacked = own / path.name.removesuffix(".gz")
        with _sound(path), gzip.open(path) as source:
            _copy(path, source, unpacked, MAX_BYTES)
        yield from _files(unpacked, folder, in_archive=True) if not in_archive else [unpacked]
    elif head in ZIPS and not _is_workbook(path) and not in_archive:
        yield from _members(path, folder)
    else:
        yield path


def _members(path: Path, folder: Path) -> Iterator[Path]:
    left = MAX_BYTES
    count = 0
    with _sound(path), zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            name = Path(member.filename).name
            if member.is_dir() or name.startswith(".") or "__MACOSX" in member.filename:
                continue
            if member.flag_bits & 1:
                raise IntakeError(f"{plain(path.name)} is protected by a password: pack it without one.")
            inside = folder / str(count)
            inside.mkdir()
            with archive.open(member) as source:
                left -= _copy(path, source, inside / name, left)
            count += 1
            yield from _files(inside / name, inside, in_archive=True)
    if not count:
        raise IntakeError(f"{plain(path.name)} is an archive without a file in it.")


@contextlib.contextmanager
def _sound(path: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError):
        raise IntakeError(f"{plain(path.name)} is damaged, or packed in a way of its own: pack it anew.") from None


def _copy(path: Path, source: io.BufferedIOBase | IO[bytes], into: Path, limit: int) -> int:
    size = 0
    with into.open("wb") as target:
        while block := source.read(BLOCK):
            size += len(block)
            if size > limit:
                raise IntakeError(
                    f"{plain(path.name)} unpacks to more than the limit of {MAX_BYTES >> 20} MB: split it by period."
                )
            target.write(block)
    return size


def _is_workbook(path: Path) -> bool:
    head = _head(path)
    if head not in ZIPS:
        return head == OLE
    with _sound(path), zipfile.ZipFile(path) as archive:
        return bool(WORKBOOK_PARTS & set(archive.namelist()))


def _sheets(path: Path, folder: Path, notes: list[str]) -> list[Path]:
    """A text file of each sheet with rows."""
    name = plain(path.name)
    if _head(path) in ZIPS:
        with _sound(path), zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_BYTES:
                raise IntakeError(f"{name} unpacks to more than {MAX_BYTES >> 20} MB: export it as CSV.")
    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            hidden = [each.name for each in book.sheets_metadata if each.visible != calamine.SheetVisibleEnum.Visible]
            shown = [
                each.name
                for each in book.sheets_metadata
                if each.typ == calamine.SheetTypeEnum.WorkSheet and each.name not in hidden
            ]
            written = {each: _write(book.get_sheet_by_name(each), path, folder, notes) for each in shown}
    except calamine.PasswordError:
        raise IntakeError(f"{name} is protected by a password: save it without one.") from None
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError):
        raise IntakeError(f"{name} cannot be read as a workbook: open it, and save the sheet as CSV.") from None
    found = [file for file in written.values() if file is not None]
    if hidden:
        notes.append(f"{name}: hidden sheets are left out: {', '.join(map(plain, hidden))}.")
    if errors := _errors(path):
        notes.append(
            f"{name}: {errors:,} {'place shows' if errors == 1 else 'places show'} an error and came in as empty or 0:"
            " correct the formulas and load it again."
        )
    if not found:
        raise IntakeError(f"{name} has no sheet with column names and a row.")
    return found


def _file_name(path: Path, sheet: str) -> str:
    shown = re.sub(r"[/\x00]", "_", sheet)
    return f"{path.name} [{shown}]"


def _write(sheet: calamine.CalamineSheet, path: Path, folder: Path, notes: list[str]) -> Path | None:
    """Write a sheet as text; what the reader gives as empty although something is there is written or said."""
    into = folder / _file_name(path, sheet.name)
    extra = _beside(path, sheet.name)
    first = sheet.start[1] if sheet.start else 0
    rows = (
        [_shown(cell, extra, (row, first + place)) for place, cell in enumerate(cells)]
        for row, cells in enumerate(sheet.iter_rows())
    )
    with into.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n").writerow
        count = sum(bool(write(cells)) for cells in rows if any(cells))
    if count <= 1:
        return None
    notes += [f"{plain(into.name)}: {told}" for told in _told(extra)]
    return into


def _errors(path: Path) -> int:
    """Places of an OpenDocument workbook that show an error."""
    if _head(path) not in ZIPS:
        return 0
    with _sound(path), zipfile.ZipFile(path) as archive:
        return errors_of_open_document(archive)


def _beside(path: Path, sheet: str) -> Beside:
    if _head(path) not in ZIPS:
        return Beside()
    with _sound(path), zipfile.ZipFile(path) as archive:
        return beside(archive, sheet)


def _shown(cell: Cell, extra: Beside, place: tuple[int, int]) -> str:
    text = as_text(cell)
    if not text:
        return extra.texts.get(place, "")
    return text.zfill(extra.widths.get(place, 0)) if text.isdecimal() else text


def _told(extra: Beside) -> Iterator[str]:
    """What a reader of the workbook cannot see in the values."""
    if extra.uncomputed:
        count, first = len(extra.uncomputed), extra.uncomputed[0]
        what = f"the formula in {first} was" if count == 1 else f"{count:,} formulas (the first in {first}) were"
        yield f"{what} never computed and came in as empty: open the workbook in a spreadsheet, save it, load it again."
    if extra.merged:
        listed = ", ".join(extra.merged[:MERGED_SHOWN]) + (", ..." if len(extra.merged) > MERGED_SHOWN else "")
        yield (
            f"cells are merged over several rows ({listed}): the value counts for the first row alone; part them and"
            " fill in each row where it belongs to all."
        )
    if extra.hidden_rows:
        rows = "1 hidden row is" if extra.hidden_rows == 1 else f"{extra.hidden_rows:,} hidden rows are"
        yield f"{rows} read like the others: delete what should not count."


def as_text(cell: Cell) -> str:
    """A cell as an export would write it.

    Parameters
    ----------
    cell : str, int, float, bool, date, datetime, time or timedelta
        As the workbook has it: what is shown as a day or a time is one, a share of 25% is 0.25.

    Returns
    -------
    str
        Days and times as ISO 8601 writes them, spans as hours, minutes and seconds. Numbers with a point and never
        three digits behind it, so that nobody takes it for one between thousands; those that lost digits with an E.
    """
    match cell:
        case bool():
            return str(cell).lower()
        case int() | float() if abs(cell) >= INEXACT:
            return f"{cell:.14E}"
        case int() | float() if cell % 1 == 0:
            return str(int(cell))
        case float():
            plain_number = f"{cell:.15f}".rstrip("0") if abs(cell) < 1 else repr(cell)
            return plain_number + "0" * (len(plain_number.partition(".")[2]) == 3)
        case datetime():
            # A computed moment ends just before the second that it means.
            if cell.microsecond >= ALMOST:
                cell = cell.replace(microsecond=0) + timedelta(seconds=1)
            return cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            minutes, seconds = divmod(round(cell.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case _:
            return str(cell)
