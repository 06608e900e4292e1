"""Builds the marts of a generation from those of the one before: anew for the leads that a load touches, and for no other.

What is built so is, row by row, what all would be if they were built from nothing, but for numbers that stand for
leads, accounts and cells. Where that cannot be said, nothing is built here and everything is built from nothing.

A lead is touched where one of its rows changed, or one of a lead of its contact or account; a change of the last day of
the data touches those of which more is known by then, and the others are moved on. The touched leads are built by the
same models as all are, which read them, and the leads around them, from temporary tables.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from data import history, marts, progress
from data.connections import quoted
from data.definitions import parse_text

LEAST_LEADS = 20_000  # of fewer all are built in less time
MOST_LOADS = 30  # in a row, until the room that replaced rows leave in the file is given back
MOST_SHARE = 0.2  # of the leads
# Of single leads, by their number or their id, in the order in which they are built.
OF_LEADS = (
    "journeys",
    "wins",
    "last_steps",
    "stage_entries",
    "stays",
    "touchpoints",
    "win_touchpoints",
    "paths",
    "sequence_steps",
    "lead_states",
)
WHOLE = ("spend_days", "targets", "target_accounts", "contents", "conversions", "spend_states")
# What each of these is added up by: touched leads are taken out as they were, and put in as they are.
ADDED_UP = {"unknowns": ("records", "bigint"), "activities": ("touches", "bigint")}
# Of what definitions and data say together: a generation in which one of these changed is built from nothing.
SETTLED = ("stages", "stretches", "touch_channels", "owners", "spellings")
GROWING = ("source_names", "stage_names")  # a further row says nothing of what was there before
# Columns of an enumeration that are not called like it.
COLUMNS = {"channel": ("channel", "return_channel"), "sequence": ("sequence", "step_sequence")}
TOLD = ("leads", "stage_events", "outcomes", "touches")
STAGED = ("leads", "outcomes", "stage_events", "told_touches", "touches")
NOW, PAST = "part", "past"


class _TooMuchError(Exception):
    """What came touches everything: all has to be built from nothing."""


def are_worth_it(connection: duckdb.DuckDBPyConnection, definitions_text: str) -> bool:
    """Whether the open generation has many leads, and was built by these models and definitions."""
    if not marts.is_current(connection):
        return False
    leads, text, loads = connection.execute(
        "select (select count(*) from canonical.leads), definitions, loads_in_parts from meta.generation"
    ).fetchall()[0]
    return bool(leads >= LEAST_LEADS and text == definitions_text and loads < MOST_LOADS)


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
    connection.execute(f"attach '{quoted(before)}' as before (read_only)")
    try:
        _build(connection, definitions_text)
    except _TooMuchError:
        return False
    finally:
        connection.execute("detach before")
    history.keep(connection, before, marts.body("history/before_by_dates"))
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
    _demand_the_same(connection)
    _find_touched(connection)
    progress.tell("Building the touched leads", 0.3)
    _take(connection, NOW)
    for name, select in marts.enumerated().items():
        known = f"select unnest(enum_range(null::marts.{name}))::varchar as name"
        _enumerate(connection, name, f"select name from ({known} union from ({_of(select, NOW)})) order by name")
    _count_past(connection)
    _build_touched(connection)
    _move_on(connection)
    for name in OF_LEADS[:-1]:
        _replace(connection, name)
    _settle_cells(connection)
    _count_teams(connection)
    progress.tell("Building what is of all leads", 0.6)
    connection.execute(f"create or replace table marts.stage_norms as {marts.select('stage_norms')}")
    connection.execute(marts.model("stalled"))
    for name in (*WHOLE, "gaps"):
        connection.execute(f"create or replace table marts.{name} as {marts.select(name)}")
    _build_states(connection)
    for name in ADDED_UP:
        _add_up(connection, name)
    for name, select in marts.enumerated().items():
        _enumerate(connection, name, select.replace("staging.leads", "marts.journeys"))
    progress.tell("Counting evenings", 0.8)
    for name in ("evenings", *marts.KEPT):
        connection.execute(f"drop table marts.{name}")
    marts.keep_evenings(connection)


def _rows(connection: duckdb.DuckDBPyConnection, select: str) -> list[tuple[object, ...]]:
    return connection.execute(select).fetchall()


def _demand_the_same(connection: duckdb.DuckDBPyConnection) -> None:
    """Go on only where rows of leads that are not touched mean what they meant."""
    checks = [f"(from before.meta.{name} except from meta.{name})" for name in (*SETTLED, *GROWING)]
    checks += [f"(from meta.{name} except from before.meta.{name})" for name in SETTLED]
    accounts = "select account_id, tier from {}canonical.target_accounts"
    checks += [f"({accounts.format(a)} except {accounts.format(b)})" for a, b in (("", "before."), ("before.", ""))]
    changed = " or ".join(f"exists {check}" for check in checks)
    found = _rows(
        connection,
        f"""
        select {changed}
            or now.has_days <> past.has_days
            or not coalesce(now.as_of >= past.as_of, false)
            or not now.has_days
        from meta.generation as now
        cross join before.meta.generation as past
        """,
    )
    if found[0][0]:
        raise _TooMuchError


def _find_touched(connection: duckdb.DuckDBPyConnection) -> None:
    """Name the leads that are built anew, ``touched``, and those that must be read for them, ``around``, with contacts."""
    both = ("", "before.")
    load = "(select max(load_id) from intake.loads)"
    connection.execute(
        f"create temp table changed_touches as select touch_id, lead_id, contact_id from canonical.touches"
        f" where load_id = {load} union all select touch_id, lead_id, contact_id from before.canonical.touches"
        f" semi join (select touch_id from canonical.touches where load_id = {load}) using (touch_id)"
    )
    # Rows of touches are told anew by their load alone, and none goes: else the counts would not fit.
    if _rows(
        connection,
        "select (select count(*) from canonical.touches) - (select count(*) from before.canonical.touches)"
        f" <> (select count(*) filter (where load_id = {load}) from canonical.touches)"
        " - (select count(*) from before.canonical.touches semi join changed_touches using (touch_id))",
    )[0][0]:
        raise _TooMuchError
    found = [
        "select lead_id from changed_touches",
        *(_differing("canonical", name) for name in ("leads", "stage_events", "outcomes")),
        _differing("intake", "removals"),
        "select into_lead_id from intake.removals semi join"
        f" ({_differing('intake', 'removals')}) using (lead_id)",
    ]
    later = "> (select as_of from before.meta.generation)"
    is_later = "(select as_of from meta.generation) > (select as_of from before.meta.generation)"
    dates = {"leads": "created_at", "stage_events": "entered_at", "outcomes": "closed_at", "touches": '"at"'}
    found += [f"select lead_id from canonical.{name} where {is_later} and {at} {later}" for name, at in dates.items()]
    # Of these the end of the data decides more than how long they were seen.
    is_next_day = "(select as_of_on from meta.generation) > (select as_of_on from before.meta.generation)"
    rates = "select currency, day from"
    new_rates = (
        "(from meta.exchange_rates except from before.meta.exchange_rates)"
        " union (from before.meta.exchange_rates except from meta.exchange_rates)"
    )
    found += [
        f"select lead_id from marts.journeys where {is_next_day} and outcome <> 'open' and days_to_close is null",
        "select leads.lead_id from canonical.leads as leads join marts.journeys as journeys using (lead_id)"
        " where leads.currency <> (select currency from meta.generation)"
        f" and (({is_next_day} and journeys.outcome = 'open')"
        f" or (leads.currency, coalesce(journeys.closed_on, (select as_of_on from meta.generation))) in ({rates} ({new_rates})))",
    ]
    connection.execute(
        f"create temp table changed_leads as select distinct lead_id from ({' union all '.join(found)}) as found(lead_id)"
        " where lead_id is not null"
    )
    # A touch of a lead that was merged belongs to the one that it was merged into.
    connection.execute(
        """
        insert into changed_leads
        with recursive merges as (
            select lead_id, into_lead_id from intake.removals where into_lead_id is not null
            union
            select lead_id, into_lead_id from before.intake.removals where into_lead_id is not null
        ),
        reached as (
            from changed_leads
            union
            select merges.into_lead_id from reached join merges using (lead_id)
        )
        from reached
        """
    )
    later_contacts = f"select contact_id from canonical.touches where {is_later} and \"at\" {later}"
    connection.execute(
        "create temp table changed_contacts as select distinct contact_id from"
        f" (select contact_id from changed_touches union all {later_contacts}) where contact_id is not null"
    )
    for name, given in (("touched", "changed_leads"), ("around", "touched")):
        keys = {}
        for key in ("account_id", "contact_id"):
            of_leads = " union ".join(f"select {key} from {at}canonical.leads semi join {given} using (lead_id)" for at in both)
            further = " union from changed_contacts" if key == "contact_id" else ""
            connection.execute(
                f"create temp table {name}_{key} as from ({of_leads}{further}) as found({key}) where {key} is not null"
            )
            keys[key] = f"{name}_{key}"
        kin = " union ".join(
            f"select lead_id from {at}canonical.leads semi join {table} using ({key})"
            for at in both
            for key, table in keys.items()
        )
        connection.execute(f"create temp table {name} as select lead_id from {given} union {kin}")
    connection.execute(
        "create temp table around_contacts as select contact_id from around_contact_id union"
        " select contact_id from canonical.leads semi join around using (lead_id) where contact_id is not null union"
        " select contact_id from before.canonical.leads semi join around using (lead_id) where contact_id is not null"
    )
    if _rows(
        connection,
        f"select (select count(*) from around) > {MOST_SHARE} * (select count(*) from before.canonical.leads)",
    )[0][0]:
        raise _TooMuchError


def _differing(schema: str, table: str) -> str:
    """Select of the leads of which a row of a table is another one than before."""
    now, past = (
        f"(select lead_id, hash(told) as told from (select * from {at}{schema}.{table}) as told)" for at in ("", "before.")
    )
    return f"select lead_id from {now} anti join {past} using (told) union all select lead_id from {past} anti join {now} using (told)"


def _of(select: str, side: str) -> str:
    """A model that reads the leads around the touched ones, as they are or as they were, instead of all."""
    told, staged, built = ("|".join(names) for names in (TOLD, STAGED, OF_LEADS))
    select = re.sub(rf"\bcanonical\.({told})\b", rf"temp.{side}_told_\1", select)
    select = re.sub(rf"\bstaging\.({staged})\b", rf"temp.{side}_staged_\1", select)
    select = re.sub(rf"\bmarts\.({built})\b", rf"temp.{side}_\1", select)
    return re.sub(r"\b(meta|intake)\.", r"before.\1.", select) if side == PAST else select


def _take(connection: duckdb.DuckDBPyConnection, side: str) -> None:
    """Take the rows of the leads around the touched ones, and stage them."""
    at = "before." if side == PAST else ""
    connection.execute(
        "create temp table if not exists around_removals as select lead_id from intake.removals"
        " union select lead_id from before.intake.removals"
    )
    for name in ("leads", "stage_events", "outcomes"):
        rows = f"from {at}canonical.{name} semi join around using (lead_id)"
        connection.execute(f"create temp table {side}_told_{name} as {rows}")
    connection.execute(
        f"""
        create temp table {side}_told_touches as
        from {at}canonical.touches semi join (from around union from around_removals) using (lead_id)
        union all
        from (from {at}canonical.touches where lead_id is null) semi join around_contacts using (contact_id)
        """
    )
    for name in STAGED:
        staged = _of(marts.model(f"staging/{name}"), side)
        if name == "leads":
            # Leads keep their numbers, and new ones come after all that there are.
            staged = f"""
                select
                    coalesce(
                        known.lead_number,
                        greatest((select max(lead_number) from marts.journeys), 0) + row_number() over (
                            partition by known.lead_number is null order by {marts.ORDER_OF_LEADS.replace("lead_id", "staged.lead_id")}
                        )
                    )::uinteger as lead_number,
                    staged.*
                from ({staged}) as staged
                left join (select lead_id, lead_number from marts.journeys) as known using (lead_id)
            """
        connection.execute(f"create temp table {side}_staged_{name} as {staged}")


def _count_past(connection: duckdb.DuckDBPyConnection) -> None:
    """Count what the touched leads brought to what is added up, while the marts are as they were."""
    _take(connection, PAST)
    connection.execute(f"create temp table {PAST}_journeys as from marts.journeys semi join around using (lead_id)")
    connection.execute(f"create temp table {PAST}_teams as {marts.body('owner_teams')}")
    _build_touches(connection, PAST)
    _count(connection, PAST)
    connection.execute("drop table temp.touches")


def _build_touches(connection: duckdb.DuckDBPyConnection, side: str) -> None:
    for name, select in marts.enumerated_touches().items():
        connection.execute(f"create or replace temp type {name} as enum ({_of(select, side)})")
    connection.execute(f"create temp table touches as {_of(marts.select('touches'), side)}")


def _count(connection: duckdb.DuckDBPyConnection, side: str) -> None:
    """What the leads around the touched ones bring to what is added up."""
    unknowns = _of(marts.select("unknowns"), side)
    connection.execute(f"create temp table {side}_unknowns as {unknowns}")
    done = marts.activities("temp.touches", f"temp.{side}_journeys")
    connection.execute(f"create temp table {side}_activities as {done}")


def _build_touched(connection: duckdb.DuckDBPyConnection) -> None:
    """Build the marts of single leads for the leads around the touched ones, and with them the touched ones."""
    _build_touches(connection, NOW)
    for name in ("stage_times", "stage_returns", "touch_summaries", "lead_returns"):
        connection.execute(f"create temp table {name} as {_of(marts.select(name), NOW)}")
    for name in OF_LEADS[:-1]:
        connection.execute(f"create temp table {NOW}_{name} as {_of(marts.select(name), NOW)}")
        if name == "journeys":
            _number_accounts(connection)
            # Cells that are new come after all that there are.
            connection.execute(
                f"""
                insert into marts.worth_cells
                select (select coalesce(max(cell), 0) from marts.worth_cells) + row_number() over (order by motion, segment, channel), *
                from (
                    select distinct motion, segment, channel from temp.{NOW}_journeys
                    except
                    select motion, segment, channel from marts.worth_cells
                )
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
    days, is_later = _rows(
        connection,
        "select now.as_of_on - past.as_of_on, now.as_of > past.as_of"
        " from meta.generation as now cross join before.meta.generation as past",
    )[0]
    if is_later:
        # Working minutes are counted from the first of the days, which may be another one.
        by_the_end = (
            "(select ends.minutes_by_the_end - starts.minutes_before from {at}meta.work_days as ends"
            " join {at}meta.work_days as starts on true where ends.day = (select as_of_on from before.meta.generation)"
            " and starts.day = (select min(day) from before.meta.work_days)) "
        )
        minutes = f"({by_the_end.format(at='')} - {by_the_end.format(at='before.')})"
        for name in ("journeys", "wins"):
            connection.execute(
                f"""
                update marts.{name} set
                    observed_days = observed_days + {days},
                    mature_days = mature_days + {days},
                    followed_days = case when outcome = 'open' then followed_days + {days} else followed_days end,
                    observed_minutes = greatest(0, date_diff('minute', created_at, (select as_of from meta.generation))),
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
    is_numbered = _rows(
        connection,
        "select count(*) > 0 from duckdb_columns() where database_name = current_database() and schema_name = 'marts'"
        f" and table_name = '{name}' and column_name = 'lead_number'",
    )[0][0]
    key, touched = ("lead_number", "touched_numbers") if is_numbered else ("lead_id", "touched")
    connection.execute(f"delete from marts.{name} where {key} in (from {touched})")
    connection.execute(f"insert into marts.{name} by name from temp.{NOW}_{name} semi join {touched} using ({key})")


def _settle_cells(connection: duckdb.DuckDBPyConnection) -> None:
    """No cell is without a lead."""
    connection.execute(
        "delete from marts.worth_cells as cells where not exists (from marts.journeys as journeys where"
        " journeys.motion = cells.motion and journeys.segment = cells.segment and journeys.channel = cells.channel)"
    )


def _count_teams(connection: duckdb.DuckDBPyConnection) -> None:
    """Count what the touched leads bring; whoever is in another team than before did it for another one, in all leads."""
    connection.execute(f"create temp table {NOW}_teams as {marts.body('owner_teams')}")
    moved = _rows(
        connection,
        f"""
        select exists (from {PAST}_teams except from {NOW}_teams)
            or exists (
                from (select owner from (from {NOW}_teams except from {PAST}_teams))
                semi join (select distinct owner from marts.activities) using (owner)
            )
        """,
    )
    if moved[0][0]:
        raise _TooMuchError
    _count(connection, NOW)


def _build_states(connection: duckdb.DuckDBPyConnection) -> None:
    name = OF_LEADS[-1]
    connection.execute(f"create temp table {NOW}_{name} as {_of(marts.select(name), NOW)}")
    _replace(connection, name)
    connection.execute(
        f"""
        update marts.{name} as states set gaps = found.gaps
        from (
            select lead_id, coalesce(gaps.gaps, 0) as gaps
            from marts.{name} as known
            left join marts.gaps as gaps using (lead_id)
            where known.gaps <> coalesce(gaps.gaps, 0)
        ) as found
        where found.lead_id = states.lead_id
        """
    )


def _add_up(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    count, kind = ADDED_UP[name]
    connection.execute(
        f"""
        create temp table added_{name} as
        select * exclude ({count}), sum({count})::{kind} as {count}
        from (
            from marts.{name}
            union all by name select * replace (-{count} as {count}) from temp.{PAST}_{name}
            union all by name from temp.{NOW}_{name}
        )
        group by all
        having sum({count}) <> 0
        """
    )
    connection.execute(f"create or replace table marts.{name} as from added_{name} order by all")


def _enumerate(connection: duckdb.DuckDBPyConnection, name: str, select: str) -> None:
    """Let an enumeration hold these names and no others; the columns that have it keep theirs."""
    connection.execute(f"create or replace temp table names as {select}")
    is_known = _rows(
        connection,
        f"select coalesce((select list(name order by name) from temp.names) = enum_range(null::marts.{name})::varchar[], false)",
    )[0][0]
    if is_known:
        return
    connection.execute(f"drop type marts.{name}")
    connection.execute(f"create type marts.{name} as enum (select name from temp.names order by name)")
    columns = ", ".join(f"'{column}'" for column in COLUMNS.get(name, (name,)))
    found = _rows(
        connection,
        "select table_name, column_name from duckdb_columns() where database_name = current_database()"
        f" and schema_name = 'marts' and column_name in ({columns}) and data_type like 'ENUM%'",
    )
    for table, column in found:
        connection.execute(f"alter table marts.{table} alter {column} type marts.{name}")


def _temporary(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    yield from (str(name) for (name,) in _rows(connection, "select table_name from duckdb_tables() where database_name = 'temp'"))
