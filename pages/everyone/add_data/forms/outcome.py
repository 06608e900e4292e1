"""What a load will do, before anything is published, and the way to publish it."""

from pathlib import Path

import streamlit as st

from analysis.warehouse import Warehouse
from data import jobs
from data.access import audit
from data.intake import report as reports
from data.intake.draft import Draft
from data.intake.report import Report
from data.store import Store
from pages.everyone.add_data import brought, meanings, words
from pages.everyone.add_data.forms import labels as label_forms
from pages.everyone.add_data.forms.drop import CHECK, PUBLISH
from pages.parts import panel, reader

_ANYWAY, _WHOLE = "anyway", "whole"


def prepare(draft: Draft, files: list[Path], *chosen: str) -> None:
    """Do all the work of the load in a process of its own, but for showing it."""
    draft.forget_prepared()
    jobs.forget(draft.job(PUBLISH))
    options = [f"--{name}" for name in (*chosen, *(name for name in (_WHOLE,) if st.session_state.get(name)))]
    jobs.start(draft.job(CHECK), Store().folder, CHECK, *map(str, files), "--draft", str(draft.folder), *options)


def of(draft: Draft) -> Report | None:
    """What was prepared would do; None where nothing is prepared."""
    return reports.read(draft.folder, meanings.meant_before(draft)) if draft.is_prepared else None


def already(draft: Draft) -> str:
    """When all the files were loaded before, where preparing found that they were."""
    job = jobs.look(draft.job(CHECK))
    found = (
        reports.read(draft.folder, meanings.meant_before(draft)) if job is not None and job.state == jobs.DONE else None
    )
    return found.already or "" if found is not None and not draft.is_prepared else ""


def refused(draft: Draft) -> str:
    """Why the load cannot be prepared, or was not published; "" where nothing stands in its way."""
    check, publish = (jobs.look(draft.job(command)) for command in (CHECK, PUBLISH))
    if publish is not None and publish.state == jobs.FAILED:
        return publish.told
    return check.told if check is not None and check.state == jobs.FAILED and not draft.is_prepared else ""


def is_stopped(draft: Draft) -> bool:
    """Whether the reader stopped the work before it was done."""
    job = jobs.look(draft.job(CHECK))
    return job is not None and job.state == jobs.CANCELLED and not draft.is_prepared


def show(draft: Draft, files: list[Path], report: Report) -> None:
    """The accounting, the first figures, what words mean, and what looks like a mistake."""
    if told := refused(draft):  # such as another import that runs: what is prepared can be published later
        st.error(words.failed(told), icon=":material/error:")
    for sentence in report.stops:
        st.warning(words.on_the_page(sentence), icon=":material/warning:")
    with st.container(horizontal=True, vertical_alignment="center"):
        if report.stops:
            if st.button(words.MEANT, icon=":material/check:"):
                prepare(draft, files, _ANYWAY)
                st.rerun()
        elif st.button(words.PUBLISH, icon=":material/publish:", key="publish"):
            reader.note(audit.IMPORTED, files=len(files))
            jobs.start(draft.job(PUBLISH), Store().folder, PUBLISH, str(draft.folder))
            st.rerun()
    warehouse = Warehouse.open(draft.generation, draft.folder)
    try:
        cards = brought.cards(report, warehouse)
    finally:
        warehouse.close()
    grid = st.grid(2, min_column_width=440)
    for card in cards:
        with grid.cell(column_span="all") if card.is_wide else grid:
            panel.show(card)
    if report.meanings is not None and label_forms.of_sources(draft, report.meanings):
        prepare(draft, files)
        st.rerun()
