"""What looks like a mistake in a file as a whole stops a load, unless one says that it is meant.

Files differ by nature: one export is the whole list every time, another brings what is new or changed. Only a file that
tells mostly what was known already, and unchanged, is held against the last such file: it looks like the whole list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from data.intake import IntakeError
from data.intake.account import FileAccount, example
from data.intake.fields import CHANGED_AT, ERASED, KEYS, STATES
from data.intake.fill import Filled
from data.intake.recognise import Recognised

ROWS_AT_LEAST = 20  # a file of fewer rows, or one held against a file of fewer, says nothing by its size
QUARANTINED_SHARE = 0.1
FEWER_SHARE = 0.6
MORE_TIMES = 10
RETOLD_SHARE = 0.5  # of the rows, from which on a file looks like the whole list
SOURCE_SHARE = 0.05  # of the leads, from which on a source is missed
SOURCE_EXPECTED = 10  # leads of a source in a file of what is new, from which on it is missed there
SOURCES_SHOWN = 3
WAY_OUT = "load it with --anyway"
# What is set aside by a rule and not for a fault: other kinds of rows, and lines that are no records.
NO_FAULT = ("nothing to take from rows with ", "looks like a totals row", "looks like the footer", ERASED)
REPLACED = "replaced by a later row"  # no fault where rows tell which of them is later
SPELLING = "lower(regexp_replace(source, '[\\W_]+', ' ', 'g'))"


class MistakeError(IntakeError):
    """A load looks like a mistake; each sentence says which, and the way out."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


def demand_none(stops: Sequence[str]) -> None:
    """Go on only where nothing looks like a mistake.

    Raises
    ------
    MistakeError
        With all that does.
    """
    if stops:
        raise MistakeError(stops)


@dataclass(frozen=True)
class Earlier:
    """Earlier loads of one kind of file.

    Attributes
    ----------
    count_most : int
        Rows of the largest of them.
    count_whole, file, load_id
        Rows of the last one that looks like the whole list, its file and its number; the first load counts as such.
    last_load_id : int
        Number of the last load.
    """

    count_most: int
    count_whole: int
    file: str
    load_id: int
    last_load_id: int


@dataclass(frozen=True)
class Seen:
    """What a file is beside what is known, looked at before it is written.

    Attributes
    ----------
    count_known : int
        Rows whose id is known, and which were not changed since by their own account.
    is_new : bool
        Whether it was never loaded before: one that was has been accepted.
    vanished : tuple of (str, int, int)
        Sources that it should name and does not: so many of so many leads known.
    unusual : tuple of str
        Of a file of what is new, the sources that the last one had; for a note.
    """

    count_known: int
    is_new: bool
    vanished: tuple[tuple[str, int, int], ...] = ()
    unusual: tuple[str, ...] = ()


def earlier(connection: duckdb.DuckDBPyConnection, profile: str, role: str, load_id: int) -> Earlier | None:
    """What was loaded before of a kind of file; None where nothing was."""
    found = connection.execute(
        """
        with loaded as (
            select
                load_id,
                string_agg(file, ' and ' order by file) as file,
                sum(count_rows)::bigint as count_rows,
                bool_or(coalesce(is_retold, false)) or load_id = min(load_id) over () as is_whole
            from intake.files
            where profile = $profile and role = $role and load_id < $load_id
            group by load_id
        )
        select
            max(count_rows),
            max_by(count_rows, load_id) filter (where is_whole),
            max_by(file, load_id) filter (where is_whole),
            max(load_id) filter (where is_whole),
            max(load_id)
        from loaded
        """,
        {"profile": profile, "role": role, "load_id": load_id},
    ).fetchall()[0]
    return None if found[0] is None else Earlier(*found)


def see(
    connection: duckdb.DuckDBPyConnection, file: Recognised, filled: Sequence[Filled], before: Earlier | None
) -> Seen:
    """Look at the good rows of a file beside what is known."""
    digest = file.text.taken.sha256
    times = connection.execute("select count(*) from intake.files where sha256 = $digest", {"digest": digest})
    is_new = times.fetchall() == [(0,)]
    told = next((each for each in filled if each.fill.table in KEYS and each.fill.table != STATES), None)
    if told is None or before is None:
        return Seen(0, is_new)
    keys = " and ".join(f'known."{key}" = given."{key}"' for key in KEYS[told.fill.table])
    table = "intake.removals" if told.fill.table == "removals" else f"canonical.{told.fill.table}"
    newer = f"given.{CHANGED_AT} > known.{CHANGED_AT}" if table.startswith("canonical.") else "false"
    count_known = connection.execute(
        f"select count(distinct given.record_no) from {told.table} as given join {table} as known on {keys} "
        f"where not coalesce({newer}, false)"
    ).fetchall()[0][0]
    if told.fill.table != "leads" or "source" not in told.fields:
        return Seen(count_known, is_new)
    rows = connection.execute(f"select count(*) from {told.table}").fetchall()[0][0]
    if count_known >= RETOLD_SHARE * rows:
        return Seen(count_known, is_new, vanished=_vanished(connection, file.profile.name, told))
    return Seen(count_known, is_new, unusual=_unusual(connection, file.profile.name, told, before, rows))


def is_retold(account: FileAccount, seen: Seen) -> bool:
    """Whether most of the rows of a file tell what was known: it looks like the whole list."""
    good = account.count_imported + account.count_unchanged
    return good > 0 and min(seen.count_known, account.count_unchanged) >= RETOLD_SHARE * good


