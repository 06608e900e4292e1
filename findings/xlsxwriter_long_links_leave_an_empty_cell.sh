#!/usr/bin/env bash
# pandas with XlsxWriter: leads with the address of their landing page are written to a workbook.
#
# Guess, written down before it was run: an address that is longer than Excel allows for a link (2,079 characters) is
# written as plain text, with a warning, for a cell can hold 32,767 characters of text.
#
# Seen: there is a warning, and the cell is left empty. XlsxWriter makes a link of each text that begins like an
# address, and one that is too long as a link is not written at all. Landing pages with a click id, a redirect within
# the redirect and a consent string do get that long. The warning goes to the log of the process; the workbook that is
# handed on only lacks them, and a count of filled cells falls. The same frame by openpyxl has every address.
#
# Pass engine_kwargs={"options": {"strings_to_urls": False}}.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    pandas==3.1.1 xlsxwriter==3.3.1 openpyxl==3.1.5 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import tempfile
import warnings
from pathlib import Path

import pandas as pd
import xlsxwriter

print("pandas", pd.__version__, "xlsxwriter", xlsxwriter.__version__)
landing = ["https://www.example.com/?gclid=" + "a" * length for length in [100, 2000, 2100, 9000]]
leads = pd.DataFrame({"lead": range(4), "landing_page": landing})
plain = {"engine_kwargs": {"options": {"strings_to_urls": False}}}
filled = {}
ways = {
    "xlsxwriter": {"engine": "xlsxwriter"},
    "no links": {"engine": "xlsxwriter", **plain},
    "openpyxl": {"engine": "openpyxl"},
}
for name, options in ways.items():
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        leads.to_excel(Path(folder) / "leads.xlsx", index=False, **options)
        written = len(told)
        back = pd.read_excel(Path(folder) / "leads.xlsx", engine="openpyxl")["landing_page"]
    filled[name] = back.notna().tolist()
    print(f"{name:10} lengths read back: {back.str.len().tolist()}  warnings: {written}")
assert filled["openpyxl"] == filled["no links"] == [True] * 4
assert filled["xlsxwriter"] == [True, True, False, False], "long links are written now"
print("as seen: cells with a long link are empty")
PYTHON
