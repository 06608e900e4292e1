"""What an empty home shows: how to begin, and what each further file adds."""

import streamlit as st

from data import jobs
from data.store import Store
from pages.parts import addresses, panel, reader, unlocks
from pages.parts.layout import MINIMUM_CARD_WIDTH
from pages.parts.words import unlocks as words

EVERY_SECONDS = 0.7
LEADS = "leads"  # the one file that is needed


def show() -> None:
    """Draw the page of a home without data."""
    with st.container(gap="xsmall"):
        st.title(words.WELCOME, anchor=False)
        st.caption(words.WELCOME_LINE)
    grid = st.grid(2, min_column_width=MINIMUM_CARD_WIDTH)
    with grid, st.container(border=True, height="stretch", gap="small"):
        panel.said(words.OWN, words.NEEDED)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if st.button(words.OWN_BUTTON, icon=":material/upload_file:", key="own"):
                st.switch_page(addresses.ADD_DATA)
            panel.template(LEADS)
        panel.small(words.IN_A_TERMINAL)
    with grid, st.container(border=True, height="stretch", gap="small"):
        panel.said(words.LOOK, words.LOOK_LINE)
        _sample()
        panel.small(words.LOOK_IN_A_TERMINAL)
    with st.container(border=True, gap="small"):
        panel.said(words.FURTHER, words.FURTHER_LINE)
        for file in words.FILES:
            _further(file)


def _further(file: str) -> None:
    """A file: what it is, what it adds, and its template."""
    views: dict[str, list[str]] = {}
    for page, view in unlocks.unlocked(file):
        views.setdefault(page, []).append(view)
    text, button = st.columns([4, 1], vertical_alignment="center")
    name, rows = words.COLUMNS if file == LEADS else words.FILES[file]
    with text, st.container(gap=None):
        st.markdown(f"**{name}** :gray[· {rows}.]")
        panel.small(words.EVERYWHERE.get(file) or words.unlocked(views))
    if file != LEADS:
        with button:
            panel.template(file)


def _sample() -> None:
    """Make the sample in a process of its own; the page shows it when it is there."""
    folder = Store().folder / "jobs" / "sample"
    job = jobs.look(folder)
    if job is not None and job.state == jobs.RUNNING:
        _progress()
        return
    if job is not None and job.state == jobs.FAILED:
        st.error(words.failed(job.told), icon=":material/error:")
    if st.button(words.LOOK_BUTTON, icon=":material/visibility:", key="sample"):
        jobs.start(folder, Store().folder, "sample", "--if-empty")
        st.rerun()


@st.fragment(run_every=EVERY_SECONDS)
@reader.admitted()
def _progress() -> None:
    """How far the sample is; the whole page is drawn anew once it is there."""
    job = jobs.look(Store().folder / "jobs" / "sample")
    if job is None or job.state != jobs.RUNNING:
        st.rerun()
    else:
        st.progress(min(job.share, 1.0), text=f"{words.MAKING} … {job.step}")
