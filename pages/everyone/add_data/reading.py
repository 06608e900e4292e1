"""How the files of a draft are to be read: the mapping to begin with, and the one that a reader made of it."""

import json
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from pathlib import Path

from data.intake import looked as looked_files
from data.intake.currencies import CODES
from data.intake.draft import Draft
from data.intake.looked import Looked, LookedFile, Told, UnknownFile
from data.intake.mapping import MappedExport, MappedFile, Variant, fields_of

OFFSET = re.compile(r"\d:\d\d.*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$")
FILE, LEFT_OUT, RENAMED = "mapping.json", "left-out.json", "renamed.json"


def present(draft: Draft, looked: Looked) -> MappedExport:
    """The mapping as it stands: what was chosen before, else what is proposed."""
    proposed = looked.proposed or MappedExport("export", ())
    try:
        told = json.loads((draft.folder / FILE).read_text(encoding="utf-8"))
    except OSError:
        return proposed
    kept = dict(zip(told["paths"], (MappedFile(**each) for each in told["export"]["files"]), strict=True))
    files = [kept.get(each.path, file) for each, file in zip(looked.unknown, proposed.files, strict=True)]
    return MappedExport(told["export"]["name"], tuple(files), told["export"]["time_zone"])


def keep(draft: Draft, looked: Looked, mapped: MappedExport) -> None:
    """Remember the mapping of each file, so that a page that is loaded again, or a further file, goes on with it."""
    told = {"paths": [each.path for each in looked.unknown], "export": asdict(mapped)}
    (draft.folder / f"{FILE}.new").write_text(json.dumps(told), encoding="utf-8")
    (draft.folder / f"{FILE}.new").replace(draft.folder / FILE)


def left_out(draft: Draft) -> frozenset[str]:
    """The files that shall not be loaded, by their paths."""
    try:
        return frozenset(json.loads((draft.folder / LEFT_OUT).read_text(encoding="utf-8")))
    except OSError:
        return frozenset()


def leave_out(draft: Draft, path: str, *, is_left_out: bool) -> None:
    """Leave a file out, or take it in again."""
    before = left_out(draft)
    wanted = before | {path} if is_left_out else before - {path}
    if wanted != before:
        (draft.folder / LEFT_OUT).write_text(json.dumps(sorted(wanted)), encoding="utf-8")
        draft.forget_prepared()


def renamed(draft: Draft, looked: Looked) -> dict[str, dict[str, str]]:
    """Of the files that are read as the shipped kind they are near to, what its missing columns are called.

    Until somebody chooses, a file is so read where each missing column has a likely one.
    """
    try:
        kept = dict(json.loads((draft.folder / RENAMED).read_text(encoding="utf-8")))
    except OSError:
        kept = {}
    usual = {
        each.path: dict(each.near.missing) if all(each.near.missing.values()) else None
        for each in looked.unknown
        if each.near is not None
    }
    return {path: chosen for path in usual if (chosen := kept.get(path, usual[path])) is not None}


def keep_renamed(draft: Draft, looked: Looked, chosen: Mapping[str, Mapping[str, str]]) -> None:
    """Remember them; a file that is not named is mapped column by column."""
    told = {each.path: chosen.get(each.path) for each in looked.unknown}
    (draft.folder / RENAMED).write_text(json.dumps(told), encoding="utf-8")


def variants(looked: Looked, chosen: Mapping[str, Mapping[str, str]]) -> list[Variant]:
    """One variant of each shipped kind of export that files are read as."""
    found: dict[str, dict[str, str]] = {}
    for each in looked.unknown:
        if each.near is not None and each.path in chosen:
            found.setdefault(each.near.profile, {}).update({k: v for k, v in chosen[each.path].items() if v})
    return [Variant(extends, rename) for extends, rename in found.items()]


def taken(draft: Draft, looked: Looked) -> list[Path]:
    """The files to load."""
    out = left_out(draft)
    return [Path(each.path) for each in looked.files if (each.profile or each.unknown) and each.path not in out]


def slug(text: str) -> str:
    """A name as a file of its own can have it."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:60] or "export"


def with_rows(file: MappedFile, sight: UnknownFile, rows: str) -> MappedFile:
    """A file whose rows stand for something else: the likely columns of that."""
    if rows == file.rows:
        return file
    taken: set[str] = set()
    columns = {}
    for name in fields_of(rows):
        guesses = [each.column for each in sight.guesses[rows].get(name, ()) if each.column not in taken]
        if guesses:
            columns[name] = guesses[0]
            taken.add(guesses[0])
    return MappedFile(file.role, rows, columns, dates=file.dates, decimal=file.decimal)


def asked_first(file: MappedFile, sight: UnknownFile) -> tuple[list[str], list[str]]:
    """Our fields that are shown at once, because they are needed or have a likely column; and the others."""
    fields = fields_of(file.rows)
    guesses = sight.guesses[file.rows]
    first = [
        name for name, each in fields.items() if each.need == "required" or name in file.columns or guesses.get(name)
    ]
    return first, [name for name in fields if name not in first]


def evidence(file: MappedFile, kinds: Collection[str], weighed: Mapping[str, Told]) -> Told | None:
    """What the columns of some kinds of fields say of how days, or amounts, are written; None where there is none."""
    fields = fields_of(file.rows)
    named = [column for name, column in file.columns.items() if fields[name].kind in kinds and isinstance(column, str)]
    found = [weighed[column] for column in dict.fromkeys(named) if column in weighed]
    if not found:
        return None
    ways = {way for each in found for way in each.alone}
    alone = {way: sum(each.alone.get(way, 0) for each in found) for way in sorted(ways)}
    both_ways = sum(each.open for each in found)
    return Told(alone, both_ways, next((each.example for each in found if each.example), ""))


def count_with_zone(files: list[LookedFile]) -> tuple[int, int]:
    """Of the values shown of columns of days, how many carry a zone, and how many there are."""
    shown = [
        value
        for each in files
        if each.unknown is not None
        for column in each.unknown.days
        for value in each.unknown.columns.get(column, ())
    ]
    return sum(OFFSET.search(value) is not None for value in shown), len(shown)


def with_file(mapped: MappedExport, place: int, file: MappedFile) -> MappedExport:
    """The export with one of its files mapped otherwise."""
    return replace(mapped, files=(*mapped.files[:place], file, *mapped.files[place + 1 :]))


def heads(files: list[LookedFile]) -> list[str]:
    """The files to try a mapping on."""
    return [each.unknown.head for each in files if each.unknown is not None]


def currency(draft: Draft) -> str | None:
    """The currency that the files name most often; None where they name none."""
    looked = looked_files.read(draft)
    if looked is None or looked.proposed is None:
        return None
    counted: Counter[str] = Counter()
    for each, mapped in zip(looked.unknown, looked.proposed.files, strict=True):
        if "currency" in mapped.constants:
            counted[mapped.constants["currency"]] += 1
        column = mapped.columns.get("currency")
        if each.unknown is not None and isinstance(column, str):
            counted.update({label.upper(): rows for label, rows in each.unknown.labels.get(column, ())})
    return next((code for code, _ in counted.most_common() if code in CODES), None)
