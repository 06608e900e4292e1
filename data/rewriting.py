"""Writes a generation anew with other rows: a file keeps the bytes of what is deleted from it, a new one has none."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb

from data import marts
from data.connections import prepare_for_writing, quoted
from data.store import COPIED, Store

Columns = dict[str, str]  # types by name
Prepare = Callable[[duckdb.DuckDBPyConnection], None]
Select = Callable[[duckdb.DuckDBPyConnection, str, Columns], str]


def rewrite(
    generations: Store,
    generation: Path,
    select_of: Select,
    *,
    prepare: Prepare = lambda _: None,
    finish: Prepare = lambda _: None,
) -> Path:
    """Write a generation anew and let it take the old one's place; whoever calls this holds the lock of the store.

    Parameters
    ----------
    generations : Store
        Of the home.
    generation : Path
        A whole one.
    select_of : callable
        Gives, on the connection that will run it, for the name of a table such as ``canonical.leads`` and its columns,
        the query of its rows; the old generation is attached as ``before``.
    prepare : callable, optional
        Makes what the queries need, before them.
    finish : callable, optional
        Does what needs the new marts, while the old generation is still attached.

    Returns
    -------
    Path
        The generation as it is called now.
    """
    into = generations.unfinished()
    into.unlink(missing_ok=True)
    with closing(duckdb.connect(str(into))) as connection:
        prepare_for_writing(connection, into.with_suffix(".spill"))
        connection.execute(marts.model("canonical"))
        connection.execute(f"attach '{quoted(generation)}' as before (read_only)")
        prepare(connection)
        for table, columns in _tables(connection).items():
            connection.execute(f"insert into {table} by name {select_of(connection, table, columns)}")
        meant = connection.execute("select definitions from before.meta.generation").fetchall()[0][0]
        marts.build(connection, meant, is_rewritten=True)
        finish(connection)
        connection.execute("detach before")
        connection.execute("checkpoint")
    return generations.replace(generation, into)


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, Columns]:
    """The tables that are copied, with the columns that both generations have."""
    found = connection.execute(
        "select schema_name || '.' || table_name, column_name, any_value(data_type) from duckdb_columns() "
        "where database_name in ('before', current_database()) and list_contains($schemas, schema_name) "
        "group by all having count(*) = 2 order by 1, min(column_index)",
        {"schemas": list(COPIED)},
    ).fetchall()
    tables: dict[str, Columns] = {}
    for table, column, kind in found:
        tables.setdefault(table, {})[column] = kind
    return tables
