"""What the stress test rests on: the pipe, the forecast with and without what stops, what is known besides."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.query import Query, keeping
from analysis.question import AskError
from analysis.scope import Scope
from analysis.statistics.checks import Floats, Interval
from analysis.statistics.exposures import Stop
from analysis.statistics.forecast import FLOWS, Forecast, bands, forecast
from analysis.statistics.forecast_check import Spread, first_visible
from analysis.statistics.pipe import RECENT, STRETCH
from analysis.warehouse import Warehouse
from pages.leadership.stress import pipe as stress_pipe
from pages.leadership.stress.pipe import STOPS, Chosen, Pipe, Pipes
from pages.leadership.stress.words import forecast as wording
from pages.parts import opens
from pages.parts.page import Finding, PageModel
from pages.parts.recording import LateRecording, late_recording

LEVEL = 0.9
WITHOUT = ("rest", "carried", "regained")


@dataclass(frozen=True, eq=False)
class Asked:
    """The pipe and what is known besides.

    Attributes
    ----------
    chosen : Chosen
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

    chosen: Chosen
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
        return repr((self.scope, self.chosen))

    @property
    def created(self) -> dict[str, str]:
        """When its leads were created, as parameters of the page Leads."""
        since = self.scope.since
        return {**opens.ALWAYS, **({} if since is None else {"from": since.isoformat()})}

    @property
    def by_amount(self) -> bool:
        """Whether wins have amounts at all."""
        return float(self.actual["won_amount"].sum()) > 0


@dataclass(frozen=True, eq=False)
class Outlook:
    """What the coming months bring, and what they miss.

    Attributes
    ----------
    asked : Asked
        What it rests on.
    forecast : Forecast
        By flow.
    on : date
        First day without it.
    regained : float
        Share that comes in another way after all, 0 to 1.
    currency : str
        ISO code of amounts.
    """

    asked: Asked
    forecast: Forecast
    on: date
    regained: float
    currency: str

    @property
    def unit(self) -> str:
        """The currency where wins have amounts, "" where they are counted."""
        return self.currency if self.asked.by_amount else ""

    def expected(self, *flows: str, by_amount: bool | None = None) -> Floats:
        """Sum of flows by month; of amounts where there are any."""
        by_amount = self.asked.by_amount if by_amount is None else by_amount
        values = self.forecast.amount if by_amount else self.forecast.won
        total: Floats = np.sum([values[flow] for flow in flows], axis=0)
        return total

    def band(self, *flows: str, by_amount: bool | None = None, cumulated: bool = False) -> Floats:
        """Lower and upper end of a sum of flows by month."""
        by_amount = self.asked.by_amount if by_amount is None else by_amount
        drawn = self.forecast.drawn_amount if by_amount else self.forecast.drawn_won
        return bands(drawn, flows, LEVEL, cumulated=cumulated)

    def total(self, *flows: str, by_amount: bool | None = None) -> Interval:
        """Sum of flows over all months with its band."""
        low, high = self.band(*flows, by_amount=by_amount, cumulated=True)[:, -1]
        return Interval(float(self.expected(*flows, by_amount=by_amount).sum()), float(low), float(high))

    def by_month(self, *flows: str, cumulated: bool = False) -> pd.DataFrame:
        """A sum of flows: ``month``, ``value``, ``low``, ``high``."""
        value = self.expected(*flows)
        low, high = self.band(*flows, cumulated=cumulated)
        value = value.cumsum() if cumulated else value
        return pd.DataFrame({"month": self.asked.pipe.months.starts, "value": value, "low": low, "high": high})

    @property
    def shows_in(self) -> date | None:
        """First month in which what is expected without it lies below the band as it goes on; None for none."""
        place = first_visible(self.expected(*WITHOUT), self.band(*FLOWS)[0])
        return None if place is None else self.asked.pipe.months.starts[place]


def ask(warehouse: Warehouse, scope: Scope, kind: str, values: tuple[str, ...]) -> Asked | PageModel:
    """Ask what is needed, or say why there is nothing to forecast from."""
    with keeping() as queries:
        made = _asked(warehouse, scope, kind, values)
    return made if isinstance(made, PageModel) else replace(made, queries=tuple(queries))


