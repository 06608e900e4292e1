"""One work of the product, measured in a process of its own: ``python benchmarks/work.py WORK HOME``.

Run in the folder of any commit, with that folder on the path, so that `targets` can set two of them side by side: asks
nothing of the product but what both know. Prints a line of JSON.
"""

import contextlib
import csv
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

CHANGED = 1_000  # leads that are loaded anew, each with so many touches
TOUCHES = 7


def make(home: Path, leads: int) -> None:
    """Make a home with own data of so many leads."""
    from data import sample
    from data.store import Store

    with Store(home).new_generation(f"benchmark of {leads} leads") as build:
        sample.generate(build.connection, leads=leads, load_id=build.load_id)


def marts(home: Path) -> Callable[[], object]:
    """Build all marts of a copy of the generation."""
    from data import marts
    from data.connections import prepare_for_writing

    folder = Path(tempfile.mkdtemp(prefix="work-", dir=home.parent))
    shutil.copyfile(current(home), folder / "copy.duckdb")
    connection = duckdb.connect(str(folder / "copy.duckdb"))
    prepare_for_writing(connection, folder / "spill")
    ((text,),) = connection.execute("select definitions from meta.generation").fetchall()
    return lambda: marts.build(connection, text)


def load(home: Path) -> Callable[[], object]:
    """Load leads that are known already with another owner, and new touches of them."""
    return _import(home, publish=True)


def check(home: Path) -> Callable[[], object]:
    """Read the same files without publishing what they bring."""
    return _import(home, publish=False)


def _import(home: Path, *, publish: bool) -> Callable[[], object]:
    from data.intake.load import load_files

    folder = Path(tempfile.mkdtemp(prefix="work-", dir=home.parent))
    with duckdb.connect(str(current(home)), read_only=True) as connection:
        known = connection.execute(f"select lead_id from canonical.leads order by lead_id limit {CHANGED}").fetchall()
        ((latest,),) = connection.execute("select epoch(as_of) from meta.generation").fetchall()
    now = datetime.fromtimestamp(latest, UTC)
    owner = f"Owner of {time.time_ns()}"
    leads = [["lead_id", "owner"], *([lead, owner] for (lead,) in known)]
    touches = [["touch_id", "lead_id", "at", "channel", "direction", "kind", "actor"]]
    for (lead,) in known:
        for place in range(TOUCHES):
            at = (now - timedelta(days=place)).strftime("%Y-%m-%dT%H:%M:%SZ")
            touches.append([f"{lead} {time.time_ns()}", lead, at, "Cold calls", "outbound", "call", owner])
    for name, rows in (("leads", leads), ("touches", touches)):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    files = [folder / "leads.csv", folder / "touches.csv"]
    return lambda: load_files(files, home=home, publish=publish, anyway=True)


def views(home: Path) -> Callable[[], object]:
    """Build the model of every view over the last year and over all time, as its first reader has it."""
    from analysis.question import AskError
    from analysis.scope import Scope
    from analysis.warehouse import Warehouse
    from benchmarks import views

    warehouse = Warehouse.open(current(home), home)
    assert warehouse.as_of is not None
    year = Scope(since=warehouse.as_of - timedelta(days=364), until=warehouse.as_of + timedelta(days=1))
    before = year.previous_period(warehouse.as_of)
    found = views.views()

    def build() -> dict[str, float]:
        seconds = {}
        for period, scope, earlier in (("year", year, before), ("all time", Scope(), None)):
            for name, view in found.items():
                warehouse.forget_answers()
                started = time.perf_counter()
                with contextlib.suppress(AskError):  # one that another commit cannot draw is left out of both
                    view(warehouse, scope, earlier)
                    seconds[f"{name}, {period}"] = time.perf_counter() - started
        return seconds

    return build


def current(home: Path) -> Path:
    """The file of the generation that is shown."""
    return (home / "generations" / "current").resolve()


WORKS = {work.__name__: work for work in (marts, load, check, views)}


def main() -> None:
    """Do one work, and say what it took."""
    work, home = sys.argv[1], Path(sys.argv[2])
    if work == "make":
        make(home, int(sys.argv[3]))
        return
    run = WORKS[work](home)
    # What was needed to prepare it is not part of it: the peak is looked at from here on, where the system lets it.
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    began, began_at = time.process_time(), time.perf_counter()
    told = run()
    took = {"cpu": time.process_time() - began, "wall": time.perf_counter() - began_at, "peak": _peak()}
    print(json.dumps({**took, "told": told if isinstance(told, dict) else {}}))


def _peak() -> int:
    """Most memory that the process had, in bytes."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return int(told["VmHWM"].split()[0]) * 1024


if __name__ == "__main__":
    main()
