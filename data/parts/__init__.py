"""Builds the marts of a generation from those of the one before: anew for the leads that a load touches, no others.

What is built so is, row by row, what all would be if they were built from nothing, but for numbers that stand for
leads, accounts and cells. Where that cannot be said, nothing is built here and everything is built from nothing.

A lead is touched where one of its rows changed, or one of a lead of its contact or account; a change of the last day of
the data touches those of which more is known by then, and the others are moved on. The touched leads are built by the
same models as all are, which read them, and the leads around them, from temporary tables.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from data import history, marts, progress
from data.connections import quoted
from data.definitions import count_alike, parse_text
from data.parts.around import NOW, OF_LEADS, PAST, build_touches, of, take
from data.parts.asking import at_places, columns_of, rows
from data.parts.counts import add_up, add_up_activities, count_brought, count_evenings
from data.parts.touched import TooMuchError, demand_the_same, find_touched

LEAST_LEADS = 30_000  # of fewer all are built in less time
MOST_LOADS = 30  # in a row, until the room that replaced rows leave in the file is given back
WHOLE = ("targets", "target_accounts", "contents", "conversions", "gaps")
OF_SPEND = ("spend_days", "spend_states")  # where it changed
# Columns of an enumeration that are not called like it.
COLUMNS = {"channel": ("channel", "return_channel"), "sequence": ("sequence", "step_sequence")}


def are_worth_it(connection: duckdb.DuckDBPyConnection, definitions_text: str) -> bool:
    """Whether the open generation has many leads, and was built by these models and definitions."""
    if not marts.is_current(connection):
        return False
    leads, text, loads = connection.execute(
        "select (select count(*) from canonical.leads), definitions, loads_in_parts from meta.generation"
    ).fetchall()[0]
    return bool(leads >= LEAST_LEADS and count_alike(text, definitions_text) and loads < MOST_LOADS)


def build(connection: duckdb.DuckDBPyConnection, definitions_text: str, before: Path) -> bool:
    """Bring the marts of a copy of a generation to what its canonical tables say now.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Open for writing on a copy of the generation, into which a load was written.
    definitions_text : str
        The definitions, which are those that it was built with.
    before : Path
        The generation.

    Returns
    -------
    bool
        Whether that was done; otherwise the marts are half-built, and must be built from nothing.
    """
    # Into the file all of it is written once: nobody goes on with one that was left half-built.
    connection.execute("set checkpoint_threshold = '1TB'")
    connection.execute(f"attach '{quoted(before)}' as before (read_only)")
    try:
        _build(connection, definitions_text)
    except TooMuchError:
        return False
    finally:
        connection.execute("detach before")
    history.keep(connection, before, marts.body("history/before_by_dates"), among="changed_states")
    for name in list(_temporary(connection)):
        connection.execute(f"drop table temp.{name}")
    return True


def _build(connection: duckdb.DuckDBPyConnection, definitions_text: str) -> None:
    progress.tell("Finding what changed")
    connection.execute("drop schema meta cascade")
    connection.execute("create schema meta")
    marts.write_meta(connection, parse_text(definitions_text), definitions_text)
    connection.execute(
        "update meta.generation set loads_in_parts = (select loads_in_parts + 1 from before.meta.generation)"
    )
    demand_the_same(connection)
    find_touched(connection)
    progress.tell("Building the touched leads", 0.3)
    take(connection, NOW)
    for name, select in marts.enumerated().items():
        known = f"select unnest(enum_range(null::marts.{name}))::varchar as name"
        _enumerate(connection, name, f"select name from ({known} union from ({of(select, NOW)})) order by name")
    _count_past(connection)
    _build_touched(connection)
    _move_on(connection)
    for name in OF_LEADS[:-1]:
        _replace(connection, name)
    progress.tell("Building what is of all leads", 0.6)
    connection.execute(f"create or replace table marts.stage_norms as {marts.select('stage_norms')}")
    connection.execute(marts.model("stalled"))
    for name in (*WHOLE, *(OF_SPEND if _is_other_spend(connection) else ())):
        connection.execute(f"create or replace table marts.{name} as {marts.select(name)}")
    _build_states(connection)
    count_brought(connection, NOW)
    add_up(connection, "unknowns")
    add_up_activities(connection)
    progress.tell("Counting evenings", 0.8)
    count_evenings(connection)
    _settle_cells(connection)
    for name, select in marts.enumerated().items():
        _enumerate(connection, name, select.replace("staging.leads", "marts.journeys"))


def _count_past(connection: duckdb.DuckDBPyConnection) -> None:
    """Count what the touched leads brought to what is counted of many, while the marts are as they were."""
    take(connection, PAST)
    places = "select rowid from marts.journeys semi join touched using (lead_id)"
    connection.execute(f"create temp table {PAST}_journeys as {at_places('marts.journeys', places)}")
    places = "select rowid from marts.stays semi join touched using (lead_id)"
    connection.execute(f"create temp table {PAST}_stays as {at_places('marts.stays', places)}")
    connection.execute(f"create temp table past_teams as {marts.body('owner_teams')}")
    build_touches(connection, PAST)
    count_brought(connection, PAST)
    connection.execute("drop table temp.touches")


def _build_touched(connection: duckdb.DuckDBPyConnection) -> None:
    """Build the marts of single leads, of which each reads the leads that are in the first."""
    build_touches(connection, NOW)
    for name in ("stage_times", "stage_returns", "touch_summaries", "lead_returns"):
        connection.execute(f"create temp table {name} as {of(marts.select(name), NOW)}")
    for name in OF_LEADS[:-1]:
        connection.execute(f"create temp table {NOW}_{name} as {of(marts.select(name), NOW)}")
        if name == "journeys":
            connection.execute(f"delete from temp.{NOW}_journeys where lead_id not in (from touched)")
            _number_accounts(connection)
            # Cells that are new come after all that there are.
            connection.execute(
                f"""
                insert into marts.worth_cells
                select known.cells + row_number() over (order by motion, segment, channel), new.*
                from (
                    select distinct motion, segment, channel from temp.{NOW}_journeys
                    except
                    select motion, segment, channel from marts.worth_cells
                ) as new
                cross join (select coalesce(max(cell), 0) as cells from marts.worth_cells) as known
                """
            )


def _number_accounts(connection: duckdb.DuckDBPyConnection) -> None:
    """Accounts keep their numbers, and new ones come after all that there are."""
    connection.execute(
        f"""
        create temp table account_numbers as
        select
            named.account_id,
            coalesce(
                known.account_number,
                (select coalesce(max(account_number), 0) from marts.journeys)
                    + row_number() over (partition by known.account_number is null order by named.account_id)
            )::uinteger as account_number
        from (select distinct account_id from temp.{NOW}_journeys where account_id is not null) as named
        left join (
            select distinct account_id, account_number
            from marts.journeys
            semi join (select distinct account_id from temp.{NOW}_journeys) using (account_id)
        ) as known using (account_id)
        """
    )
    connection.execute(
        f"update temp.{NOW}_journeys as journeys set account_number = numbers.account_number"
        " from account_numbers as numbers where numbers.account_id = journeys.account_id"
    )


def _move_on(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring what counts up to the end of the data to its new end; what that touches in another way is built anew."""
    connection.execute(
        f"create temp table touched_numbers as select lead_number from marts.journeys semi join touched using (lead_id)"
        f" union select lead_number from temp.{NOW}_staged_leads semi join touched using (lead_id)"
    )
    days, is_later = rows(
        connection,
        "select now.as_of_on - past.as_of_on, now.as_of > past.as_of"
        " from meta.generation as now cross join before.meta.generation as past",
    )[0]
    if is_later:
        # Working minutes are counted from the first of the days, which may be another one.
        by_the_end = (
            "(select ends.minutes_by_the_end - starts.minutes_before from {at}meta.work_days as ends"
            " join {at}meta.work_days as starts on true where ends.day = (select as_of_on from before.meta.generation)"
            " and starts.day = (select min(day) from before.meta.work_days))"
        )
        minutes = f"({by_the_end.format(at='')} - {by_the_end.format(at='before.')})"
        as_of = "(select as_of from meta.generation)"
        for name in ("journeys", "wins"):
            connection.execute(
                f"""
                update marts.{name} set
                    observed_days = observed_days + {days},
                    mature_days = mature_days + {days},
                    followed_days = case when outcome = 'open' then followed_days + {days} else followed_days end,
                    observed_minutes = greatest(0, minutes_between(created_at, {as_of})),
                    observed_working_minutes = observed_working_minutes + {minutes}
                """
            )
    if days:
        for name in ("stays", "win_touchpoints"):
            connection.execute(f"update marts.{name} set observed_days = observed_days + {days}")
        connection.execute(
            f"""
            update marts.stage_entries set
                observed_days = observed_days + {days},
                left_days = case when exit = 'still there' then left_days + {days} else left_days end,
                dwell_days = case when exit = 'still there' then dwell_days + {days} else dwell_days end
            """
        )


