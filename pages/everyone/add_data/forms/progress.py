"""How far the work on a draft has come, drawn anew every moment while it runs."""

import streamlit as st

from data import jobs
from data.intake.draft import Draft
from pages.everyone.add_data import words
from pages.everyone.add_data.forms.drop import CHECK, LOOK, PUBLISH
from pages.parts import reader

EVERY_SECONDS = 0.7


def running(draft: Draft) -> str:
    """The command that runs for a draft; "" where none does."""
    for command in (LOOK, CHECK, PUBLISH):
        job = jobs.look(draft.job(command))
        if job is not None and job.state == jobs.RUNNING:
            return command
    return ""


@st.fragment(run_every=EVERY_SECONDS)
@reader.admitted()
def bar(draft: Draft, command: str) -> None:
    """Step, rows and time left, with a way to stop; the page goes on when it is done."""
    job = jobs.look(draft.job(command))
    if job is None or job.state != jobs.RUNNING:
        st.rerun()
    else:
        with st.container(border=True):
            st.progress(min(job.share, 1.0), text=words.progress(job))
            if command != PUBLISH and st.button(words.CANCEL, icon=":material/close:", key="cancel"):
                jobs.cancel(draft.job(command))
                st.rerun()
