"""What the one-page brief of Balance says beside the page's own words."""

from analysis.statistics.checks import Interval
from analysis.statistics.coverage import Coverage
from pages.leadership.balance.words import velocity
from pages.parts import labels
from pages.parts.words import common

HEADING = "Pipeline balance: inbound and outbound"
INTERVALS = (
    "Brackets and lines are 95 % intervals: Wilson for shares and rates, Student for averages, delta method for "
)
DEFINITIONS = (
    ("Inbound, outbound", "The buyer moved first, or we did; a lead has the motion of the channel that created it."),
    ("Opportunity", "A lead of the period that reached opportunity or a later stage."),
    ("Velocity", f"{common.capital(velocity.IN_SHORT)}."),
    ("Status", "Strong: the 95 % interval lies on one side of the threshold; weak: the 80 % interval does."),
    ("Intervals", f"{INTERVALS}velocity. Nothing here shows what caused a win."),
)
COVERED = (
    "Open amount over what remains of the quarter's target. Needed: 1 / win rate by amount, of opportunities that had "
    "the conversion window. Weighted: each channel's open amount times its own win rate by amount."
)


def definitions(*, has_targets: bool) -> tuple[tuple[str, str], ...]:
    """The terms that the page uses."""
    return (*DEFINITIONS[:3], *((("Coverage", COVERED),) if has_targets else ()), *DEFINITIONS[3:])


def between(interval: Interval) -> str:
    """An interval in small print."""
    return "" if interval.is_missing else f"95 %: {labels.share_range(interval.low, interval.high)}"


def coverage(whole: Coverage, remaining: str) -> str:
    """What the coverage means."""
    if whole.remaining == 0:
        return "The quarter's target is met"
    needed = "" if whole.needed.is_missing else f"needed {labels.times(whole.needed.estimate)}"
    worth = "" if whole.enough.is_missing else f"weighted {labels.times(whole.enough.estimate)} what remains"
    return common.grey_line(f"{remaining} remains this quarter", needed, worth)
