"""A table of leads in which each can be opened."""

from collections.abc import Collection

import pandas as pd

from pages.parts import lead_list, tables, widths
from pages.parts.cards import Column


def show(
    leads: pd.DataFrame,
    names: Collection[str] = lead_list.USUAL,
    *,
    key: str,
    rooms: tuple[int, int] = widths.ON_PAGE,
) -> None:
    """Draw leads with a button each; a click goes to the page of the lead.

    Parameters
    ----------
    leads : DataFrame
        Of ``lead_list.ask``.
    names : collection of str, default lead_list.USUAL
        Columns to show, keys of ``lead_list.COLUMNS``, which also says their order.
    key : str
        Unique on the page.
    rooms : (int, int), default widths.ON_PAGE
        Pixels that the table has on a phone and on a wide screen.
    """
    tables.show(
        lead_list.called(leads).assign(open=leads["lead_id"]),
        {"open": Column("Details", "lead"), **columns(names, leads)},
        key=key,
        height="content",
        rooms=rooms,
    )


def columns(names: Collection[str], leads: pd.DataFrame) -> dict[str, Column]:
    """Those of some columns that have anything to show, in the order of lists."""
    return {name: column for name, column in lead_list.COLUMNS.items() if name in names and _is_there(name, leads)}


def _is_there(name: str, leads: pd.DataFrame) -> bool:
    """Whether a column has anything to show: links are there only where the definitions have a template."""
    return name not in lead_list.LINKS.values() or bool(leads[name].notna().any())
