"""Lists of leads: their columns, what they can be sorted by, and whom they name."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.lists import page
from analysis.lists.page import Page
from analysis.lists.selection import Selection
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from data.links import Links
from pages.parts.cards import Column
from pages.parts.columns import known

LINKS = {"lead": "lead_link", "account": "account_link"}  # kinds of links into the CRM, and their columns
COLUMNS: Mapping[str, Column] = {
    **known("lead_name", "account_name", "owner", "lead_link", "account_link", "created_on", "motion", "channel"),
    "source": Column("Source"),
    **known("campaign", "sequence", "segment", "region", "team"),
    "stage": Column("Furthest stage"),
    **known("outcome", "reason"),
    "closed_on": Column("Closed", "day"),
    "days_to_close": Column("Days to close", "days"),
    "amount": Column("Amount", "number"),
    "currency": Column("Currency", help="Empty where it is another one than that of the pages"),
    "count_touches_by_us": Column("Touches by us", "count"),
    **known("last_touch_on"),
    "journey_order": Column("Who moved first"),
    **known("lead_id", "account_id"),
}
# Those that are shown where nobody chose others.
USUAL = (
    *("lead_name", "account_name", "owner", "lead_link", "created_on", "channel"),
    *("campaign", "segment", "stage", "outcome", "reason", "last_touch_on", "amount"),
)
# Those of the first rows behind a mark: whose they are, and where they stand.
BRIEF = ("lead_name", "account_name", "owner", "lead_link", "stage", "outcome", "last_touch_on", "amount")
# Name of each order that a list can have, by the header of the column that shows it.
ORDERS = {COLUMNS["stage" if order == "furthest_stage" else order].label: order for order in page.ORDERS}


def ask(warehouse: Warehouse, scope: Scope, *, selection: Selection, page: Page) -> pd.DataFrame:
    """One piece of a list of leads.

    Parameters
    ----------
    warehouse : Warehouse
        To ask.
    scope : Scope
        Of the list.
    selection : Selection
        Which leads of the scope.
    page : Page
        Which piece.

    Returns
    -------
    DataFrame
        The question ``leads``, and who may see it sees whom it is about; see ``named``.
    """
    return named(warehouse.ask("leads", scope, selection=selection, page=page), warehouse)


def named(leads: pd.DataFrame, warehouse: Warehouse) -> pd.DataFrame:
    """Say whom leads are about: the one way by which names and links reach lists, downloads and the page of one lead.

    Parameters
    ----------
    leads : DataFrame
        Of any question with the columns ``lead_id``, ``lead_name``, ``account_id``, ``account_name``, ``contact_id``.
    warehouse : Warehouse
        Whose definitions say where the CRM has its pages.

    Returns
    -------
    DataFrame
        With the columns of ``LINKS`` beside, missing where there is no link. Whoever may not see names is to get the
        leads without them from here.
    """
    links = warehouse.definitions.links
    ids: list[Mapping[str, Any]] = [
        {str(name): value for name, value in row.items()}
        for row in leads[["lead_id", "account_id", "contact_id"]].to_dict("records")
    ]
    found = {column: [links.of(kind, row) for row in ids] for kind, column in LINKS.items()}
    return leads.assign(**{column: pd.Series(each, leads.index, dtype="str") for column, each in found.items()})


def called(leads: pd.DataFrame) -> pd.DataFrame:
    """The leads as they are called where they are shown: by the name, else by the id."""
    return leads.assign(
        lead_name=leads["lead_name"].fillna(leads["lead_id"]),
        account_name=leads["account_name"].fillna(leads["account_id"]),
    )


def offered(links: Links) -> dict[str, Column]:
    """The columns that can be chosen: no link where the definitions have no template for it."""
    missing = {column for kind, column in LINKS.items() if not getattr(links, kind)}
    return {name: column for name, column in COLUMNS.items() if name not in missing}
