"""What the cards on the ways of counting say."""

from collections.abc import Sequence

from pages.parts import labels
from pages.parts.wording import common
from pages.parts.wording.stages import lines_title as ends_title

NAMES = {"reached": "Reached", "explicit": "Own entries", "ordered": "In order"}
NO_LIMIT = "No limit"
NONE_LEFT_OUT = "None"
OTHERS = "The title, the key figures and the other cards count every lead that reached a stage or a later one."
DEFINITION = (
    "Reached: entered the stage or a later one. Own entries: has an entry of its own into the stage. In order: has an "
    "entry of its own into every stage up to this one, each not before the one before it. A limit on the days of each "
    "step counts only leads whose steps took at most so long; leads without a known time have no such step."
)


def title(mode: str, is_limited: bool, plain: int, reached: int, explicit: int, ordered: int) -> str:
    """How many reach the end by the chosen way, and by all stages or a later one."""
    chosen = {"reached": reached, "explicit": explicit, "ordered": ordered}[mode]
    if mode == "reached" and not is_limited:
        if explicit == plain == ordered:
            return f"However it is counted, {common.counted(plain, 'lead')} {_reach(plain)} the end"
        return (
            f"{common.counted(plain, 'lead')} {_reach(plain)} the end, {labels.count(explicit)} by own entries, "
            f"{labels.count(ordered)} with all stages in order"
        )
    return f"Counted so, {common.counted(chosen, 'lead')} {_reach(chosen)} the end instead of {labels.count(plain)}"


def within(days: int) -> str:
    """Name of a limit on the days of each step."""
    return f"within {days} days"


def subtitle(step_days: int | None, excluded_reason: str | None) -> str:
    """The limits in words."""
    parts = ["Leads that reach each stage"]
    if step_days is not None:
        parts.append(f"each step within {common.counted(step_days, 'day')}")
    if excluded_reason is not None:
        parts.append(f"without those closed for “{labels.literal(excluded_reason)}”")
    return ", ".join(parts)


def lines_title(mode: str, ends: Sequence[tuple[str, float]]) -> str:
    """Where each motion ends by the chosen way."""
    written = ends_title([(name, 0.0 if labels.is_missing(share) else share) for name, share in ends])
    return f"{NAMES[mode]}: {written[:1].lower()}{written[1:]}"


def _reach(leads: int) -> str:
    return "reaches" if leads == 1 else "reach"
