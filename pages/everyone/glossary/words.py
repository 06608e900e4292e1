"""What the page Glossary says."""

from pages.parts import labels
from pages.parts.words import common

TITLE = "What the words on these pages mean"
FIND = "Find a word"
EXAMPLE = "stalled, gate, cost per win"
NOTHING = "No such word"


def facts(terms: int) -> str:
    """The line under the title."""
    return common.grey_line(
        common.counted(terms, "term"),
        "in plain words first, then how it is counted",
        "with your settings",
    )


def nothing(search: str) -> str:
    """That no term has these words, and what to do."""
    return f"No term has “{labels.literal(search, 60)}”. Try one word of it, or clear the field to see all."
