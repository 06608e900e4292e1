"""Leads: those of a scope that somebody wants to see, one page of the list at a time."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.ask import Warehouse
from analysis.scope import Scope
from analysis.selection import PAGE_LIMIT, Page, Selection
from pages.parts import labels
from pages.parts.cards import Column
from pages.parts.wording import leads as wording

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


@dataclass(frozen=True, eq=False)
class LeadsModel:
    """One page of a list.

    Attributes
    ----------
    title : str
        How many leads are selected, and how they ended.
    count : int
        Leads selected.
    leads : DataFrame
        Those of this page.
    """

    title: str
    count: int
    leads: pd.DataFrame

    @property
    def pages(self) -> int:
        """Pages that can be turned to."""
        return max(1, -(-min(self.count, PAGE_LIMIT) // ROWS))


def build(warehouse: Warehouse, scope: Scope, selection: Selection, page: Page) -> LeadsModel:
    """Ask for one page of the list.

    Parameters
    ----------
    warehouse : Warehouse
        Open generation.
    scope : Scope
        Which leads.
    selection : Selection
        Which of them.
    page : Page
        Which piece of the list, in which order.

    Returns
    -------
    LeadsModel
        The title tells the whole list, the rows are those of the piece.
    """
    totals = warehouse.ask("lead_totals", scope, selection=selection)
    counts = {name: int(totals[name].sum()) for name in ("leads", "open", "won", "lost", "disqualified")}
    leads = warehouse.ask("leads", scope, selection=selection, page=page)
    return LeadsModel(wording.title(counts), counts["leads"], leads)


def reachable(count: int) -> str:
    """Say that the end of a very long list cannot be turned to; "" where it can."""
    return "" if count <= PAGE_LIMIT else wording.too_long(labels.count(PAGE_LIMIT))
