"""What one card says and shows, as values that page models build without Streamlit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from pages.parts import labels
from pages.parts.opens import Parameters

Kind = Literal[
    "text",
    "motion",
    "count",
    "number",
    "tenths",
    "share",
    "points",
    "days",
    "money",
    "times",
    "moment",
    "day",
    "month",
    "bar",
    "trend",
    "button",
    "lead",
    "link",
    "crm",
]


@dataclass(frozen=True)
class Column:
    """How one column of a table is named and formatted.

    Attributes
    ----------
    label : str
        Header, plain text.
    kind : str
        "text", "motion" (a coloured pill), "count", "number", "tenths" (a
        number with one decimal), "share" (a fraction, shown as per cent), "points" (a
        difference of fractions), "days", "money", "times", "moment" (day and time), "day", "month", "bar" (a fraction
        as a bar with its per cent), "trend" (a list of numbers as a sparkline), "button" (with the cell's text),
        "lead" (an id, shown as a button that goes to the lead), "link" (an address within the dashboard), "crm" (one in
        the CRM)
    help : str
        Shown on the header.
    key : str
        Of a button: where the session state says which one was clicked.
    """

    label: str
    kind: Kind = "text"
    help: str = ""
    key: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Card:
    """One thought: a finding, a figure or a table that shows it, and the numbers behind.

    Attributes
    ----------
    name : str
        Unique on the page, a plain word or two; names the download.
    title : str
        The finding. Markdown: names from data through `labels.literal`.
    numbers : DataFrame
        The table behind the figure, or the table itself when there is no figure and `is_table`.
    definition : str
        Numerator, denominator and cohort in a sentence or two. Markdown.
    subtitle : str
        Units and the meaning of marks, in grey. Markdown; `labels.MARKS` names the two motions.
    figure : Figure, optional
        From `charts`; None when there was nothing to draw.
    columns : mapping, optional
        Column name to `Column`; columns not named are not shown. None shows all, formatted by their names.
    alt : str
        What the figure shows, for those who cannot see it; made from title and figure when empty.
    note : str
        A caveat under the figure. Markdown.
    empty : str
        The sentence to show instead of an empty figure.
    asked : tuple of str
        Names of the questions that it was made of; empty for all that its page asked.
    is_table : bool
        The table is the card's content.
    is_comparison : bool
        The table has few measures of few groups side by side, all of them texts: a phone shows every group.
    is_wide : bool
        Takes the whole row.
    opens : mapping
        What the marks of the figure stand for: name of the mark (`opens.mark`) to parameters of the page Leads. A click
        lists the leads behind; a mark that is not named here opens none.
    total : mapping
        What all rows of the table come to, by the name of the column, such as `frames.sums`; a column that is not
        named stays empty. Empty for tables whose rows add up to nothing. Downloads do not have it.
    """

    name: str
    title: str
    numbers: pd.DataFrame
    definition: str
    subtitle: str = ""
    figure: Any = None
    columns: Mapping[str, Column] | None = None
    alt: str = ""
    note: str = ""
    empty: str = "Nothing to show for this choice. Widen the period or remove a filter."
    asked: tuple[str, ...] = ()
    is_table: bool = False
    is_comparison: bool = False
    is_wide: bool = False
    opens: Mapping[str, Parameters] = field(default_factory=dict)
    total: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_drawn(self) -> bool:
        """Whether a figure is the card's content."""
        return self.figure is not None and not self.is_table and not self.is_comparison

    @property
    def description(self) -> str:
        """The finding, then what the figure shows."""
        if self.alt:
            return self.alt
        drawn = (self.figure.layout.meta or {}).get("alt", "") if self.figure is not None else ""
        return f"{labels.without_markdown(self.title)}. {drawn}".strip()


@dataclass(frozen=True)
class Kpi:
    """One key figure of the row on top.

    Attributes
    ----------
    label : str
        What it is. Markdown; the mark of the motion is put in front.
    value : str
        Formatted by `labels`.
    delta : str
        Change against the compared period, formatted with its sign; empty for none.
    motion : str
        "inbound", "outbound" or "" for neither.
    help : str
        The definition. Markdown.
    slope : str
        How it moves over the window of trends, where that is shown instead of a change.
    opens : mapping, optional
        The leads that it counts, or is a rate of, as parameters of the page Leads; None where no list shows them.
    """

    label: str
    value: str
    delta: str = ""
    motion: str = ""
    help: str = ""
    slope: str = ""
    opens: Parameters | None = None
