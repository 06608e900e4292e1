"""What is in the pipe: for each group its curve of winning by age, its open and new leads, its amounts per win."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import Floats

BORROWED_LEADS = 100.0
BORROWED_WINS = 10.0
STRETCH = 30  # days that the question `arrivals` counts in one row
RECENT = 3  # stretches that make the recent rate
REMEMBERED = 12  # stretches that say how much the number of new leads varies
EXITS = ("won", "lost", "disqualified")


class Curve(NamedTuple):
    """Winning by age, one element per day from age 0.

    Attributes
    ----------
    won : ndarray of float
        Leads won at this age, the borrowed ones among them.
    at_risk : ndarray of float
        Leads watched and still open just before.
    still_open : ndarray of float
        Share still open at the end of the age (won, lost and disqualified all leave).
    """

    won: Floats
    at_risk: Floats
    still_open: Floats

    @property
    def hazard(self) -> Floats:
        """Chance to be won at this age for a lead that is still open; 0 where nobody was watched."""
        return np.divide(self.won, self.at_risk, out=np.zeros_like(self.won), where=self.at_risk > 0)

    @property
    def open_before(self) -> Floats:
        """Share still open just before the exits of the age."""
        return np.concatenate([[1.0], self.still_open[:-1]])

    def incidence(self) -> Floats:
        """Share won by the end of the age (Aalen-Johansen)."""
        won: Floats = np.cumsum(self.open_before * self.hazard)
        return won


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


def curve_of(counts: pd.DataFrame, ages: int, prior: Curve | None = None, borrowed: float = BORROWED_LEADS) -> Curve:
    """Winning by age from counts per day, with leads borrowed from a larger group.

    Parameters
    ----------
    counts : DataFrame
        Columns ``days`` (age), ``won``, ``lost``, ``disqualified`` and ``censored`` (open, last observed at this age).
    ages : int
        How many ages to return, more than the largest of ``days``.
    prior : Curve, optional
        Curve of the larger group, with as many ages.
    borrowed : float, default 100
        Leads that are added as if they had fared like the larger group.

    Returns
    -------
    Curve
        With ``borrowed`` 0 or no prior, the Aalen-Johansen estimate of winning while the other ways out compete.

    Raises
    ------
    ValueError
        If a count is negative or an age does not fit.

    References
    ----------
    .. [1] Aalen, O. O. and Johansen, S. (1978). An empirical transition matrix for non-homogeneous Markov chains
       based on censored observations. Scandinavian Journal of Statistics 5, 141-150.
    """
    won, left, watched = _by_age(counts, ages)
    at_risk: Floats = watched[::-1].cumsum()[::-1]
    if prior is not None:
        lent = borrowed * prior.open_before
        known = prior.at_risk > 0
        leaving = np.divide(prior.still_open, prior.open_before, out=np.ones(ages), where=prior.open_before > 0)
        at_risk = at_risk + np.where(known, lent, 0)
        won = won + np.where(known, lent * prior.hazard, 0)
        left = left + np.where(known, lent * (1 - leaving), 0)
    share_left = np.divide(left, at_risk, out=np.zeros(ages), where=at_risk > 0)
    still_open: Floats = np.cumprod(1 - np.minimum(share_left, 1))
    return Curve(won, at_risk, still_open)


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
        One per part and channel that has leads. A channel's curve draws on ``BORROWED_LEADS`` leads of its motion and
        that on as many of all; amounts draw on ``BORROWED_WINS`` wins likewise; a part is compared with its channel.
    """
    aged = pd.concat([part["maturity"] for part in parts.values()], ignore_index=True)
    if aged.empty:
        return []
    ages = int(aged["days"].max()) + ahead + 2
    everyone = curve_of(aged, ages)
    motions = dict(zip(aged["breakdown"], aged["motion"], strict=True))
    wins = pd.concat([part["win_months"] for part in parts.values()], ignore_index=True).dropna(subset=["month"])
    wins = wins.assign(motion=wins["breakdown"].map(motions).fillna("unknown"))
    all_amounts = amounts_of(wins)
    by_motion = {
        motion: (curve_of(rows, ages, everyone), amounts_of(wins[wins["motion"] == motion], all_amounts))
        for motion, rows in aged.groupby("motion", sort=True)
    }
    made: list[Group] = []
    for channel, rows in aged.groupby("breakdown", sort=True):
        prior, prior_amounts = by_motion[motions[channel]]
        curve = curve_of(rows, ages, prior)
        priced = amounts_of(wins[wins["breakdown"] == channel], prior_amounts)
        has_any = {name for name, part in parts.items() if (part["maturity"]["breakdown"] == channel).any()}
        made += (
            _group(str(channel), name, parts[name], curve, priced, is_whole=len(has_any) == 1)
            for name in sorted(has_any)
        )
    return made


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
    count, total, squares = (float(wins[name].sum()) for name in ("won", "won_amount", "won_amount_squares"))
    if prior is not None:
        count, total = count + borrowed, total + borrowed * prior.mean
        squares += borrowed * prior.mean**2 * (1 + prior.variation)
    if count == 0 or total <= 0:
        return Amounts(0.0, 0.0, count)
    mean = total / count
    return Amounts(mean, max(squares / count / mean**2 - 1, 0.0), count)


