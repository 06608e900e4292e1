"""Since when wins are recorded: cohorts from before look dead and are not."""

from dataclasses import dataclass
from datetime import date

from analysis.statistics.recording import recording_start
from analysis.warehouse import Warehouse


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
