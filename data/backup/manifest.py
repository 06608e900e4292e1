"""What a backup is: a tar, packed by zstandard, of the files of a home, and at its end a manifest.

The manifest says the size and the SHA-256 of each file, and carries its own in its name.
"""

import fcntl
import hashlib
import io
import json
import re
import tomllib
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import IO

from data import whole
from data.store import PROJECT, StoreError

FORMAT = 1
PACKED = "zstd"
NAME = re.compile(r"manifest-([0-9a-f]{64})\.json")
GENERATIONS = "generations"
OWN = 0o600  # nobody but the owner reads it


@dataclass(frozen=True)
class Kept:
    """A file in a backup.

    Attributes
    ----------
    name : str
        Its path in the home.
    size : int
        In bytes.
    sha256 : str
        Of its content.
    """

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds.

    Attributes
    ----------
    made_at : datetime
        When.
    version : str
        Of the product that made it.
    generation : str
        Name of the generation that the home showed.
    files : tuple of Kept
        All that it holds.
    """

    made_at: datetime
    version: str
    generation: str
    files: tuple[Kept, ...]

    def text(self) -> str:
        """As it stands in the backup."""
        return json.dumps({"format": FORMAT} | asdict(self), indent=1, default=datetime.isoformat)

    @classmethod
    def read(cls, text: bytes) -> "Manifest":
        """What a manifest says; one of a later version is a StoreError."""
        told = json.loads(text)
        version = str(told["version"])
        if told["format"] != FORMAT or _ordered(version) > _ordered(own_version()):
            raise StoreError(
                f"This backup was made by version {version} and this is {own_version()}: restore it with version"
                f" {version} or a later one."
            )
        files = tuple(Kept(**each) for each in told["files"])
        return cls(datetime.fromisoformat(told["made_at"]), version, told["generation"], files)


def own_version() -> str:
    """Version of this product."""
    return str(tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


class Reading(io.RawIOBase):
    """Reads a file and knows the digests of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.sha256, self.own = file, hashlib.sha256(), whole.new_digest()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        block = self.file.read(size)
        self.sha256.update(block)
        self.own.update(block)
        return block


def demand_alone(opened: int, otherwise: str) -> None:
    """Lock an open file or folder until it is closed; where another process has done so, say what to do otherwise."""
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StoreError(otherwise) from None


def _ordered(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in version.split("."))
