#!/usr/bin/env bash
# dlt: properties of a CRM are loaded into a warehouse under their own names. Some end in an underscore: the API of HubSpot
# names the day on which a deal came into a stage hs_v2_date_entered_ and then the stage.
#
# Guess, written down before it was run: names of small letters, digits and underscores stay as they are, because snake
# case is what dlt makes of all names.
#
# Seen: an underscore at the end becomes an x: hs_v2_date_entered_ is the column hs_v2_date_enteredx. Two at the end are
# dropped; a pair within a name stays. What then has one name is put into one column
# without a word: of a row with the properties stage_ and stagex only the value of the last one is left.
#
# Whoever looks a column up by the name of the property finds none, or another one's value.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'dlt==1.31.0' 'duckdb==1.5.3' 'pyarrow==26.0.1'
cd "$folder"
cat > names.py <<'PYTHON'
import os

os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
import dlt

print("dlt", dlt.__version__)


def landed(row):
    """Columns and values of a table that one row was loaded into."""
    name = f"p{abs(hash(tuple(row)))}"
    pipeline = dlt.pipeline(name, destination=dlt.destinations.duckdb(f"{name}.duckdb"), dataset_name="crm", pipelines_dir="state")
    pipeline.run([row], table_name="deals")
    with pipeline.sql_client() as client, client.execute_query("select * from deals") as cursor:
        columns = [each[0] for each in cursor.description]
        (values,) = cursor.fetchall()
    return {key: value for key, value in zip(columns, values) if not key.startswith("_dlt")}


one = landed({"id": 1, "hs_v2_date_entered_": "2026-01-01"})
two = landed({"id": 1, "stage__": "a", "stage__name": "b"})
both = landed({"id": 1, "stage_": "of the stage without a number", "stagex": "of another property"})
for each in (one, two, both):
    print(each)
assert set(one) == {"id", "hs_v2_date_enteredx"}
assert set(two) == {"id", "stage", "stage__name"}
assert both == {"id": 1, "stagex": "of another property"}
PYTHON
"$folder/venv/bin/python" names.py
