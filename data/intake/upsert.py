"""Write typed rows into the canonical tables: new ones in, changed ones over the old, equal ones left alone."""

import duckdb

from data.intake.fields import KEYS, STATES, TABLES
from data.intake.fill import Filled


def unique_rows(connection: duckdb.DuckDBPyConnection, filled: Filled) -> str:
    """Table of the rows of a fill, one per key: of the records of a log the one that the profile keeps.

    Other rows with one key have been set aside before.
    """
    if not filled.fill.keep and not filled.fill.only_completes:
        return filled.table
    keys = ", ".join(KEYS[filled.fill.table])
    direction = "asc" if filled.fill.keep == "first" else "desc"
    connection.execute(
        f"create or replace temp table {filled.table}_rows as select * from {filled.table} "
        f"qualify row_number() over (partition by {keys} "
        f"order by ordered_at {direction} nulls last, record_no {direction}) = 1"
    )
    return f"{filled.table}_rows"


def write(connection: duckdb.DuckDBPyConnection, filled: Filled, rows: str, load_id: int, touched: str) -> None:
    """Write the unique rows of a fill, and note the records that changed something.

    Parameters
    ----------
    connection : DuckDBPyConnection
        In the transaction of the import.
    filled : Filled
        What the rows are.
    rows : str
        Table of good rows, one per key.
    load_id : int
        Number of the import.
    touched : str
        Table ``(record_no)`` that receives the records that changed something.
    """
    if filled.fill.table == STATES:
        _write_states(connection, filled, rows, load_id, touched)
    elif filled.fill.table == "stage_events":
        _write_events(connection, rows, "true", load_id, touched)
    elif filled.fill.table == "outcomes":
        _write_outcomes(connection, rows, _fields(filled, "outcomes"), load_id, touched)
    else:
        table = filled.fill.table
        _upsert(connection, table, rows, _fields(filled, table), load_id, touched, filled.fill.only_completes)


def touch_all_of_key(connection: duckdb.DuckDBPyConnection, filled: Filled, touched: str) -> None:
    """Where one of several records of a log decides, all of them were needed: they count like that one."""
    keys = ", ".join(KEYS[filled.fill.table])
    connection.execute(
        f"insert into {touched} select record_no from {filled.table} where ({keys}) in "
        f"(select ({keys}) from {filled.table} where record_no in (select record_no from {touched}))"
    )


def count_unknown_leads(connection: duckdb.DuckDBPyConnection, rows: str) -> int:
    """How many rows name a lead that is not known."""
    found = connection.execute(f"select count(*) from {rows} anti join canonical.leads using (lead_id)").fetchall()
    return int(found[0][0])


def _fields(filled: Filled, table: str) -> list[str]:
    return [field for field in TABLES[table] if field in filled.fields]


def _upsert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rows: str,
    fields: list[str],
    load_id: int,
    touched: str,
    only_completes: bool = False,
) -> None:
    keys = KEYS[table]
    values = [f'"{field}"' for field in fields if field not in keys]
    same_key = " and ".join(f"known.{key} = given.{key}" for key in keys)
    if values:
        differs = " or ".join(f"known.{value} is distinct from given.{value}" for value in values)
        connection.execute(
            f"create or replace temp table changed_rows as select given.* from {rows} as given "
            f"join canonical.{table} as known on {same_key} where {differs}"
        )
        assignments = ", ".join(f"{value} = given.{value}" for value in values)
        connection.execute(
            f"update canonical.{table} as known set {assignments}, load_id = {load_id} "
            f"from changed_rows as given where {same_key}"
        )
        connection.execute(f"insert into {touched} select record_no from changed_rows")
    if only_completes:
        return
    names = ", ".join([*keys, *values])
    connection.execute(
        f"create or replace temp table new_rows as select given.* from {rows} as given "
        f"anti join canonical.{table} as known on {same_key}"
    )
    connection.execute(f"insert into canonical.{table} ({names}, load_id) select {names}, {load_id} from new_rows")
    connection.execute(f"insert into {touched} select record_no from new_rows")


def _write_outcomes(
    connection: duckdb.DuckDBPyConnection, rows: str, fields: list[str], load_id: int, touched: str
) -> None:
    """Outcomes replace the earlier one of their lead; an open deal takes it back, one that is not won only a win."""
    taken_back = (
        "(given.outcome = 'open' or (given.outcome = 'not won' and known.outcome = 'won')) "
        "and given.lead_id = known.lead_id"
    )
    connection.execute(
        f"insert into {touched} select record_no from {rows} as given join canonical.outcomes as known on {taken_back}"
    )
    connection.execute(f"delete from canonical.outcomes as known using {rows} as given where {taken_back}")
    connection.execute(
        f"create or replace temp table closed_rows as select * from {rows} where outcome not in ('open', 'not won')"
    )
    _upsert(connection, "outcomes", "closed_rows", fields, load_id, touched)


def _write_events(connection: duckdb.DuckDBPyConnection, rows: str, condition: str, load_id: int, touched: str) -> None:
    entered = "given.entered_at is not distinct from known.entered_at"
    connection.execute(
        f"create or replace temp table new_rows as select given.* from {rows} as given "
        f"anti join canonical.stage_events as known "
        f"on known.lead_id = given.lead_id and known.stage = given.stage and {entered} where {condition}"
    )
    connection.execute(
        "insert into canonical.stage_events (lead_id, stage, entered_at, load_id) "
        f"select distinct lead_id, stage, entered_at, {load_id} from new_rows"
    )
    connection.execute(f"insert into {touched} select record_no from new_rows")


def _write_states(connection: duckdb.DuckDBPyConnection, filled: Filled, rows: str, load_id: int, touched: str) -> None:
    """The present state of a deal: the stage it stands in, and its outcome if it has one.

    That it stands in a stage says nothing new where an entry into that stage is known.
    """
    is_new = (
        "given.stage is not null and (given.entered_at is not null "
        "or (given.lead_id, given.stage) not in (select (lead_id, stage) from canonical.stage_events))"
    )
    _write_events(connection, rows, is_new, load_id, touched)
    connection.execute(
        "create or replace temp table outcome_rows as "
        "select * replace (case when outcome in ('lost', 'disqualified') then reason end as reason) "
        f"from {rows} where outcome is not null"
    )
    given = {"outcome", *(field for field in filled.fields)}
    fields = [field for field in TABLES["outcomes"] if field in given]
    _write_outcomes(connection, "outcome_rows", fields, load_id, touched)
