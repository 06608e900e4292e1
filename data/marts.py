"""Builds the marts of a generation from its canonical tables: plain SQL files over what the definitions say.

A line of a model that holds ``{dimension}`` stands there once for each dimension; one with ``{recorded}`` or
``{buyer}`` for each that is recorded or of the buyer, see ``dimensions``.
"""

import hashlib
from collections import Counter
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path

import duckdb

from data import dimensions, evenings, history, progress, working_time
from data.connections import insert
from data.definitions import Definitions, parse_text, spelling_key
from data.names import DIRECTIONS, GAPS, JOURNEY_ORDERS, MOTIONS, NOT_RECORDED, NOT_WANTED, OUTCOMES, RATE_DAYS, UNKNOWN

MODELS = Path(__file__).with_name("models")
STAGING = ("target_accounts", "leads", "outcomes", "stage_events", "told_touches", "touches", "spend")
READ_OFTEN = ("target_accounts", "leads", "outcomes", "spend")  # by most models: while they are built these are tables
# By which leads are numbered: models join and sort by the number, for less than by the text of their id.
ORDER_OF_LEADS = "created_on, motion, segment, source, lead_id"
MARTS = (
    "touches",
    "stage_times",
    "stage_returns",
    "touch_summaries",
    "lead_returns",
    "journeys",
    "wins",
    "last_steps",
    "stage_entries",
    "stage_norms",
    "worth_cells",
    "stays",
    "touchpoints",
    "win_touchpoints",
    "paths",
    "spend_days",
    "targets",
    "target_accounts",
    "gaps",
    "sequence_steps",
    "activities",
    "contents",
    "conversions",
    "unknowns",
    "lead_states",
    "spend_states",
)
# How long models take beside most others, and the counts on evenings, for those who wait.
WEIGHTS = {
    "touches": 9,
    "journeys": 8,
    "stage_entries": 7,
    "stays": 7,
    "lead_states": 7,
    "touchpoints": 5,
    "touch_summaries": 4,
    "stage_times": 3,
    "lead_returns": 3,
    "sequence_steps": 3,
    "activities": 3,
    "win_touchpoints": 2,
    "paths": 2,
    "unknowns": 2,
}
KEEPING = 6
# Counts on evenings that are kept, and by what else.
KEPT = {
    "kept_open_leads": ("open_leads", ""),
    "kept_stays": ("stays", ""),
    "kept_ages": ("ages", "motion, channel, segment,"),
}
TEMPORARY = ("touches", "stage_times", "stage_returns", "touch_summaries", "lead_returns")
REPEATED = {
    "{dimension}": dimensions.NAMES,
    "{recorded}": dimensions.RECORDED,
    "{buyer}": dimensions.OF_BUYER,
}
SPENT = ("channel", "source", "campaign")  # what a line of spend has too
SHARED_BIT = 62


class MartError(RuntimeError):
    """The marts do not agree with what they were built from."""


@cache
def model(name: str) -> str:
    """Text of one SQL model, such as ``canonical`` or ``marts/journeys``, with its dimensions."""
    lines = (MODELS / f"{name}.sql").read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(each for line in lines for each in _repeated(line))


def _repeated(line: str) -> list[str]:
    for mark, names in REPEATED.items():
        if mark in line:
            return [line.replace(mark, name) for name in names]
    return [line]


def on_evenings(name: str, *, known: str, groups: str, stays: str, journeys: str) -> str:
    """Select of one of the models of what was known on evenings.

    Parameters
    ----------
    name : str
        Of the model.
    known : str
        What holds the evenings, as ``known_by``.
    groups : str
        Columns that it is counted by besides, each with a comma behind.
    stays, journeys : str
        The tables that it is counted from.

    Returns
    -------
    str
        The select, without the model's header.
    """
    given = {"known": known, "groups": groups, "stays": stays, "journeys": journeys}
    if name == "open_leads":
        given["open_days"] = f"({on_evenings('open_days', **given)})"
    return body(f"evenings/{name}").format(**given, soon_days=evenings.SOON_DAYS, longest_days=evenings.EDGES[-1])


def kept(name: str, known: str = "marts.evenings") -> str:
    """Select of one of the counts on evenings that are kept, by its name in ``KEPT``, from the table of evenings."""
    counted, groups = KEPT[name]
    return on_evenings(counted, known=known, groups=groups, stays="marts.stays", journeys="marts.journeys")


