"""Saved views: what a page said is kept with what it said before, and nothing is lost by a bad file or by haste."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from data import saved_views
from data.saved_views import Said, SavedView, SavedViewsError

ADDRESS = (("view", "Cost"), ("channel", "Webinar"), ("channel", "Referral"))


def said(headline, day):
    return Said(headline, f"gen-{day:06d}", date(2026, 10, day))


def test_a_view_says_what_its_page_says_and_what_it_said_before_that_was_something_else(tmp_path):
    saved_views.put(tmp_path, SavedView("Money", "sources", ADDRESS, said("Keep Webinar", 5)))
    looked = [("Keep Webinar", 12), ("Raise Webinar", 13), ("Raise Webinar", 14)]
    for headline, day in looked:
        saved_views.note(tmp_path, "sources", reversed(ADDRESS), said(headline, day))
    saved_views.note(tmp_path, "sources", ADDRESS[:2], said("Of one channel", 15))
    saved_views.note(tmp_path, "gaps", ADDRESS, said("Of another page", 15))
    saved_views.note(tmp_path, "sources", ADDRESS, said("Of another reader", 15), reader="somebody")
    (view,) = saved_views.read(tmp_path)
    assert (view.said, view.before) == (said("Raise Webinar", 14), said("Keep Webinar", 12))
    assert view.address == ADDRESS


def test_a_view_keeps_its_place_when_it_is_renamed_and_comes_back_when_it_was_removed(tmp_path):
    first, second = SavedView("First", "health", ()), SavedView("Second", "gaps", ())
    for view in (first, second, replace(first, name="  A  new\nname ")):
        saved_views.put(tmp_path, view)
    assert [view.name for view in saved_views.read(tmp_path)] == ["A new name", "Second"]
    saved_views.remove(tmp_path, second)
    assert [view.name for view in saved_views.read(tmp_path)] == ["A new name"]
    saved_views.put(tmp_path, second)
    assert saved_views.read(tmp_path)[1] == second
    with pytest.raises(SavedViewsError, match="needs a name"):
        saved_views.put(tmp_path, replace(second, name=" \n"))


def test_readers_who_save_at_the_same_time_lose_nothing(tmp_path):
    views = [SavedView(f"View {number}", "health", ()) for number in range(40)]
    with ThreadPoolExecutor(8) as readers:
        list(readers.map(lambda view: saved_views.put(tmp_path, view), views))
    assert {view.name for view in saved_views.read(tmp_path)} == {view.name for view in views}


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[]", b'{"views": [{"name": 1}]}', b'{"views": [{"name": "x", "page": "health"}]}']
)
def test_a_bad_file_is_told_and_stays_as_it_is(tmp_path, content):
    path = tmp_path / "saved" / saved_views.FILE
    path.parent.mkdir()
    path.write_bytes(content)
    for change in (
        lambda: saved_views.read(tmp_path),
        lambda: saved_views.put(tmp_path, SavedView("x", "health", ())),
        lambda: saved_views.note(tmp_path, "health", (), said("x", 1)),
    ):
        with pytest.raises(SavedViewsError, match="move it away"):
            change()
    assert path.read_bytes() == content


def test_one_reader_leaves_room_for_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr(saved_views, "MOST", 2)
    for name in ("One", "Two"):
        saved_views.put(tmp_path, SavedView(name, "stages", (), reader="ada@example.com"))
    saved_views.put(tmp_path, SavedView("Mine", "stages", (), reader="ben@example.com"))
    with pytest.raises(SavedViewsError, match="no more are kept"):
        saved_views.put(tmp_path, SavedView("Three", "stages", (), reader="ada@example.com"))
