#!/usr/bin/env bash
# scikit-survival: how well a score orders leads by the time until they are won.
#
# Guess, written down before it was run: a concordance index knows ranks alone, so that scores times 1e-9 have the
# same one.
#
# Seen: scores that lie less than tied_tol = 1e-8 apart count as tied, an absolute difference whatever their scale.
# Daily hazards or chances of rare events, which live near zero, lose their order without a word: multiplied by 1e-6
# the index begins to move, and by 1e-8 it is 0.5 to the last digit: "no better than a coin" of the very score that
# had 0.64. lifelines, which compares exactly, gives the same number for all of them.
#
# Hand in ranks, logarithms, or tied_tol=0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    scikit-survival==0.28.0 numpy==2.4.6 pandas==2.3.3 scikit-learn==1.9.1
"$folder/venv/bin/python" - <<'PYTHON'
import numpy as np
import sksurv
from sksurv.metrics import concordance_index_censored

print("scikit-survival", sksurv.__version__)
random = np.random.default_rng(1)
score = random.random(200)
days = random.exponential(1 / np.exp(2 * score))
is_won = random.random(200) < 0.8
found = {}
for scale in [1, 1e-6, 1e-8, 1e-12]:
    found[scale] = concordance_index_censored(is_won, days, score * scale)[0]
    exact = concordance_index_censored(is_won, days, score * scale, tied_tol=0)[0]
    print(f"score times {scale:<6} index {found[scale]:.6f}  with tied_tol=0 {exact:.6f}")
    assert exact == found[1]
assert found[1] > 0.6
assert found[1e-6] != found[1], "a scale of a millionth no longer moves it"
assert found[1e-8] == found[1e-12] == 0.5, "small scores keep their order now"
print("as seen: small scores are all tied")
PYTHON
