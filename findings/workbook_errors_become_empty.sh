#!/usr/bin/env bash
# pandas, polars and python-calamine: a cell of a workbook that holds an error, such as #DIV/0!.
#
# Guess, written down before it was run: a reader raises, or gives the text "#DIV/0!", so that whoever adds up the
# column notices.
#
# Seen: all three give an empty cell, as for one that nobody filled in: a mean leaves the row out, a sum counts it as
# nothing, and a completeness check calls it "not recorded". openpyxl alone has the text. pandas asks openpyxl and
# throws the text away on its own.
#
# Read the sheet's XML, or openpyxl, where an error must not pass for a missing value.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    pandas==3.1.1 openpyxl==3.1.5 polars==2.1.0 fastexcel==0.21.0 pyarrow==26.0.1 python-calamine==0.9.1 xlsxwriter==3.3.1
"$folder/venv/bin/python" - "$folder/deals.xlsx" <<'PYTHON'
import sys

import openpyxl
import pandas as pd
import polars as pl
import python_calamine
import xlsxwriter

path = sys.argv[1]
with xlsxwriter.Workbook(path) as book:
    sheet = book.add_worksheet("Deals")
    sheet.write_row(0, 0, ["deal", "amount"])
    sheet.write_row(1, 0, ["D-1", 100])
    sheet.write(2, 0, "D-2")
    sheet.write_formula(2, 1, "=500/0", None, "#DIV/0!")
    sheet.write_row(3, 0, ["D-3", 300])

calamine = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name("Deals").to_python()
plain = [row[1].value for row in openpyxl.load_workbook(path, data_only=True)["Deals"].iter_rows(min_row=2)]
frame, other = pd.read_excel(path), pl.read_excel(path)
print("openpyxl       ", plain)
print("python-calamine", [row[1] for row in calamine[1:]])
print("pandas         ", frame["amount"].tolist(), "mean", frame["amount"].mean())
print("polars         ", other["amount"].to_list(), "mean", other["amount"].mean())
assert plain == [100, "#DIV/0!", 300]
assert calamine[2][1] == ""
assert frame["amount"].isna().tolist() == [False, True, False] and frame["amount"].mean() == 200
assert other["amount"].to_list() == [100, None, 300] and other["amount"].mean() == 200
PYTHON
