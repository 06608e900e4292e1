"""What forecast and back-test rest on: the pipe of what stops and of the rest, and what is known besides."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from analysis.query import Query, keeping
from analysis.question import AskError
from analysis.scope import Scope
from analysis.statistics.forecast_check import Spread
from analysis.warehouse import Warehouse
from pages.leadership.stress.pipe import FEWEST_DAYS, FEWEST_WINS, STOPS, Pipe, Pipes, wins_by_month
from pages.leadership.stress.stoppage import Stoppage, largest, latest
from pages.leadership.stress.words import basis as words
from pages.leadership.stress.words.stoppage import load_kind, no_kind
from pages.parts import opens
from pages.parts.page import Finding, PageModel
from pages.parts.recording import LateRecording, late_recording


@dataclass(frozen=True, eq=False)
class Basis:
    """The pipe and what is known besides.

    Attributes
    ----------
    stoppage : Stoppage
        What stops.
    scope : Scope
        Which leads, from the first that was observed from the start.
    pipes : Pipes
        The pipe on any day.
    last : date
        Last day of the data.
    complete : date
        Last day of the last whole month.
    actual, own : DataFrame
        Wins by month, of all and of what stops.
    late : LateRecording or None
        Whether wins are recorded only since a day.
    undated : int
        Wins without a day: in no month.
    cost_per_lead : dict of str to float
        Recent spend per lead of the channels that have spend.
    pipe : Pipe
        The pipe at the end of the data.
    spread : Spread
        How far earlier forecasts were off.
    queries : tuple of Query
        What all this was asked with.
    """

    stoppage: Stoppage
    scope: Scope
    pipes: Pipes
    last: date
    complete: date
    actual: pd.DataFrame
    own: pd.DataFrame
    late: LateRecording | None
    undated: int
    cost_per_lead: dict[str, float]
    pipe: Pipe
    spread: Spread
    queries: tuple[Query, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from others of the same generation."""
        return repr((self.scope, self.stoppage))

    @property
    def created(self) -> dict[str, str]:
        """When its leads were created, as parameters of the page Leads."""
        since = self.scope.since
        return {**opens.ALWAYS, **({} if since is None else {"from": since.isoformat()})}

    @property
    def by_amount(self) -> bool:
        """Whether wins have amounts at all."""
        return float(self.actual["won_amount"].sum()) > 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the data leaves out of every forecast."""
        made = []
        if not any(group.recent for group in self.pipe.of(STOPS)):
            made.append(Finding("strong", words.dried_up(self.stoppage)))
        if self.late is not None:
            made.append(Finding("strong", words.late(self.late)))
        if self.undated:
            dated = int(self.actual["won"].sum())
            made.append(Finding("strong", words.undated(self.undated, dated)))
        if not self.by_amount:
            made.append(Finding("strong", words.NO_AMOUNTS))
        return tuple(made)


def ask(warehouse: Warehouse, scope: Scope, *, kind: str, values: tuple[str, ...] = ()) -> Basis | PageModel:
    """Ask what is needed, or say why there is nothing to forecast from."""
    with keeping() as queries:
        made = _basis(warehouse, scope, kind, values)
    return made if isinstance(made, PageModel) else replace(made, queries=tuple(queries))


def _basis(warehouse: Warehouse, scope: Scope, kind: str, values: tuple[str, ...]) -> Basis | PageModel:
    scope = scope.narrowed(since=None, until=None)
    last = scope.as_of or warehouse.as_of
    late = late_recording(warehouse)
    scope = scope.narrowed(since=late.since if late else None, as_of=last)
    wins = warehouse.ask("win_months", scope, breakdown="channel") if last else pd.DataFrame({"won": []})
    if last is None or wins.empty:
        return PageModel(words.NO_WINS, empty=words.LOAD_WINS)
    values = values or largest(warehouse, scope, kind, last)
    if not values:
        return PageModel(no_kind(kind), empty=load_kind(kind))
    stoppage = Stoppage(kind, values)
    pipes = Pipes(warehouse, scope, stoppage)
    if not pipes.can_be_on(last):
        return PageModel(words.TOO_EARLY, empty=words.too_early(FEWEST_WINS, FEWEST_DAYS))
    complete = (last + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    actual = wins_by_month(warehouse, scope)
    return Basis(
        stoppage=stoppage,
        scope=scope,
        pipes=pipes,
        last=last,
        complete=complete,
        actual=actual,
        own=wins_by_month(warehouse, stoppage.narrowed(scope)),
        late=late,
        undated=int(wins.loc[wins["month"].isna(), "won"].sum()),
        cost_per_lead=_cost_per_lead(warehouse, scope, last),
        pipe=pipes.on(last),
        spread=pipes.spread_on(complete, actual["won"]),
    )


def _cost_per_lead(warehouse: Warehouse, scope: Scope, last: date) -> dict[str, float]:
    try:
        costs = warehouse.ask("costs", latest(scope, last), breakdown="channel")
    except AskError:  # under a filter that spend does not know
        return {}
    known = costs[costs["spend"].notna() & (costs["leads"] > 0)]
    return dict(zip(known["breakdown"], known["spend"] / known["leads"], strict=True))
