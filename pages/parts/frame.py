"""What stands around every page: the mark, where one is, whose data it is, and how old."""

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.store import PROJECT, Store
from pages.parts import addresses, panel, session, site, terms
from pages.parts.words import frame as words

STATIC = PROJECT / "static"


def begin(page: site.Page) -> None:
    """Name the browser's tab and show the mark.

    Parameters
    ----------
    page : Page
        The one that is shown.
    """
    st.set_page_config(page_title=words.tab(page.title), page_icon=str(STATIC / "icon.svg"), layout="wide")
    terms.begin()
    st.logo(str(STATIC / "wordmark.svg"), size="large")


def sections(page: site.Page) -> dict[str, str]:
    """How the navigation calls each section: the one of the page that is shown has its name and stands out.

    Parameters
    ----------
    page : Page
        The one that is shown.

    Returns
    -------
    dict of str
        By the name of the section; Markdown.
    """
    return {
        section: f"**{words.place(section, page.title)}**" if section == page.section else section
        for section in site.SECTIONS
    }


def where(name: str) -> DeltaGenerator:
    """Say above the title which page it is and whose data it shows.

    Parameters
    ----------
    name : str
        Of the page, as the address has it.

    Returns
    -------
    DeltaGenerator
        The place at the right, of what can be done with the page.
    """
    page = site.PAGES.get(name, site.FIRST)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        # Links in it are drawn late; the frontend's page keeps a line's height for them, by this key.
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content", key="where"):
            panel.plain(words.where(page.section, page.title, company()))
            if page != site.FIRST:
                panel.link(addresses.HEALTH, words.HOME, ":material/home:")
            _age(page)
        st.space("stretch")
        return st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content", wrap=False)


def company() -> str:
    """Whose data is shown; "" where there is none."""
    if not session.has_data():
        return ""
    if session.shows_sample():
        return words.SAMPLE
    return session.warehouse().definitions.company or Store().folder.resolve().name


def _age(page: site.Page) -> None:
    """The way out of the invented sample, and of old data; that it is old is said."""
    if not session.has_data():
        return
    warehouse = session.warehouse()
    today = datetime.now(ZoneInfo(warehouse.definitions.time_zone)).date()
    stale = "" if session.shows_sample() else words.stale(warehouse.as_of, today)
    if stale:
        panel.small(stale)
    if (stale or session.shows_sample()) and page.script != addresses.ADD_DATA:
        panel.add_data(words.ADD_NEWER if stale else words.ADD_YOURS)
