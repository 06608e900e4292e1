"""Workbooks, archives and gzipped files: what is in them is loaded as if it had been handed in as text."""

import datetime
import gzip
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from data.intake import IntakeError
from data.intake.load import load_files
from data.intake.unpack import as_text, unpack
from tests.data.intake.homes import leads

GOOD = leads(*(f"L-{number},2026-01-{number + 1:02},Webinar,{number}.5" for number in range(9)))
XLS = Path(__file__).parent / "files" / "leads.xls"
STYLES = {
    "day": "dd.mm.yyyy",
    "moment": "dd.mm.yyyy hh:mm",
    "time": "hh:mm",
    "share": "0.0%",
    "span": "[h]:mm:ss",
    "money": '#,##0.00 "€"',
    "month": "mmm yyyy",
}
ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">
<office:body><office:spreadsheet>
<table:table table:name="{sheet}">{rows}</table:table>
</office:spreadsheet></office:body>
</office:document-content>"""
CELL = '<table:table-cell office:value-type="{kind}" {value}><text:p>{shown}</text:p></table:table-cell>'


def workbook(sheets, hidden=()):
    """Bytes of a workbook; a cell is a value, or a value with the name of a style."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        styles = {name: book.add_format({"num_format": form}) for name, form in STYLES.items()}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    value, style = cell if isinstance(cell, tuple) else (cell, None)
                    sheet.write(row, column, value, styles.get(style))
    return written.getvalue()


def ods(sheet, *rows):
    """Bytes of an OpenDocument sheet; a cell is its kind, its value and what is shown."""
    names = dict.fromkeys(("float", "currency", "percentage"), "office:value")
    names |= {kind: f"office:{kind}-value" for kind in ("date", "time", "boolean")}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        listed = "".join(
            "<table:table-row>"
            + "".join(
                CELL.format(kind=kind, value=f'{names[kind]}="{value}"' if kind in names else "", shown=shown)
                for kind, value, shown in row
            )
            + "</table:table-row>"
            for row in rows
        )
        archive.writestr("content.xml", ODS.format(sheet=sheet, rows=listed))
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return written.getvalue()


def archive(files):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return written.getvalue()


def load(home, name, content, **choices):
    return load_files([home.write(name, content)], home=home.folder, **choices)


COLUMNS = ["lead_id", "created_at", "source", "amount"]
DAY = datetime.date(2026, 3, 24)
MOMENT = datetime.datetime(2026, 3, 24, 10, 30)  # noqa: DTZ001  # workbooks know no zones


def test_a_sheet_is_read_as_what_it_shows(home):
    rows = [
        ["Leads of all regions"],
        [],
        COLUMNS,
        ["0012", (DAY, "day"), "Webinar", (1234.5, "money")],
        [701, (MOMENT, "moment"), "Referral", (1.125, "money")],
        ["x", (datetime.date(2026, 3, 1), "month"), "Webinar", 1e6],
    ]
    (account,) = load(home, "leads.xlsx", workbook({"Leads": rows})).files
    assert account.file == "leads.xlsx [Leads]"
    assert account.counts == (3, 3, 0, 0, 0)
    assert home.rows("select lead_id, created_at::varchar, amount::double from canonical.leads order by all") == [
        ("0012", "2026-03-24 00:00:00+00", 1234.5),
        ("701", "2026-03-24 10:30:00+00", 1.13),
        ("x", "2026-03-01 00:00:00+00", 1_000_000),
    ]


def test_numbers_and_typed_amounts_may_stand_in_one_column(home):
    rows = [COLUMNS, ["a", (DAY, "day"), "Webinar", 1234.5], ["b", (DAY, "day"), "Webinar", "2.345,75"]]
    load(home, "leads.xlsx", workbook({"Leads": rows}))
    assert home.rows("select lead_id, amount from canonical.leads order by all") == [("a", 1234.5), ("b", 2345.75)]


def test_a_number_that_lost_digits_is_no_id(home):
    rows = [
        COLUMNS,
        [701123456789012345, (DAY, "day"), "Webinar", 5],
        ["701123456789012346", (DAY, "day"), "Webinar", 5],
    ]
    (account,) = load(home, "leads.xlsx", workbook({"Leads": rows})).files
    assert account.counts == (2, 1, 0, 0, 1)
    assert account.reasons == (("Excel damaged this id", 1),)
    assert home.rows("select lead_id from canonical.leads") == [("701123456789012346",)]


def test_each_sheet_with_rows_is_a_file_and_hidden_ones_are_said(home):
    outcomes = [["lead_id", "outcome", "closed_at"], ["a", "won", (DAY, "day")]]
    rows = [COLUMNS, ["a", (DAY, "day"), "Webinar", 5]]
    book = workbook({"Leads": rows, "Empty": [], "Closed": outcomes, "Old": rows}, hidden={"Old"})
    report = load(home, "all.xlsx", book)
    assert [each.file for each in report.files] == ["all.xlsx [Leads]", "all.xlsx [Closed]"]
    assert report.notes == ("all.xlsx: hidden sheets are left out: Old.",)