def _asked(warehouse: Warehouse, scope: Scope, kind: str, values: tuple[str, ...]) -> Asked | PageModel:
    scope = scope.narrowed(since=None, until=None)
    last = scope.as_of or warehouse.as_of
    late = late_recording(warehouse)
    scope = scope.narrowed(since=late.since if late else None, as_of=last)
    wins = warehouse.ask("win_months", scope, breakdown="channel") if last else pd.DataFrame({"won": []})
    if last is None or wins.empty:
        return PageModel(wording.NO_WINS, empty=wording.LOAD_WINS)
    chosen = Chosen(kind, values or largest(warehouse, scope, kind, last))
    pipes = Pipes(warehouse, scope, chosen)
    if not chosen.values:
        return PageModel(wording.no_kind(kind), empty=wording.load_kind(kind))
    if not pipes.can_be_on(last):
        return PageModel(wording.TOO_EARLY, empty=wording.too_early(stress_pipe.FEWEST_WINS, stress_pipe.FEWEST_DAYS))
    complete = (last + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    actual = stress_pipe.wins_by_month(warehouse, scope)
    return Asked(
        chosen=chosen,
        scope=scope,
        pipes=pipes,
        last=last,
        complete=complete,
        actual=actual,
        own=stress_pipe.wins_by_month(warehouse, stress_pipe.narrowed(scope, chosen)),
        late=late,
        undated=int(wins.loc[wins["month"].isna(), "won"].sum()),
        cost_per_lead=_cost_per_lead(warehouse, scope, last),
        pipe=pipes.on(last),
        spread=pipes.spread_on(complete, actual["won"]),
    )


def outlook_of(asked: Asked, on: date, regained: float, currency: str) -> Outlook:
    """The forecast from the end of the data."""
    stop = Stop(STOPS, (on - asked.last).days, asked.chosen.takes_open)
    made = forecast(asked.pipe.groups, asked.pipe.months, stop, regained=regained, spread=asked.spread)
    return Outlook(asked, made, on, regained, currency)


def accounts(warehouse: Warehouse, scope: Scope) -> tuple[str, ...]:
    """The accounts that brought most, the largest first."""
    return tuple(warehouse.ask("won_accounts", scope.narrowed(since=None, until=None))["account_id"])


def findings(asked: Asked) -> tuple[Finding, ...]:
    """What the data leaves out of every forecast."""
    made = []
    if not any(group.recent for group in asked.pipe.of(STOPS)):
        made.append(Finding("strong", wording.dried_up(asked.chosen)))
    if asked.late is not None:
        made.append(Finding("strong", wording.late(asked.late)))
    if asked.undated:
        dated = int(asked.actual["won"].sum())
        made.append(Finding("strong", wording.undated(asked.undated, dated)))
    if not asked.by_amount:
        made.append(Finding("strong", wording.NO_AMOUNTS))
    return tuple(made)


def _cost_per_lead(warehouse: Warehouse, scope: Scope, last: date) -> dict[str, float]:
    recent = scope.narrowed(since=last - timedelta(days=RECENT * STRETCH - 1))
    try:
        costs = warehouse.ask("costs", recent, breakdown="channel")
    except AskError:  # under a filter that spend does not know
        return {}
    known = costs[costs["spend"].notna() & (costs["leads"] > 0)]
    return dict(zip(known["breakdown"], known["spend"] / known["leads"], strict=True))


def largest(warehouse: Warehouse, scope: Scope, kind: str, last: date) -> tuple[str, ...]:
    """The one with most won amount, or most wins, among the last year's leads; a live one where there is one."""
    recent = scope.narrowed(since=max(last - timedelta(days=364), scope.since or date.min))
    latest = scope.narrowed(since=last - timedelta(days=RECENT * STRETCH - 1))
    live = () if kind == "account_id" else warehouse.ask("shares", latest, breakdown=kind)["breakdown"]
    for period in (recent, scope):
        if kind == "account_id":
            found = tuple(warehouse.ask("won_accounts", period)["account_id"])[:1]
        else:
            shares = warehouse.ask("shares", period, breakdown=kind)
            named = shares[~shares["breakdown"].isin(wording.UNNAMED) & (shares["won"] > 0)]
            still = named[named["breakdown"].isin(live)]
            named = named if still.empty else still
            best = named.sort_values(["won_amount", "won", "breakdown"], ascending=[False, False, True]).head(1)
            found = tuple(str(value) for value in best["breakdown"])
        if found:
            return found
    return ()
