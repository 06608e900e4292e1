"""Lists of leads: their columns, and what they can be sorted by."""

from collections.abc import Mapping

from analysis.lists import page
from pages.parts.cards import Column
from pages.parts.columns import known

COLUMNS: Mapping[str, Column] = {
    **known("lead_id"),
    "account_id": Column("Account"),
    **known("created_on", "motion", "channel"),
    "source": Column("Source"),
    **known("campaign", "sequence", "segment", "region", "team", "owner"),
    "stage": Column("Furthest stage"),
    **known("outcome", "reason"),
    "closed_on": Column("Closed", "day"),
    "days_to_close": Column("Days to close", "days"),
    "amount": Column("Amount", "number"),
    "currency": Column("Currency", help="Empty where it is another one than that of the pages"),
    "count_touches_by_us": Column("Touches by us", "count"),
    "journey_order": Column("Who moved first"),
}
# Those that are shown where nobody chose others.
USUAL = ("lead_id", "created_on", "channel", "campaign", "segment", "owner", "stage", "outcome", "reason", "amount")
# Name of each order that a list can have, by the header of the column that shows it.
ORDERS = {COLUMNS["stage" if order == "furthest_stage" else order].label: order for order in page.ORDERS}
