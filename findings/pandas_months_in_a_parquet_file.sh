#!/usr/bin/env bash
# pandas with Parquet: leads by month, the month as a Period, written to Parquet and read by another engine.
#
# Guess, written down before it was run: another reader gets the months as dates or as text like "2026-01", or pandas
# refuses to write them.
#
# Seen: pandas writes the number of months since January 1970 with an extension type beside it. DuckDB passes over the
# type and reads a bigint, 672 for January 2026; polars has 672 too, under the name of the extension. Quarters count
# quarters: 224 at the same time, so the numbers of two columns or files look alike and mean other times. Handed over
# in memory the same frame is refused by DuckDB. Read back by pandas all is well, so a round trip as a test shows
# nothing.
#
# Write month.dt.to_timestamp() or month.astype(str).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    pandas==3.1.1 pyarrow==26.0.1 duckdb==2.0.0 polars==2.1.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import tempfile
import warnings
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl

warnings.simplefilter("ignore")
print("pandas", pd.__version__, "duckdb", duckdb.__version__, "polars", pl.__version__)
frame = pd.DataFrame(
    {
        "month": pd.period_range("2026-01", periods=3, freq="M"),
        "quarter": pd.period_range("2026Q1", periods=3, freq="Q"),
        "leads": [5, 7, 9],
    }
)
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "months.parquet"
    frame.to_parquet(path)
    back = pd.read_parquet(path)
    READ = "select typeof(month), month, quarter from read_parquet($path)"
    by_duckdb = duckdb.execute(READ, {"path": str(path)}).fetchall()
    by_polars = pl.read_parquet(path)
print("pandas:", back["month"].astype(str).tolist(), back["quarter"].astype(str).tolist())
print("duckdb:", by_duckdb)
print("polars:", by_polars["month"].to_list(), by_polars["quarter"].to_list(), by_polars.dtypes)
assert back.equals(frame), "pandas reads its own months"
assert by_duckdb == [("BIGINT", 672, 224), ("BIGINT", 673, 225), ("BIGINT", 674, 226)], "DuckDB reads months now"
assert str(by_polars["month"].to_list()[0]) == "672"
try:
    duckdb.sql("select month from frame").fetchall()
    raise AssertionError("DuckDB takes a Period in memory now")
except duckdb.Error as error:
    print("in memory:", str(error)[:80])
print("as seen: periods are counted from 1970 for other readers")
PYTHON
