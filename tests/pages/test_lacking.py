"""A home that lacks files: its views say which, in the switch and at length, and the way to add them is one click."""

import io
import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data.access import readers
from data.access.readers import Identity
from data.intake.load import load_files
from data.store import PROJECT
from pages.parts import panel, reader
from pages.parts.words import unlocks as words

PEOPLE = "lead_id,created_at,source,owner,outcome,closed_at,reason\n" + "".join(
    f"L{number},2026-0{1 + number % 6}-10,Cold call,Ann,{('won', 'lost')[number % 2]},2026-07-01,Price\n"
    for number in range(40)
)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lacking")
    (folder / "deals.csv").write_text(PEOPLE)
    load_files([folder / "deals.csv"], home=folder / "home")
    return folder / "home"


@pytest.fixture
def opened(home, monkeypatch):
    """Open a page at an address."""
    monkeypatch.setenv("PIPELINE_HOME", str(home))

    def show(script, **address):
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30).run()
        app.switch_page(f"pages/{script}/page.py").run()
        app.query_params.update({f"to_{name}": value for name, value in address.items()})  # as a link does
        app.run()
        assert not app.exception
        assert not app.error
        return app

    return show


def tabs(app):
    return [tab.label for tab in app.tabs]


def is_said(app, sentence):
    """Whether it stands there, whichever of its words are explained where they stand."""
    return any(sentence in re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text.value) for text in app.markdown)


def test_views_without_their_data_are_greyed_under_what_they_need(opened):
    app = opened("sales/prospecting")
    assert tabs(app) == ["Objections"]
    assert is_said(app, "Coverage, Sequences and Persistence and effort need touches.")
    assert app.session_state["view"] == "Objections"


def test_an_address_opens_such_a_view_and_it_says_what_is_missing_and_the_way_out(opened):
    app = opened("sales/prospecting", view="Sequences")
    assert tabs(app) == ["Sequences", "Objections"]
    assert is_said(app, "Coverage and Persistence and effort need touches.")
    assert app.header[0].value == "This needs touches, and none are loaded"
    assert any("`channel`, `direction` and `kind` of touches" in text.value for text in app.markdown)
    assert "Template of touches" in [each.proto.label for each in app.get("download_button")]
    assert "add_data" in [each.proto.page for each in app.get("page_link")]
    app.query_params["view"] = "Objections"
    app.run()
    assert tabs(app) == ["Objections"]
    assert "touches" not in app.header[0].value


def test_where_no_view_can_say_anything_the_first_is_shown_and_says_so(opened):
    app = opened("sales/gaps", view="Response time")
    assert tabs(app) == ["Queue", "Response time"]
    assert app.header[0].value == "This needs touches, and none are loaded"


def test_a_page_of_one_view_says_so_too(opened):
    assert opened("marketing/attribution").header[0].value == "This needs touches, and none are loaded"


def test_a_choice_without_leads_is_no_lack(opened):
    app = opened("leadership/stress", view="Forecast", owner="Nobody")
    assert not any("This needs" in header.value for header in app.header)


READERS = """
[[readers]]
person = "leader@example.com"
role = "leader"
rows = "all"

[[readers]]
person = "part@example.com"
role = "marketer"
rows = {owner = "Ann"}
"""


@pytest.mark.parametrize(
    ("script", "choice", "address", "title", "said"),
    [
        ("marketing/sources", {"view": "Cost"}, "part", "there is none among yours", words.FOR_ALL_LEADS),
        ("marketing/sources", {"view": "Cost"}, "leader", "none is loaded", words.WHO_LOADS),
        ("marketing/attribution", {}, "leader", "none are loaded", words.WHO_LOADS),
        ("marketing/attribution", {}, "part", "there are none among yours", words.WHO_LOADS),
        ("leadership/dependence", {"grain": "Account"}, "leader", "", words.WHO_LOADS),
    ],
)
def test_who_takes_in_no_files_reads_who_does(home, opened, monkeypatch, script, choice, address, title, said):
    (home / readers.FILE).write_text(READERS, encoding="utf-8")
    monkeypatch.setattr(reader, "identity", lambda: Identity(f"{address}@example.com"))
    app = opened(script, **choice)
    assert title in app.header[0].value
    assert is_said(app, said)
    assert not any("Template" in each.proto.label for each in app.get("download_button"))
    assert "add_data" not in [each.proto.page for each in app.get("page_link")]
    monkeypatch.setattr(reader, "identity", lambda: None)
    app = opened(script, **choice)
    assert not is_said(app, words.WHO_LOADS)
    assert not is_said(app, words.FOR_ALL_LEADS)


def test_templates_are_handed_out_as_they_are_and_run_nothing(monkeypatch, tmp_path):
    (tmp_path / "leads.csv").write_text("lead_id,amount,note\n007,1500.00,=1+1\n")
    monkeypatch.setattr(panel, "TEMPLATES", tmp_path)
    text = panel.example("leads").decode("utf-8-sig")
    assert pd.read_csv(io.StringIO(text), dtype="str").loc[0].tolist() == ["007", "1500.00", "'=1+1"]
