"""Every view of every page as it opens, and what its questions cost beside bare scans of the columns they touch."""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from analysis.lists.page import Page
from analysis.lists.selection import Selection
from analysis.query import Query
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.everyone.data import model as data
from pages.everyone.interplay import model as interplay
from pages.everyone.lead import model as lead
from pages.everyone.leads import model as leads
from pages.leadership.balance import coverage as balance_coverage
from pages.leadership.balance import recommendation as balance
from pages.leadership.balance import segments as balance_segments
from pages.leadership.balance import velocity as balance_velocity
from pages.leadership.dependence import counts as dependence_shares
from pages.leadership.dependence import over_time as dependence_trend
from pages.leadership.dependence import shares as dependence
from pages.leadership.dependence import single_points as dependence_single
from pages.leadership.dependence import sole_and_overlap as dependence_overlap
from pages.leadership.dependence import within_channel as dependence_within
from pages.leadership.health import model as health
from pages.leadership.stress import backtest as stress_backtest
from pages.leadership.stress import forecast as stress
from pages.leadership.stress import outlook as stress_outlook
from pages.marketing.attribution import model as attribution
from pages.marketing.sources import change as sources_change
from pages.marketing.sources import cost as sources_costs
from pages.marketing.sources import crossed as sources_crossed
from pages.marketing.sources import gates as sources_gates
from pages.marketing.sources import like_for_like as sources_like
from pages.marketing.sources import maturity as sources_maturity
from pages.marketing.sources import ranking as sources
from pages.sales.gaps import owners_over_time as gaps_owners
from pages.sales.gaps import queue as gaps
from pages.sales.gaps import response_time as gaps_response
from pages.sales.prospecting import coverage as prospecting
from pages.sales.prospecting import objections as prospecting_objections
from pages.sales.prospecting import persistence_and_effort as prospecting_effort
from pages.sales.prospecting import sequences as prospecting_steps
from pages.sales.stages import after_the_drop as stages_after
from pages.sales.stages import biggest_leak as stages_leaks
from pages.sales.stages import funnel as stages
from pages.sales.stages import owners as stages_owners
from pages.sales.stages import time as stages_time
from pages.sales.stages import ways_out as stages_exits

REPEATS = 3
COLUMNS_OF = "select column_name from duckdb_columns() where schema_name = 'marts' and table_name = '{}'"
PERIOD = re.compile(r"\((?:created_on|spent_on|month) (?:>=|<|<=) '[-0-9]+'::DATE\)")

View = Callable[[Warehouse, Scope, Scope | None], object]
VIEWS: dict[str, View] = {
    "health": health.build,
    "dependence: shares": lambda warehouse, scope, earlier: dependence.build(
        warehouse, scope, earlier, _usual(warehouse)
    ),
    "dependence: over time": lambda warehouse, scope, _: dependence_trend.build(
        warehouse, scope, _usual(warehouse), "channel"
    ),
    "dependence: sole and overlap": lambda warehouse, scope, _: dependence_overlap.build(warehouse, scope),
    "dependence: within a channel": lambda warehouse, scope, _: dependence_within.build(
        warehouse, scope, _usual(warehouse)
    ),
    "dependence: single points": lambda warehouse, scope, _: dependence_single.build(
        warehouse, scope, _usual(warehouse)
    ),
    "stress: forecast": lambda warehouse, scope, _: stress.build(
        warehouse, scope, stress_outlook.ask(warehouse, scope, "channel", ())
    ),
    "stress: back-test": lambda warehouse, scope, _: stress_backtest.build(
        warehouse, scope, stress_outlook.ask(warehouse, scope, "channel", ())
    ),
    "balance: recommendation": balance.build,
    "balance: coverage": balance_coverage.build,
    "balance: velocity": balance_velocity.build,
    "balance: segments": balance_segments.build,
    "sources: ranking": lambda warehouse, scope, _: sources.build(warehouse, scope, "channel", "won"),
    "sources: gates": lambda warehouse, scope, _: sources_gates.build(warehouse, scope, "channel"),
    "sources: maturity": lambda warehouse, scope, _: sources_maturity.build(warehouse, scope, "channel"),
    "sources: crossed": lambda warehouse, scope, _: sources_crossed.build(warehouse, scope, "channel", "segment"),
    "sources: like for like": lambda warehouse, scope, _: sources_like.build(warehouse, scope),
    "sources: change": lambda warehouse, scope, earlier: sources_change.build(warehouse, scope, earlier, "channel"),
    "sources: cost": lambda warehouse, scope, _: sources_costs.build(warehouse, scope, "channel"),
    "attribution": lambda warehouse, scope, _: attribution.build(warehouse, scope),
    "stages: funnel": stages.build,
    "stages: ways out": stages_exits.build,
    "stages: time": stages_time.build,
    "stages: biggest leak": stages_leaks.build,
    "stages: after the drop": stages_after.build,
    "stages: owners": stages_owners.build,
    "gaps: queue": lambda warehouse, scope, _: gaps.build(warehouse, scope),
    "gaps: response time": lambda warehouse, scope, _: gaps_response.build(warehouse, scope),
    "gaps: owners over time": lambda warehouse, scope, _: gaps_owners.build(warehouse, scope),
    "prospecting: coverage": lambda warehouse, scope, _: prospecting.build(warehouse, scope),
    "prospecting: sequences": lambda warehouse, scope, _: prospecting_steps.build(warehouse, scope),
    "prospecting: persistence": lambda warehouse, scope, _: prospecting_effort.build(warehouse, scope),
    "prospecting: objections": lambda warehouse, scope, _: prospecting_objections.build(warehouse, scope),
    "interplay": lambda warehouse, scope, _: interplay.build(warehouse, scope),
    "leads: first page": lambda warehouse, scope, _: _first_leads(warehouse, scope),
    "one lead": lambda warehouse, scope, _: lead.build(warehouse, scope, _some_lead(warehouse)),
    "data": lambda warehouse, scope, _: data.build(warehouse, scope),
}


