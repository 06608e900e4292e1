"""What becomes of the rows of a generation when persons leave it."""

from functools import partial
from pathlib import Path

import duckdb

from data.connections import insert
from data.forgetting.persons import ID_COLUMNS, LEADS, Persons, theirs_sql
from data.forgetting.traces import Traces
from data.rewriting import Columns, rewrite
from data.store import Store

RECORDS = ("record", "value")  # columns that hold a row of a file as it was, or a cell of it
ALIASES = "their_aliases"
NAMED = ("lead_name", "account_name")


def erase_from(generations: Store, generation: Path, persons: Persons, opaque: list[tuple[str, str, str]]) -> Path:
    """Write a generation anew without the persons.

    Parameters
    ----------
    generations : Store
        Of the home, whose lock is held.
    generation : Path
        A whole one.
    persons : Persons
        Who leaves.
    opaque : list of (str, str, str)
        Kind, id and the id instead, where their numbers stay; empty where those leave too.

    Returns
    -------
    Path
        The generation as it is called now.
    """
    return rewrite(
        generations,
        generation,
        partial(_select, persons, keep_numbers=bool(opaque)),
        prepare=partial(_prepare, persons, opaque),
        finish=_keep_unchanged if opaque else lambda _: None,
    )


def _prepare(persons: Persons, opaque: list[tuple[str, str, str]], connection: duckdb.DuckDBPyConnection) -> None:
    """Lay down who they are, in tables that are not in the file."""
    lists = {"their_leads": persons.leads, "their_contacts": persons.contacts, "their_accounts": persons.own_accounts}
    for table, ids in lists.items():
        connection.execute(f"create temp table {table} (id varchar primary key)")
        insert(connection, table, [(each,) for each in sorted(ids)])
    connection.execute(f"create temp table {ALIASES} (kind varchar, id varchar, alias varchar, primary key (kind, id))")
    insert(connection, ALIASES, opaque)


def _select(
    persons: Persons, connection: duckdb.DuckDBPyConnection, table: str, columns: Columns, *, keep_numbers: bool
) -> str:
    """The query of the rows of a table without them, or with opaque ids in place of theirs."""
    holding = _holding(persons.traces, connection, table, columns)
    theirs = theirs_sql(table) if "lead_id" in columns else "false"
    shown, joins = [], []
    for name, kind in columns.items():
        text = f'given."{name}"'
        if name in ID_COLUMNS:
            if keep_numbers:
                is_same = f"of_{name}.kind = '{ID_COLUMNS[name]}' and of_{name}.id = {text}"
                joins.append(f"left join {ALIASES} as of_{name} on {is_same}")
                text = f"coalesce(of_{name}.alias, {text})"
        elif name in RECORDS:
            told = (f"given.{each}" for each in RECORDS if each in columns)
            is_theirs = " or ".join(f"coalesce({persons.traces.names_sql(each)}, false)" for each in told)
            text = f"case when not ({is_theirs}) then {text} end"
        elif name in NAMED and table in LEADS:
            is_own = "given.account_id is null or given.account_id in (select id from their_accounts)"
            is_hidden = theirs if name == "lead_name" else f"({theirs}) and ({is_own})"
            text = f"case when not ({is_hidden}) then {text} end"
        elif name == "profile" and table in LEADS:
            # No export names these leads any more: none that is whole takes them away.
            text = f"case when not ({theirs}) then {text} end"
        elif name == "complete_through" and table == "intake.loads":
            # The data still reaches as far as it did, whoever did the last thing in it.
            is_last = "load_id = max(load_id) over ()"
            text = f"case when {is_last} then (select as_of from before.meta.generation) else {text} end"
        elif name in holding:
            is_list = kind == "VARCHAR[]"
            replaced = persons.traces.replaced_sql("each" if is_list else text)
            text = f"list_transform({text}, lambda each: {replaced})" if is_list else replaced
        shown.append(f'{text} as "{name}"')
    condition = "" if keep_numbers else f"where not ({theirs})"
    return f"select {', '.join(shown)} from before.{table} as given {' '.join(joins)} {condition}"


def _holding(traces: Traces, connection: duckdb.DuckDBPyConnection, table: str, columns: Columns) -> set[str]:
    """The columns of texts that hold a word of theirs, be it as a part of a longer one.

    To tell takes one short pattern; to replace takes two long ones for each column, of every letter that there is.
    """
    texts = {
        "VARCHAR": 'given."{name}" as "{name}"',
        "VARCHAR[]": 'array_to_string(given."{name}", chr(10)) as "{name}"',
    }
    read = ", ".join(texts[kind].format(name=name) for name, kind in columns.items() if kind in texts)
    if not traces.part or not read:
        return set()
    found = connection.execute(
        f"select distinct name from (unpivot (select {read} from before.{table} as given) "
        "on columns(*) into name name value text) where regexp_matches(text, $part)",
        {"part": traces.part},
    ).fetchall()
    return {name for (name,) in found}


def _keep_unchanged(connection: duckdb.DuckDBPyConnection) -> None:
    """Let what was no change of a lead be none now: its key is made of ids that have become others."""
    is_known = connection.execute(
        "select count(*) from duckdb_tables() "
        "where database_name = 'before' and schema_name = 'marts' and table_name = 'lead_states'"
    ).fetchall()[0][0]
    if is_known:
        connection.execute(
            "update history.past_leads as past set record_key = now.record_key "
            f"from {ALIASES} as opaque join before.marts.lead_states as was on was.lead_id = opaque.id "
            "join marts.lead_states as now on now.lead_id = opaque.alias "
            "where opaque.kind = 'lead' and past.lead_id = opaque.alias and past.record_key = was.record_key"
        )
