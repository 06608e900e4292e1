"""A generation is published whole or not at all, and nobody who reads is disturbed."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import namedtuple
from datetime import UTC, datetime

import duckdb
import pytest

from data import connections, marts, store
from data.definitions import DefinitionsError
from data.store import PROJECT, Store, StoreError
from tests.worlds import add, day


@pytest.fixture
def generations(tmp_path):
    return Store(tmp_path / "it's home")


def load(generations, *names):
    """Import leads by name."""
    with generations.new_generation(f"leads {names}") as build:
        rows = [{"lead_id": name, "created_at": day(0), "load_id": build.load_id} for name in names]
        add(build.connection, "leads", rows)
    return generations.current()


def leads(path, folder):
    connection = connections.open_read_only(path, folder)
    try:
        return sorted(lead for (lead,) in connection.cursor().execute("select lead_id from marts.journeys").fetchall())
    finally:
        connection.close()


def files(generations):
    return sorted(path.name for path in generations.generations_folder.iterdir())


def test_before_the_first_import_there_is_nothing(generations):
    assert generations.current() is None
    assert generations.generations() == []


def test_an_import_adds_to_what_is_there(generations):
    first = load(generations, "a")
    second = load(generations, "b", "c")
    assert (first.name[:11], second.name[:11]) == ("gen-000001-", "gen-000002-")
    assert leads(first, generations.folder) == ["a"]
    assert leads(second, generations.folder) == ["a", "b", "c"]


def test_loads_are_numbered_and_dated(generations):
    load(generations, "a")
    before = datetime.now(UTC).replace(tzinfo=None)
    current = load(generations, "b")
    connection = connections.open_read_only(current, generations.folder)
    loads = connection.execute(
        "select load_id, summary, loaded_at at time zone 'UTC' from intake.loads order by load_id"
    ).fetchall()
    connection.close()
    assert [row[:2] for row in loads] == [(1, "leads ('a',)"), (2, "leads ('b',)")]
    assert loads[0][2] < before <= loads[1][2]


def test_three_are_kept(generations):
    for name in "abcde":
        load(generations, name)
    assert [path.name[:10] for path in generations.generations()] == ["gen-000003", "gen-000004", "gen-000005"]


def test_undo_points_back_and_says_when_it_cannot(generations):
    first = load(generations, "a")
    load(generations, "b")
    assert generations.undo() == first
    assert generations.current() == first
    assert generations.generations() == [first]
    with pytest.raises(StoreError, match="There is no earlier generation to go back to"):
        generations.undo()
    assert leads(load(generations, "c"), generations.folder) == ["a", "c"], "what was undone is gone"


def test_undo_before_the_first_import_says_so(generations):
    with pytest.raises(StoreError, match="There is no earlier generation"):
        generations.undo()


def test_a_failed_import_changes_nothing(generations):
    load(generations, "a")
    before = files(generations)
    with pytest.raises(marts.MartError, match="The ids of leads do not reconcile: 1 came in, 2 came out"):
        load(generations, "a")
    assert files(generations) == before


def test_wrong_definitions_change_nothing(generations):
    load(generations, "a")
    before = files(generations)
    (generations.folder / "definitions.toml").write_text("currency = 5", encoding="utf-8")
    with pytest.raises(DefinitionsError, match=r"definitions.toml: .*: is missing"):
        load(generations, "b")
    assert files(generations) == before


def test_an_import_that_loses_leads_is_not_published(generations, monkeypatch):
    load(generations, "a")
    before = files(generations)
    model = marts.model
    lossy = {"marts/stage_times": "{} qualify lead_number <> 2"}
    monkeypatch.setattr(marts, "model", lambda name: lossy.get(name, "{}").format(model(name)))
    with pytest.raises(marts.MartError, match="The leads do not reconcile: 2 came in, 1 came out"):
        load(generations, "b")
    assert files(generations) == before


def test_a_trial_leaves_the_home_as_it_is(generations):
    load(generations, "a")
    before = files(generations)
    with generations.trial("what if") as build:
        assert build.connection.execute("select lead_id from canonical.leads").fetchall() == [("a",)]
        add(build.connection, "leads", [{"lead_id": "b", "created_at": day(0)}])
    assert files(generations) == before


def test_one_writer_at_a_time(generations):
    load(generations, "a")
    with generations.new_generation("deals.csv") as build:
        with pytest.raises(StoreError, match=r"Another import is running: deals.csv, since .* UTC. Try again"):
            load(generations, "b")
        with pytest.raises(StoreError, match="Another import is running"):
            generations.undo()
        add(build.connection, "leads", [{"lead_id": "b", "created_at": day(0)}])
    load(generations, "c")


def test_complete_through_is_kept_and_defaults_to_the_latest_event(generations):
    def as_of():
        connection = connections.open_read_only(generations.current(), generations.folder)
        try:
            return connection.execute("select as_of at time zone 'UTC' from meta.generation").fetchall()[0][0]
        finally:
            connection.close()

    with generations.new_generation("complete through day 5") as build:
        build.complete_through = day(5)
        add(build.connection, "leads", [{"lead_id": "a", "created_at": day(0), "load_id": build.load_id}])
    assert as_of() == day(5).replace(tzinfo=None)
    with generations.new_generation("up to day 9, and not said how complete") as build:
        add(build.connection, "leads", [{"lead_id": "b", "created_at": day(9), "load_id": build.load_id}])
    assert as_of() == day(9).replace(tzinfo=None), "no lead is created after the end of the data"


KILLED = """
import pathlib, sys, time
from data.store import Store
with Store(pathlib.Path(sys.argv[1])).new_generation("killed.csv") as build:
    build.connection.execute("insert into canonical.leads (lead_id, created_at, load_id) values ('k', now(), 1)")
    print("inside", flush=True)
    time.sleep(60)
