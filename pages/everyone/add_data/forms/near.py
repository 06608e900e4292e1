"""A file that is a known kind of export but for some columns: what they are called here."""

from collections.abc import Mapping

import streamlit as st

from data.intake.looked import LookedFile
from pages.everyone.add_data import words
from pages.parts import labels


def of_file(looked: LookedFile, renamed: Mapping[str, str] | None, key: str) -> dict[str, str] | None:
    """Show the missing columns; returns what each is called here, None where the file shall be mapped otherwise.

    Parameters
    ----------
    looked : LookedFile
        A file that is near to a kind of export.
    renamed : mapping or None
        As it stands.
    key : str
        Begins the names of the widgets.
    """
    kind, sight = looked.near, looked.unknown
    assert kind is not None and sight is not None  # noqa: S101, PT018  # only such files are shown
    if not st.toggle(words.near(kind), renamed is not None, key=f"{key}-near"):
        return None
    st.markdown(f":small[:gray[{words.lacks(kind)}]]")
    chosen = {}
    for name, proposed in (renamed or kind.missing).items():
        options = [words.NO_COLUMN, *sight.columns]
        left, right = st.columns([2, 3], vertical_alignment="bottom")
        column = left.selectbox(
            labels.literal(name),
            options,
            index=options.index(proposed) if proposed in options else 0,
            format_func=labels.plain,
            key=f"{key}-near-{name}",
        )
        chosen[name] = "" if column == words.NO_COLUMN else column
        if chosen[name]:
            right.markdown(f":small[:gray[{words.samples(sight, column)}]]")
    return chosen
