"""Readers: what is said of who may see what, and of what was done."""

from pages.parts import labels
from pages.parts.words import common

OPEN_TITLE = "Nobody signs in: whoever opens this dashboard may do everything"
OPEN_FACTS = "It can be opened on the machine that it runs on, and nowhere else"
BROKEN_TITLE = "Nobody but the administrators sees anything: the file of readers cannot be read"
NOBODY_TITLE = "Nobody but the administrators sees anything yet"
NONE = "Write a file readers.toml into the home folder: who reads, as what, and which leads they see."
ALL_LEADS, NO_LEADS, EVERYTHING = "All leads", "No leads", "every page"
GROUP = "group"
LOG_TITLE, LOG_SUBTITLE = "The latest that was done", "What readers did, the last first; lines are only ever added"
NO_LOG = "Nothing has been noted yet: readers are noted from their first sign-in on."
GRANTS_TITLE = "Who may see what"
GRANTS_SUBTITLE = "As the file says it; who stands in several lines may do all of it together"
GRANTS = "One row per entry of readers.toml: the person or group, the role, the leads that are seen, what the role may."
LOG = "One row per thing that a reader did: opened a page, took a file away, loaded data, changed a setting."
DONE = {
    "read": "Opened",
    "exported": "Took away",
    "imported": "Loaded data",
    "changed": "Changed settings",
    "erased": "Erased a person",
}


def title(people: int, groups: int) -> str:
    """How many are named."""
    named = [
        common.counted(number, noun, plural)
        for number, noun, plural in ((people, "person", "people"), (groups, "group", "groups"))
        if number
    ]
    return f"{common.capital(common.listed(named))} may read this dashboard"


def facts(administrators: int) -> str:
    """What the environment adds."""
    return f"{common.counted(administrators, 'administrator')} named by the environment" if administrators else ""


def unknown(name: str, value: str, who: str) -> str:
    """A value that is granted and that no lead has. Markdown."""
    return (
        f"No lead has {name} {labels.literal(value)}, which {labels.literal(who)} may see: look at how it is written."
    )


def rows(grants: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...] | None) -> str:
    """Which leads an entry grants."""
    if grants is None:
        return ALL_LEADS
    if not grants:
        return NO_LEADS
    return " or ".join(
        " and ".join(f"{name.removesuffix('_id')} {', '.join(values)}" for name, values in grant) for grant in grants
    )
