"""What is known already or still missing: files loaded before, labels without a meaning, touches that wait."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data import dimensions
from data.definitions import Definitions
from data.intake import columns
from data.intake.fields import CHANGED_AT, OUTCOMES, TARGET_ACCOUNTS
from data.intake.fill import Filled
from data.intake.header import normal
from data.intake.profiles import Profile
from data.intake.recognise import Recognised

NAMES_SHOWN = 5
WITHOUT_DAY = "counted while no lead has one, left out once others do (created_at)"


@dataclass(frozen=True)
class Before:
    """That files were loaded before.

    Attributes
    ----------
    told : str
        When and as what.
    is_same : bool
        Whether they were read with what they are read with now.
    is_latest : bool
        Whether nothing was loaded after them.
    """

    told: str
    is_same: bool
    is_latest: bool


def recipe_of(profile: Profile, meant: Definitions, choices: Iterable[str | None]) -> str:
    """What a file is read with, in digests: its profile, what of the definitions counts at a load, and the choices.

    The same file read with the same is the same rows.
    """
    counting = (meant.currency, meant.time_zone, meant.stages, meant.closings, meant.cells)
    # Channels apply whenever the marts are built: they stand last, where only another load looks at them.
    parts = (repr(profile), repr(counting), repr(tuple(choices)), repr(meant.channels))
    return " ".join(hashlib.blake2b(part.encode(), digest_size=8).hexdigest() for part in parts)


def loaded_before(generation: Path | None, recipes: Mapping[str, str]) -> Before | None:
    """Whether all of the files were loaded before, by their digests; None where one was not."""
    if generation is None or not recipes:
        return None
    with closing(duckdb.connect(str(generation), read_only=True)) as connection:
        columns = connection.execute("select * from intake.files limit 0").description
        recipe = "recipe" if "recipe" in [name for name, *_ in columns] else "null"  # from before there were any
        found = connection.execute(
            f"select sha256, load_id, epoch_us(loaded_at), {recipe}, (select max(load_id) from intake.files) "
            "from intake.files join intake.loads using (load_id) where list_contains($digests, sha256) "
            "qualify row_number() over (partition by sha256 order by load_id desc) = 1 order by load_id",
            {"digests": list(recipes)},
        ).fetchall()
    if len(found) < len(recipes):
        return None
    loads = dict.fromkeys((at, load_id) for _, load_id, at, *_ in found)
    told = " and ".join(
        f"on {datetime.fromtimestamp(at / 1e6, UTC):%Y-%m-%d %H:%M} UTC as load #{n}" for at, n in loads
    )
    return Before(
        told,
        all(recipes[digest] == then for digest, _, _, then, _ in found),
        all(load_id == latest for _, load_id, _, _, latest in found),
    )


def forget_states(connection: duckdb.DuckDBPyConnection, recipes: Mapping[str, str]) -> None:
    """Take back the stages and outcomes of loads of which every file is read anew, and one of them otherwise.

    Values are replaced by what is read anew; a stage that was read wrongly would stay beside the right one.
    """
    told = ", ".join(f"'{digest}': '{recipe}'" for digest, recipe in recipes.items())
    loads = (
        f"select load_id from (select *, map {{{told}}}[sha256] as recipe_now from intake.files) group by load_id "
        "having bool_and(recipe_now is not null) and bool_or(recipe_now is distinct from recipe)"
    )
    connection.execute(f"delete from canonical.stage_events where load_id in ({loads})")
    # Of several outcomes of a lead the one told last counts, which is that of the file read anew.
    connection.execute(
        f"delete from canonical.outcomes where load_id in ({loads}) and lead_id not in "
        "(select lead_id from canonical.outcomes group by lead_id having count(*) > 1)"
    )


def read_otherwise(connection: duckdb.DuckDBPyConnection, recipes: Mapping[str, str]) -> list[str]:
    """Names of the files that were loaded with another profile or other definitions than these, by profile."""
    found = connection.execute(
        "select file, profile, recipe from intake.files join intake.loads using (load_id) where not is_sample "
        "qualify row_number() over (partition by sha256 order by load_id desc) = 1 order by load_id, file"
    ).fetchall()
    return list(
        dict.fromkeys(
            file for file, profile, then in found if (then or "").split()[:2] != recipes.get(profile, "").split()[:2]
        )
    )


def state_of(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """A digest of all that loads leave, but for which load did: where it stays, a load has changed nothing."""
    tables = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where schema_name = 'canonical' "
        "or (schema_name = 'intake' and table_name in ('removals', 'removed_leads')) order by 1"
    ).fetchall()
    digest = (
        "select count(*), bit_xor(hash(given)), sum(hash(given)::hugeint) "
        "from (select * exclude (load_id) from {}) as given"
    )
    return [connection.execute(digest.format(table)).fetchall()[0] for (table,) in tables]


def notes_on_empty(connection: duckdb.DuckDBPyConnection, file: Recognised, staged: str) -> list[str]:
    """Note on texts that stand for an empty cell, in the columns that are read."""
    read = {normal(name) for name in file.kind.names}
    places = [place for name, place in file.header.places.items() if name in read]
    if not places:
        return []
    stands = {place: f"{columns.cell(place)} is null and {columns.written(place)} <> ''" for place in places}
    counts = ", ".join(f"count(*) filter (where {condition})" for condition in stands.values())
    found = []
    for place, count in zip(places, connection.execute(f"select {counts} from {staged}").fetchall()[0], strict=True):
        if count:
            texts = connection.execute(
                f"select {columns.written(place)} from {staged} where {stands[place]} "
                "group by 1 order by count(*) desc, 1"
            ).fetchall()
            shown = ", ".join(repr(text) for (text,) in texts[:NAMES_SHOWN])
            found.append(f"{file.header.names[place].strip()} {count} ({shown})")
    return [f"read as empty: {', '.join(found)}"] if found else []


def notes_on_labels(
    connection: duckdb.DuckDBPyConnection, filled: Iterable[Filled], definitions: Definitions
) -> list[str]:
    """Notes on stage labels that mean no stage: they are kept, and counted nowhere until they are mapped."""
    names = {stage.name for stage in definitions.stages}
    notes = []
    for each in filled:
        if each.fill.table in ("stage_events", "states"):
            labels = connection.execute(
                f"select stage, count(*) from {each.table} where stage is not null group by stage order by 2 desc, 1"
            ).fetchall()
            unmapped = [
                f"{label!r} ({count})"
                for label, count in labels
                if label not in names and definitions.closing_of(label) is None
            ]
            if unmapped:
                more = f" and {len(unmapped) - NAMES_SHOWN} more" if len(unmapped) > NAMES_SHOWN else ""
                notes.append(f"stage labels that mean no stage: {', '.join(unmapped[:NAMES_SHOWN])}{more}")
    return notes


def notes_on_spellings(connection: duckdb.DuckDBPyConnection, filled: Iterable[Filled]) -> list[str]:
    """Notes on names that are written in several ways: they count as one, see the model ``meta/spellings``."""
    notes = []
    for each in filled:
        names = [name for name in dimensions.RECORDED if name in each.fields] if each.fill.table == "leads" else []
        for name in names:
            found = connection.execute(
                f"""
                select list(distinct "{name}" order by "{name}") as spellings from {each.table}
                where "{name}" is not null
                group by lower(nfc_normalize(regexp_replace("{name}", '[\\s\\x{{a0}}]+', ' ', 'g')))
                having count(distinct "{name}") > 1
                order by count(*) desc, 1
                """
            ).fetchall()
            if found:
                shown = ", ".join(map(repr, found[0][0][:NAMES_SHOWN]))
                count = f"{len(found)} {'name is' if len(found) == 1 else 'names are'} written in several ways"
                notes.append(f"{name}: {count}, such as {shown}: the most frequent one is shown for all")
    return notes


def notes_on_days(connection: duckdb.DuckDBPyConnection, filled: Iterable[Filled]) -> list[str]:
    """Notes on leads of which no day is known, now that all files are in."""
    notes = []
    for each in filled:
        if each.fill.table == "leads":
            count = connection.execute(
                f"select count(distinct lead_id) from {each.table} join canonical.leads using (lead_id) "
                "where leads.created_at is null"
            ).fetchall()[0][0]
            if count:
                notes.append(f"{count} {'lead has' if count == 1 else 'leads have'} no day: {WITHOUT_DAY}")
    return notes


def notes_on_outcomes(connection: duckdb.DuckDBPyConnection, filled: Iterable[Filled]) -> list[str]:
    """Notes on wins without a date, and on reasons of deals that are not lost.

    Where no lead of the file has a day of its own, it goes without saying that wins have none.
    """
    notes = []
    for each in filled:
        if each.fill.table not in ("outcomes", "states"):
            continue
        undated, reasons = connection.execute(
            "select count(*) filter (outcome = 'won' and closed_at is null), "
            f"count(*) filter (reason is not null and outcome not in ('lost', 'disqualified')) from {each.table}"
        ).fetchall()[0]
        if undated:
            notes.append(f"{undated} won deals have no closing date: they count as won and in no duration")
        if each.fill.table == "states":
            notes += _notes_on_closings(connection, each)
        if reasons and each.fill.table == "states":
            notes.append(f"{reasons} deals that are not lost have a reason for it: left out")
    return notes


def _notes_on_closings(connection: duckdb.DuckDBPyConnection, states: Filled) -> list[str]:
    """How many deals are closed by a flag of the CRM, and how many by which label."""
    if "outcome" in states.fields:
        return []
    is_flagged = " or ".join(f"{flag} is not null" for flag in ("is_won", "is_closed"))
    counts = connection.execute(
        f"select ({is_flagged}) as is_flagged, raw_stage, outcome, count(*) from {states.table} "
        "where outcome <> 'open' group by all order by 4 desc, 2"
    ).fetchall()
    flagged = [
        f"{sum(times for by, _, ended, times in counts if by and ended == name)} {name}" for name in OUTCOMES[:3]
    ]
    labels = [f"{label!r} {ended} ({times})" for by, label, ended, times in counts if not by]
    more = f" and {len(labels) - NAMES_SHOWN} more" if len(labels) > NAMES_SHOWN else ""
    notes = []
    if any(by for by, *_ in counts):
        notes.append(f"closed by its own flags: {', '.join(each for each in flagged if not each.startswith('0 '))}")
    if labels:
        notes.append(f"closed by its label: {', '.join(labels[:NAMES_SHOWN])}{more}")
    return notes


def notes_on_currencies(
    connection: duckdb.DuckDBPyConnection, filled: Iterable[Filled], definitions: Definitions
) -> list[str]:
    """Note on amounts in other currencies than the business's own."""
    notes = []
    for each in filled:
        if each.fill.table in ("leads", "spend") and {"amount", "currency"} <= {*each.fields}:
            found = connection.execute(
                f"select currency, count(*) from {each.table} where currency <> $own and amount is not null "
                "group by currency order by 2 desc, 1",
                {"own": definitions.currency},
            ).fetchall()
            total = sum(count for _, count in found)
            if total:
                shown = ", ".join(f"{currency} {count}" for currency, count in found[:NAMES_SHOWN])
                more = f" and {len(found) - NAMES_SHOWN} more" if len(found) > NAMES_SHOWN else ""
                what, its = ("amount", "its") if total == 1 else ("amounts", "their")
                fate = f"in sums where a rate of {its} day is loaded"
                notes.append(f"{total} {what} in another currency ({shown}{more}): {fate}")
    return notes


