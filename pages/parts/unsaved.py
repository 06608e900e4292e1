"""A session's changes of the settings that are not kept yet, and what becomes of them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from data import definitions
from data.access import audit
from data.settings import changes, versions
from data.settings.versions import Now, SettingsError, Version
from pages.parts import handover, labels, panel, reader, rebuilding
from pages.parts.cards import Card
from pages.parts.words import unsaved as words

WHO = "on this machine"  # where nobody signs in
KEY, KEPT = handover.UNSAVED, "kept settings"


@dataclass
class Unsaved:
    """Changes of a session.

    Attributes
    ----------
    read : Now
        The definitions as they were when the changes began.
    text : str
        As they would be.
    turn : int
        Grows whenever widgets must begin with the values of their fields again.
    """

    read: Now
    text: str
    turn: int = 0

    @property
    def is_there(self) -> bool:
        """Whether anything is changed."""
        return self.text != self.read.text

    @property
    def key(self) -> str:
        """What tells the widgets of this turn from those of others."""
        return f"{self.read.digest[:8]}-{self.turn}"


def begin(home: Path) -> Unsaved:
    """The changes of this session; where there are none, the definitions as they are now."""
    there = st.session_state.get(KEY)
    now = versions.now(home)
    if there is None or (not there.is_there and there.read != now):
        there = st.session_state[KEY] = Unsaved(now, now.text, there.turn + 1 if there else 0)
    return there


def take(there: Unsaved, text: str, *, is_settled: bool) -> None:
    """Take over what was answered, and draw the page anew with it; does nothing where nothing is different."""
    if text == there.text and is_settled:
        return
    there.text = text
    there.turn += not is_settled
    st.session_state[KEPT] = None
    st.rerun()


def review(home: Path, there: Unsaved, sentences: tuple[str, ...], fault: str, cards: tuple[Card, ...]) -> None:
    """Say what will change, and offer to keep it.

    Parameters
    ----------
    home : Path
        The home folder.
    there : Unsaved
        The changes.
    sentences : tuple of str
        What they change.
    fault : str
        Why the latest answers are not among them; "" where they are.
    cards : tuple of Card
        What would be said otherwise with them.
    """
    if fault:
        st.warning(fault, icon=":material/info:")
    if not there.is_there:
        return
    with st.container(border=True, gap="small"):
        st.header(words.WAITING, anchor=False)
        st.markdown("\n".join(f"- {labels.literal(each, 600)}" for each in sentences or (changes.NOTHING,)))
        for card in cards:
            panel.show(card)
        with st.container(horizontal=True, gap="small"):
            is_kept = st.button(words.KEEP, key="keep", icon=":material/check:")
            is_dropped = st.button(words.DISCARD, key="discard")
    if is_dropped:
        there.text, there.turn = there.read.text, there.turn + 1
        st.rerun()
    if is_kept:
        _then_rebuild(home, there, lambda: versions.keep(home, there.text, read=there.read.digest, who=_who()))


def kept(home: Path, there: Unsaved) -> None:
    """Say what this session kept last, with the way back."""
    version: Version | None = st.session_state.get(KEPT)
    if version is None or there.is_there or version.digest != there.read.digest:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(words.kept(version.what), width="content")
        if st.button(words.UNDO, key="undo", icon=":material/undo:"):
            _then_rebuild(home, there, lambda: versions.undo(home, read=there.read.digest, who=_who()))


def mend(home: Path, there: Unsaved, built_with: str) -> None:
    """Say what is wrong with a file that cannot be used, and offer what could be used.

    Parameters
    ----------
    home : Path
        The home folder.
    there : Unsaved
        Without changes.
    built_with : str
        Text of the definitions that the numbers are built with.
    """
    st.error(words.broken(there.read.fault), icon=":material/error:")
    good = versions.last_good(home)
    if good is not None:
        st.caption(words.last_good(f"{labels.day(good.at)}, {good.at:%H:%M} UTC", good.who))
    with st.container(horizontal=True, gap="small"):
        if good is not None and st.button(words.LAST_GOOD, key="last good", icon=":material/history:"):
            _then_rebuild(home, there, lambda: versions.restore(home, good.number, read=there.read.digest, who=_who()))
        if st.button(words.AS_BUILT, key="as built", icon=":material/database:"):
            _then_rebuild(home, there, lambda: versions.keep(home, built_with, read=there.read.digest, who=_who()))


def _who() -> str:
    return reader.address() or WHO


def _then_rebuild(home: Path, there: Unsaved, change: Callable[[], Version]) -> None:
    """Change what is kept and bring into the numbers what counts; who was too late is told why."""
    reader.note(audit.CHANGED, kind="settings")
    try:
        version = change()
    except SettingsError as error:
        st.error(labels.literal(str(error), 900), icon=":material/error:")
        return
    st.session_state[KEPT] = version
    del st.session_state[KEY]
    if not definitions.count_alike(there.read.text, versions.now(home).text):
        rebuilding.start(home)
    st.rerun()
