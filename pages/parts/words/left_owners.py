"""How it is said that an owner left."""

from collections.abc import Mapping, Sequence
from datetime import date

from pages.parts import labels
from pages.parts.words import common

NAMES_SHOWN = 3
ADVICE = "Hand them over."


def hand_over(left_on: date) -> str:
    """What to do with the leads of somebody who left, for a table."""
    return f"left on {labels.day(left_on)}: hand over"


def finding(days: Mapping[str, date], leads: Sequence[int]) -> str:
    """Whose open leads have nobody who works them.

    Parameters
    ----------
    days : mapping of str to date
        By owner the day of leaving, those with the most leads first.
    leads : sequence of int
        Open leads of each.

    Returns
    -------
    str
        A sentence.
    """
    number = sum(leads)
    said = [
        f"{labels.literal(name)} (left on {labels.day(left_on)}, {labels.count(count)})"
        for (name, left_on), count in list(zip(days.items(), leads, strict=True))[:NAMES_SHOWN]
    ]
    more = f" and {labels.count(len(days) - NAMES_SHOWN)} more" if len(days) > NAMES_SHOWN else ""
    verb = "belongs" if number == 1 else "belong"
    whom = "somebody" if len(days) == 1 else f"{labels.count(len(days))} people"
    return f"{common.counted(number, 'open lead')} {verb} to {whom} who left: {', '.join(said)}{more}."
