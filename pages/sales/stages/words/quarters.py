"""What the card with the quarters of a step says."""

from collections.abc import Mapping

from analysis.statistics.checks import Interval
from pages.parts import labels
from pages.parts.words import common
from pages.sales.stages.words.comparison import step


def title(changes: Mapping[str, tuple[float, float, Interval]], stage: str, following: str) -> str:
    """Whether a step changed from the first complete quarter to the last, and for which motion."""
    where = step(stage, following)
    if not changes:
        return f"Too few complete quarters to see a change at {where}"
    clear = {motion: change for motion, change in changes.items() if change[2].excludes(0)}
    if not clear:
        return f"No clear change over the quarters at {where}"
    motion = max(clear, key=lambda name: abs(clear[name][2].estimate))
    first, last, apart = clear[motion]
    verb = "rose" if apart.estimate > 0 else "fell"
    return f"{common.capital(where)} {verb} from {labels.share(first)} to {labels.share(last)} for {motion}"


def definition(young: float) -> str:
    """What a point of the line is."""
    return (
        "Of the leads created in the quarter that reached the stage, those that reached the next one, with Wilson's "
        f"95% interval. A quarter is complete when at most {labels.share(young)} of them are still there and young; "
        "the title compares the first complete quarter with the last (Newcombe)."
    )


def few(fewest: int) -> str:
    """No quarter has enough leads to draw."""
    return f"No quarter has {fewest} leads at this stage: too few to compare. The numbers have all."
