"""What the stress test calls that which stops."""

from pages.leadership.stress.stoppage import Stoppage
from pages.parts import labels
from pages.parts.words import common

KIND_NAMES = {
    "channel": "Channel",
    "motion": "Motion",
    "source": "Source",
    "campaign": "Campaign",
    "owner": "Owner",
    "account_id": "Account",
}


def names(stoppage: Stoppage) -> str:
    """What stops, in words."""
    listed = [f"{'all ' if stoppage.kind == 'motion' else ''}{labels.literal(value)}" for value in stoppage.values]
    if len(listed) > 3:
        noun = KIND_NAMES[stoppage.kind].lower()
        return f"{len(listed)} {noun}s"
    start = "account " if stoppage.kind == "account_id" else ""
    return start + common.listed(listed)


def no_kind(kind: str) -> str:
    """The title where nothing of a kind has a name and a win."""
    return f"No {KIND_NAMES[kind].lower()} has won anything here"


def load_kind(kind: str) -> str:
    """What to do about it."""
    return f"Load leads with their {kind if kind != 'channel' else 'source'}, or choose another kind."
