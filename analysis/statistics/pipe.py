"""What is in the pipe: for each group what its open leads bring day by day, how fast new ones come and mature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.statistics import waiting
from analysis.statistics.checks import Floats
from analysis.statistics.maturing import Curve, counted, drawn_to
from analysis.statistics.waiting import Codes

BORROWED_WINS = 10.0
STRETCH = 30  # days in one stretch of new leads
RECENT = 3  # stretches that make the recent rate
REMEMBERED = 12  # stretches that say how much the number of new leads varies
SUMS = ["won", "won_amount", "won_amount_squares"]
MEASURES = ("factors", "amounts", "squares")  # of `waiting`: wins, amounts, and squares of amounts

Key = tuple[str, str]  # channel and motion
Columns = Mapping[str, NDArray[Any]]  # of an answer; ``group`` holds the place of each row's key


class Amounts(NamedTuple):
    """Amount of one win.

    Attributes
    ----------
    mean : float
        In the currency; 0 where no win has an amount.
    variation : float
        Squared coefficient of variation of single wins.
    wins : float
        Wins that it rests on, the borrowed ones among them.
    """

    mean: float
    variation: float
    wins: float

    @property
    def error(self) -> float:
        """Squared relative error of the mean."""
        return self.variation / self.wins if self.wins else 0.0


class Stock(NamedTuple):
    """Where the open leads of a group are; the last axis goes over motions, stages and stretches of days there.

    Attributes
    ----------
    leads : float
        Open leads.
    at_edge, beyond : ndarray of float, shape (3, places)
        Sums over the leads of what a chance is worth, as wins, as amount and as square of the amount: at the first day
        of the stretch, and for each further day.
    """

    leads: float
    at_edge: Floats
    beyond: Floats

    def worth(self, chances: Floats) -> Floats:
        """Expected wins, their amount, and the squares of their typical amounts.

        Parameters
        ----------
        chances : ndarray of float, shape (days, motions, stages, stretches)
            As `waiting.chances` returns them.

        Returns
        -------
        ndarray of float, shape (3, days)
            By each of the days.
        """
        places = np.flatnonzero(self.at_edge[0])
        told = (
            chances.reshape(len(chances), -1)[:, places],
            waiting.slopes(chances).reshape(len(chances), -1)[:, places],
        )
        found: Floats = self.at_edge[:, places] @ told[0].T + self.beyond[:, places] @ told[1].T
        return found


@dataclass(frozen=True, eq=False)
class Group:
    """Leads of one part, channel and motion that are forecast together.

    Attributes
    ----------
    name, motion, part : str
        The channel, the motion, and which part of the pipe it belongs to.
    curve : Curve
        Of the channel, over all parts.
    stock : Stock
        Open leads.
    recent : float
        New leads of the last ``RECENT`` stretches.
    variation : float
        Squared coefficient of variation of the rate of new leads.
    won, expected_won : float
        Wins of the part so far, and what the channel's curve would have given its leads.
    is_whole : bool
        Whether the part has all the channel's leads.
    amounts : Amounts
        Of the part's wins.
    """

    name: str
    motion: str
    part: str
    curve: Curve
    stock: Stock
    recent: float
    variation: float
    won: float
    expected_won: float
    is_whole: bool
    amounts: Amounts

    @property
    def rate(self) -> float:
        """New leads per day."""
        return self.recent / (RECENT * STRETCH)

    @property
    def relative(self) -> float:
        """How much more the part wins than its channel, drawn towards 1."""
        if self.is_whole:
            return 1.0
        return (self.won + BORROWED_WINS) / (self.expected_won + BORROWED_WINS)


def amounts_of(wins: pd.DataFrame | Columns, prior: Amounts | None = None, borrowed: float = BORROWED_WINS) -> Amounts:
    """Amount of one win from counts and sums; wins without an amount add nothing.

    Parameters
    ----------
    wins : DataFrame or mapping of str to ndarray
        Columns ``won``, ``won_amount``, ``won_amount_squares``.
    prior : Amounts, optional
        Of a larger group, to borrow wins from.
    borrowed : float, default 10
        Wins that are added as if they had been like the larger group's.

    Returns
    -------
    Amounts
        Mean, squared coefficient of variation (at least 0) and the wins behind.
    """
    count, total, squares = (float(wins[name].sum()) for name in SUMS)
    if prior is not None:
        count, total = count + borrowed, total + borrowed * prior.mean
        squares += borrowed * prior.mean**2 * (1 + prior.variation)
    if count == 0 or total <= 0:
        return Amounts(0.0, 0.0, count)
    mean = total / count
    return Amounts(mean, max(squares / count / mean**2 - 1, 0.0), count)


def rate_variation(leads: Floats) -> float:
    """How uncertain a rate of new leads is: as much as one stretch of thirty days differs from another.

    Parameters
    ----------
    leads : ndarray of float
        New leads by stretch, the latest first; the earliest, which may not be whole, is not looked at.

    Returns
    -------
    float
        Squared coefficient of variation, from the variance among the last ``REMEMBERED`` whole stretches; at least
        Poisson's. 0 where none came in the last ``RECENT``.
    """
    recent = float(leads[:RECENT].sum())
    if recent <= 0:
        return 0.0
    whole = leads[: min(len(leads) - 1, REMEMBERED)]
    dispersion = max(whole.var(ddof=1) / whole.mean(), 1.0) if len(whole) > 1 and whole.mean() > 0 else 1.0
    return float(dispersion * RECENT / recent)


def groups_of(parts: Mapping[str, Mapping[str, pd.DataFrame]], motions: tuple[str, ...], stages: int) -> list[Group]:
    """All that a forecast needs, from what was known on a day of each part of the pipe by channel.

    Parameters
    ----------
    parts : mapping of str to mapping of str to DataFrame
        For each part (parts share no lead) the answers ``lead_ages``, ``arrivals``, ``win_days`` and ``waiting`` by
        channel, as they were on the day.
    motions : tuple of str
        Second axis of the chances.
    stages : int
        Stages of the pipeline; the last one is won.

    Returns
    -------
    list of Group
        One per channel, motion and part that has leads. A channel's curve draws on ``BORROWED_LEADS`` leads of its
        motion and that on as many of all; amounts draw on ``BORROWED_WINS`` wins likewise; a part is compared with its
        channel.
    """
    return groups_among(*numbered(parts), motions, stages)


def numbered(
    parts: Mapping[str, Mapping[str, pd.DataFrame]],
) -> tuple[list[Key], dict[str, dict[str, Columns]]]:
    """The answers as columns, with the place of each row's channel and motion among all that there are.

    Parameters
    ----------
    parts : mapping of str to mapping of str to DataFrame
        As `groups_of` takes them, of any days.

    Returns
    -------
    keys : list of (str, str)
        Channel and motion, in order.
    parts : dict of dict of mapping of str to ndarray
        By part and answer.
    """
    pairs = ["breakdown", "motion"]
    every = pd.concat([answer[pairs].drop_duplicates() for part in parts.values() for answer in part.values()])
    index = pd.MultiIndex.from_frame(every.drop_duplicates().sort_values(pairs))
    return list(index), {
        name: {
            asked: {str(column): answer[column].to_numpy() for column in answer}
            | {"group": index.get_indexer(pd.MultiIndex.from_frame(answer[pairs]))}
            for asked, answer in part.items()
        }
        for name, part in parts.items()
    }


def groups_among(
    known: Sequence[Key], parts: Mapping[str, Mapping[str, Columns]], motions: tuple[str, ...], stages: int
) -> list[Group]:
    """The same of some rows of answers that were numbered.

    Parameters
    ----------
    known : sequence of (str, str)
        Channel and motion by their place.
    parts : mapping of str to mapping of str to columns
        As `numbered` returns them, of one day.
    motions : tuple of str
        Second axis of the chances.
    stages : int
        Stages of the pipeline.

    Returns
    -------
    list of Group
        See `groups_of`.
    """
    seen = np.unique(np.concatenate([part["lead_ages"]["group"] for part in parts.values()]))
    if not len(seen):
        return []
    keys = [known[place] for place in seen]
    places = np.full(len(known), len(keys))
    places[seen] = np.arange(len(keys))

    def codes(rows: Columns) -> Codes:
        """Place of each row's group; one after the last for rows of none."""
        return places[rows["group"]]

    of_motion = np.array([motions.index(motion) for _, motion in keys])
    own = {name: counted(part["lead_ages"], codes(part["lead_ages"]), len(keys)) for name, part in parts.items()}
    wins = {name: _sums(part["win_days"], codes(part["win_days"]), len(keys)) for name, part in parts.items()}
    arrived = {name: _stretches(part["arrivals"], codes(part["arrivals"]), len(keys)) for name, part in parts.items()}
    stock = {
        name: _stock(part["waiting"], codes(part["waiting"]), of_motion, (len(motions), stages - 1))
        for name, part in parts.items()
    }
    whole = Curve(*(np.sum(each, axis=0) for each in zip(*own.values(), strict=True)))
    won = {name: np.sum([each[name] for each in wins.values()], axis=0) for name in SUMS}
    everyone, all_amounts = whole.summed(), amounts_of(won)
    curves: list[Curve] = [everyone] * len(keys)
    priced: list[Amounts] = [all_amounts] * len(keys)
    for motion in set(of_motion):
        members = np.flatnonzero(of_motion == motion)
        prior = drawn_to(whole.of(members).summed(), everyone)
        prior_amounts = amounts_of(_at(won, members), all_amounts)
        for member in members:
            curves[member] = drawn_to(whole.of(member), prior)
            priced[member] = amounts_of(_at(won, [member]), prior_amounts)
    made = []
    for number, (channel, motion) in enumerate(keys):
        has_any = [name for name in parts if own[name].at_risk[number].any()]
        for name in has_any:
            is_whole = len(has_any) == 1
            leads, amounts = arrived[name][number], priced[number]
            made.append(
                Group(
                    name=channel,
                    motion=motion,
                    part=name,
                    curve=curves[number],
                    stock=stock[name][number],
                    recent=float(leads[:RECENT].sum()),
                    variation=rate_variation(np.trim_zeros(leads, "b")),
                    won=float(own[name].won[number].sum()),
                    # Until each left or was last seen it was at risk.
                    expected_won=float(own[name].at_risk[number] @ curves[number].hazard),
                    is_whole=is_whole,
                    amounts=amounts if is_whole else amounts_of(_at(wins[name], [number]), amounts),
                )
            )
    return made


