"""Saved views: the button that saves the page as it stands, and what a saved view says when it is looked at."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from data import saved_views
from data.saved_views import Said, SavedView, SavedViewsError
from data.store import Store
from pages.parts import controls, handover, labels, panel, reader, rehearsal, session, site
from pages.parts.words import saved as words

_SAID = "headline shown last"  # no name of a widget
ICON = ":material/bookmark_add:"
WIDTH = 88  # pixels that the button takes, kept until the browser has drawn it
NOT_SAVED = ("my_views", "add_data", "readers")  # pages on which nothing is chosen


def looked_at(title: str) -> None:
    """Remember what the page says; a saved view that says something else now keeps both.

    Parameters
    ----------
    title : str
        The headline. Markdown.
    """
    warehouse = session.warehouse()
    said = Said(labels.without_markdown(title), warehouse.generation, warehouse.as_of)
    st.session_state[_SAID] = said
    if rehearsal.is_one():
        return  # nobody has looked
    page = handover.shown().name
    with contextlib.suppress(SavedViewsError):  # My views says it
        for address in _written(page, controls.address()):
            saved_views.note(Store().folder, page, address, said, reader=reader.address())


def button() -> None:
    """Offer to save the page as it stands; it may be drawn before the page is, in a fragment."""
    if handover.shown().name in NOT_SAVED:
        return
    if st.button(words.SAVE, icon=ICON, type="tertiary", width=WIDTH, key="save-view", help=words.SAVE_HELP):
        _dialog()


@st.dialog(words.SAVE_TITLE)
@reader.admitted()
def _dialog() -> None:
    """Ask for a name, and hand out the link."""
    page, address, said = handover.shown(), tuple(controls.address()), st.session_state.get(_SAID)
    try:
        own = saved_views.read(Store().folder, reader=reader.address())
        known = next((view for view in own if view.leads_to(page.name, address)), None)
    except SavedViewsError as error:
        st.error(labels.literal(error, 400), icon=":material/error:")
        known = None
    # A name that says what is looked at stays true, which a headline does not.
    view = known or SavedView(words.place(page.name, address), page.name, address, said, reader=reader.address())
    panel.plain(words.KNOWN if known else words.UNKNOWN)
    with st.form("save-view-as", border=False):
        name = st.text_input(words.NAME, value=view.name, max_chars=saved_views.LONGEST)
        if st.form_submit_button(words.RENAME if known else words.SAVE):
            _save(replace(view, name=name))
    panel.plain(words.LINK)
    st.code(handover.link(page.name, address), language=None, wrap_lines=True)


def _save(view: SavedView) -> None:
    try:
        saved_views.put(Store().folder, view)
    except SavedViewsError as error:
        st.error(labels.literal(error, 400), icon=":material/error:")
    else:
        st.toast(words.saved(view.name), icon=":material/bookmark_added:")
        st.rerun()


def _written(page: str, address: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """The address as it is, and as it was written before its view was renamed."""
    before = {(handover.VIEW, name): (handover.VIEW, once) for once, name in site.renamed(page).items()}
    earlier = [before.get(pair, pair) for pair in address]
    return [list(address), earlier] if earlier != list(address) else [list(address)]
