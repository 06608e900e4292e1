"""Read dates and times: the declared forms as SQL, and the choice among them for a whole column.

A date that says itself which part is the year, the month and the day is read wherever it stands; of ``03/04/2026`` the
column decides, and where the column does not, the others of the file.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

_TIME = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
_CLOCK = rf"{_TIME}(?: ?[AP]M)?"
_OFFSET = r" ?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)"
_DAY_OF_EXCEL = "timestamp '1899-12-30'"


@dataclass(frozen=True)
class Family:
    """A way to write an instant: what it is called in messages, its shape, and its strptime forms (none: ISO)."""

    called: str
    shape: str
    forms: tuple[str, ...] = ()


def _by_day(order: str) -> tuple[str, ...]:
    times = (" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", "")
    return tuple(order + time for time in times)


# With two digits a year stands behind dots or slashes only: 26-03-04 may begin with the year.
_SHAPE_BY_DAY = rf"\d{{1,2}}(?:[./-]\d{{1,2}}[./-]\d{{4}}|[./]\d{{1,2}}[./]\d{{2}})(?: {_CLOCK})?"
FAMILIES: Mapping[str, Family] = {
    "iso": Family("year-month-day", rf"\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:[T ](?:{_CLOCK}|{_TIME}{_OFFSET}))?"),
    "day-first": Family("day.month.year", _SHAPE_BY_DAY, _by_day("%d-%m-%Y")),
    "month-first": Family("month/day/year", _SHAPE_BY_DAY, _by_day("%m-%d-%Y")),
    "unix-milliseconds": Family("milliseconds since 1970", r"\d{12,13}"),
    "unix-seconds": Family("seconds since 1970", r"\d{9,10}"),
    "excel-days": Family("days since 1900, as spreadsheets count", r"[3-7]\d{4}(?:\.\d+)?"),
}

# Months as exports write them: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Danish.
# Without accents; a name may be cut to three or four letters where it stays that month's.
_MONTHS = (
    "january januar januari janvier enero gennaio janeiro stycznia styczen jan janv ene gen sty",
    "february februar februari fevrier febrero febbraio fevereiro lutego luty feb febr fev fevr lut",
    "march marz maerz mars marzo marco maart marca marzec mar mrz mrt",
    "april avril abril aprile kwietnia kwiecien apr avr abr kwi",
    "may mai mayo maggio maio mei maja maj mag",
    "june juni juin junio giugno junho czerwca czerwiec jun giu cze",
    "july juli juillet julio luglio julho lipca lipiec jul juil lug lip",
    "august aout agosto augustus augusti sierpnia sierpien aug ago sie",
    "september septembre septiembre setiembre settembre setembro wrzesnia wrzesien sep sept set wrz",
    "october oktober octobre octubre ottobre outubro pazdziernika pazdziernik oct okt ott out paz",
    "november novembre noviembre novembro listopada listopad nov lis",
    "december dezember decembre diciembre dicembre dezembro grudnia grudzien dec dez dic gru",
)
MONTHS = {name: month for month, names in enumerate(_MONTHS, start=1) for name in names.split()}


def called(form: str) -> str:
    """Name of a date form in a message."""
    return FAMILIES[form].called if form in FAMILIES else form


def is_form(form: str) -> bool:
    """Whether a strptime form is one that can be read."""
    try:
        duckdb.connect().execute("select try_strptime('', $form)", {"form": form})
    except duckdb.Error:
        return False
    return True


def plain_sql(text: str) -> str:
    """SQL of a date without what only adorns it: one blank at a time, no comma or word before the time."""
    # Most dates are written by machines and need none of this: that is told much faster than how they are adorned.
    is_plain = rf"regexp_full_match({text}, '\d+(?:[-./:T ][\d.]+)*Z?')"
    tidy = rf"regexp_replace({text}, '[\s\x{{a0}}\x{{2009}}\x{{202f}}]+', ' ', 'g')"
    tidy = rf"regexp_replace({tidy}, '(\d),? (?:at |um )?(\d?\d:)', '\1 \2')"
    for half in ("A", "P"):
        tidy = rf"regexp_replace({tidy}, '(\d) ?[{half}{half.lower()}]\.? ?[Mm]\.?$', '\1 {half}M')"
    return f"case when {is_plain} then {text} else regexp_replace({tidy}, ' Uhr$', '') end"


def spell_out_months(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> None:
    """Write dates with the name of a month as year-month-day, in a column of plain dates."""
    folded = f"lower(strip_accents({column}))"
    has_name = f"regexp_matches({folded}, '[a-z]{{3}}')"
    if not connection.execute(f"select count(*) from {table} where {has_name}").fetchall()[0][0]:
        return
    month = "|".join(sorted(MONTHS, key=len, reverse=True))
    weekday, clock = r"(?:[a-z]+\.?,? )?", rf"(?:,? ({_TIME}(?: ?[ap]m|{_OFFSET.lower()})?))?"
    day, year = r"(\d{1,2})(?:st|nd|rd|th|er|\.|º)?", r"(\d{4}|\d{2})"
    ways = (
        (rf"{weekday}{day}(?: de)?[ ./-]*({month})\.?,?(?: de)?[ ./-]*{year}{clock}", "dmyc"),
        (rf"{weekday}({month})\.?[ -]{day},?[ -](\d{{4}}){clock}", "mdyc"),
        (rf"(\d{{4}})[ ./-]({month})\.?[ ./-](\d{{1,2}}){clock}", "ymdc"),
    )
    numbers = ", ".join(f"'{name}': {number}" for name, number in MONTHS.items())
    for way, order in ways:
        connection.execute(
            f"""
            update {table} as dates set {column} = told.plain
            from (
                select {column} as written, case when length(part.y) = 2 then '20' else '' end || part.y || '-'
                    || map {{{numbers}}}[part.m] || '-' || part.d
                    || case when part.c <> '' then ' ' || upper(part.c) else '' end as plain
                from (
                    select distinct {column}, regexp_extract({folded}, '^{way}$', {list(order)}) as part
                    from {table} where {has_name} and regexp_full_match({folded}, '{way}')
                )
            ) as told
            where dates.{column} = told.written
            """
        )


def has_offset_sql(plain: str) -> str:
    """SQL that says whether a plain date has an offset from UTC."""
    return f"regexp_matches({plain}, ':.*{_OFFSET}$')"


def instant_sql(plain: str, forms: Sequence[str], zone: str) -> str:
    """SQL that reads a plain date as timestamptz by the first form that fits; null when none does.

    Without an offset it is a time of the zone.
    """
    return f"coalesce({', '.join(_instant_sql(plain, form, zone) for form in forms)})"


def _instant_sql(plain: str, form: str, zone: str) -> str:
    if form.startswith("unix-"):
        scale = 1000 if form == "unix-milliseconds" else 1
        shape = FAMILIES[form].shape
        return f"case when regexp_full_match({plain}, '{shape}') then to_timestamp({plain}::bigint / {scale}) end"
    local = f"timezone('{zone}', {_local_sql(plain, form)})"
    if form != "iso":
        return local
    joined = rf"regexp_replace(regexp_replace({_dashed(plain)}, ' ?(?:UTC|GMT|Z)$', 'Z'), ' ([+-][\d:]+)$', '\1')"
    return (
        f"case when not regexp_full_match({plain}, '{FAMILIES[form].shape}') then null"
        f" when {has_offset_sql(plain)} then try_cast({joined} as timestamptz)"
        f" else {local} end"
    )


def _dashed(plain: str) -> str:
    """SQL of a date that begins with the year, its parts joined by dashes; the year 0026 is 2026."""
    dashed = rf"regexp_replace({plain}, '^(\d{{4}})[-/.](\d{{1,2}})[-/.]', '\1-\2-')"
    return f"regexp_replace({dashed}, '^00', '20')"


def local_sql(plain: str, forms: Sequence[str]) -> str:
    """SQL that reads a plain date as the wall-clock timestamp it shows, whatever its offset; null when it is none."""
    return f"coalesce({', '.join(_local_sql(plain, form) for form in forms)})"


def _local_sql(plain: str, form: str) -> str:
    if form.startswith("unix-"):
        return f"timezone('UTC', {_instant_sql(plain, form, 'UTC')})"
    if form not in FAMILIES:
        quoted = form.replace("'", "''")
        return f"try_strptime({plain}, '{quoted}')"
    family = FAMILIES[form]
    if form == "iso":
        shown = rf"regexp_replace({_dashed(plain)}, '(:\d{{2}}(?:\.\d+)?){_OFFSET}$', '\1')"
        halves = f"try_strptime({_dashed(plain)}, ['%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p'])"
        read = f"case when {plain} like '%M' then {halves} else try_cast({shown} as timestamp) end"
    elif form == "excel-days":
        read = f"{_DAY_OF_EXCEL} + to_seconds(round({plain}::double * 86400)::bigint)"
    else:
        forms = ", ".join(f"'{each}'" for each in family.forms)
        dashed = rf"regexp_replace({plain}, '^(\d+)[./-](\d+)[./-](?:00|20)?(\d\d)( |$)', '\1-\2-20\3\4')"
        read = f"try_strptime({dashed}, [{forms}])"
    return f"case when regexp_full_match({plain}, '{family.shape}') then {read} end"


@dataclass(frozen=True)
class Evidence:
    """What the dates of one column say about the form they are written in.

    Attributes
    ----------
    read : mapping of str to int
        Values that each candidate form reads.
    alone : mapping of str to int
        Values that this form reads and no other.
    open : int
        Values that several forms read, as different instants.
    rivals : tuple of str
        The forms that read them.
    example : tuple of (int, str)
        Record and text of the first of them; (0, "") where there is none.
    """

    read: Mapping[str, int]
    alone: Mapping[str, int]
    open: int = 0
    rivals: tuple[str, ...] = ()
    example: tuple[int, str] = (0, "")

    def says(self, forms: Iterable[str]) -> str | None:
        """The one of some forms that the column tells by itself."""
        counts = sorted(((self.alone[form], form) for form in forms), reverse=True)
        others = sum(count for count, _ in counts[1:])
        is_told = counts[0][0] > 0 and others <= SLIPS * (counts[0][0] + others)
        return counts[0][1] if is_told else None

    def is_torn(self) -> bool:
        """Whether some values can only be read in one of the rival forms, and others only in another."""
        return sum(self.alone[form] > 0 for form in self.rivals) > 1


# Contradicting dates up to this share are slips; more, and the column is written in both ways.
SLIPS = 0.05


def weigh(connection: duckdb.DuckDBPyConnection, table: str, column: str, forms: Sequence[str]) -> Evidence:
    """Try every candidate form on a whole column of plain dates."""
    reads = ", ".join(f"{_local_sql(column, form)} as read_{place}" for place, form in enumerate(forms))
    names = [f"read_{place}" for place in range(len(forms))]
    known = f"list_filter([{', '.join(names)}], lambda each: each is not null)"
    counts = ", ".join(
        f"count({name}), count({name}) filter (where count_read = 1), count({name}) filter (where is_open)"
        for name in names
    )
    row = connection.execute(
        f"""
        with read as (select record_no, {column} as text, {reads} from {table} where {column} is not null),
        told as (select *, length({known}) as count_read, length(list_distinct({known})) > 1 as is_open from read)
        select
            count(*) filter (where is_open),
            coalesce(min(record_no) filter (where is_open), 0),
            coalesce(arg_min(text, record_no) filter (where is_open), ''),
            {counts}
        from told
        """
    ).fetchall()[0]
    per_form = dict(zip(forms, zip(row[3::3], row[4::3], row[5::3], strict=True), strict=True))
    return Evidence(
        read={form: counted[0] for form, counted in per_form.items()},
        alone={form: counted[1] for form, counted in per_form.items()},
        open=row[0],
        rivals=tuple(form for form, counted in per_form.items() if counted[2]),
        example=(row[1], row[2]),
    )


def weigh_footer(texts: Iterable[str], forms: Sequence[str]) -> Evidence:
    """What the dates in the footer of a report say about the order of day and month."""
    dates = [match for text in texts for match in re.findall(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]\d{4}", text)]
    day_first = sum(12 < int(first) <= 31 and int(second) <= 12 for first, second in dates)
    month_first = sum(int(first) <= 12 and 12 < int(second) <= 31 for first, second in dates)
    told = {"day-first": day_first, "month-first": month_first}
    counts = {form: told.get(form, 0) for form in forms}
    return Evidence(counts, counts)


class AmbiguousDatesError(ValueError):
    """Dates of a column can be read in several ways, and nothing in the file says which."""

    def __init__(self, column: str, forms: Iterable[str]) -> None:
        super().__init__(column)
        self.column, self.forms = column, tuple(forms)


def choose(evidence: Mapping[str, Evidence], forms: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Forms of each column of a file, in the order in which they are tried: first the one that reads most of it.

    Values that rival forms read as different instants are read in the form that the column's other values tell, else
    in the form that the other columns of the file tell.

    Parameters
    ----------
    evidence : mapping of str to Evidence
        By column.
    forms : sequence of str
        Candidates in the profile's order.

    Raises
    ------
    AmbiguousDatesError
        If a column can be read in several ways.
    """
    chosen = {}
    for column, seen in evidence.items():
        first = max(forms, key=lambda form: seen.read[form])
        if seen.open:
            told = seen.says(seen.rivals)
            elsewhere = {each.says(seen.rivals) for each in evidence.values()} - {None}
            if told is None and (seen.is_torn() or len(elsewhere) != 1):
                raise AmbiguousDatesError(column, seen.rivals)
            first = told or next(form for form in seen.rivals if form in elsewhere)
        chosen[column] = (first, *(form for form in forms if form != first))
    return chosen
