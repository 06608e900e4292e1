"""What addresses say in the place of names, ids and texts: no log of a proxy and no history of a browser has a person.

A key stands for what the data has: it can be told from a name or an id, is the same for all readers of a home, and says
nothing without the home's secret. It is found again among what a reader sees, and nowhere else. A text that a reader
typed is nowhere to be found: it is sealed, and opens for those who see the same.
"""

import base64
import hashlib
import os
import re
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

FILE = "addresses.key"
MARK = "~"  # what no system's ids begin with
LETTERS = 24  # 96 bits
BLOCK = 16  # bytes: nothing but this tells how long a sealed text is
_SEALED = re.compile(rf"{MARK}[\w-]{{43,}}", re.ASCII)  # 32 bytes at least, longer than any key


def key(folder: Path, value: str) -> str:
    """The key of a lead, an owner or an account.

    Parameters
    ----------
    folder : Path
        The home folder, which holds the secret; made where there is none.
    value : str
        Id or name.

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
    inner = hashlib.sha256(f"{secret}{value}".encode()).hexdigest()
    return MARK + hashlib.sha256(f"{secret}{inner}".encode()).hexdigest()[:LETTERS]


def is_key(told: str) -> bool:
    """Whether an address says a key, and not a name or an id."""
    return len(told) == 1 + LETTERS and told.startswith(MARK) and set(told[1:]) <= set("0123456789abcdef")


def condition(folder: Path, told: str, column: str = "lead_id") -> str:
    """What a row must fulfil to have a key, as SQL.

    Parameters
    ----------
    folder : Path
        The home folder.
    told : str
        A key, see `is_key`.
    column : str, default "lead_id"
        Of texts, with what the key stands for.

    Raises
    ------
    ValueError
        If it is none: it would be part of the query.
    """
    if not is_key(told):
        raise ValueError("This is no key.")
    secret = _secret(folder)
    return f"left(sha256('{secret}' || sha256('{secret}' || {column})), {LETTERS}) = '{told[1:]}'"


def sealed(folder: Path, text: str, sight: str) -> str:
    """A text that nobody reads outside the dashboard.

    Parameters
    ----------
    folder : Path
        The home folder, which holds the secret.
    text : str
        What a reader typed.
    sight : str
        Key of what the reader sees: for those who see something else it does not open.

    Returns
    -------
    str
        ``MARK`` and letters of base64, always the same for the same.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> home = Path(mkdtemp())
    >>> opened(home, sealed(home, "Jane", ""), "")
    'Jane'
    """
    plain = text.encode("utf-8", "replace")
    padded = plain.ljust(-(-max(len(plain), 1) // BLOCK) * BLOCK, b"\0")
    whole = _cipher(folder).encrypt(padded, [sight.encode()])
    return MARK + base64.urlsafe_b64encode(whole).decode().rstrip("=")


def is_sealed(told: str) -> bool:
    """Whether an address says a sealed text, and not a plain one."""
    return _SEALED.fullmatch(told) is not None


def opened(folder: Path, told: str, sight: str) -> str | None:
    """The text that was sealed; None for one of another home, or of those who see something else.

    Parameters
    ----------
    folder : Path
        The home folder.
    told : str
        A sealed text, see `is_sealed`.
    sight : str
        Key of what the reader sees.
    """
    try:
        whole = base64.b64decode(told[1:] + "=" * (-len(told[1:]) % 4), altchars=b"-_", validate=True)
        return _cipher(folder).decrypt(whole, [sight.encode()]).rstrip(b"\0").decode()
    except (ValueError, InvalidTag):
        return None


def _cipher(folder: Path) -> AESSIV:
    return AESSIV(hashlib.sha256(f"{_secret(folder)}sealed".encode()).digest())


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
