"""The lines of docs/spreadsheets.md: what a cell of a workbook becomes, one test each."""

import datetime
import io
import re
import zipfile

import pytest
import xlsxwriter

from data.intake.unpack import unpack
from data.store import PROJECT
from tests.data.intake.test_packed import COLUMNS, DAY, load, ods

TABLE = PROJECT / "docs" / "spreadsheets.md"
MOMENT = datetime.datetime(2026, 3, 24, 10, 30)  # noqa: DTZ001  # workbooks know no zones


def xlsx(write, **options):
    """Bytes of a workbook whose second row has one cell, as ``write`` writes it; the first has a name."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet("Leads")
        sheet.write(0, 0, "value")
        write(sheet, lambda form: book.add_format({"num_format": form}))
    return written.getvalue()


def number(value, form="General", **options):
    return xlsx(lambda sheet, style: sheet.write_number(1, 0, value, style(form)), **options)


def text(value):
    return xlsx(lambda sheet, _: sheet.write_string(1, 0, value))


def of(call, *told):
    """A cell that a method of the sheet writes."""
    return xlsx(lambda sheet, _: getattr(sheet, call)(1, 0, *told))


def patched(content, part, before, after):
    """The same workbook with something else in one of its parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            inside = source.read(name)
            assert name != part or before in inside
            target.writestr(name, inside.replace(before, after) if name == part else inside)
    return written.getvalue()


def merged(sheet, _):
    sheet.merge_range(1, 0, 3, 0, "north")
    sheet.write(3, 1, "x")


def hidden(sheet, _):
    sheet.write(1, 0, "kept")
    sheet.set_row(1, None, None, {"hidden": True})


def open_document(kind, value, shown):
    return ods("Leads", [("string", "", "value")], [(kind, value, shown)])


SHEET = "xl/worksheets/sheet1.xml"
LAST = (
    (SHEET, b"</sheetData>", b'<row r="9"><c r="A9"><v>9</v></c></row></sheetData>'),
    (
        "content.xml",
        b"</table:table>",
        (
            b'<table:table-row><table:table-cell office:value-type="float" office:value="9"/></table:table-row>'
            b"</table:table>"
        ),
    ),
)
# Line of the table: the workbook, what its cell becomes, and what is said of it.
CASES = {
    "id-of-15-digits": (number(123456789012345), "123456789012345", ""),
    "id-of-16-digits": (number(1234567890123456), "1.23456789012346E+15", ""),
    "id-of-18-digits": (number(701123456789012345), "7.01123456789012E+17", ""),
    "id-as-text": (text("701123456789012345"), "701123456789012345", ""),
    "zeros-in-a-text": (text("0012"), "0012", ""),
    "zeros-of-a-format": (number(12, "00000"), "00012", ""),
    "zeros-lost-before": (number(12), "12", ""),
    "scientific-as-text": (text("1.23457E+14"), "1.23457E+14", ""),
    "day": (number(46105, "dd.mm.yyyy"), "2026-03-24", ""),
    "day-in-words": (number(46105, "[$-407]dddd, d. mmmm yyyy"), "2026-03-24", ""),
    "day-without-a-format": (number(46105), "46105", ""),
    "day-as-text": (text("24.03.2026"), "24.03.2026", ""),
    "day-since-1904": (number(44643, "dd.mm.yyyy", date_1904=True), "2026-03-24", ""),
    "day-before-march-1900": (number(60, "dd.mm.yyyy"), "1900-02-28", ""),
    "day-of-zero": (number(0, "dd.mm.yyyy"), "00:00:00", ""),
    "moment": (number(46105.4375, "dd.mm.yyyy hh:mm"), "2026-03-24 10:30:00", ""),
    "moment-computed": (number(46105.99999999, "dd.mm.yyyy hh:mm"), "2026-03-25 00:00:00", ""),
    "time": (number(0.4375, "hh:mm"), "10:30:00", ""),
    "span": (number(1.75, "[h]:mm"), "42:00:00", ""),
    "percent": (number(0.25, "0%"), "0.25", ""),
    "amount-of-a-format": (number(1234.5, '#,##0.00 "€"'), "1234.5", ""),
    "amount-of-thousandths": (number(1.125, "0.000"), "1.1250", ""),
    "amount-as-text": (text("1.234,50 €"), "1.234,50 €", ""),
    "boolean": (of("write_boolean", True), "true", ""),
    "error": (of("write_formula", "=1/0", None, "#DIV/0!"), "#DIV/0!", ""),
    "formula": (of("write_formula", "=1+1", None, 2), "2", ""),
    "formula-never-computed": (of("write_formula", "=1+1", None, ""), None, "A2 was never computed"),
    "formula-of-an-empty-text": (
        patched(of("write_formula", '=""', None, ""), SHEET, b'<c r="A2">', b'<c r="A2" t="str">'),
        None,
        "",
    ),
    "merged-rows": (xlsx(merged), "north", "merged over several rows (A2:A4)"),
    "hidden-row": (xlsx(hidden), "kept", "1 hidden row is read"),
    "link": (of("write_url", "https://example.com/a", None, "shown"), "shown", ""),
    "ods-id": (open_document("float", "701123456789012345", "701123456789012345"), "7.01123456789012E+17", ""),
    "ods-day": (open_document("date", "2026-03-24", "24.03.26"), "2026-03-24", ""),
    "ods-moment": (open_document("date", "2026-03-24T10:30:00", "24.03.26 10:30"), "2026-03-24 10:30:00", ""),
    "ods-time": (open_document("time", "PT10H30M00S", "10:30"), "10:30:00", ""),
    "ods-percent": (open_document("percentage", "0.25", "25%"), "0.25", ""),
    "ods-amount": (open_document("currency", "1234.5", "1.234,50 €"), "1234.5", ""),
    "ods-boolean": (open_document("boolean", "true", "WAHR"), "true", ""),
    "ods-text": (open_document("string", "", "0012"), "0012", ""),
    "ods-error": (
        patched(
            open_document("string", "", "#DIV/0!"),
            "content.xml",
            b'office:value-type="string" ><text:p>#',
            b'office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#',
        ),
        None,
        "1 place shows an error",
    ),
}


