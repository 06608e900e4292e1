"""Find the line that holds the column names, and the delimiter that parts them."""

import csv
import re
import shlex
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from data.intake import IntakeError
from data.intake.take import MAX_LINE_BYTES, Text

SEARCHED_LINES = 20
NAME_CHARACTERS = 80
MAX_COLUMNS = 1600  # as many as a table of PostgreSQL can have: a CRM with all its properties has many
STAR = "*"  # in a column name of a profile: whatever stands there, such as a currency

# A field may be as long as the longest line that is accepted; Python's own limit is lower.
csv.field_size_limit(MAX_LINE_BYTES)


@lru_cache(maxsize=20_000)
def normal(name: str) -> str:
    """Form under which two column names are equal.

    >>> normal("\\ufeffRecord  ID ")
    'record id'
    """
    return " ".join(unicodedata.normalize("NFKC", name).replace("\ufeff", "").casefold().split())


def star_in(pattern: str, name: str) -> str | None:
    """What a column's name has in the place of a pattern's star, or None where it is no such name.

    >>> star_in("Amount spent (*)", "amount spent (EUR)")
    'EUR'
    """
    before, _, after = (re.escape(part) for part in normal(pattern).partition(STAR))
    found = re.fullmatch(f"{before}(.+){after}", " ".join(unicodedata.normalize("NFKC", name).split()), re.IGNORECASE)
    return found[1].strip() if found else None


@dataclass(frozen=True)
class Header:
    """The column names of a file.

    Attributes
    ----------
    delimiter : str
        What parts the columns.
    position : int
        Number of records before the header (a preamble).
    names : tuple of str
        Column names as written.
    """

    delimiter: str
    position: int
    names: tuple[str, ...]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Place of every named column, by normalised name."""
        return {normal(name): place for place, name in enumerate(self.names) if normal(name)}

    @property
    def shown(self) -> tuple[str, ...]:
        """The names as messages show them: on one line, and cut."""
        return tuple(" ".join(name.split())[:NAME_CHARACTERS] for name in self.names)

    def named(self, name: str) -> str:
        """The column that a name with a star means; the name itself where it has none, or means no column."""
        return next((each for each in self.names if star_in(name, each) is not None), name) if STAR in name else name

    def has_any(self, names: Iterable[str]) -> bool:
        """Whether one of the names is a column."""
        return any(normal(name) in self.places for name in names)


def candidates(text: Text, delimiters: Iterable[str]) -> list[Header]:
    """Every row among the first lines that could be the header, under each delimiter.

    Raises
    ------
    IntakeError
        If the first line has more columns than any export.
    """
    found = []
    for delimiter in delimiters:
        with text.open() as file:
            lines = (file.readline(MAX_LINE_BYTES) for _ in range(4 * SEARCHED_LINES))
            rows = csv.reader(iter(_until_end(lines)), delimiter=delimiter)
            try:
                for position, row in enumerate(islice(rows, SEARCHED_LINES)):
                    if len(row) > MAX_COLUMNS:
                        raise text.taken.refuse(f"has {len(row)} columns and the limit is {MAX_COLUMNS}")
                    if any(cell.strip() for cell in row):
                        names = (unwrapped(row, delimiter) or row) if len(row) == 1 else row
                        # What is no UTF-8 in a name is shown as its bytes.
                        readable = (
                            name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
                            for name in names
                        )
                        found.append(Header(delimiter, position, tuple(readable)))
            except csv.Error:
                continue  # a quote in the first lines does not fit this delimiter
    return found


def unwrapped(row: Sequence[str], delimiter: str) -> list[str] | None:
    """The cells of a record that stands in quotes as a whole, in one field; None when it is none.

    >>> unwrapped(['7,"Cold call"', ''], ",")
    ['7', 'Cold call']
    """
    if not row or delimiter not in row[0] or any(cell.strip() for cell in row[1:]):
        return None
    try:
        return next(iter(csv.reader([row[0]], delimiter=delimiter, strict=True)))
    except csv.Error:
        return None


def check(text: Text, header: Header, read: Collection[str]) -> list[str]:
    """Notes on a header that was chosen, of which some columns are read.

    Raises
    ------
    IntakeError
        If two columns that are read have the same name.
    """
    names = [normal(name) for name in header.names if normal(name)]
    twice = sorted({name for name in names if names.count(name) > 1} & {normal(name) for name in read})
    if twice:
        raise text.taken.refuse(f"has more than one column named {', '.join(map(repr, twice))}: rename or remove one")
    notes = []
    if header.position:
        notes.append(f"{header.position} lines before the column names are left out")
    nameless = len(header.names) - len(names)
    if nameless:
        notes.append(f"{nameless} columns without a name are left out")
    return notes


def looks_like_data(row: Iterable[str]) -> bool:
    """Whether a row holds values (numbers, dates, keys) rather than column names."""
    return any(re.fullmatch(r"[-+]?[\d.,:/ T-]*\d[\d.,:/ TZ+-]*|[0-9a-f]{16,}", cell.strip()) for cell in row)


def refuse_unknown(text: Text, rows: list[Header]) -> IntakeError:
    """IntakeError of a file in which no profile finds its columns."""
    first = max(rows, key=lambda row: (len(row.names), -row.position))
    shown = ", ".join(name or "(empty)" for name in first.shown[:6])
    if looks_like_data(first.names):
        return text.taken.refuse(
            f"has no column names: its first line does not look like column names ({shown}). "
            "Export it with a header row, or add one"
        )
    return text.taken.refuse(
        f"is no export that a profile knows: its columns are {shown}"
        f"{' and more' if len(first.names) > 6 else ''}. {way_out(text)}, or use the templates"
    )


def way_out(text: Text) -> str:
    """What to do about a file that no profile knows."""
    book = text.taken.name.partition(" [")[0]  # a sheet is a file of its workbook
    return f"`python -m data propose {shlex.quote(book)}` proposes a profile for it"


def _until_end(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        if not line:
            return
        yield line
