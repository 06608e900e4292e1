#!/usr/bin/env bash
# polars: the share of each source in the amount won, from amounts kept as decimals with two places.
#
# Guess, written down before it was run: a quotient of two decimals has enough places for a rate, as in DuckDB (a
# double) or in Arrow (more places); at the least the two places are told by some warning.
#
# Seen: the quotient has two places like its parts: a third is 0.33, and a source with 0.4 % of the amount has a share
# of 0.00. Shares do not add up to 1 (here to 0.95), and twelve sources of 0.4 % each are nothing together. A product
# is cut likewise: a chance of 0.05 times a chance of 0.05 is 0.00. mean() and median() of the same column are doubles
# with all places, so that one and the same query is exact in one column and coarse in the next. Nothing is raised.
#
# Cast one side to Float64, or to a decimal of more places.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check polars==2.1.0 pyarrow==26.0.1 duckdb==2.0.0
"$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

print("polars", pl.__version__)
amounts = pl.DataFrame({"amount": [Decimal("904.00"), *[Decimal("4.00")] * 12, Decimal("48.00")]})
amounts = amounts.with_columns(pl.col("amount").sum().alias("every"))
share = amounts.select(pl.col("amount") / pl.col("every"))["amount"]
print("shares by polars:", share.dtype, share.to_list(), "sum", share.sum())
assert share.dtype.scale == 2, "the quotient has more places now"
assert share[1] == 0 and share.sum() < 1
arrow = amounts.to_arrow()
by_arrow = pc.divide(arrow["amount"].cast(pa.decimal128(10, 2)), arrow["every"].cast(pa.decimal128(10, 2)))
by_duckdb = duckdb.sql("select amount / every from arrow order by amount").fetchall()
print("by Arrow:", by_arrow[1], " by DuckDB:", by_duckdb[0][0])
assert by_arrow[1].as_py() == Decimal("0.004") and by_duckdb[0][0] == 0.004
third = pl.DataFrame({"won": [Decimal("1.00")], "every": [Decimal("3.00")], "chance": [Decimal("0.05")]})
third = third.select(
    (pl.col("won") / pl.col("every")).alias("rate"),
    (pl.col("chance") * pl.col("chance")).alias("both"),
    pl.col("won").mean(),
)
print(third.rows(), third.dtypes)
assert third.row(0)[:2] == (Decimal("0.33"), Decimal("0.00")) and third.dtypes[2] == pl.Float64
print("as seen: shares of decimal amounts have the places of the amounts")
PYTHON
