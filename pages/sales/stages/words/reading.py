"""What is said of the ways of counting."""

from pages.parts.words import common
from pages.sales.stages.reading import Reading

NAMES = {"reached": "Reached", "explicit": "Own entries", "ordered": "In order"}
NO_LIMIT = "No limit"
NONE_LEFT_OUT = "None"
LIMITED = ", in time"
DEFINITION = (
    "Reached: entered the stage or a later one. Own entries: has an entry of its own into the stage; going on is "
    "entering any later stage. In order: has an entry of its own into every stage up to this one, each not before the "
    "one before it. A limit on each step counts only leads whose steps up to the stage took at most so many days; a "
    "limit from the creation only those that came so far in time, among the leads observed for so long. Leads without "
    "a known time are within no limit."
)


def whatever(reading: Reading) -> str:
    """What a card says that does not follow the way of counting; "" where that makes no difference."""
    return "" if reading.is_plain else "Counts every lead, whatever the way of counting and the limits on days."


def within(days: int) -> str:
    """Name of a limit on days."""
    return f"within {days} days"


def ways(reading: Reading) -> str:
    """The way of counting in a few words; "" for the usual one."""
    parts = [NAMES[reading.mode].lower()] if reading.mode != "reached" else []
    if reading.step_days is not None:
        parts.append(f"each step within {common.counted(reading.step_days, 'day')}")
    if reading.overall_days is not None:
        parts.append(f"within {common.counted(reading.overall_days, 'day')} of creation")
    return ", ".join(parts)


def counted(text: str, reading: Reading) -> str:
    """A subtitle with the way of counting behind it."""
    return common.listed_after(text, ways(reading))


def left_out(too_young: int, reading: Reading) -> str:
    """How many leads a limit from the creation leaves out; "" for none."""
    if reading.overall_days is None or not too_young:
        return ""
    return f"{common.counted(too_young, 'lead')} younger than {common.counted(reading.overall_days, 'day')} left out"


def otherwise_note(leads: int, reading: Reading) -> str:
    """Leads that went on, but not by the way of counting."""
    if reading.is_plain or not leads:
        return ""
    return f"{common.counted(leads, 'time')} a lead went on too late or out of order: not counted as advanced."
