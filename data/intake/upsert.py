"""Write typed rows into the canonical tables: new ones in, later ones over the earlier, equal ones left alone.

Rows of which the source system tells when it changed them give the same data in whatever order their files come: of
every field the latest value that is not blank. Rows without a time count as of their import, the later one over all. A
blank cell never takes a value away.
"""

from collections.abc import Mapping, Sequence

import duckdb

from data.intake.fields import CHANGED_AT, KEYS, OFF, REMOVABLE, REMOVALS, STATES, TABLES, UNTIL
from data.intake.fill import Filled

UNTIMED = "timestamptz '-infinity'"  # the time of a value that came without one: every later one replaces it


def unique_rows(connection: duckdb.DuckDBPyConnection, filled: Filled) -> str:
    """Table of the rows of a fill, one per key: of the records of a log the one that the profile keeps.

    Of the versions of a record those count in which its stage is another one than before. Other rows with one key have
    been set aside before.
    """
    if not filled.fill.keep and not filled.fill.only_completes:
        return filled.table
    if filled.fill.keep == "changes":
        connection.execute(
            f"create or replace temp table {filled.table}_rows as select * from {filled.table} "
            "qualify stage is distinct from lag(stage) over (partition by lead_id order by ordered_at, record_no)"
        )
        return f"{filled.table}_rows"
    keys = ", ".join(KEYS[filled.fill.table])
    direction = "asc" if filled.fill.keep == "first" else "desc"
    connection.execute(
        f"create or replace temp table {filled.table}_rows as select * from {filled.table} "
        f"qualify row_number() over (partition by {keys} "
        f"order by ordered_at {direction} nulls last, record_no {direction}) = 1"
    )
    return f"{filled.table}_rows"


