"""What the groups of a breakdown are called."""

from collections.abc import Sequence

from data.names import NOT_RECORDED
from pages.parts import labels

NOUNS = {
    "channel": ("channel", "channels"),
    "source": ("source", "sources"),
    "campaign": ("campaign", "campaigns"),
    "sequence": ("sequence", "sequences"),
    "motion": ("motion", "motions"),
    "segment": ("segment", "segments"),
    "region": ("region", "regions"),
    "owner": ("owner", "owners"),
    "journey_order": ("kind of journey", "kinds of journey"),
}
NAMES = {
    "channel": "Channel",
    "source": "Source",
    "campaign": "Campaign",
    "sequence": "Sequence",
    "motion": "Motion",
    "segment": "Segment",
    "region": "Region",
    "owner": "Owner",
    "journey_order": "Who moved first",
}
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
