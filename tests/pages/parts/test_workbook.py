"""Workbooks hold what the page shows, cell by cell, and nothing in them runs."""

import math
import re
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from analysis import export
from analysis.scope import Scope
from benchmarks.views import views
from pages.parts import labels, workbook
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import guess
from pages.parts.page import PageModel
from pages.parts.workbook import Sheet
from tests.pages.parts.hostile import NAMES
from tests.pages.parts.taken import ORIGIN, formats, parts, sheets

NO_DATA = {"button", "lead", "link"}


def written(rows, columns=None):
    """The cells of one table, heads first."""
    return sheets(workbook.write([Sheet("x", rows, columns)], [], ORIGIN))["x"]


def cell(value, kind="text"):
    return written(pd.DataFrame({"a": pd.Series([value], dtype=object)}), {"a": Column("A", kind)})[1][0]


def shown(value, kind):
    """What a reader of the page sees in a cell, as a spreadsheet would hold it."""
    if labels.is_missing(value) or value == "":
        return ""
    if kind in {"count", "number", "tenths", "share", "bar", "days", "money", "times"}:
        return float(value)
    if kind == "points":
        return float(value) * 100
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(ZoneInfo(ORIGIN.time_zone)).replace(tzinfo=None)
    if isinstance(value, date) and kind in {"day", "month", "moment"}:
        return value if kind == "moment" else pd.Timestamp(value).date()
    text = labels.plain(", ".join(map(str, value)) if isinstance(value, list | tuple) else value)
    return text.capitalize() if kind == "motion" else text


def same(found, expected):
    if isinstance(expected, float) and not isinstance(found, str):
        return math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-12)
    if isinstance(expected, date):
        found, expected = (pd.Timestamp(each) for each in (found, expected))
        return abs(found - expected) < timedelta(milliseconds=2)  # days are fractions in a spreadsheet
    return found == expected


@pytest.mark.parametrize("name", [name for name in views() if name != "leads: first page"])
def test_a_workbook_holds_what_the_cards_of_a_page_show(sample_of, name):
    warehouse = sample_of(seed=7, leads=2_000)
    scope = Scope(since=warehouse.as_of - timedelta(days=364), until=warehouse.as_of + timedelta(days=1))
    given = {"text": "", "fault": ""} if name == "data" else {}
    model = views()[name](warehouse, scope, scope.previous_period(warehouse.as_of), **given)
    book = sheets(workbook.of_page(model, ORIGIN))
    about = " ".join(map(str, (text for row in book.pop("About") for text in row)))
    if model.kpis:
        figures = book.pop("Key figures")
        assert [row[2] for row in figures[1:]] == [labels.plain(kpi.value) for kpi in model.kpis]
    cards = [card for card in model.cards if not card.numbers.empty]
    assert len(book) == len(cards)
    for card, rows in zip(cards, book.values(), strict=True):
        columns = card.columns or {each: guess(each, card.numbers[each]) for each in card.numbers}
        columns = {each: column for each, column in columns.items() if column.kind not in NO_DATA}
        assert rows[0] == [column.label for column in columns.values()]
        assert len(rows) == 1 + len(card.numbers)
        for place, (each, column) in enumerate(columns.items()):
            for row, value in zip(rows[1:], card.numbers[each].astype(object), strict=True):
                assert same(row[place], shown(value, column.kind)), (card.name, each, value)
        assert labels.plain(labels.without_markdown(card.definition)) in about
    for _, fact in ORIGIN.facts:
        assert labels.plain(fact) in about


@pytest.mark.parametrize("text", [*NAMES, "=1+1", "+49 89 123", "-2", "@SUM(1)", "\t=1", "<r><t>1</t></r>", "_x0041_"])
def test_a_text_stays_the_text_that_the_page_shows(text):
    file = workbook.write([Sheet("x", pd.DataFrame({text: [text]}), {text: Column(text)})], [(text, text)], ORIGIN)
    everywhere = [each for rows in sheets(file).values() for row in rows for each in row]
    assert [each.rstrip() for each in everywhere] == [labels.plain(text)] * 4
    assert not re.search("<f>|<hyperlink", "".join(xml for name, xml in parts(file).items() if "/sheet" in name))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\uff1d1"])
def test_a_text_that_looks_like_a_formula_stays_text_when_its_cell_is_edited(text):
    file = workbook.write([Sheet("x", pd.DataFrame({"a": [text, "Paid search"]}))], [], ORIGIN)
    cells = re.findall(r'<c r="A[23]"(?: s="(\d+)")?', parts(file)["xl/worksheets/sheet1.xml"])
    styles = re.findall(r"<xf [^>]*?/?>", re.findall(r"<cellXfs.*</cellXfs>", parts(file)["xl/styles.xml"])[0])
    quoted = ["quotePrefix" in styles[int(style or 0)] for style in cells]
    assert quoted == [True, False]


