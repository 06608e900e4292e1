"""What those see who are not admitted: why, and the way in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import streamlit as st

from data.access.claims import NotAdmittedError
from pages.parts import handover, labels, panel, reader, site
from pages.parts.words import frame as frame_words
from pages.parts.words import reader as words

WIDTH = 460  # pixels of what stands alone on the page
ROOM = 40  # pixels of the way to whoever reads, among other buttons


def refuse(refused: NotAdmittedError) -> None:
    """Show why somebody is not admitted, and nothing else.

    Parameters
    ----------
    refused : NotAdmittedError
        Says why.
    """
    st.set_page_config(page_title=frame_words.tab(words.BUTTON))
    asked = site.PAGES.get(handover.page_to_come(), site.FIRST)  # the address stays as it is, to come back to
    pages = [
        st.Page(lambda: _show(refused), title=words.BUTTON, url_path=page.name, default=page == site.FIRST)
        for page in dict.fromkeys((site.FIRST, asked))
    ]
    st.navigation(pages, position="hidden").run()


def _show(refused: NotAdmittedError) -> None:
    is_in = reader.signs_in() and st.user.is_logged_in
    title = words.AGAIN_TITLE if is_in else words.TITLE
    with _alone(title if refused.can_sign_in else words.UNKNOWN_TITLE, labels.literal(refused, 400)):
        if refused.can_sign_in and reader.signs_in():
            icon = ":material/login:"
            st.button(words.BUTTON, icon=icon, on_click=st.login, key="sign-in", width="stretch")
        elif is_in:
            out(words.AS_ANOTHER, width="stretch")


@contextmanager
def _alone(title: str, sentence: str) -> Iterator[None]:
    """A card in the middle that is all there is, and what can be done."""
    st.space("large")
    with st.container(horizontal_alignment="center"), st.container(border=True, width=WIDTH, gap="medium"):
        with st.container(gap="small"):
            st.title(title, anchor=False)
            st.markdown(sentence)
        yield


def out(label: str = words.OUT, *, width: Literal["content", "stretch"] = "content") -> None:
    """The way out.

    Parameters
    ----------
    label : str
        What is said.
    width : str, default "content"
        Of the button.
    """
    st.button(label, icon=":material/logout:", on_click=st.logout, key="sign-out", width=width)


def who() -> None:
    """Say who reads, with the way out, where readers sign in."""
    told = reader.identity()
    if told is None:
        return
    said = words.signed_in(told.address)
    looks: dict[str, Any] = {"icon": ":material/account_circle:", "type": "tertiary", "width": ROOM}
    with st.popover("", key="who", help=labels.literal(said), **looks):
        panel.plain(labels.literal(said))
        if reader.signs_in():
            out()


def elsewhere() -> None:
    """The address without a name, for who does not see what is there: the first page that they see."""
    first = _first()
    if first is None:
        st.title(words.UNKNOWN_TITLE, anchor=False)
        return
    st.switch_page(first.script)


def not_theirs(page: site.Page) -> None:
    """The address of a page that the reader does not see.

    Parameters
    ----------
    page : Page
        The page.
    """
    with _alone(words.not_theirs(page.title), words.ASK_FOR_IT):
        first = _first()
        if first is not None:
            panel.link(first.script, words.leads_to(first.title), ":material/arrow_forward:")


def nothing_yet() -> None:
    """Say to whom no lead is shown which ones would be."""
    with _alone(words.NOTHING_YET, labels.literal(words.would_see(reader.current().grants or ()), 600)):
        if reader.signs_in():
            out()


def _first() -> site.Page | None:
    return next((page for page in site.PAGES.values() if page.is_listed and reader.sees(page)), None)
