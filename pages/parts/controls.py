"""Controls that are kept in the address: each is one call, and says which value of the address it does not know.

The text that a reader sees is what the address holds. A control takes its options as a mapping from that text to the
value that the page works with, and returns the value.

Of persons the address holds what is opaque, which no bound widget can do: the control keeps both alike itself.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Literal, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import handover, labels, opaque, panel, session, site
from pages.parts.words import controls as words
from pages.parts.words import unlocks as unlocks_words

ICON = ":material/info:"
VIEW, ONLY = handover.VIEW, ""
_DRAWN, _SET = "controls drawn", "controls set"  # label and usual value by name, and names; no names of widgets
NARROW, WIDE = 220, 360

Value = TypeVar("Value")


def begin() -> None:
    """Forget which widgets the last run of the page has drawn."""
    st.session_state[_DRAWN] = {}


def row() -> DeltaGenerator:
    """Lay out controls beside each other, their lower edges in line: ``with controls.row():``.

    The frontend's page keeps their height by the key.
    """
    return st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls")


def view(views: Iterable[str]) -> str:
    """Choose one of the views of a page by its tab; the first that can say something is shown where nothing is chosen.

    The address leads: choosing another tab is a step of the browser's history, and going back takes the tab back.
    Views that lack data are named under what they need. An address still opens them: they say it at length.

    What a view shows is drawn below the tabs and not in them: a widget that moves from one to the next is let go by the
    browser, and no longer tells the address what is chosen.

    Parameters
    ----------
    views : iterable of str
        Texts of the tabs, in order; the empty one alone for a page of one view, which gets no tabs.

    Returns
    -------
    str
        The chosen view.
    """
    named = list(views)
    if named == [ONLY]:
        return ONLY
    needs = {name: need for name in named if (need := session.lacks(handover.page(), name)) is not None}
    renamed = site.renamed(handover.page())
    notice_unknown(VIEW, [*named, *renamed])
    asked = st.query_params.get(VIEW, "")
    asked = renamed.get(asked, asked)
    offered = [name for name in named if name not in needs or name == asked] or named[:1]
    chosen = asked if asked in offered else offered[0]
    if st.session_state.get(VIEW) != chosen:
        st.session_state[VIEW] = chosen
    st.tabs(offered, key=VIEW, on_change=_tell_view, args=(offered[0],))
    greyed: dict[str, list[str]] = {}
    for name, need in needs.items():
        if name not in offered:
            greyed.setdefault(need.noun, []).append(name)
    if greyed:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            panel.small(unlocks_words.needed(greyed))
            panel.add_data()
    return chosen


def _tell_view(usual: str) -> None:
    """Put the chosen view into the address: a widget that is bound to it would leave no step in the history."""
    chosen = st.session_state[VIEW]
    if chosen == usual:
        st.query_params.pop(VIEW, None)
    else:
        st.query_params[VIEW] = chosen


def unusual(names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Which of some widgets say something else than they usually do.

    Parameters
    ----------
    names : iterable of str
        Of widgets of this module, drawn in this run or not.

    Yields
    ------
    tuple of str
        Name, text with label and value, and the value among several that is meant; "" for the only one.
    """
    for name in names:
        label, usual = st.session_state.get(_DRAWN, {}).get(name, ("", None))
        value = st.session_state.get(name)
        if label and value is not None and value != usual:
            yield name, f"{label}: {_written(value)}", ""


def _written(value: Any) -> str:
    if isinstance(value, date):
        return labels.day(value)
    return ", ".join(map(labels.plain, value)) if isinstance(value, list) else labels.plain(value)


