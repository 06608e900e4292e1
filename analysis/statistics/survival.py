"""Time until something happens when not everyone has been watched to the end: Kaplan-Meier and Aalen-Johansen."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.statistics import checks
from analysis.statistics.checks import MISSING, Floats
from analysis.statistics.proportions import wilson_bounds


def kaplan_meier(counts: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Share that has not yet left, by age, from counts per day.

    Parameters
    ----------
    counts : DataFrame
        Columns ``days`` (age, 0 or more), ``exited`` (how many left at that age) and ``censored`` (how many were
        last seen at that age, still there). Several rows of one day are added up.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Index ``day`` (ascending: day 0 and each day of the input with a count). Columns ``at_risk`` (watched just
        before the exits of that day; those censored on a day are still at risk on it), ``survival``, ``low``,
        ``high`` (shares, 0 to 1). Log-log Greenwood intervals; before the first exit and once everyone has left,
        where they do not exist, Wilson's for none and for all of those watched. Empty when nobody was watched.

    Raises
    ------
    ValueError
        If a column or a count is missing, negative or not whole, or a day is missing or negative.

    References
    ----------
    .. [1] Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete observations. JASA 53, 457-481.
    .. [2] Kalbfleisch, J. D. and Prentice, R. L. (2002). The Statistical Analysis of Failure Time Data, 2nd ed.,
       section 1.4 (the log-log interval).
    """
    daily = _daily(counts, ["exited"])
    at_risk, exited = _at_risk(daily), daily["exited"].to_numpy(dtype=np.float64)
    survival, survival_before = _survival(exited, at_risk)
    variance = survival**2 * _greenwood(exited, at_risk)
    low, high = _log_log_interval(survival, variance, at_risk / survival_before, level)
    return pd.DataFrame(
        {"at_risk": at_risk.astype(np.int64), "survival": survival, "low": low, "high": high}, index=daily.index
    )


def quantile(curve: pd.DataFrame, q: float) -> float:
    """Day by which a share q has left.

    Parameters
    ----------
    curve : DataFrame
        As `kaplan_meier` returns it.
    q : float
        Share that has left: 0.5 for the median, 0.9 for p90.

    Returns
    -------
    float
        First day on which survival is at or below 1 - q; missing when the curve never falls that far.

    Raises
    ------
    ValueError
        If ``q`` is not strictly between 0 and 1.
    """
    if not 0 < q < 1:
        raise ValueError(f"The quantile must lie strictly between 0 and 1, not {q}.")
    fallen = curve.index[curve["survival"] <= 1 - q + 1e-12]
    return float(fallen[0]) if len(fallen) else MISSING


def conversion_by(curve: pd.DataFrame, days: int | Sequence[int]) -> pd.DataFrame:
    """Share that has left by given ages: 1 - survival.

    Parameters
    ----------
    curve : DataFrame
        As `kaplan_meier` returns it.
    days : int or sequence of int
        Ages in days, 0 or more.

    Returns
    -------
    DataFrame
        Index ``day``, columns ``rate``, ``low``, ``high`` (shares, 0 to 1). Missing beyond the last day of the
        curve, where nobody was watched any more, unless everyone has left by then.

    Raises
    ------
    ValueError
        If a day is negative.
    """
    asked = pd.Index(np.atleast_1d(np.asarray(days, dtype=np.int64)), name="day")
    if min(asked, default=0) < 0:
        raise ValueError("Days must not be negative.")
    if curve.empty:
        return pd.DataFrame(np.nan, index=asked, columns=["rate", "low", "high"])
    known = curve.reindex(asked, method="ffill")
    if curve["survival"].iloc[-1] > 0:
        known = known[known.index <= curve.index[-1]].reindex(asked)
    return pd.DataFrame({"rate": 1 - known["survival"], "low": 1 - known["high"], "high": 1 - known["low"]})


