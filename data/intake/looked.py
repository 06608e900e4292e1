"""What files are, before anything is loaded: those that a profile knows, and what is proposed for the others."""

import csv
import difflib
import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from data import definitions, progress
from data.connections import insert
from data.definitions import Definitions
from data.intake import IntakeError, adopt, amounts, instants, joins, own_profiles, profiles, propose, seen
from data.intake.columns import names_in
from data.intake.draft import Draft
from data.intake.header import normal
from data.intake.mapping import ROWS, MappedExport, MappedFile
from data.intake.recognise import Nearest, nearest, recognise
from data.intake.seen import Seen
from data.intake.take import take
from data.intake.unpack import unpack
from data.store import Store

FILE = "looked.json"
HEAD_RECORDS = 5_000
FORMS = ("iso", "day-first", "month-first")
GUESSED = ("stage", "outcome", "direction", "kind")  # fields of which the words are guessed, see ``propose.labels_for``
LOOKS_LIKE = 0.5  # of the cells of a column, from which on it is weighed as days, or as amounts


@dataclass(frozen=True)
class Guessed:
    """A column that may hold a field: how likely, and why."""

    column: str
    score: float
    why: str


@dataclass(frozen=True)
class Told:
    """How many values of a column read in which way only, and how many in several, with one of these."""

    alone: Mapping[str, int]
    open: int
    example: str


@dataclass(frozen=True)
class UnknownFile:
    """What a file that no profile knows looks like.

    Attributes
    ----------
    columns : mapping of str to tuple of str
        Its columns, each with three of its values.
    filled : mapping of str to float
        Share of the records looked at that have a value.
    labels : mapping of str to tuple of (str, int)
        Of columns with few values these, and how often they were met.
    rows : tuple of str
        What a row may stand for, likeliest first, see ``data.intake.mapping.ROWS``.
    guesses : mapping
        By what a row stands for, the likely columns of each field, best first.
    days, decimals : mapping of str to Told
        Evidence of the columns of days and of amounts.
    head : str
        A file with its first records, to try a mapping on.
    count : int
        Records looked at.
    is_whole : bool
        Whether these are all.
    """

    columns: Mapping[str, tuple[str, ...]]
    filled: Mapping[str, float]
    labels: Mapping[str, tuple[tuple[str, int], ...]]
    rows: tuple[str, ...]
    guesses: Mapping[str, Mapping[str, tuple[Guessed, ...]]]
    days: Mapping[str, Told]
    decimals: Mapping[str, Told]
    head: str
    count: int
    is_whole: bool


@dataclass(frozen=True)
class NearKind:
    """The shipped kind of export that a file is near to.

    Attributes
    ----------
    profile, role, describes : str
        What it would be.
    missing : mapping of str to str
        Columns that it lacks, by a name under which they are known, and the one that may be meant; "" for none.
    """

    profile: str
    role: str
    describes: str
    missing: Mapping[str, str]


@dataclass(frozen=True)
class LookedFile:
    """One file, or one sheet of a workbook.

    Attributes
    ----------
    path : str
        Where its text is.
    name : str
        What it is called.
    handed_in : str
        The file that was handed in and that it comes from.
    profile, role, describes : str
        The kind of export that knows it; "" where none does.
    refused : str
        Why it is none, or cannot be read, in a sentence.
    unknown : UnknownFile or None
        What it looks like, where it can be mapped.
    near : NearKind or None
        The shipped kind of export that it is near to.
    """

    path: str
    name: str
    handed_in: str
    profile: str = ""
    role: str = ""
    describes: str = ""
    refused: str = ""
    unknown: UnknownFile | None = None
    near: NearKind | None = None


@dataclass(frozen=True)
class Joined:
    """A column whose values are those of a column of another file: in so large a share of the rows that have one."""

    file: str
    column: str
    of_file: str
    of_column: str
    share: float


