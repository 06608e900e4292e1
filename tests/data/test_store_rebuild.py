"""Generations of earlier models are rebuilt; the sample makes room for real data."""

import pytest

from data import connections, store
from data.store import Store
from tests.worlds import day


@pytest.fixture
def generations(tmp_path):
    return Store(tmp_path)


def load(generations, name, *, is_sample=False):
    with generations.new_generation(name) as build:
        build.connection.execute(
            "insert into canonical.leads (lead_id, created_at, load_id) values (?, ?, ?)", [name, day(0), build.load_id]
        )
        build.is_sample = is_sample


def test_a_generation_of_other_models_is_outdated_until_it_is_rebuilt(generations, monkeypatch):
    load(generations, "a")
    assert not generations.is_outdated()
    monkeypatch.setattr(store.marts, "fingerprint", lambda: "other models")
    assert generations.is_outdated()
    with generations.new_generation("rebuilt", keeps_sample=True):
        pass
    assert not generations.is_outdated()


def test_nothing_loaded_is_not_outdated(generations):
    assert not generations.is_outdated()


def test_the_first_import_puts_the_sample_aside_and_a_rebuild_keeps_it(generations):
    load(generations, "s", is_sample=True)
    with generations.new_generation("rebuilt", keeps_sample=True) as build:
        assert build.connection.execute("select lead_id from canonical.leads").fetchall() == [("s",)]
        build.is_sample = True
    assert not generations.holds_own_data()
    load(generations, "a")
    assert generations.holds_own_data()
    connection = connections.open_read_only(generations.current(), generations.folder)
    assert connection.execute("select lead_id from canonical.leads").fetchall() == [("a",)]
    connection.close()


def test_an_import_takes_little_memory_and_a_rebuild_what_there_is(generations, monkeypatch):
    monkeypatch.delenv("PIPELINE_IMPORT_MEMORY", raising=False)
    found = []
    for incoming_bytes in (0, 50 << 20, None):
        current = generations.current()
        copied = current.stat().st_size if current else 0
        with generations.new_generation("load", incoming_bytes=incoming_bytes) as build:
            ((limit,),) = build.connection.execute("select current_setting('memory_limit')").fetchall()
        megabytes = 600 + 2 * ((incoming_bytes or 0) + copied >> 20)
        number, unit = limit.split()  # cut off after one decimal
        found.append(unit == "MiB" and 0 <= megabytes * 1e6 / 2**20 - float(number) < 0.1)
    assert found == [True, True, False], "twice what comes in and is built anew; of a rebuild nothing is said"


def test_building_takes_the_memory_that_the_environment_allows(generations, monkeypatch):
    monkeypatch.setenv("PIPELINE_IMPORT_MEMORY", "1GB")
    with generations.new_generation("rebuilt", keeps_sample=True) as build:
        found = build.connection.execute("select current_setting('memory_limit')").fetchall()
    assert found == [("953.6 MiB",)], "10^9 bytes"
