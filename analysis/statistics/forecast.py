"""Wins of the coming days: open leads win as leads that waited as long did, new ones come at the recent rate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import special

from analysis.statistics import checks
from analysis.statistics.checks import Floats, Interval
from analysis.statistics.forecast_check import Spread
from analysis.statistics.pipe import BORROWED_WINS, Group

ONLY_CHANCE = Spread(level=0.0, chance=1.0, months=0)
FLOWS = ("rest", "carried", "regained", "lost")
FOREVER = 10_000  # days


class Stop(NamedTuple):
    """What ends, and when.

    Attributes
    ----------
    part : str
        The part of the pipe that stops.
    day : int
        First day without it, in days after the last day of the data, at least 1.
    takes_open : bool
        Whether the leads that are open by then are at risk too; else they mature as if nothing had happened.
    """

    part: str
    day: int
    takes_open: bool


class Ahead(NamedTuple):
    """The days up to which a forecast adds up what comes.

    Attributes
    ----------
    days : tuple of int
        Counted from the last day of the data, from 0 upwards.
    chances : ndarray of float, shape (days, motions, stages, stretches)
        Chances of open leads to win within so many days; 0 on day 0.
    """

    days: tuple[int, ...]
    chances: Floats


class Stream(NamedTuple):
    """What some leads of a group bring; one element per day of those that the forecast looks ahead to, added up.

    Attributes
    ----------
    group : Group
        Whose leads.
    is_new : bool
        Whether they are yet to be created; else they are open now.
    wins, amounts : ndarray of float, shape (days,)
        Expected until then.
    squares : ndarray of float, shape (days,)
        Sum of the expected squares of the amounts of single wins.
    wins_error, amounts_error : float
        Squared relative error of the expected wins and amounts, the same for all days.
    days : tuple of int
        The days.
    """

    group: Group
    is_new: bool
    wins: Floats
    amounts: Floats
    squares: Floats
    wins_error: float
    amounts_error: float
    days: tuple[int, ...]

    def share(self, share: float) -> "Stream":
        """A share of it, win by win."""
        return self._replace(wins=self.wins * share, amounts=self.amounts * share, squares=self.squares * share)

    def until(self, day: int) -> "Stream":
        """What comes before a day, whose eve is one of the days or which is after all of them: then nothing more."""
        if day > self.days[-1]:
            return self
        place = np.minimum(np.arange(len(self.wins)), self.days.index(day - 1))
        return self._replace(wins=self.wins[place], amounts=self.amounts[place], squares=self.squares[place])

    def since(self, day: int) -> "Stream":
        """What comes on a day or later."""
        before = self.until(day)
        return self._replace(
            wins=self.wins - before.wins, amounts=self.amounts - before.amounts, squares=self.squares - before.squares
        )


class Outcome(NamedTuple):
    """What a stretch of days brings: a sum of wins, or of amounts.

    Attributes
    ----------
    mean, variance : float
        Of the sum.
    """

    mean: float
    variance: float

    def interval(self, level: float) -> Interval:
        """Mean and central band of a gamma distribution; no width where nothing is to be expected."""
        checks.check_level(level)
        if self.mean <= 0 or self.variance <= 0:
            return Interval(self.mean, self.mean, self.mean)
        low, high = (self.quantile(end) for end in ((1 - level) / 2, (1 + level) / 2))
        return Interval(self.mean, low, high)

    def quantile(self, share: float) -> float:
        """The value that a share of outcomes lies below; the mean where nothing varies."""
        if self.mean <= 0 or self.variance <= 0:
            return self.mean
        return float(special.gammaincinv(self.mean**2 / self.variance, share) * self.variance / self.mean)

    def chance_of(self, value: float) -> float:
        """Chance that it reaches a value."""
        if value <= 0:
            return 1.0
        if self.mean <= 0 or self.variance <= 0:
            return float(self.mean >= value)
        return float(special.gammaincc(self.mean**2 / self.variance, value * self.mean / self.variance))


@dataclass(frozen=True, eq=False)
class Forecast:
    """What the coming days bring.

    Attributes
    ----------
    flows : dict of list of Stream
        By flow: ``rest`` (not touched), ``carried`` (of the part that stops: already in the pipe, or created before the
        day), ``regained`` (re-captured) and ``lost``.
    spread : Spread
        How far months lie from their forecast.
    days : tuple of int
        Days that it was made for, counted from the last day of the data.
    """

    flows: Mapping[str, Sequence[Stream]]
    spread: Spread
    days: tuple[int, ...]

    def outcome(
        self,
        first: int,
        last: int,
        *,
        flows: Sequence[str] = FLOWS,
        by_amount: bool,
        motions: Sequence[str] | None = None,
        is_new: bool | None = None,
    ) -> Outcome:
        """What flows bring from one day to another, both counted from the last day of the data, together.

        Parameters
        ----------
        first, last : int
            Days, from 1; it was made for the last and for the eve of the first.
        flows : sequence of str, optional
            Which to add up; all of them if not said.
        by_amount : bool
            Whether wins count with their amount; else each counts 1.
        motions : sequence of str, optional
            Only the leads of these.
        is_new : bool, optional
            Only the leads that are yet to be created, or only those that are open now.

        Returns
        -------
        Outcome
            Wins come as chance has it (Poisson, with amounts as they vary), times ``spread.chance``; the expected wins
            of each stream have an error of their own, and all have one in common, ``spread.level``.
        """
        start, end = self.days.index(first - 1), self.days.index(last)
        mean = chance = own = 0.0
        for flow in flows:
            for stream in self.flows[flow]:
                if motions is not None and stream.group.motion not in motions:
                    continue
                if is_new is not None and stream.is_new != is_new:
                    continue
                values = stream.amounts if by_amount else stream.wins
                comes = float(values[end] - values[start])
                mean += comes
                chance += float(stream.squares[end] - stream.squares[start]) if by_amount else comes
                own += comes**2 * (stream.amounts_error if by_amount else stream.wins_error)
        return Outcome(mean, self.spread.chance * chance + own + self.spread.level * mean**2)


def forecast(
    groups: Sequence[Group],
    ahead: Ahead,
    stop: Stop | None = None,
    *,
    regained: float = 0.0,
    spread: Spread = ONLY_CHANCE,
) -> Forecast:
    """Expected wins and amounts up to each of some days.

    Parameters
    ----------
    groups : sequence of Group
        As `pipe.groups_of` returns them.
    ahead : Ahead
        The days; the eve of the day on which something stops is one of them.
    stop : Stop, optional
        What ends; None lets everything go on.
    regained : float, default 0
        Share of what is lost that comes in another way after all, 0 to 1.
    spread : Spread, optional
        How far months lie from their forecast, from `forecast_check.spread`; the default is chance alone.

    Returns
    -------
    Forecast
        Every flow.

    Raises
    ------
    ValueError
        If ``regained`` is no share.
    """
    if not 0 <= regained <= 1:
        raise ValueError(f"The share that is regained must lie between 0 and 1, not {regained}.")
    flows: dict[str, list[Stream]] = {flow: [] for flow in FLOWS}
    for group in groups:
        old, new = open_leads(group, ahead), new_leads(group, ahead.days)
        if stop is None or group.part != stop.part:
            flows["rest"] += [old, new]
            continue
        if stop.takes_open:
            flows["carried"] += [old.until(stop.day), new.until(stop.day)]
            lost = [old.since(stop.day), new.since(stop.day)]
        else:
            flows["carried"] += [old, new_leads(group, ahead.days, last=stop.day - 1)]
            lost = [new_leads(group, ahead.days, first=stop.day)]
        flows["lost"] += [each.share(1 - regained) for each in lost]
        flows["regained"] += [each.share(regained) for each in lost]
    return Forecast(flows, spread, ahead.days)


def open_leads(group: Group, ahead: Ahead) -> Stream:
    """What the open leads of a group bring."""
    wins, worth, squares = group.stock.worth(ahead.chances)
    amounts = group.amounts
    error = 1 / (group.won + BORROWED_WINS)
    return Stream(
        group,
        is_new=False,
        wins=wins,
        amounts=worth,
        squares=squares * (1 + amounts.variation),
        wins_error=error,
        amounts_error=error + amounts.error,
        days=ahead.days,
    )


def new_leads(group: Group, days: tuple[int, ...], first: int = 1, last: int = FOREVER) -> Stream:
    """What leads bring that are yet to be created, from one day to another, at the recent rate.

    Parameters
    ----------
    group : Group
        Whose leads.
    days : tuple of int
        Until when they bring it, counted from the last day of the data.
    first, last : int
        Days of creation, counted likewise, both of them included.

    Returns
    -------
    Stream
        Expected wins by a day d: rate x relative x sum over the days of creation b of the share won by age d - b.
    """
    until = np.array(days)
    summed = np.concatenate([[0.0], np.cumsum(group.curve.won_by(max(days) + 1))])
    # Leads created on day b have ages 0 to d - b by the evening of day d.
    youngest, oldest = np.maximum(until - np.minimum(last, until), 0), np.maximum(until - first + 1, 0)
    wins = group.rate * group.relative * np.maximum(summed[oldest] - summed[np.minimum(youngest, oldest)], 0)
    amounts, certain = group.amounts, float(group.curve.won.sum())
    error = group.variation + (1 / certain if certain > 0 else 0.0)
    error += 0.0 if group.is_whole else 1 / (group.won + BORROWED_WINS)
    return Stream(
        group,
        is_new=True,
        wins=wins,
        amounts=wins * amounts.mean,
        squares=wins * amounts.mean**2 * (1 + amounts.variation),
        wins_error=error,
        amounts_error=error + amounts.error,
        days=days,
    )
