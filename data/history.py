"""Keeps what earlier generations said of each lead and line of spend, so that pages can tell what changed since.

Written while a generation is built: a page only reads it.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

from data.connections import quoted

LEAST_DAYS = 7  # before the end of the data: what the first generation tells by its own dates
# The generations that can be compared with: the last few, then one a day, then one a week.
KEPT, KEPT_DAYS, KEPT_WEEKS = 3, 15, 14
# What is kept of each mart, by the name of its rows.
TABLES = {"lead_states": ("history.past_leads", "lead_id"), "spend_states": ("history.past_spend", "spend_id")}


def keep(
    connection: duckdb.DuckDBPyConnection, before: Path | None, by_dates: str, *, among: str | None = None
) -> None:
    """Note how leads and spend were in the generation before, where they are no longer so.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Open for writing on a generation whose marts are built, and whose schema ``history`` holds what the one before
        kept.
    before : Path or None
        The generation before; None where there is none.
    by_dates : str
        Select of how leads were some days ago, by dates alone: with ``day`` and ``load_id`` to be filled in.
    among : str, optional
        Table of the ids of leads among which all are that are another one than before; default: they may be any.
    """
    loads = connection.execute(
        "select load_id, as_of_on, has_days from intake.loads cross join meta.generation order by load_id desc limit 1"
    ).fetchall()
    if not loads:
        return
    load_id, as_of_on, has_days = loads[0]
    connection.execute(
        "insert or replace into history.generations select load_id, loaded_at, as_of_on, currency, false"
        f" from intake.loads cross join meta.generation where load_id = {load_id:d}"
    )
    with _attached(connection, before) as is_known:
        if is_known:
            for mart, (past, key) in TABLES.items():
                within = f" semi join {among} using ({key})" if among and mart == "lead_states" else ""
                _keep_changed(connection, mart, past, key, load_id, within)
        elif has_days and as_of_on is not None:
            # What an earlier version kept in another way says nothing here.
            for table in ("history.past_leads", "history.past_spend"):
                connection.execute(f"delete from {table}")
            connection.execute(f"delete from history.generations where load_id <> {load_id:d}")
            _tell_by_dates(connection, by_dates, load_id)
    _thin_out(connection)


@contextlib.contextmanager
def _attached(connection: duckdb.DuckDBPyConnection, before: Path | None) -> Iterator[bool]:
    """Attach the generation before; whether it knows how its leads were."""
    if before is None:
        yield False
        return
    connection.execute(f"attach '{quoted(before)}' as before (read_only)")
    try:
        found = connection.execute(
            "select count(*) from duckdb_tables() where database_name = 'before' and schema_name = 'marts'"
            " and table_name in ('lead_states', 'spend_states')"
        ).fetchall()
        yield found[0][0] == len(TABLES)
    finally:
        connection.execute("detach before")


def _keep_changed(
    connection: duckdb.DuckDBPyConnection, mart: str, past: str, key: str, load_id: int, within: str
) -> None:
    """The rows of before that are not so any more, and which rows there were not."""
    shared = connection.execute(
        "select list(column_name order by column_index) from (select column_name, min(column_index) as column_index"
        " from duckdb_columns() where schema_name = 'marts' and table_name = $mart"
        " and database_name in ('before', current_database()) group by column_name having count(*) = 2)",
        {"mart": mart},
    ).fetchall()[0][0]
    names = ", ".join(shared)
    connection.execute(
        f"insert into {past} by name select *, {load_id:d} as until_load, true as is_present"
        f" from (select {names} from before.marts.{mart}{within} except select {names} from marts.{mart}{within})"
    )
    connection.execute(
        f"insert into {past} by name select {key}, {load_id:d} as until_load, false as is_present"
        f" from (from marts.{mart}{within}) anti join before.marts.{mart} using ({key})"
    )


def _tell_by_dates(connection: duckdb.DuckDBPyConnection, by_dates: str, load_id: int) -> None:
    """The first generation tells how leads were a week before, from the days on which things happened."""
    day = f"((select as_of_on from meta.generation) - {LEAST_DAYS})"
    connection.execute(
        "insert into history.generations"
        f" select 0, loaded_at - interval {LEAST_DAYS} days, as_of_on - {LEAST_DAYS}, currency, true"
        f" from history.generations where load_id = {load_id:d}"
    )
    connection.execute(f"insert into history.past_leads by name {by_dates.format(day=day, load_id=load_id)}")
    connection.execute(
        "insert into history.past_spend by name"
        f" select spend_id, {load_id:d} as until_load, false as is_present from marts.spend_states"
        f" where spent_on > {day}"
    )


def _thin_out(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget the generations between those that are kept, and every row that tells of none that is left."""
    connection.execute(
        f"""
        delete from history.generations where load_id not in (
            select load_id
            from (
                select
                    load_id,
                    max(loaded_at) over () - loaded_at as age,
                    row_number() over (order by load_id desc) as place,
                    row_number() over (partition by loaded_at::date order by load_id desc) as of_day,
                    row_number() over (partition by date_trunc('week', loaded_at) order by load_id desc) as of_week
                from history.generations
            )
            where place <= {KEPT}
                or (of_day = 1 and age < interval {KEPT_DAYS} days)
                or (of_week = 1 and age < interval {KEPT_WEEKS} weeks)
        )
        """
    )
    for past, key in TABLES.values():
        connection.execute(
            f"""
            delete from {past} where ({key}, until_load) in (
                select ({key}, until_load)
                from (
                    select
                        {key},
                        until_load,
                        lag(until_load, 1, 0) over (partition by {key} order by until_load) as from_load
                    from {past}
                ) as spans
                where not exists (
                    select 1 from history.generations as generations
                    where generations.load_id >= spans.from_load and generations.load_id < spans.until_load
                )
            )
            """
        )
