"""Where files are dropped: they go to the draft at once, and leave the server's memory."""

import streamlit as st

from data import jobs
from data.intake.draft import Draft
from data.store import Store
from pages.everyone.add_data import words
from pages.parts import panel

MOST_MEGABYTES = 200
KINDS = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "zip", "gz"]
LOOK, CHECK, PUBLISH = "look", "check", "publish"
TOLD = "what was done last"
_DRAFT, _TIMES = "draft", "times dropped"


def present() -> Draft | None:
    """The draft of this reader, as the address names it: a page that is loaded again goes on with it."""
    return Draft.named(Store().folder, st.query_params.get(_DRAFT, ""))


def is_gone() -> bool:
    """Whether the address names a draft that is no more."""
    return bool(st.query_params.get(_DRAFT)) and present() is None


def resume(draft: Draft) -> None:
    """Go on with a draft that was left."""
    st.query_params[_DRAFT] = draft.name
    st.rerun()


def area(draft: Draft | None) -> None:
    """Take what is dropped, and look at it in the background."""
    times = st.session_state.setdefault(_TIMES, 0)
    dropped = st.file_uploader(
        words.DROP if draft is None else words.DROP_MORE,
        type=KINDS,
        accept_multiple_files=True,
        max_upload_size=MOST_MEGABYTES,
        help=words.drop_help(MOST_MEGABYTES),
        key=f"dropped-{times}",
    )
    if dropped:
        store = Store()
        draft = Draft.begin(store.folder) if draft is None else draft
        for each in dropped:
            draft.add(each.name, each)
        st.session_state[_TIMES] = times + 1  # a new widget: the old one lets go of its files
        look_at(draft)
        st.session_state.pop(TOLD, None)
        st.query_params[_DRAFT] = draft.name
        st.rerun()


def look_at(draft: Draft) -> None:
    """Look at the files of a draft anew, in a process of its own."""
    draft.forget_prepared()
    jobs.start(draft.job(LOOK), Store().folder, LOOK, "--draft", str(draft.folder))


def leave(draft: Draft) -> None:
    """Forget a draft and what runs for it."""
    for command in (LOOK, CHECK, PUBLISH):
        jobs.cancel(draft.job(command))
    draft.discard()
    st.query_params.pop(_DRAFT, None)


def what_is_needed() -> None:
    """What a reader who has not dropped anything should know."""
    panel.empty(words.NEEDED_TITLE, words.NEEDED)
