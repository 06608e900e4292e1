"""Read dates, times and amounts: the declared forms as SQL, and the choice among them for a whole file."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

_TIME = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
_OFFSET = r"\s?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)"


@dataclass(frozen=True)
class Family:
    """A way to write an instant: what it is called in messages, its shape, and its strptime forms (none: ISO)."""

    called: str
    shape: str
    forms: tuple[str, ...] = ()


def _by_day(order: str) -> tuple[str, ...]:
    times = (" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", "")
    return tuple(order + time for time in times)


_SHAPE_BY_DAY = rf"\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}}(?:,? {_TIME}(?: ?[APap][Mm])?)?"
FAMILIES: Mapping[str, Family] = {
    "iso": Family("year-month-day", rf"\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}(?:[T ]{_TIME}(?:{_OFFSET})?)?"),
    "day-first": Family("day.month.year", _SHAPE_BY_DAY, _by_day("%d-%m-%Y")),
    "month-first": Family("month/day/year", _SHAPE_BY_DAY, _by_day("%m-%d-%Y")),
    "unix-milliseconds": Family("milliseconds since 1970", r"\d{12,13}"),
    "unix-seconds": Family("seconds since 1970", r"\d{9,10}"),
}


def called(form: str) -> str:
    """Name of a date form in a message."""
    return FAMILIES[form].called if form in FAMILIES else form


def instant_sql(text: str, form: str, zone: str) -> str:
    """SQL that reads a text as timestamptz; without an offset it is a time of the zone; null when it is none."""
    if form.startswith("unix-"):
        scale = 1000 if form == "unix-milliseconds" else 1
        shape = FAMILIES[form].shape
        return f"case when regexp_full_match({text}, '{shape}') then to_timestamp({text}::bigint / {scale}) end"
    local = f"timezone('{zone}', {local_sql(text, form)})"
    if form != "iso":
        return local
    with_offset = f"try_cast(replace(replace({text}, '/', '-'), 'UTC', 'Z') as timestamptz)"
    return (
        f"case when not regexp_full_match({text}, '{FAMILIES[form].shape}') then null"
        f" when regexp_matches({text}, ':.*(?:Z|UTC|[+-]\\d{{2}}(?::?\\d{{2}})?)$') then {with_offset}"
        f" else {local} end"
    )


def local_sql(text: str, form: str) -> str:
    """SQL that reads a text as the wall-clock timestamp it shows, whatever its offset; null when it is none."""
    if form == "iso":
        shown = rf"regexp_replace(replace({text}, '/', '-'), '(:\d{{2}}(?:\.\d+)?){_OFFSET}$', '\1')"
        return f"case when regexp_full_match({text}, '{FAMILIES[form].shape}') then try_cast({shown} as timestamp) end"
    if form.startswith("unix-"):
        return f"timezone('UTC', {instant_sql(text, form, 'UTC')})"
    if form in FAMILIES:
        family = FAMILIES[form]
        forms = ", ".join(f"'{each}'" for each in family.forms)
        plain = f"replace(translate({text}, './', '--'), ',', '')"
        return f"case when regexp_full_match({text}, '{family.shape}') then try_strptime({plain}, [{forms}]) end"
    quoted = form.replace("'", "''")
    return f"try_strptime({text}, '{quoted}')"


@dataclass(frozen=True)
class Evidence:
    """How many values of one column each candidate form reads, and whether the best of them agree."""

    filled: int
    read: Mapping[str, int]
    disagreeing: int


def weigh(connection: duckdb.DuckDBPyConnection, table: str, column: str, forms: tuple[str, ...]) -> Evidence:
    """Try every candidate form on a whole column of texts."""
    reads = [local_sql(column, form) for form in forms]
    counts = ", ".join(f"count({read})" for read in reads)
    row = connection.execute(f"select count({column}), {counts} from {table}").fetchall()[0]
    read = dict(zip(forms, row[1:], strict=True))
    best = [reads[place] for place, form in enumerate(forms) if read[form] == max(read.values())]
    differs = " or ".join(f"{best[0]} is distinct from {other}" for other in best[1:])
    disagreeing = 0
    if differs:
        disagreeing = connection.execute(f"select count(*) from {table} where {differs}").fetchall()[0][0]
    return Evidence(row[0], read, disagreeing)


def weigh_footer(texts: Iterable[str], forms: tuple[str, ...]) -> Evidence:
    """What the dates in the footer of a report say about the order of day and month."""
    dates = [match for text in texts for match in re.findall(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]\d{4}", text)]
    day_first = sum(int(first) <= 31 and int(second) <= 12 for first, second in dates)
    month_first = sum(int(first) <= 12 and int(second) <= 31 for first, second in dates)
    read = {"day-first": day_first, "month-first": month_first}
    return Evidence(len(dates), {form: read.get(form, 0) for form in forms}, int(day_first == month_first))


class AmbiguousDatesError(ValueError):
    """Dates of a column can be read in several ways, and nothing in the file says which."""

    def __init__(self, column: str, forms: Iterable[str]) -> None:
        super().__init__(column)
        self.column, self.forms = column, tuple(forms)


def choose(evidence: Mapping[str, Evidence], forms: tuple[str, ...]) -> dict[str, str]:
    """Form of each column of a file: the one that reads most of its values.

    A column that several forms read alike well takes the form that another column of the same file settles.

    Parameters
    ----------
    evidence : mapping of str to Evidence
        By column.
    forms : tuple of str
        Candidates in the profile's order.

    Raises
    ------
    AmbiguousDatesError
        If a column can be read in several ways.
    """
    settled, open_ = {}, {}
    for column, seen in evidence.items():
        best = [form for form in forms if seen.read[form] == max(seen.read.values())]
        if len(best) == 1 or not seen.disagreeing:
            settled[column] = best[0]
        else:
            open_[column] = best
    telling = {settled[column] for column, seen in evidence.items() if column in settled and seen.filled}
    for column, best in open_.items():
        agreed = [form for form in best if form in telling]
        if len(agreed) != 1:
            raise AmbiguousDatesError(column, best)
        settled[column] = agreed[0]
    return settled
