"""Tables: text in them is never interpreted; they fit their room, or scroll beside the column that names a row."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

import pandas as pd
import streamlit as st

from pages.parts import addresses, handover, labels, session, widths
from pages.parts import columns as columns_of
from pages.parts.cards import Column
from pages.parts.words import common, marks
from pages.parts.words import tables as words

ROW_LIMIT = 5_000
# Pixels, reserved before the browser draws the table, so that nothing moves when it comes.
ROW_HEIGHT, ROWS_IN_SIGHT = 33, 10
SCROLLED_HEIGHT = 375  # of a table with more rows: a part of the next one shows that there are more
OPEN, TOTAL = "Open", "Total"
LINKS = {"link": OPEN, "crm": common.OPEN_IN_CRM}  # what stands in a column of addresses
_NAMES = {"text", "motion"}  # kinds of columns that name a row


def show(
    frame: pd.DataFrame,
    columns: Mapping[str, Column] | None = None,
    *,
    key: str | None = None,
    height: Literal["auto", "content"] = "auto",
    total: Mapping[str, Any] | None = None,
    rooms: tuple[int, int] = widths.WHOLE,
) -> None:
    """Draw a table of at most 5,000 rows.

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
    total : mapping, optional
        What all rows come to, by the name of the column: the last row, or the first of a table that scrolls. No lead
        can be opened from a table with a total.
    rooms : (int, int), default widths.WHOLE
        Pixels that it has on a phone and on a wide screen.
    """
    chosen = columns_of.shown(frame, columns)
    rows = frame.loc[:, list(chosen)].head(ROW_LIMIT)
    buttons = {name: f"open-{key}-{name}" for name, column in chosen.items() if column.kind == "lead"}
    chosen |= {name: replace(chosen[name], kind="button", key=clicked) for name, clicked in buttons.items()}
    shown = _written(rows.assign(**dict.fromkeys(buttons, OPEN)), chosen)
    at = len(shown) if len(shown) < ROWS_IN_SIGHT else 0  # in sight without scrolling
    if total:
        shown = _with_total(shown, _written(_one_row(total, chosen), chosen), at)
    natural = [widths.natural(column, shown[name]) for name, column in chosen.items()]
    is_wider = sum(natural) > min(rooms)
    frozen = _frozen(chosen) if is_wider else set()
    fitted = widths.fitted(natural, rooms, len(frozen)) if is_wider else natural
    room = dict(zip(chosen, fitted, strict=True)) if is_wider else {}
    st.dataframe(
        shown.style.set_properties(subset=pd.IndexSlice[[at], :], **{"font-weight": "600"}) if total else shown,
        hide_index=True,
        height=SCROLLED_HEIGHT if height == "auto" and len(shown) > ROWS_IN_SIGHT else _height(len(shown)),
        placeholder=labels.MISSING,
        key=key,
        column_config={
            name: _config(column, shown[name], width=room.get(name), pinned=name in frozen or None)
            for name, column in chosen.items()
        },
    )
    for name, clicked in buttons.items():
        _go_to(frame[name], st.session_state.get(clicked))
    hints = words.more_columns(widths.beyond(fitted, rooms[0] if _is_phone() else rooms[1]))
    if len(frame) > ROW_LIMIT:
        hints = common.joined(hints, words.first_rows(ROW_LIMIT, len(frame)))
    if hints:
        st.caption(hints)


def _height(rows: int) -> int:
    """Pixels of a table with its head and its frame."""
    return ROW_HEIGHT * (rows + 1) + 2


def _is_phone() -> bool:
    """Whether the browser says so; how wide a window is, nobody tells."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def comparison(frame: pd.DataFrame, columns: Mapping[str, Column]) -> None:
    """Draw a few measures of few groups side by side; texts wrap, so that a phone shows all groups at once.

    Parameters
    ----------
    frame : DataFrame
        The rows, written already.
    columns : mapping
        Column name to `Column`, in the order to show.
    """
    shown = frame.loc[:, list(columns)].map(labels.literal)
    shown.columns = [marks.SIGNS.get(name, "") + labels.literal(column.label) for name, column in columns.items()]
    st.table(shown, border="horizontal", hide_index=True)


