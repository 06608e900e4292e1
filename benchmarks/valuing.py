"""Values every open lead of ten million leads: ``python -m benchmarks.valuing HOME``, which ``make bench`` runs too.

The marts that valuing reads are those of the leads of a home, as many times over as it takes: in a database of its own,
so that the peak of memory is that of valuing alone.
"""

import argparse
import math
import resource
import tempfile
from pathlib import Path

import duckdb

from analysis import valuing
from analysis.warehouse import Warehouse
from benchmarks.views import best
from data.store import Store

LEADS = 10_000_000
READ = ("stays", "worth_cells", "gaps")


def main() -> None:
    """Copy, value, report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.valuing", description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--leads", type=int, default=LEADS)
    options = parser.parse_args()
    generation = Store(options.home).current()
    if generation is None:
        raise SystemExit(f"Nothing is loaded in {options.home}.")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.duckdb"
        times = _multiplied(generation, copy, options.leads)
        small, large = Warehouse.open(generation, options.home), Warehouse.open(copy, options.home)
        worth = valuing.learn(small)
        if worth is None:
            raise SystemExit("There is no lead to learn from.")
        told = worth.arguments(90)
        before = _peak()
        found = large.ask("expected_value", breakdown="channel", **told)
        taken = best(lambda: large.ask("expected_value", breakdown="channel", **told), large.forget_answers)
        peak = _peak()
        queue = {name: told[name] for name in ("states", "days", "chances", "cells", "factors", "amounts")}
        queued = best(lambda: large.ask("gap_queue", **queue), large.forget_answers)
        print(
            f"value {options.leads / 1e6:g} M leads ({times} x the home's), {int(found['open'].sum()):,} of them open: "
            f"{taken:.2f} s, {taken / queued:.2f} of the gap queue's time, {peak - before:.2f} GB above {before:.2f} GB"
        )
        small.close()
        large.close()


def _multiplied(generation: Path, copy: Path, leads: int) -> int:
    """Write the marts that valuing reads as often as it takes for so many leads; returns how often."""
    with duckdb.connect(str(copy)) as connection:
        connection.execute(f"attach '{generation}' as home (read_only)")
        connection.execute("create schema marts; create schema meta")
        (present,) = connection.execute("select count(*) from home.marts.journeys").fetchone() or (0,)
        times = max(math.ceil(leads / max(present, 1)), 1)
        for (kind,) in connection.execute(
            "select type_name from duckdb_types() where database_name = 'home' and schema_name = 'marts' "
            "and logical_type = 'ENUM'"
        ).fetchall():
            (values,) = connection.execute(f'select enum_range(null::home.marts."{kind}")').fetchone() or ([],)
            listed = ", ".join("'" + str(value).replace("'", "''") + "'" for value in values)
            connection.execute(f'create type marts."{kind}" as enum ({listed})')
        for (table,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = 'home' and schema_name = 'meta'"
        ).fetchall():
            connection.execute(f'create table meta."{table}" as from home.meta."{table}"')
        for table in READ:
            every = f"cross join range({times})" if table != "worth_cells" else ""
            connection.execute(f"create table marts.{table} as select own.* from home.marts.{table} as own {every}")
        connection.execute("detach home")
    return times


def _peak() -> float:
    """Most memory that the process has held so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    main()
