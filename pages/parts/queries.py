"""The queries behind a card, and what each of their columns counts: both from the question's own file."""

from collections.abc import Sequence

import streamlit as st

from analysis.query import Query
from analysis.question import question
from pages.parts import labels


def show(asked: Sequence[Query], *, key: str) -> None:
    """Offer the queries of a card; one is shown at a time.

    Parameters
    ----------
    asked : sequence of Query
        What was asked.
    key : str
        Unique on the page.
    """
    titles = [f"{place}. {_title(each)}" for place, each in enumerate(asked, start=1)]
    chosen = st.selectbox("Show the query", titles, index=None, placeholder="Choose a question", key=f"query-{key}")
    if chosen is None:
        return
    one = asked[titles.index(chosen)]
    st.code(one.text, language="sql", wrap_lines=True)
    defined = question(one.name).definitions.items()
    st.markdown("\n".join(f"- **{labels.literal(column)}**: {labels.literal(text, 400)}" for column, text in defined))


def _title(asked: Query) -> str:
    known_by = asked.values.get("scope_as_of")
    title = question(asked.name).title
    return title if known_by is None else f"{title} (as known on {labels.day(known_by)})"