def aalen_johansen(counts: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Share that has left by each of several causes that exclude one another, by age.

    Parameters
    ----------
    counts : DataFrame
        Columns ``days`` (age, 0 or more), ``censored`` and one column of counts per cause, named after it. Several
        rows of one day are added up.
    level : float, default 0.95
        Two-sided coverage, strictly between 0 and 1.

    Returns
    -------
    DataFrame
        Index ``cause``, ``day`` (``result.loc["won"]`` is one curve). Columns ``at_risk``, ``incidence``, ``low``,
        ``high`` (shares, 0 to 1). Log-log intervals of the Gaynor (delta method) variance, which are Kaplan-Meier's
        when there is one cause; Wilson's where none or all have left by the cause.

    Raises
    ------
    ValueError
        If a column or a count is missing, negative or not whole, a day is missing or negative, or no cause is given.

    References
    ----------
    .. [1] Aalen, O. O. and Johansen, S. (1978). An empirical transition matrix for non-homogeneous Markov chains
       based on censored observations. Scandinavian Journal of Statistics 5, 141-150.
    .. [2] Gaynor, J. J. et al. (1993). On the use of cause-specific failure and conditional failure probabilities.
       JASA 88, 400-409.
    """
    causes = [column for column in counts.columns if column not in ("days", "censored")]
    if not causes:
        raise ValueError("At least one cause is needed beside days and censored.")
    daily = _daily(counts, causes)
    at_risk, exited = _at_risk(daily), daily[causes].to_numpy().sum(axis=1)
    _, survival_before = _survival(exited, at_risk)
    curves = {}
    for cause in causes:
        by_cause = daily[cause].to_numpy()
        incidence = np.cumsum(survival_before * by_cause / at_risk)
        variance = _incidence_variance(incidence, survival_before, by_cause, exited, at_risk)
        remain_low, remain_high = _log_log_interval(1 - incidence, variance, at_risk / survival_before, level)
        curves[cause] = pd.DataFrame(
            {
                "at_risk": at_risk.astype(np.int64),
                "incidence": incidence,
                "low": 1 - remain_high,
                "high": 1 - remain_low,
            },
            index=daily.index,
        )
    return pd.concat(curves, names=["cause", "day"])


def share_in_the_end(counts: pd.DataFrame, cause: str) -> tuple[float, float]:
    """Share that leaves by a cause, told from a period in which some were already there when it began.

    Parameters
    ----------
    counts : DataFrame
        Columns ``days`` (age, 0 or more), ``joined`` (how many had this age on the day before the period: they are
        watched from the next age on), ``censored`` (still there when the period ended) and one column of counts per
        cause. Several rows of one day are added up.
    cause : str
        Name of the column whose share is told.

    Returns
    -------
    share : float
        By the oldest age that was seen, 0 to 1; missing when nobody was watched.
    error : float
        Its standard error.

    Raises
    ------
    ValueError
        If a column or a count is missing, negative or not whole, a day is missing or negative, or more joined than
        were seen later.

    Notes
    -----
    Aalen and Johansen's estimate with delayed entry: as a life table of a period, it follows nobody from beginning to
    end, but puts together what happened at each age in the same days. Ages at which nobody was watched change nothing.

    References
    ----------
    .. [1] Andersen, P. K., Borgan, O., Gill, R. D. and Keiding, N. (1993). Statistical Models Based on Counting
       Processes, sections III.4 (left truncation) and IV.4.

    Examples
    --------
    Two are watched from the beginning, one is won; a third joins after its first day, and is lost on its third.

    >>> seen = {"days": [1, 2, 2, 1, 3], "joined": [0, 0, 0, 1, 0], "censored": [0, 0, 0, 0, 0]}
    >>> seen |= {"won": [0, 1, 0, 0, 0], "lost": [0, 0, 1, 0, 1]}
    >>> round(share_in_the_end(pd.DataFrame(seen), "won")[0], 6)
    0.333333
    """
    causes = [column for column in counts.columns if column not in ("days", "joined", "censored")]
    daily = _daily(counts, [*causes, "joined"])
    if daily.empty or daily.drop(columns="joined").to_numpy().sum() == 0:
        return MISSING, MISSING
    left = daily[[*causes, "censored"]].sum(axis=1) - daily["joined"]
    at_risk = left.to_numpy(dtype=np.float64)[::-1].cumsum()[::-1]
    if (at_risk < 0).any():
        raise ValueError("No more can have joined than were seen later.")
    seen, at_risk = daily[at_risk > 0], at_risk[at_risk > 0]
    exited, by_cause = seen[causes].to_numpy().sum(axis=1), seen[cause].to_numpy()
    _, survival_before = _survival(exited, at_risk)
    incidence = np.cumsum(survival_before * by_cause / at_risk)
    variance = _incidence_variance(incidence, survival_before, by_cause, exited, at_risk)
    return float(min(incidence[-1], 1.0)), float(np.sqrt(variance[-1]))


def _daily(counts: pd.DataFrame, exits: list[str]) -> pd.DataFrame:
    """Counts per day, ascending: day 0 and the days with a count; empty when there is no count at all."""
    needed = ["days", *exits, "censored"]
    absent = [column for column in needed if column not in counts.columns]
    if absent:
        raise ValueError(f"The counts need the columns {', '.join(needed)}; {', '.join(absent)} is not there.")
    days = pd.Index(checks.counts(counts["days"], "Days").astype(np.int64), name="day")
    columns = {column: checks.counts(counts[column], f"Counts of {column}") for column in needed[1:]}
    daily = pd.DataFrame(columns, index=days).groupby(level="day", sort=True).sum()
    daily = daily[daily.sum(axis=1) > 0]
    if daily.empty or daily.index[0] == 0:
        return daily
    return pd.concat([pd.DataFrame(0.0, index=pd.Index([0], name="day"), columns=daily.columns), daily])


def _at_risk(daily: pd.DataFrame) -> Floats:
    leaving = daily.to_numpy(dtype=np.float64).sum(axis=1)
    at_risk: Floats = leaving[::-1].cumsum()[::-1]
    return at_risk


def _survival(exited: Floats, at_risk: Floats) -> tuple[Floats, Floats]:
    """Survival after and before the exits of each day."""
    survival = np.cumprod(1 - exited / at_risk).astype(np.float64)
    return survival, np.concatenate([[1.0], survival[:-1]])


def _greenwood(exited: Floats, at_risk: Floats) -> Floats:
    """Running sum of d / (n (n - d)); the day on which everyone left adds nothing, its survival being 0."""
    remaining = at_risk - exited
    total: Floats = np.cumsum(np.divide(exited, at_risk * remaining, out=np.zeros_like(exited), where=remaining > 0))
    return total


def _incidence_variance(
    incidence: Floats, survival_before: Floats, by_cause: Floats, exited: Floats, at_risk: Floats
) -> Floats:
    """Gaynor's variance: sums over earlier days j of terms in I(t) - I(j), expanded so that each is a running sum."""
    remaining = at_risk - exited
    hazard = np.divide(exited, at_risk * remaining, out=np.zeros_like(exited), where=remaining > 0)
    own = survival_before**2 * by_cause * (at_risk - by_cause) / at_risk**3
    cross = survival_before * by_cause / at_risk**2
    squared = (
        incidence**2 * np.cumsum(hazard)
        - 2 * incidence * np.cumsum(incidence * hazard)
        + np.cumsum(incidence**2 * hazard)
    )
    mixed = incidence * np.cumsum(cross) - np.cumsum(incidence * cross)
    variance: Floats = np.maximum(squared + np.cumsum(own) - 2 * mixed, 0)
    return variance


def _log_log_interval(remaining: Floats, variance: Floats, watched: Floats, level: float) -> tuple[Floats, Floats]:
    """Bounds of the share remaining; ``watched`` are those at risk and those who left before, censored ones not."""
    z = checks.normal_quantile(level)
    low, high = np.empty_like(remaining), np.empty_like(remaining)
    inside = (remaining > 1e-12) & (remaining < 1 - 1e-12)
    logarithm = np.log(remaining[inside])
    error = np.sqrt(variance[inside]) / (remaining[inside] * np.abs(logarithm))
    low[inside] = np.exp(logarithm * np.exp(z * error))
    high[inside] = np.exp(logarithm * np.exp(-z * error))
    low[~inside], high[~inside] = wilson_bounds(np.round(remaining[~inside]), watched[~inside], level)
    if len(remaining) > 1 and remaining[-1] <= 1e-12:
        # Less can remain than the day before, never more.
        high[-1] = min(high[-1], high[-2])
    return np.minimum(low, remaining), np.maximum(high, remaining)
