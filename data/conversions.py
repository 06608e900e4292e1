"""What a load says of amounts in other currencies: how many are converted, with rates of when, and which are not."""

from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import duckdb

CONVERTED, NO_RATE = "converted", "no rate is loaded"  # fates of ``marts.conversions``


class _Converted(NamedTuple):
    """A row of ``marts.conversions``."""

    currency: str
    kind: str
    fate: str
    amounts: int
    first_on: object
    last_on: object


def told(generation: Path) -> list[str]:
    """A sentence for each currency in which a generation has amounts beside the business's own."""
    with closing(duckdb.connect(str(generation), read_only=True)) as connection:
        try:
            rows = connection.execute("select * from marts.conversions order by currency, kind, fate").fetchall()
        except duckdb.CatalogException:
            return []  # earlier versions had none
    return [
        f"Amounts in {currency}: {'; '.join(map(_part, parts))}."
        for currency, parts in groupby(map(_Converted._make, rows), key=lambda row: row.currency)
    ]


def _part(row: _Converted) -> str:
    what = f"{row.amounts} of {row.kind}"
    if row.fate != CONVERTED:
        return f"{what} left out of sums, {row.fate}"
    span = f"{row.first_on}" if row.first_on == row.last_on else f"{row.first_on} to {row.last_on}"
    return f"{what} converted with rates of {span}"
