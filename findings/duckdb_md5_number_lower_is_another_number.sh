#!/usr/bin/env bash
# DuckDB and Snowflake: leads are dealt out to test groups by a number made of the MD5 of their id. The groups were drawn in
# the warehouse with MD5_NUMBER_LOWER64; a report on the laptop finds a lead's group with DuckDB's md5_number_lower.
#
# Guess, written down before it was run: MD5 is MD5. The number is the last 64 bits of the digest in both, as
# int.from_bytes(digest[8:]) has it, "lower" is what md5_number(id) & (2**64 - 1) keeps, and it costs what md5 costs.
#
# Seen: three times no. DuckDB reads the digest backwards, so that its number has the bytes of Snowflake's in the opposite
# order. With three or five groups nobody notices: 256 leaves 1 when it is divided by either, so a number leaves what the
# sum of its bytes leaves, in any order, and every lead is in its group. With ten groups every second lead is in another
# one, with four groups three of four. DuckDB's md5_number_lower is then the *upper* half of its own md5_number. And it is
# a macro that writes the 128 bits as text, cuts the text and reads it again: several times the cost of md5_number, of
# which `>> 64` gives the same number.
#
# What was dealt out by one engine cannot be found again by the other: keep the group in a column. For Snowflake's number
# take ('0x' || right(md5(id), 16))::ubigint in DuckDB.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import hashlib
import time

import duckdb

SNOWFLAKE = 9203306159527282910  # of 'Snowflake', as its reference of MD5_NUMBER_LOWER64 shows it

print("duckdb", duckdb.__version__)
connection = duckdb.connect()
connection.execute("set threads = 1")
digest = hashlib.md5(b"Snowflake").digest()
assert int.from_bytes(digest[8:], "big") == SNOWFLAKE
lower, both, taken = connection.execute(
    "select md5_number_lower('Snowflake'), md5_number('Snowflake'), ('0x' || right(md5('Snowflake'), 16))::ubigint"
).fetchone()
print(f"lower half in Snowflake {SNOWFLAKE}, in DuckDB {lower}")
assert taken == SNOWFLAKE
assert lower == int.from_bytes(digest[8:], "little") != SNOWFLAKE
assert lower == both >> 64 != both % 2**64

for groups, least, most in ((3, 1, 1), (5, 1, 1), (2, 0.49, 0.51), (4, 0.24, 0.26), (10, 0.49, 0.51)):
    same = connection.execute(
        f"select avg((md5_number_lower(id) % {groups} = ('0x' || right(md5(id), 16))::ubigint % {groups})::integer)"
        " from (select 'lead-' || i as id from range(100000) as leads(i))"
    ).fetchone()[0]
    print(f"of 100,000 leads in {groups:2} groups {same:.0%} are in the same group")
    assert least <= same <= most


def seconds(expression):
    least = 9e9
    for _ in range(3):
        started = time.process_time()
        connection.execute(f"select max({expression}) from range(1000000) as leads(i)").fetchone()
        least = min(least, time.process_time() - started)
    return least


ratio = seconds("md5_number_lower(i::varchar)") / seconds("(md5_number(i::varchar) >> 64)::ubigint")
print(f"md5_number_lower takes {ratio:.1f} times as long as md5_number and a shift")
assert ratio > 2
PYTHON
