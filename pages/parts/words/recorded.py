"""What is said where a dimension is not recorded as it must be to compare by it."""

from analysis.claims.recorded import OF_THE_SOURCE, Recorded
from data import dimensions
from pages.parts import labels
from pages.parts.words import common

STILL = "What can still be said: what each brings of the wins and of their amount, and their days to win."
MAP_IT = "Choose a channel for each on the page Settings."
COMPARED = {each.name: each.plural for each in dimensions.ALL} | {"motion": "inbound and outbound"}


def filled_in(dimension: str) -> str:
    """What must be entered for a dimension to be known: the source for the motion and the channel."""
    return "source" if dimension in OF_THE_SOURCE else dimension


def title(found: Recorded) -> str:
    """Why nothing is compared, as a title."""
    return f"{common.capital(COMPARED[found.dimension])} cannot be compared: {seen(found)}"


def seen(found: Recorded) -> str:
    """Of how many leads the value is known, of the won and of the others, inside a sentence."""
    won, others = found.with_outcome.won.estimate, found.with_outcome.others.estimate
    winners = "all wins have" if won == 1 else f"{labels.share(won)} of the wins have"
    return f"{winners} {_a(filled_in(found.dimension))}, {labels.share(others)} of the other leads"


def sentence(found: Recorded) -> str:
    """What is seen, and what it looks like."""
    noun = filled_in(found.dimension)
    is_late = found.with_outcome.gap.estimate > 0
    looks = f"{noun}s look as if they were filled in at the win" if is_late else f"{noun}s get lost at the win"
    return f"{common.capital(seen(found))}: {looks}. Any rate among the leads that have one says nothing of the rest."


def advice(found: Recorded) -> str:
    """Whom to ask, and from where on the values can be compared."""
    noun = filled_in(found.dimension)
    start = f"From the stage {found.known_from} on it is recorded whatever comes: start there."
    return common.joined(
        f"Ask those who keep the CRM when the {noun} is entered, and have it entered with the lead.",
        start if found.known_from else "",
    )


def none(noun: str) -> str:
    """Nothing is known of any lead."""
    return f"No lead has {_a(noun)}: nothing can be compared by it."


def unmapped(leads: int, share: float) -> str:
    """How many leads come from sources that map to no channel."""
    return f"{common.counted(leads, 'lead')} ({labels.share(share)}) come from sources that map to no channel."


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
