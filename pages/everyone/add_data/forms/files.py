"""The files of a draft: what each is, and how those are read that no profile knows."""

from pathlib import Path

import streamlit as st

from data.intake import trial
from data.intake.draft import Draft
from data.intake.looked import Looked, LookedFile
from data.intake.mapping import MappedExport
from data.store import Store
from pages.everyone.add_data import meanings, reading, words
from pages.everyone.add_data.forms import columns, drop
from pages.everyone.add_data.forms import labels as label_forms
from pages.parts import labels

_LEFT_OUT = "left out"


def show(draft: Draft, looked: Looked) -> tuple[list[Path], str]:
    """Show every file; returns those to load, and what stands in the way ("" where nothing does)."""
    mapped = reading.present(draft, looked)
    chosen = [place for place, each in enumerate(looked.unknown) if not _is_left_out(each)]
    taken: list[Path] = []
    faults = []
    for note in looked.notes:
        st.markdown(f":small[:gray[{labels.literal(note, 1_000)}]]")
    for each in looked.files:
        with st.container(border=True):
            _head(draft, each)
            if each.profile:
                taken.append(Path(each.path))
            elif each.unknown is None:
                faults.append(each.refused)
            elif not _is_left_out(each):
                place = looked.unknown.index(each)
                file = columns.of_file(each, mapped.files[place], f"{draft.name}-{place}")
                file = label_forms.of_file(draft, file, each.unknown, f"{draft.name}-{place}")
                mapped = reading.with_file(mapped, place, file)
                taken.append(Path(each.path))
    if chosen:
        mapped = _named(mapped, draft)
    reading.keep(draft, mapped)
    fault = _kept(draft, looked, mapped, chosen)
    for joined in looked.joins:
        st.markdown(f":small[:gray[{words.join(joined)}]]")
    if chosen and not fault:
        _preview(draft, [looked.unknown[place] for place in chosen])
    if faults:
        return taken, words.LEAVE_FAULTY
    return taken, fault if taken or fault else words.NOTHING_TO_LOAD


def _head(draft: Draft, looked: LookedFile) -> None:
    """Name of a file, what it is, and a way to leave it out."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.header(labels.literal(looked.name), anchor=False)
        if looked.unknown is not None:
            st.toggle(words.LEAVE_OUT, key=f"{_LEFT_OUT}-{looked.path}")
        elif st.button(words.REMOVE, icon=":material/close:", type="tertiary", key=f"remove-{looked.path}"):
            draft.remove(looked.handed_in)
            drop.look_at(draft)
            st.rerun()
    if looked.profile:
        st.markdown(words.known(looked))
    elif looked.unknown is None:
        st.error(labels.literal(looked.refused, 2_000), icon=":material/error:")
    else:
        st.markdown(f":small[:gray[{words.unknown(looked)}]]")


def _is_left_out(looked: LookedFile) -> bool:
    return bool(st.session_state.get(f"{_LEFT_OUT}-{looked.path}"))


def _named(mapped: MappedExport, draft: Draft) -> MappedExport:
    """Name the way of reading, under which it is kept."""
    name = st.text_input(
        "Keep this way of reading as", mapped.name, max_chars=60, help=words.NAME_HELP, key=f"{draft.name}-name"
    )
    return MappedExport(reading.slug(name), mapped.files, mapped.time_zone)


def _kept(draft: Draft, looked: Looked, mapped: MappedExport, chosen: list[int]) -> str:
    """Write the profile of the files that are mapped; returns what is wrong with it."""
    known = meanings.meant_before()
    files = []
    for place in chosen:
        sight = looked.unknown[place].unknown
        if sight is not None:
            files.append(meanings.with_guesses(mapped.files[place], sight, known))
    before = _text(draft)
    fault = trial.keep(draft, MappedExport(mapped.name, tuple(files), mapped.time_zone))
    if before and before != _text(draft):
        draft.forget_prepared()
    return fault


def _text(draft: Draft) -> str:
    """All that a load would read with besides the home's."""
    paths = [*sorted(draft.own_profiles.glob("*.toml")), draft.own_definitions]
    return "".join(path.read_text(encoding="utf-8") for path in paths if path.exists())


def _preview(draft: Draft, files: list[LookedFile]) -> None:
    """What the mapping gives for the first rows, at once."""
    text, known = _text(draft), f"tried-{draft.name}"
    if st.session_state.get(known, ("", None))[0] != text:
        heads = [Path(head) for head in reading.heads(files)]
        st.session_state[known] = (text, trial.try_out(draft, Store().folder, heads))
    tried = st.session_state[known][1]
    with st.container(border=True):
        st.header(words.preview_title(files), anchor=False)
        if tried.report is None or tried.report.brought is None:
            st.warning(labels.literal(tried.refused, 2_000), icon=":material/info:")
            return
        grid = st.grid(4, min_column_width=150)
        for label, value in words.preview(tried):
            with grid:
                st.metric(label, value)
        for sentence in words.preview_faults(tried):
            st.markdown(f":small[{sentence}]")
