"""A table of leads in which each can be opened."""

from collections.abc import Collection

import pandas as pd

from pages.parts import lead_list, panel
from pages.parts.cards import Column


def show(leads: pd.DataFrame, names: Collection[str] = lead_list.USUAL, *, key: str) -> None:
    """Draw leads with a button each; a click goes to the page of the lead.

    Parameters
    ----------
    leads : DataFrame
        The question ``leads``.
    names : collection of str, default lead_list.USUAL
        Columns to show, keys of ``lead_list.COLUMNS``, which also says their order.
    key : str
        Unique on the page.
    """
    columns = {name: column for name, column in lead_list.COLUMNS.items() if name in names}
    panel.table(
        leads.assign(open=leads["lead_id"]),
        {"open": Column("Details", "lead"), **columns},
        key=key,
        height="content",
    )
