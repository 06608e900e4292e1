"""The leads behind what a reader clicked, in a panel beside the page."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from analysis.lists.page import PAGE_LIMIT, Page
from pages.parts import (
    addresses,
    downloads,
    handover,
    labels,
    lead_list,
    lead_table,
    opens,
    panel,
    reader,
    scope_bar,
    session,
    takeaway,
    widths,
)
from pages.parts.cards import Kpi
from pages.parts.scope_bar import Choice
from pages.parts.words import leads as words

ROWS = 10
WIDTH = 760  # pixels; the panel leaves the mark in sight where there is room, and is a sheet on a phone


def show(choice: Choice, what: str, parameters: opens.Parameters, on_close: Callable[[], None] | None = None) -> None:
    """Open the panel: how many leads, how they ended, what they are worth, the latest of them, and ways to all.

    Parameters
    ----------
    choice : Choice
        What the scope bar said.
    what : str
        What was clicked. Markdown.
    parameters : mapping of str
        The leads behind it.
    on_close : callable, optional
        What is done when a reader closes the panel.
    """

    @st.dialog(what, width=WIDTH, position="right", on_dismiss=on_close or "ignore")
    @reader.admitted()
    def opened() -> None:
        """Draw what is inside."""
        with session.turn():
            _leads(choice, what, parameters)

    opened()


def split(totals: pd.Series, currency: str) -> tuple[Kpi, ...]:
    """How leads ended and what they are worth, adding up to all of them.

    Parameters
    ----------
    totals : Series
        The row of the question ``lead_totals``.
    currency : str
        Of the pages.

    Returns
    -------
    tuple of Kpi
        All, won, open, lost.
    """
    won, still_open = (
        labels.money(totals[f"{end}_amount"], currency) if totals[f"{end}_with_amount"] else "" for end in words.ENDS
    )
    disqualified = f"{labels.count(totals['disqualified'])} disqualified" if totals["disqualified"] else ""
    return (
        Kpi("Leads", labels.count(totals["leads"])),
        Kpi("Won", labels.count(totals["won"]), slope=won),
        Kpi("Open", labels.count(totals["open"]), slope=still_open),
        Kpi("Lost", labels.count(totals["lost"]), slope=disqualified),
    )


def _leads(choice: Choice, what: str, parameters: opens.Parameters) -> None:
    warehouse = session.warehouse()
    scope, selection, _ = opens.narrowed(parameters, choice.scope, warehouse.definitions.stage_names)
    narrowed = words.selected(selection, opens.dimensions(parameters))
    line = words.behind(narrowed, scope_bar.sentence_of(choice, scope))
    panel.small(line)
    # Asked anew on every run: lists of leads would fill the cache that the page models share.
    answer = warehouse.ask("lead_totals", scope, selection=selection)
    if answer.empty:
        st.markdown(words.NONE)
        return
    totals = answer.iloc[0]
    panel.metrics(split(totals, warehouse.currency))
    if left_out := words.without_amount(totals, warehouse.currency):
        panel.small(left_out)
    ask = partial(lead_list.ask, warehouse, scope, selection=selection)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if reader.sees(addresses.LEADS):
            st.page_link(
                addresses.LEADS,
                label=words.OPEN_ALL,
                icon=":material/open_in_new:",
                query_params=handover.closed(address(choice, parameters)),
            )
        every = partial(ask, page=Page(rows=PAGE_LIMIT))
        columns = lead_list.offered(warehouse.definitions.links)
        downloads.table(words.DOWNLOAD, "leads", every, columns, takeaway.origin(what, line))
    first = ask(page=Page(rows=ROWS))
    panel.small(words.first_of(len(first), totals["leads"]))
    lead_table.show(first, lead_list.BRIEF, key="opened-leads", rooms=widths.IN_PANEL)


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
