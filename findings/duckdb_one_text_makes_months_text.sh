#!/usr/bin/env bash
# DuckDB: an advertising account exports a file a month. In one month a campaign has "--" where its cost belongs. All months
# are read in one go, by the names of their columns.
#
# Guess, written down before it was run: numbers and text do not go into one column. Reading fails, or the text of the one
# month is an error or a null, and the most expensive campaign is the one with the largest cost.
#
# Seen: nothing is said. The cost of all months is text, with union_by_name as with UNION ALL BY NAME of a table of numbers
# and a table of text. max(cost) is the greatest by the alphabet, 950 and not 12000; order by and arg_max follow it, and
# cost > '1000' lets 950 in. Only sum fails, which is the one that would have been looked at.
#
# Name the types of what is read, or look at typeof() of every column that is compared before it is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0
cd "$folder"
printf 'campaign,cost\nBrand,12000\nSpring,950\n' > 2026-01.csv
printf 'campaign,cost\nBrand,11000\nWebinar,--\n' > 2026-02.csv
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb

print("duckdb", duckdb.__version__)
ask = lambda select: duckdb.execute(select).fetchall()
duckdb.execute("create view months as from read_csv('2026-*.csv', union_by_name = true)")
duckdb.execute("create table numbers as from read_csv('2026-01.csv')")
duckdb.execute("create table texts as from read_csv('2026-02.csv')")
duckdb.execute("create view united as from numbers union all by name from texts")
assert ask("select distinct typeof(cost) from numbers") == [("BIGINT",)]
for name in ("months", "united"):
    kind = ask(f"select distinct typeof(cost) from {name}")
    largest = ask(f"select max(cost), arg_max(campaign, cost) from {name}")
    above = ask(f"select campaign from {name} where cost > '1000' order by cost desc")
    print(f"{name}: cost is {kind}, the largest {largest}, above 1000 {above}")
    assert kind == [("VARCHAR",)]
    assert largest == [("950", "Spring")]
    assert above == [("Spring",), ("Brand",), ("Brand",)]
    try:
        ask(f"select sum(cost) from {name}")
    except duckdb.BinderException as error:
        print(f"{name}: sum fails:", str(error).splitlines()[0])
    else:
        raise AssertionError("sum says nothing any more")
PYTHON
