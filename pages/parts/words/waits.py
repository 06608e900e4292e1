"""How it is said when leads came, and how long they waited for our first touch."""

from pages.parts import labels

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def wait(minutes: float, clock: str) -> str:
    """A median wait; working time is told in hours, as its days are shorter. More than half waiting has none."""
    written = short_wait(minutes, clock)
    return written if clock == "wall" or labels.is_missing(minutes) else f"{written} of working time"


def short_wait(minutes: float, clock: str) -> str:
    """The same for a key figure, whose clock the line above it names."""
    if labels.is_missing(minutes):
        return "not reached"
    is_plain = clock == "wall" or minutes < 90
    return labels.wait(minutes) if is_plain else f"{labels.number(minutes / 60)}{labels.NO_BREAK}h"
