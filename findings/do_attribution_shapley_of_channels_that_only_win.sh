#!/usr/bin/env bash
# do-attribution: Shapley values of channels, from journeys that were all won.
#
# Guess, written down before it was run: the Shapley values add up to the wins, and no channel can have less than
# nothing when no journey was lost.
#
# Seen: thirteen wins, ten by ads alone, two by web alone and one by both, give ads 4.5 and web -3.5, which is 1 in
# all, and no shares: "attribution" is None, and a warning says that there are none. The value of a set of channels is
# the number of wins of journeys with exactly these channels, so that both together are worth 1 where ads alone are
# worth 10, and web is charged with the loss. The whole of the values is that of the largest set only, the wins of
# journeys that went through every channel there is: the more channels there are, the fewer, and usually none. A value
# that counts a set's subsets too has the sum of all wins: 10.5 and 2.5 here.
#
# Sum the wins over subsets before the weights are put on.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check do-attribution==0.0.2 pandas==3.1.1 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import do_attribution

warnings.simplefilter("ignore")
paths = ["ads"] * 10 + ["web"] * 2 + ["ads > web"]
found = do_attribution.ShapleyAttribution().fit(paths, [1] * len(paths))
print("do-attribution 0.0.2")
print("worth of sets:", found["value_function"])
print("Shapley values:", found["shapley_values"], " shares:", found["attribution"], found["normalization_reason"])
assert found["shapley_values"] == {"ads": 4.5, "web": -3.5}, "the values have moved"
assert found["attribution"] is None
exactly = found["value_function"]
ads, web = exactly["ads",], exactly["web",]
both = sum(exactly.values())
whole = {"ads": (ads + both - web) / 2, "web": (web + both - ads) / 2}
print("with subsets counted:", whole)
assert whole == {"ads": 10.5, "web": 2.5} and sum(whole.values()) == len(paths)
more = do_attribution.ShapleyAttribution().fit([*paths, "fair"], [1] * (len(paths) + 1))["shapley_values"]
print("with one more channel, which won once by itself:", more, "in all", round(sum(more.values()), 9))
assert abs(sum(more.values())) < 1e-9, "the values add up to more than the wins of the full set now"
print("as seen: the values add up to the wins of the largest set")
PYTHON