@contextmanager
def popover(label: str, names: Iterable[str], *, key: str, icon: str) -> Iterator[None]:
    """Draw choices one click away: ``with controls.popover(...):``.

    The browser does not learn what code or the address makes of a widget that it does not show: with the next click it
    says again what it held. That is overruled until a reader opens the popover.

    Parameters
    ----------
    label : str
        Of the button that opens it.
    names : iterable of str
        Of the widgets that are drawn inside.
    key : str
        Of the popover.
    icon : str
        Of the button.

    Yields
    ------
    None
        While they are drawn.
    """
    held: dict[str, tuple[Any, Any]] = st.session_state.setdefault(handover.HELD, {})
    inside = list(names)
    for name in inside:
        said, chosen = held.get(name, (None, None))
        if name in held and name in st.session_state and st.session_state[name] == said != chosen:
            st.session_state[name] = chosen
    before = {name: st.session_state[name] for name in inside if name in st.session_state}
    # Who opens it need not wait for the page, unless the browser is to be told something.
    watched: Literal["rerun", "ignore"] = "rerun" if any(name in held for name in inside) else "ignore"
    shown = st.popover(label, icon=icon, key=key, on_change=watched)
    with shown:
        yield
    for name in inside:
        now = st.session_state.get(name)
        if shown.open:
            held.pop(name, None)
        elif name in held:
            held[name] = (held[name][0], now)
        elif name in before and before[name] != now:
            held[name] = (before[name], now)


def remove(name: str, value: str) -> None:
    """Take one value out of a widget of several, or let a widget say what it usually does."""
    chosen = st.session_state.get(name)
    if value and isinstance(chosen, list):
        _set(name, [each for each in chosen if each != value])
    else:
        clear([name])


def clear(names: Iterable[str]) -> None:
    """Let widgets say what they usually do."""
    for name in names:
        _set(name, st.session_state[_DRAWN][name][1])


def _set(name: str, value: Any) -> None:
    held = st.session_state.setdefault(handover.HELD, {})
    said, _ = held.get(name, (st.session_state.get(name), None))
    held[name] = (said, value)
    st.session_state[name] = value
    if not opaque.is_private(name):
        st.session_state.setdefault(_SET, []).append(name)


def tell() -> None:
    """Put into the address what ``remove`` and ``clear`` have set, once all widgets are drawn.

    A bound widget tells its address by itself, but not from within a popover that is closed.
    """
    for name in st.session_state.pop(_SET, []):
        value = st.session_state.get(name)
        if value and value != st.session_state[_DRAWN][name][1]:
            st.query_params[name] = value


def _bind(name: str) -> Literal["query-params"] | None:
    """Where a widget is kept; one that was just set is let go for a run, which takes it out of the address."""
    return None if name in st.session_state.get(_SET, []) else "query-params"


def address() -> list[tuple[str, str]]:
    """What the widgets say, as parameters in plain; after a step back in the history those of the address may not."""
    said = {name: [session.heard(name, each) or each for each in asked] for name, asked in _asked().items()}
    for name, (_, usual) in st.session_state.get(_DRAWN, {}).items():
        value = st.session_state.get(name)
        if value is None or value == usual:
            said.pop(name, None)
        elif name not in said:
            said[name] = [str(each) for each in (value if isinstance(value, list) else [value])]
    return [(name, value) for name, values in said.items() for value in values]


def _asked() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def heard() -> dict[str, str]:
    """Parameters of the address in plain, of each its last value; what is not there is left out with a notice."""
    found = {}
    for name, asked in st.query_params.to_dict().items():
        value = session.heard(name, asked)
        if value is not None:
            found[name] = value
        elif name not in st.session_state[_DRAWN]:
            notice(name, asked)
    return found


def _follow(name: str, known: Collection[str] | None = None) -> list[str]:
    """Keep a widget that is not bound and the address alike, as Streamlit does with those that are.

    The address leads when a page begins and when a reader goes through the browser's history, the widget at all other
    times: who is quick makes the next choice before the browser has heard of the last one.

    Parameters
    ----------
    name : str
        Of the widget, before it is drawn.
    known : collection of str, optional
        What it can say; anything where it is not given.

    Returns
    -------
    list of str
        What both say from now on, in plain.
    """
    asked, run = st.query_params.get_all(name), get_script_run_ctx()
    if name in st.session_state and not (run and run.is_history_navigation):
        said = st.session_state[name] or []
        values = [said] if isinstance(said, str) else list(said)
    else:
        found = [(each, session.heard(name, each)) for each in asked if each]
        values = [value for _, value in found if value is not None and (known is None or value in known)]
        for each, value in found:
            if value not in values:
                notice(name, each)
    if asked != handover.parameter(name, values):
        if values:
            st.query_params[name] = handover.parameter(name, values)
        else:
            st.query_params.pop(name, None)
    return values


