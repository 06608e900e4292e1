"""The leads behind a mark that somebody clicked."""

from typing import Any

import streamlit as st

from analysis import export
from analysis.lists.page import PAGE_LIMIT, Page
from pages.parts import addresses, lead_table, opens, session
from pages.parts.cards import Card
from pages.parts.scope_bar import Choice
from pages.parts.words import leads as words

ROWS = 10


def show(card: Card, selected: Any, choice: Choice) -> None:
    """List the first leads behind the clicked mark under its figure, with a download and the way to all of them.

    Parameters
    ----------
    card : Card
        Whose ``opens`` says what its marks stand for.
    selected : PlotlyState
        What the chart returned.
    choice : Choice
        What the scope bar said.
    """
    names = [_name(point) for point in selected.selection.points]
    parameters = next((card.opens[name] for name in names if name in card.opens), None)
    if parameters is None:
        return
    warehouse = session.warehouse()
    scope, selection, _ = opens.narrowed(parameters, choice.scope, warehouse.definitions.stage_names)
    # Asked anew on every run: lists of leads would fill the cache that the page models share.
    count = int(warehouse.ask("lead_totals", scope, selection=selection)["leads"].sum())
    said = [*words.selected(selection, opens.dimensions(parameters)), *words.created(parameters)]
    st.markdown(words.heading(count, said))
    if not count:
        return
    leads = warehouse.ask("leads", scope, selection=selection, page=Page(rows=ROWS))
    lead_table.show(leads, key=f"leads-{card.name}")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link(
            addresses.LEADS,
            label="Open in Leads",
            icon=":material/open_in_new:",
            query_params=address(choice, parameters),
        )
        st.download_button(
            "Download leads",
            data=lambda: export.csv(warehouse.ask("leads", scope, selection=selection, page=Page(rows=PAGE_LIMIT))),
            file_name=export.file_name(f"leads-{card.name}"),
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key=f"download-leads-{card.name}",
        )
        if hint := words.first_of(len(leads), count):
            st.caption(hint)


def address(choice: Choice, parameters: opens.Parameters) -> list[tuple[str, str]]:
    """Parameters of the page Leads that show the leads of a mark in the scope of the page.

    Parameters
    ----------
    choice : Choice
        What the scope bar said.
    parameters : mapping of str
        What the mark stands for.

    Returns
    -------
    list of (str, str)
        Names and values; a name may come more than once.
    """
    return opens.listed({**choice.address, **{name: (value,) for name, value in opens.told(parameters).items()}})


def _name(point: Any) -> str:
    """What the mark is called: the name that travels with it."""
    data = point.get("customdata")
    return str(data[0] if isinstance(data, list) and data else data)
