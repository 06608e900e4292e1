"""Remembers whom the home has forgotten, so that no later load brings them back: as keyed hashes, never as ids."""

import hashlib
import hmac
import os
import re
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from data import files
from data.store import StoreError

FOLDER = "erased"
KEY, HASHES, UNFINISHED = "key", "hashes.txt", "unfinished"
LEAD, CONTACT = "lead", "contact"
BLOCK = 64  # bytes of a block of SHA-256
OWNER_ONLY = 0o600
CELLS = re.compile(r"[\s,;|\"'<>]+")  # what stands between the cells of a record


@dataclass(frozen=True)
class Register:
    """The hashes of those who were erased from one home.

    Attributes
    ----------
    folder : Path
        Of the home; holds the key and the hashes in a folder of their own.
    key : bytes
        Without it no hash tells whose it is; empty while nobody was erased.
    hashes : frozenset of str
        HMAC-SHA256 of each erased id with its kind, in hexadecimal digits.
    """

    folder: Path
    key: bytes
    hashes: frozenset[str]

    @classmethod
    def of(cls, home: Path) -> "Register":
        """Read the one of a home; hashes without their key are a StoreError, since nobody could be told by them."""
        folder = home / FOLDER
        try:
            hashes = frozenset((folder / HASHES).read_text(encoding="ascii").split())
        except FileNotFoundError:
            hashes = frozenset()
        try:
            key = (folder / KEY).read_bytes()
        except FileNotFoundError:
            key = b""
        if hashes and not key:
            raise StoreError(
                f"The key {folder / KEY} is gone, so nobody can tell whose rows were erased and must stay out: "
                f"put it back from a copy, or delete {folder / HASHES} where they may come back."
            )
        return cls(home, key, hashes)

    def digest(self, kind: str, name: str) -> str:
        """The keyed hash of an id of a kind, ``lead`` or ``contact``."""
        return hmac.new(self.key, f"{kind}\0{name}".encode(), hashlib.sha256).hexdigest()

    def is_erased(self, name: str) -> bool:
        """Whether an id is one that was erased, of whatever kind."""
        return any(self.digest(kind, name) in self.hashes for kind in (LEAD, CONTACT))

    def digest_sql(self, kind: str, column: str) -> str:
        """SQL of what `digest` gives, for a column of ids."""
        padded = self.key.ljust(BLOCK, b"\0")
        inner, outer = (bytes(each ^ pad for each in padded) for pad in (0x36, 0x5C))
        prefix = (inner + f"{kind}\0".encode()).hex()
        return f"sha256(unhex('{outer.hex()}') || unhex(sha256(unhex('{prefix}') || encode({column}))))"

    def with_ids(self, leads: Iterable[str], contacts: Iterable[str]) -> "Register":
        """Write down those who are erased now, and that it is not finished; gives the new register."""
        folder = self.folder / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        key = self.key or _new_key(folder / KEY)
        known = Register(self.folder, key, self.hashes)
        new = {known.digest(LEAD, each) for each in leads} | {known.digest(CONTACT, each) for each in contacts}
        found = Register(self.folder, key, self.hashes | new)
        (folder / UNFINISHED).touch(OWNER_ONLY)
        files.write_whole(folder / HASHES, "".join(f"{each}\n" for each in sorted(found.hashes)).encode())
        for name in (KEY, HASHES):
            (folder / name).chmod(OWNER_ONLY)
        return found

    def finish(self) -> None:
        """Note that all who were written down are gone."""
        (self.folder / FOLDER / UNFINISHED).unlink(missing_ok=True)


def unfinished(home: Path) -> str:
    """A sentence where an erasure was stopped before it was done; "" where none was."""
    if not (home / FOLDER / UNFINISHED).exists():
        return ""
    return (
        "An erasure was not finished, or a backup brought persons back: run `python -m data erase` with --keep-numbers"
        " or --drop-numbers, and with the ids where you know them."
    )


def carry_over(home: Path, restored: Path) -> None:
    """Keep out whom a home has erased when a backup takes its place: whoever came back with it is erased again.

    Parameters
    ----------
    home : Path
        The folder that gives way.
    restored : Path
        The one that takes its place; a backup of another home, with another key, keeps its own register.
    """
    now, then = Register.of(home), Register.of(restored)
    if now.hashes - then.hashes and then.key in (b"", now.key):
        folder = restored / FOLDER
        folder.mkdir(exist_ok=True)
        for name in (KEY, HASHES):
            shutil.copy2(home / FOLDER / name, folder / name)
        (folder / UNFINISHED).touch(OWNER_ONLY)


def _new_key(path: Path) -> bytes:
    """Make the key, in a file that only its owner can read."""
    key = secrets.token_bytes(32)
    made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    try:
        os.write(made, key)
        os.fsync(made)
    finally:
        os.close(made)
    return key
