"""What can be compared with: the data of a week before, that of the load before, and that of the last visit."""

from collections.abc import Sequence

from analysis import changes
from analysis.changes import Generation
from data.visits import Identity
from pages.everyone.weekly import words


def offered(kept: Sequence[Generation], visited: Identity | None) -> dict[str, Generation]:
    """Those that there are, by what they are called; each once, under its first name."""
    if len(kept) < 2:
        return {}
    named = {
        words.WEEK: changes.week_before(kept),
        words.LOAD: changes.load_before(kept),
        words.VISIT: changes.seen(kept, visited),
    }
    found: dict[str, Generation] = {}
    for name, base in named.items():
        if base is not None and (name != words.LOAD or base not in found.values()):
            found[name] = base
    return found
