"""The pipe as it stood on each of some days, and what was to be expected of it: asked once for all days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import valuing
from analysis.recording import late_recording
from analysis.scope import Scope
from analysis.statistics.forecast import Ahead, Forecast, Stop, forecast
from analysis.statistics.forecast_check import Spread, spread
from analysis.statistics.horizon import months_ahead, months_before
from analysis.statistics.pipe import STRETCH, SUMS, Columns, Group, groups_among, numbered
from analysis.statistics.waiting import Codes
from analysis.warehouse import Warehouse

STOPS, RESTS = "stops", "rest"
# How the answers of parts add up: what tells rows apart, and what is summed.
SUMMED = {
    "lead_ages": (["stretch_days"], ["won", "dropped", "open", "beyond_days"]),
    "arrivals": (["stretch"], ["leads"]),
    "win_days": (["day"], [*SUMS, "won_with_amount"]),
    "waiting": (
        ["position", "stretch_days"],
        ["leads", *(f"{of}{name}" for of in ("", "beyond_") for name in ("factors", "amounts", "squares"))],
    ),
}
FEWEST_WINS = 10  # before a day, for a forecast from it
FEWEST_DAYS = 84
CHECKED_BACK = (3, 6, 12)  # months before a forecast, whose forecasts tell how far it may be off

Answers = dict[str, pd.DataFrame]


class Pipes:
    """Pipes on several days under one scope.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads; its period says from which day of creation on.
    days : sequence of date
        Evenings on which the pipe is looked at; what happened later is not known then.
    stops : dict, optional
        A dimension and its values: the leads that make a part of their own.
    """

    def __init__(
        self, warehouse: Warehouse, scope: Scope, days: Sequence[date], stops: tuple[str, tuple[str, ...]] | None = None
    ) -> None:
        self._warehouse = warehouse
        self._days = sorted({*days, *(months_before(_whole(day), back) for day in days for back in CHECKED_BACK)})
        self._late = late_recording(warehouse)
        self._worth = valuing.learn_on(warehouse, self._days, scope.pipeline)
        everything = self._ask(scope)
        self._parts = {RESTS: everything} if stops is None else self._split(scope, everything, *stops)
        self._keys, parts = numbered(self._parts)
        self._by_day = {
            part: {name: _ByDay.of(answer) for name, answer in answers.items()} for part, answers in parts.items()
        }
        self._known: dict[date, dict[str, dict[str, Columns]]] = {}
        self.wins = everything["win_days"]
        self._won_by_month = self.won_by_month()
        self._groups: dict[date, list[Group]] = {}
        self._told: dict[date, dict[date, float]] = {}
        self._aheads: dict[tuple[date, tuple[int, ...]], Ahead] = {}

    def on(self, day: date) -> list[Group]:
        """The groups of the pipe on one of the days, in what stops and the rest."""
        if day not in self._groups:
            stages = len(self._warehouse.definitions.stages)
            self._groups[day] = groups_among(self._keys, self._known_on(day), self._worth[day].hazards.motions, stages)
        return self._groups[day]

    def worth_on(self, day: date) -> valuing.Worth:
        """What open leads were worth on one of the days."""
        return self._worth[day]

    def can_be_on(self, day: date) -> bool:
        """Whether enough was known by a day: wins, and days since the first lead."""
        if day not in self._worth:
            return False
        known = self._known_on(day).values()
        came = np.concatenate([each["arrivals"]["first_on"] for each in known])
        since = _day(came.min()) if len(came) else day
        wins = sum(int(each["lead_ages"]["won"].sum()) for each in known)
        return (day - since).days >= FEWEST_DAYS and wins >= FEWEST_WINS

    def spread_on(self, day: date) -> Spread:
        """How far a forecast made on a day may be off, from forecasts made before it.

        Parameters
        ----------
        day : date
            One of the days.

        Returns
        -------
        Spread
            From the whole months that could be checked by then.
        """
        known: list[tuple[float, float]] = []
        actual, complete = self._won_by_month["won"], _whole(day)
        for earlier in self._checked(day):
            known += [
                (wins, float(actual.get(month, 0)))
                for month, wins in self._expected(earlier).items()
                if month <= complete
            ]
        frame = pd.DataFrame(known, columns=["expected", "actual"], dtype=float)
        return spread(frame["expected"], frame["actual"])

    def _checked(self, day: date) -> list[date]:
        """The earlier days whose forecasts tell how far one made on a day may be off."""
        return [earlier for back in CHECKED_BACK if self.can_be_on(earlier := months_before(_whole(day), back))]

    def look_ahead(self, asked: Mapping[date, Sequence[tuple[int, int]]]) -> None:
        """Reckon together what forecasts take: days from which one looks equally far ahead beside each other.

        Parameters
        ----------
        asked : mapping of date to sequence of (int, int)
            By day the stretches that `forecast` will be asked for.
        """
        checked = dict.fromkeys(earlier for day in asked for earlier in self._checked(day))
        wanted = [*asked.items(), *((day, months_ahead(day).windows) for day in checked)]
        alike: dict[tuple[int, ...], dict[date, valuing.Worth]] = {}
        for day, windows in wanted:
            alike.setdefault(_ends(windows), {})[day] = self._worth[day]
        for ends, worths in alike.items():
            valuing.reckon(list(worths.values()), ends[1:])

    def _expected(self, day: date) -> dict[date, float]:
        """Wins that were to be expected after the end of a month, by month."""
        if day not in self._told:
            months = months_ahead(day)
            made = forecast(self.on(day), self._ahead(day, months.windows))
            wins = (made.outcome(*window, by_amount=False).mean for window in months.windows)
            self._told[day] = dict(zip(months.starts, wins, strict=True))
        return self._told[day]

    def forecast(
        self, day: date, windows: Sequence[tuple[int, int]], stop: Stop | None = None, regained: float = 0.0
    ) -> Forecast:
        """What stretches of days after one of the days were to bring.

        Parameters
        ----------
        day : date
            One of the days.
        windows : sequence of (int, int)
            First and last day of each stretch, in days after it.
        stop, regained : optional
            See `forecast.forecast`.

        Returns
        -------
        Forecast
            For these stretches, and whatever is made of them.
        """
        longest = max(last for _, last in windows)
        ends = [*windows, *([(1, stop.day - 1)] if stop is not None and stop.day <= longest else [])]
        return forecast(self.on(day), self._ahead(day, ends), stop, regained=regained, spread=self.spread_on(day))

    def _ahead(self, day: date, windows: Sequence[tuple[int, int]]) -> Ahead:
        """The chances until the ends of stretches of days, and the eves of their first days."""
        days = _ends(windows)
        if (day, days) not in self._aheads:
            told = self._worth[day].chances(days[1:])
            self._aheads[day, days] = Ahead(days, np.concatenate([np.zeros((1, *told.shape[1:])), told]))
        return self._aheads[day, days]

    def won_by_month(self, part: str | None = None) -> pd.DataFrame:
        """Wins with a day by month: index first days, columns ``won`` and ``won_amount``; of a part, or of all."""
        wins = (self.wins if part is None else self._parts[part]["win_days"]).dropna(subset=["day"])
        month = pd.to_datetime(wins["day"]).dt.to_period("M").dt.start_time.dt.date
        return wins.groupby(month)[["won", "won_amount"]].sum()

    def _known_on(self, day: date) -> dict[str, dict[str, Columns]]:
        """The answers of each part as they were on a day."""
        if day not in self._known:
            self._known[day] = {
                part: {name: answer.on(day) for name, answer in answers.items()}
                for part, answers in self._by_day.items()
            }
        return self._known[day]

    def _ask(self, scope: Scope) -> Answers:
        """All questions, by channel."""
        days = {"known_by": self._days}
        own: dict[str, dict[str, Any]] = {
            "lead_ages": days,
            "arrivals": {**days, "stretch_days": STRETCH},
            "win_days": {},
            "waiting": {**days, **valuing.by_cell(self._worth)},
        }
        # Leads from before wins were recorded would say that nothing is won.
        late = self._late
        seen = scope if late is None else scope.narrowed(since=max(late.since, scope.since or late.since))
        answers = {
            name: self._warehouse.ask(name, seen if name == "lead_ages" else scope, breakdown="channel", **given)
            for name, given in own.items()
        }
        for name, answer in answers.items():
            column = "day" if name == "win_days" else "known_by"
            # Who won on an unknown day is not known to have won by any of the days.
            answers[name] = answer.dropna(subset=[column])
        return answers

    def _split(self, scope: Scope, everything: Answers, kind: str, values: tuple[str, ...]) -> dict[str, Answers]:
        """The answers of what stops and of the rest."""
        admitted = getattr(scope, kind)
        kept = tuple(value for value in values if admitted is None or value in admitted)
        if kind == "channel" or not kept:
            inside = {name: answer["breakdown"].isin(kept) for name, answer in everything.items()}
            stops = {name: answer[inside[name]] for name, answer in everything.items()}
            return {RESTS: {name: answer[~inside[name]] for name, answer in everything.items()}, STOPS: stops}
        stops = self._ask(scope.narrowed(**{kind: kept}))
        rest = {name: _without(answer, stops[name], *SUMMED[name]) for name, answer in everything.items()}
        return {RESTS: rest, STOPS: stops}


@dataclass(frozen=True, eq=False)
class _ByDay:
    """Rows of an answer in order of their days: wins add up to a day, of everything else each day has its own rows."""

    rows: Columns
    days: NDArray[np.datetime64]
    ends: Codes
    adds_up: bool

    @classmethod
    def of(cls, rows: Columns) -> "_ByDay":
        """The rows in this order."""
        adds_up = "known_by" not in rows
        turn, days = pd.factorize(rows["day" if adds_up else "known_by"], sort=True)
        order, ends = np.argsort(turn, kind="stable"), np.bincount(turn, minlength=len(days)).cumsum()
        sorted_rows = {name: column[order] for name, column in rows.items()}
        return cls(sorted_rows, np.asarray(days, dtype="datetime64[D]"), np.concatenate([[0], ends]), adds_up)

    def on(self, day: date) -> Columns:
        """Those of a day, or up to it."""
        first, after = (int(np.searchsorted(self.days, np.datetime64(day), side)) for side in ("left", "right"))
        own = slice(0 if self.adds_up else self.ends[first], self.ends[after])
        return {name: column[own] for name, column in self.rows.items()}


def _ends(windows: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """The last days of stretches, and the eves of their first days, in order."""
    return tuple(sorted({0, *(first - 1 for first, _ in windows), *(last for _, last in windows)}))


def _whole(day: date) -> date:
    """The last day of the last month that is whole on a day."""
    following = pd.Timestamp(day) + pd.Timedelta(days=1)
    return (following.replace(day=1) - pd.Timedelta(days=1)).date()


def _day(value: Any) -> date:
    return pd.Timestamp(value).date()


def _without(everything: pd.DataFrame, part: pd.DataFrame, own_keys: list[str], columns: list[str]) -> pd.DataFrame:
    """Counts of all less counts of a part."""
    if part.empty:
        return everything
    keys = [*(name for name in ("known_by", "breakdown", "motion") if name in everything), *own_keys]
    first_on = {"first_on": "min"} if "first_on" in everything else {}
    added = pd.concat([everything, part.assign(**{name: -part[name] for name in columns})])
    rest = added.groupby(keys, dropna=False, as_index=False, sort=True).agg(
        {**dict.fromkeys(columns, "sum"), **first_on}
    )
    return rest[rest[columns[0]].ne(0) | rest[columns].abs().gt(1e-9).any(axis=1)].reset_index(drop=True)
