"""Measures proposals for files that no profile knows: ``python -m benchmarks.proposals [FOLDER ...]``.

Files that a shipped profile knows are read as if it, and all others of its maker, did not exist: none of their names of
columns is used. A field is right when the column (or the columns, of which the first with a value counts) that the
profile reads it from is proposed first, for the kind of row that it fills. It is measured a second time without any
name that stands in the file, whoever says it, so that only likeness and values are left.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data import definitions
from data.intake import IntakeError, profiles
from data.intake.columns import Column, read_column
from data.intake.header import Header, normal
from data.intake.mapping import HASH_OF_ROW, LEAD, ROWS, fields_of
from data.intake.profiles import Fill
from data.intake.propose import proposal
from data.intake.recognise import Recognised, recognise
from data.intake.seen import Seen, is_filled, look, read
from data.intake.synonyms import is_linked, names
from data.intake.take import take
from data.intake.unpack import unpack

FOLDER = Path(__file__).parents[2] / "shared" / "data"
WANTED = 0.9
PER_ROW = "(a key made of each row)"


@dataclass
class Found:
    """What was proposed for one file.

    Attributes
    ----------
    name : str
        Of the file, with its profile.
    fields : int
        Fields that the profile fills from columns of the file.
    misses : list of str
        A line for each that is not proposed so.
    alike : int
        Of these, those whose proposed column has the same content in every row.
    """

    name: str
    fields: int = 0
    misses: list[str] = field(default_factory=list)
    alike: int = 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is right of each file, and the misses; return 1 when fewer than nine of ten are."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.proposals", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help=f"exports (default: {FOLDER})")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        given = unpack(sorted(_files(options.folders or [FOLDER])), Path(folder)).paths
        loads = list(_loads(_recognised(given)))
        status = 0
        for told, is_strict in (("without the names of its maker's profiles", False), ("without any name", True)):
            print(f"\n{told}")
            found = [each for load in loads for each in _measure(load, is_strict=is_strict)]
            share = _print(found)
            status = status or int(share < WANTED and not is_strict)
    return status


def _print(found: Sequence[Found]) -> float:
    for each in found:
        print(f"  {each.name:<74} {each.fields - len(each.misses):>3} of {each.fields}")
        for miss in each.misses:
            print(f"      {miss}")
    total = sum(each.fields for each in found)
    missed = sum(len(each.misses) for each in found)
    share = (total - missed) / total if total else 0.0
    alike = sum(each.alike for each in found)
    print(
        f"  {len(found)} files, {total - missed} of {total} fields right: {share:.1%}; as good: {alike} more",
        flush=True,
    )
    return share


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in folder.rglob("*.csv") if "_copy" not in path.parent.name)


def _recognised(paths: Iterable[Path]) -> Iterator[Recognised]:
    """Files that a shipped profile knows and reads rows from: no logs, each of whose rows tells another thing."""
    shipped, _ = profiles.load()
    for path in paths:
        try:
            file = recognise(take(path), shipped.values())
        except IntakeError:
            continue
        if _rows(file) is not None and not any(fill.keep == "first" for fill in file.kind.fills):
            yield file


def _loads(files: Iterable[Recognised]) -> Iterator[list[Recognised]]:
    """Files of one folder and one profile are one load."""
    loads: dict[tuple[Path, str], list[Recognised]] = {}
    for file in files:
        path = file.text.taken.path
        own = path if len(file.profile.files) == 1 else path.parent
        loads.setdefault((own, file.profile.name), []).append(file)
    yield from loads.values()


def _measure(load: Sequence[Recognised], *, is_strict: bool) -> Iterator[Found]:
    maker = load[0].profile.name.partition("-")[0]
    shipped, _ = profiles.load()
    without = frozenset(name for name in shipped if name.partition("-")[0] == maker)
    unsaid = frozenset(name for file in load for name in file.header.names) if is_strict else frozenset()
    seen = [look(file.text.taken) for file in load]
    proposed = proposal(seen, definitions.load(), "proposed", known=names(without, unsaid))
    for file, its, mapped in zip(load, seen, proposed.export.files, strict=True):
        rows = _rows(file)
        found = Found(f"{file.text.taken.name} ({file.profile.name} {file.kind.role})")
        for name, wanted in _wanted(file, str(rows)).items():
            found.fields += 1
            spec = mapped.columns.get(name)
            got = _told(spec, file.header) if spec is not None and mapped.rows == rows else ()
            if got != wanted:
                is_alike = bool(got) and bool(wanted) and _content(its, got) == _content(its, wanted)
                found.alike += is_alike
                told = ", ".join(got) or "nothing"
                of = "" if mapped.rows == rows else f" (taken for rows of {mapped.rows})"
                found.misses.append(
                    f"{name}: {told} instead of {', '.join(wanted)}{of}{', with the same content' if is_alike else ''}"
                )
        yield found


def _rows(file: Recognised) -> str | None:
    """What a row of a file stands for by its profile; None where a mapping cannot say what the profile says."""
    fills = [fill for fill in file.kind.fills if _is_plain(fill)]
    tables = [fill.table for fill in fills]
    if "leads" in tables:
        return LEAD
    return next((rows for table in tables for rows, own in ROWS.items() if table in own), None)


def _is_plain(fill: Fill) -> bool:
    """Whether a fill takes the same from every row: not from a log in which each row says another thing."""
    return not fill.by and not fill.only_completes and fill.table != "removals"


def _wanted(file: Recognised, rows: str) -> dict[str, tuple[str, ...]]:
    """The columns from which the profile fills each field of a kind of row."""
    found: dict[str, tuple[str, ...]] = {}
    for fill in file.kind.fills:
        if _is_plain(fill) and fill.table in ROWS[rows]:
            for name, column in fill.columns.items():
                told = _columns(column, file.header)
                if name in fields_of(rows) and told and column.how != "named" and not is_linked(fill, name):
                    found.setdefault(name, told)
    return found


def _told(spec: Any, header: Header) -> tuple[str, ...]:
    return (PER_ROW,) if spec == HASH_OF_ROW else _columns(read_column(spec), header)


def _columns(column: Column, header: Header) -> tuple[str, ...]:
    """The columns of a header that a specification reads, as the header writes them."""
    found: list[tuple[str, ...]] = []
    for part in column.parts:
        if isinstance(part, Column):
            found.append(_columns(part, header))
        elif normal(part) in header.places:
            found.append((header.names[header.places[normal(part)]].strip(),))
    found = [each for each in found if each]
    if column.how == "hash":
        return (PER_ROW,)
    if column.how in ("first", "join"):
        return tuple(name for each in found for name in each)
    return found[0] if found else ()


def _content(seen: Seen, columns: Sequence[str]) -> list[str]:
    """The values of some columns, of each row the first that is there."""
    places = [seen.header.places[normal(name)] for name in columns if normal(name) in seen.header.places]
    return [
        next((value for place in places if place < len(row) and is_filled(value := row[place].strip())), "")
        for row in read(seen.text, seen.header)
    ]


if __name__ == "__main__":
    sys.exit(main())
