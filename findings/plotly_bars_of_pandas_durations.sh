#!/usr/bin/env bash
# Plotly with pandas 3: bars of the time from a lead to its deal, as a column of durations.
#
# Guess, written down before it was run: Plotly takes durations whatever their unit, as it takes instants, and the
# height of a bar does not depend on the unit.
#
# Seen: pandas 3 subtracts dates into microseconds where it was nanoseconds before, and bars of that cannot be turned
# into JSON: TypeError, "timedelta is not JSON serializable", when it is shown and not when it is made. The same
# durations cast to nanoseconds are drawn, as bare counts of nanoseconds: three days are a bar of 259,200,000,000,000.
# Instants in the same three units all work.
#
# Divide by pd.Timedelta(days=1) before the figure.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check plotly==7.1.0 pandas==3.1.1 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import pandas as pd
import plotly
import plotly.graph_objects as go

print("plotly", plotly.__version__, "pandas", pd.__version__)
taken = pd.Series(pd.to_datetime(["2026-03-04", "2026-03-09"])) - pd.Timestamp("2026-03-01")
print("the difference of two dates is", taken.dtype)
assert taken.dtype == "timedelta64[us]"


def drawn(values):
    figure = go.Figure(go.Bar(x=["ads", "calls"], y=values))
    try:
        text = figure.to_json()
    except TypeError as error:
        return f"TypeError: {error}"
    return text[: text.index('"type"')]


seen = {unit: drawn(taken.astype(f"timedelta64[{unit}]")) for unit in ["s", "us", "ns"]}
for unit, answer in seen.items():
    print(f"durations in {unit:2}:", answer)
    assert "TypeError" not in drawn(pd.Timestamp("2026-03-01") + taken.astype(f"timedelta64[{unit}]"))
assert "TypeError" in seen["us"] and "TypeError" in seen["s"], "durations in microseconds are drawn now"
assert "259200000000000" in seen["ns"], "nanoseconds are no longer drawn as bare counts"
print("in days:", drawn(taken / pd.Timedelta(days=1)))
print("as seen: durations are refused or drawn as nanoseconds")
PYTHON
