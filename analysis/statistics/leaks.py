"""What a leak is worth: won amount that a group would add if its leads advanced as often as its motion's do."""

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import Floats


def leak_worth(
    cells: pd.DataFrame, *, fewest_wins: int = 5, draws: int = 4000, seed: int = 1, level: float = 0.95
) -> pd.DataFrame:
    """Expected won amount of reaching the motion's own rate of advancing, for every stage and group.

    Parameters
    ----------
    cells : DataFrame
        One row per motion, stage and group with the columns ``motion``, ``stage`` and the counts and sums ``decided``,
        ``advanced`` (of the decided), ``won``, ``won_amount``, ``won_amount_squares``, ``won_with_amount``.
    fewest_wins : int, default 5
        A group with fewer wins of a known amount takes the amount per advanced lead from its motion.
    draws : int, default 4000
        Simulated values behind each interval.
    seed : int, default 1
        Same cells, same seed, same intervals.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        On the index of ``cells``: ``rate`` (advanced of the decided), ``average`` (of the motion at the stage), ``gap``
        (average minus rate, in shares), ``more_leads`` (that would advance), ``lead_amount`` (expected won amount of
        an advanced lead, in the currency), ``is_own_amount``, ``worth``, ``low``, ``high`` (in the currency; negative
        where the group is above the average). Missing where nothing was decided, or nothing is known of amounts.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, more advanced than were decided, the sums of squares are too
        small for the sums, ``draws`` is below 100 or ``level`` out of range.

    Notes
    -----
    Worth is decided x (average - rate) x won amount per advanced lead. The average contains the group itself, so the
    gap is the difference to the other groups times their part of the decided. Both rates are drawn from their Jeffreys
    posteriors, the amount per lead from a gamma distribution with its mean and relative variance (the sum of squares of
    the deals over their squared sum); the bounds are quantiles of the product. Leads that advanced and are still open
    count with what comparable leads have brought so far.

    References
    ----------
    .. [1] Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial proportion.
       Statistical Science 16, 101-133 (Jeffreys).
    """
    checks.check_level(level)
    checks.check_draws(draws)
    advanced, decided = checks.successes_and_trials(cells["advanced"], cells["decided"])
    groups = [cells["motion"], cells["stage"]]
    all_advanced, all_decided = (_totals(values, cells.index, groups) for values in (advanced, decided))
    rate, average = checks.divided(advanced, decided), checks.divided(all_advanced, all_decided)
    own_amount, own_spread, wins = _lead_amounts(cells, advanced, None)
    motion_amount, motion_spread, _ = _lead_amounts(cells, advanced, groups)
    is_own = (wins >= fewest_wins) & ~np.isnan(own_amount)
    lead_amount = np.where(is_own, own_amount, motion_amount)
    spread = np.where(is_own, own_spread, motion_spread)
    worth = decided * (average - rate) * lead_amount
    low, high = np.full(len(cells), np.nan), np.full(len(cells), np.nan)
    known = ~np.isnan(worth) & ~np.isnan(spread)
    if known.any():
        random = np.random.default_rng(seed)
        here, there = (advanced[known], decided[known]), (all_advanced[known], all_decided[known])
        simulated = _gaps(*here, *there, draws, random) * _amounts(lead_amount[known], spread[known], draws, random)
        low[known], high[known] = np.quantile(simulated * decided[known], [(1 - level) / 2, (1 + level) / 2], axis=0)
    return pd.DataFrame(
        {
            "rate": rate,
            "average": average,
            "gap": average - rate,
            "more_leads": decided * (average - rate),
            "lead_amount": lead_amount,
            "is_own_amount": is_own,
            "worth": worth,
            "low": np.fmin(low, worth),
            "high": np.fmax(high, worth),
        },
        index=cells.index,
    )


def _totals(values: Floats, index: pd.Index, groups: list[pd.Series]) -> Floats:
    """Sum over the group of each row."""
    return pd.Series(values, index=index).groupby(groups, observed=True).transform("sum").to_numpy(dtype=np.float64)


def _lead_amounts(
    cells: pd.DataFrame, advanced: Floats, groups: list[pd.Series] | None
) -> tuple[Floats, Floats, Floats]:
    """Won amount per advanced lead, its relative variance and the wins behind it, of each row or of its group."""
    won, with_amount = checks.counts(cells["won"], "Wins"), checks.counts(cells["won_with_amount"], "Wins with amount")
    amount = checks.amounts(cells["won_amount"], "Won amounts")
    squares = checks.amounts(cells["won_amount_squares"], "Sums of squares")
    if (squares * with_amount < amount**2 * (1 - 1e-9)).any():
        raise ValueError("The sums of squares are too small for the sums.")
    columns = [advanced, won, with_amount, amount, squares]
    if groups is not None:
        columns = [_totals(column, cells.index, groups) for column in columns]
    advanced, won, with_amount, amount, squares = columns
    # Wins whose amount is not known are taken to be as large as the others.
    per_lead = checks.divided(amount, with_amount) * checks.divided(won, advanced)
    return per_lead, checks.divided(squares, amount**2), with_amount


def _gaps(
    advanced: Floats,
    decided: Floats,
    all_advanced: Floats,
    all_decided: Floats,
    draws: int,
    random: np.random.Generator,
) -> Floats:
    """Drawn differences between the average and a group's own rate, one column per row of cells."""
    others_advanced, others_decided = all_advanced - advanced, all_decided - decided
    own = random.beta(advanced + 0.5, decided - advanced + 0.5, size=(draws, len(decided)))
    others = random.beta(others_advanced + 0.5, others_decided - others_advanced + 0.5, size=(draws, len(decided)))
    gaps: Floats = (others - own) * checks.divided(others_decided, all_decided)
    return gaps


def _amounts(amount: Floats, spread: Floats, draws: int, random: np.random.Generator) -> Floats:
    """Drawn amounts per lead with the given means and relative variances."""
    drawn: Floats = amount * random.gamma(1 / spread, spread, size=(draws, len(amount)))
    return drawn
