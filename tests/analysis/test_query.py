"""The query that a page shows, pasted into a shell, answers what the page says."""

import re
from datetime import date

import pandas as pd
import pytest

from analysis import question
from analysis import warehouse as ask
from analysis.lists.page import Page
from analysis.lists.selection import Selection
from analysis.query import Query, keeping, literal
from analysis.scope import Scope
from benchmarks.needed import needed
from tests.worlds import Journey, Spend, Touch, on, warehouse_of

KNOWN_AT_THE_END = "scoped_(gaps|(spend_)?changes|(win_)?touchpoints|paths|sequence_steps)|credit_first"
ODD = 'O\'Neil "$scope_since" -- $1; \\ 雪'
WORLD = [
    Journey("google ads", {"lead": 0, "prospect": 4}, "won", 9, amount=10, lead={"owner": ODD, "account_id": "a"}),
    Journey("Cold calls", {"lead": 2, "engaged": 5}, "lost", 8, touches=(Touch(3, "outbound", "call"),), reason=ODD),
    Journey("Cold calls", {"lead": 3}, lead={"owner": ODD}),
]


@pytest.fixture(scope="module")
def warehouse():
    return warehouse_of(WORLD, as_of=60, spend=[Spend("google ads", 0, 10)])


def pasted(warehouse, text):
    assert "$" not in text.replace(ODD.replace("'", "''"), ""), "every value is written out"
    with warehouse._connection.cursor() as cursor:
        return cursor.sql(text.removesuffix(";")).to_arrow_table()


@pytest.mark.parametrize("name", question.names())
def test_a_query_that_is_pasted_gives_the_same_answer(warehouse, name):
    scope = Scope(since=on(0), until=on(40), as_of=on(30))
    # Spend, targets and the list of target accounts know no owner.
    if not re.search("scoped_(spend|targets)|target_accounts", question.question(name).body):
        scope = scope.narrowed(owner=(ODD, "(not recorded)"))
    if re.search(KNOWN_AT_THE_END, question.question(name).body):
        scope = scope.narrowed(as_of=None)
    own = needed(warehouse, name)
    with keeping() as kept:
        frame = warehouse.ask(name, scope, **own)
    (asked,) = kept
    assert asked.name == name
    pd.testing.assert_frame_equal(ask._to_frame(pasted(warehouse, asked.text)), frame, check_dtype=False)


def test_odd_values_of_a_selection_are_pasted_whole(warehouse):
    with keeping() as kept:
        frame = warehouse.ask("leads", selection=Selection(reason=ODD), page=Page(rows=5))
    assert frame["lead_id"].tolist() == ["lead-1"]
    pd.testing.assert_frame_equal(ask._to_frame(pasted(warehouse, kept[0].text)), frame)


def test_only_what_is_asked_meanwhile_is_kept_and_once(warehouse):
    warehouse.ask("shares")
    with keeping() as kept:
        warehouse.ask("shares")
        warehouse.ask("shares")
        with keeping() as inner:
            warehouse.ask("reasons")
        warehouse.ask("shares", Scope(since=on(1)))
    warehouse.ask("shares")
    assert [each.name for each in kept] == ["shares", "shares"]
    assert [each.name for each in inner] == ["reasons"]


@pytest.mark.parametrize("value", [ODD, "", None, True, 3, -2.5, date(2026, 1, 2), ["a'b", "c"], 10**15])
def test_a_literal_means_the_value(warehouse, value):
    found = warehouse.rows(f"select {literal(value)}")[0][0]
    assert (float(found) if isinstance(value, float) else found) == value


def test_what_has_no_literal_is_refused():
    with pytest.raises(TypeError, match="There is no literal for"):
        literal(object())
    assert Query("x", "select $a_1, $a", {"a_1": 1, "a": "$a_1"}).text == "select 1, '$a_1';"
