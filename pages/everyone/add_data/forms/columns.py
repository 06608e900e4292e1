"""Which column of a file is what: our fields, the likely column of each, and what its values look like."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from data.intake.looked import LookedFile, UnknownFile
from data.intake.mapping import MappedFile, needed
from pages.everyone.add_data import reading, words
from pages.parts import labels

DAYS, AMOUNTS = ("instant", "day", "month"), ("amount", "rate")  # kinds of fields


def of_file(looked: LookedFile, mapped: MappedFile, key: str) -> MappedFile:
    """Show how a file is read; returns it as the reader wants it.

    Parameters
    ----------
    looked : LookedFile
        A file that no profile knows.
    mapped : MappedFile
        As it stands.
    key : str
        Begins the names of the widgets.
    """
    sight = looked.unknown
    assert sight is not None  # noqa: S101  # only such files are mapped
    kinds = {words.ROWS[kind]: kind for kind in sight.rows}
    chosen = st.selectbox("One row is", list(kinds), index=sight.rows.index(mapped.rows), key=f"{key}-rows")
    mapped = reading.with_rows(mapped, sight, kinds[chosen])
    key = f"{key}-{mapped.rows}"
    first, others = reading.asked_first(mapped, sight)
    columns = {name: spec for name, spec in mapped.columns.items() if not isinstance(spec, str)}
    for name in first:
        columns |= _column(name, sight, mapped, key)
    if others:
        with st.expander(f"More that could be told ({len(others)})"):
            for name in others:
                columns |= _column(name, sight, mapped, key)
    mapped = replace(mapped, columns={name: columns[name] for name in (*mapped.columns, *columns) if name in columns})
    return _written(mapped, sight, key)


def _column(name: str, sight: UnknownFile, mapped: MappedFile, key: str) -> Mapping[str, Any]:
    """Choose the column of one field; nothing where it has none."""
    title, meaning = words.FIELDS[name]
    spec = mapped.columns.get(name)
    if spec is not None and not isinstance(spec, str):
        return {name: spec}
    is_needed = name in needed(mapped.rows)
    options = [words.NO_COLUMN, *sight.columns]
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    column = left.selectbox(
        f"{title} (needed)" if is_needed else title,
        options,
        index=options.index(spec) if spec in options else 0,
        help=meaning,
        format_func=labels.plain,
        key=f"{key}-{name}",
    )
    if column == words.NO_COLUMN:
        return {}
    right.markdown(f":small[:gray[{words.samples(sight, column)}]]")
    return {name: column}


def _written(mapped: MappedFile, sight: UnknownFile, key: str) -> MappedFile:
    """How days and amounts are written: what the values say, and a switch."""
    if (told := reading.evidence(mapped, DAYS, sight.days)) is not None:
        ways = list(words.DAYS)
        chosen = st.segmented_control(
            "Days are written",
            ways,
            default=next(text for text, way in words.DAYS.items() if way == mapped.dates),
            required=True,
            help=words.day_evidence(told),
            key=f"{key}-days",
        )
        st.markdown(f":small[:gray[{words.day_evidence(told)}]]")
        mapped = replace(mapped, dates=words.DAYS[chosen])
    if (told := reading.evidence(mapped, AMOUNTS, sight.decimals)) is not None:
        chosen = st.segmented_control(
            "Amounts are written",
            list(words.DECIMALS),
            default=next(text for text, way in words.DECIMALS.items() if way == mapped.decimal),
            required=True,
            key=f"{key}-decimals",
        )
        st.markdown(f":small[:gray[{words.decimal_evidence(told)}]]")
        mapped = replace(mapped, decimal=words.DECIMALS[chosen])
    return mapped
