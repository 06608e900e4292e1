"""Which generation each reader saw, so that a page can tell what changed since their last visit.

A small file in the home folder, by reader. Who reads a page again on the same data has made no new visit: what counts
is the latest generation that was another one.
"""

import contextlib
import json
import os
from pathlib import Path
from typing import Any

FILE = "visits.json"
EVERYBODY = "everybody"  # all readers are one where nobody signs in

Identity = tuple[int, str]  # number of the load and instant of its import, as text


def note(folder: Path, reader: str, shown: Identity) -> Identity | None:
    """Note that a reader sees a generation; nothing is noted where the folder cannot be written.

    Parameters
    ----------
    folder : Path
        The home folder.
    reader : str
        Who it is.
    shown : tuple of int and str
        The generation.

    Returns
    -------
    tuple of int and str, or None
        The latest other one that the reader saw; None where there was none.
    """
    visits = _read(folder)
    before, latest = visits.get(reader, (None, None))
    if latest == shown:
        return before
    visits[reader] = latest, shown
    unfinished = folder / f"{FILE}.{os.getpid()}"
    with contextlib.suppress(OSError):
        unfinished.write_text(json.dumps(visits), encoding="utf-8")
        unfinished.replace(folder / FILE)
    return latest


def _read(folder: Path) -> dict[str, tuple[Identity | None, Identity | None]]:
    """The visits of all readers; none where the file is not there or not as it was written."""
    try:
        noted = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {str(reader): (_identity(before), _identity(latest)) for reader, (before, latest) in noted.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _identity(noted: Any) -> Identity | None:
    if noted is None:
        return None
    load_id, loaded_at = noted
    return int(load_id), str(loaded_at)
