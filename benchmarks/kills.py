"""Kills commands at random moments and looks at what is left: ``python -m benchmarks.kills --kills 200``.

Loads, first and further ones, loads of the same file, undo, rebuild and the sample are stopped by SIGKILL, SIGTERM or
SIGINT wherever they are; every change of a name takes a while, so that many fall between two of them. What is there
then must be what was there before, or what the command was to bring: nothing lost, nothing half-done, nothing left
behind. Each violation is a line; the last line counts.
"""

import argparse
import multiprocessing
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from data import terminal
from data.__main__ import main as data_command
from data.connections import open_read_only
from data.store import KEPT, Store

# Processes are forked before any of them opens a database: starting each anew would take most of the time.
FORK = multiprocessing.get_context("fork")
SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
SECONDS_OF_A_CHANGE = 0.03
LEFT = re.compile(r"gen-\d{6}-[0-9a-f]{8}\.duckdb|current|import\.lock|whole\.json")
PROFILE = """
name = "ours"
describes = "an export that brings its currency"
[adopt]
currency = "CHF"
[[files]]
role = "leads"
required = ["key", "day"]
[[files.fill]]
table = "leads"
[files.fill.columns]
lead_id = "key"
created_at = "day"
source = "from"
"""


@dataclass(frozen=True)
class Seen:
    """What a home folder shows: the name of its generation, its leads, whether it has definitions, and any fault."""

    generation: str = ""
    leads: frozenset[str] = frozenset()
    has_definitions: bool = False
    fault: str = ""


@dataclass(frozen=True)
class Step:
    """One command: what it was, the signal that stopped it ("" for none), whether it was done, and what is wrong."""

    told: str
    stopped: str
    is_done: bool
    wrong: tuple[str, ...]


@dataclass
class World:
    """A home folder, and what must be in it.

    Attributes
    ----------
    folder : Path
        Empty at first; holds the home and the files that are loaded.
    chance : Random
        Chooses commands and moments.
    seconds : dict of str to float
        How long each command took the last time that nobody stopped it.
    kept : list of frozenset of str
        The leads of each generation that ``undo`` can reach, the current one last.
    is_sample : bool
        Whether only the sample is there.
    """

    folder: Path
    chance: random.Random
    seconds: dict[str, float]
    kept: list[frozenset[str]] = field(default_factory=list)
    is_sample: bool = False
    count_files: int = 0

    def __post_init__(self) -> None:
        self.home = self.folder / "home"
        (self.home / "profiles").mkdir(parents=True)
        (self.home / "profiles" / "ours.toml").write_text(PROFILE, encoding="utf-8")

    def command(self) -> tuple[str, list[str]]:
        """A command that may be given now, by its kind."""
        kinds = ["load", "load", "load"]
        if not self.kept:
            kinds += ["sample"] * 2
        else:
            kinds += ["rebuild", "if-empty"] + ["again"] * bool(self.count_files) + ["undo"] * (len(self.kept) > 1)
        kind = self.chance.choice(kinds)
        arguments = {
            "load": ["load"],
            "again": ["load", str(self.folder / f"{self.count_files}.csv")],
            "sample": ["sample", "--leads", "60"],
            "if-empty": ["sample", "--leads", "60", "--if-empty"],
        }.get(kind, [kind])
        if kind == "load":
            self.count_files += 1
            path = self.folder / f"{self.count_files}.csv"
            rows = [
                f"{self.count_files}-{number},2026-01-05,Webinar" for number in range(self.chance.choice([1, 3_000]))
            ]
            path.write_text("\n".join(["key,day,from", *rows, ""]), encoding="utf-8")
            arguments.append(str(path))
        return kind, arguments

    def look(self) -> Seen:
        """What is there now, as a process of its own sees it."""
        return _elsewhere(partial(_look, self.home))

    def step(self) -> "Step":
        """Give a command and stop it."""
        kind, arguments = self.command()
        before = self.look()
        how, moment = self.chance.choice(SIGNALS), self.chance.random() * 1.1
        status, out, err = self._run(kind, arguments, how, moment)
        after = self.look()
        is_done = before.generation != after.generation
        if is_done:
            self._do(kind, after.leads)
        wrong = [*_wrong_of_ending(status, how, out, err), *self._wrong_of_home(status, after)]
        if status == 0 and kind not in ("again", "if-empty") and not is_done:
            wrong.append("ended well, and nothing changed")
        stopped = how.name if status in (-how, 128 + how) else ""
        return Step(f"{kind}, {how.name} at {moment:.0%}", stopped, is_done, tuple(wrong))

    def _do(self, kind: str, leads: frozenset[str]) -> None:
        if kind == "undo":
            self.kept.pop()
            self.is_sample = self.is_sample or (bool(self.kept) and not any("-" in lead for lead in self.kept[-1]))
            return
        now = self.kept[-1] if self.kept else frozenset()
        if kind == "sample":
            now, self.is_sample = leads, True
        elif kind in ("load", "again"):
            file = (self.folder / f"{self.count_files}.csv").read_text(encoding="utf-8").splitlines()[1:]
            now = (frozenset() if self.is_sample else now) | {line.partition(",")[0] for line in file}
            self.is_sample = False
        self.kept = [*self.kept, now][-KEPT:]

    def _wrong_of_home(self, status: int, seen: Seen) -> Iterator[str]:
        """What is there, what is left lying about, and that the next command changes nothing of it."""
        expected = self.kept[-1] if self.kept else frozenset()
        if seen.fault:
            yield seen.fault
        if seen.leads != expected:
            yield f"{len(seen.leads)} leads are there instead of {len(expected)}"
        if status >= 0 and (strange := self._strange()):  # nobody tidies up after SIGKILL
            yield f"left {strange}"
        if failed := _elsewhere(partial(_settle, self.home)):
            yield f"the next command says {failed!r}"
        if strange := self._strange():
            yield f"left for good {strange}"
        now = self.look()
        if (now.generation, now.leads) != (seen.generation, seen.leads):
            yield "the next command changed what is there"
        is_own = bool(self.kept) and not self.is_sample
        if is_own and not now.has_definitions:
            yield "the definitions that came with the first load are missing"
        if not self.kept and now.has_definitions:
            yield "there are definitions, and nothing is loaded"

    def _strange(self) -> str:
        names = [path.name for path in (self.home / "generations").glob("*")]
        return ", ".join(name for name in names if not LEFT.fullmatch(name))

    def _run(self, kind: str, arguments: list[str], how: signal.Signals, moment: float) -> tuple[int, str, str]:
        out, err = self.folder / "out", self.folder / "err"
        err.unlink(missing_ok=True)
        process = FORK.Process(target=_command, args=([*arguments, "--home", str(self.home)], out, err))
        started = time.monotonic()
        process.start()
        while not err.exists():  # it begins with that
            time.sleep(0.001)
        allowed = 0.02 + moment * self.seconds[kind] if kind in self.seconds else None  # the first is only timed
        process.join(allowed)
        if process.is_alive() and process.pid is not None:
            os.kill(process.pid, how)
        process.join()
        if process.exitcode == 0:
            self.seconds[kind] = time.monotonic() - started
        assert process.exitcode is not None
        return process.exitcode, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")


