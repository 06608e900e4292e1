#!/usr/bin/env bash
# DuckDB: the speed of the first response is the minutes from a lead's creation to the first call, both TIMESTAMP WITH TIME
# ZONE, as a CRM exports them.
#
# Guess, written down before it was run: both are one number of microseconds since 1970. Minutes between two of them need no
# zone, and cost what they cost between two TIMESTAMPs; days need the zone and cost a little more. In a session whose zone
# is UTC there is no difference at all.
#
# Seen: date_diff('minute', ...) takes dozens of times as long with a zone as without, even where the session's zone is UTC:
# it walks a calendar for each row. Over the same instants as plain UTC timestamps, make_timestamp(epoch_us(t)), the answers
# are the same at every change of the clocks of 2026; a cast to TIMESTAMP is the slower way there.
#
# Seven such columns were a quarter of the time in which a million leads were prepared.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import time

import duckdb

print("duckdb", duckdb.__version__)
connection = duckdb.connect()
connection.execute("set threads = 1")
connection.execute(
    "create table leads as select make_timestamptz(1767225600000000 + i * 31536000) as created_at,"
    " make_timestamptz(1767225600000000 + i * 31536000 + (i % 9973) * 61000000) as called_at"
    " from range(1000000) as numbers(i)"
)
WITH_ZONE = "date_diff('minute', created_at, called_at)"
WITHOUT = "date_diff('minute', make_timestamp(epoch_us(created_at)), make_timestamp(epoch_us(called_at)))"
CAST = "date_diff('minute', created_at::timestamp, called_at::timestamp)"


def seconds(expression):
    least = 9e9
    for _ in range(3):
        started = time.process_time()
        connection.execute(f"select sum({expression}) from leads").fetchone()
        least = min(least, time.process_time() - started)
    return least


for zone in ("UTC", "Europe/Berlin", "America/New_York"):
    connection.execute(f"set TimeZone = '{zone}'")
    differ = connection.execute(f"select count(*) from leads where {WITH_ZONE} <> {WITHOUT}").fetchone()[0]
    slow, quick, cast = seconds(WITH_ZONE), seconds(WITHOUT), seconds(CAST)
    print(f"{zone:17} {slow / quick:4.0f} times as long, after a cast {cast / quick:3.0f}; other answers: {differ}")
    assert differ == 0
    assert slow / quick > 10
PYTHON
