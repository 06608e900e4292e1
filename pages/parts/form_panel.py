"""Draws forms with Streamlit, and takes down what was answered."""

import zlib
from collections.abc import Mapping
from datetime import date, time
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import forms, labels, tables
from pages.parts.forms import Cells, Field, Group, Rows

MINIMUM_FIELD_WIDTH = 200
MOST_BESIDE = 4
LINES_HEIGHT = 110
MOST_ROWS = 24  # of a grid that are shown at once: more scroll


def show(group: Group, key: str) -> dict[str, Any]:
    """Draw a group of fields.

    Parameters
    ----------
    group : Group
        What to ask.
    key : str
        What tells these widgets from others; another one begins with the values of the fields.

    Returns
    -------
    dict of str to Any
        The answer to every field, see `forms.plain`.
    """
    answers: dict[str, Any] = {}
    with st.container(border=True, gap="small"):
        with st.container(gap=None):
            st.header(group.title, anchor=False)
            if group.subtitle:
                st.caption(group.subtitle)
        for place, line in enumerate(group.lines):
            answers |= _line(line, group.heads.get(place, ""), key)
        if group.table is not None and not group.table.empty:
            tables.show(group.table, group.columns, key=f"table-{key}-{group.title}")
        if group.note:
            st.caption(group.note)
    return answers


def before(key: str) -> dict[str, Any]:
    """What the widgets of a key say already when a run begins."""
    start = f"{key}-"
    return {
        name.removeprefix(start): st.session_state[name]
        for name in map(str, st.session_state)
        if name.startswith(start)
    }


def _line(line: tuple[Field, ...], head: str, key: str) -> dict[str, Any]:
    asked = [each for each in line if each.kind not in (forms.ACTION, forms.GRID)]
    answers: dict[str, Any] = {}
    if head:
        st.markdown(head)
    answers |= {each.key: _grid(each, f"{key}-{each.key}") for each in line if each.kind == forms.GRID}
    if asked:
        is_one_list = len(asked) == 1 and asked[0].kind in (forms.SEVERAL, forms.LABELS, forms.DATES)
        beside = 1 if is_one_list else min(MOST_BESIDE, max(len(asked), 2))
        grid = st.grid(beside, min_column_width=MINIMUM_FIELD_WIDTH, vertical_alignment="bottom")
        for each in asked:
            with grid:
                answers[each.key] = _DRAWN[each.kind](each, f"{key}-{each.key}")
    if any(each.kind == forms.ACTION for each in line):
        with st.container(horizontal=True, gap="small"):
            for each in line:
                if each.kind == forms.ACTION:
                    answers[each.key] = st.button(
                        each.label, key=f"{key}-{each.key}", icon=each.icon or None, help=each.help or None
                    )
    return answers


def _text(asked: Field, key: str) -> str:
    return str(st.text_input(asked.label, value=asked.value, key=key, help=asked.help or None) or "").strip()


def _choice(asked: Field, key: str) -> str | None:
    options = list(asked.options)
    return st.selectbox(
        asked.label,
        options,
        index=options.index(asked.value) if asked.value in options else None if asked.none else 0,
        format_func=asked.shown,
        key=key,
        placeholder=asked.none or None,
        help=asked.help or None,
    )


def _few(asked: Field, key: str) -> str:
    return str(
        st.segmented_control(
            asked.label,
            list(asked.options),
            default=asked.value,
            required=True,
            format_func=asked.shown,
            key=key,
            help=asked.help or None,
        )
    )


def _several(asked: Field, key: str) -> tuple[str, ...]:
    value = [str(each) for each in forms.plain(asked)]
    options = list(dict.fromkeys([*asked.options, *value]))
    if not options:
        return ()
    chosen = st.pills(
        asked.label,
        options,
        selection_mode="multi",
        default=value,
        format_func=asked.shown,
        key=key,
        help=asked.help or None,
    )
    return tuple(chosen)


def _lines(asked: Field, key: str) -> Any:
    """Texts of which each has a line of its own: a list can be pasted, and a comma is no end of one."""
    value = "\n".join(str(each) for each in forms.plain(asked))
    with st.container(key=f"lines-{key}"):  # the frontend's page keeps its height by this key
        answer = st.text_area(
            f"{asked.label}, one a line", value=value, height=LINES_HEIGHT, key=key, help=asked.help or None
        )
    if answer == value:
        return forms.plain(asked)  # as it is written in the file, blanks and all
    return tuple(dict.fromkeys(line.strip() for line in str(answer or "").splitlines() if line.strip()))


