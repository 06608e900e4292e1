"""How the files of a draft are to be read: the mapping to begin with, and the one that a reader made of it."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, replace

from data.intake import looked as looked_files
from data.intake.draft import Draft
from data.intake.looked import Looked, LookedFile, Told, UnknownFile
from data.intake.mapping import MappedExport, MappedFile, fields_of

FILE = "mapping.json"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def present(draft: Draft, looked: Looked) -> MappedExport:
    """The mapping as it stands: what was chosen before, else what is proposed."""
    try:
        told = json.loads((draft.folder / FILE).read_text(encoding="utf-8"))
        kept = looked_files.mapped_export(told)
    except OSError:
        kept = None
    wanted = len(looked.unknown)
    if kept is not None and len(kept.files) == wanted:
        return kept
    return looked.proposed or MappedExport("export", ())


def keep(draft: Draft, mapped: MappedExport) -> None:
    """Remember the mapping, so that a page that is loaded again goes on with it."""
    (draft.folder / f"{FILE}.new").write_text(json.dumps(asdict(mapped)), encoding="utf-8")
    (draft.folder / f"{FILE}.new").replace(draft.folder / FILE)


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


def evidence(columns: Mapping[str, str], weighed: Mapping[str, Told]) -> Told | None:
    """What all the mapped columns say of how days, or amounts, are written; None where there is none."""
    found = [weighed[column] for column in dict.fromkeys(columns.values()) if column in weighed]
    if not found:
        return None
    ways = {way for each in found for way in each.alone}
    alone = {way: sum(each.alone.get(way, 0) for each in found) for way in sorted(ways)}
    open_ = sum(each.open for each in found)
    return Told(alone, open_, next((each.example for each in found if each.example), ""))


def with_file(mapped: MappedExport, place: int, file: MappedFile) -> MappedExport:
    """The export with one of its files mapped otherwise."""
    return replace(mapped, files=(*mapped.files[:place], file, *mapped.files[place + 1 :]))


def heads(files: list[LookedFile]) -> list[str]:
    """The files to try a mapping on."""
    return [each.unknown.head for each in files if each.unknown is not None]
