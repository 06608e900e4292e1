"""Tells whether a generation is as it was published, in every byte; cheaply where that was asked before.

A generation carries the digest of its content in its name. Reading gigabytes again for every page would be slow: what
was found whole is noted beside the generations, with all that changes when somebody writes to the file.
"""

import contextlib
import hashlib
import json
import os
import re
import time
from pathlib import Path

import duckdb

NAME = re.compile(r"gen-(\d{6,})-([0-9a-f]{8})\.duckdb")
NOTED = "whole.json"
# Clocks of file systems tick in steps: a file that changed so lately may change again within the same tick.
SETTLED_SECONDS = 0.03

State = tuple[int, ...]
_found: dict[Path, tuple[State, str]] = {}
_digests: dict[Path, tuple[State, str]] = {}


def digest_of(path: Path) -> str:
    """The digest of a file's content, as names of generations carry it."""
    state = state_of(path)
    if _digests.get(path, ((), ""))[0] == state:
        return _digests[path][1]
    digest = new_digest()
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            digest.update(block)
    if _has_settled(state):
        _digests[path] = state, digest.hexdigest()
    return digest.hexdigest()


def new_digest() -> hashlib.blake2b:
    """What makes such a digest, of nothing so far."""
    return hashlib.blake2b(digest_size=4)


def state_of(path: Path) -> State:
    """All that changes with the content, and with the file that holds it."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def fault_of(path: Path) -> str:
    """What is wrong with a generation, such as "is damaged"; "" where it is whole and can be opened."""
    try:
        state = state_of(path)
        if _found.get(path, ((), ""))[0] == state:
            return _found[path][1]
        if _noted(path.parent).get(path.name) == _note(state):
            fault = ""
        else:
            fault = _looked_at(path)
            if not fault and _has_settled(state):
                _write_note(path, state)
    except FileNotFoundError:
        return "is gone"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except duckdb.IOException as error:
        if "Could not set lock" in str(error):
            return "is held by another program"
        fault = f"was written by another version of DuckDB than {duckdb.__version__}, which cannot open it"
    except duckdb.Error:
        fault = f"cannot be opened by DuckDB {duckdb.__version__}"
    if _has_settled(state):
        _found[path] = state, fault
    return fault


def remember(path: Path) -> None:
    """Note that a generation, which was just published, is whole: its first reader need not look at it again."""
    time.sleep(SETTLED_SECONDS)
    _write_note(path, state_of(path))


def _write_note(path: Path, state: State) -> None:
    """For other processes too; where nothing can be written, nothing is."""
    notes = {each: note for each, note in _noted(path.parent).items() if (path.parent / each).exists()}
    unfinished = path.parent / f"building-{os.getpid()}.json"
    with contextlib.suppress(OSError):
        unfinished.write_text(json.dumps(notes | {path.name: _note(state)}), encoding="utf-8")
        unfinished.rename(path.parent / NOTED)


def _looked_at(path: Path) -> str:
    named = NAME.fullmatch(path.name)
    if named is None:
        return "is no generation"
    if path.stat().st_size == 0:
        return "is empty"
    if digest_of(path) != named[2]:
        return "is damaged"
    with contextlib.closing(duckdb.connect(str(path), read_only=True)) as connection:
        connection.execute("select 1 from intake.loads limit 1")
    return ""


def _has_settled(state: State) -> bool:
    return time.time_ns() - max(state[1:3]) > SETTLED_SECONDS * 1e9


def _note(state: State) -> list[int | str]:
    return [*state, duckdb.__version__]


def _noted(folder: Path) -> dict[str, list[int | str]]:
    try:
        notes = json.loads((folder / NOTED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) else {}
