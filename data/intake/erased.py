"""Leaves out the rows of persons that the home has forgotten: counted, and nothing of them kept."""

from collections.abc import Iterable
from dataclasses import replace

import duckdb

from data.connections import insert
from data.forgetting.register import CELLS, CONTACT, LEAD, Register
from data.intake.account import Tables
from data.intake.fields import ERASED, TABLES
from data.intake.fill import Filled
from data.intake.records import Staged

COLUMNS = {"lead_id": LEAD, "into_lead_id": LEAD, "contact_id": CONTACT}
HASHES = "erased_hashes"


def declare(connection: duckdb.DuckDBPyConnection, register: Register) -> None:
    """Lay down the hashes of those who stay out."""
    connection.execute(f"create or replace temp table {HASHES} (digest varchar primary key)")
    insert(connection, HASHES, [(each,) for each in sorted(register.hashes)])


def set_aside(
    connection: duckdb.DuckDBPyConnection, filled: Iterable[Filled], tables: Tables, register: Register
) -> None:
    """Put the records that name an erased person by an id into the table of bad records."""
    if not register.hashes:
        return
    for each in filled:
        named = [column for column in COLUMNS if column in each.fields and column in TABLES[each.fill.table]]
        conditions = [
            f"{register.digest_sql(COLUMNS[column], column)} in (select digest from {HASHES})" for column in named
        ]
        if conditions:
            connection.execute(
                f"insert into {tables.bad} select distinct record_no, null, null, '{ERASED}' from {each.table} "
                f"where {' or '.join(conditions)}"
            )


def forget_faults(
    connection: duckdb.DuckDBPyConnection, staged: Staged, tables: Tables, register: Register, width: int
) -> None:
    """Keep no record of an erased person for another fault of it: of these every cell is looked at."""
    if not register.hashes:
        return
    cells = ", ".join(f"c{place}" for place in range(width))
    faulty = connection.execute(
        f"select record_no, concat_ws(' ', {cells}) from {tables.staged} "
        f"where record_no in (select record_no from {tables.bad} where reason <> '{ERASED}')"
    ).fetchall()
    found = [record_no for record_no, text in faulty if _names_erased(text, register)]
    insert(connection, tables.bad, [(record_no, None, None, ERASED) for record_no in found])
    connection.execute(
        f"delete from {tables.bad} where reason <> '{ERASED}' "
        f"and record_no in (select record_no from {tables.bad} where reason = '{ERASED}')"
    )
    staged.rejects = [
        replace(each, reason=ERASED, record="") if _names_erased(each.record, register) else each
        for each in staged.rejects
    ]


def _names_erased(text: str, register: Register) -> bool:
    return any(register.is_erased(word) for word in CELLS.split(text) if word)
