"""What the card with skips, repeats and backward moves says."""

from pages.parts.words import common

SUBTITLE = "Leads by stage: without an entry of their own, with more than one, back from a later stage"
NONE = "Every lead walked through the stages one after the other."
DEFINITION = (
    "Of the leads that reached the stage. Skipped: a later stage was entered, this one never was. Repeated: entered at "
    "two times or more. Moved back to: entered after a later stage. Entries without a time cannot tell the last two; a "
    "lead counts once at each stage."
)


def title(skipped: int, repeated: int, backward: int) -> str:
    """How many stages were skipped, repeated and moved back to."""
    if not skipped + repeated + backward:
        return "No stage was skipped, repeated or moved back to"
    parts = [
        common.counted(skipped, "skip"),
        common.counted(repeated, "repeat"),
        common.counted(backward, "backward move"),
    ]
    return common.listed(parts)


def move(kind: str, stage: str, group: str) -> str:
    """Name one bar: plain text."""
    said = {"skipped": f"skipped {stage}", "repeated": f"{stage} again", "backward": f"back to {stage}"}
    return f"{said[kind]}, {group}"


def few_drawn(drawn: int, whole: int) -> str:
    """How many bars are drawn, where that is not all."""
    return f"The {drawn} largest of {whole} are drawn; the numbers have all." if drawn < whole else ""
