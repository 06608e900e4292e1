"""What the words of a file mean, to be set by choosing: those that are not sure first."""

import streamlit as st

from data.intake.draft import Draft
from data.intake.looked import UnknownFile
from data.intake.mapping import LEAD, MappedFile
from data.intake.meanings import Meanings
from pages.everyone.add_data import meanings, words
from pages.everyone.add_data.meanings import Label, Words
from pages.parts import labels

AT_ONCE = 12
NOTHING_MAPPED = MappedFile("", LEAD, {})  # the channels of sources are in no mapping


def of_file(draft: Draft, mapped: MappedFile, sight: UnknownFile, key: str, guessed: dict[str, str]) -> MappedFile:
    """Show the words of the mapped columns; returns the file as the reader wants it.

    The draft keeps the channels that were chosen for sources; those that are guessed are added to ``guessed``.
    """
    chosen = meanings.channels(draft)
    known = meanings.meant_before(draft)
    for each in meanings.words_of(mapped, sight, known, chosen):
        if each.field == "source":
            guessed |= {label.text: label.means for label in each.labels if label.is_guess and label.means}
        with st.container(gap="xsmall"):
            st.markdown(words.labels_title(each))
            for label in each.open[:AT_ONCE]:
                mapped = _choose(draft, each, label, mapped, chosen, key)
            if each.not_shown:
                st.markdown(f":small[:gray[{words.more_sources(each.not_shown)}]]")
            rest = [*each.open[AT_ONCE:], *each.sure]
            if rest:
                with st.expander(words.rest_of_labels(len(each.open[AT_ONCE:]), len(each.sure))):
                    for label in rest:
                        mapped = _choose(draft, each, label, mapped, chosen, key)
    meanings.keep(draft, channels=chosen)
    return mapped


def _choose(draft: Draft, of: Words, label: Label, mapped: MappedFile, chosen: dict[str, str], key: str) -> MappedFile:
    nothing = words.NOTHING.get(of.field, words.NOT_MAPPED)
    options = [nothing, *of.options]
    left, right = st.columns([3, 2], vertical_alignment="center")
    left.markdown(words.label(label))
    means = right.selectbox(
        labels.literal(label.text),
        options,
        index=options.index(label.means) if label.means in options else 0,
        label_visibility="collapsed",
        key=f"{key}-{of.field}-{label.text}",
    )
    wanted = None if means == nothing else means
    if wanted == label.means:
        return mapped
    if of.field == "source":
        chosen[label.text] = wanted or meanings.NOTHING
        return mapped
    return meanings.with_meaning(mapped, of.field, label.text, wanted, meanings.meant_before(draft))


def of_sources(draft: Draft, found: Meanings) -> bool:
    """Give channels to the sources of a load that have no sure one; says whether some have another one now."""
    chosen = meanings.channels(draft)
    unsure = meanings.unsure_sources(found, chosen)
    if not unsure.labels:
        return False
    before = dict(chosen)
    open_, guessed = unsure.without_meaning, unsure.guessed
    with st.form(f"{draft.name}-sources", border=True):
        if open_:
            st.markdown(words.unmapped_title(open_))
        for label in open_[:AT_ONCE]:
            _choose(draft, unsure, label, NOTHING_MAPPED, chosen, f"{draft.name}-loaded")
        if len(open_) > AT_ONCE:
            st.markdown(f":small[:gray[{words.more_sources(len(open_) - AT_ONCE)}]]")
        if guessed:
            with st.expander(words.guessed_title(len(guessed))):
                for label in guessed:
                    _choose(draft, unsure, label, NOTHING_MAPPED, chosen, f"{draft.name}-loaded")
        is_wanted = st.form_submit_button(words.USE_CHANNELS, icon=":material/check:")
    if not is_wanted or chosen == before:
        return False
    meanings.keep(draft, channels=chosen)
    return True
