"""Generations on disk: an import builds a new one beside the old, then the symlink ``current`` moves to it.

Nobody writes the file that the dashboard reads. Whatever fails on the way leaves the old generation in place.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data import definitions, marts
from data.connections import open_read_only, prepare_for_writing, quoted

KEPT = 3
CURRENT = "current"
PROJECT = Path(__file__).parents[1]
COPIED = ("canonical", "intake")


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
    is_abandoned: bool = field(default=False, init=False)

    def abandon(self) -> None:
        """Leave without publishing: nothing is new."""
        self.is_abandoned = True


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

    def holds_own_data(self) -> bool:
        """Whether there is more than the sample."""
        current = self.current()
        if current is None:
            return False
        with contextlib.closing(duckdb.connect(str(current), read_only=True)) as connection:
            return bool(connection.execute("select not bool_and(is_sample) from intake.loads").fetchall()[0][0])

    def is_outdated(self) -> bool:
        """Whether the current generation was built by other models than these: it must be rebuilt before it is read."""
        current = self.current()
        if current is None:
            return False
        with contextlib.closing(duckdb.connect(str(current), read_only=True)) as connection:
            return not marts.is_current(connection)

    def generations(self) -> list[Path]:
        """Published generations, oldest first."""
        return sorted(self.generations_folder.glob("gen-*.duckdb"))

    def current(self) -> Path | None:
        """The generation that the dashboard shows, or None before the first import."""
        link = self.generations_folder / CURRENT
        return link.resolve() if link.exists() else None

    @contextlib.contextmanager
    def new_generation(self, summary: str, *, keeps_sample: bool = False) -> Iterator[Build]:
        """Build a generation from the current one and publish it on a clean exit.

        Parameters
        ----------
        summary : str
            What is imported, for the log.
        keeps_sample : bool, default False
            Whether the sample stays where nothing else is loaded; otherwise it makes room for what is imported.

        Yields
        ------
        Build
            Fill ``canonical`` and ``intake`` through its connection.

        Raises
        ------
        StoreError
            If another import runs or the disk is too full.
        """
        self.generations_folder.mkdir(parents=True, exist_ok=True)
        with self._lock(summary):
            self._clear_leftovers()
            self._demand_space()
            unfinished = self.generations_folder / f"building-{os.getpid()}.duckdb"
            try:
                with contextlib.closing(duckdb.connect(str(unfinished))) as connection:
                    build = self._begin(connection, summary, keeps_sample=keeps_sample)
                    yield build
                    if build.is_abandoned:
                        return
                    connection.execute(
                        "update intake.loads set complete_through = $through, is_sample = $is_sample"
                        " where load_id = $load_id",
                        {"through": build.complete_through, "is_sample": build.is_sample, "load_id": build.load_id},
                    )
                    connection.commit()
                    marts.build(connection, definitions.text(self.folder))
                    connection.execute("checkpoint")
                self._publish(unfinished)
            finally:
                self._clear_leftovers()

    def undo(self) -> Path:
        """Point back to the generation before the current one, and drop the current one.

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
            current = self.current()
            earlier = [each for each in self.generations() if current is not None and each < current]
            if current is None or not earlier:
                raise StoreError("There is no earlier generation to go back to.")
            self._point_to(earlier[-1])
            current.unlink()
            return earlier[-1]

    def _begin(self, connection: duckdb.DuckDBPyConnection, summary: str, *, keeps_sample: bool) -> Build:
        """Lay the tables, copy what the current generation holds of the business's own, and open the transaction."""
        prepare_for_writing(connection, self.folder)
        connection.execute(marts.model("canonical"))
        current = self.current()
        if current is not None and (keeps_sample or self.holds_own_data()):
            connection.execute(f"attach '{quoted(current)}' as before (read_only)")
            tables = connection.execute(
                "select schema_name, table_name from duckdb_tables() where database_name = 'before'"
            ).fetchall()
            for schema, table in tables:
                if schema in COPIED:
                    connection.execute(f"insert into {schema}.{table} by name from before.{schema}.{table}")
            connection.execute("detach before")
        load_id = connection.execute("select coalesce(max(load_id), 0) + 1 from intake.loads").fetchall()[0][0]
        connection.begin()
        connection.execute(
            "insert into intake.loads (load_id, loaded_at, summary) values ($load_id, $now, $summary)",
            {"load_id": load_id, "now": datetime.now(UTC), "summary": summary},
        )
        return Build(connection, load_id)

    def _publish(self, unfinished: Path) -> None:
        """Verify by a full read, force to disk, give it its name and move the symlink."""
        digest = hashlib.blake2b(digest_size=4)
        with unfinished.open("rb") as file:
            while block := file.read(1 << 22):
                digest.update(block)
            os.fsync(file.fileno())
        with contextlib.closing(open_read_only(unfinished, self.folder)) as connection:
            marts.verify(connection)
        number = max((int(each.name[4:10]) for each in self.generations()), default=0) + 1
        published = self.generations_folder / f"gen-{number:06d}-{digest.hexdigest()}.duckdb"
        unfinished.rename(published)
        self._point_to(published)
        for old in self.generations()[:-KEPT]:
            old.unlink()

    def _point_to(self, generation: Path) -> None:
        link = self.generations_folder / f"{CURRENT}.new"
        link.unlink(missing_ok=True)
        link.symlink_to(generation.name)
        link.rename(self.generations_folder / CURRENT)
        folder = os.open(self.generations_folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    @contextlib.contextmanager
    def _lock(self, summary: str) -> Iterator[None]:
        """One writer at a time; the lock falls with the process that holds it."""
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
            file.write(f"{summary}, since {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
            file.flush()
            yield

    def _clear_leftovers(self) -> None:
        """Remove what a stopped import left behind; only the holder of the lock calls this."""
        for leftover in self.generations_folder.glob("building-*"):
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink(missing_ok=True)
        current = self.current()
        for unseen in [each for each in self.generations() if current is not None and each > current]:
            unseen.unlink()

    def _demand_space(self) -> None:
        current = self.current()
        needed = 3 * (current.stat().st_size if current else 0) + (64 << 20)
        free = shutil.disk_usage(self.generations_folder).free
        if free < needed:
            raise StoreError(
                f"The disk has {free >> 20} MB free and an import needs {needed >> 20} MB: "
                f"free some space in {self.folder}."
            )
