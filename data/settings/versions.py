"""The definitions of a home and what they were before: read, kept, taken back. Nothing that was there is lost.

The file is the truth: whoever changes it by hand is not asked, and what it held before is kept all the same.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data import definitions, files
from data.definitions import Definitions, DefinitionsError
from data.settings import changes

KEPT = 200  # versions
BY_HAND = "in the file"  # who changed what no page has written
FIRST = ("As they were found.",)
SHIPPED = ""  # the digest of a home without a file of its own


class SettingsError(RuntimeError):
    """A change cannot be kept; the message says why and what to do."""


@dataclass(frozen=True)
class Now:
    """The definitions of a home as they are.

    Attributes
    ----------
    text : str
        Of its own file, else of the one that comes with the program; "" where it cannot be read.
    digest : str
        What the own file holds; `SHIPPED` where there is none.
    fault : str
        What is wrong with it; "" where nothing is.
    """

    text: str
    digest: str
    fault: str = ""


@dataclass(frozen=True)
class Version:
    """What the definitions were from a time on.

    Attributes
    ----------
    number : int
        The later the larger.
    at : datetime
        Since when.
    who : str
        Who changed them; `BY_HAND` where it was no page.
    what : tuple of str
        What was changed, in sentences; names in them are as they are written.
    digest : str
        Of the text; `SHIPPED` where the home had no file of its own.
    of : int
        The version that it brought back; 0 for none.
    """

    number: int
    at: datetime
    who: str
    what: tuple[str, ...]
    digest: str
    of: int = 0


def now(home: Path) -> Now:
    """The definitions of a home as they are; a file that cannot be used is told, not raised."""
    digest, fault = SHIPPED, ""
    try:
        content = _content(home)
        if content is None:
            return Now(definitions.text(), SHIPPED)
        digest = _digest(content)
        text = content.decode("utf-8")
        definitions.parse_text(text)
        return Now(text, digest)
    except UnicodeDecodeError:
        fault = "is not a text in UTF-8"
    except (OSError, DefinitionsError) as error:
        fault = getattr(error, "strerror", None) or str(error)
    return Now("", digest, fault)


def history(home: Path) -> tuple[Version, ...]:
    """Versions of the definitions, the latest first; what a hand changed since is noticed now."""
    with _alone(home):
        return tuple(reversed(_noticed(home)))


def text_of(home: Path, version: Version) -> str:
    """Text of a version; one that is not kept any more is a SettingsError."""
    if version.digest == SHIPPED:
        return definitions.text()
    try:
        return _kept_as(home, version).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"What the settings were on {_when(version)} cannot be read any more.") from None


def last_good(home: Path) -> Version | None:
    """The latest version that can be used; None where none can."""
    for version in history(home):
        with suppress(SettingsError, DefinitionsError):
            definitions.parse_text(text_of(home, version))
            return version
    return None


def keep(home: Path, text: str, *, read: str, who: str) -> Version:
    """Let a text be the definitions of a home from now on.

    Parameters
    ----------
    home : Path
        Its folder.
    text : str
        What they shall be.
    read : str
        The digest of what was read before it was changed: `Now.digest`.
    who : str
        Who changes them.

    Returns
    -------
    Version
        What is kept of it.

    Raises
    ------
    DefinitionsError
        If a value of the text is wrong.
    SettingsError
        If somebody else changed them since they were read, or the file cannot be written; nothing is changed then.
    """
    meant = definitions.parse_text(text)
    with _alone(home):
        versions = _demand_same(home, read)
        return _write(home, versions, text, who=who, what=_told(now(home), meant))


def restore(home: Path, number: int, *, read: str, who: str) -> Version:
    """Let the definitions be what they were in an earlier version; see `keep` for the rest.

    Parameters
    ----------
    home : Path
        Its folder.
    number : int
        That of the version.
    read : str
        The digest of what was read before: `Now.digest`.
    who : str
        Who goes back.

    Returns
    -------
    Version
        What is kept of it: going back is a change that can be taken back.
    """
    with _alone(home):
        versions = _demand_same(home, read)
        wanted = next((each for each in versions if each.number == number), None)
        if wanted is None:
            raise SettingsError("This version is not kept any more.")
        text = text_of(home, wanted)
        try:
            meant = definitions.parse_text(text)
        except DefinitionsError as error:
            raise SettingsError(f"The settings of {_when(wanted)} cannot be used: {error}.") from None
        content = None if wanted.digest == SHIPPED else text
        return _write(home, versions, content, who=who, what=_told(now(home), meant), of=number)


def undo(home: Path, *, read: str, who: str) -> Version:
    """Take the latest change back, whoever made it; an undo too. See `restore`."""
    versions = history(home)
    if len(versions) < 2:
        raise SettingsError("There is no change to take back.")
    return restore(home, versions[1].number, read=read, who=who)


def _told(before: Now, after: Definitions) -> tuple[str, ...]:
    if before.fault:
        return ("The file could not be used; now it can.",)
    return changes.told(definitions.parse_text(before.text), after) or (changes.NOTHING,)


def _demand_same(home: Path, read: str) -> list[Version]:
    """The versions so far, if the latest is the one that was read."""
    versions = _noticed(home)
    latest = versions[-1]
    if latest.digest != read:
        raise SettingsError(
            f"The settings were changed meanwhile ({latest.who}, {_when(latest)}): {' '.join(latest.what)} Your change"
            " is not kept: look at them as they are now, and make it again."
        )
    return versions


def _noticed(home: Path) -> list[Version]:
    """The versions so far, with what a hand changed since the latest; only the holder of the lock calls this."""
    versions, content = _read_log(home), _content(home)
    digest = SHIPPED if content is None else _digest(content)
    if versions and versions[-1].digest == digest:
        return versions
    at = datetime.now(UTC) if content is None else datetime.fromtimestamp(_file(home).stat().st_mtime, UTC)
    what: tuple[str, ...] = FIRST
    there = now(home)
    if there.fault:
        what = (f"The file cannot be used: {there.fault}.",)
    elif versions:
        what = _since(home, versions, definitions.parse_text(there.text))
    return _add(home, versions, Version(_next(versions), at, BY_HAND, what, digest), content)


def _since(home: Path, versions: list[Version], meant: Definitions) -> tuple[str, ...]:
    """What is different from the latest version that can be used."""
    for version in reversed(versions):
        with suppress(SettingsError, DefinitionsError):
            return changes.told(definitions.parse_text(text_of(home, version)), meant) or (changes.NOTHING,)
    return FIRST


def _write(
    home: Path, versions: list[Version], text: str | None, *, who: str, what: tuple[str, ...], of: int = 0
) -> Version:
    """Write the file whole or not at all, then keep the version: stopped in between, it is noticed as a hand's."""
    own = _file(home)
    try:
        if text is None:
            own.unlink(missing_ok=True)
        else:
            files.write_whole(own, text.encode("utf-8"))
        content = None if text is None else text.encode("utf-8")
        digest = SHIPPED if content is None else _digest(content)
        version = Version(_next(versions), datetime.now(UTC), who, what, digest, of)
        return _add(home, versions, version, content)[-1]
    except OSError as error:
        raise SettingsError(f"The settings cannot be written: {error.strerror or error}.") from None


