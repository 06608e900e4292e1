"""Where the value of a field stands in a row: the column specifications of a profile, and their SQL."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

import duckdb

from data.intake.header import STAR, Header, normal, star_in

SPACES = "' ' || chr(9) || chr(10) || chr(13) || chr(160)"
ROW = "row"


@dataclass(frozen=True)
class Column:
    """Value of a field in a row.

    Attributes
    ----------
    how : {"any", "first", "join", "hash", "each", "main", "named"}
        ``any``: the first of the parts that the header has. ``first``: the first part with a value, row by row.
        ``join``: all of the parts, a blank between them. ``hash``: a key made of the named columns, or of the whole
        row when none is named. ``each``: of several values in one cell every one, with a row for it; they are parted
        by a sign, or a list in JSON.
        ``main``: of several values in one cell the first. ``named``: what the column's own name has for the ``*``, as
        the currency in ``Amount spent (EUR)``.
    parts : tuple of str or Column
        Column names or further specifications.
    beside : tuple of str
        Where given, the field is taken only when one of these columns is there too.
    begins : tuple of str
        Where given, only values that begin with one of these count: ids that say of what they are.
    parted : str
        The signs that part several values in one cell.
    """

    how: Literal["any", "first", "join", "hash", "each", "main", "named"]
    parts: "tuple[str | Column, ...]"
    beside: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    parted: str = ";,"


def read_column(spec: Any) -> Column:
    """Read a specification of a profile: a name, a list of alternative names, or a table.

    Raises
    ------
    ValueError
        If it is none of these.
    """
    if isinstance(spec, str):
        return Column("any", (spec,))
    if isinstance(spec, list) and spec:
        return Column("any", tuple(each if isinstance(each, str) else read_column(each) for each in spec))
    if isinstance(spec, dict):
        beside, begins = (_texts(spec.get(key, [])) for key in ("beside", "begins"))
        parted = spec.get("parted", Column.parted)
        if not isinstance(parted, str) or not re.fullmatch(r"[;,/|]+", parted):
            raise ValueError("`parted` must be some of the signs ; , / |")
        told = [(how, value) for how, value in spec.items() if how not in ("beside", "begins", "parted")]
        match told:
            case [("hash", "row")]:
                return Column("hash", (), beside)
            case [("first" | "join" as how, [_, *_] as parts)]:
                return Column(how, tuple(read_column(part) for part in parts), beside)
            case [("named", str(name))] if STAR in name:
                return Column("named", (name,), beside)
            case [("any" | "hash" | "each" | "main" as how, [_, *_] as names)] if _are_texts(names):
                return Column(how, tuple(names), beside, begins, parted)
    tables = "`any`, `first`, `join`, `each`, `main`, `named` or `hash`"
    raise ValueError(f"must be a column name, a list of names, or a table with {tables}")


def _are_texts(names: list[Any]) -> bool:
    return all(isinstance(name, str) for name in names)


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not _are_texts(value):
        raise ValueError("`beside` and `begins` must be lists of texts")
    return tuple(value)


def renamed(column: Column, name: Callable[[str], tuple[str, ...]]) -> Column:
    """The specification with other column names: for each name those that stand in its place.

    What stands for the star of a name is taken from the header, so a name with a star stays.
    """
    if column.how == "named":
        return column
    parts = [[renamed(part, name)] if isinstance(part, Column) else list(name(part)) for part in column.parts]
    beside = tuple(other for part in column.beside for other in name(part))
    return replace(column, parts=tuple(part for found in parts for part in found), beside=beside)


def sql(column: Column, header: Header) -> str | None:
    """SQL of a field's text over a staged file, or None when the header has no such column."""
    if column.beside and not header.has_any(column.beside):
        return None
    any_of = next((found for part in column.parts if (found := _part(part, header)) is not None), None)
    if any_of is not None and column.begins:
        starts = " or ".join(f"starts_with({any_of}, {_quoted(start)})" for start in column.begins)
        any_of = f"case when {starts} then {any_of} end"
    makers: dict[str, Callable[[], str | None]] = {
        "any": lambda: any_of,
        "each": lambda: any_of and f"unnest({_split(any_of, column.parted)})",
        "main": lambda: any_of and f"{_split(any_of, column.parted)}[1]",
        "first": lambda: _first([found for part in column.parts if (found := _part(part, header)) is not None]),
        "join": lambda: _join([found for part in column.parts if (found := _part(part, header)) is not None]),
        "hash": lambda: _hash([part for part in column.parts if isinstance(part, str)], header),
        "named": lambda: _named(names_in(column)[0], header),
    }
    return makers[column.how]()


