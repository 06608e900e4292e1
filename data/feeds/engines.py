"""Databases over ADBC: every value as the text that the database itself writes, streamed, from one instant."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from data.feeds.feed import FeedError
from data.terminal import plain

MOST_BYTES = 1 << 30  # of a file: the next rows go into another one
QUERY = "query"  # what stands for a table where there is a query


@dataclass(frozen=True)
class Engine:
    """How one kind of database is spoken to.

    Attributes
    ----------
    driver : str
        Module of its driver.
    begin : tuple of str
        What is said first: all is read as of one instant, nothing is written, days and times are written in ISO 8601.
    text : str
        A value as text, of ``{name}``; ``{kinds}`` has forms of other types.
    kinds : dict of str to str
        By what the driver calls a type, the same of those that are not written as a number or name would be.
    instant : str
        When a row was changed, as what can be compared.
    latest : str
        The latest change as text, of ``{instant}``: none that lies ahead.
    since : str
        Condition of what changed after ``{mark}``, less ``{minutes}``.
    connects : callable
        From an address to what its driver connects by.
    quote : str
        Around the name of a column or table.
    """

    driver: str
    begin: tuple[str, ...]
    text: str
    kinds: dict[str, str]
    instant: str
    latest: str
    since: str
    connects: Callable[[str], dict[str, Any]]
    quote: str = '"'

    def quoted(self, name: str) -> str:
        """Name of a column or table as SQL."""
        return self.quote + name.replace(self.quote, self.quote * 2) + self.quote

    def relation(self, table: str) -> str:
        """A table, with its schema where it has one, as SQL."""
        return ".".join(self.quoted(part) for part in table.split("."))


def _of_snowflake(address: str) -> dict[str, Any]:
    return {"uri": address.partition("://")[2]}


def _of_bigquery(address: str) -> dict[str, Any]:
    """Project and data set; who reads stands in the file that GOOGLE_APPLICATION_CREDENTIALS names."""
    project, _, data_set = address.partition("://")[2].partition("/")
    return {"db_kwargs": {"adbc.bigquery.sql.project_id": project, "adbc.bigquery.sql.dataset_id": data_set}}


def _of_flight(address: str) -> dict[str, Any]:
    """The name and the word of whoever reads go in a field of their own: the driver overlooks them in an address."""
    scheme, _, rest = address.partition("://")
    who, _, host = rest.rpartition("@")
    name, _, word = who.partition(":")
    return {
        "uri": f"{scheme}://{host}",
        "db_kwargs": {"username": unquote(name), "password": unquote(word)} if who else {},
    }


POSTGRESQL = Engine(
    "adbc_driver_postgresql.dbapi",
    (
        "set transaction isolation level repeatable read, read only",
        "set local timezone = 'UTC'",
        "set local datestyle = 'ISO'",
        "set local intervalstyle = 'iso_8601'",
        "set local extra_float_digits = 1",
    ),
    "{name}::text",
    {"money": "{name}::numeric::text"},  # else with the sign of the server's own currency
    "{name}::timestamptz",
    "max(least({instant}, now())) filter (where isfinite({instant}))::text",
    "{instant} >= '{mark}'::timestamptz - interval '{minutes} minutes'",
    lambda address: {"uri": address},
)
SQLITE = Engine(
    "adbc_driver_sqlite.dbapi",
    (),
    "cast({name} as text)",
    {},
    "datetime({name})",
    "cast(max(min({instant}, datetime('now'))) as text)",
    "{instant} >= datetime('{mark}', '-{minutes} minutes')",
    lambda address: {"uri": f"file:{address.removeprefix('sqlite://')}?mode=ro"},
)
# Written by what their makers document, and never tried against a server: docs/databases.md says so.
SNOWFLAKE = Engine(
    "adbc_driver_snowflake.dbapi",
    (
        (
            "alter session set timezone = 'UTC', date_output_format = 'YYYY-MM-DD',"
            " timestamp_ntz_output_format = 'YYYY-MM-DD HH24:MI:SS.FF6',"
            " timestamp_ltz_output_format = 'YYYY-MM-DD HH24:MI:SS.FF6TZH:TZM',"
            " timestamp_tz_output_format = 'YYYY-MM-DD HH24:MI:SS.FF6TZH:TZM'"
        ),
    ),
    "to_varchar({name})",
    {},
    "{name}::timestamp_ltz",
    "to_varchar(max(least({instant}, current_timestamp())))",
    "{instant} >= dateadd(minute, -{minutes}, '{mark}'::timestamp_ltz)",
    _of_snowflake,
)
BIGQUERY = Engine(
    "adbc_driver_bigquery.dbapi",
    (),
    "if({name} is null, null, format('%t', {name}))",
    {},
    "cast({name} as timestamp)",
    "cast(max(least({instant}, current_timestamp())) as string)",
    "{instant} >= timestamp_sub(timestamp '{mark}', interval {minutes} minute)",
    _of_bigquery,
    "`",
)
FLIGHT_SQL = Engine(
    "adbc_driver_flightsql.dbapi",
    (),
    "cast({name} as varchar)",
    {},
    "cast({name} as timestamp)",
    "cast(max({instant}) as varchar)",
    "{instant} >= cast('{mark}' as timestamp) - interval '{minutes}' minute",
    _of_flight,
)
ENGINES = {
    "postgresql": POSTGRESQL,
    "postgres": POSTGRESQL,
    "sqlite": SQLITE,
    "snowflake": SNOWFLAKE,
    "bigquery": BIGQUERY,
    "grpc": FLIGHT_SQL,
    "grpc+tls": FLIGHT_SQL,
}


class DatabaseError(FeedError):
    """The database says no; whether to ask again says ``is_passing``."""

    def __init__(self, sentence: str, *, is_passing: bool) -> None:
        super().__init__(sentence)
        self.is_passing = is_passing


class Database:
    """An open database, of which everything is read as of one instant.

    Parameters
    ----------
    engine : Engine
        How it is spoken to.
    connection : Any
        Of its driver.
    """

    def __init__(self, engine: Engine, connection: Any) -> None:
        self._engine, self._connection = engine, connection
        self.relation = engine.relation
        for statement in engine.begin:
            with connection.cursor() as cursor:
                cursor.execute(statement)

    def columns(self, relation: str) -> dict[str, str]:
        """By the names of its columns what the driver calls their types."""
        with self._connection.cursor() as cursor:
            cursor.execute(f"select * from {relation} limit 0")
            schema = cursor.fetch_arrow_table().schema
        return {each.name: (each.metadata or {}).get(b"POSTGRESQL:type", b"").decode() for each in schema}

    def latest(self, relation: str, column: str) -> str:
        """The latest change, as text; "" where there is none."""
        told = self._engine.latest.format(instant=self._engine.instant.format(name=self._engine.quoted(column)))
        with self._connection.cursor() as cursor:
            cursor.execute(f"select {told} as latest from {relation}")
            return str(cursor.fetch_arrow_table().column(0)[0].as_py() or "")

    def write(
        self,
        relation: str,
        columns: dict[str, str],
        path: Path,
        *,
        changed_at: str = "",
        mark: str = "",
        minutes: int = 0,
        most: int | None = None,
    ) -> list[Path]:
        """Stream rows into files.

        Parameters
        ----------
        relation : str
            Table or query.
        columns : dict of str to str
            As ``columns`` has them.
        path : Path
            Of the first file; further ones are numbered.
        changed_at, mark : str
            Only what was changed since, by this column; "" for all.
        minutes : int
            By which to begin earlier.
        most : int, optional
            Rows at most.

        Returns
        -------
        list of Path
            None where there is no row.
        """
        engine, names = self._engine, {name: self._engine.quoted(name) for name in columns}
        texts = (
            f"{engine.kinds.get(kind, engine.text).format(name=names[name])} as {names[name]}"
            for name, kind in columns.items()
        )
        sql = f"select {', '.join(texts)} from {relation}"
        if changed_at and mark:
            instant = engine.instant.format(name=engine.quoted(changed_at))
            since = engine.since.format(instant=instant, mark=mark.replace("'", "''"), minutes=minutes)
            sql += f" where {since} or {instant} is null order by {instant}, 1"
        with self._connection.cursor() as cursor:
            cursor.execute(sql if most is None else f"{sql} limit {most:d}")
            return list(_written(cursor.fetch_record_batch(), path))


def _written(reader: Any, path: Path) -> Iterator[Path]:
    from pyarrow import csv

    writer, file, number = None, path, 0
    try:
        for batch in reader:
            if not batch.num_rows:
                continue
            if writer is not None and file.stat().st_size > MOST_BYTES:
                writer.close()
                writer = None
            if writer is None:
                number += 1
                file = path if number == 1 else path.with_stem(f"{path.stem} {number}")
                writer = csv.CSVWriter(file, batch.schema, write_options=csv.WriteOptions(quoting_style="needed"))
                yield file
            writer.write_batch(batch)
    finally:
        if writer is not None:
            writer.close()


@contextmanager
def opened(address: str) -> Iterator[Database]:
    """Open a database for reading.

    Parameters
    ----------
    address : str
        Such as ``postgresql://user:secret@host/database``.

    Yields
    ------
    Database
        As it is at this instant.

    Raises
    ------
    DatabaseError
        Whatever the database or the driver says, meanwhile too, with nothing secret in it.
    """
    scheme = address.partition("://")[0]
    if scheme not in ENGINES:
        known = ", ".join(sorted(ENGINES))
        raise DatabaseError(f"Its address must begin with one of {known}, followed by ://.", is_passing=False)
    try:
        driver = import_module(ENGINES[scheme].driver)
    except ImportError:
        package = ENGINES[scheme].driver.partition(".")[0].replace("_", "-")
        raise DatabaseError(
            f"Its driver {package} is not installed: `pip install --require-hashes -r requirements-warehouses.txt`"
            " in the environment of the dashboard brings it.",
            is_passing=False,
        ) from None
    try:
        with driver.connect(**ENGINES[scheme].connects(address)) as connection:
            yield Database(ENGINES[scheme], connection)
    except driver.Error as error:
        is_passing = isinstance(error, driver.OperationalError) and not _way_out(str(error))
        raise DatabaseError(_plain(error, address), is_passing=is_passing) from None


# What a driver puts before and behind the words of the database itself, and what these hint at.
WRAPPING = re.compile(
    r"^[A-Z_]+: (\[\w+\] )?(Failed to [a-z ]+: )?|(ERROR|FATAL): +| LINE \d+: .*$| Is the server running.*$"
)
WAYS_OUT = {
    r"authentication failed|role .* does not exist": "Correct the name and what is secret in the address.",
    r"database .* does not exist": "Correct the database in the address.",
    r"relation .* does not exist": "Correct the name of the table, with its schema before it: schema.table.",
}


def _way_out(sentence: str) -> str:
    """What to do about it, with a blank before; "" where that is not known, and where it may pass."""
    return next((f" {way}" for found, way in WAYS_OUT.items() if re.search(found, sentence)), "")


def _plain(error: Exception, address: str) -> str:
    """What the database says, in a line without any word that the address has before its host or as an option.

    A secret that is written wrongly is taken for a host or a port, and named as such: no part of it is shown.
    """
    text = " ".join(str(error).partition("Query was:")[0].split())
    rest, _, options = address.partition("://")[2].partition("?")
    words = re.split(r"[^\w%.~-]+", f"{rest.rpartition('@')[0]} {options}")
    for word in sorted({each for told in words for each in (told, unquote(told)) if each}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "…", text)
    text = WRAPPING.sub("", text).strip(" .")
    return plain(f"The database says: {text}.{_way_out(text)}")