def notes_on_target_accounts(connection: duckdb.DuckDBPyConnection, filled: Iterable[Filled]) -> list[str]:
    """Note on accounts of the whole list that no lead names yet, where a file adds to the list."""
    if not any(each.fill.table == TARGET_ACCOUNTS for each in filled):
        return []
    wanted, without = connection.execute(
        "select count(*), count_if(account_id not in "
        "(select account_id from canonical.leads where account_id is not null)) "
        "from canonical.target_accounts where lower(coalesce(tier, '')) <> 'off'"
    ).fetchall()[0]
    return [f"{without} of {wanted} target accounts have no lead yet"] if without else []


def notes_on_waiting_touches(connection: duckdb.DuckDBPyConnection, rows: str, filled: Filled) -> list[str]:
    """Note on touches whose lead or contact is not known yet: they are kept and wait."""
    # A touch may name a lead, a contact or both; it waits when none of them is known. What is merged is known.
    merged = {"lead_id": " union all select lead_id from intake.removals where into_lead_id is not null"}
    missing = [
        f"not coalesce({field} in (select {field} from canonical.leads where {field} is not null"
        f"{merged.get(field, '')}), false)"
        for field in ("lead_id", "contact_id")
        if field in filled.fields
    ]
    count = connection.execute(f"select count(*) from {rows} where {' and '.join(missing)}").fetchall()[0][0]
    return [f"{count} touches name a lead that is not known: they wait for it"] if count else []


