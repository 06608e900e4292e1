"""What a form consists of: fields in lines and groups, as plain values; ``form_panel`` draws it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

import pandas as pd

from pages.parts import labels
from pages.parts.cards import Column

TEXT, CHOICE, FEW, SEVERAL, LABELS, SHARE, NUMBER, TIME, DATES, GRID, ACTION = (
    "text",
    "choice",
    "few",
    "several",
    "labels",
    "share",
    "number",
    "time",
    "dates",
    "grid",
    "action",
)
COUNT, AMOUNT, RATE, DAY, MONTH = "count", "amount", "rate", "day", "month"  # of a grid's cells, beside text
Rows = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Cells:
    """A column of a grid.

    Attributes
    ----------
    label : str
        Header, plain text.
    kind : str
        ``text``, ``count``, ``amount``, ``rate``, ``day`` or ``month``.
    is_fixed : bool
        Whether it is only shown.
    help : str
        Shown on the header.
    """

    label: str
    kind: str = TEXT
    is_fixed: bool = False
    help: str = ""


@dataclass(frozen=True)
class Field:
    """One thing that can be set, or done.

    Attributes
    ----------
    key : str
        Its name among the answers; it never changes for the same thing.
    label : str
        Markdown, names in it escaped.
    kind : str
        ``text``; ``choice`` of a list, ``few`` of what is all in sight, ``several`` of a list, ``labels`` that may be
        new; ``share`` (0 to 1), ``number``, ``time``, ``dates``; ``grid``, a table of cells that are all in sight;
        ``action``, a button.
    value : Any
        What it is now; of a grid its rows, as tuples in the order of the cells; of an action nothing.
    options : tuple of str
        What can be chosen.
    help : str
        More about it.
    none : str
        What stands there where nothing is chosen; "" where something must be.
    icon : str
        Of an action.
    shown : callable
        How an option is written.
    is_step : bool
        Whether it only chooses what the form shows.
    cells : mapping
        Columns of a grid by name.
    can_grow : bool
        Whether a grid takes more rows, and lets go of some.
    """

    key: str
    label: str
    kind: str
    value: Any = None
    options: tuple[str, ...] = ()
    help: str = ""
    none: str = ""
    icon: str = ""
    shown: Callable[[str], str] = labels.plain
    is_step: bool = False
    cells: Mapping[str, Cells] = field(default_factory=dict)
    can_grow: bool = False


@dataclass(frozen=True)
class Group:
    """Fields that belong together.

    Attributes
    ----------
    title : str
        Markdown.
    lines : tuple of tuple of Field
        Those of a line stand beside each other where there is room.
    subtitle, note : str
        Markdown, before and after the fields.
    heads : mapping of int to str
        Markdown in front of a line, by its place.
    table : DataFrame or None
        What is there already, below the fields.
    columns : mapping
        Its columns.
    """

    title: str
    lines: tuple[tuple[Field, ...], ...] = ()
    subtitle: str = ""
    note: str = ""
    heads: Mapping[int, str] = field(default_factory=dict)
    table: pd.DataFrame | None = None
    columns: Mapping[str, Column] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """Groups in reading order: those that are changed most before what will change, the others after it."""

    groups: tuple[Group, ...]
    below: tuple[Group, ...] = ()

    @property
    def fields(self) -> dict[str, Field]:
        """Every field by its key."""
        groups = (*self.groups, *self.below)
        return {each.key: each for group in groups for line in group.lines for each in line}

    def changed(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Answers that differ from what the fields said; of actions those that were chosen.

        Where there are any, those that only choose what the form shows come with them.
        """
        there = {key: answer for key, answer in answers.items() if key in self.fields}
        steps = {key: answer for key, answer in there.items() if self.fields[key].is_step}
        changed = {
            key: answer for key, answer in there.items() if key not in steps and answer != plain(self.fields[key])
        }
        return changed | steps if changed else {}


def plain(asked: Field) -> Any:
    """The value of a field as its answer would be."""
    if asked.kind == ACTION:
        return False
    if asked.kind in (SEVERAL, LABELS):
        return tuple(asked.value or ())
    if asked.kind == DATES:
        return tuple(each.isoformat() if isinstance(each, date) else str(each) for each in asked.value or ())
    if asked.kind == TIME and isinstance(asked.value, time):
        return f"{asked.value:%H:%M}"
    return asked.value
