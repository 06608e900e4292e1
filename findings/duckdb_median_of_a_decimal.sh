#!/usr/bin/env bash
# DuckDB: the median amount of deals, kept as decimal.
#
# Guess, written down before it was run: the median of 1.00 and 1.01 in a decimal(10, 2) is 1.005, as avg gives it;
# medians of whole numbers come as double too.
#
# Seen: median and quantile_cont keep the type of a decimal and cut what has no place there, towards zero and not to
# the nearest: 1.00 here, and for amounts in whole units, decimal(18, 0), the median of 1 and 2 is 1. As integers, or
# as hugeint, the same two have 1.5. So "continuous" quantiles of money are up to one last digit too small (too large
# below zero), and a median changes when a column of integers is made decimal. avg of the same column is a double and
# has it all.
#
# Cast to double inside the median.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0
"$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal

import duckdb

connection = duckdb.connect()
print("duckdb", duckdb.__version__)
seen = {}
for kind in ["integer", "hugeint", "double", "decimal(18, 0)"]:
    seen[kind] = connection.execute(f"""
        select median(amount), typeof(median(amount)), quantile_cont(amount, 0.5), avg(amount)
        from (values (1::{kind}), (2::{kind})) as deals(amount)
    """).fetchone()
    print(f"{kind:15}", seen[kind])
assert {seen[kind][0] for kind in ["integer", "hugeint", "double"]} == {1.5}
assert seen["decimal(18, 0)"] == (Decimal(1), "DECIMAL(18,0)", Decimal(1), 1.5), "the median of decimals has moved"
cut = connection.execute("""
    select median(amount), median(-amount), median(amount::double), avg(amount)
    from (values (1.00::decimal(10, 2)), (1.01)) as deals(amount)
""").fetchone()
print("1.00 and 1.01  ", cut)
assert cut == (Decimal("1.00"), Decimal("-1.00"), 1.005, 1.005)
print("as seen: cut towards zero")
PYTHON