"""


def test_a_killed_import_leaves_nothing_that_matters(generations):
    first = load(generations, "a")
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(generations.folder)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "inside\n"
        with pytest.raises(StoreError, match=r"Another import is running: killed\.csv"):
            load(generations, "b")
        os.kill(process.pid, signal.SIGKILL)
    assert any(name.startswith("building-") for name in files(generations)), "the kill came too late"
    assert generations.current() == first
    assert leads(load(generations, "b"), generations.folder) == ["a", "b"]
    assert not any(name.startswith("building-") for name in files(generations))


def test_a_generation_that_was_never_shown_is_no_earlier_one(generations, monkeypatch):
    load(generations, "a")
    second = load(generations, "b")

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(Store, "_point_to", stop)
        killed.setattr(Store, "_clear_leftovers", lambda self: None)
        with pytest.raises(KeyboardInterrupt):
            load(generations, "never shown")
    assert len(list(generations.generations_folder.glob("gen-*"))) == 3
    assert generations.generations()[-1] == generations.current() == second
    third = load(generations, "c")
    assert leads(third, generations.folder) == ["a", "b", "c"]
    assert generations.undo() == second


def test_there_is_always_a_current_generation(generations):
    load(generations, "a")
    missed = []
    done = threading.Event()

    def watch():
        while not done.is_set():
            if generations.current() is None:
                missed.append(time.monotonic())

    watcher = threading.Thread(target=watch)
    watcher.start()
    for name in "bcd":
        load(generations, name)
    done.set()
    watcher.join()
    assert missed == []


def test_a_reader_keeps_its_answers_while_a_new_generation_is_published(generations):
    first = load(generations, "a")
    reader = connections.open_read_only(first, generations.folder)
    count = "select count(*) from marts.journeys"
    for name in "bcde":
        load(generations, name)
        assert reader.cursor().execute(count).fetchall() == [(1,)]
    assert not first.exists(), "it is gone from the folder, not from its reader"
    reader.close()
    assert leads(generations.current(), generations.folder) == list("abcde")


@pytest.mark.parametrize(
    "attempt",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from '/etc/hosts.csv'",
        "copy marts.journeys to '/tmp/out.csv'",
        "attach '/tmp/other.duckdb'",
        "install httpfs",
        "load spatial",
        "set enable_external_access = true",
        "set memory_limit = '1TB'",
        "reset lock_configuration",
        "set global TimeZone = 'America/New_York'",
        "delete from marts.journeys",
        "create table marts.more as select 1 as x",
    ],
)
def test_a_reader_reaches_nothing_else(locked, attempt):
    with pytest.raises(duckdb.Error):
        locked.cursor().execute(attempt).fetchall()


@pytest.fixture(scope="module")
def locked(tmp_path_factory):
    generations = Store(tmp_path_factory.mktemp("home"))
    load(generations, "a")
    connection = connections.open_read_only(generations.current(), generations.folder)
    yield connection
    connection.close()


def test_a_full_disk_is_told_before_it_is_full(generations, monkeypatch):
    load(generations, "a")
    before = files(generations)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(store.shutil, "disk_usage", lambda _: usage(100 << 20, 60 << 20, 40 << 20))
    with pytest.raises(StoreError, match=r"The disk has 40 MB free and an import needs \d+ MB: free some space in"):
        load(generations, "b")
    assert files(generations) == before


def test_the_home_folder_comes_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("PIPELINE_HOME", str(tmp_path / "here"))
    assert Store().folder == tmp_path / "here"
    monkeypatch.setenv("PIPELINE_HOME", "")
    assert Store().folder == PROJECT / ".home"


def test_what_is_made_on_the_way_leaves_no_hole_in_the_file(sample_home):
    with duckdb.connect(str(Store(sample_home).current()), read_only=True) as connection:
        ((total, free),) = connection.execute("select total_blocks, free_blocks from pragma_database_size()").fetchall()
    assert total > 100
    assert free == 0


def test_whether_it_is_the_sample_is_read_once_of_each_generation(sample_home, tmp_path, monkeypatch):
    home = shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
    Store(home).look()
    opened = []
    connect = duckdb.connect
    monkeypatch.setattr(duckdb, "connect", lambda *told, **more: opened.append(told) or connect(*told, **more))
    assert [Store(home).holds_own_data() for _ in range(3)] == [False] * 3
    assert len(opened) == 1
