#!/usr/bin/env bash
# pandas, DuckDB and polars: the days on which a contract that was won on 31 January is renewed, month by month.
#
# Guess, written down before it was run: each library counts whole months from the first day, so that the 31st comes
# back where the month has one: 31 January, 28 February, 31 March; and the three agree.
#
# Seen: polars does that. DuckDB's generate_series and pandas' date_range add a month to the day before, so that after
# February it is the 28th for good, and every later month is three days early. A join of their series with that of
# polars keeps two months of six, and amounts due by the end of March fall into another week. Adding a number of
# months to the first day, in either of them, gives the days of polars.
#
# Write start + to_months(n) over a range of whole numbers, or start + pd.DateOffset(months=n).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    pandas==3.1.1 duckdb==2.0.0 polars==2.1.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import datetime

import duckdb
import pandas as pd
import polars as pl

print("pandas", pd.__version__, "duckdb", duckdb.__version__, "polars", pl.__version__)
start, end = datetime.date(2026, 1, 31), datetime.date(2026, 6, 30)
SERIES = "select day::date from generate_series($start::timestamp, $end::timestamp, interval 1 month) as days(day)"
COUNTED = "select ($start::date + to_months(n::integer))::date from range(6) as months(n) order by n"
seen = {
    "pandas": [day.date() for day in pd.date_range(start, end, freq=pd.DateOffset(months=1))],
    "pandas, counted": [(pd.Timestamp(start) + pd.DateOffset(months=n)).date() for n in range(6)],
    "duckdb": [day for (day,) in duckdb.execute(SERIES, {"start": start, "end": end}).fetchall()],
    "duckdb, counted": [day for (day,) in duckdb.execute(COUNTED, {"start": start}).fetchall()],
    "polars": pl.date_range(start, end, "1mo", eager=True).to_list(),
}
for name, days in seen.items():
    print(f"{name:16}", *(f"{day:%d.%m.}" for day in days))
assert [day.day for day in seen["polars"]] == [31, 28, 31, 30, 31, 30]
assert seen["pandas"] == seen["duckdb"] and [day.day for day in seen["duckdb"]] == [31, 28, 28, 28, 28, 28]
assert seen["pandas, counted"] == seen["duckdb, counted"] == seen["polars"]
print("as seen: two of three stay at the 28th")
PYTHON
