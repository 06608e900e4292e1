"""A proposal as text, and as the profile that one starts from."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import tomlkit

from data.definitions import Definitions
from data.intake import IntakeError, own_profiles, profiles
from data.intake.drafted import BY_HASH
from data.intake.joins import Join
from data.intake.labels import labels_for
from data.intake.mapping import (
    HASH_OF_ROW,
    LEAD,
    OUTCOME,
    STAGE,
    TOUCH,
    MappedExport,
    MappedFile,
    as_profile,
    fields_of,
    needed,
)
from data.intake.propose import NOUNS, Proposal
from data.intake.seen import Seen, SeenColumn
from data.intake.synonyms import folded
from data.intake.telling import table
from data.terminal import plain

SAMPLE_CHARACTERS, NAME_CHARACTERS, LABELS_SHOWN, COLUMNS_SHOWN = 24, 40, 12, 12
READ_AS = {"instant": "instant", "day": "instant", "month": "month", "amount": "amount", "integer": "integer"}
SINGULAR = {"leads": "a lead", "stages": "an entry of a lead into a stage", "outcomes": "the end of a lead"} | {
    "touches": "a touch",
    "spend": "a line of spend",
    "targets": "a target",
    "target accounts": "an account that is wanted",
    "exchange rates": "an exchange rate",
}


def name_for(path: Path) -> str:
    """The name of a profile for a file: its own, in plain small letters and digits.

    >>> name_for(Path("Vorgänge 2026.xlsx"))
    'vorgange-2026'
    """
    plain_name = folded(path.name.split(".")[0].casefold())
    return re.sub(r"[^a-z0-9]+", "-", plain_name).strip("-")[:NAME_CHARACTERS] or "mine"


def told(proposal: Proposal, files: Sequence[Seen], meant: Definitions) -> str:
    """A proposal as text: a table of each file, what its labels are taken for, and how the files belong together."""
    parts = [
        "\n".join([*_of_file(files[place], mapped, proposal, place), *_channels(files[place], mapped, meant)])
        for place, mapped in enumerate(proposal.export.files)
    ]
    joined = [plain(_of_join(each, files)) for each in proposal.joins]
    return "\n\n".join([*parts, *(["\n".join(joined)] if joined else []), *_warnings(proposal, files)])


def missing(mapped: MappedFile) -> list[str]:
    """The fields without which a file gives nothing and that no column or constant of it fills."""
    given = {*mapped.columns, *mapped.constants}
    found = [name for name in needed(mapped.rows) if name not in given]
    if mapped.rows == TOUCH and not {"lead_id", "contact_id"} & given:
        found.append("lead_id or contact_id")
    return found


def save(export: MappedExport, home: Path) -> Path:
    """Write a mapping as a profile into a home; gives the file.

    Raises
    ------
    IntakeError
        If something is missing without which a file gives nothing.
    ProfileError
        If a profile has this name already, or nothing can have it.
    """
    for mapped in export.files:
        if lacking := missing(mapped):
            raise IntakeError(
                f"Nothing was saved: in {mapped.role} no column was found for {' and '.join(lacking)}. Rename the "
                "column that holds it to this name and propose again."
            )
    values = as_profile(export)
    profiles.parse(values)
    return own_profiles.add(home, export.name, tomlkit.dumps(values))


def _of_file(seen: Seen, mapped: MappedFile, proposal: Proposal, place: int) -> Iterator[str]:
    likely = dict(proposal.kinds[place])[mapped.rows]
    others = [f"{NOUNS[rows]} {share:.0%}" for rows, share in proposal.kinds[place] if rows != mapped.rows][:1]
    where = f", column names on record {seen.header.position + 1}" if seen.header.position else ""
    looked = f"{seen.count:,} rows{'' if seen.is_whole else ', the first ones'} looked at{where}"
    yield plain(
        f"{seen.text.taken.name}: a row is {SINGULAR[NOUNS[mapped.rows]]} ({likely:.0%}; {others[0]}); {looked}"
    )
    by_name = {column.name: column for column in seen.columns}
    rows = []
    for field, guesses in proposal.guesses[place].items():
        column = by_name[guesses[0].column]
        spec = mapped.columns[field]
        shown = " / ".join(spec["first"]) if isinstance(spec, dict) and "first" in spec else column.name
        samples = ", ".join(_cut(sample) for sample in column.samples)
        shares = (f"{column.filled:.0%}", _readable(mapped, field, column))
        rows.append((field, shown, guesses[0].why, samples, *shares))
    yield table(("field", "column", "by", "samples", "filled", "readable"), rows, 4)
    if mapped.columns.get("lead_id") == HASH_OF_ROW:
        yield f"lead_id: {BY_HASH}"
    yield from (plain(f"{field}: {text} for every row without one") for field, text in mapped.constants.items())
    for field, labels in mapped.values.items():
        yield plain(f"{field}: {_listed([f'{label} = {meaning}' for label, meaning in labels.items()])}")
    used = {guesses[0].column for guesses in proposal.guesses[place].values()}
    if left := [column.name for column in seen.columns if column.name not in used]:
        yield plain(f"not read: {', '.join(left[:COLUMNS_SHOWN])}{_more(left, COLUMNS_SHOWN)}")
    if lacking := missing(mapped):
        yield f"no column for {' and '.join(lacking)}: without it the file gives nothing"


def _channels(seen: Seen, mapped: MappedFile, meant: Definitions) -> Iterator[str]:
    """Channels that sources without one may be of: the definitions say that, and no profile."""
    column = next((each for each in seen.columns if each.name == mapped.columns.get("source")), None)
    labels = [label for label, _ in column.labels if meant.channel_of(label) is None] if column is not None else []
    found = [f"{label} = {channel}" for label, channel in labels_for("source", labels, meant).items() if channel]
    if found:
        yield plain(f"channels that these sources may be of, to be added to the definitions: {_listed(found)}")


def _readable(mapped: MappedFile, field: str, column: SeenColumn) -> str:
    look = READ_AS.get(fields_of(mapped.rows)[field].kind)
    if look is None or not column.distinct:
        return ""
    return f"{max(column.reads_as[look], column.reads_as['milliseconds'] if look == 'instant' else 0):.0%}"


def _of_join(join: Join, files: Sequence[Seen]) -> str:
    one, other = files[join.file].text.taken.name, files[join.of_file].text.taken.name
    return (
        f"{join.share:.0%} of {join.rows:,} rows of {one} find their lead in {other}: {join.column!r} is its "
        f"{join.of_column!r}"
    )


def _warnings(proposal: Proposal, files: Sequence[Seen]) -> list[str]:
    """On people that would count twice, and on touches and the like that find no lead."""
    joined = {join.file for join in proposal.joins}
    has_leads = any(mapped.rows == LEAD for mapped in proposal.export.files)
    lonely = [
        place
        for place, mapped in enumerate(proposal.export.files)
        if has_leads and mapped.rows in (STAGE, OUTCOME, TOUCH) and place not in joined
    ]
    name = [seen.text.taken.name for seen in files]
    return [
        *(
            plain(f"{name[place]} has the contacts of {name[of_place]}: loaded both as leads, people count twice.")
            for place, of_place in proposal.twice
        ),
        *(
            plain(f"{name[place]}: no column was found by which its rows find a lead of the others.")
            for place in lonely
        ),
    ]


def _listed(texts: Sequence[str]) -> str:
    return f"{', '.join(texts[:LABELS_SHOWN])}{_more(texts, LABELS_SHOWN)}"


def _more(texts: Sequence[str], shown: int) -> str:
    return f" and {len(texts) - shown} more" if len(texts) > shown else ""


def _cut(text: str) -> str:
    return text if len(text) <= SAMPLE_CHARACTERS else f"{text[:SAMPLE_CHARACTERS]}…"
