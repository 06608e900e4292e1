"""The search of pages, views, names and leads: a button of the frame, and the keys ``/`` and Ctrl-K."""

import contextlib
from collections.abc import Iterator, Sequence
from itertools import groupby

import streamlit as st

from analysis.lists.page import Page
from analysis.lists.selection import Selection
from analysis.scope import ALL_PIPELINES, Scope
from data import saved_views
from data.dimensions import PIPELINE
from data.saved_views import SavedViewsError
from data.store import Store
from pages.parts import finder, handover, labels, lead_list, opens, panel, reader, session, site
from pages.parts.finder import Entry
from pages.parts.words import common
from pages.parts.words import saved as saved_words
from pages.parts.words import search as words

OPENER, FIELD, RESULTS = "open-search", "search-text", "search-results"  # keys, and so classes of the page
WIDTH = 148  # pixels that the button takes, kept until the browser has drawn it
FEWEST_LETTERS = 2  # of what leads are searched by
LEADS_FOUND = 5
# What Streamlit has no way to say: a key that is neither letter nor digit, Enter in a field that is read while somebody
# types in it, and arrows from there to what is found. A slash that is typed into a field stays one.
_SLASH = """
export default function () {
    const open = (tries = 200) => {
        const button = document.querySelector('.st-key-OPENER button');
        button ? button.click() : tries && setTimeout(open, 50, tries - 1);
    };
    const listen = (event) => {
        const typed = event.target.closest?.('input, textarea, select, [contenteditable], [role=dialog]');
        if (event.key !== '/' || typed || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        open();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
}
""".replace("OPENER", OPENER)
# Called again for each text, with what is found first: Enter waits until that is shown for what is in the field.
_ENTER_AND_ARROWS = """
export default function ({ data, parentElement: kept }) {
    const stops = () => [...document.querySelectorAll('.st-key-FIELD input, .st-key-RESULTS a')];
    const soon = (what, tries = 200) => what() || (tries && setTimeout(soon, 50, what, tries - 1));
    const open = () => {
        if (kept.entered !== data.text || !data.first) return true;
        const link = stops()[1]; // of what was in the field before, until it leads where it should
        const [page, address] = (link?.getAttribute('href') ?? '').split('?');
        const isShown = page.split('/').at(-1) === data.first.page
            && `${new URLSearchParams(address)}` === `${new URLSearchParams(data.first.address)}`;
        if (isShown) link.click();
        return isShown;
    };
    const listen = (event) => {
        const at = stops().indexOf(event.target);
        const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (at < 0) return;
        if (steps) {
            event.preventDefault();
            stops()[at + steps]?.focus();
        } else if (at === 0) {
            kept.entered = event.key === 'Enter' ? event.target.value : undefined;
            soon(open);
        }
    };
    if (!kept.begun) soon(() => { stops()[0]?.focus(); return stops()[0]; });
    kept.begun = true;
    soon(open);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
}
""".replace("FIELD", FIELD).replace("RESULTS", RESULTS)


def button(*, has_data: bool) -> None:
    """Offer the search, in a fragment.

    Parameters
    ----------
    has_data : bool
        Whether there is a generation to search in.
    """
    st.components.v2.component("search_slash", js=_SLASH)(key="search-slash", width="content")
    if st.button(words.SEARCH, icon=":material/search:", shortcut="Ctrl+K", width=WIDTH, key=OPENER, help=words.HELP):
        _dialog(has_data=has_data)


@st.dialog(words.TITLE, width="medium")
@reader.admitted()
def _dialog(*, has_data: bool) -> None:
    """The field, and what it finds."""
    text = st.text_input(
        words.TITLE,
        placeholder=words.PLACEHOLDER,
        type="search",
        live=True,
        key=FIELD,
        label_visibility="collapsed",
        icon=":material/search:",
    )
    found = _found(text, has_data=has_data)
    with st.container(key=RESULTS, gap="small"):
        if found:
            _show(found)
        else:
            panel.plain(words.nothing(text) if text.strip() else words.EXAMPLES)
    first = None
    if found:
        page = "" if found[0].page == site.FIRST else found[0].page.name
        first = {"page": page, "address": [list(pair) for pair in handover.closed(found[0].address)]}
    listen = st.components.v2.component("search_enter", js=_ENTER_AND_ARROWS)
    listen(key="search-enter", data={"text": text, "first": first})


def _show(found: Sequence[Entry]) -> None:
    """Links under the names of their groups, each with what is found there."""
    for group, entries in groupby(found, key=lambda entry: entry.group):
        with st.container(gap="xsmall"):
            panel.plain(f"**{group}**")
            for entry in entries:
                with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
                    st.page_link(
                        entry.page.script,
                        label=labels.literal(entry.name, 80),
                        icon=f":material/{entry.page.icon}:",
                        query_params=handover.closed(entry.address),
                    )
                    if entry.told:
                        panel.plain(labels.literal(entry.told))


def _found(text: str, *, has_data: bool) -> list[Entry]:
    """All that fits a text and leads to what the reader sees, leads last."""
    return [entry for entry in _fitting(text, has_data=has_data) if reader.sees(entry.page)]


def _fitting(text: str, *, has_data: bool) -> list[Entry]:
    entries = [*(_saved() if has_data else ()), *finder.of_site(has_data=has_data)]
    if not has_data:
        return finder.best(text, entries)
    names = {name: session.values(name) for name in ("channel", "owner")}
    entries += finder.of_names(finder.CHANNELS, names["channel"], words.CHANNEL, site.FIRST)
    entries += finder.of_names(finder.OWNERS, names["owner"], words.OWNER, site.PAGES["gaps"])
    return [*finder.best(text, entries), *_leads(text)]


def _saved() -> Iterator[Entry]:
    """Views that the reader saved, of pages that are still there."""
    with contextlib.suppress(SavedViewsError):
        for view in saved_views.read(Store().folder, reader=reader.address()):
            if view.page in site.PAGES:
                told = saved_words.place(view.page, view.address)
                yield Entry(
                    finder.VIEWS, view.name, told, site.PAGES[view.page], handover.exactly(view.page, view.address)
                )


def _leads(text: str) -> Iterator[Entry]:
    """The first leads that a text finds by itself, of any pipeline and time, and the way to all of them."""
    if len(text.strip()) < FEWEST_LETTERS:
        return
    page, scope = Page(rows=LEADS_FOUND), Scope().narrowed(pipeline=ALL_PIPELINES)
    found = lead_list.ask(session.warehouse(), scope, selection=Selection(search=text.strip()), page=page)
    for lead in lead_list.called(found).to_dict("records"):
        told = common.DOT.join(labels.plain(lead[name]) for name in ("account_name", "owner", "stage", "outcome"))
        yield Entry(
            finder.LEADS,
            lead["lead_name"],
            told,
            site.PAGES["lead"],
            list(session.lead_address(lead["lead_id"]).items()),
        )
    if len(found) == LEADS_FOUND:
        address = [("search", text.strip()), *opens.ALWAYS.items()]
        if session.warehouse().offered((PIPELINE,)):
            address.append((PIPELINE, ALL_PIPELINES[0]))
        yield Entry(finder.LEADS, words.EVERY_LEAD, "", site.PAGES["leads"], handover.exactly("leads", address))
