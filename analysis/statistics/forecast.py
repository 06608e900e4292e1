"""Wins of the coming months: what is in the pipe matures along its curve, new leads come at the recent rate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.statistics.checks import Floats
from analysis.statistics.exposures import Months, Stop, flows_of
from analysis.statistics.forecast_check import Spread
from analysis.statistics.pipe import BORROWED_WINS, Group

DRAWS = 1_000
SEED = 20_260_101
ONLY_CHANCE = Spread(level=0.0, chance=1.0, months=0)


@dataclass(frozen=True, eq=False)
class Forecast:
    """Expected and drawn results of each flow of leads by month.

    Attributes
    ----------
    won, amount : dict of str to ndarray of float, shape (months,)
        Expected number of wins and their amount, by flow: ``rest`` (not touched), ``carried`` (of the part that stops:
        already in the pipe, or created before the day), ``regained`` (re-captured) and ``lost``.
    drawn_won, drawn_amount : dict of str to ndarray of float, shape (draws, months)
        The same, drawn.
    """

    won: dict[str, Floats]
    amount: dict[str, Floats]
    drawn_won: dict[str, Floats]
    drawn_amount: dict[str, Floats]


FLOWS = ("rest", "carried", "regained", "lost")


def forecast(
    groups: Sequence[Group],
    months: Months,
    stop: Stop | None = None,
    *,
    regained: float = 0.0,
    spread: Spread = ONLY_CHANCE,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Forecast:
    """Expected wins and amounts by month, and draws of them.

    Parameters
    ----------
    groups : sequence of Group
        As `pipe.groups_of` returns them.
    months : Months
        The months to forecast.
    stop : Stop, optional
        What ends; None lets everything go on.
    regained : float, default 0
        Share of what is lost that comes in another way after all, 0 to 1.
    spread : Spread, optional
        How far months lie from their forecast, from `forecast_check.spread`; the default is chance alone.
    draws : int, default 1000
        How many.
    seed : int
        Of the draws: the same for the same input.

    Returns
    -------
    Forecast
        Every flow, with zeros where there is none.

    Raises
    ------
    ValueError
        If ``regained`` is no share.

    Notes
    -----
    Each draw takes the chance to be won at each age from a gamma distribution with as many wins as were seen (the
    share still open is taken as known), the rate of new leads and the mean amount likewise, one common factor for all
    months with the variance ``spread.level``, then Poisson wins and gamma amounts, drawn towards their mean where
    ``spread.chance`` is below 1: what it spreads over is what a month may bring.
    """
    if not 0 <= regained <= 1:
        raise ValueError(f"The share that is regained must lie between 0 and 1, not {regained}.")
    shape = (draws, len(months.starts))
    won, amount = ({flow: np.zeros(shape[1]) for flow in FLOWS} for _ in range(2))
    drawn_won, drawn_amount = ({flow: np.zeros(shape) for flow in FLOWS} for _ in range(2))
    level = _around_one(np.random.default_rng([seed, 0]), spread.level, draws)[:, None]
    shares = {"rest": {"rest": 1.0}, "carried": {"carried": 1.0}, "lost": {"lost": 1 - regained, "regained": regained}}
    for number, group in enumerate(groups, start=1):
        random = np.random.default_rng([seed, number])
        drawn = Drawn.of(group, random, draws)
        for flow, (stock, new) in flows_of(group, months, stop).items():
            expected = (stock + new) @ group.curve.hazard * group.relative
            rates = drawn.wins(stock, new) * level
            for into, share in shares[flow].items():
                if share == 0 or not expected.any():
                    continue
                own = np.random.default_rng([seed, number, FLOWS.index(into)])
                won[into] += share * expected
                amount[into] += share * expected * group.amounts.mean
                rate, kept = share * rates, np.sqrt(spread.chance)
                count = own.poisson(rate).astype(np.float64)
                mean = drawn.mean[:, None]
                drawn_won[into] += rate + kept * (count - rate)
                drawn_amount[into] += rate * mean + kept * (drawn.amounts(count, group, own) - rate * mean)
    return Forecast(won, amount, drawn_won, drawn_amount)


class Drawn(NamedTuple):
    """Parameters of a group, drawn; the first axis counts draws.

    Attributes
    ----------
    ages : ndarray of int
        Ages at which leads were won.
    hazard : ndarray of float, shape (draws, ages)
        Chance to be won at these ages.
    relative, rate, mean : ndarray of float, shape (draws,)
        The part against its channel, the rate of new leads against the recent one, the mean amount of a win.
    """

    ages: NDArray[np.intp]
    hazard: Floats
    relative: Floats
    rate: Floats
    mean: Floats

    @classmethod
    def of(cls, group: Group, random: np.random.Generator, draws: int) -> "Drawn":
        """Draw the parameters of a group."""
        seen = np.flatnonzero(group.curve.won)
        hazard = random.standard_gamma(group.curve.won[seen], size=(draws, len(seen))) / group.curve.at_risk[seen]
        own = 0.0 if group.is_whole else 1 / (group.won + BORROWED_WINS)
        amounts = group.amounts
        return cls(
            seen,
            hazard,
            group.relative * _around_one(random, own, draws),
            _around_one(random, group.variation, draws),
            amounts.mean * _around_one(random, amounts.variation / amounts.wins if amounts.wins else 0.0, draws),
        )

    def wins(self, stock: Floats, new: Floats) -> Floats:
        """Wins to expect by month from exposures of open and of new leads, shape (draws, months)."""
        old = self.hazard @ stock[:, self.ages].T
        young = self.hazard @ new[:, self.ages].T
        wins: Floats = self.relative[:, None] * (old + self.rate[:, None] * young)
        return wins

    def amounts(self, count: Floats, group: Group, random: np.random.Generator) -> Floats:
        """Amounts of so many wins each, gamma distributed."""
        variation = group.amounts.variation
        if variation <= 0:
            return count * self.mean[:, None]
        drawn: Floats = random.standard_gamma(count / variation) * self.mean[:, None] * variation
        return drawn


def _around_one(random: np.random.Generator, variation: float, draws: int) -> Floats:
    """Draws of mean 1 with a squared coefficient of variation."""
    if variation <= 0:
        return np.ones(draws)
    return random.gamma(1 / variation, variation, size=draws)


def bands(drawn: Mapping[str, Floats], flows: Sequence[str], level: float, *, cumulated: bool = False) -> Floats:
    """Lower and upper end of the sum of flows by month.

    Parameters
    ----------
    drawn : mapping of str to ndarray of float, shape (draws, months)
        Draws by flow.
    flows : sequence of str
        Which to add up.
    level : float
        Share of draws within, strictly between 0 and 1.
    cumulated : bool, default False
        Whether months add up from the first on.

    Returns
    -------
    ndarray of float, shape (2, months)
        The ends.
    """
    total = np.sum([drawn[flow] for flow in flows], axis=0)
    if cumulated:
        total = total.cumsum(axis=1)
    ends: Floats = np.quantile(total, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return ends