def _stock(rows: Columns, group: Codes, motion: Codes, shape: tuple[int, int]) -> list[Stock]:
    """Where the open leads of each group are, each of a motion; rows of no group are left out."""
    known = group < len(motion)
    group, own = group[known], _at(rows, known)
    place = (group, motion[group], own["position"] - 1, waiting.stretch_of(own["stretch_days"]))
    whole = (len(motion), *shape, len(waiting.EDGES))
    cells = np.ravel_multi_index(place, whole)

    def spread_out(name: str) -> Floats:
        return np.bincount(cells, own[name], int(np.prod(whole))).astype(np.float64).reshape(len(motion), -1)

    at_edge, beyond = (np.stack([spread_out(f"{of}{name}") for name in MEASURES], axis=1) for of in ("", "beyond_"))
    leads = np.bincount(group, own["leads"], len(motion))
    return [Stock(float(leads[place]), at_edge[place], beyond[place]) for place in range(len(motion))]


def _at(rows: Columns, places: Any) -> Columns:
    return {name: column[places] for name, column in rows.items()}


def _sums(wins: Columns, group: Codes, groups: int) -> Columns:
    """Number, amount and squares of the wins of each group."""
    return {name: np.bincount(group, wins[name], groups + 1)[:groups] for name in SUMS}


def _stretches(arrivals: Columns, group: Codes, groups: int) -> Floats:
    """New leads of each group by stretch, the latest first."""
    stretch = arrivals["stretch"].astype(np.int64)
    count = int(stretch.max()) + 1 if len(stretch) else 1
    leads = np.bincount(group * count + stretch, arrivals["leads"], (groups + 1) * count)
    return leads.reshape(groups + 1, count)[:groups].astype(np.float64)
