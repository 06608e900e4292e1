"""The funnel and the concentration beside the same counts of raw events by Polars: ``python -m benchmarks.raw_events``.

Both sides answer in turns, in one process, on the same leads: here from the marts of a generation, there from Parquet
files of the business's own data, with all that Polars can do at once. Polars is no part of this product: install it
first. Processor time; only the ratio can be compared between machines.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from analysis.scope import Scope
from analysis.warehouse import Warehouse
from benchmarks.work import make
from data.store import Store

TIMES = 7
RAW = {
    "leads": "select lead_id, source from canonical.leads",
    "stage_events": "select lead_id, stage from canonical.stage_events",
    "outcomes": "select lead_id, outcome, amount from canonical.outcomes where is_present",
    "sources": "select spelling as source, channel, motion from meta.source_names",
    "stages": "select spelling as stage, position from meta.stage_names where position is not null",
}


def main() -> None:
    """Make a home, write its raw events, ask both sides, and print the ratios."""
    try:
        import polars
    except ImportError:
        sys.exit("Polars is not installed: `python -m pip install polars==2.1.0` adds it to this environment.")
    parser = argparse.ArgumentParser(prog="python -m benchmarks.raw_events", description=__doc__)
    parser.add_argument("--leads", type=int, default=1_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pipeline-raw-") as folder:
        home = Path(folder) / "home"
        make(home, options.leads)
        generation = Store(home).current()
        assert generation is not None
        with closing(duckdb.connect(str(generation), read_only=True)) as connection:
            for name, select in RAW.items():
                connection.execute(f"copy ({select}) to '{folder}/{name}.parquet'")
        warehouse = Warehouse.open(generation, home)
        print(f"{f'{options.leads:,} leads, seconds':28} {'here':>8} {'Polars':>8} {'ratio':>7}")
        kinds = {"mode": "reached", "step_days": None, "overall_days": None}
        _line(
            "funnel by motion",
            partial(_ask, warehouse, "stage_dropoff", breakdown="motion", **kinds),
            partial(_funnel, polars, Path(folder)),
        )
        _line(
            "concentration by channel",
            partial(_ask, warehouse, "shares", breakdown="channel"),
            partial(_concentration, polars, Path(folder)),
        )


def _ask(warehouse: Warehouse, name: str, **told: Any) -> int:
    warehouse.forget_answers()
    answer = warehouse.ask(name, Scope(), **told)
    return int(answer["won" if name == "shares" else "advanced"].sum())


def _funnel(polars: Any, folder: Path) -> int:
    """How many advanced from any stage: each lead is counted once for each stage that it left behind."""
    column, events = polars.col, polars.scan_parquet(folder / "stage_events.parquet")
    outcomes = polars.scan_parquet(folder / "outcomes.parquet")
    stages = polars.scan_parquet(folder / "stages.parquet")
    last = stages.select(column("position").max())
    reached = polars.concat(
        [
            events.join(stages, on="stage").select("lead_id", "position"),
            outcomes.filter(column("outcome") == "won").join(last, how="cross").select("lead_id", "position"),
        ]
    )
    furthest = reached.group_by("lead_id").agg(column("position").max())
    counted = (
        polars.scan_parquet(folder / "leads.parquet")
        .join(polars.scan_parquet(folder / "sources.parquet"), on="source", how="left")
        .join(furthest, on="lead_id", how="left")
        .join(outcomes.select("lead_id", "outcome"), on="lead_id", how="left")
        .with_columns(column("position").fill_null(1))
        .group_by("motion", "position", "outcome")
        .agg(polars.len().alias("leads"))
        .collect()
    )
    left_behind = counted["leads"] * (counted["position"].cast(polars.Int64) - 1)
    return int(left_behind.sum() + counted.filter(column("outcome") == "won")["leads"].sum())  # a win leaves the last


def _concentration(polars: Any, folder: Path) -> int:
    column = polars.col
    is_won = column("outcome") == "won"
    counted = (
        polars.scan_parquet(folder / "leads.parquet")
        .join(polars.scan_parquet(folder / "sources.parquet"), on="source", how="left")
        .join(polars.scan_parquet(folder / "outcomes.parquet"), on="lead_id", how="left")
        .group_by("channel")
        .agg(polars.len().alias("leads"), is_won.sum().alias("won"), column("amount").filter(is_won).sum())
        .collect()
    )
    return int(counted["won"].sum())


def _line(label: str, here: Callable[[], int], there: Callable[[], int]) -> None:
    assert here() == there(), f"{label}: the two sides do not count the same"
    took: dict[Callable[[], int], list[float]] = {here: [], there: []}
    for _ in range(TIMES):
        for side, seconds in took.items():
            started = time.process_time()
            side()
            seconds.append(time.process_time() - started)
    ours, theirs = (statistics.median(seconds) for seconds in took.values())
    print(f"{label:28} {ours:8.3f} {theirs:8.3f} {theirs / ours:7.1f}", flush=True)


if __name__ == "__main__":
    main()
