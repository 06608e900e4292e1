"""Files that readers take away, as programs that are not ours read them."""

import re
import zipfile
from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook

from pages.parts.origin import Origin

ORIGIN = Origin(
    company="Acme",
    page="Gaps",
    view="Queue",
    title="12 leads wait",
    choice="Created in the last 12 months · segment SMB · data through 31 Oct 2026",
    data_day=date(2026, 10, 31),
    address="https://pipeline.example/gaps?view=Queue&segment=SMB",
    currency="EUR",
    time_zone="Europe/Berlin",
)


def sheets(written):
    """Rows of each sheet, by its name; an empty cell is ""."""
    book = CalamineWorkbook.from_filelike(BytesIO(written))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def parts(written):
    """The XML that a workbook is made of, by its place in the file."""
    with zipfile.ZipFile(BytesIO(written)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def formats(written):
    """How each cell of the first sheet is shown, by its name."""
    xml = parts(written)
    numbers = dict(re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"', xml["xl/styles.xml"]))
    cells = re.findall(r"<cellXfs.*</cellXfs>", xml["xl/styles.xml"], re.DOTALL)[0]
    styles = re.findall(r'<xf numFmtId="(\d+)"', cells)
    found = re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', xml["xl/worksheets/sheet1.xml"])
    return {cell: numbers.get(styles[int(style)], styles[int(style)]) for cell, style in found}
