#!/usr/bin/env bash
# lifelines and statsmodels: the median number of days until a lead is won, from the same leads.
#
# Guess, written down before it was run: both give one number, also where the curve lies at exactly one half for a
# while.
#
# Seen: lifelines gives the day at which the curve reaches one half, statsmodels the day at which it leaves it. With
# two wins after 10 and 20 days and two after 90 and 100, the one says 20 days and the other 90; R's rule, the middle
# of the two, would say 55. Curves of few leads without censoring lie at one half whenever their number is even, so
# this is met at once by whoever compares small groups or checks one library by the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    lifelines==0.30.3 statsmodels==0.15.0 pandas==2.3.3 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" - <<'PYTHON'
import lifelines
import numpy as np
import statsmodels
from statsmodels.duration.survfunc import SurvfuncRight

print("lifelines", lifelines.__version__, "statsmodels", statsmodels.__version__)
days, won = [10, 20, 90, 100], [1, 1, 1, 1]
fitted, other = lifelines.KaplanMeierFitter().fit(days, won), SurvfuncRight(days, won)
assert np.allclose(fitted.survival_function_.iloc[1:, 0], other.surv_prob), "one curve"
first, second = float(fitted.median_survival_time_), float(other.quantile(0.5))
print("curve on days", days, other.surv_prob.round(9).tolist())
print("median by lifelines", first, "by statsmodels", second)
assert (first, second) == (20, 90), "the two have moved"
days, won = [10, 20, 90, 100, 110], [1, 1, 1, 1, 1]
fitted, other = lifelines.KaplanMeierFitter().fit(days, won), SurvfuncRight(days, won)
odd = float(fitted.median_survival_time_), float(other.quantile(0.5))
print("of five leads:", odd)
assert odd == (90, 90), "they agree where the curve jumps over one half"
print("as seen: the two medians lie at the two ends of the flat stretch")
PYTHON
