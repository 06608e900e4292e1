"""One page to hand out: download as HTML, and as PDF where a browser on the server can print it."""

from collections.abc import Callable

import streamlit as st

from pages.parts import printing


def buttons(write: Callable[[], str], name: str) -> None:
    """Offer the page; nothing is written before a click.

    Parameters
    ----------
    write : callable
        Gives the page as HTML.
    name : str
        File name without its ending.
    """
    st.download_button(
        "Brief for leadership",
        data=lambda: write().encode(),
        file_name=f"{name}.html",
        mime="text/html",
        icon=":material/article:",
        on_click="ignore",
        key=f"html-{name}",
        help="One printable page: the recommendation, its findings and the numbers behind.",
    )
    browser = printing.browser()
    if browser is not None:
        st.download_button(
            "PDF",
            data=lambda: printing.pdf(write(), browser),
            file_name=f"{name}.pdf",
            mime="application/pdf",
            icon=":material/picture_as_pdf:",
            on_click="ignore",
            key=f"pdf-{name}",
            help="The same page as PDF; it takes a few seconds.",
        )
