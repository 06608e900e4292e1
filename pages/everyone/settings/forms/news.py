"""Look for news in the feeds at once, in the background, and say what came of it."""

from pathlib import Path

import streamlit as st

from data import jobs
from data.access import audit
from data.definitions import load
from pages.everyone.settings import words
from pages.parts import panel, reader, rebuilding

LOOKED = "looked for news"


def show(home: Path, *, is_changed: bool) -> None:
    """Offer to look, to whoever may load data; what is changed and not kept yet would not be looked at.

    Parameters
    ----------
    home : Path
        The home folder.
    is_changed : bool
        Whether settings are changed and not kept.
    """
    if not load(home).feeds or not reader.may("import"):
        return
    folder = home / "jobs" / "sync"
    job = jobs.look(folder)
    if job is not None and job.state == jobs.RUNNING:
        rebuilding.progress(folder, words.LOOKING)
        return
    if is_changed:
        st.caption(words.KEEP_FIRST)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(words.LOOK_NOW, key="look now", icon=":material/sync:", width=panel.room(words.LOOK_NOW)):
            reader.note(audit.CHANGED, kind="feeds looked at")
            jobs.start(folder, home, "sync")
            st.session_state[LOOKED] = True
            st.rerun()
        if job is not None and job.state == jobs.DONE and st.session_state.get(LOOKED):
            st.caption(words.looked(job.told), width="content")
    if job is not None and job.state == jobs.FAILED and st.session_state.get(LOOKED):
        st.warning("\n".join(f"- {words.looked(each)}" for each in job.told.splitlines()), icon=":material/info:")
