"""Accounts that both motions work, and who takes a lead over from whom."""

from analysis.scope import Scope
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from pages.charts import figures as charts
from pages.everyone.interplay import words as wording
from pages.parts.cards import Card, Column
from pages.parts.words import marks

MOTIONS = {"inbound only": "inbound", "outbound only": "outbound"}
BOTH = ["inbound first", "outbound first"]


def shared(warehouse: Warehouse, scope: Scope) -> Card:
    """Won accounts by the motions of their leads."""
    accounts = warehouse.ask("shared_accounts", scope).set_index("worked_by")
    accounts = accounts.join(wilson_intervals(accounts["won_accounts"], accounts["accounts"]))
    both = accounts[accounts.index.isin(BOTH)]
    drawn = accounts.assign(
        label=accounts.index.str.capitalize(), motion=[MOTIONS.get(name, "both motions") for name in accounts.index]
    )
    total = int(accounts["accounts"].sum())
    return Card(
        name="shared-accounts",
        asked=("shared_accounts",),
        title=wording.accounts_title(int(both["accounts"].sum()), total) if total else "No account is recorded",
        subtitle=marks.under("Share of accounts with a won lead, 95 % interval", drawn["motion"]),
        figure=charts.rates_with_intervals(drawn) if total else None,
        numbers=drawn,
        columns={
            "label": Column("Leads of the account"),
            "accounts": Column("Accounts", "count"),
            "leads": Column("Leads", "count"),
            "won_accounts": Column("Won accounts", "count"),
            "rate": Column("Share won", "share"),
            "low": Column("95 % low", "share"),
            "high": Column("95 % high", "share"),
            "won_amount": Column("Won amount", "money"),
            "median_days": Column("Median days between", "days"),
            "p90_days": Column("90 % within", "days"),
            "other_owner": Column("Another owner", "count"),
            "same_owner": Column("Same owner", "count"),
        },
        definition=wording.ACCOUNTS_DEFINITION,
        note=wording.accounts_note(both),
        empty=wording.NO_ACCOUNTS,
        opens={label: {"account_order": name} for label, name in zip(drawn["label"], drawn.index, strict=True)},
    )


def handovers(warehouse: Warehouse, scope: Scope) -> Card:
    """From which team to whom leads go, and how long that takes."""
    pairs = warehouse.ask("handovers", scope)
    whole = warehouse.ask("handover_days", scope).set_index("motion")
    known = int(pairs["other_actor"].sum() + pairs["same_actor"].sum())
    return Card(
        name="handovers",
        asked=("handovers", "handover_days"),
        title=wording.handover_title(whole["leads"], whole["median_days"]),
        subtitle="From the creation of a lead to the first touch through a channel of the other motion",
        numbers=pairs,
        columns={
            "motion": Column("Leads", "motion"),
            "team": Column("Team of the owner"),
            "actor": Column("First touch by"),
            "leads": Column("Leads", "count"),
            "median_days": Column("Median days", "days"),
            "p90_days": Column("90 % within", "days"),
            "other_actor": Column("Not the owner", "count"),
        },
        definition=wording.HANDOVER_DEFINITION,
        note=wording.handover_note(int(pairs["other_actor"].sum()), known, int(pairs["leads"].sum()))
        if len(pairs)
        else "",
        empty=wording.NO_HANDOVER,
        is_table=True,
    )