def complete_through(
    connection: duckdb.DuckDBPyConnection,
    files: Iterable[tuple[tuple[str, ...], Sequence[Filled]]],
    now: datetime,
) -> datetime | None:
    """Instant up to which the imported data is complete: the latest that counts, never later than now.

    People type closing days, also days to come: they count where the file has no time of change, and up to now.
    """
    latest = []
    for fields, filled in files:
        for each in filled:
            table = "stage_events" if each.fill.table == "states" else each.fill.table
            for name in (field.partition(".")[2] for field in fields if field.startswith(f"{table}.")):
                if name != "closed_at":
                    latest += _latest(connection, each, name, now)
            if CHANGED_AT in each.fields:
                latest += _latest(connection, each, CHANGED_AT, now)
            elif each.fill.table in ("states", "outcomes") and "outcomes.closed_at" in fields:
                latest += _latest(connection, each, "closed_at", now)
    return max(latest, default=None)


def _latest(connection: duckdb.DuckDBPyConnection, filled: Filled, field: str, now: datetime) -> list[datetime]:
    if field not in filled.fields:
        return []
    closed = "and outcome <> 'open'" if field == "closed_at" else ""
    found = connection.execute(
        f'select epoch_us(max("{field}")) from {filled.table} where "{field}" <= $now {closed}', {"now": now}
    ).fetchall()[0][0]
    return [] if found is None else [datetime.fromtimestamp(found / 1e6, UTC)]