def write(
    connection: duckdb.DuckDBPyConnection, filled: Filled, rows: str, load_id: int, touched: str, profile: str
) -> list[str]:
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
    profile : str
        By which kind of export they come.

    Returns
    -------
    list of str
        What the log says of values that stay though the file has others.
    """
    table, fill = filled.fill.table, filled.fill
    if table == STATES:
        return _write_states(connection, filled, rows, load_id, touched)
    if table == "stage_events":
        _write_events(connection, rows, load_id, touched)
        return []
    if table == "outcomes":
        return _write_outcomes(connection, rows, _fields(filled, "outcomes"), load_id, touched)
    if table == REMOVALS:
        _write_removals(connection, rows, _fields(filled, REMOVALS), load_id, touched)
        return []
    if table == "leads":
        _bring_back(connection, rows)
    if table in REMOVABLE:
        rows = _take_out(connection, table, rows, touched)
    notes = _upsert(
        connection, table, rows, _fields(filled, table), load_id, touched, only_completes=fill.only_completes
    )
    if table == "leads" and not fill.only_completes:
        connection.execute(
            f"update canonical.leads set profile = $profile where profile is distinct from $profile "
            f"and lead_id in (select lead_id from {rows})",
            {"profile": profile},
        )
    return notes


def _take_out(connection: duckdb.DuckDBPyConnection, table: str, rows: str, touched: str) -> str:
    """Take out what the rows say is off; gives the table of the others."""
    is_off = f"lower(raw_{REMOVABLE[table]}) = '{OFF}'"
    same_key = " and ".join(f"known.{key} = given.{key}" for key in KEYS[table])
    connection.execute(
        f"insert into {touched} select record_no from {rows} as given semi join canonical.{table} as known "
        f"on {same_key} where {is_off}"
    )
    connection.execute(f"delete from canonical.{table} as known using {rows} as given where {same_key} and {is_off}")
    connection.execute(f"create or replace temp table {rows}_on as select * from {rows} where not {is_off}")
    return f"{rows}_on"


def touch_all_of_key(connection: duckdb.DuckDBPyConnection, filled: Filled, touched: str) -> None:
    """Where one of several records of a log decides, all of them were needed: they count like that one."""
    keys = ", ".join(KEYS[filled.fill.table])
    connection.execute(
        f"insert into {touched} select record_no from {filled.table} where ({keys}) in "
        f"(select ({keys}) from {filled.table} where record_no in (select record_no from {touched}))"
    )


def count_unknown_leads(connection: duckdb.DuckDBPyConnection, rows: str) -> int:
    """How many rows name a lead that is not known."""
    found = connection.execute(
        f"select count(*) from {rows} anti join canonical.leads using (lead_id) "
        "anti join intake.removals using (lead_id)"
    ).fetchall()
    return int(found[0][0])


def _missing(profile: str, brought: Sequence[str]) -> str:
    """SQL of the leads of a kind of export that none of the tables names."""
    named = " union all ".join(f"select lead_id from {table}" for table in brought)
    quoted = profile.replace("'", "''")
    return f"select lead_id from canonical.leads where profile = '{quoted}' and lead_id not in ({named})"


def count_missing(connection: duckdb.DuckDBPyConnection, profile: str, brought: Sequence[str]) -> tuple[int, int]:
    """How many leads of a kind of export an import does not name, and how many are known of it."""
    found = connection.execute(
        f"select (select count(*) from ({_missing(profile, brought)})), "
        "(select count(*) from canonical.leads where profile = $profile)",
        {"profile": profile},
    ).fetchall()[0]
    return int(found[0]), int(found[1])


def remove_missing(connection: duckdb.DuckDBPyConnection, profile: str, brought: Sequence[str], load_id: int) -> None:
    """Remember the leads that a whole export no longer names as deleted, by the time of its latest change."""
    latest = " union all ".join(f"select max(changed_at) as changed_at from {table}" for table in brought)
    connection.execute(
        f"create or replace temp table missing_rows as select row_number() over () as record_no, lead_id, "
        f"(select max(changed_at) from ({latest})) as changed_at from ({_missing(profile, brought)})"
    )
    connection.execute("create or replace temp table missing_touched (record_no bigint)")
    _write_removals(connection, "missing_rows", [], load_id, "missing_touched")


def remove_deleted(connection: duckdb.DuckDBPyConnection, alive: list[str], load_id: int) -> int:
    """Take leads out that the source system has deleted, unless they were changed there after that.

    Parameters
    ----------
    connection : DuckDBPyConnection
        In the transaction of the import.
    alive : list of str
        Tables of the leads that the import brings.
    load_id : int
        Number of the import: what it removes itself stays removed.

    Returns
    -------
    int
        How many went.
    """
    for rows in alive:
        # Without a time on either side the later import counts.
        connection.execute(
            f"delete from intake.removals where load_id <> {load_id} and lead_id in ("
            f"select removals.lead_id from intake.removals as removals join {rows} as given using (lead_id) "
            "where removals.removed_at is null or given.changed_at is null)"
        )
    gone = (
        "select leads.lead_id from canonical.leads as leads join intake.removals as removals using (lead_id) "
        "where removals.removed_at is null or leads.changed_at is null or removals.removed_at >= leads.changed_at"
    )
    connection.execute(f"insert into intake.removed_leads by name from canonical.leads where lead_id in ({gone})")
    found = connection.execute(
        "delete from canonical.leads where lead_id in (select lead_id from intake.removed_leads)"
    ).fetchall()
    return int(found[0][0])


def _fields(filled: Filled, table: str) -> list[str]:
    return [field for field in TABLES[table] if field in filled.fields and field not in (CHANGED_AT, UNTIL)]


def _upsert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rows: str,
    fields: list[str],
    load_id: int,
    touched: str,
    *,
    keys: tuple[str, ...] = (),
    only_completes: bool = False,
) -> list[str]:
    """Merge rows into a table field by field, the later value over the earlier."""
    keys = keys or KEYS[table]
    values = [field for field in fields if field not in keys]
    same_key = " and ".join(f"known.{key} = given.{key}" for key in keys)
    notes = _merge(connection, table, rows, values, same_key, load_id, touched)
    if only_completes:
        return notes
    listed = [*(f'"{name}"' for name in [*keys, *values]), CHANGED_AT]
    names = ", ".join(listed)
    connection.execute(
        f"create or replace temp table new_rows as select given.* from {rows} as given "
        f"anti join canonical.{table} as known on {same_key}"
    )
    connection.execute(f"insert into canonical.{table} ({names}, load_id) select {names}, {load_id} from new_rows")
    connection.execute(f"insert into {touched} select record_no from new_rows")
    return notes


def _merge(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rows: str,
    values: list[str],
    same_key: str,
    load_id: int,
    touched: str,
) -> list[str]:
    """Bring rows that are known already up to date; says which values stay though the file has others."""
    takes = {value: _is_taken(value) for value in values}
    kept = [name for name in TABLES[table] if name not in (*KEYS[table], "outcome", CHANGED_AT, UNTIL)]
    merged = {value: f'case when {takes[value]} then given."{value}" else known."{value}" end' for value in values}
    latest = f"greatest(known.{CHANGED_AT}, given.{CHANGED_AT})"
    times = {
        name: f"case when {takes[name]} then coalesce(given.{CHANGED_AT}, {UNTIMED}) else {_time_of(name)} end"
        if name in takes
        else _time_of(name)
        for name in kept
    }
    entries = ", ".join(
        f"{{'key': '{name}', 'value': case when {_final(name, merged)} is not null then {time} end}}"
        for name, time in times.items()
    )
    # Only fields that are older than their row are listed.
    older_fields = (
        f"list_filter([{entries}], lambda each: each.value is not null and each.value <> coalesce({latest}, {UNTIMED}))"
    )
    before = f"case when len({older_fields}) > 0 then map_from_entries({older_fields}) end"
    differs = " or ".join(f'{merged[value]} is distinct from known."{value}"' for value in values) or "false"
    changes = "".join(f'{merged[value]} as "new_{value}", ' for value in values)
    is_older = f"given.{CHANGED_AT} < known.{CHANGED_AT}"
    blank = [f'(given."{value}" is null and known."{value}" is not null)::int' for value in values]
    connection.execute(
        f"create or replace temp table merged_rows as select given.record_no, known.rowid as place, {changes}"
        f"{latest} as new_changed_at, {before} as new_changed_before, ({differs}) as differs, "
        f"coalesce({is_older}, false) as is_older, {' + '.join(blank) or 0} as blank "
        f"from {rows} as given join canonical.{table} as known on {same_key}"
    )
    blanks, older = connection.execute(
        "select coalesce(sum(blank) filter (where not is_older), 0)::bigint, count(*) filter (where is_older) "
        "from merged_rows"
    ).fetchall()[0]
    assignments = "".join(f'"{value}" = given."new_{value}", ' for value in values)
    connection.execute(
        f"update canonical.{table} as known set {assignments}changed_at = given.new_changed_at, "
        "changed_before = given.new_changed_before, "
        f"load_id = case when given.differs then {load_id} else known.load_id end "
        "from merged_rows as given where known.rowid = given.place "
        "and (given.differs or given.new_changed_at is distinct from known.changed_at "
        "or given.new_changed_before is distinct from known.changed_before)"
    )
    connection.execute(f"insert into {touched} select record_no from merged_rows where differs")
    noun = table.replace("_", " ")
    notes = []
    if blanks:
        notes.append(f"{blanks} blank cells of {noun} take nothing away: the values known before stay")
    if older:
        notes.append(f"{older} rows of {noun} are older than what is known: they add only what was not known")
    return notes


def _final(name: str, merged: Mapping[str, str]) -> str:
    """SQL of the value of a field once the rows are merged."""
    return merged.get(name, f'known."{name}"')


def _time_of(value: str) -> str:
    """SQL of the time at which a known value was changed."""
    return f"coalesce(known.changed_before['{value}'], known.{CHANGED_AT}, {UNTIMED})"


def _is_taken(value: str) -> str:
    """SQL condition: a given value replaces the known one."""
    is_later = f"given.{CHANGED_AT} is null or given.{CHANGED_AT} >= {_time_of(value)}"
    return f'(given."{value}" is not null and (known."{value}" is null or {is_later}))'


def _write_outcomes(
    connection: duckdb.DuckDBPyConnection, rows: str, fields: list[str], load_id: int, touched: str
) -> list[str]:
    """What is told last of a lead counts, that it is open as well; what was told before is kept beside it."""
    connection.execute(
        "create or replace temp table before_rows as select lead_id, outcome from canonical.outcomes "
        f"where is_present and lead_id in (select lead_id from {rows})"
    )
    notes = _upsert(connection, "outcomes", rows, fields, load_id, touched, keys=("lead_id", "outcome"))
    several = "select lead_id from canonical.outcomes group by lead_id having count(*) > 1"
    connection.execute(
        f"update canonical.outcomes as known set load_id = {load_id} from {rows} as given "
        f"where known.lead_id = given.lead_id and known.outcome = given.outcome and known.lead_id in ({several})"
    )
    # What is not won has lost nothing: that takes back a win told before, and no more.
    connection.execute(
        f"""
        create or replace temp table present_rows as
        with known as (
            select *, bool_and(changed_at is not null) over (partition by lead_id) as is_timed
            from canonical.outcomes
            where lead_id in (select lead_id from {rows}) and lead_id in ({several})
        ),
        ranked as (
            select lead_id, outcome, row_number() over (
                partition by lead_id
                order by case when is_timed then changed_at end desc nulls last, load_id desc, outcome
            ) as place
            from known
        )
        select ranked.lead_id, ranked.outcome
        from ranked
        left join (select lead_id, place from ranked where outcome = 'not won') as taken_back using (lead_id)
        where ranked.outcome <> 'won' or taken_back.place is null or taken_back.place > ranked.place
        qualify row_number() over (partition by lead_id order by ranked.outcome = 'not won', ranked.place) = 1
        """
    )
    connection.execute(
        "update canonical.outcomes as known set is_present = known.outcome = given.outcome "
        "from present_rows as given where known.lead_id = given.lead_id"
    )
    connection.execute(
        f"insert into {touched} select given.record_no from {rows} as given "
        "join present_rows as present using (lead_id, outcome) "
        "anti join before_rows using (lead_id, outcome)"
    )
    return notes


def _write_events(connection: duckdb.DuckDBPyConnection, rows: str, load_id: int, touched: str) -> None:
    """New entries into stages; one without a time says nothing where an entry with a time is known."""
    same = "known.lead_id = given.lead_id and known.stage = given.stage"
    connection.execute(
        f"create or replace temp table new_rows as select given.* from {rows} as given "
        f"anti join canonical.stage_events as known "
        f"on {same} and (given.entered_at is null or given.entered_at = known.entered_at) where given.stage is not null"
    )
    connection.execute(
        "delete from canonical.stage_events as known where entered_at is null and (lead_id, stage) in "
        "(select (lead_id, stage) from new_rows where entered_at is not null)"
    )
    connection.execute(
        "insert into canonical.stage_events (lead_id, stage, entered_at, load_id) "
        f"select distinct lead_id, stage, entered_at, {load_id} from new_rows "
        "qualify entered_at is not null or count(entered_at) over (partition by lead_id, stage) = 0"
    )
    connection.execute(f"insert into {touched} select record_no from new_rows")


def _write_states(
    connection: duckdb.DuckDBPyConnection, filled: Filled, rows: str, load_id: int, touched: str
) -> list[str]:
    """The present state of a deal: the stage it stands in, and its outcome if it has one."""
    _write_events(connection, rows, load_id, touched)
    connection.execute(
        "create or replace temp table outcome_rows as "
        "select * replace (case when outcome in ('lost', 'disqualified') then reason end as reason, "
        "case when outcome <> 'open' then closed_at end as closed_at, "
        "case when outcome <> 'open' then amount end as amount) "
        f"from {rows} where outcome is not null"
    )
    given = {"outcome", *(field for field in filled.fields)}
    fields = [field for field in TABLES["outcomes"] if field in given and field != CHANGED_AT]
    return _write_outcomes(connection, "outcome_rows", fields, load_id, touched)


def _write_removals(
    connection: duckdb.DuckDBPyConnection, rows: str, fields: list[str], load_id: int, touched: str
) -> None:
    """Remember what is deleted, with the latest time at which it was."""
    into = "into_lead_id" if "into_lead_id" in fields else "null"
    connection.execute(f"insert into {touched} select record_no from {rows} anti join intake.removals using (lead_id)")
    connection.execute(
        "merge into intake.removals as known using ("
        f"select lead_id, max(changed_at) as removed_at, any_value({into}) as into_lead_id from {rows} group by lead_id"
        ") as given on known.lead_id = given.lead_id "
        "when matched then update set removed_at = case when given.removed_at is null then null "
        "else greatest(known.removed_at, given.removed_at) end, "
        f"into_lead_id = coalesce(given.into_lead_id, known.into_lead_id), load_id = {load_id} "
        f"when not matched then insert values (given.lead_id, given.removed_at, given.into_lead_id, {load_id})"
    )


def _bring_back(connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Have deleted leads among the others again where an import speaks of them: whether they stay is told after it."""
    there = f"where lead_id in (select lead_id from {rows})"
    connection.execute(f"insert into canonical.leads by name from intake.removed_leads {there}")
    connection.execute(f"delete from intake.removed_leads {there}")
