#!/usr/bin/env bash
# pandas with openpyxl, and polars with fastexcel: ids of 18 digits that stand as numbers in an XLSX.
#
# Guess, written down before it was run: a workbook keeps 15 to 17 digits of a number, so a reader gives floats, and a
# column of floats where ids should be is a warning.
#
# Seen: pandas 3.1.1 and polars 2.1.0 give a column of integers, as if all digits were known, and the last ones are
# made up: the file has 1.234567890123457e+17, and 123456789012345696 comes back, for two neighbouring ids alike. Both
# go through a float and turn it into an integer because it has no fraction. Joined with the same ids of a CSV, most
# rows find nobody, and a few find somebody else.
#
# Ask for ids as text before they get into a workbook; a number of more than 15 digits out of one is no id.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    pandas==3.1.1 openpyxl==3.1.5 polars==2.1.0 fastexcel==0.21.0 pyarrow==26.0.1
"$folder/venv/bin/python" - "$folder/ids.xlsx" <<'PYTHON'
import sys
import zipfile

import openpyxl
import pandas as pd
import polars as pl

path = sys.argv[1]
ids = [123456789012345678, 123456789012345690, 700000000000000001, 700000000000000002]
book = openpyxl.Workbook()
for row in [["deal"], *[[each] for each in ids]]:
    book.active.append(row)
book.save(path)
with zipfile.ZipFile(path) as archive:
    written = archive.read("xl/worksheets/sheet1.xml").decode()
assert written.count("<v>1.234567890123457e+17</v>") == 2, "the digits went when it was written"

frame, other = pd.read_excel(path), pl.read_excel(path)
print("written ", ids)
print("pandas  ", frame["deal"].tolist(), frame["deal"].dtype)
print("polars  ", other["deal"].to_list(), other["deal"].dtype)
seen = [123456789012345696, 123456789012345696, 700000000000000000, 700000000000000000]
assert frame["deal"].dtype == "int64" and other["deal"].dtype == pl.Int64
assert other["deal"].to_list() == seen
print(f"polars: {other['deal'].n_unique()} of {len(ids)} deals are left; pandas: {frame['deal'].nunique()}")
PYTHON
