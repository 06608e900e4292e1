"""Stage a file: every record as text into one table, with its line; what is no record is set aside with its reason."""

import csv
import mmap
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import duckdb
import pyarrow as pa

from data import progress
from data.intake.header import unwrapped
from data.intake.recognise import Recognised
from data.intake.take import BLOCK, Text

BATCH = 50_000
RECORD_CHARACTERS = 2_000
# More unreadable records than this share, and than a handful: then the file is damaged, not its rows.
DAMAGED_SHARE = 0.05
DAMAGED_AT_LEAST = 20


@dataclass(frozen=True)
class Reject:
    """A record that cannot be staged."""

    line: int
    reason: str
    record: str
    is_footer: bool = False


@dataclass
class Staged:
    """A staged file: its table, how many records stand in it, and those set aside."""

    table: str
    count: int = 0
    rejects: list[Reject] = field(default_factory=list)
    count_blank: int = 0
    count_unwrapped: int = 0

    @property
    def count_records(self) -> int:
        """Records below the header, blank lines not counted."""
        return self.count + len(self.rejects)


def stage(connection: duckdb.DuckDBPyConnection, file: Recognised, table: str) -> Staged:
    """Read all records of a file into a temporary table ``(record_no, line, c0, c1, ...)`` of texts.

    Raises
    ------
    IntakeError
        If a quote is not closed, too many records are damaged, or records were lost on the way.
    """
    width = len(file.header.names)
    columns = ", ".join(f"c{place} varchar" for place in range(width))
    connection.execute(f"create or replace temp table {table} (record_no bigint, line bigint, {columns})")
    staged = Staged(table)
    batch: list[list[str]] = []
    lines: list[int] = []
    last_good = 0
    size = file.text.taken.path.stat().st_size
    for line, record, done in _records(file):
        row = record
        if not row or (len(row) == 1 and not row[0].strip()):
            staged.count_blank += 1
            continue
        # In a file of two columns a cell with the delimiter in it, and a blank one, are two cells.
        inner = unwrapped(row, file.header.delimiter) if len(row) < width or width > 2 else None
        if inner is not None and len(inner) == width > 1:
            row = inner
            staged.count_unwrapped += 1
        reason = _wrong(row, width, file)
        if reason is None and inner is not None and len(inner) not in (1, width):
            reason = f"stands in quotes as a whole, with {len(inner)} columns instead of {width}"
        if reason is not None:
            is_one_cell = sum(bool(cell.strip()) for cell in row) <= 1
            staged.rejects.append(Reject(line, reason, _shown(row, file.header.delimiter), is_one_cell))
            continue
        batch.append(row[:width])
        lines.append(line)
        last_good = line
        if len(batch) == BATCH:
            staged.count += _flush(connection, table, batch, lines, staged.count)
            progress.tell(f"Reading {file.text.taken.name}", done() / size, staged.count)
    staged.count += _flush(connection, table, batch, lines, staged.count)
    staged.rejects = [_with_footer_told(reject, last_good) for reject in staged.rejects]
    _demand_sound(file, staged)
    return staged


def count_independently(text: Text, delimiter: str) -> int:
    """Count the records of a file, header, preamble and blank lines included, without parsing it.

    Line ends outside quotes are counted in the bytes; the parser must come to the same number.
    """
    if text.encoding.startswith("utf-16"):
        with text.open() as stream:
            return _count(stream.read().encode(), delimiter)
    with text.taken.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return _count(content, delimiter)


def _count(content: bytes | mmap.mmap, delimiter: str) -> int:
    in_quotes = _line_ends_in_quotes(content, delimiter) if content.find(b'"') >= 0 else 0
    return _line_ends(content) - in_quotes


def _records(file: Recognised) -> Iterator[tuple[int, list[str], Callable[[], int]]]:
    """Records below the header, each with the line on which it begins, and what tells how many bytes were read."""
    with file.text.open() as stream:
        reader = csv.reader(stream, delimiter=file.header.delimiter, strict=True)
        begins = 1
        position = 0
        try:
            for row in reader:
                if position > file.header.position:
                    yield begins, row, stream.buffer.tell
                position += 1
                begins = reader.line_num + 1
        except csv.Error as error:
            raise file.text.taken.refuse(_quote_fault(str(error), begins)) from None


