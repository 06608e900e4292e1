"""Generations on disk: an import builds a new one beside the old, then the symlink ``current`` moves to it.

Nobody writes the file that the dashboard reads. Whatever fails on the way leaves the old generation in place. A
generation that is no longer as it was published is never shown, and never taken for nothing: the newest one that is
whole is shown in its place, and that is said wherever it is shown.
"""

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import duckdb

from data import definitions, marts, parts, progress, terminal, whole
from data.connections import open_read_only, prepare_for_writing, quoted
from data.limits import Retention

KEPT = Retention().generations  # where the definitions do not say it
CURRENT = "current"
PUBLISHING = "publishing"  # names the generation that is about to be shown
ADOPTED = "adopted.toml"  # the definitions that the home takes over with it
REPLACING = "replacing"  # names a generation, and the rewritten one that takes its place
PROJECT = Path(__file__).parents[1]
COPIED = ("canonical", "intake", "history")
# Disk that an import needs: so many times what is there and what comes in, and something to begin with.
SPACE_TIMES, SPACE_BYTES = 3, 64 << 20
LEAST_MEGABYTES = 600  # of memory, for an import
PART_READ = 0.1  # of a generation, by what changes a copy of it
FILLED, BUILT = 0.5, 0.95  # shares of an import after which its tables are filled, and its marts built
FULL = ("No space left on device", "max_temp_directory_size")


class StoreError(RuntimeError):
    """The store cannot do what was asked; the message says what to do next."""


def home() -> Path:
    """Folder that holds the generations: ``PIPELINE_HOME``, else ``.home`` in the project."""
    return Path(os.environ.get("PIPELINE_HOME") or PROJECT / ".home").resolve()


@dataclass
class Build:
    """A generation in the making.

    Attributes
    ----------
    connection : DuckDBPyConnection
        Writes to the new file, in one transaction.
    load_id : int
        Number of this import.
    complete_through : datetime or None
        Instant up to which the imported data is complete; None takes the latest instant in the data.
    is_sample : bool
        Whether the data is invented: the first real import puts it aside.
    """

    connection: duckdb.DuckDBPyConnection
    load_id: int
    complete_through: datetime | None = None
    is_sample: bool = False


@dataclass(frozen=True)
class Look:
    """What a home folder has to show.

    Attributes
    ----------
    generation : Path or None
        The generation to show; None where there is none, or none that can be read.
    fault : str
        Why it is not the one that was published last, and the way out, in a sentence; "" where it is.
    is_empty : bool
        Whether nothing was ever published.
    """

    generation: Path | None
    fault: str = ""
    is_empty: bool = False


