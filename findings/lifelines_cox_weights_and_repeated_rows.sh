#!/usr/bin/env bash
# lifelines: a Cox model of the days until a lead is won, from one row per lead or from equal rows counted together.
#
# Guess, written down before it was run: whole-numbered weights_col stand for that many equal rows, so CoxPHFitter
# finds the same coefficient from the table grouped by its columns as from the leads themselves.
#
# Seen: it does not where days are tied, and days of leads always are. Efron's way of breaking ties takes a row of
# weight 40 for one event that weighs 40, not for 40 events of one day, so the tie that it is there to correct is
# gone, and the hazard ratio is drawn towards 1. Nothing is said. With all times different the two agree, and a
# Kaplan-Meier curve has no such trouble.
#
# Fit on one row per lead, or on a discrete-time (binomial) model, where counts are sufficient.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    lifelines==0.30.3 pandas==2.3.3 numpy==2.4.6 scipy==1.17.1
"$folder/venv/bin/python" - <<'PYTHON'
import lifelines
import numpy as np
import pandas as pd

print("lifelines", lifelines.__version__)
random = np.random.default_rng(2)
count = 3000
leads = pd.DataFrame(
    {
        "is_inbound": random.integers(0, 2, count),
        "days": random.integers(1, 8, count),
        "won": random.random(count) < 0.7,
    }
)
leads["days"] = np.where(leads["is_inbound"] == 1, np.maximum(1, leads["days"] - 2), leads["days"])
counted = leads.groupby(["is_inbound", "days", "won"], as_index=False).size()


def ratio(table, **options):
    return float(np.exp(lifelines.CoxPHFitter().fit(table, "days", "won", **options).params_["is_inbound"]))


rows, weighted = ratio(leads), ratio(counted, weights_col="size")
print(
    f"days tied:      hazard ratio from {len(leads)} rows {rows:.4f}, from {len(counted)} with weights {weighted:.4f}"
)
assert abs(rows / weighted - 1) > 0.03, "weights count as repeated rows now"
spread = leads.head(300).assign(days=lambda table: table["days"] + np.arange(300) / 1000)
spread["size"] = 1
untied = ratio(spread.drop(columns="size")), ratio(spread, weights_col="size")
print(f"days not tied:  hazard ratio from rows {untied[0]:.4f}, with weights of 1 {untied[1]:.4f}")
assert abs(untied[0] / untied[1] - 1) < 1e-6
curves = [
    lifelines.KaplanMeierFitter().fit(leads["days"], leads["won"]),
    lifelines.KaplanMeierFitter().fit(counted["days"], counted["won"], weights=counted["size"]),
]
assert np.allclose(curves[0].survival_function_, curves[1].survival_function_), "the curves agree"
print("as seen: the ratio depends on how the rows are counted together")
PYTHON
