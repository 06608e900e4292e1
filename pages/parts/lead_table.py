"""A table of leads in which each can be opened."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from pages.parts import panel
from pages.parts.cards import Column

PAGE = "pages/everyone/lead.py"


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
    clicked = f"open-{key}"
    panel.table(
        leads.assign(open=panel.OPEN),
        {"open": Column("Details", "button", key=clicked), **columns},
        key=key,
        height="content",
    )
    click = st.session_state.get(clicked)
    if click is not None and click["row"] < len(leads):
        st.switch_page(PAGE, query_params={"lead": str(leads["lead_id"].iloc[click["row"]])})
