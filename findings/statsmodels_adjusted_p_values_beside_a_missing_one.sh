#!/usr/bin/env bash
# statsmodels: p values of several channels are adjusted for their number, and one channel was too small to be tested:
# NaN.
#
# Guess, written down before it was run: multipletests leaves the NaN where it is and adjusts the others as if it were
# not there, whatever the method.
#
# Seen: it depends on the method, and nothing is raised. Bonferroni, Sidak and Holm count the NaN as one test more, so
# the others grow. Benjamini-Hochberg and the other step-up methods turn every adjusted p value into NaN, while
# "rejected" of the same call goes on with the NaN counted: it says True for a p value of 0.0001 whose adjusted value
# is missing, and False for 0.04, which is rejected once the NaN is taken out. Hommel rejects nothing at all beside a
# NaN. scipy's false_discovery_control refuses the same list with a ValueError.
#
# Take missing ones out first and put them back after.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    statsmodels==0.15.0 pandas==3.1.1 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import numpy as np
import scipy
import statsmodels
from scipy.stats import false_discovery_control
from statsmodels.stats.multitest import multipletests

warnings.simplefilter("ignore")
print("statsmodels", statsmodels.__version__, "scipy", scipy.__version__)
p_values = np.array([0.0001, 0.02, np.nan, 0.04])
known = ~np.isnan(p_values)
seen = {}
for method in ["bonferroni", "sidak", "holm", "simes-hochberg", "hommel", "fdr_bh", "fdr_by"]:
    rejected, adjusted = multipletests(p_values, method=method)[:2]
    alone = multipletests(p_values[known], method=method)[1]
    print(f"{method:15} rejected {rejected.astype(int)} adjusted {adjusted.round(4)}  without the NaN {alone.round(4)}")
    seen[method] = rejected, adjusted, alone
for method in ["bonferroni", "sidak", "holm"]:
    rejected, adjusted, alone = seen[method]
    assert (adjusted[known] >= alone).all() and adjusted[0] > alone[0], f"{method} no longer counts the NaN"
for method in ["simes-hochberg", "hommel", "fdr_bh", "fdr_by"]:
    assert np.isnan(seen[method][1]).all(), f"{method} now adjusts beside a NaN"
assert seen["fdr_bh"][0].tolist() == [True, True, False, False], "rejected beside a missing adjusted value"
assert multipletests(p_values[known], method="fdr_bh")[0].all(), "without the NaN all three are rejected"
assert not seen["hommel"][0].any() and multipletests(p_values[known], method="hommel")[0].all()
try:
    false_discovery_control(p_values)
    raise AssertionError("scipy takes a NaN now")
except ValueError as error:
    print("scipy:", error)
print("as seen: counted by some methods, spread to all by others")
PYTHON
