#!/usr/bin/env bash
# DuckDB with pandas, polars and Arrow: stages of a funnel as an ordered category, asked for the furthest one.
#
# Guess, written down before it was run: "order by stage" and max(stage) follow the declared order, whether the frame
# is pandas with an ordered category, polars with an Enum, or an Arrow dictionary that is marked as ordered.
#
# Seen: of pandas the category becomes an ENUM and its order holds. The very same column by way of Arrow, from pandas
# itself or from polars, arrives as VARCHAR, and everything goes by the alphabet: the furthest stage of a won deal is
# "visit". The mark of order is there in the Arrow type and is passed over; no error, and the same names. The way out
# loses it as well: an ENUM leaves as a dictionary that says it is not ordered, and polars makes a Categorical of it.
#
# Cast to the ENUM inside the query, or carry the stage's number.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    duckdb==2.0.0 pandas==3.1.1 polars==2.1.0 pyarrow==26.0.1 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

connection = duckdb.connect()
print("duckdb", duckdb.__version__, "pandas", pd.__version__, "polars", pl.__version__, "pyarrow", pa.__version__)
STAGES = ["visit", "lead", "meeting", "deal"]
found = ["lead", "visit", "deal", "meeting"]
by_pandas = pd.DataFrame({"stage": pd.Categorical(found, categories=STAGES, ordered=True)})
by_polars = pl.DataFrame({"stage": pl.Series(found, dtype=pl.Enum(STAGES))})
by_arrow = pa.Table.from_pandas(by_pandas)
assert by_arrow.schema.field("stage").type.ordered, "the Arrow type says that it is ordered"
QUESTION = """
    select any_value(typeof(stage)), string_agg(stage, ' < ' order by stage), max(stage)
    from entries
"""
answers = {}
for name, entries in {"pandas": by_pandas, "polars": by_polars, "arrow": by_arrow}.items():
    connection.register("entries", entries)
    answers[name] = connection.execute(QUESTION).fetchall()[0]
    connection.unregister("entries")
    print(f"{name:7}", answers[name])
assert answers["pandas"][1:] == (" < ".join(STAGES), "deal")
for name in ["polars", "arrow"]:
    assert answers[name] == ("VARCHAR", "deal < lead < meeting < visit", "visit"), f"{name} keeps the order now"
connection.register("frame", by_pandas)
leaving = connection.execute("select stage from frame").to_arrow_table().schema.field("stage").type
print("on the way out:", leaving, " ordered:", leaving.ordered, " in polars:", connection.sql("from frame").pl().dtypes)
assert not leaving.ordered
print("as seen: the order of stages is lost by way of Arrow")
PYTHON
