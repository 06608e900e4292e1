"""Measures the way of a number at size: ``python -m benchmarks --leads 1000000``.

Each question's time is set against bare scans of the columns that it touches, each page's against a bare scan of the
journeys, in the same run: the ratios can be compared between machines, the seconds cannot.
"""

import argparse
import contextlib
import csv
import io
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from analysis.ask import Warehouse, names, question
from analysis.scope import Scope
from data import sample
from data.__main__ import main as data_command
from data.store import Store
from pages.models import balance, dependence, dependence_single, health, sources, stages
from pages.models.page import PageModel

REPEATS = 3
COLUMNS_OF = "select column_name from duckdb_columns() where schema_name = 'marts' and table_name = '{}'"

# Each page with the choices that it opens with.
PAGES: dict[str, Callable[[Warehouse, Scope, Scope | None], PageModel]] = {
    "health": health.build,
    "sources": lambda warehouse, scope, _: sources.build(warehouse, scope, "channel", "won"),
    "stages": stages.build,
    "dependence": lambda warehouse, scope, earlier: dependence.build(warehouse, scope, earlier, "won_amount"),
    "dependence of leads": dependence.build,
    "dependence, single points": lambda warehouse, scope, _: dependence_single.build(warehouse, scope, "won_amount"),
    "balance": balance.build,
}


def main() -> None:
    """Build, ask, report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=1_000_000, help="rows of the file that is imported")
    parser.add_argument("--keep", type=Path, help="home folder to build in and keep; reused when it holds data")
    options = parser.parse_args()
    with _home(options.keep) as home:
        _build(home, options.leads)
        _ask(home)
    if options.events:
        with tempfile.TemporaryDirectory() as folder:
            _import(Path(folder), options.events)
    print(f"peak memory                    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:8.2f} GB")


@contextlib.contextmanager
def _home(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _build(home: Path, leads: int) -> None:
    store = Store(home)
    if store.current() is None:
        started = time.perf_counter()
        with store.new_generation(f"benchmark of {leads} leads") as build:
            sample.generate(build.connection, leads=leads, load_id=build.load_id)
            filled = time.perf_counter()
        _line("fill the canonical tables", filled - started)
        _line("build the marts and publish", time.perf_counter() - filled)
    current = store.current()
    assert current is not None
    print(f"{'file':30} {current.stat().st_size / 1024**2:8.0f} MB")


def _ask(home: Path) -> None:
    """Every question and every page, over all time and over the last year."""
    generation = Store(home).current()
    assert generation is not None
    warehouse = Warehouse.open(generation, home)
    assert warehouse.as_of is not None
    year = Scope(since=warehouse.as_of - timedelta(days=364), until=warehouse.as_of + timedelta(days=1))
    scan = _best(
        lambda: warehouse.rows(
            "select count(*), min(created_on), min(motion), min(channel), min(outcome), sum(amount),"
            " min(furthest_stage), min(days_to_won), min(days_to_opportunity), min(observed_days) from marts.journeys"
        )
    )
    _line("bare scan of the journeys", scan)
    for name in names():
        if "scoped_" in question(name).body:
            touched = _best(partial(_scan_touched, warehouse, name))
            _line(f"question {name}", _best(partial(warehouse.ask, name, breakdown="channel")), touched)
    for page, build in PAGES.items():
        _line(f"page {page}, all time", _best(partial(build, warehouse, Scope(), None)), scan)
        before = year.previous_period(warehouse.as_of)
        _line(f"page {page}, one year", _best(partial(build, warehouse, year, before)), scan)
    warehouse.close()


def _scan_touched(warehouse: Warehouse, name: str) -> None:
    """Read the columns that a question touches, and do nothing with them."""
    text, _ = warehouse.compose(name, breakdown="channel")
    for mart in set(re.findall(r"marts\.(\w+)", text)):
        columns = [column for (column,) in warehouse.rows(COLUMNS_OF.format(mart)) if re.search(rf"\b{column}\b", text)]
        warehouse.rows(f"select {', '.join(f'min({column})' for column in columns)} from marts.{mart}")


def _import(folder: Path, events: int) -> None:
    """A file of stage events through the whole way in, and the same file again."""
    leads, stages = folder / "leads.csv", folder / "stage_events.csv"
    count = events // 4
    with leads.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["lead_id", "created_at", "source"])
        writer.writerows((f"L{i}", f"2025-{i % 12 + 1:02}-{i % 28 + 1:02}T09:00:00Z", "webinar") for i in range(count))
    with stages.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["lead_id", "stage", "entered_at"])
        for i in range(count):
            for month, stage in enumerate(("contacted", "engaged", "prospect", "opportunity")):
                writer.writerow((f"L{i}", stage, f"2026-{month + 1:02}-{i % 28 + 1:02}T09:00:00Z"))
    for label in ("import", "import again: already loaded"):
        started = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            status = data_command(["load", str(leads), str(stages), "--home", str(folder / "home")])
        assert status == 0, "the import failed"
        _line(f"{label}, {events / 1e6:g} M events", time.perf_counter() - started)


def _best(run: Callable[[], object]) -> float:
    """Shortest of a few runs in seconds."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return min(times)


def _line(label: str, seconds: float, scan: float | None = None) -> None:
    ratio = "" if scan is None else f"   {seconds / scan:6.1f} scans"
    print(f"{label:30} {seconds:8.2f} s{ratio}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
