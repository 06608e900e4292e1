"""How much of a spend has come back by which age, where some of it is too young to tell."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks


class Payback(NamedTuple):
    """The month by which a spend has come back; nan where it has not yet.

    ``earliest`` and ``latest`` are the months in which the upper and the lower bound of what has come back cover the
    spend.
    """

    months: float
    earliest: float
    latest: float


def recovery_curve(cohorts: pd.DataFrame, returns: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Amount that has come back per unit of spend, by age: the mean cumulative function.

    At each age only the cohorts that have been observed through it count, in what came back and in what was spent: a
    young cohort gives what it can and never looks like one that brings nothing.

    Parameters
    ----------
    cohorts : DataFrame
        One row per cohort: ``spend`` (positive) and ``observed``, the last whole age it was observed through (-1 is
        none).
    returns : DataFrame
        ``cohort`` (in the index of ``cohorts``), ``age``, ``amount`` and ``squares``, the sum of the squares of the
        single amounts. Ages beyond those observed are left out.
    level : float, default 0.95
        Two-sided coverage of the bounds.

    Returns
    -------
    DataFrame
        Index ``age`` from 0 to the last age that any cohort was observed through; ``recovered`` (amount per unit of
        spend), ``low``, ``high`` (amounts as a compound Poisson process, on the log scale; missing before the first
        amount) and ``spend`` that was observed through the age.

    Raises
    ------
    ValueError
        If a spend is not positive, or the level is not between 0 and 1.

    References
    ----------
    .. [1] Nelson, W. (1995). Confidence limits for recurrence data, applied to cost or number of product repairs.
       Technometrics 37, 147-157.
    """
    checks.check_level(level)
    if (cohorts["spend"] <= 0).any():
        raise ValueError("Every cohort must have a positive spend.")
    ages = pd.RangeIndex(int(cohorts["observed"].max()) + 1 if len(cohorts) else 0, name="age")
    spend, observed = cohorts["spend"].to_numpy(), cohorts["observed"].to_numpy()
    at_risk = pd.Series([spend[observed >= age].sum() for age in ages], ages, dtype=float)
    seen = returns[returns["age"] <= returns["cohort"].map(cohorts["observed"])]
    sums = seen.groupby("age")[["amount", "squares"]].sum().reindex(ages, fill_value=0.0).astype(float)
    recovered = (sums["amount"] / at_risk).cumsum()
    error = np.sqrt((sums["squares"] / at_risk**2).cumsum()) / recovered.where(recovered > 0)
    spread = np.exp(checks.normal_quantile(level) * error)
    return pd.DataFrame(
        {"recovered": recovered, "low": recovered / spread, "high": recovered * spread, "spend": at_risk}
    )


def payback(curve: pd.DataFrame, margin: float = 1.0) -> Payback:
    """The first age by which the margin of what has come back covers the spend.

    Parameters
    ----------
    curve : DataFrame
        As ``recovery_curve`` returns it.
    margin : float, default 1.0
        Share of an amount that remains after its own cost.

    Returns
    -------
    Payback
        Ages; nan where it is not covered by the last observed age.
    """
    reached = (curve[["recovered", "high", "low"]] * margin >= 1).to_numpy()
    return Payback(*(float(column.argmax()) if column.any() else float("nan") for column in reached.T))
