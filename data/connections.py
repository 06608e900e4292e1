"""How a file of the database is opened: for building, or for reading and nothing else."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

_opening = threading.Lock()


def prepare_for_writing(connection: duckdb.DuckDBPyConnection, spill: Path) -> None:
    """Settings of a connection that builds: UTC, a folder of its own to spill to, no downloads, memory as allowed."""
    connection.execute("set global TimeZone = 'UTC'")
    connection.execute(f"set temp_directory = '{quoted(spill)}'")
    connection.execute("set preserve_insertion_order = false")
    connection.execute("set enable_progress_bar = false")
    connection.execute("set autoinstall_known_extensions = false")
    connection.execute("set allow_community_extensions = false")
    if allowed := os.environ.get("PIPELINE_IMPORT_MEMORY"):
        connection.execute(f"set memory_limit = '{quoted(allowed)}'")


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows, with a value for each column of the table, at once: one by one each takes as long as a query."""
    if rows:
        columns = [pa.array(values) for values in zip(*rows, strict=True)]
        connection.register("given_rows", pa.table(columns, names=[f"c{place}" for place in range(len(columns))]))
        connection.execute(f"insert into {table} select * from given_rows")
        connection.unregister("given_rows")


def open_read_only(generation: Path, folder: Path) -> duckdb.DuckDBPyConnection:
    """Open a generation for reading, locked down: no file, no network, no setting can be reached through it.

    Parameters
    ----------
    generation : Path
        A published generation.
    folder : Path
        Home folder, for what a query must spill.

    Returns
    -------
    DuckDBPyConnection
        Take a ``cursor()`` of it for every read: a shared connection mixes the rows of its readers.
    """
    with _opening:
        connection = duckdb.connect(str(generation), read_only=True)
        # Two connections to one file share its settings within a process: the second finds them made and locked.
        if not connection.execute("select current_setting('lock_configuration')").fetchall()[0][0]:
            _lock(connection, generation, folder)
    return connection


def open_to_be_seen(generation: Path, folder: Path, name: str) -> duckdb.DuckDBPyConnection:
    """Open a generation as a catalog beside which there can be others, of views; locked down all the same.

    Parameters
    ----------
    generation : Path
        A published generation.
    folder : Path
        Home folder, for what a query must spill.
    name : str
        Of the catalog.

    Returns
    -------
    DuckDBPyConnection
        On an empty database in memory.
    """
    connection = duckdb.connect(":memory:")
    connection.execute(f"attach '{quoted(generation)}' as {name} (read_only)")
    _lock(connection, generation, folder)
    return connection


def _lock(connection: duckdb.DuckDBPyConnection, generation: Path, folder: Path) -> None:
    # The order matters: what is locked first cannot be set later.
    settings = (
        "set global TimeZone = 'UTC'",
        f"set temp_directory = '{quoted(folder / 'spill')}'",
        f"set memory_limit = '{os.environ.get('PIPELINE_MEMORY', '4GB')}'",
        f"set threads = {int(os.environ.get('PIPELINE_THREADS', os.cpu_count() or 2))}",
        f"set global perfect_ht_threshold = {_counting_bits(generation)}",
        "set autoload_known_extensions = false",
        "set autoinstall_known_extensions = false",
        "set allow_community_extensions = false",
        "set enable_external_access = false",
        "set lock_configuration = true",
    )
    for setting in settings:
        connection.execute(setting)


def _counting_bits(generation: Path) -> int:
    """How many bits of small columns are counted in an array instead of a hash table: more where many rows repay it."""
    return max(12, min(20, (generation.stat().st_size >> 12).bit_length()))


def quoted(path: Path | str) -> str:
    """The path or word as it may stand between the quotes of a statement."""
    return str(path).replace("'", "''")
