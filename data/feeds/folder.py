"""Bring what is new in a folder: every file once, those of one export together, the earliest first."""

import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from data.feeds.feed import Feed, FeedError
from data.feeds.memory import LOADED, REFUSED, WAITS, Known, Memory, Step
from data.intake import IntakeError
from data.intake.load import load_files, recogniser
from data.intake.profiles import ProfileError
from data.intake.recognise import Recognised
from data.terminal import plain

# What those who copy or download call a file until it is there; editors and offices lock what is open.
UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp", ".swp")
LOCKS = (".", "~$")
QUIET_SECONDS = 3.0  # a file that was written later is looked at twice, so long apart
MOST_AT_ONCE = 100  # files of one load
TAKE_OUT = "If it is no export, take it out of the folder."


@dataclass(frozen=True)
class _New:
    """A file that is new or has changed."""

    path: Path
    place: str
    size: int
    modified: int
    found: tuple[Recognised, ...] = ()

    @property
    def profile(self) -> str:
        return ", ".join(sorted({each.profile.name for each in self.found}))

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(sorted({each.kind.role for each in self.found}))

    @property
    def gives(self) -> bool:
        """Whether it holds more than names for what other files hold."""
        return any(each.kind.fills for each in self.found)

    @property
    def needs(self) -> set[str]:
        """Files of its export that tell what its labels mean."""
        return needs(self.found)

    def told(self, error: IntakeError) -> str:
        """Why it is not loaded; the sentence of most faults begins with its name."""
        sentence = plain(str(error))
        return sentence if sentence.startswith(self.path.name) else f"{plain(self.place)}: {sentence}"

    def became(self, what: str, told: str = "") -> Known:
        return Known(self.size, self.modified, what, told, self.profile, self.roles)


def needs(files: Iterable[Recognised]) -> set[str]:
    """Which files of an export tell what labels of some of its files mean, by their roles."""
    lookups = [lookup for each in files for fill in each.kind.fills for lookup in fill.lookups.values()]
    return {each.file for each in lookups} | {each.then.file for each in lookups if each.then is not None}


def bring(feed: Feed, home: Path, memory: Memory, *, anyway: bool = False) -> Iterator[Step]:
    """Load what a folder holds that is not known yet.

    Parameters
    ----------
    feed : Feed
        Where to look, and how to read.
    home : Path
        Home folder that it is loaded into.
    memory : Memory
        What was there before; files that are gone are forgotten.
    anyway : bool, default False
        Whether to load what looks like a mistake, and what was refused before.

    Yields
    ------
    Step
        After each load, and for files that were not loaded.

    Raises
    ------
    FeedError
        If there is no such folder or profile, or it cannot be read.
    """
    folder = Path(feed.folder)
    there = _look(folder)
    memory.files = {place: known for place, known in memory.files.items() if place in there}
    stamps = {place: told for place, told in there.items() if _is_new(memory.files.get(place), told, anyway=anyway)}
    if any(time.time() - modified / 1e9 < QUIET_SECONDS for _, modified in stamps.values()):
        time.sleep(QUIET_SECONDS)
        later = _look(folder)
        for place in [place for place, told in stamps.items() if later.get(place) != told]:
            del stamps[place]
            yield Step(note=f"{plain(place)} is still being written: the next sync reads it.")
    earliest_first = sorted(stamps.items(), key=lambda each: (each[1][1], each[0]))
    new = [_New(folder / place, place, *told) for place, told in earliest_first]
    groups: dict[str, list[_New]] = {}
    try:
        recognised = recogniser(profile=feed.profile, home=home)
    except (IntakeError, ProfileError) as error:
        raise FeedError(str(error)) from error
    for each in new:
        try:
            with tempfile.TemporaryDirectory(prefix="pipeline-") as unpacked:
                found = recognised(each.path, Path(unpacked))
        except IntakeError as error:
            yield Step({each.place: each.became(REFUSED, f"{each.told(error)} {TAKE_OUT}")})
        except FileNotFoundError:
            continue  # gone meanwhile
        except OSError as error:
            told = plain(f"{each.place} cannot be read: {error.strerror or error}.")
            yield Step({each.place: each.became(REFUSED, told)})
        else:
            known = _New(each.path, each.place, each.size, each.modified, tuple(found))
            groups.setdefault(known.profile, []).append(known)
    for files in groups.values():
        yield from _bring_export(feed, home, memory, files, anyway=anyway)


def _look(folder: Path) -> dict[str, tuple[int, int]]:
    """By path in the folder, size and time of change of every file that somebody has finished."""
    if not folder.is_dir():
        raise FeedError(
            f"{plain(str(folder))} is not a folder that is there: make it, or correct it in Settings > Feeds."
        )
    found = {}
    try:
        for path in folder.rglob("*"):
            place = path.relative_to(folder)
            if any(part.startswith(LOCKS) for part in place.parts) or path.name.lower().endswith(UNFINISHED):
                continue
            if path.is_file():
                told = path.stat()
                found[place.as_posix()] = (told.st_size, told.st_mtime_ns)
    except OSError as error:
        raise FeedError(f"{plain(str(error.filename or folder))}: {error.strerror or error}.") from error
    return found


def _is_new(known: Known | None, stamp: tuple[int, int], *, anyway: bool) -> bool:
    if known is None or (known.size, known.modified) != stamp or known.became == WAITS:
        return True
    return anyway and known.became == REFUSED


def _bring_export(feed: Feed, home: Path, memory: Memory, files: list[_New], *, anyway: bool) -> Iterator[Step]:
    """Load the new files of one kind of export, with those that tell what their labels mean."""
    giving = [each for each in files if each.gives]
    naming = [each for each in files if not each.gives]
    if not giving:
        yield Step({each.place: each.became(WAITS, "Waits for the files that it gives names to.") for each in naming})
        return
    for some in (giving[start : start + MOST_AT_ONCE] for start in range(0, len(giving), MOST_AT_ONCE)):
        beside = [each.path for each in naming] + _known_beside(Path(feed.folder), memory, [*some, *naming])
        try:
            step = _load(feed, home, some, beside, anyway=anyway)
        except IntakeError as error:
            if len(some) == 1:
                yield Step({some[0].place: some[0].became(REFUSED, some[0].told(error))})
                continue
            for each in some:
                try:
                    yield _load(feed, home, [each], beside, anyway=anyway)
                except IntakeError as alone:
                    yield Step({each.place: each.became(REFUSED, each.told(alone))})
        else:
            yield step
    yield Step({each.place: each.became(LOADED) for each in naming})


def _known_beside(folder: Path, memory: Memory, files: Iterable[_New]) -> list[Path]:
    """Files that are known already and tell what labels of new ones mean: the latest of each."""
    files = list(files)
    missing = set().union(*(each.needs for each in files)) - {role for each in files for role in each.roles}
    latest: dict[str, tuple[int, str]] = {}
    for place, known in memory.files.items():
        if known.became != REFUSED and known.profile == files[0].profile:
            for role in missing.intersection(known.roles):
                latest[role] = max(latest.get(role, (-1, "")), (known.modified, place))
    return sorted({folder / place for _, place in latest.values()})


def _load(feed: Feed, home: Path, files: Iterable[_New], beside: list[Path], *, anyway: bool) -> Step:
    files = list(files)
    report = load_files(
        [*beside, *(each.path for each in files)],
        profile=feed.profile,
        dates=feed.dates,
        decimal=feed.decimal,
        home=home,
        anyway=anyway,
    )
    return Step({each.place: each.became(LOADED) for each in files}, report)
