"""My views: the way to each, what it says and said before, and what is no longer there."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data import saved_views
from data.saved_views import Said, SavedView
from data.store import PROJECT, Store
from pages.everyone.my_views import words
from pages.parts import labels

SCRIPT = "pages/everyone/my_views/page.py"
HOSTILE = "<b>x</b> **bold** [y](http://z.example) :material/home: $1$"


@pytest.fixture
def app(own_home):
    return AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30)


def told(app):
    return "\n".join(each.value for each in app.markdown)


def test_a_view_tells_of_which_data_its_headline_is_and_what_it_was(app, own_home):
    now, then = Store(own_home).current().name, "gen-000000-00000000.duckdb"
    latest, earlier = Said("Keep Webinar", now, date(2026, 10, 31)), Said("Raise Webinar", then, date(2026, 10, 12))
    saved_views.put(own_home, SavedView(HOSTILE, "sources", (("view", "Cost"), ("by", "Campaign")), latest, earlier))
    saved_views.put(own_home, SavedView("Waits", "gaps", (), earlier))
    app.run().switch_page(SCRIPT).run()
    assert not app.exception
    assert app.title[0].value == "There is newer data for 1 of 2 saved views"
    assert [link.proto.label for link in app.get("page_link") if "to" not in link.proto.label][-2:] == [
        f"**{labels.literal(HOSTILE)}**",
        "**Waits**",
    ]
    assert "Sources · Cost · by Campaign · data through 31 Oct 2026" in told(app).replace("\\", "")
    assert "Was “Raise Webinar” until 12 Oct 2026" in told(app)
    assert told(app).count(words.NOT_SINCE) == 1


def test_what_is_no_longer_there_is_told_and_can_be_removed_and_brought_back(app, own_home):
    saved_views.put(own_home, SavedView("Old", "nowhere", ()))
    saved_views.put(
        own_home, SavedView("Half", "sources", (("view", "Gone"), ("channel", "Fax"), ("channel", "Webinar")))
    )
    app.run().switch_page(SCRIPT).run()
    assert "The page “nowhere” is no longer there." in told(app)
    assert "The view “Gone” and channel “Fax” are no longer there, and so left out." in told(app)
    old, half = saved_views.read(own_home)
    app.button(key=f"remove-{old.view_id}").click().run()
    assert saved_views.read(own_home) == (half,)
    assert "nowhere" not in told(app)
    app.button(key="undo-remove").click().run()
    assert set(saved_views.read(own_home)) == {old, half}


def test_a_page_notes_what_it_says_in_the_views_that_are_saved_of_it(app, own_home):
    saved_views.put(own_home, SavedView("Webinar", "health", (("channel", "Webinar"),)))
    saved_views.put(own_home, SavedView("All", "health", ()))
    app.query_params["channel"] = "Webinar"
    app.run()
    narrow, whole = saved_views.read(own_home)
    assert narrow.said.headline == labels.without_markdown(app.title[0].value)
    assert narrow.said.generation == Store(own_home).current().name
    assert whole.said is None


def test_a_bad_file_is_told_and_no_page_fails_of_it(app, own_home):
    (own_home / "saved").mkdir()
    (own_home / "saved" / saved_views.FILE).write_text("{", encoding="utf-8")
    app.run()
    assert not app.error
    app.switch_page(SCRIPT).run()
    assert not app.exception
    assert "move it away" in app.error[0].value
    assert app.title[0].value == words.BROKEN


def test_without_views_the_page_says_how_to_save_one(app):
    app.run().switch_page(SCRIPT).run()
    assert app.title[0].value == words.NONE
    assert any("Save view" in each.value for each in app.markdown)
