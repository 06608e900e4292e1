"""The frame: navigation and the choice of the generation. No numbers."""

import logging
from typing import Any

import streamlit as st

from data.access.claims import NotAdmittedError
from pages.parts import controls, frame, gate, handover, panel, reader, session, site, style, turns, welcome
from web import listening


def script(page: site.Page) -> Any:
    """A page as the navigation takes it; each has its address for everybody."""
    is_seen = reader.is_for(page, who)
    unseen = gate.elsewhere if page == site.FIRST else lambda: gate.not_theirs(page)
    return st.Page(
        page.script if is_seen else unseen,
        url_path=page.name,
        title=page.title,
        icon=f":material/{page.icon}:",
        default=page == site.FIRST,
        visibility="visible" if page.is_listed and is_seen else "hidden",
    )


if listening.is_gone_around(st.context.headers):
    logging.getLogger(__name__).error(listening.GONE_AROUND)
    st.error(listening.GONE_AROUND)
    st.stop()
# Before the navigation, which would have the browser fetch the icon of its page from outside.
asked = site.PAGES.get(handover.page_to_come(), site.FIRST)
frame.begin(asked)
style.apply()
try:
    who = reader.current()
except NotAdmittedError as refused:
    gate.refuse(refused)
    st.stop()
# What follows asks again, and a right may end meanwhile.
with reader.admitted():
    called = frame.sections(asked)
    chosen = st.navigation(
        {called[section]: [script(page) for page in pages] for section, pages in site.SECTIONS.items()}, position="top"
    )
    shown = site.PAGES.get(chosen.url_path, site.FIRST)
    handover.take_over(chosen.url_path)
    state, fault = session.begin()
    if fault:
        st.error(fault, icon=":material/error:")
    session.watch()
    if state == "ready" and shown.needs_data and reader.is_for(shown, who) and not session.has_leads():
        gate.nothing_yet()
    elif state == "ready" or not shown.needs_data:
        try:
            session.run(chosen)
        finally:
            reader.note_page(shown, controls.address())
    elif state == "outdated":
        panel.empty(
            "The data was built by an earlier version",
            "Run `python -m data rebuild`, then reload this page: nothing needs to be imported again."
            if reader.may("import")
            else "Whoever runs this dashboard brings it up to date.",
        )
    elif state == "empty" and reader.may("import"):
        welcome.show()
    elif state == "empty":
        panel.empty("Nothing has been loaded yet", "Whoever runs this dashboard loads the data.")
turns.leave_behind()
