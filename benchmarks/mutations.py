"""Reads damaged exports: ``python -m benchmarks.mutations FOLDER ... [--files N] [--seed N]``.

Each folder is an export whose files belong together, or has files that are exports each. Copies of their first lines
are damaged one to three times in one of many ways, and then checked; each fifth is loaded into a new home. No command
may end in a fault of the program, speak the engine's words, take longer than half a minute or account for other rows
than there are. All that was said is printed once, figures as 0, to be read.
"""

import argparse
import contextlib
import csv
import faulthandler
import io
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from random import Random

from benchmarks.damages import FOREIGN
from data.__main__ import main as data_command

LINES = 60
SECONDS = 30
LOADED = 5  # each how manieth is loaded, and not only checked
HEADER_LINES = 5  # of a file, in which column names may stand

ENGINE = re.compile(
    rf"{FOREIGN.pattern}|duckdb|(?-i:LINE [0-9])|read_csv|try_cast|\bVARCHAR\b|\bc\d+\b column|0x[0-9a-f]{{6}}|<class",
    re.IGNORECASE,
)

Cells = list[list[str]]

# What has been seen in real files, and what no file should have.
VALUES = (
    "",
    " ",
    "-",
    "n/a",
    "#REF!",
    "NULL",
    "0",
    "-1",
    "0,00",
    "1.500",
    "1,500",
    "1.234.567,89",
    "US$ 38 075,75",
    "(1.000,00)",
    "1e309",
    "9" * 40,
    "NaN",
    "inf",
    "12345678901234567890",
    "7.01123E+17",
    "=1+1",
    "0000-00-00",
    "2026-02-30",
    "0024-03-05",
    "9999-12-31 23:59:59",
    "31/12/2025",
    "12/31/25",
    "1-5",
    "46023",
    "1767225600000",
    "2026-03-24 10:00:00 UTC",
    "2026-03-24T10:00:00+14:00",
    "24 mars 2026",
    "true",
    "Oui",
    "a;b;c",
    "x" * 5_000,
    "\u202e\u0007\x1b[2J",
    "\U0001f600" * 30,
    'He said "no"',
    "two\nlines",
    "'; drop table leads; --",
    "{'a': 1}",
    "$1 {value} %s",
)


def _each_row(cells: Cells, change: Callable[[list[str]], None]) -> None:
    for row in cells[1:]:
        change(row)


def empty_column(cells: Cells, chance: Random) -> None:
    """Leave a column empty."""
    _fill(cells, chance, lambda: "")


def same_column(cells: Cells, chance: Random) -> None:
    """Write one value into a whole column."""
    value = chance.choice(VALUES)
    _fill(cells, chance, lambda: value)


def mixed_column(cells: Cells, chance: Random) -> None:
    """Write values of every kind into a column."""
    _fill(cells, chance, lambda: chance.choice(VALUES))


def _fill(cells: Cells, chance: Random, value: Callable[[], str]) -> None:
    place = chance.randrange(max(map(len, cells)))

    def change(row: list[str]) -> None:
        if place < len(row):
            row[place] = value()

    _each_row(cells, change)


def some_cells(cells: Cells, chance: Random) -> None:
    """Write something else into a few cells."""
    for _ in range(chance.randint(1, 8)):
        row = chance.choice(cells)
        if row:
            row[chance.randrange(len(row))] = chance.choice(VALUES)


def drop_column(cells: Cells, chance: Random) -> None:
    """Take a column out."""
    place = chance.randrange(max(map(len, cells)))
    for row in cells:
        del row[place : place + 1]


def repeat_column(cells: Cells, chance: Random) -> None:
    """Have a column twice."""
    place = chance.randrange(max(map(len, cells)))
    for row in cells:
        row.append(row[place] if place < len(row) else "")


def swap_columns(cells: Cells, chance: Random) -> None:
    """Put the values of two columns under each other's name."""
    one, other = (chance.randrange(max(map(len, cells))) for _ in range(2))

    def change(row: list[str]) -> None:
        if max(one, other) < len(row):
            row[one], row[other] = row[other], row[one]

    _each_row(cells, change)


def rename_column(cells: Cells, chance: Random) -> None:
    """Give a column another name."""
    row = cells[chance.randrange(min(HEADER_LINES, len(cells)))]
    if row:
        place = chance.randrange(len(row))
        row[place] = chance.choice([*VALUES, row[place].upper(), f" {row[place]} ", f"{row[place]} (1)", row[0]])


