"""Cards, key figures, tables and empty states, drawn with Streamlit."""

import contextlib
import heapq
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any, Literal

import pandas as pd
import streamlit as st
from streamlit.errors import StreamlitAPIException

from analysis import export
from analysis.query import Query
from data.store import PROJECT
from pages.charts import figures
from pages.parts import addresses, labels, queries
from pages.parts.cards import Card, Column, Kpi
from pages.parts.columns import guess
from pages.parts.unlocks import Need
from pages.parts.words import marks, unlocks

TEMPLATES = PROJECT / "data" / "templates"
ROW_LIMIT = 5_000
OPEN = "Open"
PER_CENT = re.compile(r"(?<=\d) %")  # a line must not break between a number and its unit
KPI_MINIMUM_WIDTH = 160
LONG_TEXT, CELL_PADDING, WIDEST_CELL = 115, 20, 540
DIGIT_WIDTH, LETTER_WIDTH = 7.7, 6.2  # pixels; capitals are as wide as digits

_DELTA_COLOUR: dict[str, Literal["blue", "orange", "gray"]] = {"inbound": "blue", "outbound": "orange"}


def show(card: Card, open_leads: Callable[[Card, Any], None] | None = None, asked: Sequence[Query] = ()) -> None:
    """Draw a card: finding, grey line, figure or table, and its numbers one click away.

    Parameters
    ----------
    card : Card
        What to show.
    open_leads : callable, optional
        Lists the leads behind the marks that were clicked; takes the card and the chart's selection.
    asked : sequence of Query
        What its page asked; the card shows the queries of its own questions.
    """
    with st.container(border=True, height="stretch", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="top", gap="small", wrap=False):
            with st.container(gap=None):
                st.header(card.title, anchor=False)
                if card.subtitle:
                    small(card.subtitle)
            if not card.numbers.empty:
                _numbers(card, [each for each in asked if not card.asked or each.name in card.asked])
        if card.is_table and not card.numbers.empty:
            table(card.numbers, card.columns, key=f"table-{card.name}")
        elif card.figure is not None:
            _figure(card, open_leads if card.opens else None)
        else:
            small(card.empty)
        if card.note:
            small(card.note)


def _figure(card: Card, open_leads: Callable[[Card, Any], None] | None) -> None:
    """Draw the figure of a card; where its marks stand for leads, a click lists them."""
    drawn: dict[str, Any] = {
        "theme": None,
        "config": figures.CONFIG,
        "key": f"figure-{card.name}",
        "alt": card.description,
    }
    if open_leads is None:
        st.plotly_chart(card.figure, **drawn)
    else:
        open_leads(card, st.plotly_chart(card.figure, on_select="rerun", selection_mode="points", **drawn))


