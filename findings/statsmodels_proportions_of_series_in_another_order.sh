#!/usr/bin/env bash
# statsmodels with pandas: the interval of a rate for each channel, from two Series that are both labelled by channel.
#
# Guess, written down before it was run: proportion_confint(won, leads) pairs the two Series by label, as won / leads
# does; or it refuses Series whose labels do not stand in the same order.
#
# Seen: it pairs them by position, in silence, and hands the answer back as Series with the labels of the first. So
# the interval that is called "calls" was worked out from the won of calls and the leads of another channel, and does
# not hold the rate of calls. Two value_counts() are enough to get there: each sorts by its own counts, so the channel
# with the most leads stands first in one and the channel with the most wins in the other.
#
# Reindex one like the other before the call. Bare counts of one channel at a time are safe.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    statsmodels==0.15.0 pandas==3.1.1 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import pandas as pd
import statsmodels
from statsmodels.stats.proportion import proportion_confint

print("statsmodels", statsmodels.__version__, "pandas", pd.__version__)
leads = pd.DataFrame(
    {
        "channel": ["calls"] * 1000 + ["ads"] * 100 + ["web"] * 50,
        "won": [True] * 10 + [False] * 990 + [True] * 30 + [False] * 70 + [True] * 20 + [False] * 30,
    }
)
won, every = leads.loc[leads["won"], "channel"].value_counts(), leads["channel"].value_counts()
print("order of won:", won.index.tolist(), " order of leads:", every.index.tolist())
rate = (won / every).reindex(won.index)
low, high = proportion_confint(won, every, method="wilson")
right_low, right_high = proportion_confint(won, every.reindex(won.index), method="wilson")
print(pd.DataFrame({"rate": rate, "low": low, "high": high, "right low": right_low, "right high": right_high}).round(4))
assert low.index.tolist() == won.index.tolist(), "the answer carries the labels of the first"
assert ((right_low <= rate) & (rate <= right_high)).all(), "in one order the intervals hold their rates"
by_position = proportion_confint(won.to_numpy(), every.to_numpy(), method="wilson")
assert np.allclose([low, high], by_position), "they are no longer paired by position"
assert not ((low <= rate) & (rate <= high)).any(), "an interval holds the rate that it is called by"
print("as seen: paired by position, labelled as if by name")
PYTHON
