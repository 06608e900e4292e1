"""How many leads of another channel bring as much as what is lost."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.forecast import Outcome
from analysis.statistics.horizon import MONTH
from analysis.statistics.pipe import BORROWED_WINS, Group

YEAR = 365


def lead_value(group: Group, *, by_amount: bool) -> Outcome:
    """What a new lead brings within a year of its creation: chance to be won, times the mean amount of a win.

    Parameters
    ----------
    group : Group
        Whose leads.
    by_amount : bool
        Whether wins count with their amount; else each counts 1.

    Returns
    -------
    Outcome
        Expected wins or amount per lead, and how uncertain that is.
    """
    certain = float(group.curve.won.sum())
    error = 1 / certain if certain > 0 else 0.0
    error += 0.0 if group.is_whole else 1 / (group.won + BORROWED_WINS)
    value = float(group.curve.won_by(YEAR + 1)[-1]) * group.relative
    if by_amount:
        value, error = value * group.amounts.mean, error + group.amounts.error
    return Outcome(value, value**2 * error)


def replacement(
    lost: Sequence[Group], others: Sequence[Group], *, regained: float, by_amount: bool, level: float
) -> pd.DataFrame:
    """Leads a month that each other channel would have to add.

    Parameters
    ----------
    lost : sequence of Group
        What stops: its new leads at the recent rate are to be replaced.
    others : sequence of Group
        Channels that go on.
    regained : float
        Share of the lost leads that comes in another way after all, 0 to 1.
    by_amount : bool
        Whether the won amount is to be replaced; else the number of wins.
    level : float
        Two-sided coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        One row per other channel, in their order: ``label``, ``present`` (its leads a month now), ``needed`` (more
        leads a month), ``low``, ``high`` (on the log scale); missing where a lead of it brings nothing.
    """
    quantile = checks.normal_quantile(level)
    missing = variance = 0.0
    for group in lost:
        leads, each = group.rate * MONTH * (1 - regained), lead_value(group, by_amount=by_amount)
        missing, variance = missing + leads * each.mean, variance + leads**2 * each.variance
    rows = []
    for group in others:
        each = lead_value(group, by_amount=by_amount)
        needed = low = high = np.nan
        if each.mean > 0:
            needed = missing / each.mean
            log_variance = each.variance / each.mean**2 + (variance / missing**2 if missing > 0 else 0.0)
            spread = float(np.exp(quantile * np.sqrt(log_variance)))
            low, high = needed / spread, needed * spread
        rows.append({"label": group.name, "present": group.rate * MONTH, "needed": needed, "low": low, "high": high})
    return pd.DataFrame(rows, columns=["label", "present", "needed", "low", "high"])