@dataclass(frozen=True)
class Looked:
    """All files of a draft, the mapping to begin with, what joins them, and what was left out of their packings."""

    files: tuple[LookedFile, ...]
    proposed: MappedExport | None = None
    joins: tuple[Joined, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def unknown(self) -> list[LookedFile]:
        """The files that must be mapped."""
        return [each for each in self.files if each.unknown is not None]


def look(draft: Draft, home: Path) -> Looked:
    """Unpack the files of a draft and say what each is; what is found is written into its folder.

    Raises
    ------
    DefinitionsError
        If the definitions of the home are wrong.
    """
    progress.tell("Opening the files")
    text = draft.definitions_text()
    meant = definitions.load(home) if text is None else definitions.parse_text(text)
    shutil.rmtree(draft.texts, ignore_errors=True)
    draft.texts.mkdir()
    known, _ = profiles.load(home)  # what the draft has of its own is still open to change
    found: list[LookedFile] = []
    looked: dict[int, Seen] = {}
    notes: list[str] = []
    handed_in = sorted(each for each in draft.files.iterdir() if each.is_file())
    for place, path in enumerate(handed_in):
        progress.tell(f"Looking at {path.name}", place / len(handed_in))
        own = draft.texts / path.name  # the same when others come: what is chosen of a file goes by its path
        own.mkdir()
        try:
            unpacked = unpack([path], own)
        except IntakeError as error:
            found.append(LookedFile(str(path), path.name, path.name, refused=str(error)))
            continue
        notes += unpacked.notes
        for each in unpacked.paths:
            file, sight = _look_at(each, path.name, known, meant, own)
            if sight is not None:
                looked[len(found)] = sight
            found.append(file)
    notes += _adopted(draft, home, [known[each.profile] for each in found if each.profile])
    name = own_profiles.free_name(home, _name_of(handed_in))
    mapped = _proposed(list(looked.values()), meant, name) if looked else None
    result = Looked(tuple(found), mapped, _joins(found, looked, mapped), tuple(notes))
    (draft.folder / f"{FILE}.new").write_text(json.dumps(asdict(result)), encoding="utf-8")
    (draft.folder / f"{FILE}.new").replace(draft.folder / FILE)
    return result


def read(draft: Draft) -> Looked | None:
    """What was found when the files of a draft were looked at; None where that was not done."""
    try:
        told = json.loads((draft.folder / FILE).read_text(encoding="utf-8"))
    except OSError:
        return None
    return Looked(
        tuple(map(_file, told["files"])),
        mapped_export(told["proposed"]),
        tuple(Joined(**each) for each in told["joins"]),
        tuple(told["notes"]),
    )


def mapped_export(told: Mapping[str, Any] | None) -> MappedExport | None:
    """A mapping from what JSON has of it."""
    if told is None:
        return None
    return MappedExport(**{**told, "files": tuple(MappedFile(**each) for each in told["files"])})


def _look_at(
    path: Path, handed_in: str, known: Mapping[str, profiles.Profile], meant: Definitions, folder: Path
) -> tuple[LookedFile, Seen | None]:
    name = path.name
    try:
        taken = take(path)
        try:
            file = recognise(taken, known.values())
        except IntakeError as refusal:
            found = nearest(taken, [each for each in known.values() if profiles.is_shipped(each)])
            if found is not None and not found.missing:
                raise  # it has all columns, and something else is wrong with it
            sight = seen.look(taken)
            unknown = _looks(sight, meant, folder / f"head {name}")
            near = _near(found, unknown) if found is not None else None
            return LookedFile(str(path), name, handed_in, refused=str(refusal), unknown=unknown, near=near), sight
    except IntakeError as error:
        return LookedFile(str(path), name, handed_in, refused=str(error)), None
    profile = file.profile
    return LookedFile(str(path), name, handed_in, profile.name, file.kind.role, profile.describes), None


def _near(found: Nearest, unknown: UnknownFile) -> NearKind:
    """The shipped kind of export that a file is near to, with what its missing columns may be called here."""
    read = {normal(name) for name in found.kind.names}
    unread = {normal(name): name for name in unknown.columns if normal(name) not in read}
    tables = {kind: set(of) for kind, of in ROWS.items()}
    proposed: dict[str, str] = {}
    for names in found.missing:
        fields = {
            (fill.table, field)
            for fill in found.kind.fills
            for field, column in fill.columns.items()
            if set(names_in(column)) & set(names)
        }
        likely = [
            each
            for kind, of in tables.items()
            for table, field in sorted(fields)
            if table in of
            for each in unknown.guesses[kind].get(field, ())
            if normal(each.column) in unread
        ]
        best = [each.column for each in sorted(likely, key=lambda each: -each.score)]
        alike = difflib.get_close_matches(normal(names[0]), list(unread), 1, 0.6)
        proposed[names[0]] = next(iter([*best, *(unread[each] for each in alike)]), "")
        unread.pop(normal(proposed[names[0]]), None)
    profile = found.profile
    return NearKind(profile.name, found.kind.role, profile.describes, proposed)


def _looks(sight: Seen, meant: Definitions, head: Path) -> UnknownFile:
    records = list(islice(seen.read(sight.text, sight.header), HEAD_RECORDS))
    with head.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([sight.header.names, *records])
    places = sight.header.places
    cells = {
        each.name: [row[places[normal(each.name)]] for row in records if len(row) > places[normal(each.name)]]
        for each in sight.columns
    }
    days, decimals = _weigh(sight, cells)
    return UnknownFile(
        columns={each.name: each.samples for each in sight.columns},
        filled={each.name: each.filled for each in sight.columns},
        labels={each.name: each.labels for each in sight.columns if each.labels},
        rows=tuple(kind for kind, _ in propose.rows_of(sight, meant)),
        guesses={
            kind: {
                name: tuple(Guessed(each.column, each.score, each.why) for each in guesses)
                for name, guesses in propose.columns_for(sight, kind, meant).items()
            }
            for kind in ROWS
        },
        days=days,
        decimals=decimals,
        head=str(head),
        count=sight.count,
        is_whole=sight.is_whole,
    )


def _weigh(sight: Seen, cells: Mapping[str, Sequence[str]]) -> tuple[dict[str, Told], dict[str, Told]]:
    """What the days and the amounts of the first records say about how they are written."""
    days, decimals = {}, {}
    with closing(duckdb.connect(config={"threads": 1})) as connection:
        for column in sight.columns:
            is_day = column.reads_as.get("instant", 0.0) >= LOOKS_LIKE
            is_amount = column.reads_as.get("amount", 0.0) >= LOOKS_LIKE
            if not (is_day or is_amount):
                continue
            connection.execute("create or replace table cells (record_no bigint, raw varchar)")
            insert(connection, "cells", [(number, text) for number, text in enumerate(cells[column.name]) if text])
            if is_day:
                plain = f"select *, {instants.plain_sql('raw')} as plain from cells"
                connection.execute(f"create or replace table dated as {plain}")
                instants.spell_out_months(connection, "dated", "plain")
                found = instants.weigh(connection, "dated", "plain", FORMS)
                days[column.name] = Told(dict(found.alone), found.open, found.example[1])
            else:
                signs = amounts.weigh(connection, "cells", "raw", None)
                told = {"point": signs.point, "comma": signs.comma}
                decimals[column.name] = Told(told, signs.open, signs.example[1])
    return days, decimals


def _adopted(draft: Draft, home: Path, used: Sequence[profiles.Profile]) -> list[str]:
    """Keep the definitions that a profile brings to a home without any; says so."""
    brought = adopt.proposal(Store(home), used)
    if brought is None:
        draft.adopted_definitions.unlink(missing_ok=True)
        return []
    draft.adopted_definitions.write_text(brought.text, encoding="utf-8")
    return [brought.sentence]


def _proposed(sights: Sequence[Seen], meant: Definitions, name: str) -> MappedExport:
    """The mapping to begin with, without what words mean: that is guessed anew where it is shown, and marked so."""
    found = propose.propose(sights, meant, name)
    bare = [replace(each, values={k: v for k, v in each.values.items() if k not in GUESSED}) for each in found.files]
    return replace(found, files=tuple(bare))


def _joins(found: Sequence[LookedFile], looked: Mapping[int, Seen], mapped: MappedExport | None) -> tuple[Joined, ...]:
    if mapped is None or len(looked) < 2:
        return ()
    names = [found[place].name for place in looked]
    files = [
        (sight, each.rows, {name: spec for name, spec in each.columns.items() if isinstance(spec, str)})
        for sight, each in zip(looked.values(), mapped.files, strict=True)
    ]
    return tuple(
        Joined(names[each.file], each.column, names[each.of_file], each.of_column, each.share)
        for each in joins.joins(files)
    )


def _name_of(handed_in: Iterable[Path]) -> str:
    """What the profile of some files is called until somebody names it: as the first of them."""
    named = (re.sub(r"[^a-z0-9]+", "-", path.name.partition(".")[0].casefold()).strip("-") for path in handed_in)
    return next((name for name in named if name), "export")


def _file(told: Mapping[str, Any]) -> LookedFile:
    near = NearKind(**told["near"]) if told["near"] else None
    return LookedFile(**{**told, "unknown": _unknown(told["unknown"]), "near": near})


def _unknown(told: Mapping[str, Any] | None) -> UnknownFile | None:
    if told is None:
        return None
    guesses = {
        kind: {name: tuple(Guessed(**each) for each in guesses) for name, guesses in of_kind.items()}
        for kind, of_kind in told["guesses"].items()
    }
    weighed = {part: {name: Told(**each) for name, each in told[part].items()} for part in ("days", "decimals")}
    labels = {name: tuple((label, rows) for label, rows in each) for name, each in told["labels"].items()}
    columns = {name: tuple(each) for name, each in told["columns"].items()}
    return UnknownFile(
        **{**told, **weighed, "guesses": guesses, "labels": labels, "columns": columns, "rows": tuple(told["rows"])}
    )
