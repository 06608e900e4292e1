"""Since when leads and wins are recorded: cohorts from before look dead and are not."""

from dataclasses import dataclass
from datetime import date, timedelta

from analysis.scope import Scope
from analysis.statistics.recording import recording_start
from analysis.warehouse import Warehouse

MISSED = 0.02  # part of a period that may lie before the first lead: leads do not come every day


@dataclass(frozen=True)
class LateRecording:
    """Wins are recorded only since a day on which there were leads already.

    Attributes
    ----------
    since : date
        Day of the first recorded win.
    leads : int
        Leads created before: they were not observed from the start.
    """

    since: date
    leads: int


def late_recording(warehouse: Warehouse) -> LateRecording | None:
    """Whether the recording of wins began later than the leads, over all the data; None when nothing says so."""
    counts = warehouse.ask("recording")
    found = recording_start(counts)
    return LateRecording(counts["first_on"].iloc[0], found.leads) if found.is_late else None


def recorded_since(warehouse: Warehouse) -> date | None:
    """First day on which both leads and their wins were recorded; None without a lead."""
    first: date | None = warehouse.rows("select min(created_on) from marts.journeys")[0][0]
    late = late_recording(warehouse)
    return first if first is None or late is None else max(first, late.since)


def comparable(warehouse: Warehouse, earlier: Scope | None) -> Scope | None:
    """An earlier period, if it was recorded like the later one; else None.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    earlier : Scope or None
        The period to compare with, both ends known.

    Returns
    -------
    Scope or None
        None where it begins before leads, or their wins, were recorded: what is missing then would look like growth.
    """
    if earlier is None or earlier.since is None or earlier.until is None:
        return None
    since = recorded_since(warehouse)
    missed = timedelta(days=int(MISSED * (earlier.until - earlier.since).days))
    return earlier if since is not None and earlier.since >= since - missed else None
