"""The one way out for tables: CSV that a spreadsheet opens without running anything."""

import re
import unicodedata
from datetime import date
from typing import Any

import pandas as pd

ROW_LIMIT = 100_000
NAME_LIMIT = 80

# Spreadsheets take a cell that begins with one of these as a formula, some also after blanks; the wide forms are
# folded to them by some input methods.
_FORMULA_STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_IGNORED_BEFORE = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def neutralised(cell: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run; leave everything else as it is.

    Parameters
    ----------
    cell : Any
        One cell.

    Returns
    -------
    Any
        The cell, safe to open.

    Examples
    --------
    >>> neutralised("=1+1"), neutralised(-2), neutralised("Paid search")
    ("'=1+1", -2, 'Paid search')
    """
    if not isinstance(cell, str):
        return neutralised(", ".join(map(str, cell))) if isinstance(cell, list | tuple) else cell
    for letter in cell:
        if letter in _FORMULA_STARTS:
            return f"'{cell}"
        if unicodedata.category(letter) not in _IGNORED_BEFORE:
            break
    return cell


def csv(frame: pd.DataFrame) -> bytes:
    """Write a table as a file for spreadsheets: CSV in UTF-8 with the mark that Excel looks for.

    Parameters
    ----------
    frame : DataFrame
        Its columns are written in order, its index is not.

    Returns
    -------
    bytes
        At most 100,000 rows; see ``csv_text``.
    """
    return csv_text(frame.head(ROW_LIMIT), end="\r\n").encode("utf-8-sig")


def csv_text(frame: pd.DataFrame, end: str = "\n") -> str:
    """Write a table as the text of CSV.

    Parameters
    ----------
    frame : DataFrame
        Its columns are written in order, its index is not.
    end : str, default "\\n"
        What ends a line.

    Returns
    -------
    str
        Numbers stay numbers, missing cells stay empty, text cannot become a formula.
    """
    # A frame of text may hold different types in one column, hence cell by cell; numbers pass untouched.
    safe = frame.copy()
    for position, kind in enumerate(safe.dtypes):
        if not (pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_datetime64_any_dtype(kind)):
            safe.isetitem(position, [neutralised(cell) for cell in safe.iloc[:, position].astype(object)])
    safe.columns = pd.Index([neutralised(str(name)) for name in safe.columns])
    return str(safe.to_csv(index=False, lineterminator=end))


def file_name(name: str, ending: str = "csv", day: date | None = None) -> str:
    """Make a file name of what is in the file.

    Parameters
    ----------
    name : str
        Any text.
    ending : str, default "csv"
        Without the dot.
    day : date, optional
        Of the data, put after the name.

    Returns
    -------
    str
        Lower-case letters, digits and hyphens, then the day and the ending.

    Examples
    --------
    >>> file_name("Conversion by Source (90 days)")
    'conversion-by-source-90-days.csv'
    >>> file_name("Gaps Queue", "xlsx", date(2026, 10, 31))
    'gaps-queue-2026-10-31.xlsx'
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:NAME_LIMIT].strip("-")
    return "-".join([words or "numbers", *([day.isoformat()] if day else [])]) + f".{ending}"
