"""How many leads of another channel bring as much as what is lost."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.statistics.checks import Floats
from analysis.statistics.exposures import MONTH
from analysis.statistics.forecast import DRAWS, SEED, Drawn
from analysis.statistics.pipe import Group

YEAR = 365


def lead_values(group: Group, *, by_amount: bool, draws: int = DRAWS, seed: int = SEED) -> tuple[float, Floats]:
    """What a new lead brings within a year of its creation: chance to be won, times the mean amount of a win.

    Parameters
    ----------
    group : Group
        Whose leads.
    by_amount : bool
        Whether wins count with their amount; else each counts 1.
    draws : int, default 1000
        How many.
    seed : int
        Of the draws.

    Returns
    -------
    value : float
        Expected wins or amount per lead.
    drawn : ndarray of float, shape (draws,)
        Draws of it.
    """
    curve = group.curve
    chance = curve.open_before * curve.hazard
    drawn = Drawn.of(group, np.random.default_rng([seed, draws]), draws)
    within = drawn.ages <= YEAR
    won = drawn.hazard[:, within] @ curve.open_before[drawn.ages[within]] * drawn.relative
    value = float(chance[: YEAR + 1].sum()) * group.relative
    return (value * group.amounts.mean, won * drawn.mean) if by_amount else (value, won)


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
        leads a month), ``low``, ``high``; missing where a lead of it brings nothing.
    """
    missing, missing_drawn = 0.0, np.zeros(DRAWS)
    for place, group in enumerate(lost):
        value, drawn = lead_values(group, by_amount=by_amount, seed=SEED + 1 + place)
        missing += group.rate * MONTH * value * (1 - regained)
        missing_drawn += group.rate * MONTH * drawn * (1 - regained)
    rows = []
    for place, group in enumerate(others):
        value, drawn = lead_values(group, by_amount=by_amount, seed=SEED - 1 - place)
        row: dict[str, object] = {"label": group.name, "present": group.rate * MONTH}
        needed, low, high = np.nan, np.nan, np.nan
        if value > 0:
            needed = missing / value
            # A draw without any value would need endless leads: the upper end is then missing.
            needs = np.divide(missing_drawn, drawn, out=np.full(DRAWS, np.inf), where=drawn > 0)
            low, high = np.quantile(needs, [(1 - level) / 2, (1 + level) / 2], method="inverted_cdf")
        rows.append(row | {"needed": needed, "low": low, "high": high if np.isfinite(high) else np.nan})
    return pd.DataFrame(rows, columns=["label", "present", "needed", "low", "high"])
