"""What the back-test of the stress test says."""

import pandas as pd

from analysis.statistics.checks import Interval
from pages.leadership.stress.stoppage import Stoppage
from pages.leadership.stress.words.stoppage import names
from pages.parts import labels
from pages.parts.words import common

NOTHING_TO_CHECK = "There is no earlier forecast to check yet"
COME_BACK = "A forecast needs some months of history before it, and whole months after it. Load more history, or wait."
DEFINITION = (
    "The forecast as the page makes it, from the data as it stood at the end of each earlier month, against the wins "
    "that then came. Held: the month fell into its 90% band. Interval of the share: Wilson, 95%, with as many trials "
    "as there are different months, because forecasts of one month are not independent of one another."
)


def title(held: Interval, level: float) -> str:
    """Whether the band held.

    Parameters
    ----------
    held : Interval
        Share of months within the band.
    level : float
        What the band promises.

    Returns
    -------
    str
        The title.
    """
    promised = labels.share(level, 0)
    seen = f"{share(held)} of months came out within the range that was given for them, {promised} should"
    if held.low > level:
        return f"Forecasts are surer than they say: {seen}"
    if held.high < level:
        return f"Forecasts are less sure than they say: {seen}"
    return f"Forecasts held: {seen}"


def facts(checked: pd.DataFrame) -> str:
    """What was checked."""
    made = common.counted(checked["made_on"].nunique(), "earlier forecast")
    months = common.counted(checked["month"].nunique(), "month")
    return f"{made} of up to six months each, {months} of results"


def share(held: Interval) -> str:
    """Share of months within the band."""
    return labels.share(held.estimate, 0)


def kpi(series: str, by_amount: bool) -> str:
    """What a share of months is of."""
    what = "amount" if by_amount else "wins"
    return f"Held: {'all' if series == 'all' else 'own'} {what}"


def kpi_help(held: Interval, rows: int, months: int) -> str:
    """What the share rests on."""
    return (
        f"Within the 90% band: {labels.share(held.estimate)} of {rows} forecasts of {common.counted(months, 'month')}."
        f" 95% interval {labels.share_range(held.low, held.high)}."
    )


def series_name(series: str, by_amount: bool, stoppage: Stoppage) -> str:
    """What was forecast, for a table."""
    who = "All" if series == "all" else labels.without_markdown(names(stoppage))
    return f"{who}: {'won amount' if by_amount else 'wins'}"


def series_title(series: str, stoppage: Stoppage, held: Interval, rows: pd.DataFrame) -> str:
    """How the forecasts of one series fared."""
    who = "All channels together" if series == "all" else common.capital(names(stoppage))
    total = float(rows["expected"].sum())
    if total <= 0:
        return f"{who}: nothing was forecast"
    ratio = float(rows["actual"].sum()) / total
    off = (
        "as much came as forecast"
        if abs(ratio - 1) < 0.005
        else f"{labels.share(abs(ratio - 1), 0)} {'more' if ratio > 1 else 'less'} came than forecast"
    )
    return f"{who}: {share(held)} of forecasts held; in all {off}"


def series_subtitle(currency: str) -> str:
    """What is drawn."""
    unit = f"Won amount in {currency}" if currency else "Number of wins"
    return f"{unit} by month: the earliest forecast of each month with its 90% band, and what happened"


def table_title(checked: pd.DataFrame) -> str:
    """Whether forecasts far ahead hold as well as near ones."""
    own = checked[checked["series"] == "all"]
    held = (own["actual"] >= own["low"]) & (own["actual"] <= own["high"])
    near, far = held[own["ahead"] <= 3], held[own["ahead"] > 3]
    if far.empty:
        return "Only the first months ahead can be checked yet"
    return (
        f"Up to three months ahead {labels.share(near.mean(), 0)} held, four to six months ahead "
        f"{labels.share(far.mean(), 0)}"
    )