def on_quarantine(
    connection: duckdb.DuckDBPyConnection,
    account: FileAccount,
    filled: Iterable[Filled],
    load_id: int,
    no_faults: tuple[str, ...] = (),
) -> list[str]:
    """Stop where a tenth of the rows of a file has a fault; ``no_faults`` begin reasons that are none in this file."""
    by_rule = (*NO_FAULT, *no_faults, *([REPLACED] if any(CHANGED_AT in each.fields for each in filled) else []))
    faults = [(reason, times) for reason, times in account.reasons if not reason.startswith(by_rule)]
    count = account.count_quarantined - sum(times for _, times in set(account.reasons) - set(faults))
    if account.count_rows < ROWS_AT_LEAST or count < QUARANTINED_SHARE * account.count_rows or not faults:
        return []
    reason, times = faults[0]
    most = "" if times >= count else f"{times} of them: "
    shown = example(connection, account, reason, load_id)
    sentence = (
        f"{account.file}: {count} of {account.count_rows} rows would go into quarantine ({most}{shown}). "
        f"Mend the export, or {WAY_OUT} without them; `python -m data check` lists every reason."
    )
    return [sentence]


def on_volume(accounts: Sequence[tuple[FileAccount, Seen]], before: Earlier | None) -> list[str]:
    """Stop where the files of one kind are much smaller or larger than those before, or a source is gone."""
    accounts = [(account, seen) for account, seen in accounts if seen.is_new]
    if before is None or not accounts:
        return []
    names = " and ".join(account.file for account, _ in accounts)
    rows = sum(account.count_rows for account, _ in accounts)
    new = rows - sum(min(seen.count_known, account.count_unchanged) for account, seen in accounts)
    stops = []
    if (
        before.count_whole >= ROWS_AT_LEAST
        and rows <= FEWER_SHARE * before.count_whole
        and any(is_retold(*each) for each in accounts)
    ):
        stops.append(
            f"{names}: {rows} rows, where the export before it had {before.count_whole} ({before.file}, load "
            f"#{before.load_id}), and most of them are known as they are: it looks cut off or filtered. "
            f"Export it again, or {WAY_OUT} if it is whole."
        )
    if before.count_most >= ROWS_AT_LEAST and new >= MORE_TIMES * before.count_most:
        stops.append(
            f"{names}: {new} rows that are new, where no export of its kind had more than {before.count_most} before: "
            f"it may be another list, or joined with one. Look at it with `python -m data check`, or {WAY_OUT} if it "
            "is right."
        )
    gone = [each for _, seen in accounts for each in seen.vanished]
    if gone:
        shown = ", ".join(f"{name!r} ({count} of {total} leads known)" for name, count, total in gone[:SOURCES_SHOWN])
        more = f" and {len(gone) - SOURCES_SHOWN} more" if len(gone) > SOURCES_SHOWN else ""
        stops.append(
            f"{names}: no row comes from {shown}{more}, though it tells the leads of the same days again. Export it "
            f"without a filter, or {WAY_OUT} if the source was renamed or is gone."
        )
    return stops


def _vanished(connection: duckdb.DuckDBPyConnection, profile: str, told: Filled) -> tuple[tuple[str, int, int], ...]:
    """Sources of note among the known leads of the same kind and of the days of the file, of which it has none."""
    found = connection.execute(
        f"""
        with period as (select min(created_at) as since, max(created_at) as until from {told.table}),
        known as (
            select any_value(source) as source, {SPELLING} as spelling, count(*) as times
            from canonical.leads, period
            where profile = $profile and source is not null
                and (since is null or created_at between since and until)
            group by {SPELLING}
        )
        select source, times, (select sum(times) from known)::bigint as total
        from known
        where spelling not in (select {SPELLING} from {told.table} where source is not null)
            and times >= {SOURCE_SHARE} * total and total >= {ROWS_AT_LEAST}
        order by times desc, source
        """,
        {"profile": profile},
    ).fetchall()
    return tuple(found)


def _unusual(
    connection: duckdb.DuckDBPyConnection, profile: str, told: Filled, before: Earlier, rows: int
) -> tuple[str, ...]:
    """Sources of the last file of what is new, of which so many rows should have some; where the files are alike."""
    found = connection.execute(
        f"""
        with known as (
            select any_value(source) as source, {SPELLING} as spelling, count(*) as times
            from canonical.leads
            where profile = $profile and load_id = $load_id and source is not null
            group by {SPELLING}
        ),
        of_note as (
            select *, spelling in (select {SPELLING} from {told.table} where source is not null) as is_there
            from known
            where times >= {SOURCE_SHARE} * (select sum(times) from known)
        )
        select source from of_note
        where not is_there and times * $rows >= {SOURCE_EXPECTED} * (select sum(times) from known)
            and (select bool_or(is_there) from of_note)
        order by times desc, source
        """,
        {"profile": profile, "load_id": before.last_load_id, "rows": rows},
    ).fetchall()
    return tuple(source for (source,) in found)


def notes_on_sources(seen: Seen) -> list[str]:
    """Note on sources that a file of what is new has no lead of, unlike the one before it."""
    if not seen.unusual:
        return []
    more = f" and {len(seen.unusual) - SOURCES_SHOWN} more" if len(seen.unusual) > SOURCES_SHOWN else ""
    return [f"no lead comes from {', '.join(map(repr, seen.unusual[:SOURCES_SHOWN]))}{more}, unlike in the file before"]
