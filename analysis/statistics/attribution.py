"""Credit of channels for what was won: removal effects of a Markov chain, Shapley values, how far rules disagree."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import Floats


class Chain(NamedTuple):
    """Absorbing chains of order one over the same channels, one for each sample.

    Attributes
    ----------
    moves : ndarray, samples x (channels + 1) x channels
        Moves from the start (row 0) and from each channel to each channel.
    won, ended : ndarray, samples x channels
        Journeys that ended after each channel, with a win and without.
    """

    moves: Floats
    won: Floats
    ended: Floats


def markov(transitions: pd.DataFrame, *, seed: int = 0, draws: int = 400, level: float = 0.95) -> pd.DataFrame:
    """Removal effects of an absorbing Markov chain of order one, solved exactly, with bootstrap intervals.

    Parameters
    ----------
    transitions : DataFrame
        ``group_id`` (what is resampled as a whole), ``from_channel`` (missing for the start), ``to_channel``,
        ``moves`` (times gone from one to the other), ``won`` and ``ended`` (of these moves, the last of a journey that
        was won, and of one that was not).
    seed : int, default 0
        Of the resampling.
    draws : int, default 400
        Resamples of the groups with replacement.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Index: channels in alphabetical order. ``effect``: share of the wins of the chain that are lost when every
        journey ends without a win where it would enter the channel. ``share``: effect over the sum of effects, with
        ``low`` and ``high`` (percentiles over the resamples; missing for fewer than two groups). Everything is missing
        where nothing was won.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, or more journeys end at a channel than entered it.

    Notes
    -----
    With the fundamental matrix N of the chain, a journey from the start s passes channel c with the chance
    N[s, c] / N[c, c] and is won with p[s] = (N w)[s]; without c the share N[s, c] / N[c, c] p[c] / p[s] is lost.
    Moves from a channel to itself change nothing.

    References
    ----------
    .. [1] Anderl, E., Becker, I., von Wangenheim, F. and Schumann, J. H. (2016). Mapping the customer journey. IJRM
       33, 457-474.
    .. [2] Kemeny, J. G. and Snell, J. L. (1960). Finite Markov Chains, chapter III.
    """
    checks.check_level(level)
    channels = sorted(transitions["to_channel"].astype(str).unique())
    groups, whole = _by_group(transitions, channels)
    effect = _removal_effects(whole)[0]
    frame = pd.DataFrame({"effect": effect, "share": _shares(effect)}, index=pd.Index(channels, name="channel"))
    count = len(groups.won)
    if count < 2 or frame["share"].isna().any():
        return frame.assign(low=checks.MISSING, high=checks.MISSING)
    weights = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=draws).astype(np.float64)
    samples = Chain(*(np.tensordot(weights, part, axes=1) for part in groups))
    shares = _shares(_removal_effects(samples))
    shares = shares[~np.isnan(shares).any(axis=1)]
    low, high = np.quantile(shares, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return frame.assign(low=np.minimum(low, frame["share"]), high=np.maximum(high, frame["share"]))


def shapley(members: pd.DataFrame, values: pd.Series) -> pd.Series:
    """Shapley value of each channel in the game that a set of channels wins what its subsets won.

    Parameters
    ----------
    members : DataFrame of bool
        One row per set of channels, one column per channel: whether the channel is in the set.
    values : Series of float, same index
        What was won by leads that were touched by exactly this set: a number or an amount.

    Returns
    -------
    Series
        Value of each channel; they sum to the values of the sets that are not empty.

    Raises
    ------
    ValueError
        If a value is missing or the indexes differ.

    Notes
    -----
    The worth of a coalition S is the sum over sets within S, a sum of unanimity games: the value of each set is
    divided equally among its channels, exactly, for any number of channels.

    References
    ----------
    .. [1] Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory of Games II, 307-317.
    """
    checks.same_index(members.iloc[:, 0] if members.shape[1] else values, values)
    worth = checks.numbers(values, "Values")
    inside = members.to_numpy(dtype=np.float64)
    size = inside.sum(axis=1)
    return pd.Series(np.where(size > 0, worth / np.maximum(size, 1), 0) @ inside, index=members.columns)


def disagreement(first: pd.Series, second: pd.Series) -> float:
    """How far two rules disagree: the share of the credit that would have to move to make them equal.

    Parameters
    ----------
    first, second : Series of float, same index
        Credit of each channel by two rules; none below zero.

    Returns
    -------
    float
        Half the sum of absolute differences of shares (total variation distance), 0 to 1; missing where a rule
        credits nothing.

    Raises
    ------
    ValueError
        If a credit is missing or negative, or the indexes differ.
    """
    checks.same_index(first, second)
    one, other = (checks.amounts(credit, "Credits") for credit in (first, second))
    return float(np.abs(_shares(one) - _shares(other)).sum() / 2) if one.sum() > 0 < other.sum() else checks.MISSING


def _by_group(transitions: pd.DataFrame, channels: list[str]) -> tuple[Chain, Chain]:
    """Chains of each group, and of all together as a single sample."""
    counts = {name: checks.counts(transitions[name], name.capitalize()) for name in ("moves", "won", "ended")}
    if (counts["won"] + counts["ended"] > counts["moves"]).any():
        raise ValueError("No more journeys can end at a channel than entered it.")
    group, groups = pd.factorize(transitions["group_id"], sort=True)
    place = pd.Index(channels)
    source = place.get_indexer(pd.Index(transitions["from_channel"].astype(object))) + 1  # the start is not found: 0
    target = place.get_indexer(pd.Index(transitions["to_channel"].astype(str)))
    moves = np.zeros((len(groups), len(channels) + 1, len(channels)))
    won, ended = np.zeros((len(groups), len(channels))), np.zeros((len(groups), len(channels)))
    np.add.at(moves, (group, source, target), counts["moves"])
    np.add.at(won, (group, target), counts["won"])
    np.add.at(ended, (group, target), counts["ended"])
    chain = Chain(moves, won, ended)
    return chain, Chain(*(part.sum(axis=0, keepdims=True) for part in chain))


def _removal_effects(chain: Chain) -> Floats:
    """Share of the wins that each channel's removal loses, samples x channels; missing where nothing is won."""
    left = chain.moves.sum(axis=2)
    left[:, 1:] += chain.won + chain.ended
    onward = np.divide(chain.moves, left[:, :, None], out=np.zeros_like(chain.moves), where=left[:, :, None] > 0)
    wins = np.divide(chain.won, left[:, 1:], out=np.zeros_like(chain.won), where=left[:, 1:] > 0)
    between = onward[:, 1:]
    fundamental = np.linalg.inv(np.eye(between.shape[1]) - between)
    visits = np.einsum("sc,scd->sd", onward[:, 0], fundamental)
    chance = np.einsum("scd,sd->sc", fundamental, wins)
    passing = visits / np.diagonal(fundamental, axis1=1, axis2=2)
    whole = (onward[:, 0] * chance).sum(axis=1, keepdims=True)
    effects: Floats = np.divide(passing * chance, whole, out=np.full_like(passing, np.nan), where=whole > 0)
    return effects


def _shares(credit: Floats) -> Floats:
    total = credit.sum(axis=-1, keepdims=True)
    return checks.divided(credit, np.broadcast_to(total, credit.shape))
