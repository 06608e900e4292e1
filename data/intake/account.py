"""What became of every record of a file: the law is rows = imported + unchanged + duplicate + quarantined."""

from dataclasses import dataclass

import duckdb

from data.connections import insert
from data.intake.fields import ERASED
from data.intake.recognise import Recognised
from data.intake.records import RECORD_CHARACTERS, Staged

EXAMPLE = 100  # characters of a value that is shown


@dataclass(frozen=True)
class FileAccount:
    """Account of one file.

    Attributes
    ----------
    file, profile, role : str
        What it is.
    count_rows, count_imported, count_unchanged, count_duplicate, count_quarantined : int
        Its records, and what became of them; the last four add up to the first.
    reasons : tuple of (str, int)
        Why records are in quarantine, the commonest first.
    notes : tuple of str
        What else the reader should know.
    """

    file: str
    profile: str
    role: str
    count_rows: int
    count_imported: int
    count_unchanged: int
    count_duplicate: int
    count_quarantined: int
    reasons: tuple[tuple[str, int], ...]
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        """Rows, and how many of them were imported, unchanged, duplicate and quarantined."""
        return (
            self.count_rows,
            self.count_imported,
            self.count_unchanged,
            self.count_duplicate,
            self.count_quarantined,
        )


@dataclass(frozen=True)
class Tables:
    """Temporary tables of one file: its texts, its bad and its duplicate records, and those that changed something."""

    staged: str
    bad: str
    duplicate: str
    touched: str

    @classmethod
    def create(cls, connection: duckdb.DuckDBPyConnection, place: int) -> "Tables":
        """Make the tables of the file at a place in the import."""
        tables = cls(*(f"{name}_{place}" for name in ("staged", "bad", "duplicate", "touched")))
        connection.execute(
            f"create or replace temp table {tables.bad} "
            "(record_no bigint, column_name varchar, value varchar, reason varchar)"
        )
        for table in (tables.duplicate, tables.touched):
            connection.execute(f"create or replace temp table {table} (record_no bigint)")
        return tables


def find_duplicates(connection: duckdb.DuckDBPyConnection, tables: Tables, width: int, real: str = "false") -> None:
    """Find records that are equal in every cell to an earlier one, but for those that are real nevertheless.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Holds the temporary tables.
    tables : Tables
        Of the file.
    width : int
        How many columns it has.
    real : str, default "false"
        SQL condition of records that may stand there twice.
    """
    cells = ", ".join(f"c{place}" for place in range(width))
    connection.execute(
        f"""
        insert into {tables.duplicate}
        with hashes as (
            select record_no, hash({cells}) as digest from {tables.staged}
        ),
        suspects as (
            select record_no from hashes where digest in (select digest from hashes group by digest having count(*) > 1)
        )
        select record_no from {tables.staged} where record_no in (select record_no from suspects)
            and not coalesce({real}, false)
        qualify row_number() over (partition by {cells} order by record_no) > 1
        """
    )


def account(
    connection: duckdb.DuckDBPyConnection,
    file: Recognised,
    staged: Staged,
    tables: Tables,
    load_id: int,
) -> FileAccount:
    """Count what became of the records of one file, and write its quarantine."""
    _write_quarantine(connection, file, staged, tables, load_id)
    imported, unchanged, duplicate, bad = connection.execute(
        f"""
        with fates as (
            select
                case
                    when record_no in (select record_no from {tables.duplicate}) then 'duplicate'
                    when record_no in (select record_no from {tables.bad}) then 'bad'
                    when record_no in (select record_no from {tables.touched}) then 'imported'
                    else 'unchanged'
                end as fate
            from {tables.staged}
        )
        select
            count(*) filter (where fate = 'imported'),
            count(*) filter (where fate = 'unchanged'),
            count(*) filter (where fate = 'duplicate'),
            count(*) filter (where fate = 'bad')
        from fates
        """
    ).fetchall()[0]
    # A file that only gives labels to the others: its rows are used, not stored. As it was before it tells nothing new.
    if not file.kind.fills and not file.kind.gives_nothing and not _is_known(connection, file):
        imported, unchanged = imported + unchanged, 0
    quarantined = bad + len(staged.rejects)
    reasons = connection.execute(
        "select reason, count(*) as times from intake.quarantine where load_id = $load_id and file = $file "
        "group by reason order by times desc, reason",
        {"load_id": load_id, "file": file.text.taken.name},
    ).fetchall()
    return FileAccount(
        file=file.text.taken.name,
        profile=file.profile.name,
        role=file.kind.role,
        count_rows=staged.count_records,
        count_imported=imported,
        count_unchanged=unchanged,
        count_duplicate=duplicate,
        count_quarantined=quarantined,
        reasons=tuple(reasons),
    )


def _is_known(connection: duckdb.DuckDBPyConnection, file: Recognised) -> bool:
    """Whether the same file was loaded before."""
    asked = "select count(*) from intake.files where sha256 = ?"
    return bool(connection.execute(asked, [file.text.taken.sha256]).fetchall()[0][0])


def example(connection: duckdb.DuckDBPyConnection, result: FileAccount, reason: str, load_id: int) -> str:
    """A reason for which records are in quarantine, with the first of them."""
    line, column, value = connection.execute(
        "select line, column_name, value from intake.quarantine "
        "where load_id = $load_id and file = $file and reason = $reason order by line limit 1",
        {"load_id": load_id, "file": result.file, "reason": reason},
    ).fetchall()[0]
    if value is None:
        return f"{reason}, the first on line {line}"
    shown = value if len(value) <= EXAMPLE else f"{value[:EXAMPLE]}…"
    return f"{reason}, on line {line} {column} {shown!r}"


def write(
    connection: duckdb.DuckDBPyConnection, result: FileAccount, sha256: str, recipe: str, is_retold: bool, load_id: int
) -> None:
    """Write the account of one file, with the digests of its content and of what it was read with."""
    connection.execute(
        "insert into intake.files values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            load_id,
            result.file,
            result.profile,
            result.role,
            sha256,
            *result.counts,
            list(result.notes),
            recipe,
            is_retold,
        ],
    )


def _write_quarantine(
    connection: duckdb.DuckDBPyConnection, file: Recognised, staged: Staged, tables: Tables, load_id: int
) -> None:
    width = len(file.header.names)
    cells = ", ".join(f"coalesce(c{place}, '')" for place in range(width))
    delimiter = file.header.delimiter.replace("'", "''")
    connection.execute(
        f"""
        insert into intake.quarantine
        select distinct $load_id, $file, line, column_name, left(value, {RECORD_CHARACTERS}), reason,
            case when reason <> '{ERASED}' then left(concat_ws('{delimiter}', {cells}), {RECORD_CHARACTERS}) end
        from {tables.bad} join {tables.staged} using (record_no)
        where record_no not in (select record_no from {tables.duplicate})
        order by line, reason
        """,
        {"load_id": load_id, "file": file.text.taken.name},
    )
    name = file.text.taken.name
    rejected = [(load_id, name, each.line, None, None, each.reason, each.record) for each in staged.rejects]
    insert(connection, "intake.quarantine", rejected)
