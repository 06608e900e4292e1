"""Pipeline velocity: what a pipeline is worth per day."""

import numpy as np
import pandas as pd

from analysis.statistics import checks


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
