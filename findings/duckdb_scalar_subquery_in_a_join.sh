#!/usr/bin/env bash
# DuckDB: a look-up table of chances by state and days, and rows whose days are capped at the table's last day.
#
# Guess, written down before it was run: in
#     join told on told.state = waiting.state and told.days = least(waiting.days, (select max(days) from told))
# the subquery does not depend on the rows, so it is worked out once, and both equalities make one hash join on state and
# days, as they do with the same number written as a constant.
#
# Seen: the equality with the subquery is no longer a condition of the hash join. Rows are hashed on state alone, and a
# nested loop goes through every pair of equal state: some hundred times as many rows as in the answer. The answer is
# right, and EXPLAIN is the only one to tell. With the largest day worked out from the parameter that made the table
# (list_max over the list that is unnested), or put into a column of its own one step before, it is one hash join again.
#
# Over a quarter of a million rows and the same table it took 2.5 s instead of 0.06 s.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0
"$folder/venv/bin/python" - <<'PYTHON'
import re

import duckdb

connection = duckdb.connect()
print("duckdb", duckdb.__version__)
connection.execute("""
    create table told as
    select state::utinyint as state, days::integer as days, random() as chance
    from range(12) as states(state), range(731) as ages(days);
    create table waiting as
    select (i % 12)::utinyint as state, (i * 7919 % 1500)::integer as days from range(20000) as leads(i)
""")
JOIN = "join told on told.state = waiting.state and told.days = {capped}"
WAITING = "select count(*), sum(waiting.days) from waiting"
FORMS = {
    "subquery in the condition": f"{WAITING} {JOIN.format(capped='least(waiting.days, (select max(days) from told))')}",
    "constant in the condition": f"{WAITING} {JOIN.format(capped='least(waiting.days, 730)')}",
    "subquery in a column": f"""
        select count(*), sum(waiting.days) from (
            select state, days, least(days, (select max(days) from told)) as capped from waiting
        ) as waiting
        join told on told.state = waiting.state and told.days = waiting.capped
    """,
    "list_max in the condition": f"{WAITING} {JOIN.format(capped='least(waiting.days, list_max(range(731)))')}",
}
answers, pairs = {}, {}
for name, query in FORMS.items():
    answers[name] = connection.execute(query).fetchall()
    plan = connection.execute(f"explain analyze {query}").fetchall()[0][1]
    pairs[name] = max(int(number.replace(",", "")) for number in re.findall(r"([\d,]+) rows", plan))
    print(f"{name:28} answer {answers[name]}  rows of the largest step {pairs[name]:>12,}")
assert len({str(answer) for answer in answers.values()}) == 1, "all forms answer alike"
slow = pairs.pop("subquery in the condition")
assert max(pairs.values()) <= 20_000, "a hash join makes no more rows than there are"
assert slow > 100 * 20_000, "the subquery no longer makes a nested loop"
print("as seen: the subquery makes", slow // 20_000, "times as many rows")
PYTHON
