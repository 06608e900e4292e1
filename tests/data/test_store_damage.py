"""Homes that were damaged: what is whole is shown, what is not is said, and nothing is covered up or cleared away."""

import os
import shutil

import duckdb
import pytest

from benchmarks import damages
from data import marts, whole
from data.__main__ import main
from data.store import Store, StoreError
from tests.worlds import add, day


@pytest.fixture(autouse=True)
def no_marts(monkeypatch):
    """What is damaged or not does not depend on them."""
    monkeypatch.setattr(marts, "build", lambda *_, **__: None)
    monkeypatch.setattr(marts, "verify", lambda *_: None)


@pytest.fixture
def generations(tmp_path):
    """Three generations, each with a lead more than the one before."""
    generations = Store(tmp_path / "home")
    for name in "abc":
        load(generations, name)
    return generations


def load(generations, name, *, is_sample=False):
    with generations.new_generation(name) as build:
        add(build.connection, "leads", [{"lead_id": name, "created_at": day(0), "load_id": build.load_id}])
        build.is_sample = is_sample
    return generations.current()


def leads(generations):
    with duckdb.connect(str(generations.current()), read_only=True) as connection:
        found = connection.execute("select lead_id from canonical.leads order by lead_id").fetchall()
    return "".join(name for (name,) in found)


def run(generations, capsys, *arguments):
    status = main([*arguments, "--home", str(generations.folder)])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


FAULTS = {
    "is damaged": damages.flip,
    "is gone": damages.OF_FILES["gone"],
    "is empty": damages.OF_FILES["empty"],
    "cannot be read (Is a directory)": damages.make_folder,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_current_generation_gives_way_to_the_newest_whole_one(generations, capsys, fault):
    FAULTS[fault](generations.current())
    assert leads(generations) == "ab"
    look = generations.look()
    assert f".duckdb, {fault}, so gen-000002-" in look.fault
    for command in ("log", "rebuild --if-outdated", "sample --if-empty"):
        status, _, told = run(generations, capsys, *command.split())
        assert status == 0
        assert told.startswith(look.fault), command
        assert "python -m data undo" in told


def test_a_truncated_one_is_damaged(generations):
    damages.OF_FILES["cut in half"](generations.current())
    assert "is damaged" in generations.look().fault
    assert leads(generations) == "ab"


def test_one_of_another_version_of_the_engine_is_told_from_a_damaged_one(generations):
    damages.age(generations.current())
    assert f"was written by another version of DuckDB than {duckdb.__version__}" in generations.look().fault
    assert leads(generations) == "ab"


@pytest.mark.parametrize("times", [1, 3])
def test_without_the_link_the_newest_is_shown_and_loading_builds_on_it(generations, capsys, times):
    (generations.generations_folder / "current").unlink()
    assert leads(generations) == "abc"
    assert "the link `current` is gone" in run(generations, capsys, "log")[2]
    for name in "xyz"[:times]:
        load(generations, name)
    assert leads(generations) == "abc" + "xyz"[:times]
    assert generations.look().fault == ""


def test_three_loads_later_nothing_was_cleared_away(generations, capsys):
    broken = generations.current()
    damages.flip(broken)
    before = set(generations.generations())
    for name in "xyz":
        load(generations, name)
    assert leads(generations) == "abxyz"
    assert before < set(generations.generations())
    assert "the newest that was whole)" in run(generations, capsys, "log")[1], "the log remembers"
    broken.unlink()
    load(generations, "last")
    assert len(generations.generations()) == 3


def test_where_none_is_whole_nothing_is_put_in_its_place(generations, capsys):
    for each in generations.generations():
        damages.flip(each)
    assert generations.current() is None
    assert generations.holds_own_data()
    for command in ("sample --if-empty", "rebuild --if-outdated"):
        status, out, told = run(generations, capsys, *command.split())
        assert (status, out) == (0, "")
        assert "no other one is whole; nothing was deleted" in told
    for command in ("sample", "rebuild", "log", "undo"):
        status, out, told = run(generations, capsys, *command.split())
        assert (status, out) == (1, ""), command
        assert "The data cannot be read" in told
    for name in "xyz":
        load(generations, name)
    assert leads(generations) == "xyz"
    assert len(generations.generations()) == 6, "what is broken may be mended one day"


def test_the_sample_does_not_stand_in_for_data_that_is_broken(tmp_path, capsys):
    generations = Store(tmp_path)
    sample = load(generations, "s", is_sample=True)
    damages.flip(load(generations, "a"))
    assert generations.look().generation is None
    assert "the only other one is the invented sample" in generations.look().fault
    assert run(generations, capsys, "undo")[0] == 0
    assert generations.current() == sample


def test_undo_settles_for_what_is_shown_and_then_skips_what_is_broken(generations):
    first, second, third = generations.generations()
    damages.flip(third)
    assert generations.undo() == second
    assert generations.look().fault == ""
    assert third.exists()
    damages.flip(first)
    with pytest.raises(StoreError, match="There is no earlier generation"):
        generations.undo()
    load(generations, "x")
    assert generations.undo() == second


def test_a_copy_that_follows_links_keeps_its_history(generations, tmp_path):
    shutil.copytree(generations.folder, tmp_path / "copy")
    copy = Store(tmp_path / "copy")
    assert not (copy.generations_folder / "current").is_symlink()
    assert copy.look().fault == ""
    assert leads(copy) == "abc"
    load(copy, "x")
    assert leads(copy) == "abcx"
    assert copy.undo().name == generations.current().name
    assert copy.undo().name == generations.generations()[1].name


def test_a_generation_is_read_whole_once(generations, monkeypatch):
    asked = []
    monkeypatch.setattr(whole, "_looked_at", lambda path: asked.append(path) or "")
    whole._found.clear()
    assert generations.look().fault == ""
    assert asked == [], "its publishing noted it"
    current = generations.current()
    os.utime(current)
    generations.look()
    assert asked == [current], "who writes to a file changes its times"


def test_a_folder_in_place_of_the_link_is_named(generations):
    (generations.generations_folder / "current").unlink()
    (generations.generations_folder / "current").mkdir()
    assert leads(generations) == "abc"
    with pytest.raises(StoreError, match="is a folder where a link belongs"):
        load(generations, "x")


def test_files_of_other_names_are_left_alone(generations):
    copy = generations.generations_folder / "gen-000009 (copy).duckdb"
    shutil.copy(generations.current(), copy)
    for name in "xyz":
        load(generations, name)
    assert copy.exists()
    assert leads(generations) == "abcxyz"
