"""Bring what changed in the tables of a database: written into files, which are loaded as an export is."""

import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data.feeds.engines import QUERY, Database, DatabaseError, opened
from data.feeds.feed import Feed, FeedError
from data.feeds.folder import needs
from data.feeds.memory import Memory, Step
from data.intake import IntakeError
from data.intake.load import load_files, recogniser
from data.intake.profiles import FileKind, ProfileError
from data.intake.recognise import Recognised

PAUSES = (2.0, 10.0)  # seconds, before it is tried again
SAMPLE_ROWS = 20  # by which a table is recognised


@dataclass
class _Read:
    """What was read, and what is to be remembered once it is loaded."""

    files: list[Path] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    is_whole: bool = False
    is_in_part: bool = False


def bring(feed: Feed, home: Path, memory: Memory, *, anyway: bool = False) -> Iterator[Step]:
    """Load what changed in a database since it was last read; all of it the first time, and from time to time.

    Parameters
    ----------
    feed : Feed
        Which tables or query, and how to read.
    home : Path
        Home folder that it is loaded into.
    memory : Memory
        What was read before; it is only told of what was loaded.
    anyway : bool, default False
        Whether to load what looks like a mistake, and although columns are gone.

    Yields
    ------
    Step
        One, where something was read.

    Raises
    ------
    FeedError
        If the database cannot be read, or what it gives is refused; nothing is loaded then.
    """
    address = _address(feed)
    with tempfile.TemporaryDirectory(prefix="pipeline-") as folder:
        read = _patiently(feed, home, memory, address, Path(folder), anyway=anyway)
        if not read.files:
            return
        try:
            report = load_files(
                read.files,
                profile=feed.profile,
                dates=feed.dates,
                decimal=feed.decimal,
                home=home,
                in_part=read.is_in_part,
                anyway=anyway,
            )
        except IntakeError as error:
            raise FeedError(str(error)) from error
    memory.columns, memory.marks = read.columns, {**memory.marks, **read.marks}
    if read.is_whole:
        memory.whole_at = datetime.now(UTC).isoformat(timespec="seconds")
    yield Step(report=report)


def look(feed: Feed, home: Path) -> list[str]:
    """See whether all that a feed reads can be read, and gives something.

    Parameters
    ----------
    feed : Feed
        Of a database.
    home : Path
        Home folder, for its profiles.

    Returns
    -------
    list of str
        What whoever sets it up should know, in sentences.

    Raises
    ------
    FeedError
        If it cannot be read, or would give nothing.
    """
    with opened(_address(feed)) as database, tempfile.TemporaryDirectory(prefix="pipeline-") as folder:
        relations = _relations(feed, database)
        columns = {name: database.columns(each) for name, each in relations.items()}
        without = [name for name, each in columns.items() if feed.changed_at and feed.changed_at not in each]
        if len(without) == len(columns):
            there = ", ".join(sorted({name for each in columns.values() for name in each}))
            raise FeedError(
                f"No table has a column {feed.changed_at}; there are {there}. Without one all is read each time."
            )
        found = _recognised(feed, home, database, relations, columns, Path(folder))
    kinds = [each.kind for own in found.values() for each in own]
    if kinds and not any(kind.fills for kind in kinds):
        reasons = {kind.gives_nothing or "it only gives names to what other tables hold" for kind in kinds}
        raise FeedError(f"Nothing would come of it: {'; '.join(sorted(reasons))}.")
    return [f"{name} has no column {feed.changed_at}: it is read whole each time." for name in without]


def _address(feed: Feed) -> str:
    address = os.environ.get(feed.database, "")
    if not address:
        raise FeedError(
            f"The environment variable {feed.database} is not set: it must hold the address of the database."
        )
    return address


def _relations(feed: Feed, database: Database) -> dict[str, str]:
    """What it reads, as SQL."""
    tables = {each: database.relation(each) for each in feed.tables}
    return tables or {QUERY: f"({feed.query.rstrip().rstrip(';')}) as told"}


def _patiently(feed: Feed, home: Path, memory: Memory, address: str, folder: Path, *, anyway: bool) -> _Read:
    """Read, and read again where a connection was refused or cut: nothing is loaded before all is there."""
    for number, pause in enumerate((*PAUSES, None)):
        own = folder / str(number)
        own.mkdir()
        try:
            with opened(address) as database:
                return _read(feed, home, memory, database, own, anyway=anyway)
        except DatabaseError as error:
            if pause is None or not error.is_passing:
                raise
            time.sleep(pause)
    raise AssertionError("the last try returns or raises")


