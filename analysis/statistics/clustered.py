"""Concentration where the cases of one account come together: accounts are drawn anew, not cases."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import bootstrap, checks
from analysis.statistics.account_shares import AccountSums, account_sums, matrix_of, shares_and_cases
from analysis.statistics.checks import UNKNOWN, Floats, Interval
from analysis.statistics.concentration import effective_number, gini


class AccountConcentration(NamedTuple):
    """Measures of concentration, each with its interval over accounts.

    Attributes
    ----------
    hhi, effective_number, top1, top3, gini : Interval
        As in `concentration`.
    lorenz : DataFrame
        ``part`` of the groups, the smallest first, and the ``share`` they bring together, with ``low`` and ``high``.
    """

    hhi: Interval
    effective_number: Interval
    top1: Interval
    top3: Interval
    gini: Interval
    lorenz: pd.DataFrame


def account_concentration(
    cells: pd.DataFrame, cases: float, *, draws: int = 1000, seed: int = 1, level: float = 0.95
) -> AccountConcentration:
    """Concentration over groups with intervals from a seeded bootstrap over accounts.

    Parameters
    ----------
    cells : DataFrame
        Cases or amount: one row per account (or bundle of accounts), one column per group; groups with nothing count.
    cases : float
        Cases behind the values: for counts their sum.
    draws : int, default 1000
        Bootstrap samples.
    seed : int, default 1
        Same cells, same seed, same intervals.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    AccountConcentration
        All are missing for fewer than two cases.

    Raises
    ------
    ValueError
        If a value is missing or negative, ``draws`` is below 100 or ``level`` out of range.

    Notes
    -----
    `concentration` with accounts in the place of leads. HHI of counts is the unbiased form for leads; of amounts for
    as many cases as know the shares as well. Samples come from accounts drawn with unequal chances, such that the
    shares they come from are the ones drawn together (see `concentration`); what bundles of many accounts leave of
    the way there is added to the shares of every sample. Where every account has one case, the two agree.

    Gini and the Lorenz curve of a sample are less even than what it was drawn from: the bound towards the even side is
    moved by the mean of that.
    """
    checks.check_level(level)
    checks.check_draws(draws)
    matrix = matrix_of(cells)
    matrix = matrix[matrix.sum(axis=1) > 0]
    sums = account_sums(pd.DataFrame(matrix), cases)
    share, known_as = shares_and_cases(sums)
    if cases < 2 or not known_as > 1:
        return AccountConcentration(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, _no_curve())
    random = np.random.default_rng(seed)
    together = bootstrap.drawn_together(share * known_as)
    samples = _samples(matrix, together, draws, random)
    even, tails = 1 / len(share), [(1 - level) / 2, (1 + level) / 2]
    plain = float((share**2).sum())
    whole_cases = cases if _are_counts(matrix) else known_as
    estimate = (whole_cases * plain - 1) / (whole_cases - 1)
    indexes = (known_as * (samples**2).sum(axis=1) - 1) / (known_as - 1)
    low, high = np.quantile(indexes, tails)
    index = bootstrap.within_bounds(estimate, low, high, even)
    return AccountConcentration(
        hhi=index,
        effective_number=effective_number(index, len(share)),
        top1=_top(matrix, sums, 1, draws, random, level),
        top3=_top(matrix, sums, 3, draws, random, level),
        gini=_gini(share, together, samples, tails),
        lorenz=_lorenz(share, together, samples, tails),
    )


def _are_counts(matrix: Floats) -> bool:
    return bool((matrix == np.floor(matrix)).all() and matrix.max(initial=0) < 1e6)


def _samples(matrix: Floats, together: Floats, draws: int, random: np.random.Generator) -> Floats:
    """Shares of samples of accounts that come from the shares drawn together; one row per sample."""
    accounts, groups = matrix.shape
    whole = matrix.sum(axis=1)
    typical = whole.mean()
    # One more account, spread over all groups: else a sample from one group would have no uncertainty.
    rows = np.vstack([matrix, np.eye(groups) * typical])
    chances = np.concatenate([np.ones(accounts), np.full(groups, 1 / groups)])
    smoothed = chances @ rows / (chances @ rows).sum()
    chances = chances * ((rows / rows.sum(axis=1, keepdims=True)) @ (together / smoothed))
    chances /= chances.sum()
    centre = chances @ rows / (chances @ rows).sum()
    drawn = random.multinomial(accounts, chances, size=draws).astype(np.float64) @ rows
    return np.maximum(drawn / drawn.sum(axis=1, keepdims=True) + (together - centre), 0)


def _top(matrix: Floats, sums: AccountSums, k: int, draws: int, random: np.random.Generator, level: float) -> Interval:
    """Leading shares as of the cases that know their sum as well."""
    values = sums.values.to_numpy(dtype=np.float64)
    leading = np.argsort(-values, kind="stable")[:k]
    part, rest = matrix[:, leading].sum(axis=1), matrix.sum(axis=1)
    together = AccountSums(
        pd.Series([part.sum(), rest.sum() - part.sum()]),
        pd.Series([(part**2).sum(), ((rest - part) ** 2).sum()]),
        pd.Series([(part * rest).sum(), ((rest - part) * rest).sum()]),
        sums.whole_squares,
        sums.accounts,
        sums.cases,
    )
    _, known_as = shares_and_cases(together)
    return bootstrap.top_interval(values / values.sum() * max(known_as, 1), k, draws, random, level)


def _gini(share: Floats, together: Floats, samples: Floats, tails: list[float]) -> Interval:
    places = 2 * np.arange(1, len(share) + 1) - len(share) - 1
    ordered = np.sort(samples, axis=1)
    drawn = (ordered @ places) / (len(share) * ordered.sum(axis=1))
    estimate, from_which = gini(pd.Series(share)), gini(pd.Series(together))
    low, high = np.quantile(drawn, tails) - [drawn.mean() - from_which, 0]
    return Interval(estimate, float(min(max(low, 0), estimate)), float(max(min(high, 1), estimate)))


def _lorenz(share: Floats, together: Floats, samples: Floats, tails: list[float]) -> pd.DataFrame:
    groups = len(share)
    drawn = np.cumsum(np.sort(samples, axis=1), axis=1)
    drawn /= drawn[:, -1:]
    curve, from_which = (np.cumsum(np.sort(each)) for each in (share, together))
    low, high = np.quantile(drawn, tails, axis=0)
    high += from_which - drawn.mean(axis=0)
    part = np.arange(1, groups + 1) / groups
    rows = pd.DataFrame({"part": part, "share": np.minimum(curve, part), "low": low, "high": high})
    rows["low"] = rows[["low", "share"]].min(axis=1).clip(0, 1)
    rows["high"] = np.minimum(rows[["high", "share"]].max(axis=1), part)
    start = pd.DataFrame([dict.fromkeys(rows.columns, 0.0)])
    return pd.concat([start, rows], ignore_index=True)


def _no_curve() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=float) for name in ("part", "share", "low", "high")})
