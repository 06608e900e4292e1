"""What stays chosen on the way from page to page: Streamlit forgets the widgets that a page leaves."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from pages.parts import opaque, reader, site

_PREFIX = opaque.DISGUISES[0]  # a parameter of a link that no widget takes back before the next page has read it
_EXACTLY = opaque.DISGUISES[1]  # of a link that says all that is chosen: nothing that was kept is added to it
# No names of widgets: no address can set them.
_PAGE, _KEPT, _NEXT = "page shown last", "choice kept", "page to go to"
GENERATION = "generation shown last"
VIEW = "view"  # parameter of the view of a page, which its tabs follow
# What a reader changed and has not kept yet is not lost on the way either.
UNSAVED, UNSAVED_ROWS = "unsaved settings", "unsaved rows"
HELD = "what the browser holds"  # by name of a widget that it does not show: what it will say, and what is chosen
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


def go(script: str, address: Mapping[str, str]) -> None:
    """Go to a page from anywhere, and from parts of a page that run on their own.

    These leave the widgets around them bound to the address, which the next page could not set then: hence a run of the
    whole in between, which ends before it draws anything.

    Parameters
    ----------
    script : str
        Of the page.
    address : mapping of str
        Its parameters.
    """
    st.session_state[_NEXT] = script, address
    st.rerun()


def take_over(page: str) -> None:
    """Set the widgets of a page before it draws them: to what was kept, and to what the link that led here says.

    Parameters
    ----------
    page : str
        Path of the page.
    """
    if (going := st.session_state.pop(_NEXT, None)) is not None:
        st.switch_page(going[0], query_params=closed(going[1].items()))
    _hide()
    was_shown = st.session_state.get(_PAGE) == page
    is_new = st.session_state.get(_PAGE, page) != page
    st.session_state[_PAGE] = page
    if _take_exactly() or is_new:
        is_new = True
        kept = st.session_state.get(_KEPT, {})
        held = {name: (st.session_state[name], None) for name in _chosen()} if was_shown else {}
        for name in _chosen():
            del st.session_state[name]  # what another page's widget of this name said
        st.session_state.update({HELD: held, **kept})
        if kept:  # at once: each time that parameters are set, none of them too, is a step of the browser's history
            st.query_params.update({name: parameter(name, value) for name, value in kept.items()})
    for name in [name for name in st.query_params if name.startswith(_PREFIX)]:
        own, value = name.removeprefix(_PREFIX), st.query_params[name]
        del st.query_params[name]
        if own.isidentifier():
            if opaque.is_private(own):
                st.session_state.pop(own, None)  # the control asks the address what this stands for
            else:
                st.session_state[own] = value
            if not was_shown or own == VIEW or opaque.is_private(own):
                st.query_params[own] = value  # of a page that was shown, the other widgets hold the parameters
    if is_new:
        st.rerun()  # on the way back in the browser's history only the next run believes what was set


def _chosen() -> list[str]:
    """Names of what the widgets of the page have been told."""
    return [str(name) for name in st.session_state if name not in (*_STAYS, HELD)]


def _take_exactly() -> bool:
    """Whether the link that led here says all that is chosen; what it says takes the place of what was kept."""
    names = [name for name in st.query_params if name.startswith(_EXACTLY)]
    for name in names:
        values = st.query_params.get_all(name)
        del st.query_params[name]
        if own := name.removeprefix(_EXACTLY):
            st.query_params[own] = values
    if names:
        st.session_state.pop(_KEPT, None)
    return bool(names)


def _hide() -> None:
    """Take from the address what it says of persons in plain: a bookmark of before, or what somebody typed there."""
    asked = {name: st.query_params.get_all(name) for name in st.query_params if opaque.is_private(name)}
    hidden = {name: parameter(name, values) for name, values in asked.items()}
    if plain := {name: said for name, said in hidden.items() if said != asked[name]}:
        st.query_params.update(plain)


def parameter(name: str, value: Any) -> str | list[str]:
    """What a widget says, as its parameter of an address."""
    if isinstance(value, list):
        return [said for _, said in closed((name, str(each)) for each in value)]
    return closed([(name, str(value))])[0][1]


def closed(address: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Parameters as an address may say them: nothing of a person in plain. Every link goes through here.

    Parameters
    ----------
    address : iterable of (str, str)
        Names and values; a name may come more than once, and in disguise.

    Returns
    -------
    list of (str, str)
        The same, opaque where they tell of persons or accounts.
    """
    told = list(address)
    is_typed = any(opaque.bare(name) in opaque.TYPED for name, _ in told)
    return opaque.closed(told, reader.sight().key if is_typed else "")


def page() -> str:
    """Name of the page that the reader is on, as its address has it; "" for the first one."""
    return str(st.session_state.get(_PAGE, ""))


def shown() -> site.Page:
    """The page that the reader is on."""
    return site.PAGES.get(page(), site.FIRST)


def link(to: str, address: Iterable[tuple[str, str]]) -> str:
    """The whole address of a page, to be handed on; "" where the browser does not tell its own.

    Parameters
    ----------
    to : str
        Name of the page.
    address : iterable of (str, str)
        What is chosen there; a name may come more than once.

    Returns
    -------
    str
        As the browser has it.
    """
    if not st.context.url:
        return ""
    here = st.context.url.rstrip("/").removesuffix(f"/{page()}")
    question = urlencode(closed(address))
    return f"{here}/{'' if to == site.FIRST.name else to}{'?' if question else ''}{question}"


def page_to_come() -> str:
    """Name of the page of this run before the navigation has told it: ``take_over`` runs a change of page anew."""
    asked = urlsplit(st.context.url or "").path.rstrip("/").rpartition("/")[2]
    return str(st.session_state.get(_PAGE, asked))


def is_shown(script: str) -> bool:
    """Whether the reader is on the page of a script."""
    return PurePath(script).parent.name == st.session_state.get(_PAGE)


def told(choice: Mapping[str, str]) -> dict[str, str]:
    """What a link sets on its page besides what is kept, as parameters of its address; ``take_over`` reads them."""
    return {f"{_PREFIX}{name}": value for name, value in choice.items()}


def exactly(to: str, address: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Parameters of a link that says all that is chosen on its page: nothing that was kept is added to it.

    Parameters
    ----------
    to : str
        Name of the page.
    address : iterable of (str, str)
        Names and values; a name may come more than once.

    Returns
    -------
    list of (str, str)
        On the way to another page in disguise: Streamlit drops the parameters that widgets of the page before have.
    """
    disguise = "" if to == (page() or site.FIRST.name) else _EXACTLY
    return [(_EXACTLY, ""), *((f"{disguise}{name}", value) for name, value in address)]
