"""Measures the way of a number at size: ``python -m benchmarks --leads 1000000``.

Each question's time, and that of all questions of each view, is set against a bare scan of the columns that they touch
in the same leads and the same run, times the scans that their plans make: the ratios can be compared between machines,
the seconds cannot. So can the import of many different names against that of few.
"""

import argparse
import contextlib
import csv
import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from analysis.question import names, question
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from benchmarks import views
from benchmarks.needed import needed
from data import sample
from data.__main__ import main as data_command
from data.store import Store


def main() -> None:
    """Build, ask, report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=1_000_000, help="rows of the file that is imported")
    parser.add_argument("--keep", type=Path, help="home folder to build in and keep; reused when it holds data")
    parser.add_argument("--only", default="", help="only questions and views whose name contains this")
    options = parser.parse_args()
    with _home(options.keep) as home:
        _build(home, options.leads)
        _ask(home, options.only)
        # A process of its own has a peak of memory of its own.
        subprocess.run([sys.executable, "-m", "benchmarks.valuing", str(home)], check=True)
    if options.events:
        with tempfile.TemporaryDirectory() as folder:
            _import(Path(folder), options.events)
        _import_names(options.events // 10)
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


def _ask(home: Path, only: str) -> None:
    """Every question by channel, and every view over all time and over the last year against the year before."""
    generation = Store(home).current()
    assert generation is not None
    warehouse = Warehouse.open(generation, home)
    assert warehouse.as_of is not None
    for name in names():
        body = question(name).body
        if "scoped_" in body and only in name:
            by = "all" if "breakdown" not in body else "motion" if name == "targets" else "channel"
            own = needed(warehouse, name)
            scan = views.bare_seconds(warehouse, views.scans(warehouse, name, None, breakdown=by, **own))
            _line(
                f"question {name}",
                views.best(partial(warehouse.ask, name, breakdown=by, **own), warehouse.forget_answers),
                scan,
            )
    year = Scope(since=warehouse.as_of - timedelta(days=364), until=warehouse.as_of + timedelta(days=1))
    periods = {"all time": (Scope(), None), "one year": (year, year.previous_period(warehouse.as_of))}
    print(f"\n{'view':40} {'page':>8} {'asked':>8} {'scan':>8} {'ratio':>6} {'questions':>9} {'scans':>6}")
    pages: dict[str, views.Timed] = {}
    for name, view in views.views().items():
        for period, (scope, earlier) in periods.items():
            if only not in name:
                continue
            try:
                took = views.measure(warehouse, view, scope, earlier)
            except Exception as error:  # noqa: BLE001  # the others are measured all the same
                print(f"{f'{name}, {period}':40} {type(error).__name__}: {error}", flush=True)
                continue
            _view_line(warehouse, f"{name}, {period}", took)
            pages.setdefault(f"{name.partition(':')[0]}, {period}", views.Timed()).add(took)
    print("\nall views of a page, each question once")
    for name, together in pages.items():
        _view_line(warehouse, name, together)
    warehouse.close()


def _view_line(warehouse: Warehouse, label: str, took: views.Timed) -> None:
    scanned = views.bare_seconds(warehouse, took.made)
    ratio = f"{took.asked / scanned:6.1f}" if scanned else f"{'-':>6}"
    print(
        f"{label:40} {took.page:8.3f} {took.asked:8.3f} {scanned:8.3f} {ratio}"
        f" {len(took.questions):9} {len(took.made):6}",
        flush=True,
    )


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
        _load(folder / "home", leads, stages)
        _line(f"{label}, {events / 1e6:g} M events", time.perf_counter() - started)


def _import_names(leads: int) -> None:
    """A file of leads with a source for every second one, against the same file with 50 sources, in turns."""
    seconds: dict[int, list[float]] = {50: [], leads // 2: []}
    for _ in range(3):
        for sources, took in seconds.items():
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "leads.csv"
                rows = (f"L{i},2025-{i % 12 + 1:02}-{i % 28 + 1:02},Source {i % sources}" for i in range(leads))
                file.write_text("\n".join(["lead_id,created_at,source", *rows, ""]), encoding="utf-8")
                started = time.process_time()
                _load(Path(folder) / "home", file)
                took.append(time.process_time() - started)
    few, many = (min(took) for took in seconds.values())
    print(f"{f'import, {leads // 2:,} sources':30} {many:8.2f} s of the processor, {many / few:.1f} times those of 50")


def _load(home: Path, *files: Path) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        status = data_command(["load", *map(str, files), "--home", str(home)])
    assert status == 0, "the import failed"


def _line(label: str, seconds: float, scan: float | None = None) -> None:
    ratio = "" if scan is None else f"   {seconds / scan:6.1f} scans"
    print(f"{label:30} {seconds:8.2f} s{ratio}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
