"""Small worlds for tests: journeys in, a warehouse out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from analysis.warehouse import Warehouse
from data import definitions, evenings, marts

FIRST_DAY = datetime(2026, 1, 1, 12, tzinfo=UTC)

Entered = float | None | tuple[float | None, ...]


def day(number: float) -> datetime:
    """Noon of a day of the world; day 0 is 1 January 2026."""
    return FIRST_DAY + timedelta(days=number)


def on(number: float) -> date:
    """The calendar day of a day of the world."""
    return day(number).date()


class Touch(NamedTuple):
    """One touch; a plain tuple of the first three says the same."""

    day: float
    direction: str
    kind: str
    channel: str | None = None
    sequence: str | None = None
    step: int | None = None
    actor: str | None = None


@dataclass(frozen=True)
class Journey:
    """One lead: its source, the day it entered each stage, how and when it ended (None: day unknown), its touches.

    A stage that was entered more than once has a tuple of days.
    """

    source: str | None
    stages: Mapping[str, Entered]
    outcome: str | None = None
    closed: float | None = None
    amount: float | None = None
    touches: tuple[Touch | tuple[float, str, str], ...] = ()
    lead: Mapping[str, Any] = field(default_factory=dict)  # other columns of canonical.leads
    closed_amount: float | None = None  # the outcome's own, where it differs from the lead's
    reason: str | None = None

    @property
    def created(self) -> float:
        """Day of creation."""
        created = self.stages["lead"]
        assert isinstance(created, int | float), "a lead has one day of creation"
        return created

    def entries(self) -> Iterator[tuple[str, float | None]]:
        """Every recorded entry into a stage but the creation."""
        for stage, days in self.stages.items():
            if stage != "lead":
                for entered in days if isinstance(days, tuple) else (days,):
                    yield stage, entered

    def with_entries(self, entries: Iterable[tuple[str, float | None]]) -> "Journey":
        """The same lead with other entries."""
        stages: dict[str, Entered] = {"lead": self.created}
        for stage, entered in entries:
            before = stages.get(stage, ())
            stages[stage] = (*(before if isinstance(before, tuple) else (before,)), entered)
        return replace(self, stages=stages)


@dataclass(frozen=True)
class Spend:
    """One line of spend."""

    source: str | None
    day: float
    amount: float
    currency: str | None = None
    campaign: str | None = None
    cost_type: str | None = None


class Fluent:
    """A connection that parses a text once for all worlds: they are built by the same words."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def execute(self, sql: str, values: Any = None) -> duckdb.DuckDBPyConnection:
        """Run every statement of a text; values are those of the last."""
        *before, last = _statements(sql)
        for statement in before:
            self._connection.execute(statement)
        return self._connection.execute(last, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@lru_cache(512)
def _statements(sql: str) -> list[duckdb.Statement]:
    return duckdb.extract_statements(sql)


def warehouse_of(
    journeys: Iterable[Journey],
    *,
    as_of: float = 365,
    toml: str | None = None,
    spend: Iterable[Spend] = (),
    rows: Mapping[str, Iterable[Mapping[str, Any]]] | None = None,
) -> Warehouse:
    """A warehouse in memory that holds exactly these journeys, complete through a day.

    ``rows`` are further rows of canonical tables, as they are. The latest worlds are kept: what is told again is not
    built again, and answered by a new warehouse, which remembers nothing.
    """
    listed, lines, text = list(journeys), list(spend), toml or definitions.text()
    further = {table: list(extra) for table, extra in (rows or {}).items()}
    # Tests may keep other evenings; which, a few days in a row tell.
    evenings_kept = (evenings.EDGES, evenings.SOON_DAYS, [evenings.is_kept(on(number)) for number in range(60)])
    told = repr((listed, as_of, text, lines, further, evenings_kept))
    if told not in _kept:
        while len(_kept) >= KEPT:
            del _kept[next(iter(_kept))]
        _kept[told] = _built(listed, as_of, text, lines, further)
    return Warehouse(_kept[told].cursor())


QUICKER = (
    "set threads = 1",  # the tests run side by side
    "set session enable_optimizer = false",  # few rows do not repay it; who asks a world has a session of their own
)
KEPT = 8  # worlds, each of some megabytes
_kept: dict[str, duckdb.DuckDBPyConnection] = {}


def _built(
    journeys: list[Journey],
    as_of: float,
    toml: str,
    spend: list[Spend],
    rows: dict[str, list[Mapping[str, Any]]],
) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set global TimeZone = 'UTC'")
    for setting in QUICKER:
        connection.execute(setting)
    fluent = Fluent(connection)
    connection.begin()  # as a generation is built; to commit each statement takes longer
    fluent.execute(marts.model("canonical"))
    connection.execute("insert into intake.loads values (1, $1, 'test', $1, false)", [day(as_of)])
    filled: dict[str, list[Mapping[str, Any]]] = {}
    for number, journey in enumerate(journeys):
        for table, row in _rows(f"lead-{number}", journey):
            filled.setdefault(table, []).append(row)
    for number, line in enumerate(spend):
        row = {"spend_id": f"spend-{number}", "date": on(line.day), "source": line.source, "campaign": line.campaign}
        own = {"amount": line.amount, "currency": line.currency, "cost_type": line.cost_type}
        filled.setdefault("spend", []).append(row | own)
    for table, extra in rows.items():
        filled.setdefault(table, []).extend(extra)
    for table, listed in filled.items():
        add(connection, table, listed)
    marts.build(fluent, toml)
    marts.verify(fluent)
    connection.commit()
    return connection


def year_from(month: int) -> str:
    """Definitions that are the default's but for the month in which the fiscal year starts."""
    before, key, after = definitions.text().partition("fiscal_year_starts = 1\n")
    assert key, "the default is the calendar year"
    return f"{before}fiscal_year_starts = {month}\n{after}"


def add(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows into a canonical table, or into the removals; a column that a row does not name is null."""
    schema = "intake" if table == "removals" else "canonical"
    listed = [{"load_id": 1, **row} for row in rows]
    names = sorted({name for row in listed for name in row})
    connection.register("given", pa.table({name: [row.get(name) for row in listed] for name in names}))
    connection.execute(f"insert into {schema}.{table} by name select * from given")
    connection.unregister("given")


def _rows(lead_id: str, journey: Journey) -> Iterator[tuple[str, dict[str, Any]]]:
    lead = {"lead_id": lead_id, "created_at": day(journey.created), "source": journey.source, "amount": journey.amount}
    yield "leads", lead | dict(journey.lead)
    for stage, entered in dict.fromkeys(journey.entries()):
        entered_at = None if entered is None else day(entered)
        yield "stage_events", {"lead_id": lead_id, "stage": stage, "entered_at": entered_at}
    if journey.outcome is not None:
        closed = None if journey.closed is None else day(journey.closed)
        outcome = {"lead_id": lead_id, "outcome": journey.outcome, "closed_at": closed, "reason": journey.reason}
        yield "outcomes", outcome | {"amount": journey.closed_amount}
    for place, listed in enumerate(journey.touches):
        touch = Touch(*listed)._asdict()
        own = {"touch_id": f"{lead_id}-{place}", "lead_id": lead_id, "at": day(touch.pop("day"))}
        yield "touches", own | touch
