"""Journey orders: which motion came first, and what became of the leads."""

import pandas as pd

from analysis.scope import Scope
from analysis.statistics.amounts import mean_intervals
from analysis.statistics.checks import UNKNOWN
from analysis.statistics.medians import median_interval
from analysis.statistics.proportions import wilson_intervals
from analysis.warehouse import Warehouse
from pages.charts import figures as charts
from pages.everyone.interplay import words as wording
from pages.parts import opens
from pages.parts.cards import Card, Column
from pages.parts.frames import cell, interval
from pages.parts.words import common, marks

MOTIONS = {"inbound only": "inbound", "outbound only": "outbound"}
SUMS = ["leads", "won", "mature", "mature_won", "won_amount", "won_amount_squares", "won_with_amount"]


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
    order = [name for name in (*wording.ORDERS, "not recorded") if name in sums.index]
    sums = sums.loc[order]
    days = warehouse.ask("cycles", scope, breakdown="journey_order")
    days = days[days["days"] <= window]
    cycles = {}
    for name in sums.index:
        own = days[days["breakdown"].astype(str) == name]
        cycles[name] = median_interval(own["days"].astype(float), own["won"])
    means = mean_intervals(sums["won_amount"], sums["won_amount_squares"], sums["won_with_amount"])
    return sums.join(wilson_intervals(sums["mature_won"], sums["mature"])).assign(
        cycle=[cycles[name].estimate for name in sums.index],
        cycle_low=[cycles[name].low for name in sums.index],
        cycle_high=[cycles[name].high for name in sums.index],
        amount=means["mean"],
        amount_low=means["low"],
        amount_high=means["high"],
    )


def conversion(orders: pd.DataFrame, window: int, *, has_landmark: bool = True) -> Card:
    """Rate at which the leads of each order were won; leads of an unknown order lead no title."""
    known = orders[orders["mature"] > 0]
    drawn = known.assign(
        label=known.index.str.capitalize(),
        motion=[MOTIONS.get(name, "both motions") for name in known.index],
        n=known["mature"],
    )
    named = known[known.index.isin(wording.ORDERS)]
    best = named["rate"].idxmax() if len(named) > 1 else ""
    worst = named["rate"].idxmin() if len(named) > 1 else ""
    young = int((orders["leads"] - orders["mature"]).sum())
    return Card(
        name="orders",
        asked=("motion_gap",),
        title=wording.orders_title(
            str(best),
            interval(named, best) if best else UNKNOWN,
            str(worst),
            interval(named, worst) if worst else UNKNOWN,
        ),
        subtitle=marks.under(f"Won within {window} days, 95 % interval", drawn["motion"]),
        figure=charts.rates_with_intervals(drawn),
        numbers=orders.assign(order=orders.index.str.capitalize()),
        columns=_columns(),
        definition=wording.ORDER_DEFINITION,
        note=common.joined(
            common.left_out(young, 0, window), wording.SURVIVORS, wording.FIXED_DAY if has_landmark else ""
        ),
        opens={
            opens.mark(str(name).capitalize()): {"journey_order": str(name), "mature_days": str(window)}
            for name in known.index
        },
    )


def table(orders: pd.DataFrame, window: int, currency: str) -> Card:
    """Conversion, cycle and amount of each order, with their intervals."""
    timed = orders[orders["cycle"].notna() & orders.index.isin(wording.ORDERS)]
    slowest = timed["cycle"].idxmax() if len(timed) > 1 else None
    quickest = timed["cycle"].idxmin() if len(timed) > 1 else None
    return Card(
        name="order-numbers",
        asked=("motion_gap", "cycles"),
        title=wording.orders_table_title(
            cell(timed, quickest, "cycle") if quickest is not None else None,
            str(quickest),
            cell(timed, slowest, "cycle") if slowest is not None else None,
            str(slowest),
        ),
        subtitle=f"Median days to won within {window} days, average won amount in {currency}; 95 % intervals",
        numbers=orders.assign(order=orders.index.str.capitalize()),
        columns=_columns(),
        definition=common.joined(wording.ORDER_DEFINITION, wording.CYCLE_DEFINITION),
        is_table=True,
        is_wide=True,
    )


def _columns() -> dict[str, Column]:
    return {
        "order": Column("Order"),
        "leads": Column("Leads", "count"),
        "mature": Column("Old enough", "count"),
        "mature_won": Column("Won in time", "count"),
        "rate": Column("Rate", "share"),
        "low": Column("95 % low", "share"),
        "high": Column("95 % high", "share"),
        "cycle": Column("Median days", "days"),
        "cycle_low": Column("95 % low", "days"),
        "cycle_high": Column("95 % high", "days"),
        "amount": Column("Average deal", "money"),
        "amount_low": Column("95 % low", "money"),
        "amount_high": Column("95 % high", "money"),
    }