def rate_variation(arrivals: pd.DataFrame, recent: float) -> float:
    """How uncertain a rate of new leads is: as much as one stretch of thirty days differs from another.

    Parameters
    ----------
    arrivals : DataFrame
        Columns ``stretch`` and ``leads``.
    recent : float
        Leads of the last ``RECENT`` stretches.

    Returns
    -------
    float
        Squared coefficient of variation, from the variance among the last ``REMEMBERED`` whole stretches; at least
        Poisson's.
    """
    if recent <= 0:
        return 0.0
    counts = arrivals.groupby("stretch")["leads"].sum()
    # The earliest stretch is not a whole one.
    whole = counts.reindex(range(min(int(counts.index.max()), REMEMBERED)), fill_value=0).to_numpy(dtype=np.float64)
    dispersion = max(whole.var(ddof=1) / whole.mean(), 1.0) if len(whole) > 1 and whole.mean() > 0 else 1.0
    return float(dispersion * RECENT / recent)


def _group(
    channel: str, name: str, part: Mapping[str, pd.DataFrame], curve: Curve, priced: Amounts, *, is_whole: bool
) -> Group:
    rows, arrivals, wins = (
        answer[answer["breakdown"] == channel] for answer in (part["maturity"], part["arrivals"], part["win_months"])
    )
    ages = len(curve.won)
    won, _, watched = _by_age(rows, ages)
    recent = float(arrivals.loc[arrivals["stretch"] < RECENT, "leads"].sum())
    return Group(
        name=channel,
        part=name,
        curve=curve,
        stock=np.bincount(rows["days"].astype(int), weights=rows["censored"], minlength=ages).astype(np.float64),
        recent=recent,
        variation=rate_variation(arrivals, recent),
        won=float(won.sum()),
        # Up to the age at which it left or was last seen a lead was exposed to the running sum of the hazards.
        expected_won=float((watched * np.cumsum(curve.hazard)).sum()),
        is_whole=is_whole,
        amounts=priced if is_whole else amounts_of(wins.dropna(subset=["month"]), priced),
    )


def _by_age(counts: pd.DataFrame, ages: int) -> tuple[Floats, Floats, Floats]:
    """Won, left in any way, and last seen, at each age."""
    days = checks.counts(counts["days"], "Days").astype(np.int64)
    if len(days) and days.max() >= ages:
        raise ValueError("Every age must be below the number of ages.")
    columns = {name: checks.counts(counts[name], f"Counts of {name}") for name in (*EXITS, "censored")}
    placed = {
        name: np.bincount(days, weights=values, minlength=ages).astype(np.float64) for name, values in columns.items()
    }
    left = placed["won"] + placed["lost"] + placed["disqualified"]
    return placed["won"], left, left + placed["censored"]