def _say(name: str, value: Any) -> None:
    """Let a widget say something before it is drawn."""
    if st.session_state.get(name) != value:
        st.session_state[name] = value


def _note(name: str, label: str, usual: Any) -> None:
    """Remember what a widget is called and usually says."""
    st.session_state.setdefault(_DRAWN, {})[name] = (label, usual)


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
    default = next(iter(options)) if usual is None else usual
    _note(key, label, default)
    chosen = st.segmented_control(
        label,
        list(options),
        default=default,
        required=True,
        key=key,
        wrap=True,
        bind=_bind(key),
        label_visibility="visible" if is_labelled else "collapsed",
    )
    return options[str(chosen)]


def select(
    label: str,
    options: Mapping[str, Value],
    *,
    key: str,
    usual: str | None = None,
    width: int | Literal["stretch"] = NARROW,
) -> Value:
    """Choose one of the options of a list.

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
    width : int or "stretch", default NARROW
        Pixels.

    Returns
    -------
    Value
        Of the chosen option.
    """
    notice_unknown(key, options)
    texts = list(options)
    place = 0 if usual is None else texts.index(usual)
    _note(key, label, texts[place])
    return options[str(st.selectbox(label, texts, index=place, key=key, bind=_bind(key), width=width))]


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
    _note(key, label, None)
    chosen = st.selectbox(label, list(options), index=None, placeholder=none, key=key, bind=_bind(key), width=width)
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
    is_private = opaque.is_private(key)
    if is_private:
        _say(key, _follow(key, options))
    else:
        notice_unknown(key, options)
    _note(key, label, list(usual))
    chosen = st.multiselect(
        label,
        list(options),
        default=list(usual) or None,
        format_func=shown,
        key=key,
        bind=None if is_private else _bind(key),
        placeholder=none,
        width=width,
    )
    return tuple(chosen)


def number(label: str, *, key: str, usual: int, least: int, most: int) -> int:
    """Choose a whole number between two others, both in."""
    _note(key, label, usual)
    return int(st.number_input(label, min_value=least, max_value=most, value=usual, step=1, key=key, bind=_bind(key)))


def day(label: str, usual: date, *, key: str, width: int = 150) -> Any:
    """Choose a day; what is returned while a reader is typing may be no day yet."""
    _note(key, label, usual)
    return st.date_input(label, value=usual, format="YYYY-MM-DD", key=key, bind=_bind(key), width=width)


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
        How a value is written, such as ``%d%%`` or ``D MMM YYYY``.
    step : int, optional
        Between two numbers.
    width : int, default 320
        Pixels.

    Returns
    -------
    int or date
        The chosen one.
    """
    _note(key, label, least)
    return st.slider(
        label,
        min_value=least,
        max_value=most,
        value=least,
        step=step,
        format=form,
        key=key,
        bind=_bind(key),
        width=width,
    )


def text(label: str, *, key: str, none: str, width: int = 280) -> str:
    """Type a text; "" where nothing is typed. It is one of ``opaque.TYPED``: nobody reads it in the address."""
    _say(key, "".join(_follow(key)[:1]))
    _note(key, label, "")
    return str(st.text_input(label, placeholder=none, key=key, width=width) or "")


def page_of(pages: int, *, key: str) -> int:
    """Choose a page of a list, from 1 on; a list of one page needs no choice."""
    if pages <= 1:
        return 1
    _note(key, "Page", 1)
    return int(st.pagination(pages, key=key, bind=_bind(key)))


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
    if opaque.is_private(key):
        st.toast(words.left_out(key), icon=ICON)
        return
    shown = labels.literal(asked[:60])
    st.toast(f"The address asks for the {key} “{shown}”, which is not there: it is left out.", icon=ICON)
