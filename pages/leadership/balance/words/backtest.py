"""What the view Back-test of Balance says: whether forecasts made earlier held."""

import pandas as pd

from analysis.statistics.checks import Interval
from pages.parts import labels
from pages.parts.words import common

NOTHING_TO_CHECK = "There is no earlier forecast to check yet"
COME_BACK = "It takes twelve weeks of history and 10 wins before a whole quarter or month. Load more history, or wait."
DEFINITION = (
    "The forecast as Coverage makes it, from what was known on the evening before each period, in its middle and two "
    "weeks before its end, against the amount that was won in the period. Held: it fell into the 80% band. Interval "
    "of the share: Wilson, 95%, with as many trials as there are different periods: forecasts of one period are "
    "not independent of one another."
)
CHANCE_DEFINITION = (
    "Brier score: mean squared distance of the chance to reach the target from what happened (1 or 0); 0 is best. Past "
    "share: what always saying the share of these periods that reached their target would have scored. Periods without "
    "a target for each of their months are left out."
)
RELIABILITY_DEFINITION = (
    "All leads that were open before a period began, by the tenth of their chance to be won within 60 days as it was "
    "told then; the share of them that was won by then, with Wilson's interval (95%). A chance that is told right "
    "lies within."
)
PIPE_DEFINITION = (
    "What the leads that were open before a period began were expected to bring by its end, and what was won of them "
    "by then."
)
OWNERS_DEFINITION = (
    "What the open leads of each owner were expected to bring by the end of the period that followed, summed over the "
    "periods, and what was won of them. Interval: 95%, exact Poisson for the wins. The owner is the lead's of today."
)

WIDEST = 0.5  # of an interval that says whether the band holds; six periods or so make it narrower


def title(held: Interval, level: float, kind: str) -> str:
    """Whether the band held."""
    seen = (
        f"{labels.share(held.estimate, 0)} of the forecasts of a {kind} were right within the range that they gave, "
        f"{labels.share(level, 0)} should be"
    )
    if held.low > level:
        return f"Forecasts are surer than they say: {seen}"
    if held.high < level:
        return f"Forecasts are less sure than they say: {seen}"
    if held.high - held.low > WIDEST:
        return f"Whether forecasts hold cannot be told yet: {seen}"
    return f"Forecasts held: {seen}"


def facts(checked: pd.DataFrame, kind: str) -> str:
    """What was checked."""
    return common.grey_line(
        f"{common.counted(checked['made_on'].nunique(), 'earlier forecast')}",
        f"{common.counted(checked['period'].nunique(), f'whole {kind}')}",
    )


def ratio_title(expected: float, actual: float, kind: str) -> str:
    """Forecast against outcome, over all periods."""
    if actual <= 0:
        return "Nothing was won in these periods"
    return f"Over all {kind}s {off(expected / actual)}"


def off(ratio: float) -> str:
    """How far a sum of forecasts lies from the sum of outcomes."""
    if abs(ratio - 1) < 0.005:
        return "as much came as was expected"
    return f"{labels.share(abs(1 / ratio - 1), 0)} {'less' if ratio > 1 else 'more'} came than was expected"


def chance_title(brier: float, climatology: float) -> str:
    """Whether the chance to reach the target said anything."""
    if labels.is_missing(brier):
        return "No past period has a target for each of its months"
    scores = f"it is off by {brier:.2f} against {climatology:.2f}, where 0 is best"
    if climatology == 0:
        return f"The chance to reach the target cannot be judged, as all periods ended alike: {scores}"
    better = "says more than" if brier < climatology else "says no more than"
    return f"The chance to reach the target {better} the past share would: {scores}"


def reliability_title(inside: int, tenths: int) -> str:
    """In how many tenths the chance was told right."""
    groups = common.counted(tenths, "group")
    return f"In {inside} of {groups} of leads as many were won as their chance had said"


def pipe_title(expected: float, won: float) -> str:
    """Weighted pipeline over what was won of it."""
    if won <= 0:
        return "Nothing was won of the leads that were open"
    return f"The weighted pipeline was {labels.share(expected / won, 0)} of what was won of it later"


def owners_title(inside: int, owners: int) -> str:
    """Of how many owners the forecast held."""
    return f"As far as chance goes, {inside} of {common.counted(owners, 'owner')} won as much as was expected"


def tenth(number: int) -> str:
    """A tenth of the chance."""
    return f"{number * 10} to {number * 10 + 10}%"
