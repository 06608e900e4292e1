"""Ways of reading that are kept in the home: to look at, to change, to hand on; and the way back from the last load."""

import streamlit as st

from data.access import audit
from data.intake import own_profiles
from data.intake.own_profiles import OwnProfile
from data.intake.profiles import ProfileError
from data.store import Store, StoreError
from pages.everyone.add_data import words
from pages.everyone.add_data.forms import drop
from pages.parts import labels, reader


def profiles() -> None:
    """List the ways of reading; each can be changed as the text that it is, renamed, downloaded and removed."""
    found = own_profiles.listed(Store().folder)
    if not found:
        return
    with st.container(border=True, gap="xsmall"):
        st.header(words.profiles_title(len(found)), anchor=False)
        for own in found:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(words.profile(own))
                with st.popover(words.CHANGE, icon=":material/edit:", type="tertiary", key=f"change-{own.path.name}"):
                    _change(own)


def _change(own: OwnProfile) -> None:
    said = st.container()
    name = st.text_input("Name", own.name, key=f"name-{own.path.name}")
    text = st.text_area(
        "As a text", own.text, height=320, help=words.PROFILE_HELP, key=f"text-{own.path.name}-{hash(own.text)}"
    )
    with st.container(horizontal=True):
        is_kept = st.button(words.KEEP, key=f"keep-{own.path.name}")
        is_removed = st.button(words.REMOVE, key=f"remove-{own.path.name}")
        st.download_button(
            words.DOWNLOAD, own.text, own.path.name, "application/toml", on_click="ignore", key=f"get-{own.path.name}"
        )
    if is_removed:
        own_profiles.remove(own)
        st.rerun()
    if is_kept:
        try:
            is_renamed = name != own.name and not own.fault
            own_profiles.save(Store().folder, own, own_profiles.renamed(text, name) if is_renamed else text)
        except ProfileError as error:
            said.error(labels.literal(error, 1_000), icon=":material/error:")
        else:
            st.rerun()


def undo() -> None:
    """Offer the way back to what was there before the last load."""
    store = Store()
    if len(store.generations()) < 2 or not store.holds_own_data():
        return
    with st.popover(words.UNDO, icon=":material/undo:", type="tertiary"):
        st.markdown(words.UNDO_MEANS)
        if st.button(words.UNDO_NOW):
            reader.note(audit.IMPORTED, kind="undone")
            try:
                store.undo()
            except StoreError as error:
                st.error(labels.literal(error, 1_000), icon=":material/error:")
                return
            st.session_state[drop.TOLD] = words.UNDONE
            st.rerun()
