#!/usr/bin/env bash
# dlt: a source loads deals into a warehouse with write_disposition="merge" and an incremental column, as several of its
# published sources do, and says no key. A deal changes and is loaded again.
#
# Guess, written down before it was run: to merge needs a key, so the run is refused; or the table is replaced by what came.
#
# Seen: the run succeeds, and the deal is there twice, as it was and as it is. The result of the run says nothing; a line
# of the log warns that no keys are defined, and does not say what is done instead. With primary_key="id" the deal is
# there once, as it is. Totals over the table count every change as a deal of its own.
#
# Whoever reads such a table takes the latest row of each id, and has a history that nobody asked for.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'dlt==1.31.0' 'duckdb==1.5.3' 'pyarrow==26.0.1'
cd "$folder"
cat > merge.py <<'PYTHON'
import os

os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
import dlt

print("dlt", dlt.__version__)
BEFORE = [{"id": "D-1", "amount": 100, "changed": "2026-01-01T00:00:00Z"}]
AFTER = [{"id": "D-1", "amount": 250, "changed": "2026-02-01T00:00:00Z"}]


def amounts(name, **key):
    """The table after a load, and another one with the deal changed."""
    pipeline = dlt.pipeline(name, destination=dlt.destinations.duckdb(f"{name}.duckdb"), dataset_name="crm", pipelines_dir="state")
    for rows in (BEFORE, AFTER):
        resource = dlt.resource(rows, name="deals", write_disposition="merge", **key)
        resource.apply_hints(incremental=dlt.sources.incremental("changed"))
        info = pipeline.run(resource)
        assert not info.has_failed_jobs
    with pipeline.sql_client() as client:
        return [amount for (amount,) in client.execute_sql("select amount from deals order by 1")]


without, with_key = amounts("without"), amounts("with_key", primary_key="id")
print("merge without a key:", without)
print("merge with a key:   ", with_key)
assert without == [100, 250]
assert with_key == [250]
PYTHON
"$folder/venv/bin/python" merge.py
