"""What readers did: one line of JSON each, only ever added to.

A line says who, when and what, and nothing of anybody else: no name, no lead, no value that was filtered by.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

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
    now = datetime.now(UTC)
    line = json.dumps({"at": now.isoformat(timespec="seconds"), "reader": reader, "what": what, **told})
    file = folder / FOLDER / f"{now:%Y-%m}.jsonl"
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # One write of one line to a file that is opened for adding is never mixed with another's.
    opened = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        # What a full disk cut must not take the next line with it.
        size = os.fstat(opened).st_size
        is_cut = size > 0 and os.pread(opened, 1, size - 1) != b"\n"
        os.write(opened, b"\n" * is_cut + f"{line}\n".encode())
    finally:
        os.close(opened)


def lines(folder: Path, most: int) -> Iterator[dict[str, Any]]:
    """The latest lines, the last one first; one that was cut by a full disk is left out.

    Parameters
    ----------
    folder : Path
        The home folder.
    most : int
        How many.

    Yields
    ------
    dict
        With ``at``, ``reader`` and ``what``.
    """
    for file in sorted((folder / FOLDER).glob("*.jsonl"), reverse=True):
        for line in reversed(file.read_text(encoding="utf-8").splitlines()):
            if most <= 0:
                return
            try:
                told = json.loads(line)
            except ValueError:
                continue
            most -= 1
            yield told
