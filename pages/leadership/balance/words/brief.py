"""What the one-page brief of Balance says beside the page's own words."""

from analysis.balance.targets import ALL, Targets
from analysis.statistics.checks import Interval
from pages.leadership.balance.words import velocity
from pages.parts import labels
from pages.parts.words import common

HEADING = "Pipeline balance: inbound and outbound"
INTERVALS = "Brackets and lines are 95% intervals: Wilson for shares and rates, Student for averages, delta method for "
DEFINITIONS = (
    ("Inbound, outbound", "The buyer moved first, or we did; a lead has the motion of the channel that created it."),
    ("Opportunity", "A lead of the period that reached opportunity or a later stage."),
    ("Velocity", f"{common.capital(velocity.IN_SHORT)}."),
    ("Status", "Clear: the 95% interval lies on one side of the threshold; weak: the 80% interval does."),
    ("Intervals", f"{INTERVALS}velocity. Nothing here shows what caused a win."),
)
COVERED = (
    "That what is won by the end of the quarter reaches its target. Expected: won so far, and what open and new leads "
    "bring, given how long each has been waiting at its stage."
)


def definitions(*, has_targets: bool) -> tuple[tuple[str, str], ...]:
    """The terms that the page uses."""
    return (*DEFINITIONS[:3], *((("Chance to reach the target", COVERED),) if has_targets else ()), *DEFINITIONS[3:])


def between(interval: Interval) -> str:
    """An interval in small print."""
    return "" if interval.is_missing else f"95%: {labels.share_range(interval.low, interval.high)}"


def coverage(targets: Targets, currency: str) -> str:
    """What is expected of the quarter against its target."""
    whole = targets.of(ALL)
    name = targets.period.name if targets.period is not None else ""
    if whole["remaining"] == 0:
        return f"The target of {name} is reached"
    expected = (
        f"{labels.money(whole['total'], currency)} of {labels.money(whole['target'], currency)} expected in {name}"
    )
    return common.grey_line(
        expected, f"80%: {labels.money(whole['low'], currency)} to {labels.money(whole['high'], currency)}"
    )
