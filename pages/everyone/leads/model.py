"""Leads: those of a scope that somebody wants to see, one page of the list at a time."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.lists.page import PAGE_LIMIT, Page
from analysis.lists.selection import Selection
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.parts import labels, lead_list
from pages.parts.cards import Card, Column
from pages.parts.page import PageModel
from pages.parts.words import leads as words

ROWS = 50


@dataclass(frozen=True)
class Totals:
    """What a whole list amounts to.

    Attributes
    ----------
    title : str
        How many leads are selected, and how they ended.
    count : int
        Leads selected.
    hint : str
        That the end of a very long list cannot be turned to; "" where it can.
    """

    title: str
    count: int
    hint: str

    @property
    def pages(self) -> int:
        """Pages that can be turned to."""
        return max(1, -(-min(self.count, PAGE_LIMIT) // ROWS))


def totals(warehouse: Warehouse, scope: Scope, *, selection: Selection) -> Totals:
    """Count the leads of a list."""
    found = warehouse.ask("lead_totals", scope, selection=selection)
    counts = {name: int(found[name].sum()) for name in ("leads", "open", "won", "lost", "disqualified")}
    count = counts["leads"]
    hint = words.too_long(labels.count(PAGE_LIMIT)) if count > PAGE_LIMIT else ""
    return Totals(words.title(counts), count, hint)


def piece(warehouse: Warehouse, scope: Scope, *, selection: Selection, page: Page) -> pd.DataFrame:
    """Ask for one page of a list: the columns of ``lead_list.COLUMNS``."""
    return lead_list.ask(warehouse, scope, selection=selection, page=page)


def printed(totals: Totals, rows: pd.DataFrame, columns: Mapping[str, Column], page: Page) -> PageModel:
    """The page of a list as it is taken away: the leads that it shows.

    Parameters
    ----------
    totals : Totals
        Of the whole list.
    rows : DataFrame
        Of ``piece``.
    columns : mapping
        Those that the page shows.
    page : Page
        Which piece it is.

    Returns
    -------
    PageModel
        With one card, the list.
    """
    title = words.piece(page.skipped + 1, page.skipped + len(rows), totals.count)
    card = Card(
        name="leads", title=title, numbers=lead_list.called(rows), columns=columns, definition="", is_table=True
    )
    return PageModel(totals.title, cards=(card,))
