#!/usr/bin/env bash
# scipy: is a channel's win rate, or the odds of two channels, beyond chance? An exact test and the exact interval
# beside it.
#
# Guess, written down before it was run: where fisher_exact has a p value below 0.05, the conditional 95 % interval of
# odds_ratio leaves out 1; where binomtest has one, its own proportion_ci leaves out the rate that was tested.
#
# Seen: neither holds. None of 40 against 3 of 20 has p = 0.033, and an interval of the odds ratio from 0 to 1.15. 8
# of 20 against a rate of 20 % has p = 0.044, and an exact interval that begins at 19.1 %, from the very object that
# told the p value. The test adds up all outcomes that are no likelier than the one seen, of both sides; the interval
# gives each side a half of 5 %. Both are right in what they do, and on one page they contradict each other, always
# with the interval as the cautious one.
#
# Judge by one of them: "significant" is what the interval leaves out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check scipy==1.17.1 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import scipy
from scipy.stats import binomtest, fisher_exact
from scipy.stats.contingency import odds_ratio

print("scipy", scipy.__version__)
counter = total = 0
for first in range(16):
    for second in range(16):
        if first + second:
            table = [[first, 40 - first], [second, 20 - second]]
            p_value, interval = fisher_exact(table).pvalue, odds_ratio(table).confidence_interval(0.95)
            leaves_out = not interval.low <= 1 <= interval.high
            total += 1
            if leaves_out != (p_value < 0.05):
                counter += 1
                assert not leaves_out, "the interval is the cautious one"
                ends = f"from {interval.low:.3f} to {interval.high:.3f}"
                print(f"{first} of 40 and {second} of 20: p {p_value:.4f}  odds ratio {ends}")
print(counter, "of", total, "tables contradict themselves")
assert counter >= 5, "test and interval agree now"
one = binomtest(8, 20, 0.2)
interval = one.proportion_ci(0.95, method="exact")
print(f"8 of 20 against 0.2: p {one.pvalue:.4f}  interval from {interval.low:.4f} to {interval.high:.4f}")
assert one.pvalue < 0.05 and interval.low < 0.2
print("as seen: a p value below 0.05 beside an interval that holds the hypothesis")
PYTHON