def test_a_sheet_that_nobody_knows_is_left_out_beside_one_that_is_known(home):
    rows = [COLUMNS, ["a", (DAY, "day"), "Webinar", 5]]
    report = load(home, "all.xlsx", workbook({"Leads": rows, "Notes": [["fruit", "colour"], ["apple", "red"]]}))
    assert [each.file for each in report.files] == ["all.xlsx [Leads]"]
    assert report.notes[0].startswith("Left out: all.xlsx [Notes] is no export that a profile knows")
    with pytest.raises(IntakeError, match="is no export that a profile knows"):
        load(home, "notes.xlsx", workbook({"Notes": [["fruit", "colour"], ["apple", "red"]]}))


def test_the_same_rows_give_the_same_whatever_they_are_packed_in(home):
    rows = [line.split(",") for line in GOOD.splitlines()]
    texts = {
        "leads.csv.gz": gzip.compress(GOOD.encode()),
        "leads.zip": archive({"exports/leads.csv": GOOD, "__MACOSX/exports/._leads.csv": "junk"}),
        "leads.xlsx": workbook({"Leads": rows}),
        "within.zip": archive({"leads": gzip.compress(GOOD.encode())}),
        "book.zip": archive({"leads.xlsx": workbook({"Leads": rows})}),
        "leads.ods": ods("Leads", *([("string", "", cell) for cell in row] for row in rows)),
    }
    for number, (name, content) in enumerate(texts.items()):
        (account,) = load(home, name, content).files if number == 0 else (None,)
        if account is None:
            again = load(home, f"{number}-{name}", content)
            counts = [each.counts for each in again.files]
            assert again.already or counts == [(9, 0, 9, 0, 0)], name
        else:
            assert account.counts == (9, 9, 0, 0, 0)
    assert home.rows("select count(*), sum(amount) from canonical.leads") == [(9, 40.5)]


def test_the_same_workbook_is_loaded_once(home):
    book = workbook({"Leads": [line.split(",") for line in GOOD.splitlines()]})
    load(home, "leads.xlsx", book)
    assert "load #1" in load(home, "leads.xlsx", book).already


def test_an_opendocument_sheet_has_days_and_amounts(home):
    content = ods(
        "Leads",
        [("string", "", name) for name in COLUMNS],
        [
            ("string", "", "0012"),
            ("date", "2026-03-24T10:30:00", "24.03.26 10:30"),
            ("string", "", "Webinar"),
            ("currency", "1234.5", "1.234,50 €"),
        ],
    )
    load(home, "leads.ods", content)
    assert home.rows("select lead_id, created_at::varchar, amount from canonical.leads") == [
        ("0012", "2026-03-24 10:30:00+00", 1234.5)
    ]


def test_a_workbook_of_the_old_kind_is_read(home):
    load(home, "leads.xls", XLS.read_bytes())
    assert home.rows("select lead_id, created_at::varchar, amount from canonical.leads order by all") == [
        ("0012", "2026-03-24 00:00:00+00", 1234.5),
        ("701", "2026-03-25 10:30:00+00", 20),
    ]


REFUSED = {
    "cut.xlsx": (workbook({"Leads": [COLUMNS, ["a"]]})[:2_000], "is damaged, or packed in a way of its own"),
    "cut.gz": (gzip.compress(GOOD.encode())[:60], "is damaged, or packed in a way of its own"),
    "empty.zip": (archive({}), "is an archive without a file in it"),
    "empty.xlsx": (workbook({"Leads": [COLUMNS]}), "has no sheet with column names and a row"),
    "other.xls": (b"\xd0\xcf\x11\xe0" + b"rest" * 200, "cannot be read as a workbook"),
    "twice.zip": (archive({"inner.zip": archive({"leads.csv": GOOD})}), "is packed more than once"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_packing_is_refused_with_a_sentence(home, name):
    content, sentence = REFUSED[name]
    with pytest.raises(IntakeError, match=sentence) as error:
        load(home, name, content)
    assert str(home.inbox) not in str(error.value)


def test_what_unpacks_to_more_than_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("data.intake.unpack.MAX_BYTES", 1_000)
    for name, content in {
        "a.gz": gzip.compress(b"x" * 2_000),
        "b.zip": archive({"a.csv": "x" * 600, "b.csv": "x" * 600}),
    }.items():
        (tmp_path / name).write_bytes(content)
        folder = tmp_path / f"{name} out"
        folder.mkdir()
        with pytest.raises(IntakeError, match="unpacks to more than"):
            unpack([tmp_path / name], folder)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("0012", "0012"),
        ("", ""),
        (701.0, "701"),
        (-3, "-3"),
        (1234.5, "1234.5"),
        (1.125, "1.1250"),
        (1e-7, "0.0000001"),
        (float("nan"), "nan"),
        (float("inf"), "INF"),
        (999_999_999_999_999.0, "999999999999999"),
        (7.01123456789012e17, "7.01123456789012E+17"),
        (True, "true"),
        (DAY, "2026-03-24"),
        (MOMENT, "2026-03-24 10:30:00"),
        (datetime.time(10, 30), "10:30:00"),
        (datetime.timedelta(hours=42, seconds=5), "42:00:05"),
    ],
)
def test_a_cell_is_written_as_an_export_would(cell, text):
    assert as_text(cell) == text
