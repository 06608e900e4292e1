"""What a reader takes away of a page: to print, as a workbook, and as its address."""

from functools import partial

import streamlit as st

from pages.parts import controls, copy_link, downloads, frame, handover, printing, printout, session, workbook
from pages.parts.origin import Origin
from pages.parts.page import PageModel
from pages.parts.words import takeaway as words


def menu(model: PageModel, choice: str) -> Origin:
    """Offer the page as it stands: to print, as a workbook with the numbers of all cards, and its address.

    Parameters
    ----------
    model : PageModel
        What the page shows.
    choice : str
        Which leads it is about and through when, as the line under its title says it. Markdown.

    Returns
    -------
    Origin
        The page as it stands, for what its cards offer.
    """
    shown = origin(model.title, choice)
    with st.popover(words.MENU, type="tertiary", icon=":material/ios_share:"):
        browser = printing.browser()
        if browser is None:
            to_print = (words.PAGE, lambda: printout.page(model, shown).encode(), shown.file_name("html"))
        else:
            to_print = (words.PDF, lambda: printing.pdf(printout.page(model, shown), browser), shown.file_name("pdf"))
        downloads.file(*to_print, words.PRINTED, width="stretch")
        workbook_of = partial(workbook.of_page, model, shown)
        downloads.file(words.WORKBOOK, workbook_of, shown.file_name("xlsx"), width="stretch")
        copy_link.show()
    return shown


def origin(title: str, choice: str) -> Origin:
    """The page that is shown, as it stands.

    Parameters
    ----------
    title : str
        What is found. Markdown.
    choice : str
        Which leads it is about and through when. Markdown.

    Returns
    -------
    Origin
        With the address of the reader's browser.
    """
    warehouse = session.warehouse()
    page = handover.shown()
    return Origin(
        company=frame.company(),
        page=page.title,
        view=str(st.session_state.get(handover.VIEW) or ""),
        title=title,
        choice=choice,
        data_day=warehouse.as_of,
        address=handover.link(page.name, controls.address()),
        currency=warehouse.currency,
        time_zone=warehouse.definitions.time_zone,
    )
