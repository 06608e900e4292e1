"""Look at every feed once, bring what is new, and say what became of it."""

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data import definitions, files, retention
from data.feeds import database, folder
from data.feeds import memory as memories
from data.feeds.feed import Feed, FeedError
from data.feeds.memory import REFUSED, Step
from data.intake.report import Report
from data.intake.telling import counted
from data.store import Store

LOG = "log"
NONE = (
    "There are no feeds: `python -m data feed FOLDER` adds a folder to the definitions, and what lands there is loaded"
    " by `python -m data sync`."
)
BUSY = "Another sync is at work on this home: this one leaves everything to it."

Say = Callable[[str], None]


def sync(store: Store, *, say: Say, warn: Say, named: str | None = None, anyway: bool = False) -> bool:
    """Bring what is new in all feeds.

    Parameters
    ----------
    store : Store
        Of the home, the definitions of which name the feeds.
    say, warn : callable
        Take what was brought, and what is wrong, in sentences, as soon as it is known.
    named : str, optional
        Look at this feed only.
    anyway : bool, default False
        Whether to load what looks like a mistake, and what was refused before.

    Returns
    -------
    bool
        Whether nothing was wrong.

    Raises
    ------
    FeedError
        If there is no such feed, or another sync is at work.
    DefinitionsError, IntakeError, ProfileError, StoreError, MartError
        If what is around the feeds is wrong: then those that were not reached are left for the next time.
    """
    feeds = _chosen(store.folder, named)
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(files.alone(store.folder / memories.FOLDER, waits=False))
        except BlockingIOError:
            raise FeedError(BUSY) from None
        are_right = [_one(store, feed, say, warn, anyway=anyway) for feed in feeds]  # every one, whatever the others
    return all(are_right)


def _chosen(home: Path, named: str | None) -> tuple[Feed, ...]:
    feeds = definitions.load(home).feeds
    if not feeds:
        raise FeedError(NONE)
    chosen = tuple(feed for feed in feeds if named in (None, feed.title))
    if not chosen:
        raise FeedError(f"There is no feed {named!r}; there are {', '.join(feed.title for feed in feeds)}.")
    return chosen


def _one(store: Store, feed: Feed, say: Say, warn: Say, *, anyway: bool) -> bool:
    """Bring what is new in one feed; what was brought is remembered load by load, so that a stop loses none."""
    known = memories.read(store.folder, feed)
    known.looked_at, known.fault = _now(), ""
    wrong: list[str] = []
    brought = 0
    bring = folder.bring if feed.folder else database.bring
    try:
        for step in bring(feed, store.folder, known, anyway=anyway):
            known.files |= step.files
            refused = [each.told for each in step.files.values() if each.became == REFUSED]
            wrong += refused
            if told := _told(feed, step):
                brought += 1
                known.came_at, known.brought = _now(), told
                say(f"{feed.title}: {told}")
            elif step.note:
                say(f"{feed.title}: {step.note}")
            if told or refused:
                _note(store.folder, feed, told or refused[0], step.report)
            memories.write(store.folder, feed, known)
    except FeedError as error:
        known.fault = str(error)
        wrong.append(known.fault)
        _note(store.folder, feed, known.fault, None)
    finally:
        memories.write(store.folder, feed, known)
    for sentence in wrong:
        warn(f"{feed.title}: {sentence}")
    if brought:
        if removed := retention.retain(store).told():
            say(removed)
    elif not wrong:
        count = sum(each.became == REFUSED for each in known.files.values())
        still = f", and {count:,} {'files are' if count != 1 else 'file is'} refused as before" if count else ""
        say(f"{feed.title}: nothing new{still}.")
    return not wrong


def _told(feed: Feed, step: Step) -> str:
    """What a load brought, in a sentence; "" where there was none, or nothing in it was new."""
    report = step.report
    if report is None or not report.is_published:
        return ""
    kind = "table" if feed.database else "file"
    read = f"{len(report.files):,} {kind}{'s' if len(report.files) != 1 else ''}"
    return f"load #{report.load_id} of {read}: {counted(report.files)}."


def _note(home: Path, feed: Feed, told: str, report: Report | None) -> None:
    counts = {} if report is None else {each.file: each.counts for each in report.files}
    files.add_line(home / memories.FOLDER / LOG, feed=feed.title, told=told, files=counts)


def log(home: Path, most: int) -> list[dict[str, Any]]:
    """The latest lines of the log, the last one first: what was brought, and what was refused."""
    return list(files.lines(home / memories.FOLDER / LOG, most))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
