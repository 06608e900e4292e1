"""Finds the leads that a load touched, or says that it touched what all leads have in common."""

from collections.abc import Iterator

import duckdb

from data.parts.asking import at_places, rows

MOST_SHARE = 0.2  # of the leads: where more are read, all are built from nothing
TOLD = ("leads", "stage_events", "outcomes", "touches")
# Of what definitions and data say together: a generation in which one of these changed is built from nothing.
SETTLED = ("stages", "stretches", "touch_channels", "owners", "spellings")
GROWING = ("source_names", "stage_names")  # a further row says nothing of what was there before
# Of touches: at a time that the generation before did not reach, and this one may.
IS_LATER = (
    "(select as_of from meta.generation) > (select as_of from before.meta.generation)"
    ' and "at" > (select as_of from before.meta.generation)'
)


class TooMuchError(Exception):
    """What came touches everything: all has to be built from nothing."""


def demand_the_same(connection: duckdb.DuckDBPyConnection) -> None:
    """Go on only where rows of leads that are not touched mean what they meant."""
    checks = [f"(from before.meta.{name} except from meta.{name})" for name in (*SETTLED, *GROWING)]
    checks += [f"(from meta.{name} except from before.meta.{name})" for name in SETTLED]
    accounts = "select account_id, tier from {}canonical.target_accounts"
    checks += [f"({accounts.format(a)} except {accounts.format(b)})" for a, b in (("", "before."), ("before.", ""))]
    changed = " or ".join(f"exists {check}" for check in checks)
    found = rows(
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
        raise TooMuchError


def find_touched(connection: duckdb.DuckDBPyConnection) -> None:
    """Name the leads that are built anew, ``touched``, and those that are read for them, ``around``, by tables."""
    for table in TOLD:
        connection.execute(f"create temp table changed_{table} as {_changed(connection, table)}")
    removals = _differing("intake.removals", "lead_id", "*")
    found = [
        *(f"select lead_id from changed_{table}" for table in TOLD),
        removals,
        f"select into_lead_id from intake.removals semi join ({removals}) using (lead_id)",
        *_later(),
    ]
    connection.execute(
        f"create temp table changed as select distinct lead_id from ({' union all '.join(found)}) as found(lead_id)"
        " where lead_id is not null"
    )
    # A touch of a lead that was merged belongs to the one that it was merged into.
    connection.execute(
        """
        create temp table given as
        with recursive merges as (
            select lead_id, into_lead_id from intake.removals where into_lead_id is not null
            union
            select lead_id, into_lead_id from before.intake.removals where into_lead_id is not null
        ),
        reached as (
            from changed
            union
            select merges.into_lead_id as lead_id from reached join merges using (lead_id)
        )
        from reached
        """
    )
    connection.execute(
        "create temp table changed_contacts as select distinct contact_id from"
        f" (select contact_id from changed_touches union all select contact_id from canonical.touches where {IS_LATER})"
        " where contact_id is not null"
    )
    # Whoever was kin of a touched lead and is no longer has changed: only what these belonged to must be looked up.
    for key, further in (("account", "null::varchar"), ("contact", "contact_id from changed_contacts")):
        was = f"select {key}_id from before.canonical.leads semi join given using (lead_id) union select {further}"
        connection.execute(
            f"create temp table given_{key}s as from ({was}) as found({key}_id) where {key}_id is not null"
        )
    _gather_kin(connection, "touched", "given")
    _gather_kin(connection, "around", "touched")
    _name_keys(connection, "contact", "around", "around")
    # Which lead a merged one belongs to is known only where all that it went through are.
    connection.execute(
        "create temp table around_removals as select lead_id, into_lead_id from intake.removals"
        " union select lead_id, into_lead_id from before.intake.removals"
    )
    connection.execute(
        "insert into around select lead_id from"
        " (select lead_id from around_removals union select into_lead_id from around_removals)"
        " anti join around using (lead_id) where lead_id is not null"
    )
    if rows(
        connection,
        f"select (select count(*) from around) > {MOST_SHARE} * (select count(*) from before.canonical.leads)",
    )[0][0]:
        raise TooMuchError


def _changed(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """Select of the leads, and of touches the contacts, of the rows of a table that a load changed."""
    named = "lead_id, contact_id" if table == "touches" else "lead_id"
    columns = {"leads": "lead_id, load_id, changed_at, changed_before"}.get(table, "* exclude (load_id)")
    if table == "leads":  # rows of leads may go, and come back as they were
        return _differing("canonical.leads", named, columns)
    # What a load writes has its number. Where rows went besides, all rows are compared.
    keys = {"touches": "touch_id", "outcomes": "lead_id, outcome"}.get(table, "lead_id, stage, entered_at")
    load = "(select max(load_id) from intake.loads)"
    connection.execute(f"create temp table new_{table} as from canonical.{table} where load_id = {load}")
    places = f"select rowid from before.canonical.{table} semi join new_{table} using ({keys})"
    connection.execute(f"create temp table old_{table} as {at_places(f'before.canonical.{table}', places)}")
    fits = rows(
        connection,
        f"select (select count(*) from canonical.{table}) - (select count(*) from before.canonical.{table})"
        f" = (select count(*) from new_{table}) - (select count(*) from old_{table})",
    )[0][0]
    if fits:
        return f"select {named} from new_{table} union all select {named} from old_{table}"
    connection.execute(f"drop table old_{table}")
    return _differing(f"canonical.{table}", named, columns)


def _differing(table: str, named: str, columns: str) -> str:
    """Select of what rows of a table name that are not in both generations."""
    now, past = (
        f"(select {named}, hash(told) as told from (select {columns} from {at}{table}) as told)"
        for at in ("", "before.")
    )
    both = ", ".join(f"coalesce(now.{name}, past.{name}) as {name}" for name in named.split(", "))
    return (
        f"select {both} from {now} as now full join {past} as past using (told)"
        " where now.told is null or past.told is null"
    )


def _later() -> Iterator[str]:
    """Selects of the leads for which the new end of the data says more than for how long they were seen."""
    dates = {"leads": "created_at", "stage_events": "entered_at", "outcomes": "closed_at", "touches": '"at"'}
    for table, at in dates.items():
        yield f"select lead_id from canonical.{table} where {IS_LATER.replace(dates['touches'], at)}"
    is_next_day = "(select as_of_on from meta.generation) > (select as_of_on from before.meta.generation)"
    yield f"select lead_id from marts.journeys where {is_next_day} and outcome <> 'open' and days_to_close is null"
    rates = (
        "(from meta.exchange_rates except from before.meta.exchange_rates)"
        " union (from before.meta.exchange_rates except from meta.exchange_rates)"
    )
    yield f"""
        select leads.lead_id
        from canonical.leads as leads
        join marts.journeys as journeys using (lead_id)
        cross join meta.generation as generation
        where leads.currency <> generation.currency
            and (
                ({is_next_day} and journeys.outcome = 'open')
                or (leads.currency, coalesce(journeys.closed_on, generation.as_of_on))
                    in (select (currency, day) from ({rates}))
            )
    """


def _gather_kin(connection: duckdb.DuckDBPyConnection, into: str, given: str) -> None:
    """Leads that were given, and all that share an account or a contact with one of them."""
    for key in ("account", "contact"):
        _name_keys(connection, key, into, given)
    kin = " union ".join(
        f"select lead_id from canonical.leads semi join {into}_{key}s using ({key}_id)"
        for key in ("account", "contact")
    )
    connection.execute(f"create temp table {into} as from {given} union {kin}")


def _name_keys(connection: duckdb.DuckDBPyConnection, key: str, into: str, given: str) -> None:
    """Accounts or contacts of the leads that were given, and those that were given themselves."""
    found = f"select {key}_id from canonical.leads semi join {given} using (lead_id) union from {given}_{key}s"
    connection.execute(f"create or replace temp table {into}_{key}s as from ({found}) where {key}_id is not null")
