"""Measures how long a server takes to import what it runs: ``python -m benchmarks.imports [OTHER]``.

Everything that ``dashboard.py`` and the files of its pages import is imported in a fresh interpreter, this checkout and
the other one by turns: the ratio can be compared between machines, the seconds of the processor cannot.
"""

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

from data.store import PROJECT

IMPORT = """
import ast, sys, time
from pathlib import Path

files = [Path("dashboard.py"), *sorted(Path("pages").rglob("*.py"))]
lines = (line for file in files for line in ast.parse(file.read_text(encoding="utf-8")).body)
imports = [line for line in lines if isinstance(line, ast.Import | ast.ImportFrom)]
code = compile(ast.Module(imports, []), "imports", "exec")
del lines, imports  # no large trees for the collector to walk meanwhile
started = time.process_time()
exec(code, {})
print(time.process_time() - started, *sys.modules)
"""


def imported(checkout: Path) -> tuple[float, set[str]]:
    """Seconds that it takes in a fresh interpreter, and the names of all modules that are there then."""
    compiling = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    ran = subprocess.run(
        [sys.executable, "-c", IMPORT], cwd=checkout, env=compiling, capture_output=True, text=True, check=True
    )
    seconds, *names = ran.stdout.split()
    return float(seconds), set(names)


def main(arguments: list[str] | None = None) -> None:
    """Print the median of each checkout, and their ratio."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("other", type=Path, nargs="?", help="another checkout to compare with")
    parser.add_argument("--repeats", type=int, default=7)
    options = parser.parse_args(arguments)
    checkouts = [PROJECT] if options.other is None else [PROJECT, options.other]
    # What was not compiled before is compiled in a first round that does not count.
    rounds = [[imported(checkout)[0] for checkout in checkouts] for _ in range(options.repeats + 1)][1:]
    medians = [statistics.median(seconds) for seconds in zip(*rounds, strict=True)]
    for checkout, seconds in zip(checkouts, medians, strict=True):
        print(f"{seconds:6.2f} s   {checkout}")
    if options.other is not None:
        print(f"{medians[0] / medians[1]:6.2f}     of the other")


if __name__ == "__main__":
    main()