class Store:
    """The generations of one home folder.

    Parameters
    ----------
    folder : Path
        The home folder; made when the first generation is built.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or home()).resolve()
        self.generations_folder = self.folder / "generations"

    def look(self) -> Look:
        """What there is to show: what was published last, else the newest generation that is whole."""
        pointed = self._pointed()
        if pointed is None and not set(self.generations_folder.glob("gen-*")) - {self._never_shown()}:
            return Look(None, is_empty=True)
        if pointed is not None and not (fault := whole.fault_of(pointed)):
            return Look(pointed)
        if pointed is not None and whole.NAME.fullmatch(pointed.name):
            told = f"the latest generation, {pointed.name}, {fault}"
        else:
            told = f"the link `{CURRENT}` {'is gone' if pointed is None else 'leads to no generation'}"
        newest = next((each for each in reversed(self.generations()) if not whole.fault_of(each)), None)
        if newest is None:
            return Look(
                None,
                f"The data cannot be read: {told}, and no other one is whole; nothing was deleted, so put back a copy"
                " of the folder `generations`, or load all your exports again.",
            )
        if _is_sample(newest):
            return Look(
                None,
                f"The data cannot be read: {told}, and the only other one is the invented sample; nothing was deleted,"
                " so load all your exports again, or go back to the sample with `python -m data undo`.",
            )
        return Look(
            newest,
            f"This may not be the latest data: {told}, so {newest.name} is shown, the newest that is whole; load again"
            " what `python -m data log` does not list, or settle for it with `python -m data undo`.",
        )

    def current(self) -> Path | None:
        """The generation that the dashboard shows, or None where there is none to show."""
        return self.look().generation

    def holds_own_data(self) -> bool:
        """Whether there is more than the sample; what cannot be read is taken for it."""
        look = self.look()
        return not look.is_empty and (look.generation is None or not _is_sample(look.generation))

    def is_outdated(self) -> bool:
        """Whether the current generation was built by other models than these: it must be rebuilt before it is read."""
        current = self.current()
        if current is None:
            return False
        with contextlib.closing(duckdb.connect(str(current), read_only=True)) as connection:
            return not marts.is_current(connection)

    def generations(self) -> list[Path]:
        """Published generations, oldest first, whole or not."""
        never_shown = self._never_shown()
        found = [
            each
            for each in self.generations_folder.glob("gen-*.duckdb")
            if whole.NAME.fullmatch(each.name) and each != never_shown
        ]
        return sorted(found, key=lambda each: (_number(each), each.name))

    def broken(self) -> str:
        """A sentence on generations that are kept though they are broken; "" where all are whole."""
        broken = [each.name for each in self.generations() if whole.fault_of(each)]
        if not broken:
            return ""
        return (
            f"Broken, and kept until you delete them from {self.generations_folder}: {', '.join(broken)}."
            " Until then nothing older is cleared away either."
        )

    @contextlib.contextmanager
    def new_generation(
        self, summary: str, *, keeps_sample: bool = False, adopted: str | None = None, incoming_bytes: int | None = None
    ) -> Iterator[Build]:
        """Build a generation from the current one and publish it on a clean exit.

        Parameters
        ----------
        summary : str
            What is imported, for the log.
        keeps_sample : bool, default False
            Whether the sample stays where nothing else is loaded; otherwise it makes room for what is imported.
        adopted : str, optional
            Text of the definitions that the home takes over with this generation; default: it has its own.
        incoming_bytes : int, optional
            Size of what is imported, to which the memory is then limited; default: nothing is, and all is built anew.

        Yields
        ------
        Build
            Fill ``canonical`` and ``intake`` through its connection.

        Raises
        ------
        StoreError
            If another import runs or the disk is too full.
        """
        with self._lock(summary), self._told_when_full():
            self._demand_space(incoming_bytes or 0)
            unfinished = self.generations_folder / f"building-{os.getpid()}.duckdb"
            try:
                with self._building(unfinished, summary, adopted, incoming_bytes, keeps_sample=keeps_sample) as build:
                    yield build
                self._publish(unfinished, adopted)
            finally:
                self._clear_leftovers()

    @contextlib.contextmanager
    def prepared(
        self, into: Path, summary: str, *, definitions_text: str | None = None, incoming_bytes: int | None = None
    ) -> Iterator[Build]:
        """Build like `new_generation` into a file of its own, for `publish` to show it later; nothing is changed.

        Parameters
        ----------
        into : Path
            The file, on the disk of the home folder.
        summary : str
            What is imported, for the log.
        definitions_text : str, optional
            The definitions to build with; default: those of the home.
        incoming_bytes : int, optional
            Size of what is imported, to which the memory is then limited; default: nothing is, and all is built anew.

        Yields
        ------
        Build
            Fill ``canonical`` and ``intake`` through its connection.
        """
        with self._told_when_full():
            self._demand_space(incoming_bytes or 0)
            into.unlink(missing_ok=True)  # of an earlier time
            try:
                with self._building(into, summary, definitions_text, incoming_bytes, keeps_sample=False) as build:
                    yield build
            except BaseException:
                into.unlink(missing_ok=True)
                raise

    def publish(self, prepared: Path, base: str, summary: str) -> None:
        """Show what was prepared.

        Parameters
        ----------
        prepared : Path
            The file.
        base : str
            What it was built on, see `base`.
        summary : str
            What it brings, for whoever has to wait.

        Raises
        ------
        StoreError
            If other data or definitions came since it was prepared, or another import runs.
        """
        with self._lock(summary), self._told_when_full():
            self.demand_base(base)
            try:
                self._publish(prepared, None)
            finally:
                self._clear_leftovers()

    def base(self) -> str:
        """What a generation that is prepared now is built on: the present one, and the definitions."""
        current = self.current()
        digest = hashlib.blake2b(definitions.text(self.folder).encode(), digest_size=8).hexdigest()
        return f"{current.name if current else 'nothing'} with {digest}"

    def demand_base(self, base: str) -> None:
        """Go on only where the present data and definitions are those that something was prepared on."""
        if self.base() != base:
            raise StoreError("Other data or other settings came since this was prepared: prepare it again.")

    @contextlib.contextmanager
    def trial(self, summary: str, *, incoming_bytes: int = 0) -> Iterator[Build]:
        """Begin like `new_generation`, in a temporary folder that is gone afterwards: the home is only read."""
        with self._told_when_full(), tempfile.TemporaryDirectory(prefix="pipeline-check-") as folder:
            into = Path(folder) / "trial.duckdb"
            before = self._before(keeps_sample=False)
            # To copy a file is less work than to copy its rows, where its tables are as they would be laid now.
            is_copied = before is not None and not self.is_outdated()
            if before is not None and is_copied:
                shutil.copyfile(before, into)
            with contextlib.closing(_open_for_writing(into)) as connection:
                _limit_memory(connection, incoming_bytes, before, PART_READ if is_copied else 1)
                if not is_copied:
                    _lay_tables(connection, before)
                yield _begin(connection, summary)

    def undo(self) -> Path:
        """Point back to the generation before the current one, and drop the current one.

        Where that one is broken, settle for the newest one that is whole, and drop nothing.

        Returns
        -------
        Path
            The generation that is shown now.

        Raises
        ------
        StoreError
            If there is nothing to go back to.
        """
        with self._lock("undo"):
            look = self.look()
            readable = [each for each in self.generations() if not whole.fault_of(each)]
            if look.fault:
                if not readable:
                    raise StoreError(look.fault)
                self._point_to(readable[-1])
                return readable[-1]
            current = look.generation
            earlier = [each for each in readable if current is not None and _number(each) < _number(current)]
            if current is None or not earlier:
                raise StoreError("There is no earlier generation to go back to.")
            self._point_to(earlier[-1])
            current.unlink()
            return earlier[-1]

    @contextlib.contextmanager
    def alone(self, summary: str) -> Iterator[None]:
        """Let nobody else write for a while; a StoreError where somebody does."""
        with self._lock(summary), self._told_when_full():
            try:
                yield
            finally:
                self._clear_leftovers()

    def thin_out(self) -> int:
        """Delete generations before those that are kept, as long as all are whole; gives how many went.

        Whoever calls this holds the lock.
        """
        kept = definitions.load(self.folder).retention.generations
        found = self.generations()
        old = [] if any(map(whole.fault_of, found)) else [each for each in found[:-kept] if each != self._pointed()]
        for each in old:
            each.unlink()
        return len(old)

    def unfinished(self) -> Path:
        """A file for a generation in the making; what is left there is cleared away."""
        return self.generations_folder / f"building-{os.getpid()}.duckdb"

    def show_by_link(self) -> None:
        """Make a link of a copy of the latest generation again; whoever calls this holds the lock."""
        current = self.current()
        if current is not None and not (self.generations_folder / CURRENT).is_symlink():
            self._point_to(current)

    def replace(self, generation: Path, rewritten: Path) -> Path:
        """Let a rewritten generation take the place of the one that it was made of, whose file goes.

        Parameters
        ----------
        generation : Path
            A published one.
        rewritten : Path
            What takes its place, see `unfinished`; whoever calls this holds the lock, see `alone`.

        Returns
        -------
        Path
            Where it lies now: under the same number.
        """
        digest = whole.digest_of(rewritten)
        _force_to_disk(rewritten)
        with contextlib.closing(open_read_only(rewritten, self.folder)) as connection:
            marts.verify(connection)
        published = self.generations_folder / f"gen-{_number(generation):06d}-{digest}.duckdb"
        with terminal.undisturbed():
            self._put_down(REPLACING, f"{generation.name}\n{published.name}")
            rewritten.rename(published)
            self._finish_replacing()
            whole.remember(published)
        return published

    def settle(self) -> None:
        """Bring to an end what a stopped import left: what was published counts, the rest is gone."""
        if self.generations_folder.is_dir():
            with self._lock("tidying up"):
                pass

    def _pointed(self) -> Path | None:
        """The generation that was published last, as the link says; None where there is no link."""
        link = self.generations_folder / CURRENT
        if link.is_symlink():
            return link.parent / link.readlink()
        if not link.exists():
            return None
        # A copy that follows links makes a file of it: the generation with the same content is meant.
        with contextlib.suppress(OSError):
            size = link.stat().st_size
            alike = [each for each in self.generations() if each.stat().st_size == size]
            if alike:
                ending = f"-{whole.digest_of(link)}.duckdb"
                return next((each for each in alike if each.name.endswith(ending)), link)
        return link

    @contextlib.contextmanager
    def _building(
        self, into: Path, summary: str, definitions_text: str | None, incoming_bytes: int | None, *, keeps_sample: bool
    ) -> Iterator[Build]:
        """A new generation in a file: begun, filled by whoever asked for it, then with its marts."""
        meant = definitions_text if definitions_text is not None else definitions.text(self.folder)
        look = self.look()
        if look.fault:  # the log keeps it, when the pages no longer say it
            name = look.generation and look.generation.name
            summary += f" (on {name}, the newest that was whole)" if name else " (nothing before was whole)"
        before = self._before(keeps_sample=keeps_sample)
        # Whoever builds without anything new wants it from nothing.
        is_in_parts = incoming_bytes is not None and before is not None and _is_worth_parts(before, meant)
        if before is not None and is_in_parts:
            shutil.copyfile(before, into)
        with contextlib.closing(_open_for_writing(into)) as connection:
            _limit_memory(connection, incoming_bytes, before, PART_READ if is_in_parts else 1)
            if not is_in_parts:
                _lay_tables(connection, before)
            build = _begin(connection, summary)
            with progress.part(0.0, FILLED):
                yield build
            connection.execute(
                "update intake.loads set complete_through = $through, is_sample = $is_sample where load_id = $load_id",
                {"through": build.complete_through, "is_sample": build.is_sample, "load_id": build.load_id},
            )
            connection.commit()
            with progress.part(FILLED, BUILT):
                is_built = before is not None and is_in_parts and parts.build(connection, meant, before)
                if not is_in_parts:
                    marts.build(connection, meant, before)
                    is_built = True
            progress.tell("Saving", BUILT)
            connection.execute("checkpoint")
        if not is_built:
            _build_anew(into, meant, before, incoming_bytes)

    def _before(self, *, keeps_sample: bool) -> Path | None:
        """The generation whose rows a new one begins with; the first real data begins with none of the sample."""
        return self.look().generation if keeps_sample or self.holds_own_data() else None

    def _publish(self, unfinished: Path, adopted: str | None) -> None:
        """Verify by a full read, force to disk, give it its name and move the symlink.

        Only the move of the symlink counts. What goes with it is written down before, so that whoever finds it
        half-done knows whether to finish it or to take it back.
        """
        digest = whole.digest_of(unfinished)
        _force_to_disk(unfinished)
        with contextlib.closing(open_read_only(unfinished, self.folder)) as connection:
            marts.verify(connection)
        everything = self.generations_folder.glob("gen-*.duckdb")
        number = max((_number(each) for each in everything if whole.NAME.fullmatch(each.name)), default=0) + 1
        published = self.generations_folder / f"gen-{number:06d}-{digest}.duckdb"
        with terminal.undisturbed():
            if adopted is not None:
                self._put_down(ADOPTED, adopted)
            self._put_down(PUBLISHING, published.name)
            unfinished.rename(published)
            self._point_to(published)
            self._finish_publishing()
            whole.remember(published)  # before all are looked at
            self.thin_out()

    def _put_down(self, name: str, text: str) -> None:
        """Write a small file whole or not at all."""
        unfinished = self.generations_folder / f"building-{os.getpid()}.text"
        unfinished.write_text(text, encoding="utf-8")
        _force_to_disk(unfinished)
        unfinished.rename(self.generations_folder / name)

    def _never_shown(self) -> Path | None:
        """A generation whose publishing was stopped before the link moved to it."""
        link = self.generations_folder / CURRENT
        try:
            name = (self.generations_folder / PUBLISHING).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        is_other = link.readlink().name != name if link.is_symlink() else not link.exists()
        return self.generations_folder / name if is_other and whole.NAME.fullmatch(name) else None

    def _finish_publishing(self) -> None:
        """Take back what never was shown, and hand over the definitions that came with what is."""
        never_shown, adopted = self._never_shown(), self.generations_folder / ADOPTED
        own = self.folder / "definitions.toml"
        if never_shown is not None:
            never_shown.unlink(missing_ok=True)
        elif (self.generations_folder / PUBLISHING).exists() and adopted.exists() and not own.exists():
            adopted.rename(own)
        adopted.unlink(missing_ok=True)
        (self.generations_folder / PUBLISHING).unlink(missing_ok=True)

    def _finish_replacing(self) -> None:
        """Take away the generation of which a rewritten one is there, and show that one where it was shown."""
        noted = self.generations_folder / REPLACING
        try:
            names = noted.read_text(encoding="utf-8").split("\n")
        except FileNotFoundError:
            return
        old, new = (self.generations_folder / name for name in names)
        if new.exists() and new != old:
            if self._pointed() == old:
                self._point_to(new)
            old.unlink(missing_ok=True)
        noted.unlink()

    def _point_to(self, generation: Path) -> None:
        link = self.generations_folder / f"{CURRENT}.new"
        link.unlink(missing_ok=True)
        link.symlink_to(generation.name)
        link.rename(self.generations_folder / CURRENT)
        _force_to_disk(self.generations_folder)

    @contextlib.contextmanager
    def _lock(self, summary: str) -> Iterator[None]:
        """One writer at a time, who begins with what another left; the lock falls with the process that holds it."""
        self.generations_folder.mkdir(parents=True, exist_ok=True)
        with (self.generations_folder / "import.lock").open("a+", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise StoreError(
                    f"Another import is running: {file.read().strip()}. Try again when it is done."
                ) from None
            file.truncate(0)
            file.write(f"{terminal.plain(summary)}, since {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
            file.flush()
            link = self.generations_folder / CURRENT
            if link.is_dir() and not link.is_symlink():
                raise StoreError(f"{link} is a folder where a link belongs: move it away and try again.")
            self._clear_leftovers()
            yield

    def _clear_leftovers(self) -> None:
        """Remove what a stopped import left behind; only the holder of the lock calls this."""
        for leftover in self.generations_folder.glob("building-*"):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink(missing_ok=True)
        (self.generations_folder / f"{CURRENT}.new").unlink(missing_ok=True)
        self._finish_publishing()
        self._finish_replacing()

    def _demand_space(self, incoming_bytes: int) -> None:
        current = self.current()
        there = current.stat().st_size if current else 0
        needed = SPACE_TIMES * (there + incoming_bytes) + SPACE_BYTES
        self.folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.folder).free
        if free < needed:
            raise StoreError(
                f"The disk has {free >> 20} MB free and an import needs {needed >> 20} MB: "
                f"free some space in {self.folder}."
            )

    @contextlib.contextmanager
    def _told_when_full(self) -> Iterator[None]:
        """Say in a sentence that the disk became full."""
        try:
            yield
        except (OSError, duckdb.Error) as error:
            if getattr(error, "errno", None) != errno.ENOSPC and not any(text in str(error) for text in FULL):
                raise
            raise StoreError(
                f"The disk became full, and nothing was changed: free some space in {self.folder}, and try again."
            ) from None


def _lay_tables(connection: duckdb.DuckDBPyConnection, before: Path | None) -> None:
    """Lay the tables, and copy what a generation holds of the business's own."""
    connection.execute(marts.model("canonical"))
    if before is None:
        return
    connection.execute(f"attach '{quoted(before)}' as before (read_only)")
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'before'"
    ).fetchall()
    for schema, table in tables:
        if schema in COPIED:
            connection.execute(f"insert into {schema}.{table} by name from before.{schema}.{table}")
    connection.execute("detach before")


