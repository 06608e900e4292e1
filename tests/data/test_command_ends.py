"""How commands end: stopped, on a full disk, in a home that cannot be written; and what names may do to a terminal."""

import os
import signal
import subprocess
import sys
import time
from collections import namedtuple

import duckdb
import pytest

from data import marts, store, terminal
from data.__main__ import main
from data.definitions import DEFAULT_FILE
from data.intake.load import load_files
from data.store import PROJECT, Store, StoreError
from tests.data.intake.homes import Home, leads

Usage = namedtuple("Usage", "free")
HOSTILE = "le\x1b[31mads\u202e\x9b2J\nPublished as load #9..csv"
SLOW = """
import sys, time
from data import marts, terminal
from data.__main__ import main

def build(*_, **__):
    print("inside", flush=True)
    time.sleep(60)

marts.build = build
terminal.run(lambda: main(sys.argv[1:]))
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(marts, "build", lambda *_, **__: None)
    monkeypatch.setattr(marts, "verify", lambda *_: None)
    return Home(tmp_path)


def found(home):
    return {path.relative_to(home.folder).as_posix() for path in home.folder.rglob("*")}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_whoever_stops_a_load_is_told_and_nothing_is_left(home, number):
    home.load(leads=leads("L-1,2026-01-05,Webinar,1"))
    before = found(home)
    file = home.write("more.csv", leads("L-2,2026-01-05,Webinar,1"))
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, "load", str(file), "--home", str(home.folder)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "inside\n"
        process.send_signal(number)
        out, told = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert out == ""
    assert told == "Stopped: nothing is left half-done, and `python -m data log` lists what is loaded.\n"
    assert found(home) == before
    home.load(again=leads("L-3,2026-01-05,Webinar,1"))


def test_a_moment_that_nobody_stops():
    with terminal.undisturbed():
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.01)
    assert signal.getsignal(signal.SIGTERM) is not signal.SIG_IGN


def stop(*_, **__):
    raise KeyboardInterrupt


ADOPTED = DEFAULT_FILE.read_text(encoding="utf-8").replace('currency = "USD"', 'currency = "CHF"', 1)


def first_load(home, killed=None, moment=""):
    """Load with definitions that the home takes over, killed at a moment: nobody tidies up then."""
    with Store(home.folder).new_generation("first", adopted=ADOPTED):
        assert not (home.folder / "definitions.toml").exists()
        if killed is not None:
            killed.setattr(Store, moment, stop)
            killed.setattr(Store, "_clear_leftovers", lambda self: None)


@pytest.mark.parametrize("moment", ["_publish", "_point_to"])
def test_a_first_load_that_is_killed_before_it_is_shown_leaves_no_definitions(home, monkeypatch, moment):
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        first_load(home, killed, moment)
    assert Store(home.folder).look().is_empty
    Store(home.folder).settle()
    assert found(home) == {"generations", "generations/import.lock"}
    first_load(home)
    assert (home.folder / "definitions.toml").read_text(encoding="utf-8") == ADOPTED


def test_the_next_command_takes_over_the_definitions_of_one_that_was_killed_as_it_was_shown(home, monkeypatch):
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        first_load(home, killed, "_finish_publishing")
    assert Store(home.folder).look().generation is not None
    assert not (home.folder / "definitions.toml").exists()
    Store(home.folder).settle()
    assert (home.folder / "definitions.toml").read_text(encoding="utf-8") == ADOPTED
    assert len(Store(home.folder).generations()) == 1


def test_a_file_too_large_for_the_disk_is_told_before(home, monkeypatch):
    free = store.SPACE_BYTES + (3 << 20)
    monkeypatch.setattr(store.shutil, "disk_usage", lambda _: Usage(free))
    small = leads("L-1,2026-01-05,Webinar,1")
    home.load(small=small)
    with pytest.raises(StoreError, match="The disk has 67 MB free and an import needs"):
        home.load(large=small + "\n" * (2 << 20))


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        duckdb.IOException('IO Error: Could not write file "x": No space left on device'),
        duckdb.OutOfMemoryException("failed to offload data block ... set by the 'max_temp_directory_size' setting"),
    ],
)
def test_a_disk_that_becomes_full_is_said_as_such(home, monkeypatch, error):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(marts, "build", fail)
    with pytest.raises(StoreError, match="The disk became full, and nothing was changed: free some space in"):
        home.load(leads=leads("L-1,2026-01-05,Webinar,1"))
    assert found(home) == {"generations", "generations/import.lock"}


def test_check_writes_nothing_into_the_home(home, monkeypatch):
    home.load(leads=leads("L-1,2026-01-05,Webinar,1"))
    before = {path: path.stat().st_mtime_ns for path in home.folder.rglob("*")}
    monkeypatch.setattr(Store, "_lock", stop)
    report = load_files([home.write("more.csv", leads("L-2,2026-01-05,Webinar,1"))], home=home.folder, publish=False)
    assert report.files[0].count_imported == 1
    assert {path: path.stat().st_mtime_ns for path in home.folder.rglob("*")} == before
    assert load_files([home.inbox / "more.csv"], home=home.folder.parent / "none", publish=False).load_id == 1
    assert not (home.folder.parent / "none").exists()


def test_no_name_controls_the_terminal(home, capsys):
    file = home.write(HOSTILE, leads("L-1,2026-01-05,Web\x1b[2Jinar,1", ",2026-01-05,Webinar,1"))
    for command in (["check", str(file)], ["load", str(file)], ["load", str(file)], ["log"], ["load", f"{file}x"]):
        main([*command, "--home", str(home.folder)])
        shown = capsys.readouterr()
        for line in (shown.out + shown.err).splitlines():
            assert line.isprintable(), line
            assert line != "Published as load #9..csv"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – ü 漢", "plain – ü 漢"),
        ("\x1b[2J", r"\x1b[2J"),
        ("a\nb\tc\r", r"a\nb\tc\r"),
        ("\u202eabc", r"\u202eabc"),
        (os.fsdecode(b"\xff.csv"), r"\udcff.csv"),
    ],
)
def test_what_controls_a_terminal_is_written_out(text, shown):
    assert terminal.plain(text) == shown
