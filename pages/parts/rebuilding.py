"""Brings settings that were kept into the numbers: a rebuild in the background, with quiet progress."""

from pathlib import Path

import streamlit as st

from data import jobs
from pages.parts import labels, panel, reader
from pages.parts.words import unsaved as words

SECONDS = 1.0  # between two looks at how far it is
WANTED = "wanted settings"


def start(home: Path) -> None:
    """Rebuild with the settings as they are; where a rebuild is running, after it."""
    job = jobs.look(_folder(home))
    st.session_state[WANTED] = True
    if job is None or job.state != jobs.RUNNING:
        st.session_state[WANTED] = False
        jobs.start(_folder(home), home, "rebuild")


def show(home: Path, *, is_current: bool) -> None:
    """Say whether the numbers go by the settings, and how far they are on the way.

    Parameters
    ----------
    home : Path
        The home folder.
    is_current : bool
        Whether the numbers of this run are built with the settings as they are.
    """
    job = jobs.look(_folder(home))
    if job is not None and job.state == jobs.RUNNING:
        progress(_folder(home), words.WORKING)
        return
    if is_current:
        st.session_state[WANTED] = False
        told = job.told.partition("\n")[2] if job is not None and job.state == jobs.DONE else ""
        st.caption(labels.literal(f"{words.UP_TO_DATE} {told}", 600))
        return
    if st.session_state.get(WANTED):
        start(home)
        progress(_folder(home), words.WORKING)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        is_failed = job is not None and job.state == jobs.FAILED
        st.caption(words.failed(job.told) if job is not None and is_failed else words.OUTDATED, width="content")
        if st.button(words.REBUILD, key="rebuild", icon=":material/sync:", width=panel.room(words.REBUILD)):
            start(home)
            st.rerun()


@st.fragment(run_every=SECONDS)
@reader.admitted()
def progress(folder: Path, working: str) -> None:
    """How far a job is; when it is done, the page is drawn anew with the new numbers.

    Parameters
    ----------
    folder : Path
        Of the job.
    working : str
        What it is there for.
    """
    job = jobs.look(folder)
    if job is None or job.state != jobs.RUNNING:
        st.rerun()
    st.progress(min(max(job.share, 0.0), 1.0), words.left(working, job.step, job.seconds_left))


def _folder(home: Path) -> Path:
    return home / "jobs" / "rebuild"
