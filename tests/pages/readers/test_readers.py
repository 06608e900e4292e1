"""Who signs in sees their pages and their part, and is noted; who is not known sees why."""

import shutil

import pytest
from streamlit.testing.v1 import AppTest

from data import saved_views
from data.access import audit, readers
from data.access.readers import Identity
from data.saved_views import SavedView
from data.store import PROJECT
from pages.parts import reader, site
from pages.parts.words import reader as words

FILE = """
[[readers]]
person = "seller@example.com"
role = "seller"
rows = {owner = "Alex Marlow"}

[[readers]]
person = "leader@example.com"
role = "leader"
rows = "all"

[[readers]]
group = "north"
role = "marketer"
rows = {region = ["Nordland"]}

[roles.bookkeeper]
pages = ["leads", "stages"]

[[readers]]
person = "books@example.com"
role = "bookkeeper"
rows = "all"
"""


@pytest.fixture(scope="module")
def home(sample_home, tmp_path_factory):
    """A home of its own: what is done is noted in it."""
    folder = tmp_path_factory.mktemp("readers") / "home"
    shutil.copytree(sample_home, folder, symlinks=True)
    (folder / readers.FILE).write_text(FILE, encoding="utf-8")
    return folder


@pytest.fixture
def opened(home, monkeypatch):
    """Opens a page as somebody; nobody's address is that of who does not sign in."""
    monkeypatch.setenv("PIPELINE_HOME", str(home))
    monkeypatch.setenv(readers.ADMINISTRATORS, "root@example.com")

    def open_page(address, page="", *, groups=()):
        who = Identity(address, groups=frozenset(groups)) if address else None
        monkeypatch.setattr(reader, "identity", lambda: who)
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60).run()
        if page:
            app.switch_page(site.PAGES[page].script).run()
        assert not app.exception
        return app

    return open_page


def texts(app):
    said = "\n".join(str(each.value) for kind in (app.title, app.markdown, app.caption) for each in kind)
    return said.replace("\\", "").replace("\N{WORD JOINER}", "")


def test_a_seller_begins_on_their_first_page_and_sees_their_own_leads(opened, sampled):
    app = opened("seller@example.com")
    assert app.session_state["page shown last"] == "stages"
    app = opened("seller@example.com", "leads")
    owner = app.multiselect(key="owner")
    assert owner.options == ["Alex Marlow"]
    own = sampled.rows(
        "select count(*) from marts.journeys where owner = 'Alex Marlow' and created_on > date '2025-10-31'"
    )
    assert app.title[0].value.startswith(f"{own[0][0]} leads")


@pytest.mark.parametrize("page", ["health", "sources", "settings", "data", "add_data", "readers"])
def test_a_page_that_is_not_granted_is_not_there(opened, page):
    app = opened("seller@example.com")
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        app.switch_page(site.PAGES[page].script)


def test_without_the_right_nothing_is_taken_away_and_no_amount_is_said(opened):
    app = opened("books@example.com", "leads")
    assert not app.get("download_button")
    assert "$" not in texts(app)
    assert len(opened("leader@example.com", "leads").get("download_button")) > 2


def test_a_file_is_made_for_what_the_reader_may_see_when_it_is_taken(home, monkeypatch):
    monkeypatch.setenv("PIPELINE_HOME", str(home))
    monkeypatch.setattr(reader, "identity", lambda: Identity("leader@example.com"))
    take = reader.exported("csv", lambda: "whole")
    assert take() == "whole"
    assert next(audit.lines(home, 1))["what"] == "exported"
    try:
        for changed in (
            FILE.replace('"leader"', '"seller"'),
            FILE.replace('rows = "all"', 'rows = {region = "North"}'),
        ):
            (home / readers.FILE).write_text(changed, encoding="utf-8")
            with pytest.raises(PermissionError, match="may not take files away"):
                take()
    finally:
        (home / readers.FILE).write_text(FILE, encoding="utf-8")


def test_who_is_not_named_sees_why_and_no_data(opened):
    app = opened("eve@example.com", groups={"south"})
    assert [each.value for each in app.title] == [words.UNKNOWN_TITLE]
    assert "You are signed in as eve@example.com, and nothing" in texts(app)
    assert not app.get("page_link")
    assert not app.metric


def test_what_changes_in_the_file_counts_on_the_next_click(opened, home):
    app = opened("leader@example.com", "leads")
    assert app.get("download_button")
    (home / readers.FILE).write_text(FILE.replace('"leader"', '"bookkeeper"'), encoding="utf-8")
    try:
        app.run()
        assert not app.get("download_button")
        (home / readers.FILE).write_text("[[readers", encoding="utf-8")
        app.run()
        assert [each.value for each in app.title] == [words.UNKNOWN_TITLE]
        assert words.broken() in texts(app)
        assert "cannot be read" in opened("root@example.com", "readers").title[0].value
    finally:
        (home / readers.FILE).write_text(FILE, encoding="utf-8")


def test_views_are_whose_they_are(opened, home):
    saved_views.put(home, SavedView("Mine", "stages", (), reader="seller@example.com"))
    saved_views.put(home, SavedView("Theirs", "stages", (), reader="leader@example.com"))
    told = "\n".join(link.proto.label for link in opened("seller@example.com", "my_views").get("page_link"))
    assert "Mine" in told
    assert "Theirs" not in told


def test_what_is_read_is_noted_without_what_it_was_narrowed_by(opened, home):
    app = opened("leader@example.com", "leads")
    app.multiselect(key="owner").select("Alex Marlow").run()
    app.run()
    line = next(iter(audit.lines(home, 1)))
    assert (line["reader"], line["what"], line["page"], line["narrowed"]) == (
        "leader@example.com",
        "read",
        "leads",
        "owner",
    )
    assert "Marlow" not in "".join(file.read_text(encoding="utf-8") for file in (home / audit.FOLDER).iterdir())
    before = len(list(audit.lines(home, 1_000)))
    app.run()
    assert len(list(audit.lines(home, 1_000))) == before, "once as long as it stays so"


def test_administrators_see_who_may_see_what_and_what_was_done(opened):
    app = opened("root@example.com", "readers")
    assert app.title[0].value == "3\N{NO-BREAK SPACE}people and 1\N{NO-BREAK SPACE}group may read this dashboard"
    assert [warning.value for warning in app.warning] == [
        "No lead has region Nordland, which group north may see: look at how it is written."
    ]
    granted = app.dataframe[0].value if app.dataframe else app.table[0].value
    assert "owner Alex Marlow" in granted.to_string()
    assert "Nobody signs in" in opened("", "readers").title[0].value