def _open_for_writing(into: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(into))
    prepare_for_writing(connection, into.with_suffix(".spill"))
    return connection


def _is_worth_parts(before: Path, meant: str) -> bool:
    """Whether to begin with a copy of a generation, so that its marts are built in parts."""
    with contextlib.closing(duckdb.connect(str(before), read_only=True)) as connection:
        return parts.are_worth_it(connection, meant)


def _limit_memory(
    connection: duckdb.DuckDBPyConnection, incoming_bytes: int | None, before: Path | None, share: float
) -> None:
    """Limit an import to little memory, and some in proportion to what comes in and is gone through; more spills."""
    if incoming_bytes is not None and not os.environ.get("PIPELINE_IMPORT_MEMORY"):
        size = incoming_bytes + (int(share * before.stat().st_size) if before else 0)
        connection.execute(f"set memory_limit = '{LEAST_MEGABYTES + 2 * (size >> 20)}MB'")


def _build_anew(into: Path, meant: str, before: Path | None, incoming_bytes: int | None) -> None:
    """Build all marts of what was filled into a copy, in a file that holds nothing else."""
    filled = into.with_suffix(".filled")
    into.rename(filled)
    try:
        with contextlib.closing(_open_for_writing(into)) as connection:
            _limit_memory(connection, incoming_bytes, filled, 1)
            _lay_tables(connection, filled)
            with progress.part(FILLED, BUILT):
                marts.build(connection, meant, before)
            progress.tell("Saving", BUILT)
            connection.execute("checkpoint")
    finally:
        filled.unlink()


def _begin(connection: duckdb.DuckDBPyConnection, summary: str) -> Build:
    """Open the transaction of an import."""
    load_id = connection.execute("select coalesce(max(load_id), 0) + 1 from intake.loads").fetchall()[0][0]
    connection.begin()
    connection.execute(
        "insert into intake.loads (load_id, loaded_at, summary) values ($load_id, $now, $summary)",
        {"load_id": load_id, "now": datetime.now(UTC), "summary": summary},
    )
    return Build(connection, load_id)


@lru_cache(maxsize=64)
def _is_sample(generation: Path) -> bool:
    """Whether a whole generation holds nothing but the sample."""
    with contextlib.closing(duckdb.connect(str(generation), read_only=True)) as connection:
        return bool(connection.execute("select bool_and(is_sample) from intake.loads").fetchall()[0][0])


def _number(generation: Path) -> int:
    """The place of a generation in the order of all."""
    named = whole.NAME.fullmatch(generation.name)
    return int(named[1]) if named else 0


def _force_to_disk(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
