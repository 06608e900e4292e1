#!/usr/bin/env bash
# lifelines: leads are won, lost or still open, counted in whole days, and the share that is won by a day is asked
# for.
#
# Guess, written down before it was run: AalenJohansenFitter takes ties apart by a jitter that is far below a day, so
# the share won by a whole day is the exact estimator's to six digits, with wins, losses and open leads on the same
# days.
#
# Seen: whether anything is jittered at all hangs on a single lead. Three thousand leads with hundreds of wins and
# losses on each day are taken as they are, and the shares are exact. Add two wins and one loss on day 10, so that the
# loss is the only one of its day, and every time of every lead is jittered, both ways: half of what happened on day 3
# comes after 3, and the share "by day 3" lacks half of that day's wins. No seed and no sample size mends that, as it
# is no noise. The warning tells of a jitter, not of half a day, and small samples nearly always meet it.
#
# Ask half a day later, at 3.5, or take CumIncidenceRight of statsmodels, which needs no jitter.
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

print("lifelines", lifelines.__version__)
random = np.random.default_rng(3)
days = random.integers(1, 10, 3000)
ends = random.choice([0, 1, 2], 3000, p=[0.5, 0.3, 0.2])  # open, won, lost


def exact(days, ends, until):
    survival, share = 1.0, 0.0
    for day in range(1, until + 1):
        at_risk = (days >= day).sum()
        share += survival * ((days == day) & (ends == 1)).sum() / at_risk
        survival *= 1 - ((days == day) & (ends > 0)).sum() / at_risk
    return share


def missing(days, ends, seed):
    """What the fitted share by days 1, 3 and 5 lacks, as a part of that day's wins."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = lifelines.AalenJohansenFitter(seed=seed).fit(days, ends, event_of_interest=1)
    curve = fitted.cumulative_density_.iloc[:, 0]
    parts = []
    for day in (1, 3, 5):
        right, told, later = exact(days, ends, day), curve.loc[:day].iloc[-1], curve.loc[: day + 0.5].iloc[-1]
        print(f"  by day {day}: exact {right:.4f}  fitted {told:.4f}  fitted half a day later {later:.4f}")
        parts.append((right - told) / (right - exact(days, ends, day - 1)))
        assert abs(later - right) < 0.01
    return np.array(parts)


print("3,000 leads")
assert np.abs(missing(days, ends, seed=0)).max() < 1e-9
print("two wins on day 10 more")
assert np.abs(missing(np.append(days, [10, 10]), np.append(ends, [1, 1]), seed=0)).max() < 1e-9
for seed in range(3):
    print("two wins and one loss on day 10 more, seed", seed)
    parts = missing(np.append(days, [10, 10, 10]), np.append(ends, [1, 1, 2]), seed)
    assert (0.3 < parts).all() and (parts < 0.7).all(), "the shares no longer lack half of their day"
print("as seen: one lead takes half of each day's wins out of the share by that day")
PYTHON
