"""What the tests of the sample share: a generated sample and short ways to ask it."""

from typing import Any

import duckdb

from data import definitions, marts, sample

TRUTHS = sample.read("truths")
DEFINITIONS = definitions.parse_text(definitions.DEFAULT_FILE.read_text(encoding="utf-8"))


def generated(*, threads: int = 2, **arguments: Any) -> duckdb.DuckDBPyConnection:
    """Canonical tables in memory with a sample in them."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(f"set threads = {threads}")
    connection.execute(f"set preserve_insertion_order = {threads == 1}")
    connection.execute(marts.model("canonical"))
    sample.generate(connection, **arguments)
    return connection


def rows(connection: duckdb.DuckDBPyConnection, query: str, **values: Any) -> list[Any]:
    return connection.execute(query, values).fetchall()


def value(connection: duckdb.DuckDBPyConnection, query: str, **values: Any) -> Any:
    return rows(connection, query, **values)[0][0]
