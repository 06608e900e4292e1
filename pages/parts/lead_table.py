"""A table of leads in which each can be opened."""

from collections.abc import Mapping

import pandas as pd

from pages.parts import panel
from pages.parts.cards import Column


def show(leads: pd.DataFrame, columns: Mapping[str, Column], *, key: str) -> None:
    """Draw leads with a button each; a click goes to the page of the lead.

    Parameters
    ----------
    leads : DataFrame
        With the column ``lead_id``.
    columns : mapping
        Column name to `Column`, in the order to show.
    key : str
        Unique on the page.
    """
    panel.table(
        leads.assign(open=leads["lead_id"]),
        {"open": Column("Details", "lead"), **columns},
        key=key,
        height="content",
    )
