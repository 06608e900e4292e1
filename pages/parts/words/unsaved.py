"""Words for settings on their way: not kept yet, kept, and brought into the numbers."""

from pages.parts import labels
from pages.parts.words import common

WAITING = "Not kept yet: this will change"
KEEP, DISCARD, UNDO = "Keep", "Discard", "Undo"
REBUILD = "Bring the numbers up to date"
UP_TO_DATE = "All numbers are built with these settings."
OUTDATED = "The numbers still go by earlier settings."
WORKING = "The numbers are brought up to date; until then they go by the earlier settings"
LOADING = "What was changed is loaded; until then the numbers stay as they are"
LOADED = "**Kept.** It is a load like any other: the page Data lists it."
BROKEN = "definitions.toml cannot be used, and the numbers go by what they were built with"
BROKEN_TITLE = "The settings cannot be used"
LAST_GOOD, AS_BUILT = "Go back to the last good version", "Take the settings that the numbers are built with"


def kept(what: tuple[str, ...]) -> str:
    """What was kept."""
    return f"**Kept.** {labels.literal(' '.join(what), 600)}"


def not_kept(why: str) -> str:
    """Why an edit could not be loaded."""
    return f"Nothing was kept: {labels.literal(why, 900)}"


def broken(message: str) -> str:
    """Why the file cannot be used."""
    return f"{BROKEN}: {labels.literal(message, 600)}."


def last_good(when: str, who: str) -> str:
    """Which version that is."""
    return f"The last good version is of {when}, {labels.literal(who)}."


def left(working: str, step: str, seconds: float | None) -> str:
    """What is being done in the background, and how long it takes."""
    wait = f", about {common.counted(max(round(seconds), 1), 'second')} left" if seconds is not None else ""
    return f"{working}. {labels.literal(step)}{wait}"


def failed(why: str) -> str:
    """Why the numbers could not be brought up to date."""
    return f"The numbers could not be brought up to date: {labels.literal(why, 600)}"
