"""Read amounts of money as people write them, and weigh which sign parts the cents where that can be read in two ways.

``1.500`` is one and a half thousand or one and a half: nothing in it says which. Such amounts of a column are all read
in one way, told by its other amounts, else by the other amounts of the file, else by what the profile declares, else by
a semicolon between the columns (who parts by semicolons writes the cents after a comma). Where all are silent the file
is refused until somebody says which.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from data.intake.currencies import CODES, SIGNS, WITHOUT_CENTS

DECIMALS = ("point", "comma")
GROUPING = {"point": ",", "comma": "."}
CENTS = {"point": ".", "comma": ","}
# Contradicting amounts up to this share are slips; more, and the column is written in both ways.
SLIPS = 0.05

# Space, tab, no-break space, figure space, thin space, narrow no-break space; apostrophes as Swiss exports write them.
_BLANK = "[ \t\u00a0\u2007\u2009\u202f]"
_QUOTES = "'’ʼ´`"
_MINUS = "[-−–]"
_CURRENCY = "|".join(
    [*(f"{re.escape(sign)}[.]?" if sign.isalpha() else re.escape(sign) for sign in SIGNS), *CODES]  # Rs. 500, Fr. 500
)


def _shape(decimal: str) -> str:
    """Regular expression of an amount; its cents may be a dash, and its groups those of India."""
    group, cents = re.escape(GROUPING[decimal]), re.escape(CENTS[decimal])
    whole = rf"\d+|\d{{1,3}}(?:{_BLANK}\d{{3}})+|[1-9]\d{{0,2}}(?:[{_QUOTES}]\d{{3}})+"
    whole += rf"|[1-9]\d{{0,2}}(?:{group}\d{{3}})+|[1-9]\d?(?:{group}\d{{2}})+{group}\d{{3}}"
    number = rf"(?:(?:{whole})(?:{cents}\d+)?|{cents}\d+)"
    round_number = rf"(?:{whole}){cents}(?:--?|[–—])"
    before, after = rf"(?:(?:{_CURRENCY}){_BLANK}*)?", rf"(?:{_BLANK}*(?:{_CURRENCY}))?"
    signed = rf"(?:(?:{_MINUS}|\+)?{_BLANK}*{before}|{before}{_MINUS}{_BLANK}*)(?:{number}|{round_number}){after}"
    minus_behind = rf"{before}{number}{after}{_BLANK}*{_MINUS}"
    bracketed = rf"\({_BLANK}*{before}{number}{after}{_BLANK}*\)"
    return _quoted(rf"(?i)(?:{signed}|{minus_behind}|{bracketed})")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_SHAPES = {decimal: _shape(decimal) for decimal in DECIMALS}
_SIGN = _quoted(f"(?i)(?:{_CURRENCY})")


def plain_sql(text: str, decimal: str) -> str:
    """SQL of an amount as digits with a point before the cents, a minus where it is negative; null when it is none."""
    bare = f"regexp_replace({text}, {_SIGN}, '')"
    digits = f"translate(regexp_replace({bare}, '[^0-9{CENTS[decimal]}]', '', 'g'), ',', '.')"
    minus = _quoted(rf"^{_BLANK}*{_MINUS}|\(|\d{_BLANK}*{_MINUS}$")
    return (
        f"case when regexp_full_match({text}, {_SHAPES[decimal]}) "
        f"then case when regexp_matches({bare}, {minus}) then '-' else '' end || {digits} end"
    )


def amount_sql(text: str, decimal: str) -> str:
    """SQL that reads an amount as decimal(18, 2), or null; what only the other way reads is read in that one."""
    return f"try_cast({_read_sql(text, decimal)} as decimal(18, 2))"


def rate_sql(text: str, decimal: str) -> str:
    """SQL that reads an exchange rate as decimal(28, 12), or null, as it reads amounts."""
    return f"try_cast({_read_sql(text, decimal)} as decimal(28, 12))"


def rounded_sql(text: str, decimal: str, table: str) -> str:
    """SQL that counts the amounts of a table of which reading dropped digits beyond the cents."""
    # The long expression stands there once: to compile it takes longer than a small file has rows for.
    read = f"select {_read_sql(text, decimal)} as amount from {table}"
    exact, cents = (f"try_cast(amount as decimal({kept}))" for kept in ("38, 12", "18, 2"))
    return f"select count(*) from ({read}) where {exact} <> {cents}"


def _read_sql(text: str, decimal: str) -> str:
    return f"coalesce({', '.join(plain_sql(text, way) for way in sorted(DECIMALS, key=lambda way: way != decimal))})"


def currencies_sql(text: str) -> str:
    """SQL of the list of currencies that an amount may name, the likeliest first; null where it names none."""
    sign = f"nullif(rtrim(upper(regexp_extract({text}, {_SIGN})), '.'), '')"
    signs = ", ".join(f"{_quoted(sign)}: {list(codes)}" for sign, codes in SIGNS.items())
    return f"coalesce(map {{{signs}}}[{sign}], case when {sign} is not null then [{sign}] end)"


@dataclass(frozen=True)
class Signs:
    """What the amounts of one column say about the sign that parts the cents.

    Attributes
    ----------
    point, comma : int
        Amounts that can be read in this way only.
    open : int
        Amounts that both ways read, as different sums.
    has_dots_only : bool
        Whether all of the open ones are written with a point.
    example : tuple of (int, str)
        Record and text of the first open amount; (0, "") where there is none.
    """

    point: int
    comma: int
    open: int
    has_dots_only: bool = False
    example: tuple[int, str] = (0, "")

    @property
    def says(self) -> str | None:
        """The way that the column tells by itself."""
        fewer, more = sorted((self.point, self.comma))
        if not more or fewer > SLIPS * (fewer + more):
            return None
        return "point" if self.point > self.comma else "comma"


class AmbiguousAmountsError(ValueError):
    """Amounts of a column can be read in two ways, and nothing in the file says which."""

    def __init__(self, column: str, seen: Signs) -> None:
        super().__init__(column)
        self.column, self.seen = column, seen


def weigh(connection: duckdb.DuckDBPyConnection, table: str, column: str, currency: str | None) -> Signs:
    """Try both ways on a whole column of texts.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Holds the table.
    table, column : str
        Where the texts stand; the table has ``record_no``.
    currency : str or None
        The column with the currency, if there is one.
    """
    has_sign = f"regexp_matches({column}, '[.,]')"
    if not connection.execute(f"select 1 from {table} where {has_sign} limit 1").fetchall():
        return Signs(0, 0, 0)  # most often: to compile what follows takes longer than to read a small file
    named = currencies_sql(column)
    first = f"{named}[1]" if currency is None else f"coalesce({named}[1], upper({currency}))"
    # An open amount has one sign before three digits; where the currency has no cents, that sign parts thousands.
    has_no_cents = f"coalesce({first} in {WITHOUT_CENTS}, false)"
    row = connection.execute(
        f"""
        with read as (
            select
                record_no,
                {column} as text,
                try_cast({plain_sql(column, "point")} as decimal(38, 6)) as by_point,
                try_cast({plain_sql(column, "comma")} as decimal(38, 6)) as by_comma,
                {has_no_cents} as has_no_cents
            from {table}
            where {has_sign}
        ),
        told as (
            select
                *,
                by_point <> by_comma and not has_no_cents as is_open,
                by_point is not null and by_comma is null
                    or by_point <> by_comma and has_no_cents and contains(text, ',') as is_point,
                by_comma is not null and by_point is null
                    or by_point <> by_comma and has_no_cents and contains(text, '.') as is_comma
            from read
        )
        select
            count(*) filter (where is_point),
            count(*) filter (where is_comma),
            count(*) filter (where is_open),
            coalesce(bool_and(contains(text, '.')) filter (where is_open), false),
            coalesce(min(record_no) filter (where is_open), 0),
            coalesce(arg_min(text, record_no) filter (where is_open), '')
        from told
        """
    ).fetchall()[0]
    point, comma, open_, has_dots_only, record, text = row
    return Signs(point, comma, open_, has_dots_only, (record, text))


def choose(evidence: Mapping[str, Signs], declared: str | None, delimiter: str) -> dict[str, str]:
    """The sign of each column of a file.

    Parameters
    ----------
    evidence : mapping of str to Signs
        By column.
    declared : str or None
        What the profile says; it counts where the file does not contradict it.
    delimiter : str
        What parts the columns of the file.

    Raises
    ------
    AmbiguousAmountsError
        If a column can be read in two ways.
    """
    telling = {seen.says for seen in evidence.values() if seen.says}
    chosen = {}
    for column, seen in evidence.items():
        if not seen.open:
            likelier = "point" if seen.point > seen.comma else "comma"
            chosen[column] = likelier if seen.point != seen.comma else declared or "point"
        elif seen.says:
            chosen[column] = seen.says
        elif seen.point or seen.comma:
            raise AmbiguousAmountsError(column, seen)
        elif len(telling) == 1:
            chosen[column] = min(telling)
        elif declared:
            chosen[column] = declared
        # Three digits after the comma are cents nowhere: then the semicolon says nothing.
        elif delimiter == ";" and seen.has_dots_only:
            chosen[column] = "comma"
        else:
            raise AmbiguousAmountsError(column, seen)
    return chosen
