"""Cards, key figures and empty states, drawn with Streamlit."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitAPIException

from analysis import export
from analysis.query import Query
from data.store import PROJECT
from pages.charts import figures
from pages.parts import addresses, downloads, labels, queries, reader, tables, terms, widths
from pages.parts.cards import Card, Kpi
from pages.parts.opens import Parameters
from pages.parts.origin import Origin
from pages.parts.unlocks import Need
from pages.parts.words import common, marks, unlocks
from pages.parts.words import leads as leads_words

TEMPLATES = PROJECT / "data" / "templates"
KPI_MINIMUM_WIDTH = 150
# Pixels of what the browser draws late, reserved so that nothing moves when it comes.
LINK_PADDING = 52
LETTERS = 1.2  # how much wider those of links and buttons are than those of tables
KPI_HEIGHT, DELTA_HEIGHT = 59, 25

# Takes what was clicked, in Markdown, which leads are behind it, and what is done when they are closed.
OpenLeads = Callable[[str, Parameters, Callable[[], None] | None], None]

_DELTA_COLOUR: dict[str, Literal["blue", "orange", "gray"]] = {"inbound": "blue", "outbound": "orange"}


def show(
    card: Card,
    open_leads: OpenLeads | None = None,
    asked: Sequence[Query] = (),
    origin: Origin | None = None,
) -> None:
    """Draw a card: finding, grey line, figure or table, and its numbers one click away.

    Parameters
    ----------
    card : Card
        What to show.
    open_leads : callable, optional
        Shows the leads behind a mark that was clicked or chosen.
    asked : sequence of Query
        What its page asked; the card shows the queries of its own questions.
    origin : Origin, optional
        The page as it stands, for what is taken away.
    """
    place = st.container(border=True, height="stretch", gap="xsmall")
    with place:
        _content(place, card if open_leads is not None else replace(card, opens={}), open_leads, asked, origin)


@st.fragment
@reader.admitted()
def _content(
    place: DeltaGenerator, card: Card, open_leads: OpenLeads | None, asked: Sequence[Query], origin: Origin | None
) -> None:
    """Draw what is in a card; what is done there runs the card again, and not the page.

    It is drawn in the card itself: a fragment's own container would not let a figure grow to the height of the row.
    """
    with place:
        _head(card, [each for each in asked if not card.asked or each.name in card.asked], origin)
        if card.is_comparison and not card.numbers.empty:
            tables.comparison(card.numbers, card.columns or {})
        elif card.is_table and not card.numbers.empty:
            tables.show(
                card.numbers,
                card.columns,
                key=_key("table", card),
                total=card.total,
                rooms=widths.WHOLE if card.is_wide else widths.HALF,
            )
        elif card.figure is not None:
            _figure(card)
        else:
            small(_who_loads(card.empty))
        if card.note:
            small(card.note)
    # Taken once: the leads open again with the next click, and with no other run.
    name = st.session_state.pop(_key("opened", card), None)
    if open_leads is not None and name in card.opens:
        open_leads(leads_words.marked(name), card.opens[name], partial(_closed, card))


def _head(card: Card, asked: Sequence[Query], origin: Origin | None) -> None:
    """What is found, and beside it the numbers and the leads of its marks."""
    with st.container(horizontal=True, vertical_alignment="top", gap="small", wrap=False):
        with st.container(gap=None):
            st.header(card.title, anchor=False)
            if card.subtitle:
                small(card.subtitle)
        if card.numbers.empty:
            return
        with st.container(width="content", gap=None):
            _numbers(card, asked, origin)
            if card.opens and card.figure is not None:
                _marks(card)


def _figure(card: Card) -> None:
    """Draw the figure of a card; where its marks stand for leads, a click opens them."""
    drawn: dict[str, Any] = {
        "theme": None,
        "config": figures.CONFIG,
        "key": _figure_key(card),
        "alt": card.description,
        "height": "stretch",
    }
    if card.opens:
        drawn |= {"on_select": partial(_clicked, card), "selection_mode": "points"}
    st.plotly_chart(card.figure, **drawn)


def _figure_key(card: Card) -> str:
    """Another one after each closing of the leads: a new figure, in which no mark is chosen any more."""
    closed = st.session_state.get(_key("closed", card), 0)
    return _key("figure", card) + (f"-{closed}" if closed else "")


def _clicked(card: Card) -> None:
    """Note which mark was clicked."""
    named = [_name(point) for point in st.session_state[_figure_key(card)].selection.points]
    st.session_state[_key("opened", card)] = next((name for name in named if name in card.opens), None)


def _marks(card: Card) -> None:
    """List the marks of the figure: a keyboard does not reach those that are drawn."""
    chosen = st.menu_button(
        "Leads",
        list(card.opens),
        format_func=leads_words.marked,
        type="tertiary",
        icon=":material/group:",
        key=_key("marks", card),
    )
    if chosen is not None:
        st.session_state[_key("opened", card)] = chosen


def _closed(card: Card) -> None:
    st.session_state[_key("closed", card)] = st.session_state.get(_key("closed", card), 0) + 1


def _name(point: Any) -> str:
    """What a mark is called: the name that travels with it."""
    data = point.get("customdata")
    return str(data[0] if isinstance(data, list) and data else data)


def _key(what: str, card: Card) -> str:
    return f"{what}-{card.name}"


@st.fragment
@reader.admitted()
def metrics(kpis: Sequence[Kpi], open_leads: OpenLeads | None = None) -> None:
    """Draw the row of key figures: four across, two across on a phone.

    Parameters
    ----------
    kpis : sequence of Kpi
        In reading order.
    open_leads : callable, optional
        Shows the leads that a key figure counts.
    """
    height = KPI_HEIGHT
    height += DELTA_HEIGHT if any(kpi.delta or kpi.slope for kpi in kpis) else 0
    grid = st.grid(min(4, len(kpis)), min_column_width=KPI_MINIMUM_WIDTH)
    for kpi in kpis:
        with grid, st.container(border=True, height="stretch", horizontal=True, vertical_alignment="top", gap=None):
            _metric(kpi, height)
            if open_leads is not None and kpi.opens is not None:
                _see_leads(kpi, open_leads)


def _see_leads(kpi: Kpi, open_leads: OpenLeads) -> None:
    if st.button("See leads", type="tertiary", key=f"see-{kpi.motion}-{kpi.label}"):
        open_leads(_titled(kpi), kpi.opens or {}, None)


def _titled(kpi: Kpi) -> str:
    return marks.SIGNS.get(kpi.motion, "") + kpi.label


def _metric(kpi: Kpi, height: int) -> None:
    st.metric(
        _titled(kpi),
        kpi.value,
        kpi.delta or kpi.slope or None,
        delta_color=_DELTA_COLOUR.get(kpi.motion, "gray"),
        delta_arrow=_arrow(kpi.delta or kpi.slope),
        height=height,
        help=kpi.help or None,
    )


def empty(title: str, sentence: str) -> None:
    """Say what is missing and what to do, in place of an empty chart.

    Parameters
    ----------
    title : str
        What is missing. Markdown.
    sentence : str
        What to do about it. Markdown.
    """
    with st.container(border=True):
        said(title, _who_loads(sentence))


def _who_loads(sentence: str) -> str:
    """The sentence; to who takes no files in, one that asks for files says who does."""
    return common.joined(sentence, unlocks.WHO_LOADS if unlocks.LOAD in sentence and not reader.may("import") else "")


def said(title: str, *sentences: str) -> None:
    """A heading with what is said under it.

    Parameters
    ----------
    title : str
        Markdown.
    *sentences : str
        A line each. Markdown.
    """
    with st.container(gap="xsmall"):
        st.header(title, anchor=False)
        for sentence in sentences:
            small(sentence)


def lacking(need: Need, sentence: str) -> None:
    """Say which file or column a view waits for, with its template and the way to add it.

    Parameters
    ----------
    need : Need
        What is not loaded.
    sentence : str
        What it would show. Markdown.
    """
    if not reader.may("import"):
        is_part = reader.sight().grants is not None  # it may be loaded, and not be theirs
        is_of_no_lead = is_part and need.file in unlocks.OF_NO_LEAD
        empty(unlocks.title(need.noun, is_loaded=is_part), unlocks.FOR_ALL_LEADS if is_of_no_lead else sentence)
        return
    with st.container(border=True, gap="small"):
        said(unlocks.title(need.noun), sentence, unlocks.what(need.file, need.columns))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            add_data()
            template(need.file)


def add_data(label: str = unlocks.ADD) -> None:
    """Link to the page that takes files; nothing where the reader has none."""
    with contextlib.suppress(StreamlitAPIException):
        link(addresses.ADD_DATA, label, ":material/upload_file:")


def link(script: str, label: str, icon: str) -> None:
    """Lead to another page that the reader sees; its room is kept, since the browser draws links later than text.

    Parameters
    ----------
    script : str
        Of the page.
    label, icon : str
        What is said.
    """
    if reader.sees(script):
        st.page_link(script, label=label, icon=icon, width=room(label))


def room(label: str) -> int:
    """Pixels that a link or a button with an icon takes, about, and a little more."""
    return round(LETTERS * widths.text(label)) + LINK_PADDING


def template(file: str) -> None:
    """Offer an example of a file of the project's own format.

    Parameters
    ----------
    file : str
        Its name without the ending, such as ``leads``.
    """
    st.download_button(
        unlocks.template(file),
        data=lambda: example(file),
        file_name=f"{file}.csv",
        mime="text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key=f"template-{file}",
    )


def example(file: str) -> bytes:
    """The template of a file, as text that a spreadsheet opens without running anything."""
    return export.csv(pd.read_csv(TEMPLATES / f"{file}.csv", dtype="str", keep_default_na=False))


def small(text: str) -> None:
    """Write small and grey, with terms explained where they stand.

    Parameters
    ----------
    text : str
        Markdown.
    """
    plain(terms.explained(text))


def plain(text: str) -> None:
    """Write small and grey; st.caption fades its colour below the contrast that small text needs.

    Parameters
    ----------
    text : str
        Markdown.
    """
    st.markdown(f":small[:gray[{text}]]")


def _numbers(card: Card, asked: Sequence[Query], origin: Origin | None) -> None:
    """Offer the table behind a figure; nothing is sent before it is opened."""
    popover = st.popover(
        "Numbers",
        type="tertiary",
        icon=":material/table_view:",
        on_change="rerun",
        key=f"numbers-{card.name}",
    )
    if not popover.open:
        return
    with popover:
        if not card.is_table:
            tables.show(
                card.numbers,
                card.columns,
                key=_key("numbers-table", card),
                total=card.total,
                rooms=widths.UNDER_NUMBERS,
            )
        small(card.definition)
        downloads.of_card(card, origin)
        if asked:
            queries.show(asked, key=card.name)


def _arrow(delta: str) -> Literal["up", "down", "off"]:
    if delta.startswith("+"):
        return "up"
    return "down" if delta.startswith(("-", labels.MINUS)) else "off"
