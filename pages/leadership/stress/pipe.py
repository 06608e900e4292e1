"""The pipe as it stood on a day, in what stops and the rest."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.checks import Floats
from analysis.statistics.exposures import Months, months_ahead
from analysis.statistics.forecast import forecast
from analysis.statistics.forecast_check import Spread, spread
from analysis.statistics.maturing import EXITS
from analysis.statistics.pipe import STRETCH, Group, groups_of
from analysis.warehouse import Warehouse
from pages.leadership.stress.stoppage import Stoppage

STOPS, RESTS = "stops", "rest"
SUMMED = {
    "maturity": (["breakdown", "days"], [*EXITS, "censored"]),
    "arrivals": (["breakdown", "stretch"], ["leads"]),
    "win_months": (["breakdown", "month"], ["won", "won_amount", "won_amount_squares", "won_with_amount"]),
}
FEWEST_WINS = 10  # before a day, for a forecast from it
FEWEST_DAYS = 150
CHECKED_BACK = (3, 6, 12)  # months before a forecast, whose forecasts tell how far it may be off
NO_WINS = pd.DataFrame({name: [] for name in ("breakdown", "month", "won", "won_amount", "won_amount_squares")})

Answers = dict[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Pipe:
    """The pipe on the evening of a day.

    Attributes
    ----------
    last : date
        The day.
    months : Months
        The months after it.
    groups : list of Group
        By part and channel.
    """

    last: date
    months: Months
    groups: list[Group]

    def of(self, part: str) -> list[Group]:
        """The groups of one part."""
        return [group for group in self.groups if group.part == part]


class Pipes:
    """Pipes on several days under one scope, each asked for once.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads; its period says from which day of creation on.
    stoppage : Stoppage
        What stops.
    """

    def __init__(self, warehouse: Warehouse, scope: Scope, stoppage: Stoppage) -> None:
        self._warehouse, self._scope, self._stoppage = warehouse, scope, stoppage
        self._answers: dict[tuple[str, date], pd.DataFrame] = {}
        self._forecasts: dict[date, Floats] = {}

    def on(self, last: date) -> Pipe:
        """The pipe on a day, in what stops and the rest."""
        everything = {name: self._answer(name, last) for name in SUMMED}
        parts = _parts_of(self._warehouse, self._scope.narrowed(as_of=last), self._stoppage, everything)
        months = months_ahead(last)
        return Pipe(last, months, groups_of(parts, months.windows[-1][1]))

    def can_be_on(self, last: date) -> bool:
        """Whether enough was known by a day: wins, and days since the first lead."""
        arrivals = self._answer("arrivals", last)
        if arrivals.empty or (last - _day(arrivals["first_on"].min())).days < FEWEST_DAYS:
            return False
        return int(self._answer("maturity", last)["won"].sum()) >= FEWEST_WINS

    def spread_on(self, last: date, actual: pd.Series) -> Spread:
        """How far a forecast made on a day may be off, from forecasts made before it.

        Parameters
        ----------
        last : date
            Last day of a month.
        actual : Series of int
            Wins by month; the index holds first days.

        Returns
        -------
        Spread
            From the months that could be checked by then.
        """
        known: list[tuple[float, float]] = []
        for earlier in (months_before(last, back) for back in CHECKED_BACK):
            if self.can_be_on(earlier):
                starts = months_ahead(earlier).starts
                known += [
                    (value, float(actual.get(start, 0)))
                    for start, value in zip(starts, self._expected(earlier), strict=True)
                    if start <= last
                ]
        frame = pd.DataFrame(known, columns=["expected", "actual"], dtype=float)
        return spread(frame["expected"], frame["actual"])

    def _expected(self, last: date) -> Floats:
        """Wins that were to be expected after a day, by month."""
        if last not in self._forecasts:
            months = months_ahead(last)
            counts = {name: self._answer(name, last) for name in ("maturity", "arrivals")}
            groups = groups_of({RESTS: counts | {"win_months": NO_WINS}}, months.windows[-1][1])
            self._forecasts[last] = forecast(groups, months, draws=1).won[RESTS]
        return self._forecasts[last]

    def _answer(self, name: str, last: date) -> pd.DataFrame:
        if (name, last) not in self._answers:
            scope = self._scope.narrowed(as_of=last)
            self._answers[name, last] = _ask(self._warehouse, name, scope)
        return self._answers[name, last]


def wins_by_month(warehouse: Warehouse, scope: Scope | None) -> pd.DataFrame:
    """Wins with a day by month: index first days, columns ``won`` and ``won_amount``, months without a win left out."""
    if scope is None:
        return pd.DataFrame({"won": [], "won_amount": []}, dtype=float)
    wins = warehouse.ask("win_months", scope).dropna(subset=["month"])
    return wins.set_index(wins["month"].map(_day))[["won", "won_amount"]]


def _parts_of(warehouse: Warehouse, scope: Scope, stoppage: Stoppage, everything: Answers) -> dict[str, Answers]:
    """The answers of what stops and of the rest."""
    own = stoppage.narrowed(scope)
    if own is None:
        stops = {name: answer.head(0) for name, answer in everything.items()}
    elif stoppage.kind == "channel":
        stops = {name: answer[answer["breakdown"].isin(stoppage.values)] for name, answer in everything.items()}
    else:
        stops = {name: _ask(warehouse, name, own) for name in everything}
    rest = {name: _without(everything[name], stops[name], *SUMMED[name]) for name in everything}
    # A part of a channel may have one motion where the channel has several: the channel's counts.
    motions = everything["maturity"].drop_duplicates("breakdown").set_index("breakdown")["motion"]
    for part in (stops, rest):
        part["maturity"] = part["maturity"].assign(motion=part["maturity"]["breakdown"].map(motions))
    return {RESTS: rest, STOPS: stops}


def _ask(warehouse: Warehouse, name: str, scope: Scope) -> pd.DataFrame:
    """Answer one of the questions by channel."""
    own: dict[str, Any] = {"stretch_days": STRETCH} if name == "arrivals" else {}
    return warehouse.ask(name, scope, breakdown="channel", **own)


def months_before(last: date, months: int) -> date:
    """The last day of the month so many months before that of a day."""
    number = last.year * 12 + last.month - 1 - months + 1
    return (pd.Timestamp(number // 12, number % 12 + 1, 1) - pd.Timedelta(days=1)).date()


def _day(value: Any) -> date:
    return pd.Timestamp(value).date()


def _without(everything: pd.DataFrame, part: pd.DataFrame, keys: list[str], columns: list[str]) -> pd.DataFrame:
    """Counts of all less counts of a part."""
    if part.empty:
        return everything
    added = pd.concat([everything[[*keys, *columns]], part[[*keys, *columns]].assign(**{c: -part[c] for c in columns})])
    rest = added.groupby(keys, dropna=False, as_index=False, sort=True)[columns].sum()
    return rest[(rest[columns[0]] != 0) | rest[columns].ne(0).any(axis=1)].reset_index(drop=True)
