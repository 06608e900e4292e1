"""Add data: files dropped, explained, seen and published, as a reader does it."""

import time

import pytest
from streamlit.testing.v1 import AppTest

from analysis.warehouse import Warehouse
from data import definitions
from data.intake import own_profiles
from data.intake.load import load_files
from data.store import PROJECT, Store
from pages.parts import labels
from tests.data.intake.homes import leads

PAGE = "pages/everyone/add_data/page.py"
PATIENCE_SECONDS = 90
KNOWN = leads(*(f"L-{n},2026-01-{n % 28 + 1:02},{'Webinar' if n % 2 else 'Messestand'},{n}.5" for n in range(30)))
UNKNOWN = "Vorgang;Angelegt am;Herkunft;Phase;Auftragswert\n" + "".join(
    f"V-{n:03};{n % 28 + 1:02}.03.2026;Messe;{('Bezahlt', 'Verloren', 'Neu')[n % 3]};1.{n:03},50 €\n" for n in range(60)
)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PIPELINE_HOME", str(tmp_path / "home"))
    return Store(tmp_path / "home")


@pytest.fixture
def app(home):
    """The page, opened on an empty home."""
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
    app.run()
    return app.switch_page(PAGE).run()


def until(app, is_there):
    """Look again until something is on the page; work goes on in a process of its own."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while not is_there():
        assert not app.exception
        assert time.monotonic() < ends, [title.value for title in app.title]
        time.sleep(0.3)
        app.run()
    return app


def drop(app, **files):
    listed = [(f"{name}.csv", content.encode(), "text/csv") for name, content in files.items()]
    app.file_uploader[0].set_value(listed).run()
    return app


def button(app, label):
    return next((each for each in app.button if each.label == label), None)


def choose(app, label, value):
    next(each for each in app.selectbox if each.label == label).select(value).run()


def said(app):
    kinds = (app.markdown, app.info, app.warning, app.error, app.metric, app.title, app.header)
    told = "\n".join(f"{getattr(each, 'label', '')} {each.value}" for kind in kinds for each in kind)
    return labels.without_markdown(told).replace(labels.NO_BREAK, " ")


def test_a_known_export_needs_a_drop_and_a_click(app, home):
    until(drop(app, leads=KNOWN), lambda: button(app, "Publish"))
    assert app.title[0].value == f"Ready: 30{labels.NO_BREAK}leads new or changed"
    assert "30 rows = 30 imported + 0 repeated + 0 in quarantine" in said(app)
    assert home.look().is_empty
    button(app, "Publish").click().run()
    until(app, lambda: app.title[0].value.startswith("Published"))
    assert len(Warehouse.open(home.current(), home.folder).ask("leads")) == 30
    assert list((home.folder / "drafts").iterdir()) == []


def test_a_source_without_a_channel_is_given_one_before_anything_is_published(app, home):
    until(drop(app, leads=KNOWN), lambda: button(app, "Publish"))
    assert "1 source in 15 rows has no channel" in said(app)
    next(each for each in app.selectbox if each.label == "Messestand").select("Trade show")
    button(app, "Use these channels").click().run()
    until(app, lambda: button(app, "Publish"))
    assert "Leads come from 2 channels" in said(app)
    button(app, "Publish").click().run()
    until(app, lambda: home.current() is not None)
    assert definitions.load(home.folder).channel_of("Messestand") == "Trade show"


def test_an_unknown_export_is_explained_and_known_from_then_on(app, home):
    until(drop(app, bericht=UNKNOWN), lambda: button(app, "See what will happen"))
    assert app.title[0].value == f"1{labels.NO_BREAK}file to explain"
    assert "Rows readable 100%" in said(app)
    assert "1 stage word means nothing here" in said(app)
    assert "Won 0" in said(app)
    choose(app, "Bezahlt", "won")
    assert "Won 20" in said(app)
    assert "means nothing here" not in said(app)
    button(app, "See what will happen").click().run()
    until(app, lambda: button(app, "Publish"))
    button(app, "Publish").click().run()
    until(app, lambda: app.title[0].value.startswith("Published"))
    assert [each.fault for each in own_profiles.listed(home.folder)] == [""]
    assert definitions.load(home.folder).currency == "EUR"
    until(drop(app, april=UNKNOWN.replace("V-", "W-").replace(".03.", ".04.")), lambda: button(app, "Publish"))
    assert app.title[0].value == f"Ready: 60{labels.NO_BREAK}leads new or changed"


def test_a_near_kind_of_export_is_only_taken_where_its_columns_are_likely(app):
    near = "Kennung,Deal Stage,Create Date,Amount\n" + "".join(
        f"D-{n:03},Closed won,2026-01-05,{n}\n" for n in range(40)
    )
    until(drop(app, deals=near), lambda: button(app, "See what will happen"))
    assert next(each for each in app.toggle if "HubSpot" in each.label).value
    assert "Won 40" in said(app)
    far = near.replace("Kennung", "x").replace("D-", "D ")
    button(app, "Start over").click().run()
    until(drop(app, deals=far), lambda: app.toggle)
    assert not next(each for each in app.toggle if "HubSpot" in each.label).value


def test_a_column_that_is_another_one_changes_what_it_gives(app):
    until(drop(app, bericht=UNKNOWN), lambda: button(app, "See what will happen"))
    choose(app, "Lead id (needed)", "(none)")
    assert "choose the column of Lead id" in said(app)
    assert button(app, "See what will happen") is None
    choose(app, "Lead id (needed)", "Herkunft")
    assert "Rows readable 1.7%" in said(app)


def test_what_is_guessed_of_one_file_is_not_lost_over_the_next(app, home):
    row = "C-{0:03},V-{0:03},2026-04-0{1} 10:00,ausgehend,Anruf\n"
    calls = "Anruf-Nr,Vorgang,Beginn,Richtung,Art\n" + "".join(row.format(n, n % 9 + 1) for n in range(60))
    until(drop(app, bericht=UNKNOWN, weitere=calls), lambda: button(app, "See what will happen"))
    assert app.title[0].value == f"2{labels.NO_BREAK}files to explain"
    button(app, "See what will happen").click().run()
    until(app, lambda: button(app, "Publish"))
    assert "Leads come from 1 channel" in said(app)
    button(app, "Publish").click().run()
    until(app, lambda: home.current() is not None)
    assert definitions.load(home.folder).channel_of("Messe") == "Trade show"


def test_what_looks_like_a_mistake_must_be_meant(app, home):
    until(drop(app, leads=KNOWN), lambda: button(app, "Publish"))
    button(app, "Publish").click().run()
    until(app, lambda: app.title[0].value.startswith("Published"))
    broken = leads(*(f"{'' if n % 6 == 0 else f'M-{n}'},2026-02-03,Webinar,1" for n in range(40)))
    until(drop(app, leads=broken), lambda: app.warning)
    assert "7 of 40 rows" in said(app)
    assert button(app, "Publish") is None
    button(app, "This is meant: load it all the same").click().run()
    until(app, lambda: button(app, "Publish"))


def test_a_file_that_cannot_be_read_is_named_and_removed(app):
    until(drop(app, leads=KNOWN, page="<html>Sign in</html>"), lambda: app.error)
    assert "page.csv is a web page" in said(app)
    assert button(app, "Publish") is None
    next(each for each in app.button if each.label == "Remove" and "page" in each.key).click().run()
    until(app, lambda: button(app, "Publish"))


def test_the_same_file_again_changes_nothing(app):
    until(drop(app, leads=KNOWN), lambda: button(app, "Publish"))
    button(app, "Publish").click().run()
    until(app, lambda: app.title[0].value.startswith("Published"))
    until(drop(app, leads=KNOWN), lambda: app.info)
    assert "loading it again would change nothing" in app.info[0].value


def test_a_further_file_leaves_what_was_chosen_of_the_others(app):
    until(drop(app, bericht=UNKNOWN), lambda: button(app, "See what will happen"))
    choose(app, "Bezahlt", "won")
    choose(app, "Amount", "(none)")
    until(drop(app, alt=UNKNOWN.replace("V-", "A-").replace("Vorgang", "Fall")), lambda: "2 files" in said(app))
    amounts = [each.value for each in app.selectbox if each.label == "Amount"]
    assert amounts == ["Auftragswert", "(none)"]  # of alt.csv, then of bericht.csv


def test_two_files_of_one_name_are_two_files(app):
    listed = [("export.csv", leads(f"{place}-1,2026-01-05,Webinar,1").encode(), "text/csv") for place in "AB"]
    app.file_uploader[0].set_value(listed).run()
    until(app, lambda: button(app, "Publish"))
    assert "2 rows = 2 imported" in said(app)
    assert "export (2).csv" in said(app)


def test_a_way_of_reading_takes_no_name_that_another_has(app, home):
    until(drop(app, bericht=UNKNOWN), lambda: button(app, "See what will happen"))
    app.text_input[0].set_value("hubspot-deals").run()
    assert "is the name of another profile" in said(app)
    assert button(app, "See what will happen") is None
    folder = home.folder / "profiles"
    folder.mkdir(parents=True)
    (folder / "bericht.toml").write_text("name = \n")
    app.text_input[0].set_value("bericht").run()
    assert "is the name of another profile" in said(app)


def test_what_somebody_else_published_meanwhile_is_said(app, home):
    until(drop(app, leads=KNOWN), lambda: button(app, "Publish"))
    load_files([_write(home.folder, "other.csv", leads("Z-1,2026-01-05,Webinar,1"))], home=home.folder)
    button(app, "Publish").click().run()
    until(app, lambda: app.error)
    assert "Other data or other settings came since" in said(app)
    button(app, "See what will happen").click().run()
    until(app, lambda: button(app, "Publish"))
    button(app, "Publish").click().run()
    until(app, lambda: app.title[0].value.startswith("Published"))


def test_a_load_that_was_left_can_be_gone_on_with(app, home):
    until(drop(app, leads=KNOWN), lambda: button(app, "Publish"))
    other = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
    other.run()
    other.switch_page(PAGE).run()
    assert "Not finished: a load of leads.csv" in said(other)
    button(other, "Go on").click().run()
    assert button(other, "Publish") is not None


def test_wins_without_a_day_are_in_no_conversion(app):
    rows = [f"L-{n},2026-01-{n % 28 + 1:02},Webinar,{n},{'won' if n % 3 == 0 else ''}" for n in range(30)]
    until(
        drop(app, leads=leads(*rows, columns="lead_id,created_at,source,amount,outcome")),
        lambda: button(app, "Publish"),
    )
    assert "Cannot be told: none of the wins has a day of closing" in said(app)


def _write(folder, name, content):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(content)
    return path


def test_a_way_of_reading_can_be_changed_as_a_text(app, home):
    folder = home.folder / "profiles"
    folder.mkdir(parents=True)
    (folder / "torn.toml").write_text("name = \n")
    app.run()
    assert "1 way of reading is kept" in said(app)
    app.text_area[0].set_value("still torn").run()
    next(each for each in app.button if each.label == "Keep").click().run()
    assert "is not TOML" in app.error[0].value
    next(each for each in app.button if each.label == "Remove").click().run()
    assert own_profiles.listed(home.folder) == []
