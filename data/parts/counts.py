"""Takes touched leads out of what is counted of many, as they were, and puts them in as they are."""

import duckdb

from data import marts
from data.connections import insert
from data.parts.around import NOW, PAST, of
from data.parts.asking import columns_of, rows

# What each of these is added up by: touched leads are taken out as they were, and put in as they are.
COUNTS = {
    "unknowns": ("records",),
    "activities": ("touches",),
    "kept_open_leads": ("leads", "beyond_days"),
    "kept_stays": ("leads", "beyond_days"),
    "kept_ages": ("won", "dropped", "open", "beyond_days"),
}
LONGEST = "longest_days"  # which is the largest of many, and no sum
OF_LONGEST = "kept_stays"


def count_brought(connection: duckdb.DuckDBPyConnection, side: str) -> None:
    """What the touched leads bring to each count, or brought."""
    unknowns = of(marts.select("unknowns"), side)
    connection.execute(f"create temp table {side}_unknowns as {unknowns}")
    done = marts.activities("temp.touches", f"temp.{side}_journeys")
    connection.execute(f"create temp table {side}_activities as {done}")
    for name in marts.KEPT:
        connection.execute(f"create temp table {side}_{name} as {of(marts.kept(name), side)}")


def add_up(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Take out of a count what the touched leads brought to it, and put in what they bring."""
    counts = COUNTS[name]
    there = columns_of(connection, name)
    keys = [column for column in there if column not in (*counts, LONGEST)]
    changes = [f"sum({each}) as {each}" for each in counts]
    taken = [f"-{each} as {each}" for each in counts]
    is_changed = [f"sum({each}) <> 0" for each in counts]
    added = [f"{each} = known.{each} + added.{each}" for each in counts]
    if LONGEST in there:
        changes.append(f"max({LONGEST}) as {LONGEST}")
        taken.append(f"null as {LONGEST}")
        is_changed.append(f"max({LONGEST}) is not null")
        added.append(f"{LONGEST} = greatest(known.{LONGEST}, added.{LONGEST})")
    connection.execute(
        f"""
        create temp table added_{name} as
        select {", ".join([*keys, *changes])}
        from (
            from temp.{NOW}_{name}
            union all by name
            select * replace ({", ".join(taken)}) from temp.{PAST}_{name}
        )
        group by all
        having {" or ".join(is_changed)}
        """
    )
    # Where each is found first: a merge would hash all rows of the count, this only those that are added.
    same = " and ".join(f"known.{key} is not distinct from added.{key}" for key in keys)
    connection.execute(
        f"create temp table places_{name} as select known.rowid as place, added.rowid as number"
        f" from marts.{name} as known join added_{name} as added on {same}"
    )
    connection.execute(
        f"update marts.{name} as known set {', '.join(added)} from places_{name} as places"
        f" join added_{name} as added on added.rowid = places.number where known.rowid = places.place"
    )
    is_gone = " and ".join(f"{each} = 0" for each in counts)
    connection.execute(f"delete from marts.{name} where {is_gone} and rowid in (select place from places_{name})")
    connection.execute(
        f"insert into marts.{name} by name from added_{name} where rowid not in (select number from places_{name})"
    )


def add_up_activities(connection: duckdb.DuckDBPyConnection) -> None:
    """Add up what was done; anew, whatever leads they did it for, of those who were in another team than was known."""
    teams = marts.body("owner_teams")
    connection.execute(
        f"""
        create temp table moved_owners as
        with now_teams as ({teams})
        select distinct owner
        from ((from past_teams except from now_teams) union all (from now_teams except from past_teams))
        semi join marts.activities using (owner)
        """
    )
    add_up(connection, "activities")
    if not rows(connection, "from moved_owners limit 1"):
        return
    theirs = """(
        select touches.*, leads.lead_number
        from staging.touches as touches
        join marts.journeys as leads using (lead_id)
        where coalesce(touches.actor, leads.owner::varchar) in (from moved_owners)
    )"""
    connection.execute("delete from marts.activities where owner in (from moved_owners)")
    connection.execute(f"insert into marts.activities by name {marts.activities(theirs)}")


def count_evenings(connection: duckdb.DuckDBPyConnection) -> None:
    """Count the touched leads on the evenings that were kept, and all leads on those that are kept from now on."""
    days = marts.evenings_kept(connection)
    connection.execute("create temp table new_evenings (known_by date)")
    insert(connection, "temp.new_evenings", [(day,) for day in days])
    for name in marts.KEPT:
        if name == OF_LONGEST and _has_lost_longest(connection):
            connection.execute(f"create or replace table marts.{name} as {marts.kept(name)}")
        else:
            add_up(connection, name)
    connection.execute("create temp table further_evenings as from new_evenings except from marts.evenings")
    is_further = rows(connection, "select count(*) > 0 from further_evenings")[0][0]
    for name in marts.KEPT:
        connection.execute(f"delete from marts.{name} where known_by not in (from new_evenings)")
        if is_further:
            connection.execute(f"insert into marts.{name} {marts.kept(name, known='temp.further_evenings')}")
    connection.execute("create or replace table marts.evenings as from new_evenings order by known_by")


def _has_lost_longest(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a touched lead was the one that had waited longest: which is it now, only all leads tell."""
    keys = [name for name in columns_of(connection, OF_LONGEST) if name not in (*COUNTS[OF_LONGEST], LONGEST)]
    same = " and ".join(f"past.{key} is not distinct from {{other}}.{key}" for key in keys)
    return bool(
        rows(
            connection,
            f"""
            select count(*) > 0
            from temp.{PAST}_{OF_LONGEST} as past
            join marts.{OF_LONGEST} as known on {same.format(other="known")}
            left join temp.{NOW}_{OF_LONGEST} as now on {same.format(other="now")}
            where past.{LONGEST} = known.{LONGEST} and coalesce(now.{LONGEST} < past.{LONGEST}, true)
            """,
        )[0][0]
    )
