"""The files of a draft: what each is, and how those are read that no profile knows."""

import zoneinfo
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from data.intake import own_profiles, trial
from data.intake.draft import Draft
from data.intake.looked import Looked, LookedFile
from data.intake.mapping import MappedExport, MappedFile
from data.store import Store
from pages.everyone.add_data import meanings, reading, words
from pages.everyone.add_data.forms import columns, drop, near
from pages.everyone.add_data.forms import labels as label_forms
from pages.parts import labels

Renamed = Mapping[str, Mapping[str, str]]


def show(draft: Draft, looked: Looked) -> str:
    """Show every file; returns what stands in the way of loading them ("" where nothing does)."""
    mapped = reading.present(draft, looked)
    renamed: Renamed = reading.renamed(draft, looked)
    understood(draft, looked)
    guessed: dict[str, str] = {}
    for place in range(len(looked.unknown)):
        mapped, renamed = _explained(draft, looked.unknown[place], mapped, renamed, place, guessed)
    meanings.keep(draft, guessed=guessed)
    out = reading.left_out(draft)
    wanted = [each for each in looked.unknown if each.path not in out]
    if wanted:
        mapped = _named(mapped, draft, [each for each in wanted if each.path not in renamed])
    reading.keep(draft, looked, mapped)
    reading.keep_renamed(draft, looked, renamed)
    fault = _kept(draft, looked, mapped, renamed)
    for joined in looked.joins:
        st.markdown(f":small[:gray[{words.join(joined)}]]")
    if wanted and not fault:
        _preview(draft, wanted)
        _say_what_means_nothing(draft, looked, mapped, renamed)
    if any(not each.profile and each.unknown is None for each in looked.files):
        return words.LEAVE_FAULTY
    return fault if fault or reading.taken(draft, looked) else words.NOTHING_TO_LOAD


def understood(draft: Draft, looked: Looked) -> None:
    """The files that need no word, and those of which nothing can be made, in one list."""
    listed = [each for each in looked.files if each.unknown is None]
    if not listed and not looked.notes:
        return
    with st.container(border=True, gap="xsmall"):
        for each in listed:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(words.known(each))
                if st.button(words.REMOVE, icon=":material/close:", type="tertiary", key=f"remove-{each.path}"):
                    draft.remove(each.handed_in)
                    drop.look_at(draft)
                    st.rerun()
            if not each.profile:
                st.error(labels.literal(each.refused, 2_000), icon=":material/error:")
        for note in looked.notes:
            st.markdown(f":small[:gray[{labels.literal(note, 1_000)}]]")


def _explained(
    draft: Draft, each: LookedFile, mapped: MappedExport, renamed: Renamed, place: int, guessed: dict[str, str]
) -> tuple[MappedExport, Renamed]:
    """A file that no profile knows: the missing columns of the kind it is near to, or what each of its columns is."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.header(labels.literal(each.name), anchor=False)
            before = each.path in reading.left_out(draft)
            is_left_out = st.toggle(words.LEAVE_OUT, before, key=f"left-out-{each.path}")
            reading.leave_out(draft, each.path, is_left_out=is_left_out)
        if is_left_out or each.unknown is None:
            return mapped, renamed
        key = f"{draft.name}-{each.path}"
        if each.near is not None:
            chosen = near.of_file(each, renamed.get(each.path), key)
            if chosen is not None:
                return mapped, {**renamed, each.path: chosen}
            renamed = {path: names for path, names in renamed.items() if path != each.path}
        st.markdown(f":small[:gray[{words.unknown(each.unknown)}]]")
        file = columns.of_file(each, mapped.files[place], key)
        file = label_forms.of_file(draft, file, each.unknown, key, guessed)
        return reading.with_file(mapped, place, file), renamed


def _named(mapped: MappedExport, draft: Draft, by_columns: list[LookedFile]) -> MappedExport:
    """Name the way of reading, under which it is kept, and the zone of times that carry none."""
    left, right = st.columns(2)
    name = left.text_input(words.NAME, mapped.name, max_chars=60, help=words.NAME_HELP, key=f"{draft.name}-name")
    zone = mapped.time_zone
    if by_columns:
        zones = [words.BUSINESS_ZONE, *sorted(zoneinfo.available_timezones())]
        chosen = right.selectbox(
            words.TIMES,
            zones,
            zones.index(zone or words.BUSINESS_ZONE),
            help=words.zone_evidence(reading.count_with_zone(by_columns)),
            key=f"{draft.name}-times",
        )
        zone = None if chosen == words.BUSINESS_ZONE else chosen
    return MappedExport(reading.slug(name), mapped.files, zone)


def _kept(draft: Draft, looked: Looked, mapped: MappedExport, renamed: Renamed) -> str:
    """Write the profiles of the files that no profile knows; returns what is wrong with them."""
    for each in looked.unknown:
        lacking = [name for name, column in renamed.get(each.path, {}).items() if not column]
        if each.near is not None and lacking and each.path not in reading.left_out(draft):
            return words.lacking(each.name, each.near, lacking)
    home = Store().folder
    by_columns, variants = _by_columns(draft, looked, mapped, renamed), reading.variants(looked, renamed)
    if fault := next((fault for each, file in by_columns if (fault := words.needed(each.name, file))), ""):
        return fault
    names = trial.names(mapped.name, bool(by_columns), variants)
    if fault := next((fault for name in names if (fault := own_profiles.fault_of_name(home, name))), ""):
        return words.name_fault(fault)
    known = meanings.meant_before(draft)
    files = [meanings.with_guesses(file, each.unknown, known) for each, file in by_columns if each.unknown is not None]
    before = _text(draft)
    export = MappedExport(mapped.name, tuple(files), mapped.time_zone)
    fault = trial.keep(draft, export, variants)
    if before != _text(draft):
        draft.forget_prepared()
    return fault


def _by_columns(
    draft: Draft, looked: Looked, mapped: MappedExport, renamed: Renamed
) -> list[tuple[LookedFile, MappedFile]]:
    """The files that are mapped column by column."""
    out = reading.left_out(draft)
    pairs = zip(looked.unknown, mapped.files, strict=True)
    return [(each, file) for each, file in pairs if each.path not in out and each.path not in renamed]


def _say_what_means_nothing(draft: Draft, looked: Looked, mapped: MappedExport, renamed: Renamed) -> None:
    known = meanings.meant_before(draft)
    for each, file in _by_columns(draft, looked, mapped, renamed):
        if each.unknown is not None and (found := meanings.without_meaning(file, each.unknown, known)):
            st.warning(words.without_meaning(found), icon=":material/warning:")


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
    with st.container(border=True, gap="xsmall"):
        st.header(words.preview_title(files), anchor=False)
        if tried.report is None or tried.report.brought is None:
            st.warning(labels.literal(tried.refused, 2_000), icon=":material/info:")
            return
        if tried.report.brought.leads:
            st.markdown(f":small[:gray[{words.created(tried.report.brought)}]]")
        grid = st.grid(4, min_column_width=150)
        for label, value in words.preview(tried):
            with grid:
                st.metric(label, value)
        for sentence in words.preview_faults(tried):
            st.markdown(f":small[{sentence}]")
