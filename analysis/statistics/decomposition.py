"""Why did a number change? Volume, mix, rate and deal size, each with its part of the change."""

from itertools import combinations
from math import factorial
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import Floats


class Change(NamedTuple):
    """Change of a total between two periods, split into effects that add up to it."""

    before: float
    after: float
    change: float
    effects: pd.Series
    by_stratum: pd.DataFrame


def count_change(
    won_before: pd.Series, leads_before: pd.Series, won_after: pd.Series, leads_after: pd.Series
) -> Change:
    """Change of the number of wins split exactly into volume, mix and rate.

    Parameters
    ----------
    won_before, leads_before, won_after, leads_after : Series of int, same index of strata
        Won and all leads of each stratum (channel, segment) in the two periods.

    Returns
    -------
    Change
        ``before``, ``after``, ``change`` (after minus before), ``effects`` (Series with index ``volume``, ``mix``,
        ``rate``, in wins) and ``by_stratum`` (the same three columns on the index of the strata). Effects add up to
        the change, strata to the effects.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, a win has no lead, or the indexes differ.

    Notes
    -----
    Wins are leads x share of the stratum in the leads x its rate. Each effect is the Shapley value of its factor: what
    changing it alone adds, averaged over all orders in which the factors could change. Nothing is left over, no
    order is preferred, and swapping the periods mirrors every effect. For as many leads in both periods it is
    Kitagawa's decomposition. A stratum without leads in one period takes its rate from the other: its coming or going
    is mix. A period without leads takes the other's mix, so that all of the change is volume.

    References
    ----------
    .. [1] Das Gupta, P. (1993). Standardization and Decomposition of Rates: A User's Manual. US Bureau of the Census.
    .. [2] Shorrocks, A. F. (2013). Decomposition procedures for distributional analysis: a unified framework based on
       the Shapley value. Journal of Economic Inequality 11, 99-126.

    Examples
    --------
    >>> one = pd.Series
    >>> count_change(one([10]), one([100]), one([30]), one([200])).effects.tolist()
    [12.5, 0.0, 7.5]
    """
    checks.same_index(won_before, leads_before, won_after, leads_after)
    sides = [
        _lead_factors(*checks.successes_and_trials(won, leads))
        for won, leads in ((won_before, leads_before), (won_after, leads_after))
    ]
    volume, mix, rate = (_both_known(before, after) for before, after in zip(*sides, strict=True))
    return _split({"volume": volume, "mix": mix, "rate": rate}, won_before.index)


def amount_change(
    amount_before: pd.Series,
    won_before: pd.Series,
    leads_before: pd.Series,
    amount_after: pd.Series,
    won_after: pd.Series,
    leads_after: pd.Series,
) -> Change:
    """Change of the won amount split exactly into volume, mix, rate and deal size.

    Parameters
    ----------
    amount_before, won_before, leads_before, amount_after, won_after, leads_after : Series, same index of strata
        Won amount, won and all leads of each stratum in the two periods.

    Returns
    -------
    Change
        As `count_change`, in the currency, with a fourth effect ``deal_size``: won amount per win. Wins without an
        amount count as wins of nothing; hand over those with an amount alone where that would mislead.

    Raises
    ------
    ValueError
        As `count_change`, or if an amount is missing, negative or without a win.
    """
    checks.same_index(amount_before, won_before, leads_before, amount_after, won_after, leads_after)
    sides = []
    for amount, won, leads in ((amount_before, won_before, leads_before), (amount_after, won_after, leads_after)):
        wins, trials = checks.successes_and_trials(won, leads)
        amounts = checks.amounts(amount, "Amounts")
        if (amounts[wins == 0] > 0).any():
            raise ValueError("An amount must have a win.")
        sides.append((*_lead_factors(wins, trials), checks.divided(amounts, wins)))
    volume, mix, rate, size = (_both_known(before, after) for before, after in zip(*sides, strict=True))
    return _split({"volume": volume, "mix": mix, "rate": rate, "deal_size": size}, won_before.index)


def ratio_change(numerator: pd.DataFrame, denominator: pd.DataFrame) -> pd.Series:
    """Change of a ratio of two totals, split exactly among the parts that changed the totals.

    Parameters
    ----------
    numerator, denominator : DataFrame, same index of parts
        Columns ``was`` and ``now``: what each part adds to the total then and now.

    Returns
    -------
    Series
        What each part adds to the change of the ratio; missing where a denominator is not above 0.

    Raises
    ------
    ValueError
        If the indexes differ.

    Notes
    -----
    With n and d the totals, their mean over both sides N and D, and R the mean of the two ratios, the change of n is
    D times that of the ratio plus R times that of d. So each part adds (its change of n - R x its change of d) / D:
    linear in the parts, the same with the sides swapped, and nothing is left over. It is `count_change` for a product
    of two factors, read from the other side.

    Examples
    --------
    >>> parts = ["new", "corrected"]
    >>> deals = pd.DataFrame({"was": [0, 30], "now": [10, 30]}, index=parts)
    >>> everything = pd.DataFrame({"was": [0, 60], "now": [10, 70]}, index=parts)
    >>> ratio_change(deals, everything).round(4).tolist()
    [0.0714, -0.0714]
    """
    checks.same_index(numerator["was"], denominator["was"])
    before, after = (float(numerator[side].sum()) for side in ("was", "now"))
    below_before, below_after = (float(denominator[side].sum()) for side in ("was", "now"))
    if min(below_before, below_after) <= 0:
        return pd.Series(np.nan, index=numerator.index)
    ratio = (before / below_before + after / below_after) / 2
    moved = (numerator["now"] - numerator["was"]) - ratio * (denominator["now"] - denominator["was"])
    return moved / ((below_before + below_after) / 2)


def _lead_factors(won: Floats, leads: Floats) -> tuple[Floats, Floats, Floats]:
    """Leads, share of each stratum in them and its rate; missing where there is nothing to divide by."""
    total = np.full(len(leads), leads.sum())
    return total, checks.divided(leads, total), checks.divided(won, leads)


def _both_known(before: Floats, after: Floats) -> tuple[Floats, Floats]:
    """Two values of a factor, one that is missing taken from the other period, 0 when both are."""
    known_before, known_after = np.where(np.isnan(before), after, before), np.where(np.isnan(after), before, after)
    return np.nan_to_num(known_before), np.nan_to_num(known_after)


def _split(factors: dict[str, tuple[Floats, Floats]], index: pd.Index) -> Change:
    """Shapley value of each factor of a product, for every stratum."""
    names = list(factors)

    def product(changed: frozenset[str]) -> Floats:
        """Value of every stratum when only these factors have changed."""
        value: Floats = np.prod([factors[name][name in changed] for name in names], axis=0)
        return value

    products = {
        frozenset(chosen): product(frozenset(chosen))
        for size in range(len(names) + 1)
        for chosen in combinations(names, size)
    }
    by_stratum = pd.DataFrame(0.0, index=index, columns=names)
    for name in names:
        effect = np.zeros(len(index))
        for chosen, value in products.items():
            if name not in chosen:
                orders = factorial(len(chosen)) * factorial(len(names) - len(chosen) - 1) / factorial(len(names))
                effect += orders * (products[chosen | {name}] - value)
        by_stratum[name] = effect
    before, after = float(products[frozenset()].sum()), float(products[frozenset(names)].sum())
    return Change(before, after, after - before, by_stratum.sum(), by_stratum)
