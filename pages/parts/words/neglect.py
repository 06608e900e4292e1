"""How it is said that leads were never touched: the same count by the same name on every page."""

from pages.parts import labels

OPEN_NAME = "Untouched, open"
OPEN_HELP = "Open leads that nobody of ours has ever touched."
DEFINITION = (
    "Never touched: no touch by us is recorded, and the lead is as old as the settings say. "
    "Work is left on the open ones only; closed ones are said apart."
)


def never_touched(untouched: int, still_open: int) -> str:
    """How many, and how many of them are open: 215 never touched by us, 81 of them open."""
    if not untouched:
        return "none never touched by us"
    return f"{labels.count(untouched)} never touched by us, {of_them(untouched, still_open)}"


def of_them(untouched: int, still_open: int) -> str:
    """How many of some leads are open."""
    if still_open == untouched:
        return "still open" if untouched == 1 else "all of them open"
    return f"{labels.count(still_open)} of them open" if still_open else "none of them open"
