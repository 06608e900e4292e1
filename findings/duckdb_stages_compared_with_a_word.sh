#!/usr/bin/env bash
# DuckDB: stages of a funnel as an ENUM in their order, and leads that have got at least as far as a given stage.
#
# Guess, written down before it was run: "stage >= 'deal'" keeps the stages from deal on in the declared order, for
# "order by stage" and max(stage) go by that order, and the word is taken for a member of the ENUM as PostgreSQL does.
#
# Seen: beside a word, or a bound parameter, the ENUM is compared as text, by the alphabet. All four stages are >=
# 'deal', and the only one < 'lead' is the deal itself, in a table whose ORDER BY shows visit, lead, meeting, deal.
# The same happens wherever a stage meets a word: coalesce(stage, 'visit') is VARCHAR, and the max of it is "visit"
# where max(stage) is "deal". Filling gaps thus turns the furthest stage round. Nothing is said, and the answer is
# right for each pair of stages whose names happen to be in order.
#
# Cast the word: 'deal'::stage, and $stage::stage.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.0
"$folder/venv/bin/python" - <<'PYTHON'
import duckdb

connection = duckdb.connect()
print("duckdb", duckdb.__version__)
connection.execute("create type stage as enum ('visit', 'lead', 'meeting', 'deal')")
connection.execute("create table entries as select unnest(enum_range(null::stage))::stage as stage")
ORDERED = "list(stage::varchar order by stage)"


def kept(condition, **values):
    rows = connection.execute(f"select {ORDERED} from entries where {condition}", values).fetchall()
    print(f"{condition:24}", rows[0][0])
    return rows[0][0]


declared = ["visit", "lead", "meeting", "deal"]
assert kept("true") == declared
by_word = kept("stage >= 'deal'"), kept("stage >= $least", least="deal")
assert by_word == (declared, declared), "words are members of the ENUM now"
assert kept("stage < 'lead'") == ["deal"]
assert kept("stage >= 'deal'::stage") == kept("stage >= $least::stage", least="deal") == ["deal"]
assert kept("stage < 'lead'::stage") == ["visit"]
furthest = connection.execute("""
    select max(stage)::varchar, max(coalesce(stage, 'visit')), max(coalesce(stage, 'visit'::stage))::varchar
    from entries
""").fetchall()
print("furthest, with gaps filled by a word, by a member:", furthest[0])
assert furthest == [("deal", "visit", "deal")]
print("as seen: the order of the ENUM ends at a word")
PYTHON
