#!/usr/bin/env bash
# DuckDB: a build makes tables on the way to others, drops them, and commits all of it as one transaction.
#
# Guess, written down before it was run: what is made and dropped within one transaction was never there for anybody, so
# the file holds what is left at the end, and a checkpoint makes it as small as if nothing else had been made.
#
# Seen: rows of a table that is large are written into the file while the transaction still runs. Dropping the table
# frees their blocks, but the tables that were made after it lie behind them, and a checkpoint cuts off only what is free
# at the end. The file stays larger by the dropped table, now and in every copy of it; vacuum does not change that. With
# a temporary table in its place nothing is left.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from pathlib import Path

import duckdb

print("duckdb", duckdb.__version__)
TOUCHES = "select i as touch, hash(i) as lead, (i * 7919) % 1000003 as day from range(3_000_000) as touches(i)"


def built(file, on_the_way, after=()):
    """Blocks of the file, those of them that are free, and its megabytes."""
    with duckdb.connect(file) as connection:
        connection.execute("begin")
        connection.execute(f"create {on_the_way} as {TOUCHES}")
        name = on_the_way.split()[-1]
        connection.execute(f"create table result as select lead, max(day) as last_day from {name} group by lead")
        connection.execute(f"drop table {name}")
        connection.execute("commit")
        for statement in ("checkpoint", *after):
            connection.execute(statement)
    with duckdb.connect(file, read_only=True) as connection:
        total, free = connection.execute("select total_blocks, free_blocks from pragma_database_size()").fetchone()
    return total, free, Path(file).stat().st_size / 1e6


seen = {
    "a table": built("table.duckdb", "table found"),
    "a table, vacuum": built("vacuum.duckdb", "table found", ("vacuum", "checkpoint")),
    "a temporary table": built("temporary.duckdb", "temp table found"),
}
for name, (total, free, megabytes) in seen.items():
    print(f"{name:18}: {total} blocks, {free} of them free, {megabytes:.0f} MB")
for name in ("a table", "a table, vacuum"):
    assert seen[name][1] > 0.2 * seen[name][0], "what is dropped on the way leaves the file now"
assert seen["a temporary table"][1] <= 1
print("as seen: the file keeps the room of what nobody ever saw")
PYTHON
