"""Which cards stand beside each other: those that fill about the same height, so that none is left half empty."""

import math
from collections.abc import Sequence

from pages.parts.cards import Card

TABLE_ROW, TABLE_ROWS = 35, 10  # pixels, and how many rows a table shows before it scrolls
LEAST_ROOM = 80  # pixels that a table may leave free below itself, besides what titles and notes differ by
CARD_HEAD = 110  # title, subtitle and edges of a card
LETTERS, LINE, APART = 70, 22, 40  # of a finding in half a row, in letters and pixels
MOST_STRETCHED = 2.2  # a figure grows to the height of its neighbour, and looks right up to here


def beside(first: Card, second: Card) -> bool:
    """Whether two cards may share a row.

    Parameters
    ----------
    first, second : Card
        Neither of them wide.

    Returns
    -------
    bool
        True where both end at about the same height.
    """
    lower, higher = sorted((first, second), key=_height)
    if lower.figure is not None and not lower.is_table:
        return _height(higher) <= MOST_STRETCHED * _height(lower)
    # A table does not grow, nor does a sentence.
    return _height(higher) - _height(lower) <= LEAST_ROOM


def takes_another(lengths: Sequence[int], cards: Sequence[Card]) -> bool:
    """Whether the second card stands below the findings, which alone would leave room beside the first.

    Parameters
    ----------
    lengths : sequence of int
        Letters of each finding.
    cards : sequence of Card
        Of the page, in their order.

    Returns
    -------
    bool
        False where there is no second card, or none that fits there.
    """
    if len(cards) < 2 or cards[1].is_wide:
        return False
    first, second = map(_height, cards[:2])
    findings = sum(math.ceil(length / LETTERS) * LINE + APART for length in lengths)
    return first - findings > LEAST_ROOM and findings + CARD_HEAD + second <= MOST_STRETCHED * first


def _height(card: Card) -> float:
    """Pixels of what a card shows below its title."""
    if card.is_table:
        return TABLE_ROW * (min(len(card.numbers) + bool(card.total), TABLE_ROWS) + 1)
    return 0 if card.figure is None else float(card.figure.layout.height)
