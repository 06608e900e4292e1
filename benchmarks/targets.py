"""Sets the slow works of this commit beside those of another one, on the same leads and machine, in one run.

``python -m benchmarks.targets OTHER [--leads N]``, where OTHER is a folder with another commit. Each is told as what it
takes here, there, and as the ratio of both: only that can be compared between machines. Linux only.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from data.store import PROJECT

WORK = Path(__file__).with_name("work.py")
QUICK_SECONDS = 60  # what takes less is done so often:
TIMES = 5
SLOWEST = 10  # views that are named


def main() -> None:
    """Make a home for each commit, do every work in both, and print the ratios."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.targets", description=__doc__)
    parser.add_argument("other", type=Path, help="folder with the commit to compare with")
    parser.add_argument("--leads", type=int, default=1_000_000)
    options = parser.parse_args()
    sides = {"here": PROJECT, "there": options.other.resolve()}
    with tempfile.TemporaryDirectory(prefix="pipeline-targets-") as folder:
        homes = {side: Path(folder) / side / "home" for side in sides}
        for side, project in sides.items():
            _work(project, "make", homes[side], options.leads)
        print(f"{f'{options.leads:,} leads':40} {'here':>10} {'there':>10} {'ratio':>7}")
        _line("file, MB", {side: [_file(home)] for side, home in homes.items()}, "bytes", 1e-6)
        for name in ("marts", "check", "load"):
            found = _alternately(name, sides, homes)
            _line(f"{name}, s of processor", found, "cpu")
            _line(f"{name}, peak in MB", found, "peak", 1e-6)
        _views(_alternately("views", sides, homes))


def _alternately(name: str, sides: dict[str, Path], homes: dict[str, Path]) -> dict[str, list[dict[str, Any]]]:
    """What one work took, in turns; once where it takes long."""
    found: dict[str, list[dict[str, Any]]] = {side: [] for side in sides}
    for _ in range(TIMES):
        for side, project in sides.items():
            with tempfile.TemporaryDirectory(prefix="pipeline-target-", dir=homes[side].parent) as folder:
                home = homes[side]
                if name == "load":  # which would change the home that the next one begins with
                    home = Path(folder) / "home"
                    shutil.copytree(homes[side], home, symlinks=True)
                found[side].append(_work(project, name, home))
        if max(each["wall"] for took in found.values() for each in took) > QUICK_SECONDS:
            break
    return found


def _work(project: Path, *told: object) -> dict[str, Any]:
    environment = os.environ | {"PYTHONPATH": str(project), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, str(WORK), *map(str, told)]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{told[0]} in {project}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else {}
    return found


def _file(home: Path) -> dict[str, Any]:
    return {"bytes": (home / "generations" / "current").stat().st_size}


def _views(found: dict[str, list[dict[str, Any]]]) -> None:
    """The slowest view, the median of all, and those that take longest here."""
    seconds: dict[str, dict[str, float]] = {
        side: {view: statistics.median(each["told"][view] for each in took) for view in took[0]["told"]}
        for side, took in found.items()
    }
    both = seconds["here"].keys() & seconds["there"].keys()
    print(f"views that are drawn here only: {', '.join(sorted(seconds['here'].keys() - both)) or 'none'}")
    for period in ("year", "all time"):
        own = {side: [each[view] for view in both if view.endswith(period)] for side, each in seconds.items()}
        _line(f"slowest view, {period}, s", {side: [{"s": max(each)}] for side, each in own.items()}, "s")
        _line(f"median view, {period}, s", {side: [{"s": statistics.median(each)}] for side, each in own.items()}, "s")
    for view in sorted(seconds["here"], key=seconds["here"].__getitem__, reverse=True)[:SLOWEST]:
        _line(f"  {view}", {side: [{"s": each.get(view, float("nan"))}] for side, each in seconds.items()}, "s")


def _line(label: str, found: dict[str, list[dict[str, Any]]], key: str, factor: float = 1.0) -> None:
    here, there = (statistics.median(each[key] for each in found[side]) * factor for side in ("here", "there"))
    print(f"{label:40} {here:10.2f} {there:10.2f} {here / there:7.3f}", flush=True)


if __name__ == "__main__":
    main()