def declare_empty(connection: duckdb.DuckDBPyConnection, texts: Iterable[str]) -> None:
    """Tell the connection which texts stand for an empty cell, whatever their case."""
    # One regular expression costs next to nothing beside the trimming; a list of constants doubles it.
    shape = "|".join(re.escape(text).replace("'", "''") for text in ("", *texts))
    trimmed = f"trim(written, {SPACES})"
    connection.execute(
        f"create or replace temp macro cell_text(written) as "
        f"case when not regexp_full_match({trimmed}, '(?i)(?:{shape})') then {trimmed} end"
    )


def cell(place: int) -> str:
    """SQL of one cell's text: trimmed, null when it is empty or stands for nothing, see ``declare_empty``."""
    return f"cell_text(c{place})"


def written(place: int) -> str:
    """SQL of one cell's text as it is written, but trimmed."""
    return f"coalesce(trim(c{place}, {SPACES}), '')"


def names_in(column: Column) -> list[str]:
    """Every column name that a specification mentions."""
    inner = [names_in(part) for part in column.parts if isinstance(part, Column)]
    return [part for part in column.parts if isinstance(part, str)] + [name for names in inner for name in names]


def name_in(column: Column | None, header: Header) -> str | None:
    """The first of the names that a specification mentions which the header has."""
    names = names_in(column) if column else []
    return next((name for name in names if header.has_any((name,))), None)


def several(column: Column, header: Header) -> str | None:
    """SQL condition: a cell of which the first value is taken has further ones; None where that cannot be."""
    if column.how != "main":
        parts = [several(part, header) for part in column.parts if isinstance(part, Column)]
        return next((each for each in parts if each), None)
    found = next((found for part in column.parts if (found := _part(part, header)) is not None), None)
    return f"len(list_distinct({_split(found, column.parted)})) > 1" if found else None


def _split(text: str, parted: str) -> str:
    """SQL of the list of values in one cell: what signs part, or a list in JSON, as databases write it."""
    signs = f"regexp_split_to_array({text}, '[{parted}]')"
    is_list = f"starts_with({text}, '[') and json_valid({text})"
    parts = f"case when {is_list} then json_extract_string({text}, '$[*]') else {signs} end"
    return f"list_filter(list_transform({parts}, lambda each: trim(each, {SPACES})), lambda each: each <> '')"


def _part(part: str | Column, header: Header) -> str | None:
    if isinstance(part, Column):
        return sql(part, header)
    place = header.places.get(normal(part))
    return None if place is None else cell(place)


def _named(pattern: str, header: Header) -> str | None:
    found = next((star for name in header.names if (star := star_in(pattern, name)) is not None), None)
    return None if found is None else _quoted(found)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _first(found: list[str]) -> str | None:
    return f"coalesce({', '.join(found)})" if found else None


def _join(found: list[str]) -> str | None:
    return f"nullif(concat_ws(' ', {', '.join(found)}), '')" if found else None


def _hash(names: list[str], header: Header) -> str | None:
    # By name, so that swapped columns give the same key.
    places = header.places
    chosen = [normal(name) for name in names] if names else sorted(places)
    cells = [written(places[name]) for name in chosen if name in places]
    return f"md5(concat_ws(chr(31), {', '.join(cells)}))" if cells else None
