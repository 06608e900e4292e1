"""Leads: those of a scope that somebody wants to see, one page of the list at a time."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.lists import page as paging
from analysis.lists.page import PAGE_LIMIT, Page
from analysis.lists.selection import Selection
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.parts import labels
from pages.parts.cards import Column
from pages.parts.words import leads as wording

PAGE = "pages/everyone/leads/page.py"
ROWS = 50
COLUMNS: Mapping[str, Column] = {
    "lead_id": Column("Lead"),
    "account_id": Column("Account"),
    "created_on": Column("Created", "day"),
    "motion": Column("Motion", "motion"),
    "channel": Column("Channel"),
    "source": Column("Source"),
    "campaign": Column("Campaign"),
    "sequence": Column("Sequence"),
    "segment": Column("Segment"),
    "region": Column("Region"),
    "team": Column("Team"),
    "owner": Column("Owner"),
    "stage": Column("Furthest stage"),
    "outcome": Column("Outcome"),
    "reason": Column("Reason"),
    "closed_on": Column("Closed", "day"),
    "days_to_close": Column("Days to close", "days"),
    "amount": Column("Amount", "number"),
    "currency": Column("Currency", help="Empty where it is another one than that of the pages"),
    "count_touches_by_us": Column("Touches by us", "count"),
    "journey_order": Column("Who moved first"),
}
SHOWN = ("lead_id", "created_on", "channel", "campaign", "segment", "owner", "stage", "outcome", "reason", "amount")


# What a list can be sorted by, and the column that shows it.
ORDERS = {order: "stage" if order == "furthest_stage" else order for order in paging.ORDERS}


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


def stages_of(warehouse: Warehouse) -> tuple[str, ...]:
    """Names of the stages, in order."""
    return tuple(stage.name for stage in warehouse.definitions.stages)


def totals(warehouse: Warehouse, scope: Scope, selected: Selection) -> Totals:
    """Count the leads of a list.

    Parameters
    ----------
    warehouse : Warehouse
        Open generation.
    scope : Scope
        Which leads.
    selected : Selection
        Which of them.

    Returns
    -------
    Totals
        Of the whole list.
    """
    found = warehouse.ask("lead_totals", scope, selection=selected)
    counts = {name: int(found[name].sum()) for name in ("leads", "open", "won", "lost", "disqualified")}
    count = counts["leads"]
    hint = wording.too_long(labels.count(PAGE_LIMIT)) if count > PAGE_LIMIT else ""
    return Totals(wording.title(counts), count, hint)


def piece(warehouse: Warehouse, scope: Scope, selected: Selection, page: Page) -> pd.DataFrame:
    """Ask for one page of a list.

    Parameters
    ----------
    warehouse : Warehouse
        Open generation.
    scope : Scope
        Which leads.
    selected : Selection
        Which of them.
    page : Page
        Which piece of the list, in which order.

    Returns
    -------
    DataFrame
        The columns of ``COLUMNS``.
    """
    return warehouse.ask("leads", scope, selection=selected, page=page)
