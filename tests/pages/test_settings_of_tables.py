"""Targets and exchange rates on the page Settings: a filled grid is a load, said before and undone after."""

import shutil
import time
from datetime import date
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from data import __main__ as commands
from data import grids, jobs
from data.intake import IntakeError
from data.store import PROJECT, Store
from pages.everyone.settings import exchange_rates, model, targets
from pages.parts import session
from tests.pages import test_settings
from tests.pages.test_settings import PAGE, look_at, press

LEADS = """lead_id,source,created_at,amount,currency
1,Demo,2026-03-02,100,USD
2,Demo,2026-03-02,100,CHF
3,Demo,2026-03-31,100,CHF
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    (folder / "leads.csv").write_text(LEADS)
    (folder / "targets.csv").write_text("month,motion,amount\n2024-01,inbound,5\n2026-04,inbound,1000\n")
    files = [str(folder / "leads.csv"), str(folder / "targets.csv")]
    assert commands.main(["load", *files, "--home", str(folder / "home")]) == 0
    return folder / "home"


@pytest.fixture
def home(loaded, tmp_path, monkeypatch):
    folder = shutil.copytree(loaded, tmp_path / "home", symlinks=True)
    monkeypatch.setenv("PIPELINE_HOME", str(folder))
    return folder


@pytest.fixture
def app(home):
    opened = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30)
    opened.run()
    return opened.switch_page(PAGE).run()


def fill(app, *, edited=(), added=(), deleted=()):
    """Change the grid, as the browser tells it."""
    app.session_state[app.data_editor[0].key] = {
        "edited_rows": dict(edited),
        "added_rows": list(added),
        "deleted_rows": list(deleted),
    }
    app.run()
    assert not app.exception


def said(app):
    return test_settings.said(app).replace("\\", "")


def loaded_by(app, home, table):
    until = time.monotonic() + 60
    while (job := jobs.look(home / "jobs" / f"edit-{table}")) is None or job.state == jobs.RUNNING:
        assert time.monotonic() < until
        time.sleep(0.1)
    app.run()
    assert not app.exception
    return job


def of(table, home):
    return [tuple(row.values()) for row in grids.read(table, home).rows]


def test_targets_are_typed_said_loaded_and_undone(app, home, capsys):
    look_at(app, "Targets")
    months = app.data_editor[0].value["month"].dt.date.tolist()
    # The data ends in March 2026: a year from there is ready to be filled in, and what is older stays.
    assert (months[0], months[-1], len(months)) == (date(2026, 3, 1), date(2027, 2, 1), 12)
    assert "1\xa0older target stays as they are" in said(app)
    fill(
        app,
        edited={0: {"inbound": 250.5}, 1: {"inbound": None, "outbound": 70}},
        added=[{"month": "2027-05-17", "outbound": 9}],
    )
    for sentence in (
        "Apr 2026, inbound: 1,000 is taken out.",
        "Mar 2026, inbound: 250.5 is new.",
        "May 2027, outbound: 9 is new.",
    ):
        assert sentence in said(app)
    before = of("targets", home)
    look_at(app, "Channels")
    look_at(app, "Targets")
    assert "May 2027, outbound: 9 is new." in said(app), "another view costs no change"
    press(app, "Keep")
    assert loaded_by(app, home, "targets").state == jobs.DONE
    assert of("targets", home) == [
        (date(2024, 1, 1), "inbound", Decimal(5)),
        (date(2026, 3, 1), "inbound", Decimal("250.5")),
        (date(2026, 4, 1), "outbound", Decimal(70)),
        (date(2027, 5, 1), "outbound", Decimal(9)),
    ]
    assert "It is a load like any other" in said(app)
    assert commands.main(["log", "--home", str(home)]) == 0
    assert "targets-edited.csv" in capsys.readouterr().out
    press(app, "Undo")
    assert of("targets", home) == before
    assert app.data_editor[0].value["inbound"].tolist()[1] == 1000


def test_a_rate_is_typed_and_the_amounts_that_waited_are_converted(app, home):
    look_at(app, "Exchange rates")
    assert "2\xa0amounts in 1\xa0other currency wait for a rate" in [each.value for each in app.header]
    fill(app, added=[{"day": "2026-03-30", "currency": "chf", "rate": 1.25}])
    assert "30 Mar 2026, CHF: 1.25 is new." in said(app)
    press(app, "Keep")
    assert loaded_by(app, home, "exchange_rates").state == jobs.DONE
    assert of("exchange_rates", home) == [(date(2026, 3, 30), "CHF", "USD", Decimal("1.25"))]
    assert "Amounts in 1\xa0other currency, all converted" in [each.value for each in app.header]


def test_what_cannot_be_kept_is_said_and_stays_typed(app, home, monkeypatch):
    look_at(app, "Targets")
    fill(app, added=[{"inbound": 5}])
    assert "beside no month" in app.warning[0].value
    assert "Keep" not in [each.label for each in app.button]
    fill(app, added=[{"month": "2026-03-09", "inbound": 5}], edited={0: {"inbound": 6}})
    assert "Mar 2026 stands there twice" in app.warning[0].value
    fill(app, edited={1: {"inbound": 6}})
    (home / "more.csv").write_text("month,motion,amount\n2026-04,inbound,2000\n")
    assert commands.main(["load", str(home / "more.csv"), "--home", str(home)]) == 0
    press(app, "Keep")
    assert loaded_by(app, home, "targets").state == jobs.FAILED
    assert "have changed since they were opened here" in app.error[0].value
    assert "Apr 2026, inbound: 6 instead of 1,000." in said(app)
    press(app, "Discard")
    assert app.data_editor[0].value["inbound"].tolist()[1] == 2000


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ((None, "CHF", "", 1.0), "needs its day"),
        ((date(2026, 1, 5), "CHF", "", 0.0), "a number above zero"),
        ((date(2026, 1, 5), "Franc", "", 1.0), "“FRANC” is no currency code"),
    ],
)
def test_a_rate_that_cannot_be_meant(line, why):
    with pytest.raises(IntakeError, match=why):
        exchange_rates.rows(grids.Grid("exchange_rates"), (line,))


def test_an_amount_that_no_float_holds_stays_as_it_is_where_it_is_not_touched():
    exact = {"month": date(2026, 1, 1), "motion": "inbound", "amount": Decimal("12345678901234567.89")}
    before = grids.Grid("targets", (exact,))
    shown = ((date(2026, 1, 1), float(exact["amount"]), 7.0),)
    found = targets.rows(before, shown)
    assert [each.now["amount"] for each in grids.changed(before, found, "USD")] == ["7"]


def test_the_sample_takes_no_targets(app, monkeypatch):
    monkeypatch.setattr(session, "shows_sample", lambda: True)
    monkeypatch.setattr(Store, "holds_own_data", lambda _: False)
    look_at(app, "Targets")
    fill(app, edited={0: {"inbound": 1.0}})
    assert "load your leads first" in said(app)
    assert "Keep" not in [each.label for each in app.button]


def test_every_table_is_a_module_of_its_own_shape():
    for table in model.TABLES.values():
        assert table.TABLE in grids.EDITABLE
