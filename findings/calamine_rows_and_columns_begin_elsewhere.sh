#!/usr/bin/env bash
# python-calamine: a table that does not begin in the upper left corner, read row by row.
#
# Guess, written down before it was run: iter_rows() and to_python() give the sheet as it is seen, or both give the used
# part of it; rows and columns begin alike.
#
# Seen: iter_rows() counts rows from the first of the sheet, empty ones too, and columns from the first that is used: of
# a table at C4 it gives three empty rows of two cells, then the table. to_python() gives the used part alone unless
# told otherwise. What stands in column C is therefore cell 0 of one and of the other, but row 4 is row 3 of one and
# row 0 of the other: positions from one, used with the other or with the sheet's XML, point three rows and two
# columns off.
#
# Take the offset from sheet.start.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 xlsxwriter==3.3.1
"$folder/venv/bin/python" - "$folder/table.xlsx" <<'PYTHON'
import sys

import python_calamine
import xlsxwriter

path = sys.argv[1]
with xlsxwriter.Workbook(path) as book:
    sheet = book.add_worksheet("Deals")
    sheet.write_row(3, 2, ["deal", "amount"])
    sheet.write_row(4, 2, ["D-1", 100])

sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name("Deals")
rows, used = list(sheet.iter_rows()), sheet.to_python()
print("start      ", sheet.start)
print("iter_rows  ", rows)
print("to_python  ", used)
print("not skipped", sheet.to_python(skip_empty_area=False))
assert sheet.start == (3, 2)
assert rows == [["", ""], ["", ""], ["", ""], ["deal", "amount"], ["D-1", 100.0]]
assert used == [["deal", "amount"], ["D-1", 100.0]]
PYTHON