def _usual(warehouse: Warehouse) -> str:
    return dependence_shares.usual_measure(warehouse, Scope())


def _first_leads(warehouse: Warehouse, scope: Scope) -> pd.DataFrame:
    leads.totals(warehouse, scope, Selection())
    return leads.piece(warehouse, scope, Selection(), Page(rows=leads.ROWS))


def _some_lead(warehouse: Warehouse) -> str:
    return str(warehouse.rows("select max(lead_id) from marts.journeys")[0][0])


@dataclass(frozen=True)
class Scan:
    """One scan in the plan of a question: the mart, the columns that are read of it, and the period as a condition."""

    mart: str
    columns: frozenset[str]
    period: str


@dataclass
class Timed:
    """What a view costs, or the views of a page together, in seconds: the best of a few runs.

    Attributes
    ----------
    page : float
        The whole page model: questions, statistics and figures.
    questions : dict of str to float
        Seconds of each different question that it asks.
    scans : dict of str to list of Scan
        The scans that each of them makes.
    """

    page: float = 0.0
    questions: dict[str, float] = field(default_factory=dict)
    scans: dict[str, list[Scan]] = field(default_factory=dict)

    @property
    def asked(self) -> float:
        """Seconds of all its questions."""
        return sum(self.questions.values())

    @property
    def made(self) -> list[Scan]:
        """All scans of its questions."""
        return [scan for own in self.scans.values() for scan in own]

    def add(self, other: "Timed") -> None:
        """Take another view of the same page along: what both ask is asked once."""
        self.page += other.page
        self.questions |= other.questions
        self.scans |= other.scans


def measure(warehouse: Warehouse, view: View, scope: Scope, earlier: Scope | None) -> Timed:
    """Time a view and its questions, and the bare scans of what these touch.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    view : callable
        Takes the warehouse, the scope and the earlier scope.
    scope, earlier : Scope
        Which leads, and those they are compared with.

    Returns
    -------
    Timed
        Seconds of the page, its questions and the scans.
    """
    asked: list[tuple[str, Scope | None, dict[str, Any]]] = []
    original = warehouse.ask

    def note(name: str, scope: Scope | None = None, **arguments: Any) -> pd.DataFrame:
        asked.append((name, scope, arguments))
        return original(name, scope, **arguments)

    warehouse.ask = note  # type: ignore[method-assign]  # only while the view is drawn once
    try:
        view(warehouse, scope, earlier)
    finally:
        del warehouse.ask
    distinct = {
        Query(name, *warehouse.compose(name, own, **kinds)).text: (name, own, kinds) for name, own, kinds in asked
    }
    timed = Timed(best(lambda: view(warehouse, scope, earlier), warehouse.forget_answers))
    for text, (name, own, arguments) in distinct.items():
        timed.questions[text] = best(partial(original, name, own, **arguments), warehouse.forget_answers)
        timed.scans[text] = scans(warehouse, name, own, **arguments)
    return timed


def scans(warehouse: Warehouse, name: str, scope: Scope | None, **arguments: Any) -> list[Scan]:
    """The scans of marts in the plan of a question."""
    asked = Query(name, *warehouse.compose(name, scope, **arguments))
    made = []
    for node in _nodes(json.loads(warehouse.rows(f"explain (format json) {asked.text}")[0][1])):
        table = re.fullmatch(r".*\.marts\.(\w+)", node.get("extra_info", {}).get("Table", ""))
        if table is not None:
            told = str([node["extra_info"].get(key, "") for key in ("Projections", "Filters")])
            columns = {column for (column,) in warehouse.rows(COLUMNS_OF.format(table[1]))}
            period = " and ".join(PERIOD.findall(told))
            made.append(Scan(table[1], frozenset(columns & set(re.findall(r"\w+", told))), period))
    return made


def _nodes(plan: Any) -> Iterator[dict[str, Any]]:
    for node in plan:
        yield node
        yield from _nodes(node["children"])


def bare_seconds(warehouse: Warehouse, made: list[Scan]) -> float:
    """Seconds to read the columns that some scans touch, once for each scan of their mart and period."""
    together: dict[tuple[str, str], list[Scan]] = {}
    for scan in made:
        together.setdefault((scan.mart, scan.period), []).append(scan)
    seconds = 0.0
    for (mart, period), own in together.items():
        columns = sorted(frozenset().union(*(scan.columns for scan in own)))
        read = ", ".join(f"min({column})::varchar" for column in columns) or "count(*)"
        text = f"select {read} from marts.{mart}" + (f" where {period}" if period else "")
        seconds += len(own) * best(lambda: warehouse.rows(text))  # noqa: B023  # called at once
    return seconds


def best(run: Callable[[], object], prepare: Callable[[], object] = lambda: None) -> float:
    """Shortest of a few runs in seconds, each after the preparation."""
    times = []
    for _ in range(REPEATS):
        prepare()
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return min(times)
