"""Settings of feeds: what whoever runs the dashboard allows can be set up, and looked at, in a browser."""

import shutil
import time

import pytest
from streamlit.testing.v1 import AppTest

from analysis.warehouse import Warehouse
from data import __main__ as commands
from data import definitions, jobs
from data.feeds import allowed
from data.feeds.feed import Feed
from data.settings import versions
from data.settings.draft import Draft
from data.store import PROJECT, Store
from pages.parts import reader
from tests.pages import test_settings
from tests.pages.test_settings import PAGE, field, look_at, press

LEADS = "lead_id,source,owner,created_at\n"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("feeds")
    (folder / "leads.csv").write_text(f"{LEADS}A1,Demo,Ann,2026-03-01\n")
    assert commands.main(["load", str(folder / "leads.csv"), "--home", str(folder / "home")]) == 0
    return folder / "home"


@pytest.fixture
def home(loaded, tmp_path, monkeypatch):
    folder = shutil.copytree(loaded, tmp_path / "home", symlinks=True)
    monkeypatch.setenv("PIPELINE_HOME", str(folder))
    return folder


@pytest.fixture
def exports(tmp_path, monkeypatch):
    """A folder that may be read."""
    folder = tmp_path / "exports"
    (folder / "crm").mkdir(parents=True)
    monkeypatch.setenv(allowed.FOLDERS, str(folder))
    return folder


def opened():
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30)
    app.run()
    app.switch_page(PAGE).run()
    look_at(app, "Feeds")
    return app


def said(app):
    return test_settings.said(app).replace("\\", "")


def warned(app):
    return " ".join(each.value for each in app.warning).replace("\\", "")


def add(app, **answers):
    for label, answer in answers.items():
        fields = [each for each in (*app.text_input, *app.text_area, *app.selectbox) if each.label.startswith(label)]
        fields[-1].set_value(answer).run()
    press(app, "Add it")


def looked(home, app):
    until = time.monotonic() + 60
    while (job := jobs.look(home / "jobs" / "sync")) is None or job.state == jobs.RUNNING:
        assert time.monotonic() < until
        time.sleep(0.1)
    return app.run()


def test_a_folder_is_set_up_and_looked_at_without_a_terminal(home, exports):
    (exports / "crm" / "leads.csv").write_text(f"{LEADS}B1,Demo,Ann,2026-03-02\nB2,Demo,Ann,2026-03-03\n")
    app = opened()
    assert "Nothing comes by itself yet" in [each.value for each in app.header]
    add(app, Folder="crm", Name="CRM")
    assert "New feed “CRM”." in said(app)
    assert not definitions.load(home).feeds, "nothing is kept unasked"
    assert "Keep what is changed first" not in said(app), "nothing is kept that could be looked at"
    press(app, "Keep")
    assert definitions.load(home).feeds == (Feed(str(exports / "crm"), name="CRM"),)
    assert jobs.look(home / "jobs" / "rebuild") is None, "a feed changes no number"
    press(app, "Look for news now")
    app = looked(home, app)
    assert "CRM: load #2 of 1 file: 2 rows, 2 imported." in said(app)
    row = app.dataframe[0].value.iloc[0]
    assert row["brought"] == "Load #2 of 1 file: 2 rows, 2 imported."
    warehouse = Warehouse.open(Store(home).current(), home)
    assert warehouse.ask("shares", breakdown="channel")["leads"].sum() == 3
    warehouse.close()


def test_a_feed_that_is_called_otherwise_is_not_read_anew_and_one_can_be_removed(home, exports):
    assert commands.main(["feed", str(exports)]) == 0
    (exports / "leads.csv").write_text(f"{LEADS}B1,Demo,Ann,2026-03-02\n")
    assert commands.main(["sync"]) == 0
    app = opened()
    field(app, "Name").set_value("Exports").run()
    assert f"The feed “{exports}” is called “Exports”." in said(app)
    press(app, "Keep")
    assert app.dataframe[0].value.iloc[0]["brought"] == "Load #2 of 1 file: 1 row, 1 imported."
    press(app, "Remove this feed")
    press(app, "Keep")
    assert definitions.load(home).feeds == ()


def test_a_database_is_set_up_by_its_variable_and_tables(home, monkeypatch):
    monkeypatch.setenv(allowed.DATABASES, "CRM_URL, WAREHOUSE_URL")
    app = opened()
    field(app, "Reads").set_value("WAREHOUSE_URL").run()
    add(app, Tables="hubspot.deal\nhubspot.owner", Column="_fivetran_synced")
    press(app, "Keep")
    tables = ("hubspot.deal", "hubspot.owner")
    assert definitions.load(home).feeds == (
        Feed(database="WAREHOUSE_URL", tables=tables, changed_at="_fivetran_synced"),
    )
    field(app, "Days until all is read").set_value(30).run()
    press(app, "Keep")
    assert definitions.load(home).feeds[0].whole_days == 30


def test_where_nothing_is_allowed_the_page_says_who_can_allow_it(home, monkeypatch):
    monkeypatch.delenv(allowed.FOLDERS, raising=False)
    app = opened()
    assert "`PIPELINE_FEED_FOLDERS`" in said(app)
    assert not [each for each in app.button if each.label == "Add it"]


@pytest.mark.parametrize("below", ["../outside", "/../outside", "link", "crm/missing"])
def test_no_folder_can_be_chosen_that_is_not_allowed_or_not_there(home, exports, below):
    outside = exports.parent / "outside"
    outside.mkdir()
    (exports / "link").symlink_to(outside)
    app = opened()
    add(app, Folder=below)
    assert "This does not fit together" in warned(app)
    assert not [each for each in app.button if each.label == "Keep"]


def test_what_is_not_allowed_any_more_does_not_come_back_with_an_earlier_version(home, exports, monkeypatch):
    read = versions.now(home)
    draft = Draft(read.text)
    draft.add("feeds", folder="/srv/secret")
    versions.keep(home, draft.text, read=read.digest, who="by hand")
    draft.remove("feeds", 0)
    versions.keep(home, draft.text, read=versions.now(home).digest, who="by hand")
    app = opened()
    look_at(app, "History")
    press(app, "Go back to this")
    assert "is not in a folder that PIPELINE_FEED_FOLDERS names" in warned(app)


def test_whoever_may_not_load_data_is_not_offered_to_look(home, exports, monkeypatch):
    assert commands.main(["feed", str(exports)]) == 0
    monkeypatch.setattr(reader, "may", lambda right: right != "import")
    assert "Look for news now" not in [each.label for each in opened().button]