def _share(asked: Field, key: str) -> float | None:
    per_cent = None if asked.value is None else round(asked.value * 100, 6)
    answer = st.number_input(
        f"{asked.label}, %",
        min_value=0.0,
        max_value=100.0,
        value=per_cent,
        step=1.0,
        format="%g",
        key=key,
        help=asked.help or None,
        placeholder=asked.none or None,
    )
    return None if answer is None else asked.value if answer == per_cent else round(answer / 100, 8)


def _number(asked: Field, key: str) -> float:
    is_whole = isinstance(asked.value, int)
    answer = st.number_input(
        asked.label,
        min_value=0 if is_whole else 0.0,
        value=asked.value,
        step=1 if is_whole else 0.1,
        format="%d" if is_whole else "%g",
        key=key,
        help=asked.help or None,
    )
    return asked.value if answer is None else answer


def _time(asked: Field, key: str) -> str:
    answer = st.time_input(asked.label, value=time.fromisoformat(asked.value), key=key, help=asked.help or None)
    return asked.value if answer is None else f"{answer:%H:%M}"


def _grid(asked: Field, key: str) -> Rows:
    """Rows that can be changed in place.

    Streamlit keeps what was edited as changes to the rows that the grid began with: under a key these stay the same,
    as the value of any other widget does. Where there are other rows to edit, it is another widget.
    """
    fixed = [at for at, each in enumerate(asked.cells.values()) if each.is_fixed]
    if fixed:
        key = f"{key}-{zlib.crc32(repr([[row[at] for at in fixed] for row in asked.value]).encode())}"
    began = f"rows of {key}"
    if key not in st.session_state or began not in st.session_state:
        st.session_state[began] = asked.value
    rows: Rows = st.session_state[began]
    columns = {
        name: pd.Series([row[at] for row in rows], dtype=_TYPES[each.kind])
        for at, (name, each) in enumerate(asked.cells.items())
    }
    edited = st.data_editor(
        pd.DataFrame(columns),
        key=key,
        num_rows="dynamic" if asked.can_grow else "fixed",
        hide_index=True,
        height="content" if len(rows) <= MOST_ROWS else "auto",
        placeholder="",
        alt=labels.without_markdown(asked.label),
        column_config={name: _cells(each) for name, each in asked.cells.items()},
    )
    kinds = [each.kind for each in asked.cells.values()]
    return tuple(
        tuple(_cell(value, kind) for value, kind in zip(row, kinds, strict=True))
        for row in edited.itertuples(index=False, name=None)
    )


def _cells(asked: Cells) -> Any:
    more: dict[str, Any] = {"help": asked.help or None, "disabled": asked.is_fixed}
    if asked.kind == forms.TEXT:
        return st.column_config.TextColumn(asked.label, **more)
    if asked.kind in (forms.DAY, forms.MONTH):
        return st.column_config.DateColumn(
            asked.label, format="MMM YYYY" if asked.kind == forms.MONTH else "D MMM YYYY", **more
        )
    form = {forms.AMOUNT: "localized", forms.COUNT: "localized"}.get(asked.kind, "%.6g")
    return st.column_config.NumberColumn(asked.label, min_value=0, format=form, **more)


def _cell(value: Any, kind: str) -> Any:
    """A cell as its field has it; None for a blank one that is no text."""
    if kind == forms.TEXT:
        return "" if pd.isna(value) else str(value).strip()
    if pd.isna(value):
        return None
    if kind in (forms.DAY, forms.MONTH):
        return date(value.year, value.month, value.day)
    return int(value) if kind == forms.COUNT else float(value)


_TYPES = {
    forms.TEXT: "object",
    forms.COUNT: "Int64",
    forms.AMOUNT: "float64",
    forms.RATE: "float64",
    forms.DAY: "datetime64[us]",
    forms.MONTH: "datetime64[us]",
}
_DRAWN: Mapping[str, Any] = {
    forms.TEXT: _text,
    forms.CHOICE: _choice,
    forms.FEW: _few,
    forms.SEVERAL: _several,
    forms.LABELS: _lines,
    forms.DATES: _lines,
    forms.SHARE: _share,
    forms.NUMBER: _number,
    forms.TIME: _time,
}
