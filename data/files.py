"""Small files of a home: written whole or not at all, one writer at a time; and logs, to which lines are added."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@contextmanager
def alone(folder: Path, *, waits: bool = True) -> Iterator[None]:
    """Wait until nobody else writes in a folder; the lock falls with the process that holds it.

    Parameters
    ----------
    folder : Path
        Made where it is not there.
    waits : bool, default True
        Whether to wait for who does; otherwise that is a BlockingIOError.

    Yields
    ------
    None
        While nobody else writes.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, under the rights that it has.

    Parameters
    ----------
    path : Path
        The file.
    content : bytes
        What it shall hold.

    Raises
    ------
    OSError
        If it cannot be written; it is as it was then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, unfinished)
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
    force_to_disk(path.parent)


def add_line(folder: Path, **told: Any) -> None:
    """Add a line to the log of the month.

    Parameters
    ----------
    folder : Path
        Of the log; made where it is not there.
    **told
        Plain values; the instant stands before them, as ``at``.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    now = datetime.now(UTC)
    line = json.dumps({"at": now.isoformat(timespec="seconds"), **told})
    file = folder / f"{now:%Y-%m}.jsonl"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
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
    """The latest lines of a log, the last one first; one that was cut by a full disk is left out.

    Parameters
    ----------
    folder : Path
        Of the log.
    most : int
        How many.

    Yields
    ------
    dict
        With ``at`` and what else was told.
    """
    for file in sorted(folder.glob("*.jsonl"), reverse=True):
        for line in reversed(file.read_text(encoding="utf-8").splitlines()):
            if most <= 0:
                return
            try:
                told = json.loads(line)
            except ValueError:
                continue
            most -= 1
            yield told


def force_to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, would outlive a power cut."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def keep_private() -> None:
    """Let whatever this process and its children write be read by nobody but its owner."""
    os.umask(0o077)