def metrics(kpis: Sequence[Kpi]) -> None:
    """Draw the row of key figures: four across, two across on a phone.

    Parameters
    ----------
    kpis : sequence of Kpi
        In reading order.
    """
    grid = st.grid(min(4, len(kpis)), min_column_width=KPI_MINIMUM_WIDTH)
    for kpi in kpis:
        with grid:
            st.metric(
                marks.SIGNS.get(kpi.motion, "") + kpi.label,
                kpi.value,
                kpi.delta or kpi.slope or None,
                delta_color=_DELTA_COLOUR.get(kpi.motion, "gray"),
                delta_arrow=_arrow(kpi.delta or kpi.slope),
                border=True,
                height="stretch",
                help=kpi.help or None,
                chart_data=list(kpi.trend) if len(kpi.trend) > 1 else None,
                chart_type="area",
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
        said(title, sentence)


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
    with st.container(border=True, gap="small"):
        said(unlocks.title(need.noun), sentence, unlocks.what(need.file, need.columns))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            add_data()
            template(need.file)


def of_sample(*, is_sample: bool, here: str) -> None:
    """Say above a page that it shows the invented sample, with the way out of it.

    Parameters
    ----------
    is_sample : bool
        Whether it does; nothing is said otherwise.
    here : str
        Name of the page; the one that the way leads to needs no link to itself.
    """
    if is_sample:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            small(unlocks.SAMPLE)
            if PurePath(addresses.ADD_DATA).parent.name != here:
                add_data(unlocks.ADD_YOURS)


def add_data(label: str = unlocks.ADD) -> None:
    """Link to the page that takes files; nothing where the reader has none."""
    with contextlib.suppress(StreamlitAPIException):
        st.page_link(addresses.ADD_DATA, label=label, icon=":material/upload_file:")


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


def table(
    frame: pd.DataFrame,
    columns: Mapping[str, Column] | None = None,
    *,
    key: str | None = None,
    height: Literal["auto", "content"] = "auto",
) -> None:
    """Draw a table of at most 5,000 rows; text in it is never interpreted.

    Parameters
    ----------
    frame : DataFrame
        The rows; fractions as fractions.
    columns : mapping, optional
        Column name to `Column`, in the order to show; None shows all, formatted by their names.
    key : str, optional
        Unique on the page.
    height : str, default "auto"
        "content" shows all rows at once, "auto" scrolls after ten.
    """
    chosen = dict(columns) if columns is not None else {str(name): guess(str(name), frame[name]) for name in frame}
    shown = frame.loc[:, list(chosen)].head(ROW_LIMIT)
    for name, column in chosen.items():
        if column.kind in {"share", "points", "bar"}:
            shown[name] = pd.to_numeric(shown[name]) * 100
        elif column.kind == "text":
            shown[name] = shown[name].astype(object).map(_visible)
        elif column.kind == "motion":
            shown[name] = [_visible(motion, capital=True) for motion in shown[name]]
        elif column.kind in {"count", "number", "tenths", "days", "money", "times"}:
            shown[name] = pd.to_numeric(shown[name])
    buttons = {name: f"open-{key}-{name}" for name, column in chosen.items() if column.kind == "lead"}
    for name, clicked in buttons.items():
        shown[name] = OPEN
        chosen[name] = replace(chosen[name], kind="button", key=clicked)
    st.dataframe(
        shown,
        hide_index=True,
        height=height,
        placeholder=labels.MISSING,
        key=key,
        column_config={name: _config(column, shown[name]) for name, column in chosen.items()},
    )
    for name, clicked in buttons.items():
        _go_to(frame[name], st.session_state.get(clicked))
    if len(frame) > ROW_LIMIT:
        st.caption(f"The first {labels.count(ROW_LIMIT)} of {labels.count(len(frame))} rows; the download has more.")


def _go_to(leads: pd.Series, click: Any) -> None:
    """Go to the lead of the row that was clicked."""
    if click is not None and click["row"] < len(leads):
        st.switch_page(addresses.LEAD, query_params={"lead": str(leads.iloc[click["row"]])})


def small(text: str) -> None:
    """Write small and grey; st.caption fades its colour below the contrast that small text needs.

    Parameters
    ----------
    text : str
        Markdown.
    """
    st.markdown(f":small[:gray[{PER_CENT.sub(f'{labels.NO_BREAK}%', text)}]]")


def _numbers(card: Card, asked: Sequence[Query]) -> None:
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
            table(card.numbers, card.columns, key=f"numbers-table-{card.name}")
        small(card.definition)
        st.download_button(
            "Download CSV",
            data=lambda: export.csv(card.numbers),
            file_name=export.file_name(card.name),
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"download-{card.name}",
        )
        if asked:
            queries.show(asked, key=card.name)


def _visible(cell: object, *, capital: bool = False) -> str | None:
    if labels.is_missing(cell):
        return None
    return labels.plain(cell).capitalize() if capital else labels.plain(cell)


def _arrow(delta: str) -> Literal["up", "down", "off"]:
    if delta.startswith("+"):
        return "up"
    return "down" if delta.startswith(("-", labels.MINUS)) else "off"


def _config(column: Column, values: Any) -> Any:
    """Translate a column's kind into what the table widget understands."""
    kinds = st.column_config
    described: dict[str, Any] = {"label": column.label, "help": column.help or None}
    if column.kind == "motion":
        return kinds.MultiselectColumn(**described, options=["Inbound", "Outbound"], color=["blue", "orange"])
    if column.kind == "bar":
        highest = values.max()
        # An empty column has no highest value, and a bar needs an end.
        return kinds.ProgressColumn(
            **described, format="%.1f %%", min_value=0, max_value=float(highest) if highest > 0 else 100.0, color="gray"
        )
    if column.kind == "link":
        return kinds.LinkColumn(**described, display_text=OPEN, width="small")
    if column.kind == "trend":
        return kinds.AreaChartColumn(**described, color="gray")
    if column.kind == "moment":
        return kinds.DatetimeColumn(**described, format="D MMM YYYY, HH:mm")
    if column.kind == "day":
        return kinds.DateColumn(**described, format="D MMM YYYY")
    if column.kind == "month":
        return kinds.DateColumn(**described, format="MMM YYYY")
    if column.kind == "button":
        return kinds.ButtonColumn(**described, type="tertiary", width="small", pinned=True, key=column.key)
    formats = {
        "count": "%,d",
        "number": "%,.2f",
        "tenths": "%,.1f",
        "share": "%.1f %%",
        "points": "%+.1f pp",
        "days": "%,.0f",
        "money": "%,.0f",
        "times": "%.1f\u00d7",
    }
    if column.kind in formats:
        return kinds.NumberColumn(**described, format=formats[column.kind])
    return kinds.TextColumn(**described, width=_room(values))


def _room(texts: Any) -> int | None:
    """Pixels that the longest text takes, where the table would cut it; None leaves the width to the table."""
    longest = heapq.nlargest(50, map(str, texts.dropna()), key=len)
    widest = max(map(_width, longest), default=0.0)
    return min(round(widest) + CELL_PADDING, WIDEST_CELL) if widest > LONG_TEXT else None


def _width(text: str) -> float:
    """Pixels of a text in a table, about."""
    return sum(DIGIT_WIDTH if letter.isdigit() or letter.isupper() else LETTER_WIDTH for letter in text)
