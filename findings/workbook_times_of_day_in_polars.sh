#!/usr/bin/env bash
# polars with fastexcel: a column of times of day in a workbook, such as the hour of a call.
#
# Guess, written down before it was run: polars has a type Time, and a cell shown as hh:mm becomes one.
#
# Seen: the column becomes a Datetime, each time on the last day of 1899, on which spreadsheets begin to count.
# python-calamine, the same reader below, gives a time. Put together with a column of days by adding what has passed
# since midnight nothing is wrong; taken for a moment, each call lies 126 years before its lead, and a filter on
# "calls of the last year" finds none.
#
# Take .dt.time() of such a column.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    polars==2.1.0 fastexcel==0.21.0 pyarrow==26.0.1 python-calamine==0.9.1 xlsxwriter==3.3.1
"$folder/venv/bin/python" - "$folder/calls.xlsx" <<'PYTHON'
import datetime
import sys

import polars as pl
import python_calamine
import xlsxwriter

path = sys.argv[1]
with xlsxwriter.Workbook(path) as book:
    sheet, clock = book.add_worksheet("Calls"), book.add_format({"num_format": "hh:mm"})
    sheet.write_row(0, 0, ["call", "at"])
    for row, (hour, minute) in enumerate([(9, 30), (14, 5)], start=1):
        sheet.write(row, 0, f"C-{row}")
        sheet.write_datetime(row, 1, datetime.time(hour, minute), clock)

frame = pl.read_excel(path)
plain = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name("Calls").to_python()
print("polars         ", frame["at"].dtype, frame["at"].to_list())
print("python-calamine", [row[1] for row in plain[1:]])
assert isinstance(frame["at"].dtype, pl.Datetime)
assert {each.year for each in frame["at"].to_list()} == {1899}
assert frame.filter(pl.col("at") > datetime.datetime(2000, 1, 1)).height == 0
assert [row[1] for row in plain[1:]] == [datetime.time(9, 30), datetime.time(14, 5)]
PYTHON
