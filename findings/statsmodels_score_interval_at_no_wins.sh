#!/usr/bin/env bash
# statsmodels: the difference of two win rates with its interval, where one of the two channels has won nothing yet.
#
# Guess, written down before it was run: confint_proportions_2indep gives a finite interval at 0 of 20 against 3 of 20
# with each method for a difference, all the more with "score", which is chosen because it behaves at the edge.
#
# Seen: "score" for the difference raises a ValueError of its root finder (signs, or NaN) at none of 20 and at none of
# 200, and at all of 5; for the odds ratio it raises a ZeroDivisionError. It is no rule that could be guarded by "no
# wins": none of 1000 against 30 of 1000 is answered. "newcomb" and "agresti-caffo" answer all of them, and "wald"
# says for none of 50 against none of 50 that the difference is between 0 and 0.
#
# Take "newcomb" for the difference where a channel can be without a win.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    statsmodels==0.15.0 pandas==3.1.1 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" - <<'PYTHON'
import math
import warnings

import statsmodels
from statsmodels.stats.proportion import confint_proportions_2indep

warnings.simplefilter("ignore")
print("statsmodels", statsmodels.__version__)


def interval(counts, method, compare="diff"):
    try:
        ends = confint_proportions_2indep(*counts, compare=compare, method=method)
        return tuple(round(float(end), 4) for end in ends)
    except (ValueError, ZeroDivisionError) as error:
        return f"{type(error).__name__}: {error}"


answers = {}
for counts in [(0, 20, 3, 20), (0, 200, 7, 150), (5, 5, 3, 20), (0, 50, 0, 50), (1, 200, 7, 150), (0, 1000, 30, 1000)]:
    answers[counts] = {method: interval(counts, method) for method in ["score", "newcomb", "agresti-caffo", "wald"]}
    print(counts, *(f"\n    {method:14}{answer}" for method, answer in answers[counts].items()))
for counts in [(0, 20, 3, 20), (0, 200, 7, 150), (5, 5, 3, 20), (0, 50, 0, 50)]:
    assert "ValueError" in answers[counts]["score"], f"score answers {counts} now"
for counts in [(1, 200, 7, 150), (0, 1000, 30, 1000)]:
    assert math.isfinite(answers[counts]["score"][0])
for answer in answers.values():
    assert answer["newcomb"][0] < answer["newcomb"][1] and answer["agresti-caffo"][0] < answer["agresti-caffo"][1]
assert answers[0, 50, 0, 50]["wald"] == (0, 0)
assert "ZeroDivisionError" in interval((0, 20, 3, 20), "score", "odds-ratio")
print("as seen: the score interval fails where it is wanted")
PYTHON
