"""Takes a backup while readers read and a load may run.

No lock is waited for: a generation never changes, and whatever else changed while it was read is read again.
"""

import contextlib
import hashlib
import io
import os
import re
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

import pyarrow as pa

from data import whole
from data.backup.manifest import GENERATIONS, OWN, PACKED, Kept, Manifest, Reading, demand_alone, own_version
from data.files import force_to_disk
from data.store import ADOPTED, CURRENT, PUBLISHING, Store, StoreError

DATED = re.compile(r"pipeline-\d{8}T\d{6}Z\.tar\.zst")
# Loads in the making, what runs, what a query spilled; locks, and what a stopped writer left.
LEFT_OUT = ("drafts", "jobs", "spill")
PASSING = re.compile(r"lock|\..+\.\d+")
CARRIED = (PUBLISHING, ADOPTED)  # tell what a load that was stopped meant
ATTEMPTS = 50
UNFINISHED = ".pipeline-backup.unfinished"


def make(store: Store, into: Path, *, kept: int | None = None) -> tuple[Path, Manifest]:
    """Write a backup of a home.

    Parameters
    ----------
    store : Store
        Of the home; readers read and a load may run meanwhile.
    into : Path
        The file, which must not be there, or a folder, in which it is named by the time.
    kept : int, optional
        How many of those that were named by the time stay in the folder; default: all.

    Returns
    -------
    path : Path
        The file, which only its owner may read.
    manifest : Manifest
        What it holds.

    Raises
    ------
    StoreError
        If the home holds no data or is damaged, or the file is there or would be lost with the home.
    OSError
        If it cannot be written; there is no half a file then.
    """
    made_at = datetime.now(UTC)
    path = into / f"pipeline-{made_at:%Y%m%dT%H%M%SZ}.tar.zst" if into.is_dir() else into
    path = path.absolute()
    if path.resolve().is_relative_to(store.folder):
        raise StoreError(
            f"{path} lies in the home and would be lost with it: choose a place outside of {store.folder}."
        )
    if path.exists():
        raise StoreError(f"{path} is there already: choose another name, or give a folder.")
    with _unfinished(path.parent) as (unfinished, opened), _taken(store) as (generation, others):
        with (
            contextlib.closing(pa.CompressedOutputStream(os.fdopen(os.dup(opened), "wb"), PACKED)) as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
        ):
            files = [_add(archive, name, io.BytesIO(content)) for name, content in sorted(others.items())]
            shown = Path(generation.name).name
            files.append(_add(archive, f"{GENERATIONS}/{shown}", generation))
            manifest = Manifest(made_at, own_version(), shown, tuple(files))
            text = manifest.text().encode()
            _add(archive, f"manifest-{hashlib.sha256(text).hexdigest()}.json", io.BytesIO(text))
        os.fsync(opened)
        unfinished.rename(path)
        force_to_disk(path.parent)
    if kept is not None and into.is_dir():
        for old in sorted(each for each in into.iterdir() if DATED.fullmatch(each.name))[:-kept]:
            old.unlink()
    return path, manifest


@contextlib.contextmanager
def _unfinished(folder: Path) -> Iterator[tuple[Path, int]]:
    """A file for the owner only, of one backup at a time; what a stopped one left is written over."""
    path = folder / UNFINISHED
    opened = os.open(path, os.O_WRONLY | os.O_CREAT, OWN)
    try:
        demand_alone(opened, f"Another backup is being written into {folder}: try again when it is done.")
        os.fchmod(opened, OWN)
        os.ftruncate(opened, 0)
        try:
            yield path, opened
        finally:
            path.unlink(missing_ok=True)
    finally:
        os.close(opened)


@contextlib.contextmanager
def _taken(store: Store) -> Iterator[tuple[IO[bytes], dict[str, bytes]]]:
    """The generation that is shown, open, and the content of all other files, as they were at one instant."""
    for _ in range(ATTEMPTS):
        before = _states(store)
        look = store.look()
        if look.fault:
            raise StoreError(f"No backup was made, since the home is not whole. {look.fault}")
        if look.generation is None:
            raise StoreError(f"Nothing is loaded in {store.folder}: there is nothing to back up.")
        with contextlib.suppress(FileNotFoundError), look.generation.open("rb") as generation:
            others = {name: (store.folder / name).read_bytes() for name in before if name != CURRENT}
            if _states(store) == before:
                yield generation, others
                return
    raise StoreError(f"The files in {store.folder} change all the time: try again when it is calmer.")


def _states(store: Store) -> dict[str, tuple[int, ...]]:
    """The files that belong into a backup beside the generation, with all that changes when one is written.

    Where the link leads, which names the generation, stands among them.
    """
    carried = [store.generations_folder / name for name in CARRIED]
    found = {path.relative_to(store.folder).as_posix(): path for path in carried if path.exists()}
    for folder, names, files in os.walk(store.folder):
        here = Path(folder)
        if here == store.folder:
            names[:] = [name for name in names if name not in (*LEFT_OUT, GENERATIONS)]
        for name in names:
            if (here / name).is_symlink():
                raise StoreError(f"{here / name} is a link to a folder, which no backup follows: put the folder there.")
        kept = [here / name for name in files if not PASSING.fullmatch(name)]
        for path in kept:
            if path.exists() and not path.is_file():
                raise StoreError(f"{path} is no file that can be kept: move it out of the home.")
        found |= {path.relative_to(store.folder).as_posix(): path for path in kept}
    states = {}
    for name, path in found.items():
        with contextlib.suppress(FileNotFoundError):
            states[name] = whole.state_of(path)
    link = store.generations_folder / CURRENT
    with contextlib.suppress(FileNotFoundError):
        at = link.lstat()
        states[CURRENT] = (at.st_ino, at.st_ctime_ns)
    return states


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes]) -> Kept:
    """Add a file, and say what went in; a generation that is not what its name says is a StoreError."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = file.seek(0, os.SEEK_END), OWN
    file.seek(0)
    read = Reading(file)
    archive.addfile(member, read)
    named = whole.NAME.fullmatch(PurePosixPath(name).name)
    if named and read.own.hexdigest() != named[2]:
        raise StoreError(f"No backup was made, since {name} is damaged on the disk: `python -m data log` says more.")
    return Kept(name, member.size, read.sha256.hexdigest())
