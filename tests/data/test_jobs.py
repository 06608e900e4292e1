"""Commands in a process of their own: how far they came, how they ended, and that they can be stopped."""

import json
import os
import signal
import time

import pytest

from data import jobs, progress
from data.store import Store

PATIENCE_SECONDS = 60


def until_it_ends(folder):
    ends = time.monotonic() + PATIENCE_SECONDS
    while (job := jobs.look(folder)).state == jobs.RUNNING:
        assert time.monotonic() < ends, "it never ended"
        time.sleep(0.1)
    return job


def until_it_builds(folder):
    """Wait until a command is in the midst of its work."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while (job := jobs.look(folder)).share == 0.0:
        assert job.state == jobs.RUNNING
        assert time.monotonic() < ends, "it never began"
        time.sleep(0.05)
    return job


def test_nothing_was_started(tmp_path):
    assert jobs.look(tmp_path / "job") is None


def test_a_command_that_is_done_tells_what_it_printed(tmp_path):
    jobs.start(tmp_path / "job", tmp_path / "home", "log")
    job = until_it_ends(tmp_path / "job")
    assert (job.state, job.share, job.told) == (jobs.DONE, 1.0, "Nothing has been loaded yet.")


def test_a_command_that_fails_tells_why(tmp_path):
    jobs.start(tmp_path / "job", tmp_path / "home", "undo")
    job = until_it_ends(tmp_path / "job")
    assert (job.state, job.told) == (jobs.FAILED, "There is no earlier generation to go back to.")


def test_a_command_that_is_stopped_leaves_nothing(tmp_path):
    jobs.start(tmp_path / "job", tmp_path / "home", "sample", "--leads", "20000")
    job = until_it_builds(tmp_path / "job")
    assert job.step.startswith("Building ")
    jobs.cancel(tmp_path / "job")
    assert until_it_ends(tmp_path / "job").state == jobs.CANCELLED
    Store(tmp_path / "home").settle()
    assert Store(tmp_path / "home").look().is_empty
    assert list((tmp_path / "home" / "generations").glob("building-*")) == []


def test_a_process_that_was_killed_did_not_succeed(tmp_path):
    jobs.start(tmp_path / "job", tmp_path / "home", "sample", "--leads", "20000")
    until_it_builds(tmp_path / "job")
    os.kill(int((tmp_path / "job" / "pid").read_text()), signal.SIGKILL)
    assert until_it_ends(tmp_path / "job").state == jobs.FAILED


def test_a_new_command_takes_the_place_of_the_old(tmp_path):
    jobs.start(tmp_path / "job", tmp_path / "home", "undo")
    until_it_ends(tmp_path / "job")
    jobs.start(tmp_path / "job", tmp_path / "home", "log")
    assert until_it_ends(tmp_path / "job").state == jobs.DONE


@pytest.fixture
def told(tmp_path, monkeypatch):
    """What was told last, as whoever waits reads it."""
    monkeypatch.setenv(progress.FILE, str(tmp_path / "progress.json"))
    monkeypatch.setattr(progress, "PAUSE_SECONDS", 0.0)
    return lambda: json.loads((tmp_path / "progress.json").read_text())


def test_a_part_knows_its_place_in_the_whole(told):
    with progress.part(0.5, 0.9), progress.part(0.5, 1.0):
        progress.tell("Reading", 0.5, 1_000)
    # Three quarters of the second part, which begins at the half and takes four tenths.
    assert told() == {"step": "Reading", "share": pytest.approx(0.8), "rows": 1_000}
    progress.tell("Saving", 1.2)
    assert told()["share"] == 1.0


def test_a_part_that_fails_is_left(told):
    with pytest.raises(ValueError, match="broken"), progress.part(0.5, 1.0):
        raise ValueError("broken")
    progress.tell("Going on", 0.1)
    assert told()["share"] == pytest.approx(0.1)


def test_nobody_waits(monkeypatch):
    monkeypatch.delenv(progress.FILE, raising=False)
    progress.tell("Reading", 0.5)
