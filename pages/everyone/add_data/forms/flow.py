"""The way of a load on the page: drop, explain, see what it gives, publish."""

from pathlib import Path

import streamlit as st

from data import jobs
from data.intake import looked as looked_files
from data.intake.draft import Draft, waiting
from data.intake.looked import Looked
from data.store import Store
from pages.everyone.add_data import reading, words
from pages.everyone.add_data.forms import basics, drop, files, kept, outcome, progress
from pages.everyone.add_data.forms.drop import CHECK, LOOK, PUBLISH
from pages.parts import addresses, labels, layout

WAITING_SHOWN = 3


def show() -> None:
    """Show the step that the load is at."""
    top = layout.head()
    draft = drop.present()
    if draft is not None and _is_published(draft):
        draft = None
    looked = looked_files.read(draft) if draft is not None else None
    report = outcome.of(draft) if draft is not None else None
    with top.title:
        st.title(words.title(looked, report, st.session_state.get(drop.TOLD, "")), anchor=False)
        st.caption(words.SUBTITLE)
    if draft is None:
        _begin()
    elif command := progress.running(draft):
        progress.bar(draft, command)
    elif looked is None:
        _not_looked_at(draft)
    else:
        _go_on(draft, looked)


def _begin() -> None:
    if drop.TOLD in st.session_state:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":small[:gray[{words.TOLD_MEANS[st.session_state[drop.TOLD]]}]]")
            st.page_link(addresses.HEALTH, label=words.GO_ON, icon=":material/arrow_forward:", icon_position="right")
    elif drop.is_gone():
        st.info(words.GONE, icon=":material/info:")
    _waiting()
    drop.area(None)
    drop.what_is_needed()
    kept.profiles()
    kept.undo()


def _waiting() -> None:
    """Loads that were begun and neither published nor left."""
    for draft in waiting(Store().folder)[:WAITING_SHOWN]:
        if _has_been_published(draft):
            continue  # whoever published it is told so, and clears it away
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(words.waiting(sorted(each.name for each in draft.files.iterdir())))
            if st.button(words.RESUME, icon=":material/arrow_forward:", key=f"resume-{draft.name}"):
                drop.resume(draft)
            if st.button(words.FORGET, type="tertiary", key=f"forget-{draft.name}"):
                drop.leave(draft)
                st.rerun()


def _is_published(draft: Draft) -> bool:
    """Whether the draft has just been published: then it is done with."""
    if not _has_been_published(draft):
        return False
    st.session_state[drop.TOLD] = words.PUBLISHED
    drop.leave(draft)
    return True


def _has_been_published(draft: Draft) -> bool:
    job = jobs.look(draft.job(PUBLISH))
    return job is not None and job.state == jobs.DONE


def _not_looked_at(draft: Draft) -> None:
    job = jobs.look(draft.job(LOOK))
    st.error(words.failed(job.told if job is not None else ""), icon=":material/error:")
    if st.button(words.DISCARD):
        drop.leave(draft)
        st.rerun()


def _go_on(draft: Draft, looked: Looked) -> None:
    result = st.container()
    basics.show(draft)
    fault = ""
    if draft.is_prepared and draft.is_stale(Store()):
        draft.forget_prepared()
        st.error(words.STALE, icon=":material/error:")
    if not draft.is_prepared or (looked.unknown and st.toggle(words.READ_SO, key="read-so")):
        fault = files.show(draft, looked)
    else:
        files.understood(draft, looked)
    report, taken = outcome.of(draft), reading.taken(draft, looked)
    if fault:
        st.info(labels.literal(fault, 1_000), icon=":material/info:")
    elif report is None:
        _prepare(draft, looked, taken)
    else:
        with result:
            outcome.show(draft, taken, report)
    with st.expander(words.MORE):
        drop.area(draft)
        st.toggle(words.WHOLE, key="whole", on_change=draft.forget_prepared)
        if st.button(words.DISCARD, icon=":material/delete:"):
            drop.leave(draft)
            st.rerun()


def _prepare(draft: Draft, looked: Looked, taken: list[Path]) -> None:
    """Prepare at once what needs no word; else when the reader says so."""
    if told := outcome.refused(draft):
        st.error(words.failed(told), icon=":material/error:")
    if outcome.is_stopped(draft):
        st.info(words.STOPPED, icon=":material/info:")
    if told := outcome.already(draft):
        st.info(words.already(told), icon=":material/info:")
        if st.button(words.AGAIN):
            outcome.prepare(draft, taken, "again")
            st.rerun()
        return
    is_untried = jobs.look(draft.job(CHECK)) is None
    if (is_untried and not looked.unknown) or st.button(words.SEE, icon=":material/visibility:", key="see"):
        outcome.prepare(draft, taken)
        st.rerun()