def _read(feed: Feed, home: Path, memory: Memory, database: Database, folder: Path, *, anyway: bool) -> _Read:
    relations = _relations(feed, database)
    columns = {name: database.columns(relation) for name, relation in relations.items()}
    if not anyway:
        _demand_columns(memory, columns)
    is_whole = _is_due(feed, memory)
    read = _Read(columns={name: list(each) for name, each in columns.items()}, is_whole=is_whole)
    in_part, naming = (set(), set()) if is_whole else _parts(feed, home, database, relations, columns, memory, folder)
    for name, relation in sorted(relations.items(), key=lambda each: each[0] in naming):
        if name in naming and not read.files:
            return read  # nothing changed, and the others only tell what that means
        own = folder / f"rows of {name}"  # tables of two schemas may have one name
        own.mkdir()
        path = own / f"{name.rpartition('.')[2]}.csv"
        if feed.changed_at in columns[name]:
            read.marks[name] = database.latest(relation, feed.changed_at)
        mark = memory.marks[name] if name in in_part else ""
        read.is_in_part |= bool(mark)
        read.files += database.write(
            relation, columns[name], path, changed_at=feed.changed_at, mark=mark, minutes=feed.overlap_minutes
        )
    return read


def _demand_columns(memory: Memory, columns: dict[str, dict[str, str]]) -> None:
    """Go on only where every column is there that was there before: what it said would be taken for unknown now."""
    gone = [
        f"{name} has no column {column} any more" for name, before in memory.columns.items() for column in before
        if name in columns and column not in columns[name]
    ]  # fmt: skip
    if gone:
        raise FeedError(
            f"{'; '.join(gone)}: nothing was loaded. put it back, or let `python -m data sync --anyway` go"
            " on without it, where the rest can be read: what the column said before is kept."
        )


def _is_due(feed: Feed, memory: Memory) -> bool:
    """Whether all is to be read: at first, and from time to time, for what a column of changes does not tell."""
    if not memory.whole_at or not memory.marks:
        return True
    return datetime.fromisoformat(memory.whole_at) + timedelta(days=feed.whole_days) <= datetime.now(UTC)


def _parts(
    feed: Feed,
    home: Path,
    database: Database,
    relations: dict[str, str],
    columns: dict[str, dict[str, str]],
    memory: Memory,
    folder: Path,
) -> tuple[set[str], set[str]]:
    """Tables of which only what changed is read, and those that only tell what others mean.

    Of the first a column says when a row changed, and no other table needs the rows that did not.
    """
    found = _recognised(feed, home, database, relations, columns, folder)
    needed = needs(each for own in found.values() for each in own)
    in_part = {
        name
        for name, own in found.items()
        if feed.changed_at in columns[name]
        and memory.marks.get(name)
        and not any(each.kind.role in needed or _needs_all(each.kind) for each in own)
    }
    return in_part, {name for name, own in found.items() if not any(each.kind.fills for each in own)}


def _recognised(
    feed: Feed,
    home: Path,
    database: Database,
    relations: dict[str, str],
    columns: dict[str, dict[str, str]],
    folder: Path,
) -> dict[str, list[Recognised]]:
    """What each table is, by its first rows; one without rows is nothing."""
    found: dict[str, list[Recognised]] = {}
    try:
        recognised = recogniser(profile=feed.profile, home=home)
        for name, relation in relations.items():
            own = folder / f"sample of {name}"
            (own / "unpacked").mkdir(parents=True)
            samples = database.write(relation, columns[name], own / f"{name.rpartition('.')[2]}.csv", most=SAMPLE_ROWS)
            found[name] = [each for path in samples for each in recognised(path, own / "unpacked")]
    except (IntakeError, ProfileError) as error:
        raise FeedError(str(error)) from error
    return found


def _needs_all(kind: FileKind) -> bool:
    """Whether what a row gives hangs on rows before it: of some of them more would be read out of it."""
    return kind.is_whole or any(fill.keep in ("first", "changes") for fill in kind.fills)
