"""Look at a file without a profile: where its column names stand, and what the cells of each column look like.

Bounded in time and memory: of a file of any size the first records are looked at, no more.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date

import duckdb

from data.connections import insert
from data.intake import amounts, header, instants
from data.intake.currencies import CODES
from data.intake.header import Header
from data.intake.labels import is_flag
from data.intake.profiles import DELIMITERS, ENCODINGS
from data.intake.take import Taken, Text, decode
from data.names import EMPTY, MOTIONS

CELLS = 1_000_000  # looked at, at most: a wide file in fewer records
CHARACTERS = 64 << 20  # read, at most
CELL_CHARACTERS = 200  # of a cell: more does not change what it looks like
LABELS, SAMPLES, TRIED = 200, 3, 400
KEPT, KEPT_CELLS = 2_000, 200_000  # records, and cells of them, to see which values stand beside each other
DATED = 0.5  # share of the cells that read as an instant, for those of a column to be read
# Nearly all differ where more than this share does, and more than a handful: then the values are no labels.
DIFFERENT_SHARE, DIFFERENT_AT_LEAST = 0.5, 30
# A row with this share of the names of the fullest may be the header; with more values among them it is data.
NAMES_SHARE, VALUES_SHARE = 0.8, 0.2
FORMS = ("iso", "day-first", "month-first")


@dataclass(frozen=True)
class SeenColumn:
    """What the cells of a column look like.

    Attributes
    ----------
    name : str
        As the header writes it.
    filled : float
        Share of the records looked at that have a value.
    distinct : int
        Distinct values among them.
    samples : tuple of str
        Three values to show, the most frequent ones.
    labels : tuple of (str, int)
        The most frequent values with their number of records; () where nearly all differ.
    reads_as : mapping of str to float
        Share of the filled cells that read as each of ``LOOKS``, and as a ``flag``.
    """

    name: str
    filled: float
    distinct: int
    samples: tuple[str, ...]
    labels: tuple[tuple[str, int], ...]
    reads_as: Mapping[str, float]

    @property
    def differs(self) -> float:
        """Share of the filled cells that are the only ones of their value, or the first."""
        return self.reads_as.get("different", 0.0)


@dataclass(frozen=True)
class Seen:
    """A file looked at without a profile.

    Attributes
    ----------
    text : Text
        The file as text.
    header : Header
        Where its column names stand.
    columns : tuple of SeenColumn
        Those with a name that no other has.
    count : int
        Records looked at.
    is_whole : bool
        Whether these are all.
    labels_by_row : mapping of str to tuple of str
        Of each column with labels its values in some of the records, the same for every column; "" where it has none.
    days_by_row : mapping of str to tuple of date or None
        Of each column of dates what it reads as in these records, by the wall clock.
    """

    text: Text
    header: Header
    columns: tuple[SeenColumn, ...]
    count: int
    is_whole: bool
    labels_by_row: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    days_by_row: Mapping[str, tuple[date | None, ...]] = field(default_factory=dict, repr=False, compare=False)


def look(taken: Taken, *, records: int = 20_000) -> Seen:
    """Look at the first records of a file.

    Parameters
    ----------
    taken : Taken
        The file.
    records : int
        How many, at most.

    Raises
    ------
    IntakeError
        If it is not readable text, or no line could be its column names.
    """
    text = decode(taken, ENCODINGS)
    found = find_header(text)
    names = [header.normal(name) for name in found.names]
    places = [place for place, name in enumerate(names) if name and names.count(name) == 1]
    counted: list[Counter[str]] = [Counter() for _ in places]
    most = min(records, max(CELLS // len(names), 100))
    count, is_whole = 0, True
    kept: list[list[str]] = []
    every, keep = 1, min(KEPT, max(KEPT_CELLS // len(names), 100))
    for row in read(text, found):
        if len(row) < len(names):
            continue  # a footer, or damaged: a load sets it aside
        if count == most:
            is_whole = False
            break
        count += 1
        cells = [value[:CELL_CHARACTERS] if is_filled(value := row[place].strip()) else "" for place in places]
        for values, value in zip(counted, cells, strict=True):
            if value:
                values[value] += 1
        if count % every == 0:
            kept.append(cells)
        if len(kept) > keep:  # from all over the file: one is sorted by whatever
            kept, every = kept[1::2], 2 * every
    looks = _looks(counted)
    columns = tuple(
        _column(found.names[place].strip(), values, looks[number], count)
        for number, (place, values) in enumerate(zip(places, counted, strict=True))
    )
    by_row = {column.name: tuple(row[number] for row in kept) for number, column in enumerate(columns)}
    labels = {column.name: by_row[column.name] for column in columns if column.labels}
    dated = {column.name: by_row[column.name] for column in columns if column.reads_as.get("instant", 0.0) > DATED}
    return Seen(text, found, columns, count, is_whole, labels, _days(dated))


def find_header(text: Text) -> Header:
    """The row that holds the column names, and the delimiter that parts them: the earliest of those with most names.

    Raises
    ------
    IntakeError
        If no row could be it.
    """
    rows = header.candidates(text, DELIMITERS)
    if not rows:
        raise text.taken.refuse("has no line that could be its column names")
    scored: list[tuple[float, Header]] = []
    by_delimiter = {delimiter: [row for row in rows if row.delimiter == delimiter] for delimiter in DELIMITERS}
    parting = {each: own for each, own in by_delimiter.items() if _parts(own)}
    for own in (parting or by_delimiter).values():
        found = [(_as_header(row, own[place + 1 :]), row) for place, row in enumerate(own)]
        best = max((score for score, _ in found), default=0.0)
        scored += [next(each for each in found if each[0] >= NAMES_SHARE * best)] if best else []
    if not scored:
        raise header.refuse_unknown(text, rows)
    return max(scored, key=lambda each: each[0])[1]


def read(text: Text, found: Header, characters: int = CHARACTERS) -> Iterator[list[str]]:
    """Records below the header up to a number of characters, and up to a record that cannot be read; no blank ones."""
    is_broken = text.taken.has_bad_bytes
    with text.open() as stream:
        rows = csv.reader(_up_to(stream, characters), delimiter=found.delimiter)
        try:
            for position, row in enumerate(rows):
                if position <= found.position or not any(row):
                    continue
                inner = header.unwrapped(row, found.delimiter) if len(row) < len(found.names) else None
                cells = inner if inner is not None and len(inner) == len(found.names) > 1 else row
                yield [_mended(cell) for cell in cells] if is_broken else cells
        except csv.Error:
            return  # a load refuses the file and says why


def is_filled(value: str) -> bool:
    """Whether a trimmed cell says something."""
    return value.casefold() not in _EMPTY


_EMPTY = frozenset(("", *EMPTY))


def _parts(rows: Sequence[Header]) -> bool:
    """Whether a delimiter parts most of the rows into columns, as many in each."""
    return bool(rows) and Counter(len(row.names) for row in rows).most_common(1)[0][0] > 1


def _as_header(row: Header, below: Sequence[Header]) -> float:
    """How far a row could hold the column names of the rows below it: by its names, and the rows of its width."""
    names = [name for name in map(header.normal, row.names) if name]
    values = sum(header.looks_like_data((name,)) for name in names)
    if values > VALUES_SHARE * len(names):
        return 0.0
    alike = sum(len(each.names) == len(row.names) for each in below) / len(below) if below else 1.0
    return len(set(names)) * alike


def _up_to(lines: Iterable[str], characters: int) -> Iterator[str]:
    left = characters
    for line in lines:
        yield line
        left -= len(line)
        if left < 0:
            return


def _mended(cell: str) -> str:
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _column(name: str, values: Counter[str], looks: Mapping[str, float], count: int) -> SeenColumn:
    filled, distinct = sum(values.values()), len(values)
    is_labels = distinct <= max(DIFFERENT_AT_LEAST, DIFFERENT_SHARE * filled)
    frequent = values.most_common(LABELS)
    return SeenColumn(
        name,
        filled / count if count else 0.0,
        distinct,
        tuple(value for value, _ in frequent[:SAMPLES]),
        tuple(frequent) if is_labels else (),
        {**looks, "different": distinct / filled} if filled else {},
    )


_DATE = instants.local_sql("plain", FORMS)
_ID = "regexp_full_match(value, '[A-Za-z0-9][A-Za-z0-9_:/+=.-]{2,}') and regexp_matches(value, '[0-9]')"
# Ids of Salesforce begin with what they are of, in whatever column they stand.
SALESFORCE = {"lead": "006|00Q", "contact": "003", "account": "001", "user": "005"}
# What a cell may look like, each as a condition on its text (value) and on it as a plain date (plain).
LOOKS: Mapping[str, str] = {
    "instant": "moment between '1990-01-01' and '2100-01-01'",
    "day": "moment between '1990-01-01' and '2100-01-01' and not regexp_matches(value, '[0-9]:[0-9][0-9]')",
    "dotted": r"regexp_matches(value, '^\d{1,2}\.\d{1,2}\.\d')",
    "milliseconds": "regexp_full_match(value, '1[0-9]{11,12}') and try_cast(value as bigint) > 946684800000",
    "month": r"regexp_full_match(value, '(?:19|20)\d\d-(?:0[1-9]|1[0-2])')",
    "amount": f"{amounts.amount_sql('value', 'point')} is not null",
    "money": f"{amounts.currencies_sql('value')} is not null and {amounts.amount_sql('value', 'point')} is not null",
    "cents": r"regexp_matches(value, '\d[.,]\d{1,2}\b')",
    "rate": r"regexp_full_match(value, '\d+(?:[.,]\d+)?') and regexp_matches(value, '[1-9]')",
    "digits": r"regexp_full_match(value, '\d+[.,]\d{4,}|0[.,]\d{3,}')",
    "integer": r"regexp_full_match(value, '-?\d{1,18}')",
    "id": f"moment is null and {_ID}",
    "email": r"regexp_full_match(value, '[^@\s]+@[^@\s]+\.[^@\s]+')",
    "url": r"regexp_matches(value, '^(?:https?://|www\.|/\w)')",
    "currency": f"upper(value) in {CODES}",
    "motion": f"lower(value) in {MOTIONS}",
    "person": r"regexp_full_match(value, '\p{Lu}[\p{L}''.-]+(?: \p{L}[\p{L}''.-]*)* \p{Lu}[\p{L}''.-]*')",
    "firm": r"regexp_matches(value, '\b(?:GmbH|AG|KG|Inc|Ltd|LLC|Corp|SA|SAS|SARL|Srl|S\.A|SL|S\.L|BV|B\.V|NV|Lda)\b')",
    "several": r"regexp_matches(value, '^[^;\s]+;[^;]+') or regexp_full_match(value, '\w+(?:, ?\w+)+')",
    **{
        f"{of} of Salesforce": f"regexp_full_match(value, '(?:{begins})[0-9A-Za-z]{{12}}(?:[0-9A-Za-z]{{3}})?')"
        for of, begins in SALESFORCE.items()
    },
    "words": "contains(value, ' ')",
    "long": "length(value) > 60",
}


def _looks(counted: Sequence[Counter[str]]) -> list[dict[str, float]]:
    """Of each column the share of its cells that look like each of ``LOOKS``: read by the code of the load itself."""
    asked = ", ".join(f"coalesce(sum(n) filter (where {test}), 0) / sum(n)" for test in LOOKS.values())
    with closing(duckdb.connect(config={"threads": 1})) as connection:
        connection.execute("create table seen (record_no bigint, place integer, value varchar, n integer)")
        tried = [(place, value, n) for place, values in enumerate(counted) for value, n in _tried(values)]
        insert(connection, "seen", [(number, *each) for number, each in enumerate(tried)])
        connection.execute(f"create table plain_seen as select *, {instants.plain_sql('value')} as plain from seen")
        instants.spell_out_months(connection, "plain_seen", "plain")
        rows = connection.execute(
            f"select place, {asked} from (select *, {_DATE} as moment from plain_seen) group by place"
        ).fetchall()
    shares = {place: dict(zip(LOOKS, map(float, found), strict=True)) for place, *found in rows}
    flags = [_share_of_flags(values) for values in counted]
    return [{**shares.get(place, dict.fromkeys(LOOKS, 0.0)), "flag": flag} for place, flag in enumerate(flags)]


def _days(columns: Mapping[str, Sequence[str]]) -> dict[str, tuple[date | None, ...]]:
    """What the cells of columns of dates read as: days or months first, as in most of them."""
    written = sorted({value for values in columns.values() for value in values if value})
    if not written:
        return {}
    with closing(duckdb.connect(config={"threads": 1})) as connection:
        connection.execute("create table seen (record_no bigint, value varchar)")
        insert(connection, "seen", list(enumerate(written)))
        connection.execute(f"create table plain_seen as select *, {instants.plain_sql('value')} as plain from seen")
        instants.spell_out_months(connection, "plain_seen", "plain")
        iso, *ways = (instants.local_sql("plain", [form]) for form in FORMS)
        asked = ", ".join(f"coalesce({iso}, {way}) as way_{place}" for place, way in enumerate(ways))
        counts = connection.execute(
            f"select count(way_0), count(way_1) from (select {asked} from plain_seen)"
        ).fetchall()[0]
        way = ways[int(counts[1] > counts[0])]
        read = dict(connection.execute(f"select value, coalesce({iso}, {way})::date from plain_seen").fetchall())
    return {name: tuple(read.get(value) for value in values) for name, values in columns.items()}


def _tried(values: Counter[str]) -> list[tuple[str, int]]:
    """Some of many values: the most frequent ones, and every so many of the others."""
    ordered = values.most_common()
    most, rest = ordered[: TRIED // 4], ordered[TRIED // 4 :]
    return most + rest[:: max(1, len(rest) // TRIED + 1)]


def _share_of_flags(values: Counter[str]) -> float:
    total = sum(values.values())
    return sum(n for value, n in values.items() if is_flag(value)) / total if total else 0.0
