"""What is remembered of a feed between two times that it is looked at: a small file of the home for each."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from data.feeds.feed import Feed
from data.files import write_whole
from data.intake.report import Report

FOLDER = "feeds"
LOADED, WAITS, REFUSED = "loaded", "waits", "refused"


@dataclass(frozen=True)
class Known:
    """A file that was looked at before.

    Attributes
    ----------
    size, modified : int
        By which it is seen to have changed: bytes, and nanoseconds.
    became : str
        ``loaded``, ``waits`` (for files that it gives names to) or ``refused``.
    told : str
        What became of it, in a sentence.
    profile : str
        The kind of export that it belongs to; "" where none is known.
    roles : tuple of str
        Which of its files.
    """

    size: int
    modified: int
    became: str
    told: str = ""
    profile: str = ""
    roles: tuple[str, ...] = ()


@dataclass
class Memory:
    """What is remembered of a feed.

    Attributes
    ----------
    looked_at, came_at : str
        When it was looked at last, and when it last brought something: instants in ISO 8601, "" for never.
    brought : str
        What it brought then, in a sentence.
    fault : str
        Why it could not be read at all; "" where it could.
    files : dict of str to Known
        By path in the folder, what is there.
    columns : dict of str to list of str
        Of a database: by table, the columns that were there.
    marks : dict of str to str
        By table the latest change that was read.
    whole_at : str
        When all of it was read.
    """

    looked_at: str = ""
    came_at: str = ""
    brought: str = ""
    fault: str = ""
    files: dict[str, Known] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    whole_at: str = ""

    @property
    def faults(self) -> list[str]:
        """All that is wrong, in sentences: of the feed, and of its files."""
        of_files = [each.told for _, each in sorted(self.files.items()) if each.became == REFUSED]
        return [*([self.fault] if self.fault else []), *dict.fromkeys(of_files)]


@dataclass
class Step:
    """What became of some files of a folder.

    Attributes
    ----------
    files : dict of str to Known
        By path in the folder.
    report : Report or None
        Of their load; None where they were not loaded.
    note : str
        What else is to be said, in a sentence.
    """

    files: dict[str, Known] = field(default_factory=dict)
    report: Report | None = None
    note: str = ""


class Told(NamedTuple):
    """What readers are told of a feed: see ``Memory``."""

    title: str
    looked_at: str
    came_at: str
    brought: str
    faults: tuple[str, ...]


def read(home: Path, feed: Feed) -> Memory:
    """What is remembered of a feed; what cannot be read is forgotten: whatever was loaded is not loaded twice."""
    try:
        told = json.loads(_file(home, feed).read_text(encoding="utf-8"))
        files = {path: Known(**{**each, "roles": tuple(each["roles"])}) for path, each in told.pop("files").items()}
        return Memory(**told, files=files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Memory()


def write(home: Path, feed: Feed, memory: Memory) -> None:
    """Remember it, whole or not at all."""
    write_whole(_file(home, feed), json.dumps(asdict(memory), ensure_ascii=False).encode())


def of_all(home: Path, feeds: Iterable[Feed]) -> tuple[Told, ...]:
    """What is to be told of each of some feeds."""
    known = ((feed.title, read(home, feed)) for feed in feeds)
    return tuple(Told(title, of.looked_at, of.came_at, of.brought, tuple(of.faults)) for title, of in known)


def _file(home: Path, feed: Feed) -> Path:
    """By all that is said of how the feed is read: one that is read in another way was not read before."""
    told = repr(replace(feed, name=""))
    return home / FOLDER / f"{hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}.json"
