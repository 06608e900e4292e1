"""What readers did: one line of JSON each, only ever added to.

A line says who, when and what, and nothing of anybody else: no name, no lead, no value that was filtered by.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from data import files

FOLDER = "audit"
READ, EXPORTED, IMPORTED, CHANGED, ERASED = "read", "exported", "imported", "changed", "erased"


def note(folder: Path, reader: str, what: str, **told: Any) -> None:
    """Add a line to the file of the month.

    Parameters
    ----------
    folder : Path
        The home folder.
    reader : str
        Who it was; "" where nobody signs in.
    what : str
        What was done, a word.
    **told
        Of what: plain values without anything personal.
    """
    files.add_line(folder / FOLDER, reader=reader, what=what, **told)


def lines(folder: Path, most: int) -> Iterator[dict[str, Any]]:
    """The latest lines, the last one first; one that was cut by a full disk is left out.

    Parameters
    ----------
    folder : Path
        The home folder.
    most : int
        How many.

    Returns
    -------
    iterator of dict
        With ``at``, ``reader`` and ``what``.
    """
    return files.lines(folder / FOLDER, most)
