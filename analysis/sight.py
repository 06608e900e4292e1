"""What a reader sees of a generation: which leads, and whether their persons' names and any amounts.

A generation that is not seen whole is read through a catalog of views of its own. The questions stay as they are: what
they call ``marts.journeys`` is a view there that holds no other leads. A table for which no rule below says what of it
belongs to a lead is empty in it.
"""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from analysis.query import literal
from data import connections, marts
from data.access.readers import GRANTED_BY, Grant

WHOLE = "whole"  # catalog of the generation itself, where views are in front of it
SCHEMAS = ("meta", "canonical", "intake", "history", "staging", "marts")
# Words, days and settings: nothing of a lead can be read in them without the lead.
LOOKED_UP = ("history.generations", "intake.loads", "marts.evenings", "marts.worth_cells")
SPECIAL = {
    "marts.contents": "records > 0 and kind not in ('spend', 'targets')",  # no line of these belongs to a lead
    "meta.owners": "name in (select owner::varchar from marts.journeys)",
}
# As a lead was before, and as it is: what they are granted by is what stands in their own row.
OF_LEADS = ("marts.", "history.past_leads")
PERSONS = ("lead_name", "contact_id")
AMOUNTS = ("amount", "amount_while_open")
_making = threading.Lock()  # a second reader must not take a catalog that is half made for whole
Behind = duckdb.DuckDBPyConnection  # what catalogs of views stand in front of


@dataclass(frozen=True)
class Sight:
    """What a reader sees of a generation.

    Attributes
    ----------
    grants : tuple of Grant, optional
        Leads that fulfil any of them are seen: a grant names columns of ``GRANTED_BY``, each with the values that a
        lead must have one of. None is every lead, ``()`` is none.
    has_names : bool, default True
        Whether persons are seen by name.
    has_amounts : bool, default True
        Whether any amount of money is seen.

    Raises
    ------
    ValueError
        If a grant names no column of ``GRANTED_BY``, or none at all: that would be every lead.
    """

    grants: tuple[Grant, ...] | None = None
    has_names: bool = True
    has_amounts: bool = True

    def __post_init__(self) -> None:
        for grant in self.grants or ():
            if not grant or any(name not in GRANTED_BY for name, _ in grant):
                raise ValueError(f"Rows are granted by one of {', '.join(GRANTED_BY)}.")

    @property
    def is_whole(self) -> bool:
        """Whether everything is seen."""
        return self.grants is None and self.has_names and self.has_amounts

    @property
    def key(self) -> str:
        """Tells it from every other one: part of the key of whatever is kept; "" where everything is seen."""
        return "" if self.is_whole else hashlib.sha256(repr(self).encode()).hexdigest()[:20]

    @property
    def condition(self) -> str:
        """What a row that has the columns of a lead must fulfil."""
        if self.grants is None:
            return "true"
        return " or ".join(f"({_fulfilling(grant)})" for grant in self.grants) or "false"


def _fulfilling(grant: Grant) -> str:
    return " and ".join(
        f"coalesce({name}::varchar in ({', '.join(map(literal, values))}), false)" if values else "false"
        for name, values in grant
    )


def behind(generation: Path, home: Path) -> Behind:
    """Open a published generation for those who do not see it whole; what they see stands in front of it."""
    return connections.open_to_be_seen(generation, home, WHOLE)


def catalog(connection: Behind, sight: Sight) -> str:
    """The catalog of what is seen; made on its first use, and the same for all who see the same.

    Parameters
    ----------
    connection : Behind
        The generation.
    sight : Sight
        What is seen.

    Returns
    -------
    str
        Its name. A cursor that uses it reads nothing else by the names that questions have.
    """
    name = f"seen_{sight.key}"
    with _making, connection.cursor() as cursor:
        if cursor.execute("select 1 from duckdb_databases() where database_name = ?", [name]).fetchall():
            return name
        cursor.execute(f"attach ':memory:' as {name}")
        try:
            cursor.execute(f"use {name}")
            for statement in _statements(cursor, sight):
                cursor.execute(statement)
        except BaseException:
            cursor.execute("use memory")
            cursor.execute(f"detach {name}")
            raise
    return name


def _statements(cursor: duckdb.DuckDBPyConnection, sight: Sight) -> Iterator[str]:
    columns: dict[tuple[str, str], dict[str, str]] = {}
    for schema, table, column, kind in cursor.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns() where database_name = ?"
        " order by schema_name, table_name, column_index",
        [WHOLE],
    ).fetchall():
        columns.setdefault((schema, table), {})[column] = kind
    yield from (f"create schema {schema}" for schema in SCHEMAS)
    counted = {f"marts.{table}": marts.kept(table) for table in marts.KEPT}
    numbered = "(from staging.touches join (select lead_id, lead_number from marts.journeys) using (lead_id))"
    counted["marts.activities"] = marts.activities(numbered)
    if sight.grants is None:
        counted = {}
    # Leads first: other tables are seen as far as their leads are.
    for schema, table in sorted(columns, key=lambda each: each != ("marts", "journeys")):
        name, has = f"{schema}.{table}", columns[schema, table]
        if name not in counted:
            seen = f"select {_columns(name, has, sight)} from {WHOLE}.{name} where {_rows(name, has, sight)}"
            yield f"create view {name} as {seen}"
    # What is counted of many leads in a row is counted anew, of those that are seen.
    yield from (f"create view {name} as {select}" for name, select in counted.items())


def _columns(name: str, has: dict[str, str], sight: Sight) -> str:
    hidden: tuple[str, ...] = () if sight.has_names else PERSONS
    hidden += () if sight.has_amounts else AMOUNTS
    replaced = [f"null::{has[column]} as {column}" for column in hidden if column in has]
    if name == "marts.contents" and sight.grants is not None:  # that there is some, not how much of whom
        replaced += ["1 as records", "null::date as first_on", "null::date as last_on"]
    return f"* replace ({', '.join(replaced)})" if replaced else "*"


def _rows(name: str, has: dict[str, str], sight: Sight) -> str:
    if sight.grants is None:
        return "true"
    if name in SPECIAL:
        return SPECIAL[name]
    if name.startswith("meta.") or name in LOOKED_UP:
        return "true"
    if "lead_id" in has:
        named = {column for grant in sight.grants for column, _ in grant}
        if name.startswith(OF_LEADS) and named <= set(has):
            return sight.condition
        return "lead_id in (select lead_id from marts.journeys)"
    if "lead_number" in has:
        return "lead_number in (select lead_number from marts.journeys)"
    if "account_id" in has:
        return "account_id in (select account_id from marts.journeys)"
    return "false"


def cursor_of(connection: duckdb.DuckDBPyConnection, name: str) -> Any:
    """A cursor on a catalog; on what the connection is open on where the name is empty."""
    cursor = connection.cursor()
    if name:
        cursor.execute(f"use {name}")
    return cursor
