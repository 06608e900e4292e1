"""Controls that are kept in the address: each is one call, and says which value of the address it does not know.

The text that a reader sees is what the address holds. A control takes its options as a mapping from that text to the
value that the page works with, and returns the value.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts import handover, labels, panel, session
from pages.parts.words import unlocks as unlocks_words

ICON = ":material/info:"
VIEW = "view"
NARROW, WIDE = 220, 360

Value = TypeVar("Value")


def row() -> DeltaGenerator:
    """Lay out controls beside each other, their lower edges in line: ``with controls.row():``."""
    return st.container(horizontal=True, vertical_alignment="bottom", gap="small")


def view(views: Iterable[str]) -> str:
    """Choose one of the views of a page; the first that can say something is shown where nothing is chosen.

    Those that lack data stand beside, greyed under what they need. An address still opens them: they say it at length.
    """
    named = list(views)
    needs = {name: need for name in named if (need := session.lacks(handover.page(), name)) is not None}
    asked = {st.session_state.get(VIEW), st.query_params.get(VIEW)}
    offered = [name for name in named if name not in needs or name in asked] or named[:1]
    chosen = switch("View", {name: name for name in offered}, key=VIEW)
    greyed: dict[str, list[str]] = {}
    for name, need in needs.items():
        if name not in offered:
            greyed.setdefault(need.noun, []).append(name)
    for noun, names in greyed.items():
        st.segmented_control(unlocks_words.needs(noun), names, disabled=True, key=f"{VIEW} needs {noun}", wrap=True)
    if greyed:
        panel.add_data()
    return chosen


def switch(
    label: str, options: Mapping[str, Value], *, key: str, usual: str | None = None, is_labelled: bool = True
) -> Value:
    """Choose one of a few options that are all in sight.

    Parameters
    ----------
    label : str
        What is chosen.
    options : mapping
        Text of each option and its value.
    key : str
        Name in the address.
    usual : str, optional
        Text of the option that holds where none is chosen; the first where it is not given.
    is_labelled : bool, default True
        Whether the label is shown; readers of the screen hear it all the same.

    Returns
    -------
    Value
        Of the chosen option.
    """
    notice_unknown(key, options)
    chosen = st.segmented_control(
        label,
        list(options),
        default=next(iter(options)) if usual is None else usual,
        required=True,
        key=key,
        wrap=True,
        bind="query-params",
        label_visibility="visible" if is_labelled else "collapsed",
    )
    return options[str(chosen)]


def select(label: str, options: Mapping[str, Value], *, key: str, width: int | Literal["stretch"] = NARROW) -> Value:
    """Choose one of the options of a list; the first holds where none is chosen.

    Parameters
    ----------
    label : str
        What is chosen.
    options : mapping
        Text of each option and its value.
    key : str
        Name in the address.
    width : int or "stretch", default NARROW
        Pixels.

    Returns
    -------
    Value
        Of the chosen option.
    """
    notice_unknown(key, options)
    return options[str(st.selectbox(label, list(options), key=key, bind="query-params", width=width))]


def select_named(
    label: str, names: Sequence[str], *, key: str, shown: Callable[[str], str], width: int = NARROW
) -> str:
    """Choose one of a few names whose texts change with other choices; what is chosen stays the same.

    An address with another text falls back without a notice: after such a change the browser's own address has the
    earlier text.

    Parameters
    ----------
    label : str
        What is chosen.
    names : sequence of str
        The first holds where none is chosen.
    key : str
        Name in the address.
    shown : callable
        How a name is written; this is what the address holds.
    width : int, default NARROW
        Pixels.

    Returns
    -------
    str
        The chosen name.
    """
    return str(st.selectbox(label, list(names), format_func=shown, key=key, bind="query-params", width=width))


def select_any(label: str, options: Mapping[str, Value], *, key: str, none: str, width: int = NARROW) -> Value | None:
    """Choose one of the options of a list, or none of them.

    Parameters
    ----------
    label : str
        What is chosen.
    options : mapping
        Text of each option and its value.
    key : str
        Name in the address.
    none : str
        What stands there where nothing is chosen.
    width : int, default NARROW
        Pixels.

    Returns
    -------
    Value or None
        Of the chosen option.
    """
    notice_unknown(key, options)
    chosen = st.selectbox(label, list(options), index=None, placeholder=none, key=key, bind="query-params", width=width)
    return None if chosen is None else options[str(chosen)]


def select_several(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    none: str = "All",
    usual: Sequence[str] = (),
    shown: Callable[[str], str] = labels.plain,
    width: int | Literal["stretch"] = "stretch",
) -> tuple[str, ...]:
    """Choose any number of names.

    Parameters
    ----------
    label : str
        What is chosen.
    options : sequence of str
        The names.
    key : str
        Name in the address.
    none : str, default "All"
        What stands there where nothing is chosen.
    usual : sequence of str, default ()
        What is chosen where the address says nothing.
    shown : callable, default labels.plain
        How a name is written.
    width : int or "stretch", default "stretch"
        Pixels.

    Returns
    -------
    tuple of str
        The chosen names; () for none.
    """
    notice_unknown(key, options)
    chosen = st.multiselect(
        label,
        list(options),
        default=list(usual) or None,
        format_func=shown,
        key=key,
        bind="query-params",
        placeholder=none,
        width=width,
    )
    return tuple(chosen)


def number(label: str, *, key: str, usual: int, least: int, most: int) -> int:
    """Choose a whole number between two others, both in."""
    return int(
        st.number_input(label, min_value=least, max_value=most, value=usual, step=1, key=key, bind="query-params")
    )


def day(label: str, usual: date, *, key: str, width: int = 150) -> Any:
    """Choose a day; what is returned while a reader is typing may be no day yet."""
    return st.date_input(label, value=usual, key=key, bind="query-params", width=width)


def slide(label: str, least: Any, most: Any, *, key: str, form: str, step: int | None = None, width: int = 320) -> Any:
    """Choose a number or a day between two others, both in; the least is the usual one.

    Parameters
    ----------
    label : str
        What is chosen.
    least, most : int or date
        The ends.
    key : str
        Name in the address.
    form : str
        How a value is written, such as ``%d %%`` or ``D MMM YYYY``.
    step : int, optional
        Between two numbers.
    width : int, default 320
        Pixels.

    Returns
    -------
    int or date
        The chosen one.
    """
    return st.slider(
        label,
        min_value=least,
        max_value=most,
        value=least,
        step=step,
        format=form,
        key=key,
        bind="query-params",
        width=width,
    )


def text(label: str, *, key: str, none: str, width: int = 280) -> str:
    """Type a text; "" where nothing is typed."""
    return str(st.text_input(label, placeholder=none, key=key, bind="query-params", width=width))


def page_of(pages: int, *, key: str) -> int:
    """Choose a page of a list, from 1 on; a list of one page needs no choice."""
    return int(st.pagination(pages, key=key, bind="query-params")) if pages > 1 else 1


def notice_unknown(key: str, known: Collection[str]) -> None:
    """Say which values of the address do not exist; the widget itself falls back silently."""
    for asked in st.query_params.get_all(key):
        if asked and asked not in known:
            notice(key, asked)


def notice(key: str, asked: str) -> None:
    """Say that a value of the address is left out.

    Parameters
    ----------
    key : str
        Name of the parameter.
    asked : str
        Its value.
    """
    shown = labels.literal(asked[:60])
    st.toast(f"The address asks for the {key} “{shown}”, which is not there: it is left out.", icon=ICON)
