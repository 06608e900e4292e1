"""Pipeline velocity: what a pipeline brings a day.

A flow: opportunities that open a day, times the share of them that win, times the average won amount, all three of the
same days. Over a past period it agrees with what was won a day. The textbook formula divides the stock of open
opportunities by the days of a won one; where many stay open that will never close, it promises what never comes.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.amounts import mean_intervals
from analysis.statistics.checks import Floats
from analysis.statistics.survival import share_in_the_end

COMPONENTS = ("opened", "won_share", "won_amount")
ONE_ERROR = 0.5  # any level gives back the same standard error


class VelocityChange(NamedTuple):
    """Change of a velocity between two periods, split into its components."""

    before: float
    after: float
    change: float
    effects: pd.DataFrame


def textbook_velocity(
    opportunities: pd.Series, win_rate: pd.Series, average_won_amount: pd.Series, cycle_days: pd.Series
) -> pd.Series:
    """The textbook formula: opportunities x win rate x average won amount / cycle days.

    Parameters
    ----------
    opportunities : Series of int
        Open opportunities, one row per group.
    win_rate : Series of float, same index
        Win rate of closed opportunities, 0 to 1.
    average_won_amount : Series of float, same index
        Mean amount of a won deal, in the business currency.
    cycle_days : Series of float, same index
        Typical days from creation to won.

    Returns
    -------
    Series
        ``textbook``, in currency per day, on the same index; missing where any of the four is missing or the cycle
        has no length.

    Raises
    ------
    ValueError
        If a value is negative, a win rate exceeds 1, or the indexes differ.

    Notes
    -----
    It holds where opportunities stay open for as long as the won ones took (Little's law). An opportunity that no
    longer moves and was never closed counts as if it closed within one cycle.

    References
    ----------
    .. [1] Little, J. D. C. (1961). A proof for the queuing formula L = lambda W. Operations Research 9, 383-387.

    Examples
    --------
    >>> one = pd.Series
    >>> textbook_velocity(one([50]), one([0.2]), one([9000.0]), one([45])).tolist()
    [2000.0]
    """
    parts = {
        "opportunities": opportunities,
        "win rate": win_rate,
        "average won amount": average_won_amount,
        "cycle days": cycle_days,
    }
    checks.same_index(*parts.values())
    arrays = {name: part.to_numpy(dtype=np.float64, na_value=np.nan) for name, part in parts.items()}
    for name, array in arrays.items():
        if (array < 0).any() or np.isinf(array).any():
            raise ValueError(f"The {name} must be finite and not negative.")
    if (arrays["win rate"] > 1).any():
        raise ValueError("The win rate must not exceed 1.")
    worth = arrays["opportunities"] * arrays["win rate"] * arrays["average won amount"]
    return pd.Series(checks.divided(worth, arrays["cycle days"]), index=opportunities.index, name="textbook")


def velocity_components(ages: pd.DataFrame, days: float, *, level: float = 0.95) -> pd.DataFrame:
    """The three components of pipeline velocity and the velocity itself, each with its interval.

    Parameters
    ----------
    ages : DataFrame
        On an index of groups the columns ``days`` (age of the opportunity), ``opened``, ``joined``, ``won``,
        ``dropped``, ``open``, ``won_with_amount``, ``won_amount`` and ``won_amount_squares``, as the question
        ``opportunity_ages`` tells them; several rows per group.
    days : float
        Length of the period, more than 0.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        One row per group. For each of ``COMPONENTS`` (``opened``, a day; ``won_share``, of opportunities;
        ``won_amount``, on average) and ``velocity`` (currency a day) the columns of its name, of its name with ``_low``
        and ``_high``, and with ``_error`` (standard error of its logarithm). Missing where nothing was observed;
        the interval of a mean is missing for fewer than two, that of the share where none or all won.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, squares are too small for sums, or the period has no length.

    Notes
    -----
    Delta method on the log scale: the squared errors of the three logarithms add up, as if the components were
    independent. Opened opportunities count as Poisson; see `share_in_the_end` for the share that win.

    References
    ----------
    .. [1] Oehlert, G. W. (1992). A note on the delta method. The American Statistician 46, 27-29.
    """
    quantile = checks.normal_quantile(level)
    if not days > 0:
        raise ValueError("The period must have a length.")
    sums = ages.drop(columns="days").groupby(level=0, sort=False).sum()
    opened = checks.counts(sums["opened"], "Opportunities")
    shares = np.array([_won_share(ages.loc[[group]]) for group in sums.index], dtype=np.float64).reshape(-1, 2)
    parts = {
        "opened": (opened / days, np.sqrt(checks.divided(np.ones(len(sums)), opened))),
        "won_share": (
            shares[:, 0],
            checks.divided(shares[:, 1], np.where((shares[:, 0] > 0) & (shares[:, 1] > 0), shares[:, 0], 0.0)),
        ),
        "won_amount": _mean(sums["won_amount"], sums["won_amount_squares"], sums["won_with_amount"]),
    }
    errors = np.sqrt(sum((error**2 for _, error in parts.values()), np.zeros(len(sums))))
    parts["velocity"] = (np.prod([value for value, _ in parts.values()], axis=0), errors)
    columns = {}
    for name, (value, error) in parts.items():
        spread = np.exp(quantile * error)
        highest = 1.0 if name == "won_share" else np.inf
        columns[name] = value
        columns[f"{name}_low"], columns[f"{name}_high"] = value / spread, np.minimum(value * spread, highest)
        columns[f"{name}_error"] = error
    return pd.DataFrame(columns, index=sums.index)


def _won_share(ages: pd.DataFrame) -> tuple[float, float]:
    """Share of opportunities that win by the oldest age seen, and its standard error."""
    seen = ages[["days", "joined", "won", "dropped", "open"]].rename(columns={"open": "censored"})
    return share_in_the_end(seen, "won")


def velocity_change(before: pd.Series, after: pd.Series, *, level: float = 0.95) -> VelocityChange:
    """Change of a velocity split exactly into opened opportunities, share that win and won amount.

    Parameters
    ----------
    before, after : Series
        One row of `velocity_components` each.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    VelocityChange
        ``before``, ``after``, ``change`` (currency per day) and ``effects``: on the index ``COMPONENTS`` the columns
        ``effect`` (currency per day; they add up to the change), ``factor`` (after over before), ``low`` and ``high``
        (its interval) and ``is_clear`` (the interval excludes 1). All missing when a velocity is missing or 0.

    Raises
    ------
    ValueError
        If ``level`` is not strictly between 0 and 1.

    Notes
    -----
    The logarithm of a product is a sum, so that the effect of each component is its part of the logarithm times the
    logarithmic mean of the two velocities: the logarithmic mean Divisia index. Nothing is left over, and swapping the
    periods mirrors every effect.

    References
    ----------
    .. [1] Ang, B. W. (2005). The LMDI approach to decomposition analysis: a practical guide. Energy Policy 33,
       867-871.

    Examples
    --------
    Twice the opportunities at the same rest: all of the change is theirs.

    >>> row = {"opened": 2.0, "won_share": 0.5, "won_amount": 20.0, "velocity": 20.0}
    >>> row |= {f"{name}_error": 0.1 for name in COMPONENTS}
    >>> twice = row | {"opened": 4.0, "velocity": 40.0}
    >>> velocity_change(pd.Series(row), pd.Series(twice)).effects["effect"].round(6).tolist()
    [20.0, 0.0, 0.0]
    """
    quantile = checks.normal_quantile(level)
    first, last = float(before["velocity"]), float(after["velocity"])
    if not (first > 0 and last > 0):
        blank = pd.DataFrame(np.nan, index=list(COMPONENTS), columns=["effect", "factor", "low", "high"])
        return VelocityChange(first, last, last - first, blank.assign(is_clear=False))
    mean = first if np.isclose(first, last, rtol=1e-12) else (last - first) / np.log(last / first)
    rows = {}
    for name in COMPONENTS:
        log = float(np.log(after[name] / before[name]))
        margin = quantile * float(np.hypot(before[f"{name}_error"], after[f"{name}_error"]))
        low, high = (float(np.exp(log + side * margin)) for side in (-1, 1))
        rows[name] = (mean * log, float(np.exp(log)), low, high, bool(low > 1 or high < 1))
    effects = pd.DataFrame.from_dict(rows, orient="index", columns=["effect", "factor", "low", "high", "is_clear"])
    return VelocityChange(first, last, last - first, effects)


def gains_at_level(own: pd.Series, other: pd.Series) -> pd.Series:
    """What bringing each component alone to another level would add to a velocity.

    Parameters
    ----------
    own, other : Series
        One row of `velocity_components` each.

    Returns
    -------
    Series
        On the index ``COMPONENTS``, in currency per day; negative where the other level is worse, missing where a
        level is not known.

    Examples
    --------
    >>> own = pd.Series({"opened": 2.0, "won_share": 0.5, "won_amount": 20.0, "velocity": 20.0})
    >>> other = pd.Series({"opened": 1.0, "won_share": 0.6, "won_amount": 20.0})
    >>> gains_at_level(own, other).round(6).tolist()
    [-10.0, 4.0, 0.0]
    """
    gains = {}
    for name in COMPONENTS:
        mine, theirs = float(own[name]), float(other[name])
        gains[name] = float(own["velocity"]) * (theirs / mine - 1) if mine > 0 else checks.MISSING
    return pd.Series(gains, dtype=float)


def _mean(sums: pd.Series, squares: pd.Series, counts: pd.Series) -> tuple[Floats, Floats]:
    """Mean of each group and the standard error of its logarithm, missing for fewer than two."""
    table = mean_intervals(sums, squares, counts, level=ONE_ERROR)
    mean = table["mean"].to_numpy(dtype=np.float64)
    count = counts.to_numpy(dtype=np.float64)
    spread = (table["high"] - table["mean"]).to_numpy(dtype=np.float64)
    # Half the width of Student's interval is his quantile times the standard error.
    error = spread / checks.student_quantile(ONE_ERROR, np.where(count > 1, count - 1, np.nan))
    return mean, checks.divided(error, np.where(mean > 0, mean, 0.0))
