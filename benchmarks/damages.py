"""Damages home folders and reads what is said of them: ``python -m benchmarks.damages``.

Each damage is done to a fresh copy of a home with the sample and two loads. Then the commands of ``make run`` are
given, a check, the log, three loads and ``undo``. What is shown must be the newest generation that is whole, and where
it is not the latest that must be said; nothing that was there may be gone. All that was said is printed once, to be
read.
"""

import argparse
import contextlib
import io
import os
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import duckdb

from data import whole
from data.__main__ import main as data_command
from data.store import CURRENT, Look, Store

# What no reader should meet: errors as the engine or Python word them.
FOREIGN = re.compile(r"\bError\b|Exception|Traceback|errno|fault of the program", re.IGNORECASE)

SAMPLE = "gen-000001"

Damage = Callable[[Path], None]


def flip(path: Path) -> None:
    """Turn one bit around in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def append(path: Path) -> None:
    """Write something behind the end."""
    with path.open("ab") as file:
        file.write(b"more")


def replace_by_other(path: Path) -> None:
    """Put another database in its place."""
    path.unlink()
    duckdb.connect(str(path)).close()


def age(path: Path) -> None:
    """Make it one that another version of the engine wrote, as it was published."""
    content = bytearray(path.read_bytes())
    content[12:20] = (9_999).to_bytes(8, "little")
    path.write_bytes(content)
    try:
        duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:  # it says what the checksum of such a head is
        computed = re.findall(r"computed checksum (\d+)", str(error))[0]
        path.write_bytes(int(computed).to_bytes(8, "little") + content[8:])
    link, aged = path.parent / CURRENT, path.with_name(f"{path.name[:11]}{whole.digest_of(path)}.duckdb")
    if link.readlink().name == path.name:
        _relink(path.parent, aged.name)
    path.rename(aged)


def make_folder(path: Path) -> None:
    """Put a folder in its place."""
    path.unlink()
    path.mkdir()


def make_loop(path: Path) -> None:
    """Put a link to itself in its place."""
    path.unlink()
    path.symlink_to(path.name)


# By name: what is done to a generation.
OF_FILES: dict[str, Damage] = {
    "flipped": flip,
    "cut in half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "cut to its head": lambda path: os.truncate(path, 4_096),
    "empty": lambda path: os.truncate(path, 0),
    "gone": lambda path: path.unlink(),
    "longer": append,
    "text": lambda path: _as_file(path.parent, path.name, b"<html>Sign in</html>"),
    "another database": replace_by_other,
    "of another version": age,
    "a folder": make_folder,
    "a loop": make_loop,
}
TARGETS = {"current": slice(-1, None), "the one before": slice(-2, -1), "own": slice(1, None), "all": slice(None)}


def _relink(folder: Path, target: str) -> None:
    link = folder / CURRENT
    link.unlink()
    link.symlink_to(target)


def _link_as_file(folder: Path) -> None:
    content = (folder / CURRENT).read_bytes()
    (folder / CURRENT).unlink()
    (folder / CURRENT).write_bytes(content)


def _as_file(folder: Path, name: str, content: bytes) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).write_bytes(content)


def _as_folder(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()


# By name: what is done to the folder of the generations.
OF_FOLDERS: dict[str, Damage] = {
    "the link is gone": lambda folder: (folder / CURRENT).unlink(),
    "the link leads nowhere": partial(_relink, target="gen-000099-00000000.duckdb"),
    "the link leads to a strange name": partial(_relink, target="\x1b[2J`backup`.duckdb"),
    "the link leads out": partial(_relink, target="/etc/hostname"),
    "the link leads to itself": partial(_relink, target=CURRENT),
    "the link is a file": _link_as_file,
    "the link is another file": partial(_as_file, name=CURRENT, content=b"x" * 5_000),
    "the link is an empty file": partial(_as_file, name=CURRENT, content=b""),
    "the link is a folder": partial(_as_folder, name=CURRENT),
    "the notes are not to be read": partial(_as_file, name="whole.json", content=b"\xff\x00{"),
    "the notes are of another kind": partial(_as_file, name="whole.json", content=b'{"gen-000004": 5}'),
    "the notes are a folder": partial(_as_folder, name="whole.json"),
    "a plan is left": partial(_as_file, name="publishing", content=b"gen-000007-00000000.duckdb"),
    "a plan is not to be read": partial(_as_file, name="publishing", content=b"\xff\xff"),
    "definitions are left": partial(_as_file, name="adopted.toml", content=b"currency = 5"),
    "a link is half-done": lambda folder: (folder / "current.new").symlink_to("gen-000001-00000000.duckdb"),
    "a build is left": partial(_as_file, name="building-1.duckdb", content=b"half"),
    "a build is left with its spill": partial(_as_folder, name="building-1.spill"),
    "a log of changes is left": lambda folder: _as_file(folder, f"{(folder / CURRENT).readlink()}.wal", b"old"),
    "a copy is there": lambda folder: _as_file(folder, "gen-000009 (copy).duckdb", (folder / CURRENT).read_bytes()),
}


def damages() -> Iterator[tuple[str, Damage]]:
    """All damages, by name: each does it to the folder of the generations."""
    for target, which in TARGETS.items():
        for name, damage in OF_FILES.items():
            yield f"{target}: {name}", partial(_each, which=which, damage=damage)
    yield from OF_FOLDERS.items()


def _each(folder: Path, which: slice, damage: Damage) -> None:
    for path in sorted(folder.glob("gen-*"))[which]:
        damage(path)


def whole_home(folder: Path) -> dict[str, frozenset[str]]:
    """A home with the sample and two loads; gives the leads of each of its generations."""
    home = folder / "home"
    _told(home, "sample", "--leads", "60")
    for number in (1, 2):
        _told(home, "load", str(_file(folder, f"{number}")))
    return {path.name[:10]: leads(path) for path in Store(home).generations()}


def _file(folder: Path, name: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(f"lead_id,created_at,source\n{name},2026-01-05,Webinar\n", encoding="utf-8")
    return path


def leads(generation: Path) -> frozenset[str]:
    """The ids of a generation's leads."""
    with duckdb.connect(str(generation), read_only=True) as connection:
        return frozenset(lead for (lead,) in connection.execute("select lead_id from canonical.leads").fetchall())


