"""The files of one import on their way: stage, read, check, write and account, in this order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import duckdb

from data import progress
from data.definitions import Definitions
from data.forgetting.register import Register
from data.intake import (
    account,
    amounts,
    checks,
    columns,
    erased,
    fill,
    gates,
    instants,
    known,
    meanings,
    several,
    upsert,
)
from data.intake.account import FileAccount, Tables
from data.intake.fields import ERASED, EXCHANGE_RATES, FURTHER_SOURCES, KEYS, TABLES, TARGET_ACCOUNTS, UNTIL
from data.intake.fill import Filled, Surroundings, Ways
from data.intake.header import Header
from data.intake.meanings import Meanings
from data.intake.profiles import Fill
from data.intake.recognise import Recognised
from data.intake.records import Staged, stage

# Leads first, because the others belong to them; what completes leads after all of them are there.
ORDER = (
    *("leads", "stage_events", "outcomes", "states", "touches", "spend", "targets"),
    *(TARGET_ACCOUNTS, EXCHANGE_RATES, "removals"),
)
UNUSED = "nothing to take from rows with"
MISSING_SHARE = 0.1  # of the leads known before: a whole export that lacks more is perhaps not whole
STAGED, CHECKED = 0.5, 0.3  # of the time that bringing files into the tables takes; the rest writes
COUNTED_WHEN_WAITING = {"stage_events": "stage entries", "outcomes": "outcomes", "states": "deals"}


@dataclass
class Work:
    """One file on its way: what it is, its temporary tables, its typed rows, and what the log will say."""

    file: Recognised
    staged: Staged
    tables: Tables
    notes: list[str]
    filled: list[Filled] = field(default_factory=list)


@dataclass(frozen=True)
class Done:
    """What an import did.

    Attributes
    ----------
    accounts : tuple of FileAccount
        What became of the records of each file.
    complete_through : datetime or None
        Instant up to which the data is complete.
    meanings : Meanings
        What its labels mean.
    stops : tuple of str
        What looks like a mistake.
    """

    accounts: tuple[FileAccount, ...]
    complete_through: datetime | None
    meanings: Meanings
    stops: tuple[str, ...]


@dataclass(frozen=True)
class _Texts:
    """The raw texts of one fill of a file."""

    fill: Fill
    table: str
    fields: tuple[str, ...]


def fill_tables(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[Recognised],
    meant: Definitions,
    load_id: int,
    recipes: Sequence[str],
    *,
    register: Register,
    whole: bool = False,
    in_part: bool = False,
    anyway: bool = False,
) -> Done:
    """Bring files into the canonical tables.

    Parameters
    ----------
    connection : DuckDBPyConnection
        In the transaction of the import.
    files : sequence of Recognised
        The files.
    meant : Definitions
        Stages and the business zone.
    load_id : int
        Number of the import.
    recipes : sequence of str
        What each file is read with, see ``known.recipe_of``.
    register : Register
        Who was erased: their rows are left out.
    whole : bool, default False
        Whether the files are the whole export, so that what they do not name is gone.
    in_part : bool, default False
        Whether they only tell what changed, so that how many rows they have says nothing.
    anyway : bool, default False
        Whether to do what looks like a mistake.

    Returns
    -------
    Done
        What came of it.

    Raises
    ------
    IntakeError
        If a file cannot be imported.
    """
    now = datetime.now(UTC)
    columns.declare_empty(connection, meant.cells.empty)
    erased.declare(connection, register)
    works = _staged(connection, files)
    for place, work in enumerate(works):
        progress.tell(f"Checking {work.file.text.taken.name}", STAGED + CHECKED * place / len(works))
        siblings = [other for other in works if other.file.profile.name == work.file.profile.name]
        lookups: dict[str, list[tuple[str, Header]]] = {}
        for other in siblings:
            lookups.setdefault(other.file.kind.role, []).append((other.tables.staged, other.file.header))
        _read(connection, work, place, Surroundings(meant, lookups))
        _check(connection, work, f"timestamptz '{now.isoformat()}'", register)
    progress.tell("Writing", STAGED + CHECKED)
    labels = meanings.read(connection, [(each, work.tables.bad) for work in works for each in work.filled], meant)
    before = {_kind(work): gates.earlier(connection, *_kind(work), load_id) for work in works}
    seen = [gates.see(connection, work.file, work.filled, before[_kind(work)]) for work in works]
    _write(connection, works, load_id, whole=whole, anyway=anyway)
    accounts = [_account(connection, work, meant, load_id) for work in works]
    stops = [
        gates.on_quarantine(connection, each, work.filled, load_id, _no_faults(work))
        for each, work in zip(accounts, works, strict=True)
    ]
    for kind, earlier in before.items():
        places = [place for place, work in enumerate(works) if _kind(work) == kind]
        if not in_part:
            stops[places[0]] += gates.on_volume([(accounts[place], seen[place]) for place in places], earlier)
    for place, work in enumerate(works):
        allowed = [sentence.removeprefix(f"{accounts[place].file}: ") for sentence in stops[place]] if anyway else []
        notes = [*work.notes, *gates.notes_on_sources(seen[place]), *allowed]
        accounts[place] = replace(accounts[place], notes=tuple(notes))
        digest = work.file.text.taken.sha256
        is_retold = not in_part and gates.is_retold(accounts[place], seen[place])
        account.write(connection, accounts[place], digest, recipes[place], is_retold, load_id)
    complete = known.complete_through(
        connection, [(work.file.profile.complete_through, work.filled) for work in works], now
    )
    return Done(tuple(accounts), complete, labels, tuple(sentence for each in stops for sentence in each))


def _staged(connection: duckdb.DuckDBPyConnection, files: Sequence[Recognised]) -> list[Work]:
    sizes = [file.text.taken.path.stat().st_size for file in files]
    works = []
    for place, file in enumerate(files):
        with progress.part(*(STAGED * sum(sizes[:until]) / sum(sizes) for until in (place, place + 1))):
            progress.tell(f"Reading {file.text.taken.name}")
            works.append(_begin(connection, file, place))
    return works


def _kind(work: Work) -> tuple[str, str]:
    """What a file is compared with: earlier files of the same profile and role."""
    return work.file.profile.name, work.file.kind.role


def _begin(connection: duckdb.DuckDBPyConnection, file: Recognised, place: int) -> Work:
    tables = Tables.create(connection, place)
    staged = stage(connection, file, tables.staged)
    real = [fill.is_purchase(each, file) for each in file.kind.fills]
    # Equal rows without an id are no two of one thing: each is in quarantine for the id that it lacks.
    cells = ", ".join(map(columns.cell, range(len(file.header.names))))
    keys = [named for each in file.kind.fills if (named := fill.own_key(each, file))]
    real += [f"({named} is null and coalesce({cells}) is not null)" for named in dict.fromkeys(keys)]
    account.find_duplicates(connection, tables, len(file.header.names), " or ".join(real) or "false")
    count = staged.count_unwrapped
    repaired = [f"{count} records stood in quotes as a whole, in one field: they are read"] if count else []
    empty = [] if staged.count_records else ["there is no row below the column names"]
    return Work(file, staged, tables, [*file.notes, *repaired, *empty])


def _read(connection: duckdb.DuckDBPyConnection, work: Work, place: int, around: Surroundings) -> None:
    """Make the typed rows of one file."""
    work.notes += known.notes_on_empty(connection, work.file, work.tables.staged)
    texts = []
    for number, each in enumerate(work.file.kind.fills):
        if fill.applicable(work.file, each):
            table = f"fill_{place}_{number}"
            fields = fill.read_texts(connection, work.file, work.tables.staged, each, table, around)
            for name in sorted({"source", "channel"} & set(fields)):
                has_others = FURTHER_SOURCES in TABLES[each.table] and FURTHER_SOURCES not in fields
                others = f"raw_{FURTHER_SOURCES}" if has_others and name == "source" else None
                told = several.keep_first(connection, table, f"raw_{name}", around.definitions, others)
                fields += (FURTHER_SOURCES,) if others else ()
                work.notes += (
                    [f"{columns.name_in(each.columns.get(name), work.file.header) or name}: {told}"] if told else []
                )
            texts.append(_Texts(each, table, fields))
            work.notes += _notes_on_several(connection, work, each, around)
    forms = _date_forms(connection, work, texts)
    decimals = _decimals(connection, work, texts)
    for part in texts:
        own = {name: f"{part.table}.{name}" for name in part.fields}
        ways = Ways(
            {name: forms[key] for name, key in own.items() if key in forms},
            {name: decimals[key] for name, key in own.items() if key in decimals},
        )
        work.filled.append(fill.type_texts(connection, work.file, part.fill, part.table, part.fields, ways, around))


def _notes_on_several(connection: duckdb.DuckDBPyConnection, work: Work, each: Fill, around: Surroundings) -> list[str]:
    """Notes on cells of which the first value counts though they have further ones."""
    notes = []
    for name, spec in each.columns.items():
        condition = columns.several(spec, work.file.header)
        if condition is not None:
            found = connection.execute(f"select count(*) from {work.tables.staged} where {condition}").fetchall()[0][0]
            if found:
                notes.append(f"{name.replace('_', ' ')}: {found} cells hold several values, the first counts")
        told = (
            fill.note_on_links(connection, work.file, work.tables.staged, each, name, around),
            fill.note_on_lists(connection, each, name, around),
        )
        notes += [note for note in told if note and note not in work.notes and note not in notes]
    return notes


def _date_forms(
    connection: duckdb.DuckDBPyConnection, work: Work, texts: Sequence[_Texts]
) -> Mapping[str, tuple[str, ...]]:
    """How the dates of each column are written, told from the whole file."""
    candidates = work.file.kind.dates
    dated = {
        f"{part.table}.{name}": (part.table, f"plain_{name}")
        for part in texts
        for name in part.fields
        if fill.is_date(part.fill, name)
    }
    if len(candidates) == 1:
        return dict.fromkeys(dated, candidates)
    evidence = {name: instants.weigh(connection, *where, candidates) for name, where in dated.items()}
    footer = [reject.record for reject in work.staged.rejects if reject.is_footer]
    if footer:
        evidence["footer"] = instants.weigh_footer(footer, candidates)
    try:
        return instants.choose(evidence, candidates)
    except instants.AmbiguousDatesError as error:
        ways = " and as ".join(map(instants.called, error.forms))
        record, text = evidence[error.column].example
        raise work.file.text.taken.refuse(
            f"has dates in the column {_names(work, texts)[error.column]!r}, such as {text!r} on line "
            f"{_line_of(connection, work, record)}, that can be read as {ways}: "
            f"say which with --dates, for example --dates {error.forms[0]}"
        ) from None


def _decimals(connection: duckdb.DuckDBPyConnection, work: Work, texts: Sequence[_Texts]) -> Mapping[str, str]:
    """Which sign parts the cents in each column of amounts, told from the whole file."""
    evidence = {
        f"{part.table}.{name}": amounts.weigh(
            connection, part.table, f"raw_{name}", "raw_currency" if "currency" in part.fields else None
        )
        for part in texts
        for name in part.fields
        if TABLES[part.fill.table][name].kind in ("amount", "rate")
    }
    if work.file.decimal is not None:
        return dict.fromkeys(evidence, work.file.decimal)
    names = _names(work, texts)
    try:
        chosen = amounts.choose(evidence, work.file.kind.decimal, work.file.header.delimiter)
    except amounts.AmbiguousAmountsError as error:
        record, text = error.seen.example
        both = ", and others with a point as well as with a comma" if error.seen.point or error.seen.comma else ""
        raise work.file.text.taken.refuse(
            f"has amounts in the column {names[error.column]!r} that can be read in two ways: {text!r} on line "
            f"{_line_of(connection, work, record)}{both}. Say what parts the cents with --decimal comma or "
            "--decimal point"
        ) from None
    for column, seen in evidence.items():
        if seen.open:
            record, text = seen.example
            note = (
                f"{names[column]}: {seen.open} amounts such as {text!r} (line {_line_of(connection, work, record)}) "
                f"are read with a decimal {chosen[column]}"
            )
            if note not in work.notes:
                work.notes.append(note)
    return chosen


def _names(work: Work, texts: Sequence[_Texts]) -> Mapping[str, str]:
    """The column in the file of each field of its fills."""
    return {
        f"{part.table}.{name}": columns.name_in(part.fill.columns.get(name), work.file.header) or name
        for part in texts
        for name in part.fields
    }


def _line_of(connection: duckdb.DuckDBPyConnection, work: Work, record: int) -> int:
    found = connection.execute(f"select line from {work.tables.staged} where record_no = {record:d}").fetchall()
    return int(found[0][0])


def _check(connection: duckdb.DuckDBPyConnection, work: Work, now: str, register: Register) -> None:
    """Put what is bad into the table of bad records, and take it out of the typed rows."""
    erased.set_aside(connection, work.filled, work.tables, register)
    for filled in work.filled:
        _remove_left_out(connection, work.tables, filled)
    if work.filled and all(filled.fill.where or filled.fill.unless for filled in work.filled):
        _set_unused_aside(connection, work)
    for filled in work.filled:
        checks.quarantine(connection, work.file, filled, work.tables.staged, work.tables.bad, now)
    for filled in work.filled:
        _remove_left_out(connection, work.tables, filled)
        _set_replaced_aside(connection, work, filled)
    for filled in work.filled:
        _remove_left_out(connection, work.tables, filled)
        work.notes += checks.warn(connection, work.file, filled, work.tables.staged, now)
        work.notes += _notes_on_periods(connection, filled)
    erased.forget_faults(connection, work.staged, work.tables, register, len(work.file.header.names))


def _notes_on_periods(connection: duckdb.DuckDBPyConnection, filled: Filled) -> list[str]:
    """Note on lines of spend that are of several days."""
    if filled.fill.table != "spend" or UNTIL not in filled.fields:
        return []
    count = connection.execute(f'select count(*) from {filled.table} where {UNTIL} > "date"').fetchall()[0][0]
    return [f"{count} rows are of several days: their spend counts on the first"] if count else []


def _set_unused_aside(connection: duckdb.DuckDBPyConnection, work: Work) -> None:
    """Rows that no fill is about are in quarantine with the values that say so, not lost."""
    used = " or ".join(f"({fill.is_used(work.file, filled.fill)})" for filled in work.filled)
    asked = sorted({column for filled in work.filled for column in (*filled.fill.where, *filled.fill.unless)})
    names = [name for name in asked if work.file.header.has_any((name,))] or asked
    about = {
        name: [each.fill for each in work.filled if name in each.fill.where or name in each.fill.unless]
        for name in names
    }
    told = {
        name: " or ".join(f"({fill.is_told(work.file, each, name)})" for each in fills) for name, fills in about.items()
    }
    for name in names:
        cell = fill.is_used_cell(work.file, name)
        # Of a row with several such columns those are named that no fill is about, or all if it is their combination.
        is_why = f"not coalesce({told[name]}, false) or ({' and '.join(f'({each})' for each in told.values())})"
        connection.execute(
            f"insert into {work.tables.bad} select record_no, $name, {cell}, "
            f"'{UNUSED} ' || $name || ' ' || coalesce({cell}, '(empty)') "
            f"from {work.tables.staged} where not coalesce({used}, false) and ({is_why})",
            {"name": name},
        )


def _remove_left_out(connection: duckdb.DuckDBPyConnection, tables: Tables, filled: Filled) -> None:
    connection.execute(
        f"delete from {filled.table} where record_no in "
        f"(select record_no from {tables.bad} union all select record_no from {tables.duplicate})"
    )


def _set_replaced_aside(connection: duckdb.DuckDBPyConnection, work: Work, filled: Filled) -> None:
    """Of several different rows with one id the latest counts, by its own time of change, else by order.

    Where the others are the versions of a record they are no faults: a fill that keeps changes reads them.
    """
    if filled.fill.table not in KEYS or filled.fill.keep or filled.fill.only_completes:
        return
    keys = KEYS[filled.fill.table]
    listed = ", ".join(f'rows."{key}"' for key in keys)
    latest = f"(partition by {listed} order by rows.changed_at desc nulls last, rows.record_no desc)"
    for versions in (each for each in work.filled if each.fill.keep == "changes"):
        connection.execute(
            f"delete from {filled.table} where record_no in (select record_no from {versions.table}) and record_no in "
            f"(select record_no from {filled.table} as rows qualify row_number() over {latest} > 1)"
        )
    connection.execute(
        f"insert into {work.tables.bad} select rows.record_no, $name, rows.raw_{keys[0]}, "
        f"'replaced by a later row with the same {keys[0].replace('_', ' ')}' "
        f"from {filled.table} as rows join {work.tables.staged} as staged using (record_no) "
        f"where rows.record_no not in (select record_no from {work.tables.bad}) "
        f"qualify row_number() over {latest} > 1",
        {"name": checks.column_name(work.file, filled, keys[0])},
    )


def _write(
    connection: duckdb.DuckDBPyConnection, works: Sequence[Work], load_id: int, *, whole: bool, anyway: bool
) -> None:
    steps = [(work, filled) for work in works for filled in work.filled]
    steps.sort(key=lambda step: (ORDER.index(step[1].fill.table), step[1].fill.only_completes))
    for work, filled in steps:
        rows = upsert.unique_rows(connection, filled)
        work.notes += upsert.write(connection, filled, rows, load_id, work.tables.touched, work.file.profile.name)
        if filled.fill.keep in ("first", "last"):
            upsert.touch_all_of_key(connection, filled, work.tables.touched)
        work.notes += _notes_on_unknown_leads(connection, filled, rows)
    alive = [
        (work, filled) for work, filled in steps if filled.fill.table == "leads" and not filled.fill.only_completes
    ]
    for profile in dict.fromkeys(work.file.profile.name for work, _ in alive if whole or work.file.kind.is_whole):
        _remove_missing(
            connection, profile, [each for each in alive if each[0].file.profile.name == profile], load_id, anyway
        )
    removed = upsert.remove_deleted(connection, [filled.table for _, filled in alive], load_id)
    if removed and alive:
        alive[0][0].notes.append(f"{removed} leads are deleted or merged there: they are put aside")


def _remove_missing(
    connection: duckdb.DuckDBPyConnection,
    profile: str,
    brought: Sequence[tuple[Work, Filled]],
    load_id: int,
    anyway: bool,
) -> None:
    """What a whole export no longer names is gone; that much of it is gone asks for a word."""
    tables = [filled.table for _, filled in brought]
    missing, known_before = upsert.count_missing(connection, profile, tables)
    if missing > MISSING_SHARE * known_before and not anyway:
        raise brought[0][0].file.text.taken.refuse(
            f"does not name {missing} of the {known_before} leads of {profile} that are known: as the whole export it "
            "would take them away. Load it without --whole, or with --anyway if they are gone"
        )
    if missing:
        upsert.remove_missing(connection, profile, tables, load_id)


def _notes_on_unknown_leads(connection: duckdb.DuckDBPyConnection, filled: Filled, rows: str) -> list[str]:
    if filled.fill.table == "touches":
        return known.notes_on_waiting_touches(connection, rows, filled)
    waiting = COUNTED_WHEN_WAITING.get(filled.fill.table)
    if waiting is None and not filled.fill.only_completes:
        return []
    count = upsert.count_unknown_leads(connection, rows)
    fate = "they wait for it" if waiting else "they add nothing"
    return [f"{count} {waiting or 'rows'} name a lead that is not known: {fate}"] if count else []


def _no_faults(work: Work) -> tuple[str, ...]:
    """Beginnings of reasons that are none: who was erased, activities that their CRM links to nobody, notes."""
    return (ERASED, *((checks.NOBODYS, UNUSED) if fill.is_linked(work.file) else ()))


def _account(connection: duckdb.DuckDBPyConnection, work: Work, meant: Definitions, load_id: int) -> FileAccount:
    work.notes += meanings.notes_without_source(work.filled)
    work.notes += known.notes_on_labels(connection, work.filled, meant)
    work.notes += known.notes_on_spellings(connection, work.filled)
    work.notes += known.notes_on_days(connection, work.filled)
    work.notes += known.notes_on_outcomes(connection, work.filled)
    work.notes += known.notes_on_currencies(connection, work.filled, meant)
    work.notes += known.notes_on_target_accounts(connection, work.filled)
    result = account.account(connection, work.file, work.staged, work.tables, load_id)
    if work.filled and result.count_rows and result.count_rows == result.count_quarantined:
        reason, count = result.reasons[0]
        if reason.startswith(_no_faults(work)):
            return result
        raise work.file.text.taken.refuse(
            f"would give no row at all: {count} of {result.count_rows} rows have the same fault ("
            f"{account.example(connection, result, reason, load_id)})"
        )
    return result
