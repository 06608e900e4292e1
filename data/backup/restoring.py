"""Puts a backup in the place of a home, after every byte of it was checked."""

import contextlib
import ctypes
import errno
import hashlib
import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

import pyarrow as pa

from data import whole
from data.access import audit
from data.backup.manifest import GENERATIONS, NAME, OWN, PACKED, Kept, Manifest, Reading, demand_alone
from data.files import force_to_disk, write_whole
from data.forgetting import register
from data.store import CURRENT, Store, StoreError

BLOCK = 4 << 20
RENAME_EXCHANGE, AT_FDCWD = 2, -100  # of Linux


def restore(path: Path, store: Store, *, replacing: bool = False) -> Manifest:
    """Put a backup in the place of a home, after every byte of it was checked.

    Parameters
    ----------
    path : Path
        The backup.
    store : Store
        Of the home.
    replacing : bool, default False
        Whether what is there already gives way to it; what readers did stays in the log.

    Returns
    -------
    Manifest
        What it held.

    Raises
    ------
    StoreError
        If the backup is not as it was made, something is in the home already, or a load runs; nothing is changed then.
    OSError
        If something cannot be read or written; nothing is changed then either.
    """
    home = store.folder
    if home.exists() and any(home.iterdir()) and not replacing:
        raise StoreError(
            f"{home} is not empty: restore into another folder with --into, or give --replace to put the backup in the"
            " place of all that is there."
        )
    with _staging(home) as staging:
        manifest = _unpack(path, staging)
        if home.exists():
            with store.alone(f"restoring {path.name}"):
                _keep_what_was_done(home / audit.FOLDER, staging / audit.FOLDER)
                register.carry_over(home, staging)
                _exchange(staging, home)
        else:
            staging.rename(home)
        force_to_disk(home.parent)
    return manifest


@contextlib.contextmanager
def _staging(home: Path) -> Iterator[Path]:
    """A folder beside the home for one restore at a time; what it holds in the end is gone, as what one left is."""
    folder = home.with_name(f".{home.name}.restoring")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"A backup is unpacked beside the home first, and {home.parent} cannot be written ({error.strerror}):"
            " restore into another folder with --into, and let PIPELINE_HOME name that one."
        ) from None
    opened = os.open(folder, os.O_RDONLY)
    try:
        demand_alone(opened, f"Another backup is being restored into {home}: try again when it is done.")
        _clear(folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(opened)


def _clear(folder: Path) -> None:
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()


def _unpack(path: Path, into: Path) -> Manifest:
    """Unpack a backup into an empty folder, and check it against its manifest in every byte."""
    kept: dict[str, Kept] = {}
    manifest: Manifest | None = None
    try:
        with (
            path.open("rb") as raw,
            pa.CompressedInputStream(raw, PACKED) as packed,
            tarfile.open(fileobj=packed, mode="r|") as archive,
        ):
            for member in archive:
                content = archive.extractfile(member) if member.isreg() else None
                if content is None or not _is_inside(member.name):
                    raise StoreError(f"{path} holds what no backup holds ({member.name}): nothing was restored.")
                if named := NAME.fullmatch(member.name):
                    manifest = _manifest(content.read(), named[1])
                else:
                    kept[member.name] = _written(content, member.name, into)
            while packed.read(BLOCK):  # to the end: what is cut off there is cut off, too
                pass
    except (tarfile.TarError, pa.ArrowException, ValueError, KeyError, TypeError, EOFError) as error:
        raise StoreError(_damaged(path)) from error
    except OSError as error:
        if error.errno is None:  # what unpacks says so of what it cannot unpack
            raise StoreError(_damaged(path)) from error
        raise
    if manifest is None or kept != {each.name: each for each in manifest.files}:
        raise StoreError(_damaged(path))
    shown = into / GENERATIONS / manifest.generation
    if fault := whole.fault_of(shown):
        raise StoreError(f"The generation in {path} {fault}: nothing was restored.")
    (into / GENERATIONS / CURRENT).symlink_to(shown.name)
    force_to_disk(into / GENERATIONS)
    return manifest


def _manifest(text: bytes, sha256: str) -> Manifest:
    if hashlib.sha256(text).hexdigest() != sha256:
        raise ValueError(sha256)
    return Manifest.read(text)


def _is_inside(name: str) -> bool:
    """Whether a name in a backup is a plain path below the folder that it is unpacked in."""
    path = PurePosixPath(name)
    return not path.is_absolute() and path.as_posix() == name and ".." not in path.parts


def _written(content: IO[bytes], name: str, into: Path) -> Kept:
    """Write a file of a backup; one that is there twice is a ValueError."""
    path = into / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        raise ValueError(name)
    read = Reading(content)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN), "wb") as file:
        shutil.copyfileobj(read, file, BLOCK)
        file.flush()
        os.fsync(file.fileno())
        size = file.tell()
    return Kept(name, size, read.sha256.hexdigest())


def _keep_what_was_done(now: Path, restored: Path) -> None:
    """Add to the log of what readers did what the backup does not know yet: that log is only ever added to."""
    for file in now.glob("*.jsonl"):
        restored.mkdir(mode=0o700, exist_ok=True)
        other = restored / file.name
        known = other.read_bytes().splitlines(keepends=True) if other.exists() else []
        before = set(known)
        later = [line for line in file.read_bytes().splitlines(keepends=True) if line not in before]
        write_whole(other, b"".join([*known, *later]))
        other.chmod(OWN)


def _damaged(path: Path) -> str:
    return f"{path} is no backup, or is cut off or damaged: nothing was restored; take another one."


def _exchange(one: Path, other: Path) -> None:
    """Give two folders each other's name at one instant."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    failed = rename is None or rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    if failed:
        number = ctypes.get_errno() if rename is not None else errno.ENOSYS
        raise StoreError(
            f"{other} cannot be replaced at once here ({os.strerror(number)}): restore into another folder with --into,"
            " and let PIPELINE_HOME name that one."
        )
