"""Feeds from a database, measured and killed: ``python -m benchmarks.feeds [--leads 1000000] [--kills 50]``.

Fills a PostgreSQL of its own with leads, stages, outcomes and seven touches a lead, syncs a home with it, changes a
thousand leads, each with seven new touches, and syncs again: seconds on the clock and of processor, and peaks. Then
syncs are killed at random moments while rows keep changing; what the home holds in the end must be what the database
holds. Asks for the programs of PostgreSQL, as Debian installs them.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import adbc_driver_postgresql.dbapi as driver

from data import definitions
from data.connections import open_read_only
from data.store import PROJECT, Store
from tests.data.feeds.postgres import Postgres, programs

CHANGED, TOUCHES = 1_000, 7
TABLES = ("leads", "stage_events", "outcomes", "touches")
FEED = f"""
[[feeds]]
name = "Warehouse"
database = "WAREHOUSE_URL"
tables = {list(TABLES)}
changed_at = "changed"
overlap_minutes = 5
"""
FILL = """
create table leads as
select
    'L-' || i as lead_id,
    (array['Google Ads', 'SEO', 'Webinar', 'Referral', 'Cold call', 'Cold email', 'LinkedIn', 'Trade show'])[1 + i % 8]
        as source,
    'Owner ' || i % 40 as owner, 'Account ' || i / 3 as account_id, (100 + i % 9000)::numeric(12, 2) as amount,
    now() - interval '730 days' * random() as created_at, now() - interval '1 day' * (1 + 300 * random()) as changed
from generate_series(1, {leads}) as numbers(i);
create table stage_events as
select lead_id, stage, least(now(), created_at + interval '9 days' * position * random()) as entered_at, changed
from leads, (values ('contacted', 1), ('prospect', 2), ('opportunity', 3)) as stages(stage, position)
where random() < 0.9 / position;
create table outcomes as
select
    lead_id, case when random() < 0.3 then 'won' else 'lost' end as outcome,
    least(now(), created_at + interval '60 days' * random()) as closed_at, changed
from leads where random() < 0.5;
create table touches as
select
    lead_id || '-' || place as touch_id, lead_id, least(now(), created_at + interval '20 days' * random()) as at,
    'Cold call' as channel, 'outbound' as direction, 'call' as kind, owner as actor, changed
from leads, generate_series(1, {touches}) as numbers(place)
"""
CHANGE = """
update leads set owner = 'Owner of {turn}', changed = clock_timestamp()
where lead_id in (
    select 'L-' || (1 + ({turn} * 7919 + i * 104729) % {leads}) from generate_series(1, {changed}) as numbers(i)
);
insert into touches
select
    lead_id || '-of {turn}-' || place, lead_id, now() - interval '1 hour' * place, 'Cold email', 'outbound', 'email',
    owner, clock_timestamp()
from leads, generate_series(1, {touches}) as numbers(place) where owner = 'Owner of {turn}'
"""


class Cost(NamedTuple):
    """Of one sync: seconds on the clock and of processor, and its peak in MB."""

    seconds: float
    processor: float
    peak: float


def sync(home: Path, address: str, *, killed_after: float | None = None) -> Cost:
    """Sync in a process of its own; one that is not killed must succeed."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "data", "sync", "--home", str(home)],
        cwd=PROJECT,
        env={**os.environ, "WAREHOUSE_URL": address},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    if killed_after is not None:
        time.sleep(killed_after)
        os.killpg(process.pid, signal.SIGKILL)
    _, status, used = os.wait4(process.pid, 0)
    if killed_after is None and status:
        raise SystemExit(f"the sync failed: {status}")
    return Cost(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def fill(address: str, leads: int) -> None:
    """Fill an empty database."""
    _execute(address, FILL.format(leads=leads, touches=TOUCHES))


def change(address: str, turn: int, leads: int, changed: int = CHANGED) -> None:
    """Give some leads another owner, and new touches."""
    _execute(address, CHANGE.format(turn=turn, leads=leads, changed=changed, touches=TOUCHES))


def differences(home: Path, address: str) -> list[str]:
    """What the home and the database do not both hold: leads with their owners, and touches."""
    with driver.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("select lead_id, owner from leads")
        leads = {(each["lead_id"], each["owner"]) for each in cursor.fetch_arrow_table().to_pylist()}
        cursor.execute("select touch_id from touches")
        touches = cursor.fetch_arrow_table()["touch_id"].to_pylist()
    generation = Store(home).current()
    assert generation is not None
    with closing(open_read_only(generation, home)) as connection:
        held = connection.execute("select lead_id, owner from canonical.leads").fetchall()
        touched = [each for (each,) in connection.execute("select touch_id from canonical.touches").fetchall()]
    found = [f"{len(held) - len(set(held))} leads twice"] if len(set(held)) < len(held) else []
    found += [f"leads differ: {len(leads ^ set(held))}"] if leads != set(held) else []
    return found + (
        [f"touches differ: {len(touches)} and {len(touched)}"] if sorted(touches) != sorted(touched) else []
    )


def _execute(address: str, statements: str) -> None:
    with driver.connect(address) as connection:
        for statement in statements.split(";"):
            with connection.cursor() as cursor:
                cursor.execute(statement)
        connection.commit()


def _home(folder: Path) -> Path:
    folder.mkdir()
    (folder / "definitions.toml").write_text(f"{definitions.text()}{FEED}", encoding="utf-8")
    return folder


def measure(folder: Path, address: str, leads: int) -> None:
    """Print what the first sync takes, and one after a few changes."""
    home = _home(folder / "home")
    fill(address, leads)
    first = sync(home, address)
    change(address, 1, leads)
    second = sync(home, address)
    print(f"{leads:,} leads and {leads * TOUCHES:,} touches; then {CHANGED:,} leads and {CHANGED * TOUCHES:,} touches")
    for name, cost in (("first", first), ("second", second)):
        print(f"{name:7} {cost.seconds:8.1f} s  {cost.processor:8.1f} s of processor  {cost.peak:7,.0f} MB at the peak")
    print(f"ratio   {second.seconds / first.seconds:8.3f}    {second.processor / first.processor:8.3f}")
    print(f"differences: {', '.join(differences(home, address)) or 'none'}")


def kill(folder: Path, address: str, leads: int, kills: int) -> None:
    """Kill syncs, the first one too, and print what is lost or doubled."""
    home, chance = _home(folder / "killed"), random.Random(7)
    fill(address, leads)
    whole = sync(_home(folder / "other"), address).seconds
    for turn in range(kills):
        if turn >= kills // 5:
            change(address, turn, leads, 20)
        sync(home, address, killed_after=chance.uniform(0, whole))
        if turn % 5 == 4 and turn >= kills // 5:  # at times one comes through
            sync(home, address)
    sync(home, address)
    print(f"{kills} kills: {', '.join(differences(home, address)) or 'nothing lost, nothing doubled'}")


def main() -> None:
    """Measure, then kill."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--leads", type=int, default=1_000_000)
    asked.add_argument("--kills", type=int, default=50)
    options = asked.parse_args()
    found = programs()
    if found is None:
        raise SystemExit("no PostgreSQL found: there is no /usr/lib/postgresql, and postgres is not on the path")
    with tempfile.TemporaryDirectory(prefix="feeds-") as folder:
        server = Postgres(Path(folder) / "server", found)
        server.start()
        try:
            if options.leads:
                with server.fresh("measured") as address:
                    measure(Path(folder), address, options.leads)
            if options.kills:
                with server.fresh("killed") as address:
                    kill(Path(folder), address, 40_000, options.kills)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
