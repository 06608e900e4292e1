"""What is said wherever amounts stand, where some are recorded in other currencies."""

from dataclasses import replace

from analysis.warehouse import Warehouse
from pages.parts.cards import Card
from pages.parts.page import PageModel
from pages.parts.words import common
from pages.parts.words import converted as words


def told(model: PageModel, warehouse: Warehouse) -> PageModel:
    """The model whose cards with amounts say in their definition how those in other currencies are counted."""
    cards = [card for card in model.cards if _has_amounts(card)]
    rows = warehouse.conversions if cards else None
    if rows is None or rows.empty:
        return model
    sentence = words.definition(rows)
    return replace(
        model,
        cards=tuple(
            replace(card, definition=common.joined(card.definition, sentence)) if card in cards else card
            for card in model.cards
        ),
    )


def _has_amounts(card: Card) -> bool:
    return any(column.kind == "money" for column in (card.columns or {}).values())
