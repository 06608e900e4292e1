"""Every view of every page as it opens, and what its questions cost beside bare scans of the columns they touch."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.ask import Warehouse
from analysis.paging import Page
from analysis.scope import Scope
from analysis.selection import Selection
from pages.models import (
    attribution,
    balance,
    balance_coverage,
    balance_segments,
    balance_velocity,
    data,
    dependence,
    dependence_overlap,
    dependence_shares,
    dependence_single,
    dependence_trend,
    dependence_within,
    gaps,
    gaps_owners,
    gaps_response,
    health,
    interplay,
    lead,
    leads,
    prospecting,
    prospecting_effort,
    prospecting_objections,
    prospecting_steps,
    sources,
    sources_change,
    sources_costs,
    sources_crossed,
    sources_gates,
    sources_like,
    sources_maturity,
    stages,
    stages_after,
    stages_exits,
    stages_leaks,
    stages_owners,
    stages_time,
    stress,
    stress_backtest,
    stress_outlook,
)

REPEATS = 3
COLUMNS_OF = "select column_name from duckdb_columns() where schema_name = 'marts' and table_name = '{}'"
DAYS = ("created_on", "spent_on", "month", "touched_month")
MART = re.compile(r"from marts\.(\w+)")

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
    "gaps: queue": gaps.build,
    "gaps: response time": gaps_response.build,
    "gaps: owners over time": gaps_owners.build,
    "prospecting: coverage": prospecting.build,
    "prospecting: sequences": prospecting_steps.build,
    "prospecting: persistence": prospecting_effort.build,
    "prospecting: objections": prospecting_objections.build,
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


@dataclass
class Timed:
    """What one view costs, in seconds: the best of a few runs.

    Attributes
    ----------
    page : float
        The whole page model: questions, statistics and figures.
    questions : list of (str, float, float, int)
        Name, seconds, seconds of the bare scans and number of scans of each question that it asks.
    """

    page: float = 0.0
    questions: list[tuple[str, float, float, int]] = field(default_factory=list)

    @property
    def asked(self) -> float:
        """Seconds that its questions take."""
        return sum(seconds for _, seconds, _, _ in self.questions)

    @property
    def scanned(self) -> float:
        """Seconds that bare scans of the same columns take."""
        return sum(scan for _, _, scan, _ in self.questions)

    @property
    def scans(self) -> int:
        """How many scans its questions need: one for each mart that each of them reads."""
        return sum(count for _, _, _, count in self.questions)


def measure(warehouse: Warehouse, view: View, scope: Scope, earlier: Scope | None) -> Timed:
    """Time a view, and each of its questions against the bare scans that it needs.

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
        Seconds of the page and of each question.
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
    timed = Timed(best(lambda: view(warehouse, scope, earlier)))
    for name, own, arguments in asked:
        seconds = best(lambda: original(name, own, **arguments))  # noqa: B023  # called at once
        text, _ = warehouse.compose(name, own, **arguments)
        scan = best(lambda: scan_touched(warehouse, text, own))  # noqa: B023
        timed.questions.append((name, seconds, scan, len(set(MART.findall(text)))))
    return timed


def scan_touched(warehouse: Warehouse, text: str, scope: Scope | None) -> None:
    """Read the columns that a composed question touches, of the leads of its period, and do nothing with them."""
    for mart in set(MART.findall(text)):
        every = {column for (column,) in warehouse.rows(COLUMNS_OF.format(mart))}
        days = [day for day in DAYS if day in every]
        period = [
            f"{day} {sign} date '{end}'"
            for day in days
            for sign, end in ((">=", scope and scope.since), ("<", scope and scope.until))
            if end is not None
        ]
        where = f" where {' and '.join(period)}" if period else ""
        touched = [f"min({column})::varchar" for column in sorted(every) if re.search(rf"\b{column}\b", text)]
        warehouse.rows(f"select {', '.join(touched or ['count(*)'])} from marts.{mart}{where}")


def best(run: Callable[[], object]) -> float:
    """Shortest of a few runs in seconds."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        run()
        times.append(time.perf_counter() - started)
    return min(times)
