"""What is said wherever amounts stand: of which currency they are, and how those in others are counted."""

from dataclasses import replace

from analysis.warehouse import Warehouse
from pages.parts import labels
from pages.parts.cards import Card, Column
from pages.parts.page import PageModel
from pages.parts.words import common
from pages.parts.words import converted as words


def told(model: PageModel, warehouse: Warehouse) -> PageModel:
    """The model whose cards with amounts name their currency, and say how amounts in others are counted."""
    if not any(_has_amounts(card) for card in model.cards):
        return model
    rows = warehouse.conversions
    sentence = "" if rows.empty else words.definition(rows)
    return replace(
        model,
        cards=tuple(
            replace(
                card,
                definition=common.joined(card.definition, sentence),
                columns={name: _named(column, warehouse.currency) for name, column in (card.columns or {}).items()},
            )
            if _has_amounts(card)
            else card
            for card in model.cards
        ),
    )


def _named(column: Column, currency: str) -> Column:
    """A column of amounts with their currency in its head: the cells are written as everywhere, without a sign."""
    if column.kind != "money":
        return column
    return replace(column, label=f"{column.label}, {labels.currency_sign(currency)}")


def _has_amounts(card: Card) -> bool:
    return any(column.kind == "money" for column in (card.columns or {}).values())
