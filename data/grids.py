"""Small tables that people edit as a whole: read as they are, and written as a file with what was changed.

A change goes the way of any file, so it is checked, accounted for, logged and undone like one. Whoever has no screen
writes the same file: a row that says ``off`` where its amount or rate belongs is taken out.
"""

import csv
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
    was = {_key(table, row, own): _texts(table, row) for row in before.rows}
    now: dict[tuple[str, ...], dict[str, str]] = {}
    for number, row in enumerate(rows, 1):
        texts, key = _texts(table, row), _key(table, row, own)
        if key in now:
            raise IntakeError(f"Row {number}: {' '.join(key)} stands there twice.")
        if texts[value] or (any(texts.values()) and key not in was):
            now[key] = texts
    gone = [{**texts, value: OFF} for key, texts in was.items() if key not in now]
    changed = [*gone, *(texts for key, texts in now.items() if was.get(key) != texts)]
    if not changed:
        return Report(None)
    present = {_key(table, row, own): _texts(table, row) for row in read(table, home).rows}
    if any(present.get(key) != texts for key, texts in was.items()):
        raise IntakeError(STALE.format(table=table.replace("_", " ")))
    store = Store(home)
    if store.current() is not None and not store.holds_own_data():
        raise IntakeError(OF_THE_SAMPLE.format(table=table.replace("_", " ")))
    with tempfile.TemporaryDirectory(prefix="pipeline-grid-") as folder:
        path = Path(folder) / f"{table}-edited.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, before.columns)
            writer.writeheader()
            writer.writerows(changed)
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
