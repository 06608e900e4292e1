"""For how many days leads are followed before their conversion counts."""

import pandas as pd

from analysis.statistics import checks

SHORTER = (90, 60, 30, 14, 7)  # days, where the usual window is too long
LEFT_IN = 1 / 3  # share of the leads: a window that leaves in fewer says nothing of them
WHOLE_CYCLE = 0.95  # share of the wins that a window should hold


def window_of_period(whole: int, twice_median_age: float) -> int:
    """The longest window that half of a period's days have been watched for.

    Parameters
    ----------
    whole : int
        The usual window in days.
    twice_median_age : float
        Age of the period's first day plus that of its last, in days.

    Returns
    -------
    int
        Days: the usual window or the longest of ``SHORTER``; the shortest of them where none is short enough.

    Examples
    --------
    >>> window_of_period(180, 365 + 0), window_of_period(180, 90 + 0)
    (180, 30)
    """
    windows = _windows(whole)
    return next((days for days in windows if 2 * days <= twice_median_age), windows[-1])


def window_of_cycle(longest: int, observed: pd.Series, won: pd.Series) -> int:
    """A window that leaves most leads in the count, and holds the usual way to a win where it can.

    Parameters
    ----------
    longest : int
        Days; returned where it leaves in at least ``LEFT_IN`` of the leads.
    observed : Series of int
        Leads by the number of days (the index) that they have been watched for.
    won : Series of int
        Wins by the number of days (the index) from creation to win.

    Returns
    -------
    int
        Days: else the shortest usual window in which 95% of the wins came, or the longest that half of the leads have
        been watched for, whichever is shorter; never longer than ``longest``.

    Raises
    ------
    ValueError
        If a count is missing, negative or not whole.

    Examples
    --------
    >>> observed, won = pd.Series({200: 150, 60: 2640}), pd.Series({3: 90, 10: 8, 40: 2})
    >>> window_of_cycle(180, observed, won)
    14
    """
    leads = checks.counts(observed, "observed")
    wins = pd.Series(checks.counts(won, "won"), index=won.index).sort_index().cumsum()
    total = leads.sum()
    if not total:
        return longest
    windows = _windows(longest)
    kept = {days: float(leads[observed.index >= days].sum() / total) for days in windows}
    if kept[longest] >= LEFT_IN:
        return longest
    half = next((days for days in windows if kept[days] >= 0.5), windows[-1])
    if wins.empty or not wins.iloc[-1]:
        return half
    cycle = int(wins[wins >= WHOLE_CYCLE * wins.iloc[-1]].index[0])
    return min(half, min((days for days in windows if days >= cycle), default=longest))


def _windows(longest: int) -> list[int]:
    """The usual windows up to a longest one, that one first."""
    return [longest, *(days for days in SHORTER if days < longest)]