def _add(home: Path, versions: list[Version], version: Version, content: bytes | None) -> list[Version]:
    """Keep one more version, and clear away those that are more than are kept."""
    if content is not None:
        files.write_whole(_kept_as(home, version), content)
    line = json.dumps(asdict(version) | {"at": version.at.isoformat()}, ensure_ascii=False)
    every = [*versions, version]
    if len(every) > KEPT:
        lines = [json.dumps(asdict(each) | {"at": each.at.isoformat()}, ensure_ascii=False) for each in every[-KEPT:]]
        files.write_whole(_folder(home) / "log.jsonl", "".join(f"{each}\n" for each in lines).encode("utf-8"))
        for old in every[:-KEPT]:
            _kept_as(home, old).unlink(missing_ok=True)
        return every[-KEPT:]
    with (_folder(home) / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(f"{line}\n")
        log.flush()
        os.fsync(log.fileno())
    return every


def _read_log(home: Path) -> list[Version]:
    """Versions in order; a line that a stop has cut off is passed over."""
    try:
        lines = (_folder(home) / "log.jsonl").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        with suppress(ValueError, TypeError, KeyError):
            found.append(_version(json.loads(line)))
    return found


def _version(values: dict[str, Any]) -> Version:
    read = Version(**values)
    return replace(read, at=datetime.fromisoformat(values["at"]), what=tuple(values["what"]))


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One writer at a time."""
    with ExitStack() as stack:
        try:
            stack.enter_context(files.alone(_folder(home)))
        except OSError as error:
            raise SettingsError(f"The settings of {home} cannot be written: {error.strerror}.") from None
        yield


def _file(home: Path) -> Path:
    """The home's own file; where it is a link, what it leads to."""
    return (home / "definitions.toml").resolve()


def _content(home: Path) -> bytes | None:
    own = _file(home)
    return own.read_bytes() if own.exists() else None


def _folder(home: Path) -> Path:
    return home / "settings"


def _kept_as(home: Path, version: Version) -> Path:
    return _folder(home) / f"{version.number:06d}.toml"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _next(versions: list[Version]) -> int:
    return versions[-1].number + 1 if versions else 1


def _when(version: Version) -> str:
    return f"{version.at:%Y-%m-%d %H:%M} UTC"
