"""What forecast and back-test rest on: the pipe of what stops and of the rest, and what is known besides."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from analysis.claims.verdicts import KNOW, WATCH
from analysis.forecasting import FEWEST_DAYS, FEWEST_WINS, STOPS, Pipes
from analysis.query import Query, keeping
from analysis.question import AskError
from analysis.recording import LateRecording, late_recording
from analysis.scope import Scope
from analysis.statistics.forecast_check import Spread
from analysis.statistics.horizon import Months, months_ahead
from analysis.statistics.pipe import Group
from analysis.warehouse import Warehouse
from data import dimensions
from pages.leadership.stress.stoppage import Stoppage, largest, latest
from pages.leadership.stress.words import basis as words
from pages.leadership.stress.words.stoppage import load_kind, no_kind
from pages.parts import unrecorded
from pages.parts.page import Finding, PageModel
from pages.parts.words import common


@dataclass(frozen=True, eq=False)
class Basis:
    """The pipe and what is known besides.

    Attributes
    ----------
    stoppage : Stoppage
        What stops.
    scope : Scope
        Which leads.
    pipes : Pipes
        The pipe at the end of the data.
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
    months : Months
        The months to come.
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
    months: Months
    spread: Spread
    queries: tuple[Query, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from others of the same generation."""
        return repr((self.scope, self.stoppage))

    def of(self, part: str) -> list[Group]:
        """The groups of one part at the end of the data."""
        return [group for group in self.pipes.on(self.last) if group.part == part]

    @property
    def by_amount(self) -> bool:
        """Whether wins have amounts at all."""
        return float(self.actual["won_amount"].sum()) > 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the data leaves out of every forecast."""
        made = []
        if not any(group.recent for group in self.of(STOPS)):
            made.append(Finding(WATCH, words.dried_up(self.stoppage), who=common.LEADERSHIP))
        if self.late is not None:
            made.append(Finding(KNOW, words.late(self.late)))
        if self.undated:
            dated = int(self.actual["won"].sum())
            made.append(Finding(KNOW, words.undated(self.undated, dated), who=common.LOADERS))
        if not self.by_amount:
            made.append(Finding(KNOW, words.NO_AMOUNTS, who=common.LOADERS))
        return tuple(made)


def ask(warehouse: Warehouse, scope: Scope, *, kind: str, values: tuple[str, ...] = ()) -> Basis | PageModel:
    """Ask what is needed, or say why there is nothing to forecast from."""
    with keeping() as queries:
        made = _basis(warehouse, scope, kind, values)
    return made if isinstance(made, PageModel) else replace(made, queries=tuple(queries))


def _basis(warehouse: Warehouse, scope: Scope, kind: str, values: tuple[str, ...]) -> Basis | PageModel:
    scope = scope.narrowed(since=None, until=None)
    compared = (kind,) if kind in dimensions.NAMES else ()  # accounts are always compared
    if nothing := unrecorded.instead(warehouse, scope, *compared):
        return nothing
    last = scope.as_of or warehouse.as_of
    late = late_recording(warehouse)
    scope = scope.narrowed(as_of=last)
    wins = warehouse.ask("win_months", scope, breakdown="channel") if last else pd.DataFrame({"won": []})
    if last is None or wins.empty:
        return PageModel(words.NO_WINS, empty=words.LOAD_WINS)
    values = values or largest(warehouse, scope, kind, last)
    if not values:
        return PageModel(no_kind(kind), empty=load_kind(kind))
    stoppage = Stoppage(kind, values)
    pipes = Pipes(warehouse, scope, [last], (stoppage.kind, stoppage.values))
    if not pipes.can_be_on(last):
        return PageModel(words.TOO_EARLY, empty=words.too_early(FEWEST_WINS, FEWEST_DAYS))
    complete = (last + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    return Basis(
        stoppage=stoppage,
        scope=scope,
        pipes=pipes,
        last=last,
        complete=complete,
        actual=pipes.won_by_month(),
        own=pipes.won_by_month(STOPS),
        late=late,
        undated=int(wins.loc[wins["month"].isna(), "won"].sum()),
        cost_per_lead=_cost_per_lead(warehouse, scope, last),
        months=months_ahead(last),
        spread=pipes.spread_on(last),
    )


def _cost_per_lead(warehouse: Warehouse, scope: Scope, last: date) -> dict[str, float]:
    try:
        costs = warehouse.ask("costs", latest(scope, last), breakdown="channel")
    except AskError:  # under a filter that spend does not know
        return {}
    known = costs[(costs["spend"] > 0) & (costs["leads"] > 0)]
    return dict(zip(known["breakdown"], known["spend"] / known["leads"], strict=True))
