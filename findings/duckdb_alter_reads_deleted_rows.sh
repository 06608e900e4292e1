#!/usr/bin/env bash
# DuckDB: an export had "n/a" among its amounts. The faulty rows are deleted, and the column is made a number.
#
# Guess, written down before it was run: deleted rows are no rows. Once no row holds "n/a", the column can become a number,
# as it can in a copy of the table; an enumeration of stages can lose a stage that no row has any more.
#
# Seen: neither can. ALTER TABLE ... TYPE converts the deleted rows as well, and stops at a value that no query shows, in
# memory and in a file, after a checkpoint, after VACUUM, and in a new session. It says which value, but a search for that
# value finds no row. Only once a whole group of rows is deleted are its rows not read. TRY_CAST in USING gets past it, and
# so does CREATE TABLE AS.
#
# To change the type of a column from which rows were deleted, say how: USING try_cast(...), and count the nulls after it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb

print("duckdb", duckdb.__version__)


def tried(connection, statement):
    try:
        connection.execute(statement)
    except duckdb.ConversionException as error:
        return str(error).splitlines()[0]
    return "done"


for where in (":memory:", "deals.duckdb"):
    connection = duckdb.connect(where)
    connection.execute("create table deals as select i::varchar as amount from range(1000) as numbers(i)")
    connection.execute("insert into deals values ('n/a')")
    connection.execute("create table stages (stage enum('lead', 'won', 'parked'))")
    connection.execute("insert into stages values ('lead'), ('won'), ('parked')")
    connection.execute("delete from deals where amount = 'n/a'")
    connection.execute("delete from stages where stage = 'parked'")
    if where != ":memory:":
        connection.execute("checkpoint")
        connection.execute("vacuum")
        connection.close()
        connection = duckdb.connect(where)
    assert connection.execute("select count(*) from deals where try_cast(amount as integer) is null").fetchone() == (0,)
    assert connection.execute("select count(*) from stages where stage = 'parked'").fetchone() == (0,)
    number = tried(connection, "alter table deals alter amount type integer")
    fewer = tried(connection, "alter table stages alter stage type enum('lead', 'won')")
    print(f"{where:13} to a number: {number}")
    print(f"{where:13} to fewer stages: {fewer}")
    assert "n/a" in number and "parked" in fewer
    assert tried(connection, "create table copied as select amount::integer as amount from deals") == "done"
    assert tried(connection, "alter table deals alter amount type integer using try_cast(amount as integer)") == "done"
    assert connection.execute("select count(*), count(amount), sum(amount) from deals").fetchone() == (1000, 1000, 499500)
PYTHON
