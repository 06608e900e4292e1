"""Forget a person: what would leave, what becomes of their numbers, and the search afterwards."""

import streamlit as st

from data import erasing
from data.erasing import ErasingError
from data.forgetting import told
from data.store import Store, StoreError
from pages.everyone.data import forgetting as words
from pages.parts import labels, panel, reader, session

_DONE = "erased last"  # no name of a widget


def show() -> None:
    """Draw the card for those who may erase."""
    if not reader.may("erase"):
        return
    with st.container(border=True, gap="small"):
        panel.said(words.TITLE, words.WHAT)
        if done := st.session_state.pop(_DONE, ""):
            st.success(done, icon=":material/check:")
        ids = st.text_area(words.IDS, height=80, key="forget-ids", placeholder=words.EXAMPLE).split()
        if not ids:
            return
        try:
            foreseen = erasing.foresee(Store(), ids)
        except (ErasingError, StoreError) as error:
            st.warning(labels.literal(error, 600), icon=":material/info:")
            return
        panel.plain(labels.literal(told.foreseen(foreseen), 1_000))
        numbers = st.radio(words.NUMBERS, [words.KEEP, words.DROP], index=None, key="forget-numbers")
        typed = st.text_input(words.CONFIRM, key="forget-confirm")
        is_meant = numbers is not None and typed.strip().upper() == words.WORD
        if st.button(words.BUTTON, icon=":material/delete_forever:", disabled=not is_meant, key="forget"):
            _forget(ids, keep_numbers=numbers == words.KEEP)


def _forget(ids: list[str], *, keep_numbers: bool) -> None:
    """Erase, and drop whatever the server remembers of the pages: it is of before."""
    try:
        with st.spinner(words.WORKING):
            done = erasing.erase(Store(), ids, keep_numbers=keep_numbers, audit=reader.note_line)
    except (ErasingError, StoreError) as error:
        st.error(labels.literal(error, 600), icon=":material/error:")
        return
    session.forget()
    for sentence in told.faults(done):
        st.error(labels.literal(sentence, 600), icon=":material/error:")
    if done.is_done:
        st.session_state[_DONE] = labels.literal(told.erased(done), 1_500)
        st.rerun()
