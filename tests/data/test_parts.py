"""Marts that are built in parts are those that are built from nothing, after whatever loads."""

import os
import shutil

import duckdb
import pytest

from data import marts, parts
from data.connections import quoted
from data.parts import touched
from data.store import Store
from tests.data.sequences import Business

SEQUENCES = int(os.environ.get("PIPELINE_SEQUENCES", "4"))  # hundreds take a while, and were run
FIRST = int(os.environ.get("PIPELINE_FIRST_SEQUENCE", "0"))
FOUND = (61, 249)  # sequences that found a fault: an owner's first team, and a lead merged by way of another one
LOADS = 6
# Numbers that stand for something: the rows that they stand for are compared.
STAND_FOR = {
    "lead_number": "(select lead_id from {at}marts.journeys as lead where lead.lead_number = told.lead_number)",
    "account_number": (
        "(select distinct account_id from {at}marts.journeys as lead where lead.account_number = told.account_number)"
    ),
    "cell": (
        "(select (motion, segment, channel)::varchar from {at}marts.worth_cells as cells where cells.cell = told.cell)"
    ),
    "loads_in_parts": "0",
}
HISTORY = ("history.generations", "history.past_leads", "history.past_spend")


@pytest.fixture(autouse=True)
def small_data_in_parts(monkeypatch):
    monkeypatch.setattr(parts, "LEAST_LEADS", 0)
    monkeypatch.setattr(touched, "MOST_SHARE", 9)


@pytest.mark.parametrize("seed", [*range(FIRST, FIRST + SEQUENCES), *FOUND])
def test_after_any_sequence_of_loads_the_marts_are_those_of_a_build_from_nothing(tmp_path, seed):
    business = Business(seed, tmp_path / "home")
    business.begin()
    done = []
    for _ in range(LOADS):
        done.append(business.go_on())
        assert not differences(business.home, tmp_path), f"seed {seed}, after {done}"


def differences(home, folder):
    """The tables and types of a generation that are others when all its marts are built from nothing."""
    *_, before, generation = Store(home).generations()
    anew = folder / "anew.duckdb"
    shutil.copyfile(generation, anew)
    with duckdb.connect(str(anew)) as connection:
        connection.execute("set global TimeZone = 'UTC'")
        ((text,),) = connection.execute("select definitions from meta.generation").fetchall()
        connection.execute(f"attach '{quoted(before)}' as before (read_only)")
        for table in HISTORY:
            connection.execute(f"delete from {table}")
            connection.execute(f"insert into {table} by name from before.{table}")
        connection.execute("detach before")
        marts.build(connection, text, before)
        connection.execute(f"attach '{quoted(generation)}' as parts (read_only)")
        return [*other_tables(connection), *other_columns(connection)]


def other_tables(connection):
    tables = connection.execute(
        "select schema_name || '.' || table_name, list(column_name) from duckdb_columns()"
        " where database_name = current_database() and schema_name in ('marts', 'meta', 'history')"
        " and (schema_name, table_name) in (select (schema_name, table_name) from duckdb_tables())"
        " group by all order by 1"
    ).fetchall()
    for table, columns in tables:
        anew, in_parts = (selected(table, columns, at) for at in ("", "parts."))
        rows = connection.execute(f"select columns(*)::varchar from ({anew} except all {in_parts}) limit 3").fetchall()
        others = connection.execute(
            f"select columns(*)::varchar from ({in_parts} except all {anew}) limit 3"
        ).fetchall()
        if rows or others:
            yield table, sorted(columns), rows, others


def selected(table, columns, at):
    meant = ", ".join(
        f"{STAND_FOR[name].format(at=at) if name in STAND_FOR else name} as {name}" for name in sorted(columns)
    )
    return f"select {meant} from {at}{table} as told"


def other_columns(connection):
    """Enumerations hold the same names in the same order: columns have the types that they would have."""
    columns = (
        "(select table_name, column_name, data_type from duckdb_columns()"
        " where database_name = {} and schema_name = 'marts')"
    )
    return connection.execute(
        f"from ({columns.format('current_database()')} except {columns.format(chr(39) + 'parts' + chr(39))})"
    ).fetchall()


def loads_in_parts(home):
    with duckdb.connect(str(Store(home).current()), read_only=True) as connection:
        return connection.execute("select loads_in_parts from meta.generation").fetchall()[0][0]


@pytest.fixture
def business(tmp_path):
    made = Business(1, tmp_path / "home")
    made.begin()
    return made


def test_loads_are_built_in_parts_until_the_file_is_written_anew(business, monkeypatch):
    monkeypatch.setattr(parts, "MOST_LOADS", 2)
    found = []
    for _ in range(4):
        business.activity()
        found.append(loads_in_parts(business.home))
    assert found == [1, 2, 0, 1]


def test_what_touches_most_leads_is_built_from_nothing(business, monkeypatch, tmp_path):
    monkeypatch.setattr(touched, "MOST_SHARE", 0.01)
    business.activity()
    assert loads_in_parts(business.home) == 0
    assert not differences(business.home, tmp_path)
    assert not list((business.home / "generations").glob("building-*"))


def test_a_rebuild_is_from_nothing(business):
    assert loads_in_parts(business.home) == 0
    business.activity()
    assert loads_in_parts(business.home) == 1
    with Store(business.home).new_generation("rebuilt", keeps_sample=True):
        pass
    assert loads_in_parts(business.home) == 0


def test_other_definitions_touch_everything(business):
    business.other_rules()
    assert loads_in_parts(business.home) == 0


def test_a_new_feed_touches_nothing(business):
    own = business.home / "definitions.toml"
    own.write_text(f'{business.text}\n[[feeds]]\nfolder = "/srv/exports"\n', encoding="utf-8")
    business.activity()
    assert loads_in_parts(business.home) == 1
    with duckdb.connect(str(Store(business.home).current()), read_only=True) as connection:
        assert connection.execute("select definitions from meta.generation").fetchall() == [(own.read_text(),)]


def test_a_stopped_build_in_parts_leaves_the_generation_before(business, monkeypatch):
    before = Store(business.home).current().read_bytes()
    monkeypatch.setattr(parts, "count_evenings", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        business.activity()
    assert Store(business.home).current().read_bytes() == before
    assert not list((business.home / "generations").glob("building-*"))
