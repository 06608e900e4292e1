"""Pipeline velocity: what a pipeline is worth per day."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.amounts import mean_intervals
from analysis.statistics.checks import Floats

COMPONENTS = ("opportunities", "win_rate", "won_amount", "cycle_days")
ONE_ERROR = 0.5  # any level gives back the same standard error


class VelocityChange(NamedTuple):
    """Change of a velocity between two periods, split into its four components."""

    before: float
    after: float
    change: float
    effects: pd.DataFrame


def pipeline_velocity(
    opportunities: pd.Series, win_rate: pd.Series, average_won_amount: pd.Series, cycle_days: pd.Series
) -> pd.Series:
    """Expected won amount per day: opportunities x win rate x average won amount / cycle days.

    Parameters
    ----------
    opportunities : Series of int
        Opportunities in the pipeline, one row per group.
    win_rate : Series of float, same index
        Share of the decided opportunities that were won, 0 to 1.
    average_won_amount : Series of float, same index
        Mean amount of a won deal, in the business currency.
    cycle_days : Series of float, same index
        Typical days from creation to won.

    Returns
    -------
    Series
        ``velocity``, in currency per day, on the same index; missing where any of the four is missing or the cycle
        has no length.

    Raises
    ------
    ValueError
        If a value is negative, a win rate exceeds 1, or the indexes differ.

    Examples
    --------
    >>> one = pd.Series
    >>> pipeline_velocity(one([50]), one([0.2]), one([9000.0]), one([45])).tolist()
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
    return pd.Series(checks.divided(worth, arrays["cycle days"]), index=opportunities.index, name="velocity")


def velocity_components(counts: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """The four components of pipeline velocity and the velocity itself, each with its interval.

    Parameters
    ----------
    counts : DataFrame
        One row per group with the counts ``open_opportunities``, ``decided``, ``won_opportunities``,
        ``won_with_amount``, ``cycles`` and the sums ``won_amount``, ``won_amount_squares``, ``cycle_days``,
        ``cycle_days_squares``.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        On the index of the counts, for each of ``COMPONENTS`` and ``velocity`` the columns of its name, of its name
        with ``_low`` and ``_high``, and with ``_error`` (standard error of its logarithm). Missing where nothing was
        observed; the interval of a mean is missing for fewer than two, that of a rate for fewer than one win.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, a success has no trial, or squares are too small for sums.

    Notes
    -----
    Delta method on the log scale: the squared errors of the four logarithms add up, as if the components were
    independent. Open opportunities count as Poisson, the win rate as binomial. Where large deals take longer, amount
    and cycle go together and the interval of their quotient is somewhat too wide.

    References
    ----------
    .. [1] Oehlert, G. W. (1992). A note on the delta method. The American Statistician 46, 27-29.
    """
    quantile = checks.normal_quantile(level)
    opportunities = checks.counts(counts["open_opportunities"], "Opportunities")
    won, decided = checks.successes_and_trials(counts["won_opportunities"], counts["decided"])
    amount = _mean(counts["won_amount"], counts["won_amount_squares"], counts["won_with_amount"])
    cycle = _mean(counts["cycle_days"], counts["cycle_days_squares"], counts["cycles"])
    one = np.ones(len(counts))
    rate_error = np.sqrt(np.maximum(checks.divided(one, won) - checks.divided(one, decided), 0))
    parts = {
        "opportunities": (opportunities, np.sqrt(checks.divided(one, opportunities))),
        "win_rate": (checks.divided(won, decided), rate_error),
        "won_amount": amount,
        "cycle_days": cycle,
    }
    velocity = pipeline_velocity(*(pd.Series(value, index=counts.index) for value, _ in parts.values()))
    parts["velocity"] = (velocity.to_numpy(), np.sqrt(sum((error**2 for _, error in parts.values()), 0 * one)))
    columns = {}
    for name, (value, error) in parts.items():
        spread = np.exp(quantile * error)
        highest = 1.0 if name == "win_rate" else np.inf
        columns[name] = value
        columns[f"{name}_low"], columns[f"{name}_high"] = value / spread, np.minimum(value * spread, highest)
        columns[f"{name}_error"] = error
    return pd.DataFrame(columns, index=counts.index)


def velocity_change(before: pd.Series, after: pd.Series, *, level: float = 0.95) -> VelocityChange:
    """Change of a velocity split exactly into opportunities, win rate, won amount and cycle.

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
        ``effect`` (currency per day; they add up to the change), ``factor`` (after over before, a shorter cycle above
        1), ``low`` and ``high`` (its interval) and ``is_clear`` (the interval excludes 1). All missing when a
        velocity is missing or 0.

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

    >>> row = {"opportunities": 10.0, "win_rate": 0.5, "won_amount": 80.0, "cycle_days": 20.0, "velocity": 20.0}
    >>> row |= {f"{name}_error": 0.1 for name in COMPONENTS}
    >>> twice = row | {"opportunities": 20.0, "velocity": 40.0}
    >>> velocity_change(pd.Series(row), pd.Series(twice)).effects["effect"].round(6).tolist()
    [20.0, 0.0, 0.0, 0.0]
    """
    quantile = checks.normal_quantile(level)
    first, last = float(before["velocity"]), float(after["velocity"])
    if not (first > 0 and last > 0):
        blank = pd.DataFrame(np.nan, index=list(COMPONENTS), columns=["effect", "factor", "low", "high"])
        return VelocityChange(first, last, last - first, blank.assign(is_clear=False))
    mean = first if np.isclose(first, last, rtol=1e-12) else (last - first) / np.log(last / first)
    rows = {}
    for name in COMPONENTS:
        larger, smaller = (before, after) if name == "cycle_days" else (after, before)
        log = float(np.log(larger[name] / smaller[name]))
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
    >>> own = pd.Series({"opportunities": 10, "win_rate": 0.5, "won_amount": 80.0, "cycle_days": 20, "velocity": 20.0})
    >>> other = pd.Series({"opportunities": 5, "win_rate": 0.6, "won_amount": 80.0, "cycle_days": 40})
    >>> gains_at_level(own, other).round(6).tolist()
    [-10.0, 4.0, 0.0, -10.0]
    """
    gains = {}
    for name in COMPONENTS:
        mine, theirs = float(own[name]), float(other[name])
        up, down = (mine, theirs) if name == "cycle_days" else (theirs, mine)
        gains[name] = float(own["velocity"]) * (up / down - 1) if down > 0 else checks.MISSING
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
