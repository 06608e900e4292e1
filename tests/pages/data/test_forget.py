"""A person is forgotten on the page Data: foreseen, confirmed, searched for, and noted."""

import pytest
from streamlit.testing.v1 import AppTest

from analysis.warehouse import Warehouse
from data import sample
from data.access import audit
from data.store import PROJECT, Store
from pages.everyone.data import forgetting as words
from pages.parts import reader, site


@pytest.fixture
def home(tmp_path, monkeypatch):
    sample.publish(Store(tmp_path / "home"), seed=7, leads=300)
    monkeypatch.setenv("PIPELINE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def app(home):
    return AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60).run()


def opened(app):
    app.switch_page(site.PAGES["data"].script).run()
    assert not app.exception
    return app


def count(home):
    warehouse = Warehouse.open(Store(home).current(), home)
    try:
        return warehouse.rows("select count(*), min(lead_id) from marts.journeys")[0]
    finally:
        warehouse.close()


def test_a_person_leaves_once_it_is_confirmed_and_not_before(app, home):
    leads, first = count(home)
    opened(app)
    app.text_area(key="forget-ids").input(first).run()
    assert "1 id of leads" in "\n".join(each.value for each in (*app.caption, *app.markdown))
    assert app.button(key="forget").disabled
    app.radio(key="forget-numbers").set_value(words.DROP).run()
    assert app.button(key="forget").disabled, "it is not confirmed"
    app.text_input(key="forget-confirm").input("forget").run()
    app.button(key="forget").click().run()
    assert not app.exception
    assert "Nothing was found" in app.success[0].value
    assert count(home)[0] == leads - 1
    line = next(audit.lines(home, 1))
    assert (line["what"], line["is_done"], line["keeps_numbers"]) == ("erased", True, False)
    assert first not in str(line)


def test_an_id_that_nobody_has_is_said_and_nothing_changes(app, home):
    before = count(home)
    opened(app)
    app.text_area(key="forget-ids").input("nobody").run()
    assert "No lead and no contact has the id nobody" in app.warning[0].value
    assert count(home) == before


def test_who_may_not_erase_sees_no_such_card(app, monkeypatch):
    opened(app)
    assert words.TITLE in [each.value for each in app.header]
    may = reader.may
    monkeypatch.setattr(reader, "may", lambda right: right != "erase" and may(right))
    app.run()
    assert words.TITLE not in [each.value for each in app.header]