def touch_credits(leads: str) -> str:
    """Select of the touches of some leads, with the credit that each rule gives them.

    Parameters
    ----------
    leads : str
        The table that holds the leads, with all columns of ``marts.journeys``.

    Returns
    -------
    str
        The select, without the model's header.
    """
    return body("touch_credits").format(leads=leads)


def activities(touches: str, journeys: str = "marts.journeys") -> str:
    """Select of what was done in each month, from the tables of touches, by numbers of leads, and of leads."""
    return body("marts/activities").format(touches=touches, journeys=journeys, teams=body("owner_teams"))


def select(name: str) -> str:
    """Select of a mart as it is built, by its name in ``MARTS``."""
    if name == "win_touchpoints":
        return touch_credits("marts.wins")
    if name == "activities":
        return activities("temp.touches")
    return model(f"marts/{name}")


def body(name: str) -> str:
    """Text of a model without its header, into which values are filled."""
    return "\n".join(line for line in model(name).splitlines() if not line.startswith("--"))


def fingerprint() -> str:
    """What the models are: a generation built by other ones lacks columns that questions ask for."""
    digest = hashlib.blake2b(repr((evenings.EDGES, evenings.SOON_DAYS, RATE_DAYS)).encode(), digest_size=8)
    for path in sorted(MODELS.rglob("*.sql")):
        digest.update(model(path.relative_to(MODELS).with_suffix("").as_posix()).encode())
    return digest.hexdigest()


