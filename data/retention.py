"""Forgets by rule what is old: quarantined rows, names of leads closed long ago, generations beyond the latest."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import duckdb

from data import definitions, whole
from data.connections import insert
from data.limits import Retention
from data.rewriting import Columns, rewrite
from data.store import Store

NAMED = ("canonical.leads", "intake.removed_leads")
PAST = "past_leads_by_rule"


@dataclass(frozen=True)
class Retained:
    """What was removed, or nothing.

    Attributes
    ----------
    quarantined : int
        Rows in quarantine that were too old.
    names : int
        Leads whose names were blanked.
    generations : int
        Generations beyond those that are kept.
    """

    quarantined: int = 0
    names: int = 0
    generations: int = 0

    def told(self) -> str:
        """What was removed, in a sentence; "" where nothing was."""
        parts = {
            "rows in quarantine": self.quarantined,
            "names of leads closed long ago": self.names,
            "earlier generations": self.generations,
        }
        removed = ", ".join(f"{count:,} {name}" for name, count in parts.items() if count)
        return f"Removed by the rules under [retention]: {removed}." if removed else ""


def retain(store: Store, now: datetime | None = None) -> Retained:
    """Apply the rules of the home's definitions; a second time changes nothing.

    Parameters
    ----------
    store : Store
        Of the home.
    now : datetime, optional
        The instant from which days and months are counted back; default: the present one.

    Returns
    -------
    Retained
        What was removed from the latest generation that had it.

    Raises
    ------
    StoreError
        If another import runs, or the disk is too full.
    DefinitionsError
        If the definitions cannot be read.
    """
    rules, now = definitions.load(store.folder).retention, now or datetime.now(UTC)
    if not store.generations():
        return Retained()
    with store.alone("removing what is old"):
        generations = store.thin_out()
        quarantined = names = 0
        readable = [each for each in store.generations() if not whole.fault_of(each)]  # what is broken stays as it is
        past = _past_leads(readable, rules, now)
        for generation in readable:
            old, named = _count(generation, rules, now, past)
            if old or named:
                rewrite(store, generation, partial(_select, rules, now), prepare=partial(_lay_down, past))
                quarantined, names = max(quarantined, old), max(names, named)
    return Retained(quarantined, names, generations)


def _is_old(rules: Retention, now: datetime, schema: str) -> str:
    """SQL condition of a row in quarantine that is too old."""
    return (
        f"given.load_id in (select load_id from {schema}intake.loads "
        f"where loaded_at < {_instant(now)} - interval {rules.quarantine_days:d} days)"
    )


def _past_leads(generations: Sequence[Path], rules: Retention, now: datetime) -> frozenset[str]:
    """Leads that were closed too long ago to be named, as any generation tells it."""
    found: set[str] = set()
    for generation in generations if rules.names_of_closed_leads_months is not None else ():
        with closing(duckdb.connect(str(generation), read_only=True)) as connection:
            connection.execute("set TimeZone = 'UTC'")
            closed = connection.execute(
                "select lead_id from canonical.outcomes where is_present and outcome <> 'open' "
                f"and closed_at < {_instant(now)} - interval {rules.names_of_closed_leads_months:d} months"
            ).fetchall()
        found |= {lead_id for (lead_id,) in closed}
    return frozenset(found)


def _lay_down(past: frozenset[str], connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"create temp table {PAST} (lead_id varchar primary key)")
    insert(connection, PAST, [(each,) for each in sorted(past)])


def _instant(now: datetime) -> str:
    return f"timestamptz '{now.astimezone(UTC).isoformat()}'"


def _count(generation: Path, rules: Retention, now: datetime, past: frozenset[str]) -> tuple[int, int]:
    """How many rows in quarantine and how many names of a generation are too old."""
    with closing(duckdb.connect(str(generation), read_only=True)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        _lay_down(past, connection)
        named = " + ".join(
            f"(select count(*) from {table} semi join {PAST} using (lead_id) where lead_name is not null)"
            for table in NAMED
        )
        old = f"select count(*) from intake.quarantine as given where {_is_old(rules, now, '')}"
        found = connection.execute(f"select ({old}), {named}").fetchall()[0]
    return int(found[0]), int(found[1])


def _select(rules: Retention, now: datetime, _: duckdb.DuckDBPyConnection, table: str, columns: Columns) -> str:
    """The query of the rows of a table that are kept."""
    if table == "intake.quarantine":
        return f"select * from before.{table} as given where not ({_is_old(rules, now, 'before.')})"
    if table in NAMED:
        name = f"case when lead_id not in (select lead_id from {PAST}) then lead_name end"
        return f"select * replace ({name} as lead_name) from before.{table}"
    listed = ", ".join(f'"{name}"' for name in columns)
    return f"select {listed} from before.{table}"
