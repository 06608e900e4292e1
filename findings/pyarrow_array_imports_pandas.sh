#!/usr/bin/env bash
# pyarrow: a small service hands rows to an engine as Arrow tables. It uses no data frames, but pandas is installed, because
# something else in the environment needs it.
#
# Guess, written down before it was run: importing pyarrow and making an array of some numbers loads pyarrow. pandas is
# loaded when a data frame is asked for.
#
# Seen: import pyarrow loads no pandas. The first pa.array of a plain list does, and of a range, of an empty list and of a
# NumPy array; pa.scalar, pa.table and Table.from_pylist come to the same. It costs the whole import of pandas, a quarter of
# a second of processor time or more, in every process, once. A read of a file and an array out of buffers do not load it.
#
# Whoever counts the start of a short process counts pandas too; what is built of buffers, or read by the engine, does not pay.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyarrow==26.0.1 pandas==3.1.1
cd "$folder"
printf 'lead,cost\n1,20\n' > leads.csv
cat > one.py <<'PYTHON'
import sys
import time

import pyarrow as pa

assert "pandas" not in sys.modules
before = time.process_time()
exec(sys.argv[1])
print(f"{sys.argv[1]:60} {'loads pandas' if 'pandas' in sys.modules else 'does not':13} {time.process_time() - before:.2f} s")
sys.exit(("pandas" in sys.modules) != (sys.argv[2] == "loads"))
PYTHON
run() { "$folder/venv/bin/python" one.py "$1" "$2"; }
"$folder/venv/bin/python" -c 'import pyarrow; print("pyarrow", pyarrow.__version__)'
run 'pa.array([1, 2])' loads
run 'pa.array([])' loads
run 'pa.array(range(2))' loads
run 'import numpy; pa.array(numpy.arange(2))' loads
run 'pa.table({"lead": [1, 2]})' loads
run 'pa.Table.from_pylist([{"lead": 1}])' loads
run 'pa.scalar(1)' loads
run 'import pyarrow.csv; pyarrow.csv.read_csv("leads.csv")' not
run 'pa.Array.from_buffers(pa.int64(), 2, [None, pa.py_buffer(bytes(16))])' not
