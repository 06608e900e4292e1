"""Whether wins were recorded from the start (left truncation), and what was recorded with them."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import UNKNOWN, Interval
from analysis.statistics.proportions import share_interval
from analysis.statistics.standardisation import like_for_like
from analysis.statistics.survival import conversion_by, kaplan_meier

# So improbable must the silence before the first win be, that its leads count as not observed from the start.
IMPROBABLE = 0.001
# A value that is known for less than four fifths as many of the one as of the other: rates among the leads with a value
# are then off by a quarter and more.
MATERIAL = 0.2


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


class WithOutcome(NamedTuple):
    """Whether a value is recorded with the outcome.

    Attributes
    ----------
    won, others : Interval
        Share of the won leads, and of all others, of which the value is known.
    gap : Interval
        The first share minus the second, each stratum weighted by its leads.
    is_clear : bool
        Whether the gap surely is a fifth or more of the larger share.
    is_ruled_out : bool
        Whether it surely is less, to either side.
    """

    won: Interval = UNKNOWN
    others: Interval = UNKNOWN
    gap: Interval = UNKNOWN
    is_clear: bool = False
    is_ruled_out: bool = False


def known_with_outcome(counts: pd.DataFrame, *, comparisons: int = 1) -> WithOutcome:
    """Compare how often a value is known of won leads and of all others.

    A value that is filled in at the win is known of the winners: any rate among the leads with a value is then a rate
    among winners. The shares are compared within strata (when a lead was created, through which channel), so that a
    habit that begins late, or a channel that has no such value, is not taken for it.

    Parameters
    ----------
    counts : DataFrame
        One row per stratum: ``won`` and ``others`` (leads), ``known_won`` and ``known_others`` (of these, those with a
        value).
    comparisons : int, default 1
        How many values are looked at: the intervals hold for all of them together (Bonferroni).

    Returns
    -------
    WithOutcome
        Missing, and neither clear nor ruled out, where nobody won or everybody did.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole, or more leads are known than there are.

    References
    ----------
    .. [1] Rubin, D. B. (1976). Inference and missing data. Biometrika 63, 581-592.
    .. [2] Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions.
       Statistics in Medicine 17, 873-890.
    """
    level = 1 - 0.05 / comparisons
    columns = ("known_won", "won", "known_others", "others")
    known_won, won, known_others, others = (int(counts[name].sum()) for name in columns)
    sides = share_interval(known_won, won), share_interval(known_others, others)
    fair = like_for_like(*(counts[name] for name in columns), level=level)
    gap = fair.raw if fair.standardised.is_missing else fair.standardised
    if gap.is_missing:
        return WithOutcome(*sides)
    larger = max(side.estimate for side in sides)
    return WithOutcome(
        *sides,
        gap,
        is_clear=max(gap.low, -gap.high) > MATERIAL * larger,
        is_ruled_out=max(gap.high, -gap.low) < MATERIAL * larger,
    )
