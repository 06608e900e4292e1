"""Readers: who may see what, and what was done."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from data import dimensions
from data.access import audit
from data.access.readers import ONESELF, Entry, Readers
from pages.everyone.readers import words
from pages.parts import labels
from pages.parts.cards import Card, Column

SHOWN = 500  # lines of the log; the files have all
HIDDEN = {"at", "reader", "what", "sight"}  # of a line: in columns of their own, or of use to programs alone


def granted(known: Readers) -> Card:
    """The entries of the file, one row each."""
    rows = [
        {
            "who": _named(entry),
            "role": entry.role,
            "rows": words.rows(entry.rows),
            "rights": ", ".join(sorted(known.roles[entry.role].rights)),
            "pages": ", ".join(sorted(known.roles[entry.role].pages)),
        }
        for entry in known.entries
    ]
    return Card(
        name="readers",
        title=words.GRANTS_TITLE,
        subtitle=words.GRANTS_SUBTITLE,
        numbers=pd.DataFrame(rows, columns=["who", "role", "rows", "rights", "pages"]),
        definition=words.GRANTS,
        columns={
            "who": Column("Who"),
            "role": Column("Role"),
            "rows": Column("Leads"),
            "rights": Column("May use"),
            "pages": Column("Pages"),
        },
        empty=words.NONE,
        is_table=True,
        is_wide=True,
    )


def unknown(known: Readers, values: Callable[[str], Iterable[str]]) -> list[str]:
    """What is granted by a value that no lead has, a sentence each: it is misspelled, or there is none yet.

    Parameters
    ----------
    known : Readers
        Of the file.
    values : callable
        Gives the values of a dimension.
    """
    granted = [
        (name, value, _named(entry))
        for entry in known.entries
        for grant in entry.rows or ()
        for name, listed in grant
        if name in dimensions.NAMES  # of accounts there are too many
        for value in listed
        if value != ONESELF
    ]
    there = {name: set(values(name)) for name in {name for name, _, _ in granted}}
    return [words.unknown(name, value, who) for name, value, who in granted if value not in there[name]]


def _named(entry: Entry) -> str:
    return entry.person or f"{words.GROUP} {entry.group}"


def done(home: Path) -> Card:
    """The latest lines of the log."""
    rows = [
        {
            "at": pd.Timestamp(line["at"]),
            "reader": str(line.get("reader", "")),
            "what": words.DONE.get(str(line.get("what")), str(line.get("what"))),
            "told": _told(line),
        }
        for line in audit.lines(home, SHOWN)
    ]
    return Card(
        name="log",
        title=words.LOG_TITLE,
        subtitle=words.LOG_SUBTITLE,
        numbers=pd.DataFrame(rows, columns=["at", "reader", "what", "told"]),
        definition=words.LOG,
        columns={
            "at": Column("At", "moment"),
            "reader": Column("Who"),
            "what": Column("What"),
            "told": Column("Of what"),
        },
        empty=words.NO_LOG,
        is_table=True,
        is_wide=True,
    )


def _told(line: dict[str, Any]) -> str:
    """What a line says besides who, when and what."""
    return labels.plain("; ".join(f"{name} {value}" for name, value in line.items() if name not in HIDDEN and value))


def title(known: Readers, *, signs_in: bool) -> str:
    """What is found. Markdown."""
    if not signs_in:
        return words.OPEN_TITLE
    if known.fault:
        return words.BROKEN_TITLE
    if not known.entries:
        return words.NOBODY_TITLE
    people = {entry.person for entry in known.entries if entry.person}
    return words.title(len(people), len({entry.group for entry in known.entries if entry.group}))