def shown(tmp_path, name, content):
    """The texts of the first column under its name, and what was said."""
    path = tmp_path / f"book.{'ods' if name.startswith('ods') else 'xlsx'}"
    path.write_bytes(content)
    folder = tmp_path / "out"
    folder.mkdir()
    unpacked = unpack([path], folder)
    lines = unpacked.paths[0].read_text(encoding="utf-8").splitlines()
    return lines[1:], unpacked.notes


@pytest.mark.parametrize("name", CASES)
def test_a_cell_becomes_what_the_table_says(tmp_path, name):
    content, expected, said = CASES[name]
    if expected is None:  # an empty row is none, so another one stands below
        content = patched(content, *LAST[name.startswith("ods")])
    values, notes = shown(tmp_path, name, content)
    assert values[0].split(",")[0].strip('"') == ("9" if expected is None else expected.split(",")[0])
    assert len(notes) == bool(said)
    assert said in "".join(notes)


def test_the_table_has_a_line_for_each_test():
    lines = re.findall(r"^\| `([\w-]+)` \|", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert lines == list(CASES)


def test_an_error_is_counted_with_its_column_and_takes_no_row_away(home):
    def write(sheet, style):
        for place, name in enumerate(COLUMNS):
            sheet.write(0, place, name)
        for row in (1, 2):
            sheet.write_string(row, 0, f"L-{row}")
            sheet.write_datetime(row, 1, datetime.datetime.combine(DAY, datetime.time()), style("dd.mm.yyyy"))
            sheet.write_string(row, 2, "Webinar")
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 3, "=1+1", None, "")

    report = load(home, "leads.xlsx", xlsx(write))
    assert report.files[0].counts == (2, 2, 0, 0, 0)
    assert report.files[0].notes == ("read as empty: amount 1 ('#DIV/0!')",)
    (told,) = report.notes
    assert told == (
        "leads.xlsx [Leads]: the formula in D3 was never computed and came in as empty: open the workbook in a "
        "spreadsheet, save it, load it again."
    )


def test_places_are_those_of_the_sheet_wherever_its_cells_begin(tmp_path):
    def write(sheet, _):
        sheet.write_blank(0, 0, None)
        for row, cells in enumerate((("a", "b"), ("x", None), ("y", 5)), start=4):
            for column, cell in enumerate(cells, start=2):
                sheet.write(row, column, cell) if cell else sheet.write_formula(row, column, "=1/0", None, "#N/A")

    content = patched(xlsx(write), SHEET, b'<c r="A1" t="s"><v>0</v></c>', b"")
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    (tmp_path / "out").mkdir()
    (only,) = unpack([path], tmp_path / "out").paths
    assert only.read_text(encoding="utf-8").splitlines() == ["a,b", "x,#N/A", "y,5"]
