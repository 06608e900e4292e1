"""What every part of the work asks the database."""

import duckdb


def rows(connection: duckdb.DuckDBPyConnection, select: str) -> list[tuple[object, ...]]:
    """What a query answers."""
    return connection.execute(select).fetchall()


def columns_of(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """Names of the columns of a mart, in order."""
    found = rows(
        connection,
        "select column_name from duckdb_columns() where database_name = current_database() and schema_name = 'marts'"
        f" and table_name = '{name}' order by column_index",
    )
    return [str(column) for (column,) in found]


def at_places(table: str, places: str) -> str:
    """Select of a few rows of a wide table: of the others nothing but what finds these is read."""
    return f"from {table} where rowid in ({places})"


def is_there(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether there is a temporary table."""
    found = f"from duckdb_tables() where database_name = 'temp' and table_name = '{name}' limit 1"
    return bool(rows(connection, found))
