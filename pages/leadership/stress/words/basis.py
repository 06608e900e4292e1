"""What the stress test says about the data that it rests on."""

from analysis.recording import LateRecording
from pages.leadership.stress.stoppage import Stoppage
from pages.leadership.stress.words.stoppage import names
from pages.parts import labels
from pages.parts.words import common

NO_WINS = "Nothing is won here yet"
LOAD_WINS = (
    "Load leads with their outcomes and the days of closing, or remove a filter: without wins there is no forecast."
)
TOO_EARLY = "Too early for a forecast"
NO_AMOUNTS = (
    "No won amount is recorded: wins are counted. Load outcomes with their amount to see what is missing in money."
)


def too_early(wins: int, days: int) -> str:
    """What a forecast needs."""
    return f"A forecast needs at least {wins} wins with a day and {days} days since the first lead. {common.WIDEN}"


def late(found: LateRecording) -> str:
    """Which leads are left out."""
    return (
        f"Wins are recorded only since {labels.day(found.since)}: {common.counted(found.leads, 'lead')} created before "
        f"{common.agreeing(found.leads, 'is', 'are')} left out, in the curves and in the pipe."
    )


def undated(wins: int, dated: int) -> str:
    """How many wins are in no month."""
    verb = "is" if wins == 1 else "are"
    return (
        f"{common.counted(wins, 'win')} without a day of closing {verb} in no month and left out: the forecast is of "
        f"wins with a day, of which there are {labels.count(dated)}."
    )


def dried_up(stoppage: Stoppage) -> str:
    """Why nothing new would be missing."""
    return (
        f"No lead of {names(stoppage)} was created in the last 90 days, so none is expected: only what is in the pipe "
        "is still to come. If leads have come since, load them."
    )
