"""Opaque keys of leads for addresses: no log of a proxy and no history of a browser holds who a lead is by its id.

A key can be told from an id, is the same for all readers of a home, and says nothing without the home's secret.
"""

import hashlib
import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

FILE = "addresses.key"
MARK = "~"  # what no system's ids begin with
LETTERS = 24  # 96 bits


def key(folder: Path, lead_id: str) -> str:
    """The key of a lead.

    Parameters
    ----------
    folder : Path
        The home folder, which holds the secret; made where there is none.
    lead_id : str
        The lead.

    Returns
    -------
    str
        ``MARK`` and hexadecimal digits.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> is_key(key(Path(mkdtemp()), "L-1"))
    True
    """
    secret = _secret(folder)
    inner = hashlib.sha256(f"{secret}{lead_id}".encode()).hexdigest()
    return MARK + hashlib.sha256(f"{secret}{inner}".encode()).hexdigest()[:LETTERS]


def is_key(told: str) -> bool:
    """Whether an address says a key, and not an id."""
    return len(told) == 1 + LETTERS and told.startswith(MARK) and set(told[1:]) <= set("0123456789abcdef")


def condition(folder: Path, told: str) -> str:
    """What the ``lead_id`` of a row must fulfil to have a key, as SQL.

    Parameters
    ----------
    folder : Path
        The home folder.
    told : str
        A key, see `is_key`.

    Raises
    ------
    ValueError
        If it is none: it would be part of the query.
    """
    if not is_key(told):
        raise ValueError("This is no key of a lead.")
    secret = _secret(folder)
    return f"left(sha256('{secret}' || sha256('{secret}' || lead_id)), {LETTERS}) = '{told[1:]}'"


@lru_cache(maxsize=8)
def _secret(folder: Path) -> str:
    """The secret of a home; of one that cannot be written, one that lasts as long as the process."""
    file = folder / FILE
    made = secrets.token_hex(32)
    unfinished = folder / f"{FILE}.{made[:8]}"
    with suppress(OSError):
        unfinished.touch(0o600, exist_ok=False)
        unfinished.write_text(made, encoding="ascii")
        with suppress(FileExistsError):
            os.link(unfinished, file)  # whole or not at all: of several processes the first one is followed
        unfinished.unlink()
    try:
        return file.read_text(encoding="ascii")
    except OSError:
        return made
