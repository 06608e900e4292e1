"""Explains terms where they stand on a page, each once."""

import streamlit as st

from pages.parts import glossary, session

_EXPLAINED = "terms explained"  # text of this run to its Markdown and the terms that it explains; no name of a widget


def begin() -> None:
    """Start a page on which no term is explained yet; call it once per run, from the frame."""
    st.session_state[_EXPLAINED] = {}


def explained(text: str) -> str:
    """Underline the terms of a text that the page has not explained yet.

    Parameters
    ----------
    text : str
        Markdown.

    Returns
    -------
    str
        Markdown; the same for the same text when a part of the page is drawn again.
    """
    if not text or not session.has_data():
        return text
    told: dict[str, tuple[str, set[str]]] = st.session_state.setdefault(_EXPLAINED, {})
    if text not in told:
        known = set().union(*(terms for _, terms in told.values()))
        told[text] = glossary.marked(text, session.warehouse().definitions, known)
    return told[text][0]