def test_a_text_longer_than_a_cell_is_cut_and_no_letter_in_two():
    assert cell("x" * 40_000) == "x" * 32_767
    assert cell("\U0001f600" * 20_000) == "\U0001f600" * 16_383


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), float("-inf"), pd.NaT, pd.NA])
@pytest.mark.parametrize("kind", ["text", "motion", "count", "share", "money", "day", "moment", "points"])
def test_what_is_missing_or_infinite_is_an_empty_cell(value, kind):
    rows = pd.DataFrame({"a": pd.Series([value], dtype=object), "b": ["there"]})
    assert written(rows, {"a": Column("A", kind), "b": Column("B")})[1] == ["", "there"]


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (datetime(2026, 6, 30, 22, 30, tzinfo=ZoneInfo("UTC")), "moment", pd.Timestamp("2026-07-01 00:30")),
        (pd.Timestamp("2026-01-31T23:30Z"), "day", date(2026, 2, 1)),
        (datetime(2026, 1, 1, 9, tzinfo=timezone(timedelta(hours=-5))), "moment", pd.Timestamp("2026-01-01 15:00")),
        (pd.Timestamp("2026-07-01 08:15"), "moment", pd.Timestamp("2026-07-01 08:15")),
        (date(2026, 10, 2), "day", date(2026, 10, 2)),
        (date(2026, 10, 1), "month", date(2026, 10, 1)),
        (date(1815, 12, 10), "day", "1815-12-10"),
        ("soon", "day", "soon"),
        ([1, 2, 3], "trend", "1, 2, 3"),
        (0.069, "share", 0.069),
        (0.015, "points", 1.5),
        (12, "count", 12),
        (True, "text", "True"),
        ("inbound", "motion", "Inbound"),
    ],
)
def test_values_keep_their_type(value, kind, expected):
    found = cell(value, kind)
    assert found == expected or same(found, expected)


def test_numbers_are_shown_as_the_page_shows_them():
    kinds = ("count", "number", "share", "points", "days", "money", "times", "day", "month", "moment")
    row = {kind: [date(2026, 10, 2) if kind in ("day", "month", "moment") else 1.5] for kind in kinds}
    columns = {kind: Column(kind, kind) for kind in kinds}
    found = formats(workbook.write([Sheet("x", pd.DataFrame(row), columns)], [], ORIGIN))
    assert [found[f"{letter}2"].replace("&quot;", '"') for letter in "ABCDEFGHIJ"] == [
        "#,##0",
        "#,##0.00",
        "0.0%",
        '+0.0" points";-0.0" points";0.0" points"',
        "#,##0",
        "[$EUR] #,##0",
        '0.0"\u00d7"',
        "d mmm yyyy",
        "mmm yyyy",
        "d mmm yyyy, hh:mm",
    ]


def test_an_address_in_the_crm_can_be_clicked_and_no_other_text():
    addresses = [
        "https://crm.example/deals/1?a=b&c=%20d",
        "javascript:alert(1)",
        "internal:x!A1",
        None,
        "https://" + "x" * 3000,
    ]
    file = workbook.write([Sheet("x", pd.DataFrame({"a": addresses}), {"a": Column("In CRM", "crm")})], [], ORIGIN)
    assert [row[0] for row in sheets(file)["x"]][1:] == [*addresses[:3], "", addresses[4]]
    assert re.findall('ref="([^"]+)"', parts(file)["xl/worksheets/sheet1.xml"].partition("<hyperlinks>")[2]) == ["A2"]
    (target,) = re.findall('Target="([^"]+)"', parts(file)["xl/worksheets/_rels/sheet1.xml.rels"])
    assert target == "https://crm.example/deals/1?a=b&amp;c=%20d"


def test_sheets_have_names_that_spreadsheets_take():
    wanted = [
        "Won / lost [2026]: why?*\\",
        "Same",
        "same",
        "History",
        "'quoted'",
        "x" * 40,
        "x" * 40,
        "\U0001f600" * 40,
        " ",
        "About",
        "=1+1",
        "null\x00",
    ]
    found = workbook.sheet_names(wanted)
    assert found[:5] == ["Won lost 2026 why", "Same", "same (2)", "History (2)", "quoted"]
    assert found[5:8] == ["x" * 31, "x" * 27 + " (2)", "\U0001f600" * 15]
    file = workbook.write([Sheet(name, pd.DataFrame({"a": [1]})) for name in wanted], [], ORIGIN)
    assert list(sheets(file)) == [*found, "About (2)"]


def test_rows_are_limited_and_an_empty_table_keeps_its_heads(monkeypatch):
    monkeypatch.setattr(export, "ROW_LIMIT", 3)
    assert len(written(pd.DataFrame({"n": range(10)}))) == 1 + 3
    assert written(pd.DataFrame({"n": []})) == [["Leads"]]


def test_key_figures_and_what_they_mean_come_along():
    model = PageModel(
        "12 leads wait",
        kpis=(Kpi(":blue[●] Won", "$6.7M", "+36%", "inbound", help="Amount of *all* won leads."),),
        cards=(Card(name="x", title="X", numbers=pd.DataFrame({"a": [1]}), definition="How it is counted"),),
    )
    book = sheets(workbook.of_page(model, ORIGIN))
    assert book["Key figures"][1] == ["\u25cf Won", "Inbound", "$6.7M", "+36%"]
    assert ["Leads", "Created in the last 12 months · segment SMB · data through 31 Oct 2026"] in book["About"]
    assert ["x", "How it is counted"] in book["About"]
