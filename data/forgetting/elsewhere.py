"""What else of a home names persons beside its generations: saved views, loads in the making, kept files, logs."""

import csv
import io
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from data import files, saved_views
from data.access import audit, keys, readers
from data.forgetting import searching
from data.forgetting.register import CELLS
from data.forgetting.register import FOLDER as REGISTER
from data.forgetting.traces import SHORT, Traces
from data.intake import draft
from data.store import Store

BY_HAND = ("definitions.toml", readers.FILE, "settings", "profiles")  # what people write is theirs to change
TABLES = (".csv", ".tsv", ".txt")
DELIMITERS = ",;\t|"
OF_PERSONS = ("id", "lead", "contact", "deal", "person", "mail", "key", "name")  # words of columns with short ids


@dataclass
class Left:
    """What left other places than the generations.

    Attributes
    ----------
    counts : Counter of str
        How many of each kind of place were changed or deleted.
    deleted : list of str
        Files that were deleted whole, because nothing can be taken out of them.
    """

    counts: Counter[str] = field(default_factory=Counter)
    deleted: list[str] = field(default_factory=list)


def named_in(generations: Store, traces: Traces) -> Counter[str]:
    """How many of each kind of place name the persons; nothing is changed."""
    return _go(generations, traces, is_meant=False).counts


def clear(generations: Store, traces: Traces) -> Left:
    """Take the persons out of all that is no generation.

    Parameters
    ----------
    generations : Store
        Of the home, whose lock is held.
    traces : Traces
        What names them.

    Returns
    -------
    Left
        What was done.
    """
    return _go(generations, traces, is_meant=True)


def _go(generations: Store, traces: Traces, *, is_meant: bool) -> Left:
    home, left, written = generations.folder, Left(), traces.bytes_of()
    for folder in sorted(each for each in (home / draft.FOLDER).glob("*") if each.is_dir()):
        if any(_names(path, traces, written) for path in _files_in(folder)):
            left.counts["loads in the making"] += 1
            if is_meant:
                shutil.rmtree(folder)
    left.counts["saved views"] += _clear_views(home, traces, is_meant=is_meant)
    if is_meant:
        shutil.rmtree(home / "spill", ignore_errors=True)  # what a stopped query left there is packed
    passed_over = {generations.generations_folder, home / draft.FOLDER, home / "saved", home / REGISTER, home / "spill"}
    passed_over |= {home / audit.FOLDER, home / keys.FILE}
    passed_over |= {home / name for name in BY_HAND}
    for path in _files_in(home):
        if not passed_over & {path, *path.parents} and _names(path, traces, written):
            _clear_file(path, traces, left, home, is_meant=is_meant)
    left.counts = +left.counts
    return left


def _files_in(folder: Path) -> Iterator[Path]:
    return (each for each in sorted(folder.rglob("*")) if each.is_file() and not each.is_symlink())


def _names(path: Path, traces: Traces, written: list[bytes]) -> bool:
    if searching.is_database(path):
        return bool(searching.names_in_database(path, traces))
    return searching.names(path, traces, written) or (_is_table(path) and bool(_theirs(path, traces)))


def _clear_views(home: Path, traces: Traces, *, is_meant: bool) -> int:
    """A view of a person goes; of one that only said a name, what it said."""
    count, opaque = 0, {keys.key(home, each) for each in traces.ids} if (home / keys.FILE).exists() else set()
    for view in saved_views.all_of(home):
        texts = (view.name, *(value for _, value in view.address))
        said, before = (each and traces.are_in(each.headline) for each in (view.said, view.before))
        if any(text in traces.ids | opaque or traces.are_in(text) for text in texts):
            count += 1
            if is_meant:
                saved_views.remove(home, view)
        elif said or before:
            count += 1
            if is_meant:
                kept = replace(view, said=None if said else view.said, before=None if before else view.before)
                saved_views.put(home, kept)
    return count


def _clear_file(path: Path, traces: Traces, left: Left, home: Path, *, is_meant: bool) -> None:
    """Rewrite a table without their rows, a text without their names; what is neither is deleted."""
    if _is_table(path):
        left.counts["kept files"] += 1
        if is_meant:
            _rewrite_table(path, traces)
        return
    text = _text_of(path)
    if text is not None:
        left.counts["other texts"] += 1
        if is_meant:
            files.write_whole(path, traces.replaced(text).encode())
    if text is None or (is_meant and searching.names(path, traces, traces.bytes_of())):
        left.counts["deleted files"] += 1
        left.deleted.append(str(path.relative_to(home)))
        if is_meant:
            path.unlink()


def _is_table(path: Path) -> bool:
    return path.suffix.casefold() in TABLES and _text_of(path) is not None


def _text_of(path: Path) -> str | None:
    """The text of a file, every letter and end of line as it is; None where it is no text."""
    content = path.read_bytes()
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _encodings(content: bytes) -> tuple[str, ...]:
    return ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8", "cp1252")


def _records(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each record of a table with its text as it stands in the file."""
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    taken: list[str] = []

    def _lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    for cells in csv.reader(_lines(), delimiter=delimiter):
        yield "".join(taken), cells
        taken.clear()
    yield "".join(taken), []


def _theirs(path: Path, traces: Traces) -> set[int]:
    """Places of the records of a table that name the persons; that of the column names is never one."""
    text = _text_of(path) or ""
    found: set[int] = set()
    of_persons: set[int] = set()
    for number, (raw, cells) in enumerate(_records(text)):
        if number == 0:
            of_persons = {
                place for place, name in enumerate(cells) if any(word in name.casefold() for word in OF_PERSONS)
            }
            continue
        words = {
            word
            for place, cell in enumerate(cells)
            for word in (cell.strip(), *CELLS.split(cell))
            if len(word) >= SHORT or place in of_persons
        }
        if words & traces.ids or traces.are_in(raw):
            found.add(number)
    return found


def _rewrite_table(path: Path, traces: Traces) -> None:
    theirs, text = _theirs(path, traces), _text_of(path) or ""
    kept = "".join(raw for number, (raw, _) in enumerate(_records(text)) if number not in theirs)
    content = path.read_bytes()
    encoding = next(each for each in _encodings(content) if _decodes(content, each))
    files.write_whole(path, kept.encode(encoding))


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
