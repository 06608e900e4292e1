"""What stays chosen on the way from page to page: Streamlit forgets the widgets that a page leaves."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import streamlit as st

_PREFIX = "to_"  # a parameter of a link that no widget takes back before the next page has read it
_PAGE, _KEPT = "page shown last", "choice kept"  # no names of widgets: no address can set them
GENERATION = "generation shown last"
# What a reader changed and has not kept yet is not lost on the way either.
UNSAVED, UNSAVED_ROWS = "unsaved settings", "unsaved rows"
_STAYS = (_PAGE, _KEPT, GENERATION, UNSAVED, UNSAVED_ROWS)


def keep(choice: Mapping[str, Any], usual: Mapping[str, Any]) -> None:
    """Remember what widgets say, for the next page that has them too.

    Parameters
    ----------
    choice : mapping
        Key and value of each widget; None for one that is not drawn.
    usual : mapping
        The values that an address need not say.
    """
    kept: dict[str, Any] = st.session_state.setdefault(_KEPT, {})
    for name, value in choice.items():
        if value is None or value == usual.get(name):
            kept.pop(name, None)
        else:
            kept[name] = value


def take_over(page: str) -> None:
    """Set the widgets of a page before it draws them: to what was kept, and to what the link that led here says.

    Parameters
    ----------
    page : str
        Path of the page.
    """
    was_shown = st.session_state.get(_PAGE) == page
    before = st.session_state.get(_PAGE, page)
    st.session_state[_PAGE] = page
    if before != page:
        kept = st.session_state.get(_KEPT, {})
        for name in [name for name in st.session_state if name not in _STAYS]:
            del st.session_state[name]  # what another page's widget of this name said
        st.session_state.update(kept)
        if kept:  # at once: each time that parameters are set, none of them too, is a step of the browser's history
            st.query_params.update({name: _parameter(value) for name, value in kept.items()})
    for name in [name for name in st.query_params if name.startswith(_PREFIX)]:
        own, value = name.removeprefix(_PREFIX), st.query_params[name]
        del st.query_params[name]
        if own.isidentifier():
            st.session_state[own] = value
            if not was_shown:
                st.query_params[own] = value  # of a page that was shown, the widgets hold the parameters
    if before != page:
        st.rerun()  # on the way back in the browser's history only the next run believes what was set


def _parameter(value: Any) -> str | list[str]:
    return [str(each) for each in value] if isinstance(value, list) else str(value)


def page() -> str:
    """Name of the page that the reader is on, as its address has it; "" for the first one."""
    return str(st.session_state.get(_PAGE, ""))


def is_shown(script: str) -> bool:
    """Whether the reader is on the page of a script."""
    return PurePath(script).parent.name == st.session_state.get(_PAGE)


def told(choice: Mapping[str, str]) -> dict[str, str]:
    """What a link sets on its page besides what is kept, as parameters of its address; ``take_over`` reads them."""
    return {f"{_PREFIX}{name}": value for name, value in choice.items()}
