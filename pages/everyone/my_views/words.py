"""What the page My views says."""

from datetime import date

from data.saved_views import Said
from pages.parts import labels
from pages.parts.words import common

BROKEN = "The saved views cannot be read"
NONE = "No view is saved yet"
HOW = (
    "Open a page, choose what you want to see, and press *Save view* above its title: it is listed here, with what it "
    "says and what it said before."
)
FACTS = "A headline is of the data with which the view was opened last; open it to see what newer data says"
CHANGE, RENAME, REMOVE, UNDO = "Change", "Rename", "Remove", "Undo"
NEVER = "not looked at yet"
NOT_SINCE = "not looked at since newer data came"


def title(views: int, waiting: int) -> str:
    """How many views there are, and how many of them wait for a look."""
    if not views:
        return NONE
    noun = "saved view" if views == 1 else "saved views"
    if not waiting:
        return f"{labels.count(views)} {noun}, looked at with the latest data"
    if waiting == views:
        return f"There is newer data for {'your saved view' if views == 1 else f'all {labels.count(views)} {noun}'}"
    return f"There is newer data for {labels.count(waiting)} of {labels.count(views)} {noun}"


def as_of(said: Said | None, generation: str) -> str:
    """Of which data the headline is, and whether the generation that is shown now is another."""
    if said is None:
        return NEVER
    day = f"data through {labels.day(said.through)}" if said.through else "data without days"
    return common.grey_line(day, "" if said.generation == generation else NOT_SINCE)


def before(headline: str, through: date | None) -> str:
    """What was said before."""
    until = f" until {labels.day(through)}" if through else " before"
    return f"Was “{labels.literal(headline)}”{until}"


def removed(name: str) -> str:
    """After a view was removed."""
    return f"“{labels.literal(name)}” is removed."
