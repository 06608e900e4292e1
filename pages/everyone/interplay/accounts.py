"""Accounts that both motions work, and who takes a lead over from whom."""

from analysis.scope import Scope
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from pages.charts import figures
from pages.everyone.interplay import orders, words
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.frames import sums
from pages.parts.words import marks


def shared(warehouse: Warehouse, scope: Scope) -> Card:
    """Won accounts by the motions of their leads."""
    accounts = warehouse.ask("shared_accounts", scope).set_index("worked_by")
    accounts = accounts.join(wilson_intervals(accounts["won_accounts"], accounts["accounts"]))
    both = accounts[accounts.index.isin(orders.OF_BOTH)]
    drawn = accounts.assign(label=accounts.index.str.capitalize(), motion=orders.motions(accounts.index))
    total = int(accounts["accounts"].sum())
    return Card(
        name="shared-accounts",
        asked=("shared_accounts",),
        title=words.accounts_title(int(both["accounts"].sum()), total) if total else "No account is recorded",
        subtitle=marks.under("Share of accounts with a won lead, 95% interval", drawn["motion"]),
        figure=figures.rates_with_intervals(drawn) if total else None,
        numbers=drawn,
        columns={
            "label": Column("Leads of the account"),
            "accounts": Column("Accounts", "count"),
            **known("leads"),
            "won_accounts": Column("Won accounts", "count"),
            "rate": Column("Share won", "share"),
            **bounds(),
            **known("won_amount"),
            "median_days": Column("Typical days between", "days", "Median: half take longer"),
            "p90_days": Column("90% within", "days"),
            "other_owner": Column("Another owner", "count"),
            "same_owner": Column("Same owner", "count"),
        },
        definition=words.ACCOUNTS_DEFINITION,
        note=words.accounts_note(both),
        empty=words.NO_ACCOUNTS,
        opens={label: {"account_order": name} for label, name in zip(drawn["label"], drawn.index, strict=True)},
    )


def handovers(warehouse: Warehouse, scope: Scope) -> Card:
    """From which team to whom leads go, and how long that takes."""
    pairs = warehouse.ask("handovers", scope)
    whole = warehouse.ask("handover_days", scope).set_index("motion")
    told = int(pairs["other_actor"].sum() + pairs["same_actor"].sum())
    return Card(
        name="handovers",
        asked=("handovers", "handover_days"),
        title=words.handover_title(whole["leads"], whole["median_days"]),
        subtitle="From the creation of a lead to the first touch through a channel of the other motion",
        numbers=pairs,
        total=sums(pairs, "leads", "other_actor"),
        columns={
            "motion": Column("Leads", "motion"),
            "team": Column("Team of the owner"),
            "actor": Column("First touch by"),
            **known("leads"),
            "median_days": Column("Typical days", "days", "Median: half take longer"),
            "p90_days": Column("90% within", "days"),
            "other_actor": Column("Not the owner", "count"),
        },
        definition=words.HANDOVER_DEFINITION,
        note=words.handover_note(int(pairs["other_actor"].sum()), told, int(pairs["leads"].sum()))
        if len(pairs)
        else "",
        empty=words.NO_HANDOVER,
        is_table=True,
    )
