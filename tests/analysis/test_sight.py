"""What a reader sees who does not see everything: their part and nothing else, in every question there is."""

import re
from functools import cache
from pathlib import Path

import duckdb
import pytest

from analysis import question, sight
from analysis.question import AskError
from analysis.scope import Scope
from analysis.sight import Sight
from analysis.warehouse import Warehouse
from benchmarks.needed import needed
from data.store import Store

NOT_OF_LEADS = {"contents", "recorded_kinds", "unknowns"}  # what is recorded at all, however much
REFUSED = re.compile(r"(Spend|Targets|Target accounts|What was done) (is|are) not known by")
TOLD = [
    ("marts.journeys", "lead_name"),
    ("canonical.leads", "contact_id"),
    ("marts.stays", "amount_while_open"),
    ("canonical.spend", "amount"),
    ("marts.targets", "amount"),
]
DECIDED = {"account_name", "days_to_contacted", "name", "amounts"}  # of a company, a count of days, a word, a count
PRIVATE = ("lead_id", "lead_name", "contact_id", "account_id", "account_name", "owner")


@pytest.fixture(scope="module")
def seen_by(sample_home):
    """Opens the sample for a sight."""
    store = Store(sample_home)
    generation = store.current()
    behind = sight.behind(generation, store.folder)
    return cache(lambda own: Warehouse.seen(own, behind, generation.name))


def only(**values):
    return Sight((tuple(values.items()),))


@pytest.fixture(scope="module")
def own(sampled):
    """What each question cannot do without, by its name; learnt from everything, so that it is the same for all."""
    return {name: needed(sampled, name) for name in question.names()}


def as_set(frame):
    """Rows in an order that does not depend on the answer's; sums of fractions differ in their last digits."""
    return sorted(
        tuple(f"{value:.6g}" if isinstance(value, float) else str(value) for value in row)
        for row in frame.itertuples(index=False, name=None)
    )


def strings(frame):
    return {value for column in frame for value in frame[column] if isinstance(value, str)}


@pytest.mark.parametrize("name", sorted(set(question.names()) - NOT_OF_LEADS))
@pytest.mark.parametrize("dimension", ["owner", "region"])
def test_a_question_answers_for_what_is_seen_as_for_the_same_filter(sampled, seen_by, own, name, dimension):
    value = sampled.choices(dimension)[1]
    seen = seen_by(only(**{dimension: (value,)})).ask(name, **own[name])
    try:
        filtered = sampled.ask(name, Scope(**{dimension: (value,)}), **own[name])
    except AskError as refused:
        assert REFUSED.match(str(refused))  # noqa: PT017  # either is right
    else:
        assert as_set(seen) == as_set(filtered)


@pytest.mark.parametrize("name", question.names())
def test_no_question_says_anything_of_a_lead_that_is_not_seen(sampled, seen_by, own, name):
    own_part = "owner::varchar = 'Alex Marlow'"
    private = {
        value
        for column in PRIVATE
        for (value,) in sampled.rows(
            f"select {column}::varchar from marts.journeys group by all having not bool_or({own_part})"
        )
        if value
    }
    assert len(private) > 20_000
    seen = seen_by(only(owner=("Alex Marlow",)))
    others = {"lead_id": sampled.rows(f"select min(lead_id) from marts.journeys where not {own_part}")[0][0]}
    for told in (own[name], own[name] | others):
        if set(told) <= question.question(name).arguments:
            assert not strings(seen.ask(name, **told)) & private


def test_what_is_granted_adds_up(sampled, seen_by):
    owners = sampled.choices("owner")
    halves = [owners[::2], owners[1::2]]
    parts = [seen_by(only(owner=tuple(half))).ask("lead_totals") for half in halves]
    whole = sampled.ask("lead_totals")
    assert int(parts[0]["leads"][0]) + int(parts[1]["leads"][0]) == int(whole["leads"][0])


def test_several_grants_are_several_ways_to_be_seen(sampled, seen_by):
    ours, theirs = sampled.choices("owner")[:2]
    region = sampled.choices("region")[0]
    seen = seen_by(Sight(((("owner", (ours,)),), (("owner", (theirs,)), ("region", (region,))))))
    rule = f"owner = '{ours}' or (owner = '{theirs}' and region = '{region}')"
    assert seen.rows("select count(*) from marts.journeys") == sampled.rows(
        f"select count(*) from marts.journeys where {rule}"
    )


@pytest.mark.parametrize("grants", [(), ((("owner", ()),),), ((("owner", ("nobody",)),),)])
def test_who_is_granted_nothing_sees_nothing(seen_by, grants):
    seen = seen_by(Sight(grants))
    for table in ("marts.journeys", "marts.touchpoints", "canonical.leads", "canonical.spend", "marts.kept_stays"):
        assert seen.rows(f"select count(*) from {table}") == [(0,)], table


@pytest.mark.parametrize("grant", [(), (("channel", ("Email",)),), (("lead_id", ("L-1",)),)])
def test_a_grant_that_would_be_every_lead_or_is_of_no_known_kind_is_refused(grant):
    with pytest.raises(ValueError, match="Rows are granted by one of team, owner"):
        Sight((grant,))


def test_persons_and_amounts_are_not_there_for_who_may_not_see_them(seen_by, sampled):
    seen = seen_by(Sight(has_names=False, has_amounts=False))
    assert seen.rows("select count(*) from marts.journeys") == sampled.rows("select count(*) from marts.journeys")
    for table, column in TOLD:
        assert seen.rows(f"select count({column}) from {table}") == [(0,)], (table, column)
    assert seen.ask("won_deals")["won_amount"].fillna(0).tolist() == [0]


def test_columns_of_persons_and_money_are_known(sampled):
    """A column that is new and sounds like a person or money is decided about here."""
    found = sampled.rows(
        "select distinct column_name from duckdb_columns() where schema_name in ('marts', 'canonical', 'history')"
        " and regexp_matches(column_name, 'name|contact|email|phone|person|amount|price|revenue|value')"
    )
    assert {name for (name,) in found} == {*sight.PERSONS, *sight.AMOUNTS, *DECIDED}


def test_who_sees_no_lead_reads_words_and_days_and_nothing_else(seen_by, sampled):
    seen = seen_by(only(owner=("nobody",)))
    tables = sampled.rows("select table_schema || '.' || table_name from information_schema.tables")
    filled = {name for (name,) in tables if seen.rows(f"select count(*) from {name}") != [(0,)]}
    assert filled - {name for name in filled if name.startswith("meta.")} == {*sight.LOOKED_UP, "marts.contents"}
    assert seen.rows("select max(records) from marts.contents") == [(1,)], "that there is some, not how much"


def test_a_catalog_that_could_not_be_made_is_not_left_behind_half(tmp_path):
    generation = tmp_path / "generation.duckdb"
    with duckdb.connect(generation) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.journeys as select 'L-1' as lead_id, 'Ann' as owner")
    connection = sight.behind(generation, tmp_path)
    for _ in range(2):
        with pytest.raises(duckdb.CatalogException):
            sight.catalog(connection, only(owner=("Ann",)))


def test_no_question_can_name_what_lies_behind_the_views():
    texts = [
        path.read_text(encoding="utf-8")
        for path in Path(question.QUESTIONS).parent.rglob("*.*")
        if path.suffix in {".sql", ".py"}
    ]
    assert len(texts) > 100
    behind = re.compile(rf"\b{sight.WHOLE}\.({'|'.join(sight.SCHEMAS)})\b")
    assert [text for text in texts if behind.search(text)] == []