def short_row(cells: Cells, chance: Random) -> None:
    """Leave the last cells of a row out, or add some."""
    row = chance.choice(cells)
    if chance.random() < 0.5:
        del row[len(row) // 2 :]
    else:
        row += ["more"] * chance.randint(1, 4)


def shuffle_rows(cells: Cells, chance: Random) -> None:
    """Put the rows into another order."""
    rows = cells[1:]
    chance.shuffle(rows)
    cells[1:] = rows


def repeat_rows(cells: Cells, chance: Random) -> None:
    """Have some rows again, the row of the names among them."""
    cells += [list(row) for row in chance.choices(cells, k=chance.randint(1, 9))] + [list(cells[0])]


def drop_rows(cells: Cells, chance: Random) -> None:
    """Leave all rows out but a few."""
    del cells[1 + chance.randint(0, 2) :]


def add_totals(cells: Cells, chance: Random) -> None:
    """Add a row of totals."""
    cells.append([chance.choice(["Total", "Grand total", "Summe", "Totals:"]), *("999" for _ in cells[0][1:])])


def add_preamble(cells: Cells, chance: Random) -> None:
    """Put a title and a blank line before the names."""
    cells[:0] = [["Report of everything"], ["1 Jan 2026 - 31 Jan 2026"], []][: chance.randint(1, 3)]


def no_names(cells: Cells, chance: Random) -> None:  # noqa: ARG001  # one of the ways
    """Leave the row of the names out."""
    del cells[0]


OF_CELLS = (
    empty_column,
    same_column,
    mixed_column,
    some_cells,
    drop_column,
    repeat_column,
    swap_columns,
    rename_column,
    short_row,
    shuffle_rows,
    repeat_rows,
    drop_rows,
    add_totals,
    add_preamble,
    no_names,
)


def cut(content: bytes, chance: Random) -> bytes:
    """End somewhere."""
    return content[: chance.randrange(len(content) + 1)]


def lose_part(content: bytes, chance: Random) -> bytes:
    """Lose some bytes somewhere."""
    start = chance.randrange(len(content) + 1)
    return content[:start] + content[start + chance.randint(1, 40) :]


def put_in(content: bytes, chance: Random) -> bytes:
    """Have something more somewhere."""
    more = chance.choice([b'"', b"\x00", b"\r", b"\n\n", b"\xff\xfe", b",", b";;;", b"\t", b"\xc3", b'"\n"', b"\x1a"])
    start = chance.randrange(len(content) + 1)
    return content[:start] + more + content[start:]


def flip_bits(content: bytes, chance: Random) -> bytes:
    """Turn some bits around."""
    changed = bytearray(content)
    for _ in range(min(len(changed), 4)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def other_line_ends(content: bytes, chance: Random) -> bytes:
    """End lines otherwise."""
    return content.replace(b"\r\n", b"\n").replace(b"\n", chance.choice([b"\r\n", b"\r", b"\n\n", b"\n\r"]))


def other_delimiter(content: bytes, chance: Random) -> bytes:
    """Part the cells by something else, also inside of values."""
    return content.replace(b",", chance.choice([b";", b"\t", b"|", b"::", b" "]))


def other_encoding(content: bytes, chance: Random) -> bytes:
    """Write the same text otherwise."""
    text = content.decode("utf-8", errors="replace")
    return text.encode(chance.choice(["utf-16", "utf-16-le", "utf-8-sig", "cp1252", "utf-32"]), errors="replace")


def quote_lines(content: bytes, chance: Random) -> bytes:  # noqa: ARG001  # one of the ways
    """Put each line into quotes as a whole."""
    return b"\n".join(b'"' + line.replace(b'"', b'""') + b'"' for line in content.splitlines())


OF_BYTES = (cut, lose_part, put_in, flip_bits, other_line_ends, other_delimiter, other_encoding, quote_lines)


@dataclass(frozen=True)
class Damaged:
    """One export with one damaged file.

    Attributes
    ----------
    number : int
        Which one: with it everything can be made again.
    files : tuple of Path
        The export.
    which : int
        Place of the file that is damaged.
    seed : int
        Of the run.
    """

    number: int
    files: tuple[Path, ...]
    which: int
    seed: int

    def content(self) -> tuple[bytes, list[str]]:
        """The damaged bytes, and what was done."""
        chance = Random(f"{self.seed} {self.number}")
        content, done = _head(self.files[self.which]), []
        places = sorted(chance.choices(range(len(OF_CELLS) + len(OF_BYTES)), k=chance.randint(1, 3)))
        for place in places:  # cells first: what other bytes are may have none
            if place < len(OF_CELLS):
                content = _on_cells(content, OF_CELLS[place], chance)
            else:
                content = OF_BYTES[place - len(OF_CELLS)](content, chance)
            done.append((*OF_CELLS, *OF_BYTES)[place].__name__)
        return content, done


def _head(path: Path) -> bytes:
    lines = path.read_bytes()[:400_000].splitlines(keepends=True)
    return b"".join(lines[: LINES if b"\x00" not in lines[0] else None])


def _on_cells(content: bytes, way: Callable[[Cells, Random], None], chance: Random) -> bytes:
    text = content.decode("utf-8-sig", errors="surrogateescape")
    delimiter = max(",;\t", key=text.count)
    cells = [row for row in csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter) if row]
    if cells:
        way(cells, chance)
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(cells)
    return written.getvalue().encode("utf-8", errors="surrogateescape")


def read(damaged: Damaged) -> tuple[list[str], str, list[str]]:
    """Check or load it; gives what is wrong, what was said and what was done to the file."""
    content, done = damaged.content()
    faulthandler.dump_traceback_later(10 * SECONDS, exit=True)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for place, source in enumerate(damaged.files):
            path = Path(folder) / source.name
            path.write_bytes(content if place == damaged.which else _head(source))
            paths.append(str(path))
        command = "check" if damaged.number % LOADED else "load"
        started = time.monotonic()
        said = _told(command, *paths, "--home", f"{folder}/home")
        wrong = [*_wrong(said), *(["takes too long"] if time.monotonic() - started > SECONDS else [])]
        if wrong:
            kept = Path(tempfile.gettempdir()) / f"mutation-{damaged.seed}-{damaged.number}"
            shutil.copytree(folder, kept, dirs_exist_ok=True)
            wrong.append(f"kept in {kept}")
        said = said.replace(folder, "")
    faulthandler.cancel_dump_traceback_later()
    return wrong, said, done


def _told(*arguments: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        data_command(arguments)
    return out.getvalue() + err.getvalue()


def _wrong(said: str) -> Iterator[str]:
    if found := ENGINE.search(said):
        yield f"speaks of {found[0]!r}"
    for line in said.splitlines():
        counts = re.search(r"\s(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)$", line)
        if counts and int(counts[1]) != sum(map(int, counts.groups()[1:])):
            yield f"does not add up: {line}"


def exports(folders: Sequence[Path]) -> list[tuple[Path, ...]]:
    """What can be loaded: each folder at once where that goes, and each file that can be loaded by itself."""
    found: list[tuple[Path, ...]] = []
    for folder in folders:
        files = tuple(sorted(folder.glob("*.csv")))
        alone: list[tuple[Path, ...]] = [(file,) for file in files if _loads((file,))]
        found += ([files] if len(alone) < len(files) and _loads(files) else []) + alone
    return found


def _loads(files: tuple[Path, ...]) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            (Path(folder) / file.name).write_bytes(_head(file))
        return "quarantined" in _told("check", *(f"{folder}/{file.name}" for file in files), "--home", f"{folder}/home")


def main() -> None:
    """Damage, read, report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    all_exports = exports(options.folders)
    chance = Random(options.seed)
    damaged = []
    for number in range(options.files):
        files = all_exports[number % len(all_exports)]
        damaged.append(Damaged(number, files, chance.randrange(len(files)), options.seed))
    sentences: Counter[str] = Counter()
    count_wrong = count_taken = 0
    with Pool(2, maxtasksperchild=100) as pool:
        for each, (wrong, said, done) in zip(damaged, pool.imap(read, damaged), strict=True):
            count_taken += "quarantined" in said
            count_wrong += bool(wrong)
            if wrong:
                print(
                    f"{each.number} {each.files[each.which].name} ({', '.join(done)}): {'; '.join(wrong)}", flush=True
                )
            sentences.update({_as_kind(line) for line in said.splitlines()})
    for sentence, count in sentences.most_common():
        print(f"{count:6} {sentence}")
    print(f"{len(damaged)} files of {len(all_exports)} exports, {count_taken} taken, {count_wrong} wrong")


def _as_kind(line: str) -> str:
    """A line without what differs from file to file."""
    without = re.sub(r"^\S*\.csv:? ", "FILE: ", re.sub(r"'[^']*'|“[^”]*”", "'…'", line))
    return re.sub(r"\d[\d,.]*", "0", without)[:240]


if __name__ == "__main__":
    main()