def _quote_fault(message: str, line: int) -> str:
    if "unexpected end" in message or "field limit" in message:
        return f"is damaged: a quote that is opened in the record on line {line} is never closed"
    return f"is damaged: in the record on line {line}, text follows a closing quote"


def _wrong(row: list[str], width: int, file: Recognised) -> str | None:
    """Why a record cannot be staged, or None. Empty cells beyond the last column do no harm."""
    if len(row) < width:
        return f"too few columns: {len(row)} of {width}"
    if len(row) > width and any(cell.strip() for cell in row[width:]):
        return f"too many columns: {len(row)} instead of {width}"
    if file.text.taken.has_nul and any("\0" in cell for cell in row):
        return "contains a NUL byte"
    if file.text.taken.has_bad_bytes:
        for cell in row:
            if broken := re.search("[\udc80-\udcff]", cell):
                return f"not readable text at character {broken.start() + 1} of {cell[: broken.start()]!r}..."
    return None


def _shown(row: list[str], delimiter: str) -> str:
    """A record as quarantine keeps it: cut, and with broken bytes written out."""
    return delimiter.join(row)[:RECORD_CHARACTERS].encode("utf-8", "backslashreplace").decode()


def _flush(
    connection: duckdb.DuckDBPyConnection, table: str, batch: list[list[str]], lines: list[int], before: int
) -> int:
    count = len(batch)
    if count:
        columns = [pa.array(range(before + 1, before + count + 1), pa.int64()), pa.array(lines, pa.int64())]
        columns += [pa.array(values, pa.string()) for values in zip(*batch, strict=True)]
        names = ["record_no", "line", *(f"c{place}" for place in range(len(columns) - 2))]
        connection.register("batch_of_records", pa.table(columns, names=names))
        connection.execute(f"insert into {table} select * from batch_of_records")
        connection.unregister("batch_of_records")
        batch.clear()
        lines.clear()
    return count


def _with_footer_told(reject: Reject, last_good: int) -> Reject:
    """Records of one cell below the last good one are the footer of a report; above it they are damaged."""
    if reject.is_footer and reject.line > last_good > 0:
        return replace(reject, reason="looks like the footer of the report")
    return replace(reject, is_footer=False)


def _demand_sound(file: Recognised, staged: Staged) -> None:
    taken = file.text.taken
    damaged = [reject for reject in staged.rejects if not reject.is_footer]
    if len(damaged) > DAMAGED_AT_LEAST and len(damaged) > DAMAGED_SHARE * staged.count_records:
        first = damaged[0]
        raise taken.refuse(
            f"is damaged: {len(damaged)} of {staged.count_records} records cannot be read, "
            f"the first on line {first.line} ({first.reason})"
        )
    if staged.rejects and not staged.count:
        first = staged.rejects[0]
        raise taken.refuse(f"has no readable record: line {first.line} has {first.reason}")
    counted = count_independently(file.text, file.header.delimiter)
    parsed = file.header.position + 1 + staged.count_blank + staged.count_records
    if counted != parsed:
        raise taken.refuse(
            f"would lose rows: it has {counted} records by its line ends and {parsed} were read. "
            "A quote stands in the middle of a value: export it again"
        )


def _line_ends(content: bytes | mmap.mmap) -> int:
    """Lines of the content: ends of every kind, and a last line without one."""
    ends, last = 0, b""
    for start in range(0, len(content), BLOCK):
        block = content[start : start + BLOCK]
        ends += block.count(b"\n") + block.count(b"\r") - block.count(b"\r\n")
        if last == b"\r" and block[:1] == b"\n":
            ends -= 1  # one line end on both sides of the blocks' border
        last = block[-1:]
    return ends + (last not in (b"\n", b"\r", b""))


def _line_ends_in_quotes(content: bytes | mmap.mmap, delimiter: str) -> int:
    opens = rb"(?:(?<=[\r\n" + re.escape(delimiter.encode()) + rb"])|\A(?:\xef\xbb\xbf)?)"
    # Most files have no line end in quotes, and that is told much faster than how many there are.
    if not re.search(opens + rb'"[^"\r\n]*(?:""[^"\r\n]*)*[\r\n]', content):
        return 0
    quoted = re.compile(opens + rb'"[^"]*(?:""[^"]*)*"')
    ends = 0
    for match in quoted.finditer(content):
        inside = match.group()
        if b"\n" in inside or b"\r" in inside:
            ends += inside.count(b"\n") + inside.count(b"\r") - inside.count(b"\r\n")
    return ends
