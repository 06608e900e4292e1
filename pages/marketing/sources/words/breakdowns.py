"""What the groups of a breakdown are called."""

from collections.abc import Sequence

from data import dimensions
from data.names import NOT_RECORDED
from pages.parts import labels

# The page opens with the channel; beside it stand all that leads are told apart by. Owners tell more than their teams.
FIRST = ("channel", "source", "campaign", "sequence", "motion")
COMPARED = {each.name: each for each in dimensions.ALL if each.name != "team"}
BY_DIMENSION = {name: COMPARED[name] for name in (*FIRST, *COMPARED)}
NOUNS = {
    **{name: (each.noun, each.plural) for name, each in BY_DIMENSION.items()},
    "journey_order": ("kind of journey", "kinds of journey"),
}
NAMES = {**{name: each.label for name, each in BY_DIMENSION.items()}, "journey_order": "Who moved first"}
OWN_WORDS = ("motion", "journey_order")  # breakdowns whose groups are not named by the data


def group_name(group: str, breakdown: str) -> str:
    """Name of a group inside a sentence; leads of which nothing is recorded are called so."""
    if group == NOT_RECORDED or (breakdown in OWN_WORDS and group in ("Not recorded", "Unknown")):
        return f"the group without a recorded {NOUNS[breakdown][0]}"
    return labels.literal(group, 60)


def at_most(names: Sequence[str], most: int) -> list[str]:
    """The first names as literal text, then how many more there are."""
    shown = [labels.literal(name) for name in names[:most]]
    return [*shown, f"{len(names) - most} more"] if len(names) > most else shown
