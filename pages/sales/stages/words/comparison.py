"""What the views of Stage drop-off say alike: of stages, of steps between them, and of the groups that are compared."""

from analysis.claims.steps import implied_share
from pages.parts import labels
from pages.parts.words import common
from pages.sales.stages.comparison import Comparison
from pages.sales.stages.words.reading import left_out, ways

ARROW = "→"


def quoted(stage: str) -> str:
    """Name of a stage inside a sentence, where it might be read as a word of it."""
    return f"“{labels.literal(stage)}”"


def step(stage: str, following: str) -> str:
    """A step: lead → contacted."""
    return f"{labels.literal(stage)} {ARROW} {labels.literal(following)}"


def who(group: object, motion: str) -> str:
    """A group's leads of one motion: Robin Vale (outbound)."""
    return f"{labels.literal(group)} ({labels.literal(motion)})" if motion else labels.literal(group)


def facts(comparison: Comparison) -> str:
    """The start of the grey line: how many leads, how many of them young, how many entries skipped."""
    parts = [common.counted(comparison.leads, "lead")]
    if not comparison.reading.is_plain:
        counted = [f"counted {ways(comparison.reading)}", left_out(comparison.too_young, comparison.reading)]
        parts += [each for each in counted if each]
    young, implied = comparison.total("young"), implied_share(comparison.steps)
    if young:
        parts.append(f"{labels.count(young)} still open{' and young' if comparison.has_days else ''}")
    if not labels.is_missing(implied) and implied > 0:
        parts.append(f"{labels.share(implied)} of stage entries skipped")
    return " · ".join(parts)


def few_shown(shown: int, groups: int, noun: str) -> str:
    """How many groups are drawn."""
    if shown >= groups:
        return ""
    return f"Drawn: {shown} of {common.counted(groups, noun)}, those with the most leads. The numbers have all."
