"""This week: loads come, and each reader is told what was, what is, and which records make the difference."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from analysis import changes
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.intake.load import load_files
from data.store import PROJECT, Store
from pages.everyone.weekly import bases, leadership, marketing, records, sales, words
from pages.parts import labels

HEAD = "lead_id,created_at,source,owner,outcome,closed_at,amount\n"
BEFORE = {
    "a": "2026-05-01,Webinar,Ann,won,2026-05-20,1000",
    "b": "2026-05-02,Webinar,Ann,,,",
    "c": "2026-05-03,Cold call,Ben,,,",
    "d": "2026-05-04,Cold call,Ben,won,2026-05-21,3000",
    "e": "2026-06-01,Webinar,Cid,,,",
}
AFTER = BEFORE | {
    "b": "2026-05-02,Webinar,Ann,won,2026-06-08,2000",  # won since
    "d": "2026-05-04,Cold call,Ben,won,2026-05-21,2500",  # its amount was corrected
    "e": "2026-06-01,Webinar,Ben,,,",  # another owner
    "f": "2026-06-07,Webinar,Ann,,,",  # new
}


def load(home, rows, name="deals.csv"):
    home.mkdir(exist_ok=True)
    (home / name).write_text(HEAD + "".join(f"{lead},{rest}\n" for lead, rest in rows.items()), encoding="utf-8")
    load_files([home / name], home=home, anyway=True)


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    """Two loads, of data through 1 and through 8 June; and the first of them alone."""
    folder = tmp_path_factory.mktemp("weekly")
    load(folder / "one", BEFORE)
    load(folder / "two", BEFORE)
    load(folder / "two", AFTER)
    return folder


def told(home, view, which=words.WEEK, scope=None, **choices):
    """The page of a reader, with the name of each part that has records behind it."""
    store = Store(home)
    warehouse = Warehouse.open(store.current(), store.folder)
    try:
        base = bases.offered(changes.kept(warehouse), None)[which]
        given = {"base": base, "earlier_days": None, **choices}
        behind = records.behind(warehouse, scope or Scope(), reader=view.READER, **given)
        model = view.build(warehouse, scope or Scope(), behind=next(iter(behind.values()), ""), **given)
        return model, behind
    finally:
        warehouse.close()


def card(model, name):
    return next(each for each in model.cards if each.name == name)


def plain(text):
    return labels.without_markdown(text).replace(labels.NO_BREAK, " ")


def test_leadership_is_told_what_was_won_and_what_was_corrected(homes):
    model, behind = told(homes / "two", leadership)
    # 1000 + 3000 were won; 2000 came with b, and d lost 500.
    assert plain(model.title) == "Won amount rose from $4K to $5.5K: 1 win, against 1 corrected"
    assert model.facts == "compared with the data of 1 Jun 2026"
    assert [(each.label, each.value, each.delta) for each in model.kpis] == [
        ("Leads", "6", "+1"),
        ("Opportunities", "3", "+1"),
        ("Wins", "3", "+1"),
        ("Won amount", "$5.5K", "+$1.5K"),
    ]
    steps = card(model, "steps").numbers
    assert list(zip(steps["label"], steps["value"], strict=True)) == [
        ("Won (1)", 2000),
        ("Corrected (1)", -500),
        ("In all", 1500),
    ]
    rows = card(model, "by-motion").numbers.set_index(["label", "breakdown"])
    assert rows.loc[("Won amount, USD", "outbound"), ["was", "corrected", "now"]].tolist() == [3000, -500, 2500]
    assert rows.loc[("Leads", "inbound"), ["was", "new", "now"]].tolist() == [3, 1, 4]
    assert list(behind.values())[:2] == ["won_amount won", "won_amount corrected"]


def test_the_records_behind_a_part_say_from_what_to_what(homes):
    listed = card(told(homes / "two", leadership)[0], "records").numbers
    assert listed[["lead_id", "effect"]].to_numpy().tolist() == [["b", 2000]]
    assert listed["what"].tolist() == ["Outcome: open → won; Stage: lead → won; Amount: – → 2,000"]


def test_the_share_of_the_largest_channel_is_told_in_parts_that_add_up(homes):
    rows = card(told(homes / "two", leadership)[0], "largest-channel").numbers
    # Webinar: 1 of 2 opportunities then, 2 of 3 now.
    assert rows[["label", "above", "below", "ratio"]].to_numpy().tolist() == [
        ["Was", 1, 2, "50.0%"],
        ["Won", 1, 1, "+16.67\N{NO-BREAK SPACE}points"],
        ["Now", 2, 3, "66.7%"],
    ]


def test_marketing_is_told_by_channel(homes):
    model, _ = told(homes / "two", marketing)
    assert plain(model.title) == "Opportunities rose from 2 to 3: 1 win"
    rows = card(model, "leads-by-channel").numbers
    assert rows[["breakdown", "was", "new", "now"]].to_numpy().tolist()[0] == ["Webinar", 3, 1, 4]


def test_sales_sees_an_owner_hand_over_to_another(homes):
    rows = card(told(homes / "two", sales)[0], "open-by-owner").numbers.set_index("breakdown")
    assert rows.loc["Ben", ["was", "corrected", "now"]].tolist() == [1, 1, 2]
    assert rows.loc["Cid", ["was", "corrected", "now"]].tolist() == [1, -1, 0]


def test_what_left_the_period_is_told_apart_from_what_was_recorded(homes):
    # Of the 36 days to 8 June: from 4 May on; a week earlier from 27 April on.
    scope = Scope(since=changes.date(2026, 5, 4))
    model, behind = told(homes / "two", leadership, scope=scope, earlier_days=7)
    assert plain(model.title) == "Won amount fell from $4K to $2.5K: 1 corrected, while 1 left the period"
    assert list(behind.values())[:2] == ["won_amount corrected", "won_amount period"]


def test_nothing_changed_is_said(tmp_path):
    load(tmp_path / "home", BEFORE)
    load(tmp_path / "home", BEFORE | {"z": "2026-06-01,Webinar,Cid,,,"}, "more.csv")
    model, behind = told(tmp_path / "home", marketing, words.LOAD, Scope(owner=("Ben",)))
    assert re.match(r"Nothing changed since the load of .* UTC", model.title)
    assert (model.cards, behind) == ((), {})
    assert words.NOTHING in [each.sentence for each in model.findings]


def test_the_first_load_tells_a_week_before_by_its_dates_and_says_so(homes):
    model, _ = told(homes / "one", leadership)
    assert model.title == "Leads rose from 4 to 5: 1\N{NO-BREAK SPACE}new lead"
    assert [each.sentence for each in model.findings] == [words.BY_DATES]
    model, _ = told(homes / "one", sales)
    assert [each.label for each in model.kpis] == ["Open leads"]
    assert [each.sentence for each in model.findings] == [words.BY_DATES_OF_SALES]


def test_without_days_it_says_when_it_will_speak(tmp_path):
    (tmp_path / "deals.csv").write_text("lead_id,source,outcome\na,Webinar,won\nb,Webinar,\n", encoding="utf-8")
    load_files([tmp_path / "deals.csv"], home=tmp_path / "home", anyway=True)
    store = Store(tmp_path / "home")
    warehouse = Warehouse.open(store.current(), store.folder)
    assert bases.offered(changes.kept(warehouse), None) == {}
    model = leadership.build(warehouse, Scope(), base=None, earlier_days=None)
    warehouse.close()
    assert (model.title, model.empty) == (words.FIRST, words.FROM_THE_NEXT_LOAD)


def test_the_page_remembers_the_last_visit(homes, tmp_path, monkeypatch):
    """A visit, a load, and a visit again: it is offered to compare with what was seen."""
    home = tmp_path / "home"
    load(home, BEFORE)
    monkeypatch.setenv("PIPELINE_HOME", str(home))

    def visit():
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60).run()
        app.switch_page("pages/everyone/weekly/page.py").run()
        assert not app.exception
        assert not app.error
        return app, [box.options for box in app.selectbox if box.key == "since"]

    assert visit()[1] == []
    assert visit()[1] == [], "to read again is no new visit"
    load(home, AFTER)
    app, offered = visit()
    assert offered == [[words.WEEK, words.VISIT]]
    assert plain(app.title[0].value).startswith("Won amount rose from $4K to $5.5K")
    assert visit()[1] == offered