def _written(rows: pd.DataFrame, columns: Mapping[str, Column]) -> pd.DataFrame:
    """Cells as the browser takes them: fractions as per cent, text without what cannot be seen."""
    shown = rows.copy()
    for name, column in columns.items():
        if column.kind in {"share", "points", "bar"}:
            shown[name] = pd.to_numeric(shown[name]) * 100
        elif column.kind == "text":
            shown[name] = shown[name].astype(object).map(_visible)
        elif column.kind == "motion":
            shown[name] = [_visible(motion, capital=True) for motion in shown[name]]
        elif column.kind in {"count", "number", "tenths", "days", "money", "times"}:
            shown[name] = pd.to_numeric(shown[name])
            if column.kind == "money":
                shown[name] = shown[name].round()  # nobody counts in cents here
    return shown


def _one_row(total: Mapping[str, Any], columns: Mapping[str, Column]) -> pd.DataFrame:
    """The total of a table, called so in the first column that names rows."""
    named = [name for name, column in columns.items() if column.kind in _NAMES][:1]
    row = {**dict.fromkeys(named, TOTAL), **total}
    return pd.DataFrame({name: [row.get(name)] for name in columns})


def _with_total(shown: pd.DataFrame, total: pd.DataFrame, at: int) -> pd.DataFrame:
    """The rows with the total among them; a column stays of its kind."""
    own = total.astype(shown.dtypes.to_dict(), errors="ignore")
    return pd.concat([shown.iloc[:at], own, shown.iloc[at:]], ignore_index=True)


def _frozen(columns: Mapping[str, Column]) -> set[str]:
    """The column that names the rows, and those before it."""
    names = list(columns)
    place = next((place for place, name in enumerate(names) if columns[name].kind in _NAMES), 0)
    return set(names[: place + 1])


def _go_to(leads: pd.Series, click: Any) -> None:
    """Go to the lead of the row that was clicked."""
    if click is not None and click["row"] < len(leads):
        handover.go(addresses.LEAD, session.lead_address(str(leads.iloc[click["row"]])))


def _visible(cell: object, *, capital: bool = False) -> str | None:
    if labels.is_missing(cell):
        return None
    return labels.plain(cell).capitalize() if capital else labels.plain(cell)


def _config(column: Column, values: Any, *, width: int | None, pinned: bool | None) -> Any:
    """Translate a column's kind into what the table widget understands."""
    kinds = st.column_config
    described: dict[str, Any] = {
        "label": column.label,
        "help": column.help or None,
        "width": width,
        "pinned": pinned,
    }
    if column.kind == "motion":
        return kinds.MultiselectColumn(**described, options=["Inbound", "Outbound"], color=["blue", "orange"])
    if column.kind == "bar":
        highest = values.max()
        # An empty column has no highest value, and a bar needs an end.
        return kinds.ProgressColumn(
            **described, format="%.1f%%", min_value=0, max_value=float(highest) if highest > 0 else 100.0, color="gray"
        )
    if column.kind in LINKS:
        return kinds.LinkColumn(**described, display_text=LINKS[column.kind])
    if column.kind == "trend":
        return kinds.AreaChartColumn(**described, color="gray", y_min=0)
    if column.kind == "moment":
        return kinds.DatetimeColumn(**described, format="D MMM YYYY, HH:mm")
    if column.kind == "day":
        return kinds.DateColumn(**described, format="D MMM YYYY")
    if column.kind == "month":
        return kinds.DateColumn(**described, format="MMM YYYY")
    if column.kind == "button":
        return kinds.ButtonColumn(**described, type="tertiary", key=column.key)
    formats = {
        "count": "%,d",
        "number": "%,.2f",
        "tenths": "%,.1f",
        "share": "%.1f%%",
        "points": "%+.1f points",
        "days": "%,.0f",
        "money": "compact",  # 6.7M, as amounts are written in sentences and charts
        "times": "%.1f\u00d7",
    }
    if column.kind in formats:
        return kinds.NumberColumn(**described, format=formats[column.kind])
    return kinds.TextColumn(**described)
