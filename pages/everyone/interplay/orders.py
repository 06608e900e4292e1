"""Journey orders: which motion came first, and what became of the leads."""

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.amounts import mean_intervals
from analysis.statistics.medians import median_interval
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from data.names import UNKNOWN_ORDER
from pages.charts import figures
from pages.everyone.interplay import words
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known
from pages.parts.frames import sums
from pages.parts.words import common, marks

OF_BOTH = ("inbound first", "outbound first")
ORDERS = ("inbound only", *OF_BOTH, "outbound only")
SUMS = ["leads", "won", "mature", "mature_won", "won_amount", "won_amount_squares", "won_with_amount"]
COLUMNS = {
    "order": Column("Order"),
    **known("leads", "mature", "mature_won", "rate"),
    **bounds(),
    "cycle": Column("Typical days", "days", "Median: half take longer"),
    **bounds("days", prefix="cycle_"),
    "amount": Column("Average deal", "money"),
    **bounds("money", prefix="amount_"),
}


def motions(orders: pd.Index) -> list[str]:
    """The motion of each order, for its mark."""
    return [order.removesuffix(" only") if order.endswith(" only") else "both motions" for order in orders]


def ask(warehouse: Warehouse, scope: Scope, window: int) -> pd.DataFrame:
    """Counts and estimates of each journey order.

    Parameters
    ----------
    warehouse : Warehouse
        The generation.
    scope : Scope
        Which leads.
    window : int
        Days within which a win counts.

    Returns
    -------
    DataFrame
        Index: the order. Sums of ``motion_gap``; ``rate``, ``low``, ``high`` of the wins in time; ``cycle``,
        ``cycle_low``, ``cycle_high`` (median days of the wins in time); ``amount``, ``amount_low``,
        ``amount_high`` (average).
    """
    counted = warehouse.ask("motion_gap", scope, breakdown="journey_order", window_days=window)
    sums = counted.groupby(counted["breakdown"].astype(str))[SUMS].sum()
    sums = sums.loc[[name for name in (*ORDERS, UNKNOWN_ORDER) if name in sums.index]]
    days = warehouse.ask("cycles", scope, breakdown="journey_order")
    days = days[days["days"] <= window].astype({"breakdown": str, "days": float})
    own = [days[days["breakdown"] == name] for name in sums.index]
    cycles = [median_interval(each["days"], each["won"]) for each in own]
    means = mean_intervals(sums["won_amount"], sums["won_amount_squares"], sums["won_with_amount"])
    return sums.join(wilson_intervals(sums["mature_won"], sums["mature"])).assign(
        cycle=[each.estimate for each in cycles],
        cycle_low=[each.low for each in cycles],
        cycle_high=[each.high for each in cycles],
        amount=means["mean"],
        amount_low=means["low"],
        amount_high=means["high"],
    )


def conversion(orders: pd.DataFrame, window: int, *, has_landmark: bool = True) -> Card:
    """Rate at which the leads of each order were won; which says nothing of who wins more often."""
    old_enough = orders[orders["mature"] > 0]
    drawn = old_enough.assign(
        label=old_enough.index.str.capitalize(),
        motion=motions(old_enough.index),
        n=old_enough["mature"],
    )
    known = orders[orders.index.isin(ORDERS)]["leads"]
    young = int((orders["leads"] - orders["mature"]).sum())
    return Card(
        name="orders",
        asked=("motion_gap",),
        title=words.orders_title(int(known[known.index.isin(OF_BOTH)].sum()), int(known.sum()))
        if known.sum()
        else words.ORDERS_TABLE,
        subtitle=marks.under(f"Won within {window} days, 95% interval", drawn["motion"]),
        figure=figures.rates_with_intervals(drawn),
        numbers=orders.assign(order=orders.index.str.capitalize()),
        total=sums(orders, "leads", "mature", "mature_won"),
        columns=COLUMNS,
        definition=words.ORDER_DEFINITION,
        note=common.joined(common.left_out(young, 0, window), words.SURVIVORS, words.FIXED_DAY if has_landmark else ""),
        opens={
            opens.mark(str(name).capitalize()): {"journey_order": str(name), "mature_days": str(window)}
            for name in old_enough.index
        },
    )


def table(orders: pd.DataFrame, window: int, currency: str) -> Card:
    """Conversion, cycle and amount of each order, with their intervals."""
    return Card(
        name="order-numbers",
        asked=("motion_gap", "cycles"),
        title=words.ORDERS_TABLE,
        subtitle=f"Typical days to won within {window} days, average won amount in {currency}; 95% intervals",
        numbers=orders.assign(order=orders.index.str.capitalize()),
        total=sums(orders, "leads", "mature", "mature_won"),
        columns=COLUMNS,
        definition=common.joined(words.ORDER_DEFINITION, words.CYCLE_DEFINITION),
        is_table=True,
        is_wide=True,
    )
