"""What is drawn ahead: every view once for each generation, and never in the way of a start."""

import logging
import threading
from contextlib import contextmanager

import pytest

from data.store import Store
from pages.parts import ahead, reader, rehearsal
from pages.parts.ahead import Ahead


class Shown:
    """A generation that is shown, and what is drawn of it."""

    def __init__(self, monkeypatch):
        self.generation = "first"
        self.drawn = []
        self.changed = threading.Condition()
        self.draw = lambda path, told, goes_on: True
        monkeypatch.setattr(ahead, "LOOK_SECONDS", 0.01)
        monkeypatch.setattr(ahead, "_current", lambda: self.generation)
        monkeypatch.setattr(rehearsal, "rehearse", self._rehearse)

    def _rehearse(self, path, told, goes_on):
        with self.changed:
            self.drawn.append((self.generation, path, *told.values()))
            self.changed.notify_all()
        return self.draw(path, told, goes_on)

    def wait_for(self, what):
        with self.changed:
            assert self.changed.wait_for(lambda: what in self.drawn, timeout=60), self.drawn

    @contextmanager
    def running(self, **options):
        running = Ahead(**options)
        running.start()
        try:
            running.wait_for_the_first()
            yield running
        finally:
            running.stop()


@pytest.fixture
def shown(monkeypatch):
    return Shown(monkeypatch)


LAST = list(ahead.views())[-1]


def test_the_first_page_comes_first_and_then_every_view_once_for_each_generation(shown):
    views = [(path, *told.values()) for path, told in ahead.views()]
    assert views[0] == ("",)
    assert len(views) == len(set(views)) > 40
    with shown.running():
        for generation in ("first", "second"):
            shown.generation = generation
            shown.wait_for((generation, LAST[0], *LAST[1].values()))
    assert shown.drawn == [("first", ""), *(("first", *each) for each in views), *(("second", *each) for each in views)]


def test_only_the_first_page_is_drawn_where_that_is_asked(shown):
    with shown.running(is_all=False) as running:
        running._thread.join(60)
    assert shown.drawn == [("first", "")]


def test_what_is_begun_is_left_as_soon_as_there_is_other_data(shown):
    left = []

    def draw(path, told, goes_on):
        if shown.drawn[-1][0] == "first" and path == "balance":
            shown.generation = "second"
            left.append(goes_on())
            return goes_on()
        return True

    shown.draw = draw
    with shown.running():
        shown.wait_for(("second", LAST[0], *LAST[1].values()))
    assert left == [False]
    assert [path for generation, path, *_ in shown.drawn if generation == "first"].count("balance") == 1


def test_a_fault_is_logged_and_keeps_neither_the_server_nor_other_pages(shown, caplog):
    def draw(path, told, goes_on):
        if path in ("", "balance"):
            raise RuntimeError("planted")
        return True

    shown.draw = draw
    with caplog.at_level(logging.ERROR), shown.running() as running:
        assert running._has_first.is_set()
        shown.wait_for(("first", LAST[0], *LAST[1].values()))
    assert "planted" in caplog.text


def test_a_server_waits_no_longer_for_a_first_page_than_is_bearable(shown, monkeypatch):
    monkeypatch.setattr(ahead, "PATIENCE_SECONDS", 0.01)
    is_over = threading.Event()
    shown.draw = lambda path, told, goes_on: is_over.wait(60)
    with shown.running(is_all=False):
        assert shown.drawn == [("first", "")], "it is still being drawn"
        is_over.set()


def test_nothing_is_drawn_where_there_is_no_data(shown):
    shown.generation = ""
    with shown.running() as running:
        running._is_over.wait(0.05)
    assert shown.drawn == []


@pytest.mark.parametrize("name", ["empty", "no folder"])
def test_a_home_without_data_has_no_generation(name, tmp_path, monkeypatch):
    folder = tmp_path / name
    if name == "empty":
        folder.mkdir()
    monkeypatch.setenv("PIPELINE_HOME", str(folder))
    assert Store().look().generation is None
    assert ahead._current() == ""


def test_nobody_can_take_a_file_of_what_is_drawn_for_nobody(monkeypatch):
    assert reader.exported("csv", lambda: b"all leads")() == b"all leads"
    monkeypatch.setattr(rehearsal, "is_one", lambda: True)
    with pytest.raises(PermissionError):
        reader.exported("csv", lambda: b"all leads")()
