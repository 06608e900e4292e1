"""The page Stage drop-off through the frame: every view opens from its address."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.store import PROJECT

PAGE = "pages/sales/stages/page.py"
CARDS = {
    "Funnel": 4,
    "Ways out": 3,
    "Time": 2,
    "Biggest leak": 2,
    "After the drop": 2,
    "Owners": 1,
}


@pytest.fixture
def app(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The dashboard on the sample, opened at a page."""
    monkeypatch.setenv("PIPELINE_HOME", str(sample_home))
    return AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30).run()


def cards(app):
    """Headings of the cards: what the findings say together has one of its own."""
    return [header.value for header in app.header if header.value not in ("What to do", "What stands out")]


@pytest.mark.parametrize("view", CARDS)
def test_every_view_opens_from_its_address(app, view):
    app.query_params["view"] = view
    app.switch_page(PAGE).run()
    assert not app.exception
    assert not app.error
    assert len(app.title) == 1
    assert len(cards(app)) == CARDS[view]


def test_a_way_of_counting_is_kept_in_the_address(app):
    asked = {"count": "In order", "within": "within 30 days", "overall": "within 90 days", "without": "No answer"}
    app.query_params.update(asked)
    app.switch_page(PAGE).run()
    assert not app.error
    assert any(title.value.startswith("In order, each step within 30") for title in app.header)
    assert "without leads closed for “No answer”" in app.caption[0].value


def test_a_view_that_does_not_exist_falls_back_to_the_funnel(app):
    app.query_params["view"] = "Nowhere"
    app.switch_page(PAGE).run()
    assert not app.exception
    assert any("Nowhere" in toast.value for toast in app.toast)
    assert len(cards(app)) == CARDS["Funnel"]
