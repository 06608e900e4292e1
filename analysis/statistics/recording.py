"""Whether wins were recorded from the start (left truncation)."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.survival import conversion_by, kaplan_meier

# So improbable must the silence before the first win be, that its leads count as not observed from the start.
IMPROBABLE = 0.001


class Recording(NamedTuple):
    """What the silence before the first recorded win says.

    Attributes
    ----------
    leads : int
        Leads created before the first recorded win.
    expected : float
        Wins that these leads would have had by then, had they won like the leads created since.
    probability : float
        Chance of seeing none of them, 0 to 1.
    is_late : bool
        Whether recording began later than the leads: those leads were not observed from the start.
    """

    leads: int
    expected: float
    probability: float
    is_late: bool


def recording_start(counts: pd.DataFrame) -> Recording:
    """Tell a late start of recording from a slow start of winning.

    The leads created since the first recorded win give a curve of wins by age (Kaplan-Meier). Applied to the leads
    created before, it gives the wins that should have come before the first one. None did: with ``expected`` wins the
    chance of that is ``exp(-expected)`` (Poisson).

    Parameters
    ----------
    counts : DataFrame
        Columns ``is_before`` (bool), ``days``, ``leads`` and ``won`` (counts): for leads created before the first
        recorded win the days until the day before it, for the others the days to their win or to their last
        observation.

    Returns
    -------
    Recording
        With ``is_late`` False where nothing speaks against a start from the beginning.

    Raises
    ------
    ValueError
        If a count is negative or more leads won than there are.
    """
    checks.successes_and_trials(counts["won"], counts["leads"])
    is_before = counts["is_before"].astype(bool)
    before, since = counts[is_before], counts[~is_before]
    leads = int(before["leads"].sum())
    if leads == 0 or since["won"].sum() == 0:
        return Recording(leads, 0.0, 1.0, is_late=False)
    curve = kaplan_meier(
        pd.DataFrame({"days": since["days"], "exited": since["won"], "censored": since["leads"] - since["won"]})
    )
    # Beyond the last watched day the curve is not known: as far as it is known counts, which errs towards silence.
    reached = before["days"].clip(upper=int(curve.index.max()))
    won_by = conversion_by(curve, sorted(reached.unique()))["rate"]
    expected = float((before["leads"].to_numpy() * won_by.reindex(reached).to_numpy()).sum())
    probability = float(np.exp(-expected))
    return Recording(leads, expected, probability, is_late=probability < IMPROBABLE)
