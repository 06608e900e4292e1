"""Settings of people and their days: who is meant by an id, who left, and on which days nobody works."""

import shutil
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data import __main__ as commands
from data import definitions, jobs
from data.definitions import Owner
from data.settings import versions
from data.store import PROJECT
from tests.pages import test_settings
from tests.pages.test_settings import PAGE, field, look_at, press

OWNERS = {"7001": 4, "ada@firm.example": 3, "Bo Berg": 6, "Cy Cole": 2}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("people")
    rows = [
        f"{place}{owner},Demo,{owner},2026-03-{place + 1:02}"
        for owner, leads in OWNERS.items()
        for place in range(leads)
    ]
    (folder / "leads.csv").write_text("\n".join(["lead_id,source,owner,created_at", *rows]))
    assert commands.main(["load", str(folder / "leads.csv"), "--home", str(folder / "home")]) == 0
    return folder / "home"


@pytest.fixture
def home(loaded, tmp_path, monkeypatch):
    folder = shutil.copytree(loaded, tmp_path / "home", symlinks=True)
    monkeypatch.setenv("PIPELINE_HOME", str(folder))
    monkeypatch.setattr(jobs, "start", lambda *_: None)
    return folder


@pytest.fixture
def app(home):
    opened = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30)
    opened.run()
    return opened.switch_page(PAGE).run()


def fill(app, cells):
    """Type into cells of the grid, row by row, as the browser tells it."""
    key = app.data_editor[0].key
    edited = app.session_state[key]["edited_rows"]
    rows = {row: edited.get(row, {}) | cells.get(row, {}) for row in {*edited, *cells}}
    app.session_state[key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    app.run()
    assert not app.exception


def said(app):
    return test_settings.said(app).replace("\\", "")


def grid(app):
    return app.data_editor[0].value.set_index("written")


def header(app):
    return [each.value for each in app.header]


def test_ids_stand_first_and_many_get_their_names_at_once(app, home):
    look_at(app, "Owners")
    assert "Owners without a name: 2, of 7\xa0leads" in header(app)
    assert grid(app)["leads"].to_dict() == {"7001": 4, "ada@firm.example": 3, "Bo Berg": 6, "Cy Cole": 2}
    # An id and an address are one person, another one left, and a team is all that is new of the third.
    fill(app, {0: {"name": "Ada Alm", "team": "North"}, 1: {"name": "Ada Alm"}, 2: {"left": "2026-03-31"}})
    fill(app, {3: {"team": "South"}})
    assert "New owner “Ada Alm” (team: North; left: none)." in said(app)
    press(app, "Keep")
    assert definitions.load(home).owners == (
        Owner("Ada Alm", ("7001", "ada@firm.example"), "North"),
        Owner("Bo Berg", (), None, date(2026, 3, 31)),
        Owner("Cy Cole", (), "South"),
    )
    assert commands.main(["rebuild", "--home", str(home)]) == 0
    app.run()
    assert "Every owner has a name" in header(app)
    assert grid(app).loc["Ada Alm", ["leads", "also"]].tolist() == [7, "7001, ada@firm.example"]


def test_comments_stay_and_taking_every_owner_back_leaves_the_file_as_it_was(app, home):
    text = f"# ours\n{definitions.text()}"
    (home / "definitions.toml").write_text(text)
    look_at(app, "Owners")
    fill(app, {0: {"name": "Ada Alm"}})
    press(app, "Keep")
    kept = (home / "definitions.toml").read_text()
    assert kept.replace('[[owners]]\nname = "Ada Alm"\nalso = ["7001"]\n', "", 1) == text
    assert grid(app).index.tolist()[2] == "7001"  # it has a name now
    fill(app, {2: {"name": ""}})
    press(app, "Keep")
    assert (home / "definitions.toml").read_text() == text


def test_a_second_thought_leaves_no_trace(app, home):
    look_at(app, "Owners")
    fill(app, {0: {"name": "Ada Alm"}, 1: {"name": "Ada Alm"}})
    fill(app, {1: {"name": "Eve Eck"}})
    assert [
        (each.name, each.also) for each in definitions.parse_text(app.session_state["unsaved settings"].text).owners
    ] == [
        ("Ada Alm", ("7001",)),
        ("Eve Eck", ("ada@firm.example",)),
    ]
    fill(app, {0: {"name": "Bo Berg"}})
    look_at(app, "Channels")
    look_at(app, "Owners")
    names = grid(app)["name"].to_dict()
    assert (names["7001"], names["ada@firm.example"]) == ("Bo Berg", "Eve Eck"), "another view costs no change"
    press(app, "Discard")
    assert grid(app)["name"].to_dict()["7001"] == ""


def test_a_team_without_a_name_is_not_lost_in_silence(app):
    look_at(app, "Owners")
    fill(app, {0: {"team": "North"}})
    assert "'7001' needs a name before a team" in app.warning[0].value.replace("\\", "")
    fill(app, {0: {"team": "North", "name": "Ada Alm"}})
    assert not app.warning
    assert "New owner “Ada Alm” (team: North; left: none)." in said(app)


def test_the_holidays_of_a_country_and_of_a_part_of_it(app, home):
    look_at(app, "Time and hours")
    assert "Part of that country" not in [each.label for each in app.selectbox]
    field(app, "Country of the public holidays").set_value("AT").run()
    # The data ends on 6 March 2026; after it, by Austria's calendar:
    assert "6 Apr 2026 (Easter Monday), 1 May 2026 (Labor Day) and 14 May 2026 (Ascension Day)" in said(app)
    field(app, "Country of the public holidays").set_value("DE").run()
    field(app, "Part of that country").set_value("BE").run()
    assert "8 Mar 2026 (Women's Day), 3 Apr 2026 (Good Friday)" in said(app)
    press(app, "Keep")
    hours = definitions.load(home).working_hours
    assert (hours.country, hours.subdivision) == ("DE", "BE")
    # What belongs to one country goes with it.
    field(app, "Country of the public holidays").set_value("CH").run()
    assert "Part of that country: none instead of BE." in said(app)
    field(app, "Country of the public holidays").set_value("").run()
    press(app, "Keep")
    assert definitions.load(home).working_hours.country is None
    assert len(versions.history(home)) == 3
