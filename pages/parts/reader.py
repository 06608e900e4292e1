"""Who reads, and what is theirs to see: asked anew whenever it counts, never kept.

Where nobody signs in, whoever sits at the machine may do everything. Else who somebody is comes from Streamlit's
sign-in, or from a proxy that signs in, and what they may do from the file of the home.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import streamlit as st
from streamlit.auth_util import get_secrets_auth_section

from analysis.sight import Sight
from data.access import audit, claims, readers
from data.access.claims import NotAdmittedError
from data.access.readers import Identity, Reader
from data.store import Store
from pages.parts import rehearsal, site
from pages.parts.words import reader as words
from web import listening

# What these pages do is a right of its own, whatever pages a role names.
RIGHT_OF_PAGE = {"settings": "settings", "add_data": "import", "data": "import", "readers": "audit"}

_READ = "page read last"  # no name of a widget

_T = TypeVar("_T")


def signs_in() -> bool:
    """Whether readers sign in here, rather than at a proxy or not at all."""
    return bool(get_secrets_auth_section())


def identity() -> Identity | None:
    """Who reads; None where nobody signs in, and in a rehearsal, which nobody reads.

    Raises
    ------
    NotAdmittedError
        If somebody should sign in, or what their provider said does not admit them now.
    """
    if rehearsal.is_one():
        return None
    if signs_in():
        if not st.user.is_logged_in:
            raise NotAdmittedError(words.SIGN_IN)
        return claims.admitted(st.user.to_dict(), claims.expected(get_secrets_auth_section()), time.time())
    if not listening.is_behind_proxy():
        return None
    address = listening.reader_of(st.context.headers)
    if address is None:
        raise NotAdmittedError(words.NO_PROXY, can_sign_in=False)
    return Identity(address, groups=readers.named(listening.groups_of(st.context.headers)))


def current() -> Reader:
    """What the reader may see and do, now.

    Returns
    -------
    Reader
        Who is known and may do anything at all.

    Raises
    ------
    NotAdmittedError
        As `identity` does, and if nothing is granted to them.
    """
    who = identity()
    if who is None:
        return readers.everybody()
    known = readers.read(Store().folder)
    reader = known.reader(who)
    if not reader.is_known:
        raise NotAdmittedError(words.broken() if known.fault else words.unknown(who.address), can_sign_in=False)
    return reader


@contextmanager
def admitted() -> Iterator[None]:
    """Draw a part that may run again without the page: who is not admitted any more is told so by the whole.

    Raises
    ------
    RerunException
        Of Streamlit, in the place of a `NotAdmittedError`.
    """
    try:
        yield
    except NotAdmittedError:
        # Whoever signs out is led away by this run: another one would forget that.
        if not signs_in() or st.user.is_logged_in:
            st.rerun()


def address() -> str:
    """Whose views and visits are kept; "" where nobody signs in."""
    return current().address


def sight() -> Sight:
    """What the reader sees of the data."""
    reader = current()
    return Sight(reader.grants, reader.may("names"), reader.may("amounts"))


def may(right: str) -> bool:
    """Whether the reader has a right, one of ``data.access.readers.RIGHTS``."""
    return current().may(right)


def sees(page: site.Page | str) -> bool:
    """Whether a page is the reader's to see.

    Parameters
    ----------
    page : Page or str
        A page, or its script.

    Returns
    -------
    bool
        False for a script of no page, too.
    """
    if isinstance(page, str):
        named = next((each for each in site.PAGES.values() if each.script == page), None)
        return named is not None and sees(named)
    return is_for(page, current())


def is_for(page: site.Page, who: Reader) -> bool:
    """Whether a page is somebody's to see: the same as `sees`, for many pages at once."""
    right = RIGHT_OF_PAGE.get(page.name)
    return who.may(right) if right else bool({page.name, page.section.lower()} & who.pages)


def note_page(page: site.Page, address: Iterable[tuple[str, str]]) -> None:
    """Note that a page is read, and by what it is narrowed; once as long as that stays so.

    Parameters
    ----------
    page : Page
        Which one.
    address : iterable of (str, str)
        What is chosen there: only the names are noted.
    """
    with suppress(NotAdmittedError):  # whose right ended while they read sees that on the next click
        if identity() is None or not sees(page):
            return
        narrowed = ", ".join(sorted({name for name, _ in address}))
        read = {"page": page.name, "narrowed": narrowed, "sight": sight().key}
        if st.session_state.get(_READ) != read:
            st.session_state[_READ] = read
            note(audit.READ, **read)


def note(what: str, **told: str | int) -> None:
    """Note what the reader does, where readers sign in.

    Parameters
    ----------
    what : str
        As ``data.access.audit`` calls it.
    **told
        Of what; nothing personal.
    """
    if who := identity():
        audit.note(Store().folder, who.address, what, **told)


def note_line(line: Mapping[str, Any]) -> None:
    """Note what must be noted, whoever does it."""
    audit.note(Store().folder, address(), **line)


def exported(name: str, write: Callable[[], _T]) -> Callable[[], _T]:
    """A file that is noted when it is taken, and not made for who may take or see something else by then.

    Parameters
    ----------
    name : str
        Kind of the file, and the page that it is of.
    write : callable
        Makes it.

    Returns
    -------
    callable
        The same, guarded.
    """
    if rehearsal.is_one():
        return _refused
    who = identity()
    if who is None:
        return write
    drawn_for = current()

    def guarded() -> _T:
        """Made now, if it still may be."""
        if readers.read(Store().folder).reader(who) != drawn_for or not drawn_for.may("export"):
            raise PermissionError(words.NO_EXPORT)
        audit.note(Store().folder, who.address, audit.EXPORTED, file=name)
        return write()

    return guarded


def _refused() -> Any:
    """The file of a rehearsal: it is drawn for nobody, so nobody may take it."""
    raise PermissionError(words.NO_EXPORT)
