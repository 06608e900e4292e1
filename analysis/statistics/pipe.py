"""What is in the pipe: for each group its curve of winning by age, its open and new leads, its amounts per win."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics.checks import Floats
from analysis.statistics.maturing import Curve, by_age, curve_from

BORROWED_WINS = 10.0
STRETCH = 30  # days in one stretch of new leads
RECENT = 3  # stretches that make the recent rate
REMEMBERED = 12  # stretches that say how much the number of new leads varies
SUMS = ["won", "won_amount", "won_amount_squares"]


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


@dataclass(frozen=True, eq=False)
class Group:
    """Leads of one part and channel that are forecast together.

    Attributes
    ----------
    name, part : str
        The channel, and which part of the pipe it belongs to.
    curve : Curve
        Of the channel, over both parts.
    stock : ndarray of float
        Open leads by age.
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
    part: str
    curve: Curve
    stock: Floats
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


def amounts_of(wins: pd.DataFrame, prior: Amounts | None = None, borrowed: float = BORROWED_WINS) -> Amounts:
    """Amount of one win from counts and sums; wins without an amount add nothing.

    Parameters
    ----------
    wins : DataFrame
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


def groups_of(parts: Mapping[str, Mapping[str, pd.DataFrame]], ahead: int) -> list[Group]:
    """All that a forecast needs, from counts of each part of the pipe by channel.

    Parameters
    ----------
    parts : mapping of str to mapping of str to DataFrame
        For each part (parts share no lead) the answers ``maturity``, ``arrivals`` and ``win_months`` by channel.
    ahead : int
        Days that the forecast reaches beyond the data.

    Returns
    -------
    list of Group
        One per channel and part that has leads. A channel's curve draws on ``BORROWED_LEADS`` leads of its motion and
        that on as many of all; amounts draw on ``BORROWED_WINS`` wins likewise; a part is compared with its channel.
    """
    aged = pd.concat([part["maturity"] for part in parts.values()], ignore_index=True)
    if aged.empty:
        return []
    ages = int(aged["days"].max()) + ahead + 2
    motions = dict(sorted(zip(aged["breakdown"], aged["motion"], strict=True)))
    channels = list(motions)
    daily = {name: by_age(part["maturity"], channels, ages) for name, part in parts.items()}
    whole: Floats = np.sum(list(daily.values()), axis=0)
    sums = {name: _sums(part["win_months"], channels) for name, part in parts.items()}
    all_sums = pd.concat(list(sums.values())).groupby(level=0).sum()
    everyone = curve_from(whole.sum(axis=1)), amounts_of(all_sums)
    priors = {}
    for motion in sorted(set(motions.values())):
        own = [channel for channel in channels if motions[channel] == motion]
        curve = curve_from(whole[:, [channels.index(channel) for channel in own]].sum(axis=1), everyone[0])
        priors[motion] = curve, amounts_of(all_sums.loc[own], everyone[1])
    arrivals = {name: _stretches(part["arrivals"], channels) for name, part in parts.items()}
    made = []
    for place, channel in enumerate(channels):
        prior, prior_amounts = priors[motions[channel]]
        curve = curve_from(whole[:, place], prior)
        priced = amounts_of(all_sums.loc[[channel]], prior_amounts)
        has_any = [name for name in parts if daily[name][:, place].any()]
        for name in has_any:
            won, *_, censored = own_daily = daily[name][:, place]
            is_whole = len(has_any) == 1
            leads = arrivals[name][place]
            made.append(
                Group(
                    name=channel,
                    part=name,
                    curve=curve,
                    stock=censored,
                    recent=float(leads[:RECENT].sum()),
                    variation=rate_variation(leads),
                    won=float(won.sum()),
                    # Until it left or was last seen a lead was exposed to the running sum of the hazards.
                    expected_won=float(own_daily.sum(axis=0) @ np.cumsum(curve.hazard)),
                    is_whole=is_whole,
                    amounts=priced if is_whole else amounts_of(sums[name].loc[[channel]], priced),
                )
            )
    return made


def _stretches(arrivals: pd.DataFrame, channels: Sequence[str]) -> list[Floats]:
    """New leads by stretch of each channel, from the latest to its first."""
    known = arrivals[arrivals["breakdown"].isin(channels)]
    rows = pd.Index(channels).get_indexer(pd.Index(known["breakdown"]))
    stretches, leads = known["stretch"].to_numpy(), known["leads"].to_numpy()
    return [
        np.bincount(stretches[rows == place], leads[rows == place]).astype(np.float64) for place in range(len(channels))
    ]


def _sums(win_months: pd.DataFrame, channels: list[str]) -> pd.DataFrame:
    """Number, amount and squares of the wins with a day, by channel."""
    dated = win_months[win_months["month"].notna()]
    return dated.reindex(columns=["breakdown", *SUMS]).groupby("breakdown").sum().reindex(channels, fill_value=0.0)
