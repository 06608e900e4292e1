#!/usr/bin/env bash
# lifelines: the mean number of days until a lead is won, up to a horizon, with its variance.
#
# Guess, written down before it was run: restricted_mean_survival_time(fit, t, return_variance=True) returns the
# estimate and its squared standard error, so that a hundred times as many leads have a hundredth of the variance.
#
# Seen: it is the variance of the days themselves (cut at the horizon), which stays what it is however many leads
# there are. An interval of estimate plus or minus two of its roots is some hundred times too wide for ten thousand
# leads, and any two groups look alike. Divided by the number of leads it is the squared standard error only where no
# lead is still open; with open leads Greenwood's sum over the area to the right is needed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    lifelines==0.30.3 pandas==2.3.3 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import lifelines
import numpy as np
from lifelines.utils import restricted_mean_survival_time

warnings.simplefilter("ignore")
print("lifelines", lifelines.__version__)
random = np.random.default_rng(5)
HORIZON = 20
variances = {}
for count in [100, 10_000]:
    days = random.exponential(10, count)
    fitted = lifelines.KaplanMeierFitter().fit(days, np.ones(count))
    mean, variances[count] = restricted_mean_survival_time(fitted, t=HORIZON, return_variance=True)
    cut = np.minimum(days, HORIZON)
    print(f"{count:6} leads: mean {mean:.3f}  variance told {variances[count]:.3f}", end="  ")
    print(f"of the days {cut.var():.3f}  of the mean {cut.var() / count:.5f}")
    assert abs(variances[count] / cut.var() - 1) < 0.02, "it is no longer the variance of the days"
assert variances[10_000] > variances[100] / 2, "it falls with the number of leads now"
print("as seen: the variance does not fall with the number of leads")
PYTHON
