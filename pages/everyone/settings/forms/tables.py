"""Tables that are edited as a whole: a session's edit that is not kept yet, and its load in the background."""

from dataclasses import dataclass
from types import ModuleType
from typing import Any

import streamlit as st

from data import grids, jobs
from data.access import audit
from data.grids import Changed, Grid
from data.intake import IntakeError
from data.store import Store, StoreError
from pages.everyone.settings import words
from pages.everyone.settings.context import GRID, Context
from pages.parts import form_panel, handover, labels, panel, reader, rebuilding, session
from pages.parts.forms import Rows
from pages.parts.words import unsaved as unsaved_words

LISTED = 8  # changes


@dataclass
class _Edit:
    """An edit of a session.

    Attributes
    ----------
    generation : str
        Of which the rows are.
    before : Grid
        Those rows of the table that are edited, as they were.
    more : int
        Rows of the table besides.
    rows : tuple
        The grid as it is filled.
    turn : int
        Grows whenever the grid must begin anew.
    is_sent : bool
        Whether its load was started.
    kept_as : str
        The generation in which what was kept last is shown; "" for none.
    fault : str
        Why it could not be loaded.
    """

    generation: str
    before: Grid
    more: int
    rows: Rows
    turn: int = 0
    is_sent: bool = False
    kept_as: str = ""
    fault: str = ""


def show(table: ModuleType, context: Context) -> None:
    """Show the grid of a table, what is changed in it, and how far it is kept."""
    folder = context.home / "jobs" / f"edit-{table.TABLE}"
    job = jobs.look(folder)
    if job is not None and job.state == jobs.RUNNING:
        rebuilding.progress(folder, unsaved_words.LOADING)
        return
    edit = _present(table, context, job)
    kept, grid, review = st.container(), st.container(), st.container()
    refused = grids.refusal(table.TABLE, context.home) if session.shows_sample() else ""
    if refused:
        kept.caption(f":material/info: {labels.literal(refused, 400)}")
    answers: dict[str, Any] = {}
    with grid:
        for group in table.form(context, edit.more, edit.rows).groups:
            answers |= form_panel.show(group, f"{table.TABLE}-{edit.generation}-{edit.turn}")
        panel.link(table.LINK[0], table.LINK[1], ":material/upload_file:")
    edit.rows = answers[GRID]
    changed, fault = _changed(table, edit, context)
    with kept:
        _last(edit, context, is_changed=bool(changed or fault))
    with review:
        if fault:
            st.warning(labels.literal(fault, 600), icon=":material/info:")
        if changed and not refused:
            _review(table, edit, context, changed)


def _present(table: ModuleType, context: Context, job: jobs.Job | None) -> _Edit:
    """The edit of this session; where nothing is changed, of the rows as they are now."""
    edits: dict[str, _Edit] = st.session_state.setdefault(handover.UNSAVED_ROWS, {})
    edit, now = edits.get(table.TABLE), context.warehouse.generation
    if edit is not None and edit.is_sent:
        edit.is_sent = False
        if job is not None and job.state == jobs.DONE:
            edits[table.TABLE] = _begin(table, context, edit.turn + 1, kept_as=now)
            return edits[table.TABLE]
        edit.fault = job.told if job is not None else ""
    if edit is None or (edit.generation != now and not any(_changed(table, edit, context))):
        edits[table.TABLE] = _begin(table, context, edit.turn + 1 if edit else 0)
    return edits[table.TABLE]


def _begin(table: ModuleType, context: Context, turn: int, *, kept_as: str = "") -> _Edit:
    whole = grids.read(table.TABLE, context.home)
    before = table.shown(context, whole)
    more = len(whole.rows) - len(before.rows)
    return _Edit(context.warehouse.generation, before, more, table.value(context, before), turn, kept_as=kept_as)


def _changed(table: ModuleType, edit: _Edit, context: Context) -> tuple[tuple[Changed, ...], str]:
    """What is changed; and why the grid cannot be meant as it is filled."""
    try:
        return grids.changed(edit.before, table.rows(edit.before, edit.rows), context.kept.currency), ""
    except IntakeError as error:
        return (), str(error)


def _last(edit: _Edit, context: Context, *, is_changed: bool) -> None:
    """Say what became of what was kept last, with the way back."""
    if edit.fault:
        st.error(unsaved_words.not_kept(edit.fault), icon=":material/error:")
    if is_changed or not edit.kept_as or edit.kept_as != context.warehouse.generation:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(unsaved_words.LOADED, width="content")
        if st.button(unsaved_words.UNDO, key="undo rows", icon=":material/undo:"):
            reader.note(audit.CHANGED, kind="rows undone")
            try:
                Store().undo()
            except StoreError as error:
                st.error(labels.literal(str(error), 900), icon=":material/error:")
                return
            st.rerun()  # nothing is changed, so the grid begins anew with what is there now


def _review(table: ModuleType, edit: _Edit, context: Context, changed: tuple[Changed, ...]) -> None:
    """Say what will change, and offer to keep it."""
    sentences = [table.told(each) for each in changed[:LISTED]]
    if len(changed) > LISTED:
        sentences.append(words.some_changes(len(changed) - LISTED))
    with st.container(border=True, gap="small"):
        st.header(unsaved_words.WAITING, anchor=False)
        st.markdown("\n".join(f"- {labels.literal(each, 600)}" for each in sentences))
        with st.container(horizontal=True, gap="small"):
            is_kept = st.button(unsaved_words.KEEP, key="keep rows", icon=":material/check:")
            is_dropped = st.button(unsaved_words.DISCARD, key="discard rows")
    if is_dropped:
        st.session_state[handover.UNSAVED_ROWS][table.TABLE] = _begin(table, context, edit.turn + 1)
        st.rerun()
    if is_kept:
        path = context.home / "jobs" / f"edit-{table.TABLE}.json"
        grids.take_down(edit.before, table.rows(edit.before, edit.rows), path)
        edit.is_sent, edit.fault = True, ""
        reader.note(audit.CHANGED, kind=table.TABLE)
        jobs.start(context.home / "jobs" / f"edit-{table.TABLE}", context.home, "edit", str(path))
        st.rerun()
