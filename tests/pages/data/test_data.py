"""Data: the accounting adds up, and what is not understood is said with what to do about it."""

from pathlib import Path

import duckdb
import pytest

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data import definitions, marts
from data.feeds.memory import Told
from pages.everyone.data import model as data
from pages.parts import addresses, converted, labels
from pages.parts.cards import Card, Column
from pages.parts.page import PageModel
from pages.parts.words.common import LOADERS
from tests.worlds import Journey, day, on, warehouse_of

FILE = """
insert into intake.files by name
select
    1 as load_id, 'deals.csv' as file, 'canonical' as profile, 'leads' as role, '' as sha256,
    $1 as count_rows, $2 as count_imported, $3 as count_unchanged, $4 as count_duplicate, $5 as count_quarantined
"""
LOAD = """
insert into intake.loads by name
select 1 as load_id, $1 as loaded_at, 'deals.csv' as summary, $1 as complete_through
"""


def imported(rows, kept, same, twice, aside, *, source="google ads"):
    """A world with one lead whose file had so many rows, imported, unchanged, duplicate and quarantined."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute(marts.model("canonical"))
    connection.execute(LOAD, [day(30)])
    connection.execute(FILE, [rows, kept, same, twice, aside])
    for line in range(aside):
        connection.execute(
            "insert into intake.quarantine by name select 1 as load_id, 'deals.csv' as file, $1 as line,"
            " 'created_at' as column_name, 'yesterday' as value, 'is not a time' as reason, '{}' as record",
            [line + 2],
        )
    connection.execute(
        "insert into canonical.leads by name select 'a' as lead_id, $1 as created_at, $2 as source, 1 as load_id",
        [day(0), source],
    )
    marts.build(connection, definitions.text())
    return Warehouse(connection)


def card(model, name):
    return next(each for each in model.cards if each.name == name)


def test_kinds_of_records_follow_the_way_of_a_lead_however_they_lie_in_the_file():
    connection = imported(1, 1, 0, 0, 0)._connection
    connection.execute("create or replace table marts.contents as from marts.contents order by kind desc")
    kinds = card(data.build(Warehouse(connection), Scope()), "contents").numbers["kind"].tolist()
    assert kinds == ["leads", "stage events", "outcomes", "touches", "spend", "targets", "target accounts"]


def test_rows_that_add_up_are_accounted_for():
    # 9 = 4 + 3 + 2 + 0
    model = data.build(imported(9, 4, 3, 2, 0), Scope())
    assert model.title.replace("\xa0", " ") == "1 lead through 31 Jan 2026; every row is accounted for"
    assert [kpi.value for kpi in model.kpis] == ["9", "4", "5", "0"]
    assert card(model, "imports").title == "9 rows = 4 imported + 5 repeated + 0 in quarantine"
    assert model.findings == ()


def test_quarantine_is_the_title_with_its_reasons():
    model = data.build(imported(9, 4, 2, 1, 2), Scope())
    assert model.title.endswith("2\xa0rows are in quarantine")
    row = card(model, "quarantine").numbers.iloc[0]
    assert row[["records", "reason", "column_name", "example", "line"]].tolist() == [
        2,
        "is not a time",
        "created_at",
        "yesterday",
        2,
    ]
    assert any("could not be used" in finding.sentence for finding in model.findings)


def test_a_row_with_two_reasons_counts_once():
    warehouse = imported(3, 1, 0, 0, 2)
    reason = (
        "insert into intake.quarantine by name select 1 as load_id, 'deals.csv' as file, 2 as line, 'no id' as reason"
    )
    warehouse._connection.execute(f"{reason}, '{{}}' as record")
    model = data.build(warehouse, Scope())
    assert "2\xa0rows" in model.title
    assert card(model, "quarantine").numbers["records"].sum() == 3
    assert "two reasons" in card(model, "quarantine").note


def test_a_row_in_no_column_is_not_passed_over():
    # 9 - (4 + 2 + 1 + 0) = 2
    model = data.build(imported(9, 4, 2, 1, 0), Scope())
    assert model.title.endswith("2\xa0rows are not accounted for")
    assert "deals\\.csv" in model.findings[0].sentence


def test_an_unmapped_source_says_where_to_add_it():
    model = data.build(imported(1, 1, 0, 0, 0, source="Billboard"), Scope())
    row = card(model, "unknowns").numbers.iloc[0]
    assert row[["name", "records"]].tolist() == ["Billboard", 1]
    assert row["advice"] == "Choose its channel on the page Settings"
    assert "“Billboard”" in model.findings[0].sentence
    assert (model.findings[0].link, model.findings[0].choice) == (addresses.SETTINGS, {"view": "Channels"})


def test_undated_wins_and_kinds_that_are_not_loaded_are_named():
    model = data.build(warehouse_of([Journey("seo", {"lead": 0}, "won")]), Scope())
    assert card(model, "unknowns").numbers["what"].tolist() == ["Win without a usable day"]
    assert card(model, "contents").title == "Not loaded: stage events, touches, spend, targets and target accounts"


def test_amounts_in_other_currencies_say_what_became_of_them():
    won = [Journey("seo", {"lead": 0}, "won", 5, 10, lead={"currency": code}) for code in ("EUR", "EUR", "GBP", None)]
    rates = {"exchange_rates": [{"day": on(3), "currency": "EUR", "into_currency": "USD", "rate": 1.25}]}
    warehouse = warehouse_of(won, rows=rates)
    told = card(data.build(warehouse, Scope()), "other currencies")
    said = told.title.replace("\xa0", " ")
    assert said == "2 of 3 amounts in other currencies are converted, with rates of 4 Jan 2026"
    assert told.numbers[["currency", "fate", "amounts"]].to_numpy().tolist() == [
        ["EUR", "converted", 2],
        ["GBP", "no rate is loaded", 1],
    ]
    assert card(data.build(warehouse, Scope()), "contents").numbers["kind"].iloc[-1] == "exchange rates"
    # Every card with amounts says it too, and no other.
    money, counts = (
        Card(name="some", title="", numbers=told.numbers, definition="How.", columns={"a": Column("A", kind)})
        for kind in ("money", "count")
    )
    page = converted.told(PageModel("", cards=(money, counts)), warehouse)
    assert page.cards[0].definition.replace("\xa0", " ") == (
        "How. Amounts in EUR (2) are converted with exchange rates of 4 Jan 2026. Amounts in GBP (1) are left out of "
        "sums: the page Data says why."
    )
    assert page.cards[1] is counts
    assert page.cards[0].columns["a"].label == "A, $"
    without = warehouse_of([Journey("seo", {"lead": 0})])
    assert converted.told(PageModel("", cards=(money,)), without).cards[0].definition == "How."
    assert all(each.name != "other currencies" for each in data.build(without, Scope()).cards)


def test_nothing_open_is_one_sentence():
    model = data.build(imported(1, 1, 0, 0, 0), Scope())
    assert card(model, "unknowns").title == "Nothing is left open"
    assert card(model, "quarantine").numbers.empty


def test_changed_definitions_ask_for_a_rebuild():
    warehouse = warehouse_of([Journey("seo", {"lead": 0})])
    text = warehouse.definitions_text
    for same in (text, f"{text}\n# new\n", f'{text}\n[[feeds]]\nfolder = "/srv/exports"\n'):
        assert data.build(warehouse, Scope(), text=same).findings == ()
    changed = data.build(warehouse, Scope(), text=text.replace("reply_days = ", "reply_days = 1 # "))
    assert "have changed" in changed.findings[0].sentence
    assert "python -m data rebuild" in changed.findings[0].advice
    assert changed.findings[0].link == addresses.SETTINGS


def test_wrong_definitions_are_named(tmp_path: Path):
    (tmp_path / "definitions.toml").write_text("currency = 3", encoding="utf-8")
    text, fault = data.definitions_now(tmp_path)
    warehouse = warehouse_of([Journey("seo", {"lead": 0})])
    model = data.build(warehouse, Scope(), text=text, fault=fault)
    assert text == ""
    assert "cannot be used" in model.findings[0].sentence


def test_without_a_lead_it_says_so():
    model = data.build(warehouse_of([]), Scope())
    assert model.title.startswith("No lead is loaded yet")


@pytest.mark.parametrize("name", ["*b*.csv", "[x](http://x)"])
def test_names_are_shown_letter_by_letter(name):
    model = data.build(imported(1, 1, 0, 0, 0, source=name), Scope())
    assert name in labels.without_markdown(model.findings[0].sentence)
    assert name not in model.findings[0].sentence


CRM = Told(
    "CRM", "2026-12-01T10:30:00+00:00", "2026-12-01T09:15:00+00:00", "load #3 of 1 file: 5 rows, 5 imported.", ()
)
NEW = Told("/srv/ads", "", "", "", ())
GONE = NEW._replace(
    looked_at="2026-12-01T10:30:00+00:00", faults=("/srv/ads is not a folder that is there.", "b.csv is empty.")
)


def feeds_of(*feeds):
    return data.build(warehouse_of([Journey("google ads", {"lead": 0})]), Scope(), text="", feeds=feeds)


def test_when_each_feed_last_came_and_what_it_brought_is_told():
    table = card(feeds_of(CRM, NEW), "feeds")
    assert table.title == "“CRM” last brought something on 1 Dec 2026, 09:15"
    assert table.numbers.values.tolist() == [
        ["CRM", "1 Dec 2026, 09:15", "", "Load #3 of 1 file: 5 rows, 5 imported.", "1 Dec 2026, 10:30"],
        ["/srv/ads", "never", "", "", "never"],
    ]
    assert card(feeds_of(NEW), "feeds").title == "Nothing came from 1\u00a0feed yet"
    assert "feeds" not in [each.name for each in feeds_of().cards]


def test_what_was_refused_is_a_finding_for_those_who_load():
    model = feeds_of(CRM, GONE)
    assert card(model, "feeds").title == "Not all of “/srv/ads” could be loaded"
    told = [each.sentence for each in model.findings if "/srv/ads" in each.sentence]
    assert [labels.without_markdown(each) for each in told] == [
        "From “/srv/ads”: /srv/ads is not a folder that is there.",
        "From “/srv/ads”: b.csv is empty.",
    ]
    assert {each.who for each in model.findings if each.sentence in told} == {LOADERS}


def test_what_a_feed_or_a_file_is_called_is_no_markdown():
    starred = GONE._replace(title="*Ads*", faults=("[b](c).csv is empty.",))
    model = feeds_of(starred)
    assert card(model, "feeds").title == r"Not all of “\*Ads\*” could be loaded"
    assert r"“\*Ads\*”: \[b\]" in " ".join(each.sentence for each in model.findings)
