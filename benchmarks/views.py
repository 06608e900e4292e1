"""Every view of every page as it opens, and what its questions cost beside bare scans of the columns they touch."""

import importlib
import inspect
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd

from analysis import changes
from analysis.claims import single_points
from analysis.lists.page import Page
from analysis.lists.selection import Selection
from analysis.query import Query
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.store import PROJECT
from pages.everyone.leads import model as leads
from pages.leadership.stress import basis
from pages.parts import site
from pages.parts.page import Build, PageModel

REPEATS = 3
COLUMNS_OF = "select column_name from duckdb_columns() where schema_name = 'marts' and table_name = '{}'"
PERIOD = re.compile(r"\((?:created_on|spent_on|month) (?:>=|<|<=) '[-0-9]+'::DATE\)")

View = Callable[..., object]  # takes a warehouse, a scope, the earlier scope, and choices by name
# What a view is given that it cannot do without, by the name of the choice.
GIVEN: dict[str, Callable[[Warehouse, Scope, Scope | None], object]] = {
    "earlier": lambda _, __, earlier: earlier,
    "base": lambda warehouse, *_: changes.week_before(changes.kept(warehouse)),
    "measure": lambda warehouse, *_: single_points.find(warehouse, Scope()).measure,
    "grain": lambda *_: "channel",
    "basis": lambda warehouse, scope, _: basis.ask(warehouse, scope, kind="channel"),
    "lead_id": lambda warehouse, *_: str(warehouse.rows("select max(lead_id) from marts.journeys")[0][0]),
}


def views() -> dict[str, View]:
    """Every view by its page and its own name, such as "sources: gates", as the page opens it."""
    found: dict[str, View] = {}
    for path in sorted((PROJECT / "pages").glob("*/*/*.py")):
        if path.stem != "page":
            module = importlib.import_module(".".join(path.relative_to(PROJECT).with_suffix("").parts))
            if hasattr(module, "build") and inspect.signature(module.build).return_annotation is PageModel:
                own = "" if path.stem == "model" else f": {path.stem.replace('_', ' ')}"
                found[path.parent.name + own] = _opened(module.build)
    return found | {"leads: first page": _first_leads}


def name_of(page: str, view: str) -> str:
    """Name among all of a view by its page and its tab; its module keeps the name that the tab had first."""
    first = {now: before for before, now in site.renamed(page).items()}.get(view, view)
    return f"{page}: {first.lower().replace('-', '')}" if view else page


def _opened(build: Build) -> View:
    """A view as it opens, or with other choices: where one has no usual value, it is given one."""
    needed = [each.name for each in inspect.signature(build).parameters.values() if each.default is each.empty][2:]

    def view(warehouse: Warehouse, scope: Scope, earlier: Scope | None, **chosen: Any) -> object:
        given = {name: GIVEN[name](warehouse, scope, earlier) for name in needed if name not in chosen}
        return build(warehouse, scope, **given | chosen)

    return view


def _first_leads(warehouse: Warehouse, scope: Scope, _: Scope | None) -> pd.DataFrame:
    leads.totals(warehouse, scope, selection=Selection())
    return leads.piece(warehouse, scope, selection=Selection(), page=Page(rows=leads.ROWS))


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
