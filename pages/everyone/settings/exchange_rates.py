"""Exchange rates: what other currencies are worth, and how many amounts wait for a rate."""

import re
from typing import Any

from data.conversions import CONVERTED, NO_RATE
from data.grids import Changed, Grid
from data.intake import IntakeError
from pages.everyone.settings import words
from pages.everyone.settings.context import GRID, Context
from pages.parts import addresses, forms
from pages.parts.cards import Column
from pages.parts.forms import Cells, Field, Form, Group, Rows

TABLE = "exchange_rates"
LINK = (addresses.ADD_DATA, words.ADD_RATES)
SHOWN = 200  # rates, the latest
CELLS = {
    "day": Cells("Day", forms.DAY),
    "currency": Cells("Currency"),
    "into_currency": Cells("Into", help=words.INTO_HELP),
    "rate": Cells("Rate", forms.RATE),
}
COLUMNS = {
    "currency": Column("Currency"),
    "kind": Column("Of"),
    "amounts": Column("Amounts", "count"),
    "fate": Column("What became of them"),
}


def shown(context: Context, whole: Grid) -> Grid:
    """The latest rates of the currencies that the data has; of all where it has only one."""
    there = set(context.warehouse.conversions["currency"])
    found = [row for row in whole.rows if not there or {row["currency"], row["into_currency"]} & there]
    return Grid(TABLE, tuple(sorted(found, key=lambda row: row["day"], reverse=True)[:SHOWN]))


def value(context: Context, before: Grid) -> Rows:
    """The rates, the latest first, below a line for each currency that has none."""
    found = context.warehouse.conversions
    without = dict.fromkeys(found.loc[found["fate"] == NO_RATE, "currency"])
    begun = tuple((None, str(currency), "", None) for currency in without)
    return begun + tuple((row["day"], row["currency"], row["into_currency"], float(row["rate"])) for row in before.rows)


def form(context: Context, more: int, rows: Rows) -> Form:
    """What the data has in other currencies, then the grid."""
    found, own = context.warehouse.conversions, context.kept.currency
    amounts = found.groupby("fate")["amounts"].sum()
    waiting = int(amounts[amounts.index.str.startswith("no rate")].sum())
    left = int(amounts[amounts.index != CONVERTED].sum())
    grid = Field(GRID, words.RATES, forms.GRID, rows, cells=CELLS, can_grow=True)
    return Form(
        (
            Group(
                words.rates_title(found["currency"].nunique(), waiting, left),
                subtitle="" if len(found) else words.NO_FOREIGN.format(currency=own),
                table=found,
                columns=COLUMNS,
            ),
            Group(words.RATES, ((grid,),), words.rates_subtitle(), words.rates_note(own, more)),
        )
    )


def rows(before: Grid, answer: Rows) -> list[dict[str, Any]]:
    """A row for each line that says something, as it was where it was not changed."""
    known = {(row["day"], row["currency"], row["into_currency"]): row["rate"] for row in before.rows}
    found: dict[tuple[Any, ...], Any] = {}
    for line in answer:
        day, currency, into, rate = line[0], line[1].upper(), line[2].upper(), line[3]
        if day is None and rate is None:
            continue  # a line that is only begun says nothing
        for text in (currency, into):
            if text and not re.fullmatch("[A-Z]{3}", text):
                raise IntakeError(words.NO_CODE.format(text=text))
        key = (day, currency, into)
        if day is None or not currency or (not rate and (rate == 0 or key not in known)):
            raise IntakeError(words.RATE_MISSING.format(row=words.rate_line(day, currency, into)))
        if key in found:
            raise IntakeError(words.twice(day, currency, into))
        was = known.get(key)
        found[key] = was if was is not None and rate is not None and float(was) == rate else rate
    return [
        {"day": day, "currency": currency, "into_currency": into, "rate": rate}
        for (day, currency, into), rate in found.items()
    ]


def told(changed: Changed) -> str:
    """One change in a sentence."""
    return words.rate_changed(changed)
