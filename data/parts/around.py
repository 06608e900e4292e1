"""Takes the rows of the touched leads and of those around them, as they are and were, for the models to read."""

import re

import duckdb

from data import marts
from data.parts.asking import at_places, is_there
from data.parts.touched import TOLD

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
STAGED = ("leads", "outcomes", "stage_events", "told_touches", "touches")
NOW, PAST = "part", "past"


def take(connection: duckdb.DuckDBPyConnection, side: str) -> None:
    """Take the rows of the leads around the touched ones, and stage them."""
    at = "before." if side == PAST else ""
    for name in ("leads", "stage_events", "outcomes"):
        places = f"select rowid from {at}canonical.{name} semi join around using (lead_id)"
        connection.execute(f"create temp table {side}_told_{name} as {at_places(f'{at}canonical.{name}', places)}")
    touches = f"{at}canonical.touches"
    if side == PAST and is_there(connection, "old_touches"):
        # A load writes touches, and nothing else of the others around: only what it wrote was another one.
        same = f"(from temp.{NOW}_told_touches anti join new_touches using (touch_id))"
        connection.execute(f"create temp table {side}_told_touches as from {same} union all from old_touches")
    else:
        of_contacts = f"(select rowid, contact_id from {touches} where lead_id is null)"
        places = f"""
            select rowid from {touches} semi join around using (lead_id)
            union all
            select rowid from {of_contacts} semi join around_contacts using (contact_id)
        """
        connection.execute(f"create temp table {side}_told_touches as {at_places(touches, places)}")
    for name in STAGED:
        staged = of(marts.model(f"staging/{name}"), side)
        if name == "leads":
            # Leads keep their numbers, and new ones come after all that there are.
            order = marts.ORDER_OF_LEADS.replace("lead_id", "staged.lead_id")
            staged = f"""
                select
                    coalesce(
                        known.lead_number,
                        (select coalesce(max(lead_number), 0) from marts.journeys)
                            + row_number() over (partition by known.lead_number is null order by {order})
                    )::uinteger as lead_number,
                    staged.*
                from ({staged}) as staged
                left join (
                    select lead_id, lead_number from marts.journeys semi join around using (lead_id)
                ) as known using (lead_id)
            """
        connection.execute(f"create temp table {side}_staged_{name} as {staged}")


def of(select: str, side: str) -> str:
    """A model that reads the leads around the touched ones, as they are or as they were, instead of all."""
    told, staged, built = ("|".join(names) for names in (TOLD, STAGED, OF_LEADS))
    select = re.sub(rf"\bcanonical\.({told})\b", rf"temp.{side}_told_\1", select)
    select = re.sub(rf"\bstaging\.({staged})\b", rf"temp.{side}_staged_\1", select)
    select = re.sub(rf"\bmarts\.({built})\b", rf"temp.{side}_\1", select)
    return re.sub(r"\b(meta|intake)\.", r"before.\1.", select) if side == PAST else select


def build_touches(connection: duckdb.DuckDBPyConnection, side: str) -> None:
    """Build the touches that most models read, with what they are called by."""
    for name, select in marts.enumerated_touches().items():
        connection.execute(f"create or replace temp type {name} as enum ({of(select, side)})")
    connection.execute(f"create temp table touches as {of(marts.select('touches'), side)}")
