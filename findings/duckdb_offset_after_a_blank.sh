#!/usr/bin/env bash
# DuckDB: instants of an export that are written with a blank before the offset, "2026-03-24 10:00:00 +02:00".
#
# Guess, written down before it was run: the cast to timestamptz reads the offset with or without a blank before it,
# as PostgreSQL does, and so it does "Z".
#
# Seen: with the blank the cast raises and try_cast gives NULL for "+02:00", "+0200" and "Z", while it reads a name of
# a zone after the same blank, even "UTC". The cast to a plain timestamp takes all of them with the blank and drops
# the offset. Read as an instant such a column is empty, read as a plain timestamp it is two hours off, and under
# try_cast neither is said. Exports of Ruby programs and git write "+0200" after a blank.
#
# Take the blank out before the cast, or use strptime with %z, which reads it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb

connection = duckdb.connect()
print("duckdb", duckdb.__version__)
connection.execute("set timezone = 'UTC'")
seen = {}
for offset in ["Z", " Z", "+02:00", " +02:00", " +0200", " UTC", " Europe/Berlin"]:
    text = "2026-03-24 10:00:00" + offset
    seen[offset] = connection.execute(
        "select try_cast($text as timestamptz)::varchar, try_cast($text as timestamp)::varchar", {"text": text}
    ).fetchone()
    print(f"{text:35} timestamptz {seen[offset][0]}  timestamp {seen[offset][1]}")
for offset in [" Z", " +02:00", " +0200"]:
    assert seen[offset] == (None, "2026-03-24 10:00:00"), f"{offset!r} is read now"
assert seen["Z"][0] == seen[" UTC"][0] == "2026-03-24 10:00:00+00"
assert seen["+02:00"][0] == "2026-03-24 08:00:00+00" and seen[" Europe/Berlin"][0] == "2026-03-24 09:00:00+00"
FORM = "select strptime('2026-03-24 10:00:00 +02:00', '%Y-%m-%d %H:%M:%S %z')::varchar"
parsed = connection.execute(FORM).fetchone()[0]
print("strptime with %z:", parsed)
assert parsed == "2026-03-24 08:00:00+00"
print("as seen: no offset after a blank")
PYTHON
