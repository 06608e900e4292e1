"""Small tables that people edit as a whole: read as they are, and written as a file with what was changed.

A change goes the way of any file, so it is checked, accounted for, logged and undone like one. Whoever has no screen
writes the same file: a row that says ``off`` where its amount or rate belongs is taken out.
"""

import csv
import json
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import duckdb

from data import definitions
from data.intake import IntakeError
from data.intake.fields import EXCHANGE_RATES, KEYS, OFF, REMOVABLE, TABLES
from data.intake.load import Report, load_files
from data.store import Store

EDITABLE = ("targets", EXCHANGE_RATES)
STALE = "The {table} have changed since they were opened here: open them again, nothing was kept."
OF_THE_SAMPLE = "The invented sample is shown, and it would make room for your {table} alone: load your leads first."


@dataclass(frozen=True)
class Grid:
    """One table, or those of its rows that somebody edits.

    Attributes
    ----------
    table : str
        One of ``EDITABLE``.
    rows : tuple of dict
        Of each row the fields of ``columns``: days as dates, amounts and rates as Decimal, names as text.
    """

    table: str
    rows: tuple[dict[str, Any], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the fields, in order."""
        return columns_of(self.table)


@dataclass(frozen=True)
class Changed:
    """A row that is another one after an edit: its fields as a file has them.

    Attributes
    ----------
    was : dict of str to str
        Before; {} of a row that is new.
    now : dict of str to str
        After; {} of a row that is taken out.
    """

    was: dict[str, str]
    now: dict[str, str]


def columns_of(table: str) -> tuple[str, ...]:
    """Names of the fields of a table, in order."""
    return tuple(name for name in TABLES[table] if name != "changed_at")


def read(table: str, home: Path | None = None) -> Grid:
    """A table as the current generation has it; without rows where there is none."""
    current = Store(home).current()
    if current is None:
        return Grid(table)
    listed = ", ".join(columns_of(table))
    with closing(duckdb.connect(str(current), read_only=True)) as connection:
        there = connection.execute(
            "select true from duckdb_tables() where schema_name = 'canonical' and table_name = $table", {"table": table}
        ).fetchall()
        select = f"select {listed} from canonical.{table} order by {', '.join(KEYS[table])}"
        rows = connection.execute(select).fetchall() if there else []  # earlier versions had no rates
    return Grid(table, tuple(dict(zip(columns_of(table), row, strict=True)) for row in rows))


def changed(before: Grid, rows: Iterable[Mapping[str, Any]], own: str) -> tuple[Changed, ...]:
    """What an edit changes.

    Parameters
    ----------
    before : Grid
        What was shown.
    rows : iterable of mapping
        The same rows after the edit, see `save`.
    own : str
        Currency of the business: a rate is into it where it does not say otherwise.

    Returns
    -------
    tuple of Changed
        Those that are taken out first.

    Raises
    ------
    IntakeError
        If a row stands twice.
    """
    table, value = before.table, REMOVABLE[before.table]
    was = {_key(table, row, own): _texts(table, row) for row in before.rows}
    now: dict[tuple[str, ...], dict[str, str]] = {}
    for number, row in enumerate(rows, 1):
        texts, key = _texts(table, row), _key(table, row, own)
        if key in now:
            raise IntakeError(f"Row {number}: {' '.join(key)} stands there twice.")
        if texts[value] or (any(texts.values()) and key not in was):
            now[key] = texts
    gone = [Changed(texts, {}) for key, texts in was.items() if key not in now]
    return (*gone, *(Changed(was.get(key, {}), texts) for key, texts in now.items() if was.get(key) != texts))


def refusal(table: str, home: Path | None = None) -> str:
    """Why a table cannot be edited in a home at all; "" where it can."""
    store = Store(home)
    is_sample = store.current() is not None and not store.holds_own_data()
    return OF_THE_SAMPLE.format(table=table.replace("_", " ")) if is_sample else ""


def take_down(before: Grid, rows: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write an edit into a file, for a process of its own to `save`."""
    texts = {"before": before.rows, "rows": rows}
    told = {name: [_texts(before.table, row) for row in each] for name, each in texts.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"table": before.table, **told}, ensure_ascii=False), encoding="utf-8")


def taken_down(path: Path) -> tuple[Grid, list[dict[str, str]]]:
    """What `take_down` wrote; a file that is none is an IntakeError."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        table = EDITABLE[EDITABLE.index(told["table"])]
        return Grid(table, tuple(told["before"])), list(told["rows"])
    except (ValueError, KeyError, TypeError):
        raise IntakeError(f"{path}: is no edit of a table that a page took down.") from None


def save(before: Grid, rows: Iterable[Mapping[str, Any]], home: Path | None = None) -> Report:
    """Load what was changed between the rows as they were shown and the rows as they are now.

    Parameters
    ----------
    before : Grid
        What was shown: the whole table or some of its rows. What was not shown stays as it is.
    rows : iterable of mapping
        The same rows after the edit, with those that are new. One that is gone, or whose amount or rate is blank, is
        taken out; one that is blank altogether is none.
    home : Path, optional
        Folder of the generations, default as in ``data.store.home``.

    Returns
    -------
    Report
        Of the load; without files where nothing was changed.

    Raises
    ------
    IntakeError
        If a row is wrong, stands twice, or was changed by somebody else meanwhile; then nothing is kept.
    ProfileError, DefinitionsError, StoreError
        If what is around the table is wrong.
    """
    table, value = before.table, REMOVABLE[before.table]
    own = definitions.load(Store(home).folder).currency
    edited = changed(before, rows, own)
    if not edited:
        return Report(None)
    present = {_key(table, row, own): _texts(table, row) for row in read(table, home).rows}
    if any(present.get(_key(table, row, own)) != _texts(table, row) for row in before.rows):
        raise IntakeError(STALE.format(table=table.replace("_", " ")))
    if refused := refusal(table, home):
        raise IntakeError(refused)
    with tempfile.TemporaryDirectory(prefix="pipeline-grid-") as folder:
        path = Path(folder) / f"{table}-edited.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, before.columns)
            writer.writeheader()
            writer.writerows(each.now or {**each.was, value: OFF} for each in edited)
        return load_files(
            [path], profile="canonical", dates="iso", decimal="point", home=home, anyway=True, again=True, strict=True
        )


def _texts(table: str, row: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(row.get(name), TABLES[table][name].kind) for name in columns_of(table)}


def _text(cell: Any, kind: str) -> str:
    """A cell as a file has it: blank where there is nothing, numbers and days in one form."""
    if cell is None or cell != cell or str(cell).strip() in ("", "NaT"):  # a missing number or day is not itself
        return ""
    if isinstance(cell, date):  # an instant is one too
        return cell.strftime("%Y-%m-01" if kind == "month" else "%Y-%m-%d")
    if kind in ("amount", "rate"):
        try:
            return f"{Decimal(str(cell)).normalize():f}"
        except InvalidOperation:
            return str(cell)  # the intake says what is wrong with it
    return str(cell).strip()


def _key(table: str, row: Mapping[str, Any], own: str) -> tuple[str, ...]:
    texts = _texts(table, row)
    if "into_currency" in texts:
        texts["into_currency"] = texts["into_currency"] or own
    return tuple(texts[name].upper() if "currency" in name else texts[name].lower() for name in KEYS[table])
