"""Worlds in which leads come from accounts, drawn many times: how often does each interval contain the truth?

As ``simulations``: every simulation gives 1 for an interval that contains the truth, 0 for one that does not. Accounts
bring three leads on average, and seven of ten leads of an account come from its own channel.
"""

import numpy as np
import pandas as pd

from analysis.statistics import account_shares, clustered, concentration
from analysis.statistics.checks import Floats
from benchmarks.simulations import contains, hit, mix_of

LEADS_OF_AN_ACCOUNT = 3
LOYALTY = 0.7


def share(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw leads of the channels; `rate` is the part of a second mix that one channel dominates."""
    hits = []
    for _ in range(repeats):
        rows = account_shares.account_intervals(
            account_shares.account_sums(_accounts(random, leads, mix_of(rate)), leads)
        )
        hits.append(hit(rows["low"].to_numpy(), rows["high"].to_numpy(), mix_of(rate)))
    return np.concatenate(hits)


def hhi(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw as `share`; the truth is the HHI of the channels."""
    return _measured(random, leads, rate, repeats, "hhi", float((mix_of(rate) ** 2).sum()))


def top1(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw as `share`; the truth is the largest share."""
    return _measured(random, leads, rate, repeats, "top1", float(mix_of(rate).max()))


def top3(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw as `share`; the truth is the sum of the three largest shares."""
    return _measured(random, leads, rate, repeats, "top3", float(np.sort(mix_of(rate))[-3:].sum()))


def gini(random: np.random.Generator, leads: int, rate: float, repeats: int) -> Floats:
    """Draw as `share`; the truth is the Gini coefficient of the channels."""
    return _measured(random, leads, rate, repeats, "gini", concentration.gini(pd.Series(mix_of(rate))))


def _accounts(random: np.random.Generator, leads: int, mix: Floats) -> pd.DataFrame:
    accounts = max(round(leads / LEADS_OF_AN_ACCOUNT), 2)
    of = random.integers(accounts, size=leads)
    own, other = random.choice(len(mix), accounts, p=mix), random.choice(len(mix), leads, p=mix)
    channel = np.where(random.random(leads) < LOYALTY, own[of], other)
    cells = np.zeros((accounts, len(mix)))
    np.add.at(cells, (of, channel), 1)
    return pd.DataFrame(cells)


def _measured(random: np.random.Generator, leads: int, rate: float, repeats: int, measure: str, truth: float) -> Floats:
    hits = []
    for seed in range(repeats):
        cells = _accounts(random, leads, mix_of(rate))
        measured = clustered.account_concentration(cells, leads, draws=500, seed=seed)
        hits.append(contains(getattr(measured, measure)[1:], truth))
    return np.array(hits)