def _replace(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Put the touched leads into a mart as they are now, in the place of what they were."""
    is_numbered = "lead_number" in columns_of(connection, name)
    key, touched = ("lead_number", "touched_numbers") if is_numbered else ("lead_id", "touched")
    connection.execute(f"delete from marts.{name} where {key} in (from {touched})")
    connection.execute(f"insert into marts.{name} by name from temp.{NOW}_{name}")


def _settle_cells(connection: duckdb.DuckDBPyConnection) -> None:
    """No cell is without a lead."""
    there = "(select distinct motion, segment, channel from marts.journeys)"
    connection.execute(
        "delete from marts.worth_cells where cell not in"
        f" (select cell from marts.worth_cells join {there} using (motion, segment, channel))"
    )


def _is_other_spend(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a line of spend came, went or changed, or is worth something else."""
    rates = ("meta.exchange_rates", "before.meta.exchange_rates")
    return bool(
        rows(
            connection,
            f"""
            select exists (from canonical.spend where load_id = (select max(load_id) from intake.loads))
                or (select count(*) from canonical.spend) <> (select count(*) from before.canonical.spend)
                or exists (from {rates[0]} except from {rates[1]})
                or exists (from {rates[1]} except from {rates[0]})
            """,
        )[0][0]
    )


def _build_states(connection: duckdb.DuckDBPyConnection) -> None:
    """How leads are told: the touched ones anew, of the others the gaps, which the days open."""
    name = OF_LEADS[-1]
    connection.execute(f"create temp table {NOW}_{name} as {of(marts.select(name), NOW)}")
    _replace(connection, name)
    connection.execute(
        f"""
        create temp table changed_gaps as
        select lead_id, coalesce(gaps.gaps, 0) as gaps
        from marts.{name} as known
        left join marts.gaps as gaps using (lead_id)
        where known.gaps <> coalesce(gaps.gaps, 0)
        """
    )
    connection.execute(
        f"update marts.{name} as states set gaps = changed.gaps from changed_gaps as changed"
        " where changed.lead_id = states.lead_id"
    )
    connection.execute("create temp table changed_states as from touched union select lead_id from changed_gaps")


def _enumerate(connection: duckdb.DuckDBPyConnection, name: str, select: str) -> None:
    """Let an enumeration hold these names and no others; the columns that have it keep theirs."""
    connection.execute(f"create or replace temp table names as {select}")
    is_known = rows(
        connection,
        "select coalesce((select list(name order by name) from temp.names)"
        f" = enum_range(null::marts.{name})::varchar[], false)",
    )[0][0]
    if is_known:
        return
    connection.execute(f"drop type marts.{name}")
    connection.execute(f"create type marts.{name} as enum (select name from temp.names order by name)")
    called = ", ".join(f"'{column}'" for column in COLUMNS.get(name, (name,)))
    found = rows(
        connection,
        "select table_name, column_name from duckdb_columns() where database_name = current_database()"
        f" and schema_name = 'marts' and column_name in ({called}) and data_type like 'ENUM%'",
    )
    for table, column in found:
        # Rows that were deleted are still read here: their names may be none any more.
        held = f"try_cast({column} as marts.{name})"
        connection.execute(f"alter table marts.{table} alter {column} type marts.{name} using {held}")


def _temporary(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield from (
        str(name) for (name,) in rows(connection, "select table_name from duckdb_tables() where database_name = 'temp'")
    )
