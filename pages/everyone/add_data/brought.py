"""The first figures of a load that is prepared: the accounting of its files, and what the pages will show."""

import pandas as pd

from analysis.scope import ALL_PIPELINES, Scope
from analysis.statistics import proportions
from analysis.warehouse import Warehouse
from data.intake.report import Report
from data.names import UNMAPPED, is_named
from pages.charts import figures
from pages.everyone.add_data import words
from pages.parts.cards import Card, Column
from pages.parts.columns import bounds, known

EVERYTHING = Scope(pipeline=ALL_PIPELINES)


def cards(report: Report, warehouse: Warehouse) -> tuple[Card, ...]:
    """The accounting; then leads and conversion by channel, and what was won by month, of all that will be there.

    Parameters
    ----------
    report : Report
        What the load would do.
    warehouse : Warehouse
        The generation that it would publish.

    Returns
    -------
    tuple of Card
        In reading order.
    """
    return (_accounting(report), *([_channels(warehouse), _months(warehouse)] if _has_leads(warehouse) else []))


def _has_leads(warehouse: Warehouse) -> bool:
    return bool(warehouse.ask("contents").set_index("kind").loc["leads", "records"])


def _accounting(report: Report) -> Card:
    rows = [
        {
            "file": each.file,
            "rows": each.count_rows,
            "imported": each.count_imported,
            "repeated": each.count_unchanged + each.count_duplicate,
            "quarantined": each.count_quarantined,
        }
        for each in report.files
    ]
    return Card(
        name="accounting",
        title=words.accounting(report),
        subtitle=words.ACCOUNTING,
        numbers=pd.DataFrame(rows),
        columns={
            "file": Column("File"),
            "rows": Column("Rows", "count"),
            "imported": Column("Imported", "count"),
            "repeated": Column("Repeated", "count"),
            "quarantined": Column("Quarantined", "count"),
        },
        definition=words.ACCOUNTING,
        note=words.notes(report),
        is_table=True,
        is_wide=True,
    )


def _channels(warehouse: Warehouse) -> Card:
    window = warehouse.window_days(EVERYTHING)
    counts = warehouse.ask("conversion", EVERYTHING, breakdown="channel", window_days=window)
    rates = proportions.wilson_intervals(counts["mature_won"], counts["mature"])
    # Where no win has a day, nobody knows whether any came within the window.
    rates = rates.where((counts["undated_won"] < counts["won"]) | (counts["won"] == 0))
    names = counts["breakdown"].astype(str)
    return Card(
        name="channels",
        title=words.channels_title(int(names.map(is_named).sum()), int(names.str.startswith(UNMAPPED).sum())),
        subtitle=words.CHANNELS,
        numbers=counts.join(rates),
        columns={
            "breakdown": Column("Channel"),
            **known("leads", "won"),
            "rate": Column(words.conversion(window), "share"),
            **bounds(),
            **known("won_amount"),
        },
        definition=words.CHANNELS_DEFINITION,
        note=words.undated_wins(int(counts["won"].sum()), int(counts["undated_won"].sum())),
        is_table=True,
        is_wide=True,
    )


def _months(warehouse: Warehouse) -> Card:
    every = warehouse.ask("win_months", EVERYTHING, breakdown="all")
    months = every.loc[every["month"].notna()].drop(columns="motion")
    has_amounts = bool(every["won_amount"].sum())
    through = pd.Timestamp.max if warehouse.as_of is None else pd.Timestamp(warehouse.as_of.replace(day=1))
    is_complete = pd.to_datetime(months["month"]) != through
    value = months["won_amount" if has_amounts else "won"]
    lines = months.assign(name="Won", value=value, n=months["won"], is_complete=is_complete)
    return Card(
        name="won-by-month",
        title=words.months_title(int(every["won"].sum()), float(every["won_amount"].sum()), warehouse.currency),
        subtitle=words.MONTHS if has_amounts else words.MONTHS_COUNTED,
        numbers=every,
        figure=figures.monthly_lines(lines, "money" if has_amounts else "count", warehouse.currency),
        columns=known("month", "won", "won_amount"),
        is_wide=True,
        definition=words.MONTHS_DEFINITION,
        empty=words.NOTHING_WON,
    )
