"""What a reader who sees a part of the leads must not be told: known from the whole generation, whoever may see it."""

from collections.abc import Callable
from typing import Any

Rows = Callable[[str], list[tuple[Any, ...]]]  # answers a query on everything

OF_LEADS = ("lead_id", "lead_name", "contact_id", "account_id", "account_name")
PERSONS = ("lead_name", "contact_id")
OWNERS = """
    select owner::varchar from marts.journeys where {0}
    union select actor from staging.touches where lead_id in (select lead_id from marts.journeys where {0})
    union select other_motion_actor from marts.journeys where {0}
"""


def of_leads(rows: Rows, condition: str = "true", names: tuple[str, ...] = OF_LEADS) -> set[str]:
    """What tells of single leads that fulfil a condition."""
    found = rows(f"select {', '.join(names)} from marts.journeys where {condition}")
    return {value for row in found for value in row if value}


def owners(rows: Rows, condition: str = "true") -> set[str]:
    """Who works on leads that fulfil a condition."""
    return {name for (name,) in rows(OWNERS.format(condition)) if name and not name.startswith("(")}


def hidden(rows: Rows, theirs: str, *, has_names: bool = True) -> set[str]:
    """What nothing may tell a reader whose leads fulfil a condition."""
    others = of_leads(rows, f"not ({theirs})") - of_leads(rows, theirs)
    persons = set() if has_names else of_leads(rows, names=PERSONS)
    return others | persons | (owners(rows) - owners(rows, theirs))