def is_current(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether these models built the generation that is open."""
    try:
        return connection.execute("select models from meta.generation").fetchall() == [(fingerprint(),)]
    except (duckdb.BinderException, duckdb.CatalogException):
        return False  # from before generations knew their models


def build(
    connection: duckdb.DuckDBPyConnection,
    definitions_text: str,
    before: Path | None = None,
    *,
    is_rewritten: bool = False,
) -> None:
    """Build the schemas ``meta``, ``staging`` and ``marts`` anew, and note what is no longer as it was.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Open for writing on a database that holds the schemas ``canonical`` and ``intake``.
    definitions_text : str
        The definitions as TOML; kept in the generation, so that its pages read what its marts were built with.
    before : Path, optional
        The generation that this one was made of, whose ``history`` it holds.
    is_rewritten : bool, default False
        Whether it is no new generation but one written anew: its ``history`` is as it should be.

    Raises
    ------
    DefinitionsError
        If a definition is wrong.
    """
    definitions = parse_text(definitions_text)
    for schema in ("marts", "staging", "meta"):
        connection.execute(f"drop schema if exists {schema} cascade")
        connection.execute(f"create schema {schema}")
    write_meta(connection, definitions, definitions_text)
    # Temporary tables leave no room behind in the file, as what is dropped from it does.
    for name in STAGING:
        staged = model(f"staging/{name}")
        if name in READ_OFTEN:
            numbered = f"(row_number() over (order by {ORDER_OF_LEADS}))::uinteger as lead_number, *"
            columns = numbered if name == "leads" else "*"
            connection.execute(f"create temp table staged_{name} as select {columns} from ({staged})")
            staged = f"from temp.staged_{name}"
        connection.execute(f"create view staging.{name} as {staged}")
    _create_types(connection)
    weights = [WEIGHTS.get(name, 1) for name in MARTS]
    for place, name in enumerate(MARTS):
        progress.tell(f"Building {name.replace('_', ' ')}", sum(weights[:place]) / (sum(weights) + KEEPING))
        table = f"temp table {name}" if name in TEMPORARY else f"table marts.{name}"
        connection.execute(f"create {table} as {select(name)}")
        if name == "stage_norms":
            connection.execute(model("stalled"))
    progress.tell("Counting evenings", sum(weights) / (sum(weights) + KEEPING))
    _keep_evenings(connection)
    if not is_rewritten:
        history.keep(connection, before, body("history/before_by_dates"))
    for name in TEMPORARY:
        connection.execute(f"drop table temp.{name}")
    for name in enumerated_touches():
        connection.execute(f"drop type temp.{name}")
    for name in READ_OFTEN:
        connection.execute(f"create or replace view staging.{name} as {model(f'staging/{name}')}")
        connection.execute(f"drop table temp.staged_{name}")
    connection.execute("analyze")


def verify(connection: duckdb.DuckDBPyConnection) -> None:
    """Read every row of the marts and demand that none was lost on the way.

    Raises
    ------
    MartError
        If leads, won or reached stages do not reconcile with the canonical tables.
    """
    laws = {
        "leads that are left out for want of a day": (
            "select count(*) - (select count(*) from leads) from canonical.leads",
            (
                "select count(*) filter (where created_at is null and (select has_days from meta.generation))"
                " from canonical.leads"
            ),
        ),
        "ids of leads": (
            "select count(distinct lead_id) from canonical.leads",
            "select count(*) from canonical.leads",
        ),
        # Those of earlier loads were looked at after these.
        "ids of touches": (
            "select count(*) from canonical.touches semi join latest using (touch_id)",
            "select count(distinct touch_id) from latest",
        ),
        "outcomes of a lead, each of which counts once,": (
            "select count(*) from (select distinct lead_id, outcome from canonical.outcomes)",
            "select count(*) from canonical.outcomes",
        ),
        "ids of lines of spend": (
            "select count(distinct spend_id) from canonical.spend",
            "select count(*) from canonical.spend",
        ),
        "leads": ("select count(*) from leads", "select count(*) from marts.journeys"),
        "leads of the first stage": (
            "select count(*) from leads",
            "select count(*) from marts.stage_entries where position = 1",
        ),
        "stages reached": (
            "select coalesce(sum(furthest_stage), 0) from marts.journeys",
            "select count(*) from marts.stage_entries",
        ),
        "won leads": (
            "select count(*) from staging.outcomes join leads using (lead_id) where outcome = 'won'",
            "select count(*) from marts.journeys where outcome = 'won'",
        ),
        "wins kept by themselves": (
            "select count(*) from marts.journeys where outcome = 'won'",
            "select count(*) from marts.wins",
        ),
        "open leads, each at one stage": (
            "select count(*) from marts.journeys where outcome = 'open'",
            "select count(*) from marts.stays where until_days is null",
        ),
        "open leads with a gap": (
            "select count(*) from marts.gaps",
            "select count(*) from marts.gaps join marts.journeys using (lead_id) where outcome = 'open'",
        ),
        "leads as they are kept": ("select count(*) from leads", "select count(*) from marts.lead_states"),
        "lines of spend": ("select count(*) from canonical.spend", "select count(*) from spend"),
        "spend": ("select sum(amount) from spend", "select sum(amount) from marts.spend_days"),
        "amounts in other currencies": (
            (
                "select (select count(*) from canonical.leads join marts.journeys using (lead_id) where currency <>"
                " (select currency from meta.generation) and journeys.amount is not null) + (select count(*) from"
                " canonical.spend where currency <> (select currency from meta.generation))"
            ),
            "select coalesce(sum(amounts), 0) from marts.conversions",
        ),
        "targets": ("select sum(amount) from canonical.targets", "select sum(amount) from marts.targets"),
        "leads of target accounts": (
            "select count(*) from leads join staging.target_accounts using (account_id)",
            f"select count(*) from marts.journeys where target_account not in ('{NOT_WANTED}', '{NOT_RECORDED}')",
        ),
    }
    # One query for all of them, so that what many need is read once.
    sides = ", ".join(f"({before}), ({after})" for before, after in laws.values())
    counted = connection.execute(
        "with leads as materialized (select lead_id, account_id from staging.leads),"
        " latest as materialized (select touch_id from canonical.touches"
        " where load_id = (select max(load_id) from intake.loads)),"
        f" spend as materialized (select amount from staging.spend) select {sides}"
    ).fetchall()[0]
    for name, before, after in zip(laws, counted[::2], counted[1::2], strict=True):
        if before != after:
            raise MartError(f"The {name} do not reconcile: {before} came in, {after} came out.")


def write_meta(connection: duckdb.DuckDBPyConnection, definitions: Definitions, text: str) -> None:
    """Write what the definitions and the canonical tables say of all leads together into the empty schema ``meta``."""
    connection.execute("create table meta.stages (position utinyint, stage varchar, role varchar)")
    stages = [(position, stage.name, stage.role) for position, stage in enumerate(definitions.stages, start=1)]
    insert(connection, "meta.stages", stages)
    connection.execute(f"set variable stalled_quantile = {definitions.windows.stalled_quantile:f}")
    for name, days in asdict(definitions.gaps).items():
        connection.execute(f"set variable {name} = {days:d}")
    # With a time zone the same takes twenty times as long.
    connection.execute(
        "create or replace temp macro minutes_between(earlier, later) as"
        " date_diff('minute', make_timestamp(epoch_us(earlier)), make_timestamp(epoch_us(later)))"
    )
    connection.execute(
        """
        create table meta.generation as
        select
            as_of,
            ($time_zone)::varchar as time_zone,
            ($currency)::varchar as currency,
            (as_of at time zone $time_zone)::date as as_of_on,
            (select count(created_at) > 0 from canonical.leads) as has_days,
            ($definitions)::varchar as definitions,
            ($models)::varchar as models,
            ($look_back_days)::integer as look_back_days,
            0::integer as loads_in_parts    -- how many in a row, since all marts were built from nothing
        from (
            -- An import that does not say how far it is complete reaches to its latest event.
            select max(coalesce(loads.complete_through, events.latest_at)) as as_of
            from intake.loads as loads
            left join (
                select load_id, max(event_at) as latest_at
                from (
                    select load_id, created_at as event_at from canonical.leads
                    union all
                    select load_id, entered_at from canonical.stage_events
                    union all
                    select load_id, closed_at from canonical.outcomes where is_present
                    union all
                    select load_id, "at" from canonical.touches
                )
                group by load_id
            ) as events using (load_id)
        )
        """,
        {
            "time_zone": definitions.time_zone,
            "currency": definitions.currency,
            "definitions": text,
            "models": fingerprint(),
            "look_back_days": definitions.windows.conversion_days,
        },
    )
    connection.execute(
        """
        create table meta.stretches as
        select
            days::smallint as days,
            list_max(list_filter($edges, lambda edge: edge <= days))::smallint as stretch_days
        from (select unnest(range(list_max($edges) + 1)) as days)
        """,
        {"edges": list(evenings.EDGES)},
    )
    working_time.write(connection, definitions)
    connection.execute(f"set variable rate_days = {RATE_DAYS:d}")
    connection.execute(f"create table meta.exchange_rates as {model('meta/exchange_rates')}")
    _write_source_names(connection, definitions)
    connection.execute(f"create table meta.spellings as {model('meta/spellings')}")
    _write_owners(connection, definitions)
    _write_stage_names(connection, definitions)


def _keep_evenings(connection: duckdb.DuckDBPyConnection) -> None:
    """Count what was known on the evenings that are kept, so that no question about them reads every lead."""
    connection.execute("create table marts.evenings (known_by date)")
    insert(connection, "marts.evenings", [(day,) for day in evenings_kept(connection)])
    for name in KEPT:
        connection.execute(f"create table marts.{name} as {kept(name)}")


def evenings_kept(connection: duckdb.DuckDBPyConnection) -> list[date]:
    """The evenings that are kept of the leads that there are."""
    period = connection.execute(
        "select min(created_on), (select as_of_on from meta.generation) from marts.journeys"
    ).fetchall()[0]
    return [] if None in period else evenings.kept(*period)


def _write_source_names(connection: duckdb.DuckDBPyConnection, definitions: Definitions) -> None:
    """Map every spelling of a source or a touch's channel to one source, its channel and its motion.

    Spellings that differ in case or punctuation only are one source, shown as it is written most often.
    """
    spellings = connection.execute(
        """
        select source, sum(times)::bigint as times
        from (
            select source, count(*) as times from canonical.leads group by source
            union all
            select source, count(*) from canonical.spend group by source
            union all
            select channel, count(*) from canonical.touches group by channel
            union all
            select unnest(string_split(further_sources, ';')), count(*)
            from canonical.leads where further_sources <> '' group by further_sources
        )
        where source is not null
        group by source
        order by times desc, source
        """
    ).fetchall()
    shown: dict[str, str] = {}
    rows = []
    motions = {channel.name: channel.motion for channel in definitions.channels}
    for spelling, _ in spellings:
        source = shown.setdefault(spelling_key(spelling) or spelling, spelling)
        channel = definitions.channel_of(spelling)
        rows.append((spelling, source, channel or f"(unmapped: {source})", motions.get(channel or "")))
    connection.execute(
        "create table meta.source_names (spelling varchar primary key, source varchar, channel varchar, motion varchar)"
    )
    insert(connection, "meta.source_names", rows)
    times: Counter[str] = Counter()
    for (_, times_written), (_, _, channel, _) in zip(spellings, rows, strict=True):
        times[channel] += times_written
    # The most frequent channels have a bit of their own in a set of channels; the rest share the last one. Their
    # names decide which, so that it stays theirs as the numbers of touches change.
    frequent = sorted(channel for channel, _ in times.most_common(SHARED_BIT))
    bits = [(channel, frequent.index(channel) if channel in frequent else SHARED_BIT) for channel in sorted(times)]
    connection.execute("create table meta.touch_channels (channel varchar primary key, bit utinyint)")
    insert(connection, "meta.touch_channels", bits)


def _write_owners(connection: duckdb.DuckDBPyConnection, definitions: Definitions) -> None:
    """Write who the owners are, and which of them is meant by what leads and touches have."""
    connection.execute("create table meta.owners (name varchar primary key, team varchar, left_on date)")
    if not definitions.owners:
        return
    recorded = connection.execute(
        "select distinct coalesce(names.name, leads.team) from canonical.leads as leads "
        "left join meta.spellings as names on names.dimension = 'team' and names.spelling = leads.team "
        "where leads.team is not null order by 1"
    ).fetchall()
    teams = {spelling_key(team): team for (team,) in recorded}
    own = {each.name: each.team and teams.get(spelling_key(each.team), each.team) for each in definitions.owners}
    insert(connection, "meta.owners", [(each.name, own[each.name], each.left) for each in definitions.owners])
    written = connection.execute(
        "select owner from canonical.leads where owner is not null "
        "union select actor from canonical.touches where actor is not null order by 1"
    ).fetchall()
    meant = [(text, owner.name) for (text,) in written if (owner := definitions.owner_of(text)) is not None]
    connection.execute(
        "delete from meta.spellings where dimension = 'owner' and list_contains($meant, spelling)",
        {"meant": [text for text, _ in meant]},
    )
    insert(connection, "meta.spellings", [("owner", text, name) for text, name in meant if text != name])


def _write_stage_names(connection: duckdb.DuckDBPyConnection, definitions: Definitions) -> None:
    positions = {stage.name: position for position, stage in enumerate(definitions.stages, start=1)}
    labels = connection.execute("select distinct stage from canonical.stage_events order by stage").fetchall()
    meanings = [(label, definitions.stage_of(label), definitions.closing_of(label)) for (label,) in labels]
    rows = [
        (label, positions[stage], None) if stage is not None else (label, None, closing)
        for label, stage, closing in meanings
        if stage is not None or closing is not None
    ]
    connection.execute(
        "create table meta.stage_names (spelling varchar primary key, position utinyint, outcome varchar)"
    )
    insert(connection, "meta.stage_names", rows)


def _create_types(connection: duckdb.DuckDBPyConnection) -> None:
    """Enumerations of the marts: small, and in a fixed order."""
    fixed = {
        "motion": (*MOTIONS, UNKNOWN),
        "outcome": OUTCOMES,
        "direction": DIRECTIONS,
        "exit": ("advanced", "won", "lost", "disqualified", "still there"),
        "gap": GAPS,
        "journey_order": JOURNEY_ORDERS,
    }
    for name, values in fixed.items():
        listed = ", ".join(f"'{value}'" for value in values)
        connection.execute(f"create type marts.{name} as enum ({listed})")
    connection.execute("create type marts.stage as enum (select stage from meta.stages order by position)")
    for name, names in enumerated().items():
        connection.execute(f"create type marts.{name} as enum ({names})")
    for name, names in enumerated_touches().items():
        connection.execute(f"create temp type {name} as enum ({names})")


def enumerated() -> dict[str, str]:
    """Select of the names of each enumeration that the data decides, in their order."""
    found = {}
    for name in (each for each in dimensions.NAMES if each != "motion"):
        spent = f"union select {name} from staging.spend" if name in SPENT else ""
        table = {
            "sequence": "canonical.touches where sequence is not null",
            "target_account": f"(select target_account from staging.target_accounts union select '{NOT_WANTED}')",
        }.get(name, "staging.leads")
        found[name] = f"select {name}::varchar as name from {table} {spent}"
    found["touch_channel"] = "select channel as name from meta.touch_channels"
    found["touch_campaign"] = (
        "select campaign::varchar as name from staging.leads"
        " union select sequence from canonical.touches where sequence is not null"
    )
    return {name: _in_order(select) for name, select in found.items()}


def enumerated_touches() -> dict[str, str]:
    """The same for what only touches have: these enumerations are temporary as they are."""
    return {
        "touch_kind": _in_order("select kind as name from staging.told_touches where kind is not null"),
        "touch_actor": _in_order(
            "select coalesce(names.name, touches.actor) as name from canonical.touches as touches"
            " left join meta.spellings as names on names.dimension = 'owner' and names.spelling = touches.actor"
            " where touches.actor is not null"
        ),
    }


def _in_order(select: str) -> str:
    return f"select name from ({select} union select '{NOT_RECORDED}') order by name"
