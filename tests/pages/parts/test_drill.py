"""The panel of the leads behind what was clicked: it opens once, and its numbers are those of the list."""

import pytest
from streamlit.testing.v1 import AppTest

from data.store import PROJECT
from pages.parts import drill
from pages.parts.words import leads as words
from tests.worlds import Journey, warehouse_of


@pytest.fixture
def app(sample_home, monkeypatch):
    monkeypatch.setenv("PIPELINE_HOME", str(sample_home))
    return AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60).run()


def test_a_key_figure_opens_a_panel_that_stays_closed_afterwards(app):
    app.switch_page("pages/sales/gaps/page.py").run()
    figure = next(metric for metric in app.metric if metric.label == "Quiet opportunity")
    app.button(key="see--Quiet opportunity").click().run()
    assert not app.exception
    (panel,) = app.get("dialog")
    shown = {metric.label: metric.value for metric in panel.get("metric")}
    assert shown == {"Leads": figure.value, "Won": "0", "Open": figure.value, "Lost": "0"}
    assert any("quiet opportunity" in text.value for text in panel.get("markdown"))
    (rows,) = panel.dataframe
    assert len(rows.value) == 10
    assert {"lead_name", "account_name", "owner", "outcome"} <= set(rows.value)
    app.run()
    assert not app.get("dialog")


def test_a_panel_says_how_leads_ended_what_they_are_worth_and_which_amounts_are_not_known():
    deal = {"lead": 0, "opportunity": 1}
    world = [
        Journey("seo", deal, "won", 5, 2_000),
        Journey("seo", deal, "won", 5, None),
        Journey("seo", deal, "won", 5, 9, lead={"currency": "CHF"}),
        Journey("seo", deal, amount=700),
        Journey("seo", {"lead": 0}, amount=None),
        Journey("seo", deal, "lost", 4),
        Journey("seo", deal, "disqualified", 4),
    ]
    totals = warehouse_of(world, as_of=30).ask("lead_totals").iloc[0]
    all_, won, still_open, lost = drill.split(totals, "USD")
    assert all_.value == "7"
    assert (won.value, won.slope) == ("3", "$2K")
    assert (still_open.value, still_open.slope) == ("2", "$700")
    assert (lost.value, lost.slope) == ("1", "1 disqualified")
    assert words.without_amount(totals, "USD") == "Amounts leave out 2 won and 1 open without one in USD."
