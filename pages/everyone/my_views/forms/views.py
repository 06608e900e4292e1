"""The saved views one by one: the way to each, what it says and said before, and how to change it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

import streamlit as st

from data import saved_views
from data.saved_views import SavedView, SavedViewsError
from data.store import Store
from pages.everyone.my_views import words
from pages.parts import handover, labels, panel, reader, site
from pages.parts.words import common
from pages.parts.words import saved as saved_words

_REMOVED = "view removed last"  # no name of a widget


def show(view: SavedView, generation: str, known: Mapping[str, Collection[str]]) -> None:
    """Draw one view.

    Parameters
    ----------
    view : SavedView
        What to show.
    generation : str
        Name of the one that is shown now.
    known : mapping
        Values of each filter, to say what is no longer there.
    """
    place = saved_words.place(view.page, view.address)
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            _name(view)
            _change(view)
        if view.said is not None:
            st.markdown(labels.literal(view.said.headline))
        told = words.as_of(view.said, generation)
        panel.plain(common.capital(common.grey_line("" if place == view.name else labels.literal(place, 400), told)))
        if view.before is not None:
            panel.plain(f":material/history: {words.before(view.before.headline, view.before.through)}")
        if gone := saved_words.gone(view.page, view.address, known):
            panel.plain(f":material/info: {gone}")


def removed() -> None:
    """Offer back the view that was removed last."""
    view = st.session_state.get(_REMOVED)
    if view is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        panel.plain(words.removed(view.name))
        if st.button(words.UNDO, type="tertiary", key="undo-remove") and _is_done(saved_views.put, view):
            del st.session_state[_REMOVED]
            st.rerun()


def _name(view: SavedView) -> None:
    """The name, which leads there where there still is such a page."""
    page = site.PAGES.get(view.page)
    if page is None or not reader.sees(page):
        st.markdown(f"**{labels.literal(view.name)}**")
        return
    st.page_link(
        page.script,
        label=f"**{labels.literal(view.name)}**",
        icon=f":material/{page.icon}:",
        query_params=handover.closed(handover.exactly(view.page, view.address)),
        width="stretch",
    )


def _change(view: SavedView) -> None:
    """Another name, the link, and the way to be rid of it."""
    with st.popover(words.CHANGE, type="tertiary", key=f"change-{view.view_id}"):
        with st.form(f"rename-{view.view_id}", border=False):
            name = st.text_input(saved_words.NAME, value=view.name, max_chars=saved_views.LONGEST)
            if st.form_submit_button(words.RENAME) and _is_done(saved_views.put, replace(view, name=name)):
                st.rerun()
        panel.plain(saved_words.LINK)
        st.code(handover.link(view.page, view.address), language=None, wrap_lines=True)
        removes = st.button(words.REMOVE, icon=":material/delete:", key=f"remove-{view.view_id}")
        if removes and _is_done(saved_views.remove, view):
            st.session_state[_REMOVED] = view
            st.rerun()


def _is_done(change: Callable[[Path, SavedView], None], view: SavedView) -> bool:
    """Whether it could be kept; that it could not is said."""
    try:
        change(Store().folder, view)
    except SavedViewsError as error:
        st.error(labels.literal(error, 400), icon=":material/error:")
        return False
    return True