def _wrong_of_ending(status: int, how: signal.Signals, out: str, err: str) -> Iterator[str]:
    """Whoever is stopped and can still speak says so, in a sentence; the others end well."""
    if status == 128 + how:
        if err != "Stopped: nothing is left half-done, and `python -m data log` lists what is loaded.\n":
            yield f"said {err!r}"
    elif status not in (0, -how):
        yield f"ended with {status} and said {err!r} and {out!r}"


def _command(arguments: list[str], out: Path, err: Path) -> None:
    with out.open("w", encoding="utf-8") as sys.stdout, err.open("w", encoding="utf-8") as sys.stderr:
        for name in ("rename", "unlink", "symlink"):
            setattr(os, name, _slowly(getattr(os, name)))
        terminal.run(lambda: data_command(arguments))


def _slowly(change: Callable[..., None]) -> Callable[..., None]:
    def changed(*arguments: Any, **options: Any) -> None:
        time.sleep(SECONDS_OF_A_CHANGE)
        change(*arguments, **options)

    return changed


def _look(home: Path) -> Seen:
    store = Store(home)
    look = store.look()
    has_definitions = (home / "definitions.toml").exists()
    if look.generation is None:
        return Seen(fault=look.fault, has_definitions=has_definitions)
    with closing(open_read_only(look.generation, home)) as connection:
        leads = connection.execute("select lead_id from canonical.leads").fetchall()
    return Seen(look.generation.name, frozenset(lead for (lead,) in leads), has_definitions, look.fault)


def _settle(home: Path) -> str:
    try:
        Store(home).settle()
    except Exception as error:  # noqa: BLE001  # whatever it is, it is a line of the report
        return str(error)
    return ""


def _elsewhere(function: Callable[[], Any]) -> Any:
    """What a function gives in a process of its own."""
    here, there = FORK.Pipe(duplex=False)
    process = FORK.Process(target=lambda: there.send(function()))
    process.start()
    found = here.recv()
    process.join()
    return found


def steps(kills: int, seed: int) -> Iterator[Step]:
    """Give so many commands and stop them, a dozen in each home: first loads are worth as much as later ones."""
    chance, seconds = random.Random(seed), dict[str, float]()
    for done in range(0, kills, 12):
        with tempfile.TemporaryDirectory() as folder:
            world = World(Path(folder), chance, seconds)
            for _ in range(min(12, kills - done)):
                yield world.step()


def main() -> None:
    """Kill, look, report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    stopped: Counter[str] = Counter()
    violations = late = 0
    for step in steps(options.kills, options.seed):
        stopped[step.stopped or "in time"] += 1
        late += bool(step.stopped) and step.is_done
        for wrong in step.wrong:
            violations += 1
            print(f"{step.told}: {wrong}", flush=True)
    ended = ", ".join(f"{name} {count}" for name, count in sorted(stopped.items()))
    print(f"{options.kills} commands ended by {ended}; {late} when it was published already: {violations} violations")


if __name__ == "__main__":
    main()
