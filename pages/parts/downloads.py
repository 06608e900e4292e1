"""Files that a reader takes away: each is made when it is asked for, from what the page showed then."""

from collections.abc import Callable, Mapping
from typing import Literal

import pandas as pd
import streamlit as st

from analysis import export
from pages.parts import printing, printout, reader, workbook
from pages.parts.cards import Card, Column
from pages.parts.origin import Origin
from pages.parts.words import takeaway as words
from pages.parts.workbook import Sheet

MIME = {
    "csv": "text/csv",
    "html": "text/html",
    "pdf": "application/pdf",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def of_card(card: Card, origin: Origin | None) -> None:
    """Offer the numbers of a card as CSV and as workbook, and its chart as a picture where a browser can draw it.

    Parameters
    ----------
    card : Card
        One with numbers.
    origin : Origin or None
        The page as it stands; None where there is none yet, as for what a file would bring.
    """
    with st.container(horizontal=True, gap="small"):
        name = export.file_name(card.name) if origin is None else origin.file_name("csv", card.name)
        file(words.CSV, lambda: export.csv(card.numbers), name)
        if origin is None:
            return
        file(words.XLSX, lambda: workbook.of_card(card, origin), origin.file_name("xlsx", card.name))
        browser = printing.browser()
        if browser is not None and card.is_drawn:
            file(
                words.PNG,
                lambda: printing.png(*printout.picture(card, origin), browser),
                origin.file_name("png", card.name),
                words.PNG_HELP,
            )


def table(
    label: str, name: str, ask: Callable[[], pd.DataFrame], columns: Mapping[str, Column], origin: Origin
) -> None:
    """Offer a list as CSV and as workbook; it is asked for when it is wanted.

    Parameters
    ----------
    label : str
        Of the CSV.
    name : str
        Of the list, a plain word or two.
    ask : callable
        Gives the rows.
    columns : mapping
        Column name to `Column`, of the workbook; the CSV has all that there are.
    origin : Origin
        The page as it stands.
    """
    file(label, lambda: export.csv(ask()), origin.file_name("csv", name))
    file(
        words.XLSX,
        lambda: workbook.write([Sheet(name, ask(), columns)], origin.facts, origin),
        origin.file_name("xlsx", name),
    )


def file(
    label: str,
    write: Callable[[], bytes],
    name: str,
    helped: str | None = None,
    *,
    width: Literal["content", "stretch"] | int = "content",
) -> None:
    """Offer a file to who may take it; nothing is written before a click.

    Parameters
    ----------
    label : str
        What it is.
    write : callable
        Gives its content.
    name : str
        Of the file, with an ending of ``MIME``; unique on the page.
    helped : str, optional
        What there is to know of it.
    width : str or int, default "content"
        Of the button: "stretch" takes all the room, pixels are kept until the browser has drawn it.
    """
    if not reader.may("export"):
        return
    st.download_button(
        label,
        data=reader.exported(name.rpartition(".")[2], write),
        file_name=name,
        mime=MIME[name.rpartition(".")[2]],
        icon=":material/download:",
        on_click="ignore",
        key=f"file-{name}",
        help=helped,
        width=width,
    )
