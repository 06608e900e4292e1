"""Draws forms with Streamlit, and takes down what was answered."""

from collections.abc import Mapping
from datetime import time
from typing import Any

import streamlit as st

from pages.parts import forms, panel
from pages.parts.forms import Field, Group

MINIMUM_FIELD_WIDTH = 200
MOST_BESIDE = 4
LINES_HEIGHT = 110


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
            panel.table(group.table, group.columns, key=f"table-{key}-{group.title}")
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
    asked = [each for each in line if each.kind != forms.ACTION]
    answers = {}
    if head:
        st.markdown(head)
    if asked:
        is_one_list = len(asked) == 1 and asked[0].kind in (forms.SEVERAL, forms.LABELS, forms.DATES)
        beside = 1 if is_one_list else min(MOST_BESIDE, max(len(asked), 2))
        grid = st.grid(beside, min_column_width=MINIMUM_FIELD_WIDTH, vertical_alignment="bottom")
        for each in asked:
            with grid:
                answers[each.key] = _DRAWN[each.kind](each, f"{key}-{each.key}")
    if len(asked) < len(line):
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