def _told(home: Path, *arguments: str) -> tuple[int, str]:
    """Status and texts of a command."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        status = data_command([*arguments, "--home", str(home)])
    return status, err.getvalue() + out.getvalue()


@dataclass
class Home:
    """A copy of the home, to be damaged.

    Attributes
    ----------
    folder : Path
        Holds the home and the files that are loaded.
    before : dict of str to frozenset of str
        The leads of each generation, by the beginning of its name.
    said : list of str
        What the commands said.
    """

    folder: Path
    before: dict[str, frozenset[str]]
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = Store(self.folder / "home")

    def wrong(self, damage: Damage) -> Iterator[str]:
        """Damage it, give the commands, and say what is wrong."""
        published = self.store.current()
        damage(self.store.generations_folder)
        there = self._there()
        own = [each for each in self.store.generations() if not whole.fault_of(each) and each.name[:10] != SAMPLE]
        wanted = own[-1] if own else None
        look = self.store.look()
        if look.generation != wanted:
            yield f"shows {look.generation}, and {wanted} is whole"
        if bool(look.fault) == (wanted == published == self.store._pointed()):
            yield f"says {look.fault!r}"
        yield from self._wrong_of_reading(look, there)
        yield from self._wrong_of_loading(self.before[wanted.name[:10]] if wanted else frozenset())
        if (gone := there - self._there()) and self.store.broken():
            yield f"{', '.join(gone)} were cleared away"

    def _wrong_of_reading(self, look: Look, there: set[str]) -> Iterator[str]:
        """What ``make run`` does, and what only looks, changes nothing and says what is wrong."""
        for command in ("sample --if-empty", "rebuild --if-outdated", f"check {_file(self.folder, 'c')}", "log"):
            status = self._tell(*command.split())
            if look.fault not in self.said[-1]:
                yield f"{command} does not say what is wrong"
            if status and command != "log":
                yield f"{command} ends with {status}: {self.said[-1]}"
            if self.store.look() != look or self._there() != there:
                yield f"{command} changed the home"

    def _wrong_of_loading(self, shown: frozenset[str]) -> Iterator[str]:
        """Three loads build on what is shown, and ``undo`` takes the last one back."""
        for number in ("4", "5", "6"):
            status = self._tell("load", str(_file(self.folder, number)))
            if "is a folder where a link belongs" in self.said[-1]:
                (self.store.generations_folder / CURRENT).rmdir()
                status = self._tell("load", str(_file(self.folder, number)))
            shown |= {number}
            if status or self._leads() != shown:
                yield f"load {number} ends with {status}, and not all is there: {self.said[-1]}"
        if self.store.look().fault:
            yield f"after three loads it still says {self.store.look().fault!r}"
        self._tell("undo")
        if self._leads() != shown - {"6"}:
            yield "undo does not go back to the load before"
        self._tell("log")

    def _tell(self, *arguments: str) -> int:
        status, told = _told(self.store.folder, *arguments)
        self.said.append(told)
        return status

    def _there(self) -> set[str]:
        return {path.name for path in self.store.generations_folder.glob("gen-*")}

    def _leads(self) -> frozenset[str]:
        current = self.store.current()
        return leads(current) if current else frozenset()


def main() -> None:
    """Damage, look, report, and print what was said."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.damages", description=__doc__)
    parser.add_argument("--only", default="", help="only damages whose name contains this")
    options = parser.parse_args()
    count = violations = 0
    sentences: dict[str, str] = defaultdict(str)
    with tempfile.TemporaryDirectory() as original:
        before = whole_home(Path(original))
        for name, damage in damages():
            if options.only not in name:
                continue
            count += 1
            with tempfile.TemporaryDirectory() as folder:
                shutil.copytree(original, folder, symlinks=True, dirs_exist_ok=True)
                home = Home(Path(folder), before)
                found = [*home.wrong(damage)]
                lines = {line.replace(folder, "FOLDER") for told in home.said for line in told.splitlines()}
                found += [f"says {line!r}" for line in lines if FOREIGN.search(line) or not line.isprintable()]
            for each in found:
                violations += 1
                print(f"{name}: {each}", flush=True)
            for line in sorted(lines):
                sentences.setdefault(re.sub(r"-[0-9a-f]{8}\b|\d{4}-\d\d-\d\d \d\d:\d\d", "…", line), name)
    print(f"{count} homes were damaged: {violations} violations. What was said, with the first home where it was:")
    for line, name in sorted(sentences.items()):
        print(f"{line}   [{name}]")


if __name__ == "__main__":
    main()
