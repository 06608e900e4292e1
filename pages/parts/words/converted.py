"""What pages say of amounts in other currencies than theirs."""

import pandas as pd

from data.conversions import CONVERTED
from data.names import RATE_DAYS
from pages.parts import labels
from pages.parts.words import common

RULE = (
    f"A deal has the rate of the day of its closing, while it is open that of the last day of the data; spend that of "
    f"its own day. A rate counts for {RATE_DAYS} days, until there is a newer one"
)


def definition(rows: pd.DataFrame) -> str:
    """How amounts in other currencies are counted, of all that is loaded.

    Parameters
    ----------
    rows : DataFrame
        Answer to the question ``conversions``, with at least a row.

    Returns
    -------
    str
        A sentence or two.
    """
    is_converted = rows["fate"] == CONVERTED
    done, left = rows[is_converted], rows[~is_converted]
    said = []
    if len(done):
        said.append(f"Amounts in {_currencies(done)} are converted with exchange rates {_span(done)}.")
    if len(left):
        said.append(f"Amounts in {_currencies(left)} are left out of sums: the page Data says why.")
    return common.joined(*said)


def span(rows: pd.DataFrame) -> str:
    """Of which days the rates are that were used; "" where none was."""
    done = rows[rows["fate"] == CONVERTED]
    return _span(done) if len(done) else ""


def _span(done: pd.DataFrame) -> str:
    first, last = done["first_on"].min(), done["last_on"].max()
    return f"of {labels.day(first)}" if first == last else f"of {labels.day(first)} to {labels.day(last)}"


def _currencies(rows: pd.DataFrame) -> str:
    counts = rows.groupby("currency")["amounts"].sum()
    return common.listed([f"{labels.literal(name)} ({labels.count(number)})" for name, number in counts.items()])
