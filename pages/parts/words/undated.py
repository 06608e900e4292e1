"""What pages say of leads without a day of creation."""

from pages.parts import labels
from pages.parts.words import common

NO_DAY, NO_DAY_OF_IT = "no lead has a day", "created on an unknown day"
OF_A_LEAD = "The day of its creation is not known: it is in no period, and has no age."
LOAD = "Load the leads again with the day on which each was created, as the column created_at"
ANSWERS = (
    "Pipeline health, the ranking of Sources, the funnel of Stage drop-off and the shares of Dependence need no days."
)
AGES = "How old the leads are is not known: a group of newer leads has had less time to win, and looks worse."


def title(subject: str) -> str:
    """The finding of a view that needs days: that it cannot be told."""
    return f"{subject} cannot be told: {NO_DAY}"


def to_load(leads: int) -> str:
    """What to load, and where to look meanwhile."""
    return f"{_has(leads)} no day of creation. {LOAD}. {ANSWERS}"


def left_out(leads: int, *, has_days: bool) -> str:
    """The piece of the grey line that names them; "" where every lead has a day."""
    if not leads:
        return ""
    return f"{common.counted(leads, 'lead')} without a day left out" if has_days else NO_DAY


def finding(leads: int, *, has_days: bool) -> str:
    """How many there are, and what becomes of them."""
    fate = "in no number of any page" if has_days else "counted without a period, and nothing about days can be told"
    return f"{_has(leads)} no day of creation: {'it is' if leads == 1 else 'they are'} {fate}."


def floor(won: int, still_open: int) -> str:
    """Whether the share that is won can still rise."""
    if not still_open:
        return "All leads have closed."
    verb = "is" if still_open == 1 else "are"
    return (
        f"{common.counted(still_open, 'lead')} {verb} open or without an outcome and may still be won: "
        f"{labels.count(won)} won {'is' if won == 1 else 'are'} the least."
    )


def _has(leads: int) -> str:
    return f"{common.counted(leads, 'lead')} {'has' if leads == 1 else 'have'}"
