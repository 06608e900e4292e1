#!/usr/bin/env bash
# DuckDB: a person is deleted, and the database copied to a new file so that nothing of them is left.
#
# Guess, written down before it was run: delete leaves the bytes in the file until a checkpoint writes the blocks anew;
# a copy of the whole database into a new file holds what the tables hold, and nothing else.
#
# Seen: neither delete, checkpoint, nor vacuum takes the name out of the file, in a table of a thousand rows as in one of
# 300,000. A copy into a new file does, where names are text. Where they are an enumeration, made of the names that there
# were, the copy takes the type along with every value it ever had: no row has the name any more, but the new file still
# holds it, and enum_range lists it. The same goes for owners, campaigns or accounts kept as enumerations to save space.
#
# To forget a name, make the type anew of the values that are left, then copy, then search the bytes of the new file.
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
NAME = "Rasmus Mallowgarth"  # invented


def holds(file):
    return NAME.encode() in Path(file).read_bytes()


def listed(file):
    with duckdb.connect(file, read_only=True) as connection:
        rows = connection.execute("select count(*) from leads where name::varchar = ?", [NAME]).fetchone()[0]
        try:
            values = connection.execute("select enum_range(null::person)::varchar[]").fetchone()[0]
        except duckdb.CatalogException:
            values = []
    return rows, NAME in values


seen = {}
for kind in ("text", "enum"):
    for leads in (1_000, 300_000):
        old, new = f"{kind}{leads}.duckdb", f"{kind}{leads}_copied.duckdb"
        with duckdb.connect(old) as connection:
            connection.execute(f"""
                create table told as
                select lead, if(lead = 7, '{NAME}', 'Person ' || lead % 90) as name from range({leads}) as leads(lead)
            """)
            if kind == "enum":
                connection.execute("create type person as enum (select distinct name from told order by name)")
            connection.execute(f"create table leads as select lead, name::{'person' if kind == 'enum' else 'varchar'} as name from told")
            connection.execute("drop table told")
        with duckdb.connect(old) as connection:
            for statement in ("delete from leads where lead = 7", "checkpoint", "vacuum", "checkpoint"):
                connection.execute(statement)
        with duckdb.connect(new) as connection:
            connection.execute(f"attach '{old}' as before (read_only)")
            connection.execute(f"copy from database before to {Path(new).stem}")
        seen[kind, leads] = holds(old), holds(new), *listed(new)
        print(f"{kind} {leads:7}: in the file after delete {seen[kind, leads][0]}, in the copy {seen[kind, leads][1]},"
              f" rows there {seen[kind, leads][2]}, in the type {seen[kind, leads][3]}")
assert all(found[0] for found in seen.values()), "a deleted name leaves its file now"
assert [seen["text", leads][1:] for leads in (1_000, 300_000)] == [(False, 0, False)] * 2
assert [seen["enum", leads][1:] for leads in (1_000, 300_000)] == [(True, 0, True)] * 2, "a copy forgets values now"
print("as seen: the copy has the name that no row has")
PYTHON
