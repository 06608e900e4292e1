"""What the view Coverage of Balance says: whether the open pipeline is enough for the quarter's targets."""

from analysis.balance.targets import FILTERED, NO_AMOUNTS, NO_LOSSES, NO_TARGETS, NOT_NOW, Targets
from analysis.statistics.checks import Interval
from pages.parts import labels
from pages.parts.words import common

TITLES = {
    NO_TARGETS: "No targets are loaded, so coverage cannot be told",
    NOT_NOW: "No target is set for this quarter",
    FILTERED: "Targets are set for motions alone",
    NO_AMOUNTS: "No open opportunity has an amount",
    NO_LOSSES: "Every opportunity with an amount is a win",
}
LOAD = {
    NO_TARGETS: "Load a file of targets with the columns month, motion and amount (data/templates/targets.csv) to see "
    "whether the open pipeline is enough.",
    NO_AMOUNTS: "Load leads with their amount to see what the open pipeline is worth.",
    NO_LOSSES: "No win rate can be told from wins alone. Load open and lost leads with their amount.",
}
DEFINITION = (
    "Coverage: amount of the open opportunities over what remains of the quarter's target. Needed: 1 / win rate by "
    "amount. Win rate by amount: won within the conversion window, of the opportunities whose lead has been watched "
    "for that long, for at most a year longer; what is still open after it counts as not won. Weighted: each channel's "
    "open amount times its own win rate; a channel with too few such opportunities takes the rate of its motion. "
    "Enough: weighted over what remains; 1 is just enough. Leads of any age count, whatever the period above. Not all "
    "that is open closes within the quarter."
)
MONTHS_DEFINITION = (
    "Won amount by month of closing, whenever the lead was created, and the target of the month, both motions together."
)
CHANNELS_DEFINITION = (
    "Amount won within the conversion window over the amount of all opportunities whose lead has been watched for that "
    "long, for at most a year longer, with Wilson's interval at the effective number of deals. Too few of them: the "
    "rate of the motion, marked so."
)
AHEAD_HELP = "Months of targets, from the day after the data on, that the weighted pipeline is enough for."
NAMES = {"inbound": "Inbound", "outbound": "Outbound", "both": "Both"}


def empty(targets: Targets) -> str:
    """What is missing, and what to load."""
    if targets.problem == FILTERED:
        return f"They are not known by {targets.filtered_by}: clear that filter to see coverage."
    if targets.problem == NOT_NOW:
        return f"Load the targets of {period(targets)}: month, motion and amount."
    return LOAD[targets.problem]


def period(targets: Targets) -> str:
    """The quarter in words."""
    return f"the quarter from {labels.month(targets.first)} to {labels.month(targets.last)}"


def title(enough: Interval, remaining: float, name: str) -> str:
    """Whether the weighted pipeline is enough."""
    if remaining == 0:
        return f"The quarter's target of {name} is met"
    if enough.is_missing:
        return f"Whether the pipeline of {name} is enough cannot be told yet"
    if enough.low > 1:
        worth = labels.times(enough.estimate)
        return f"Weighted by win rates the open pipeline is worth {worth} what remains of the quarter's target"
    if enough.high < 1:
        return f"The open pipeline is not enough: it is worth {labels.times(enough.estimate)} what remains"
    return f"Cannot tell yet whether the open pipeline is enough: {labels.times(enough.estimate)} what remains"


def facts(targets: Targets, open_opportunities: int) -> str:
    """The start of the grey line."""
    return common.grey_line(
        f"{common.counted(open_opportunities, 'open opportunity', 'open opportunities')} of any age",
        f"targets of {period(targets)}",
    )


def partly(targets: Targets) -> str:
    """That some months of the quarter have no target."""
    has = "has" if targets.planned_months == 1 else "have"
    return (
        f"Only {targets.planned_months} of 3 months of {period(targets)} {has} a target:"
        " the rest of the quarter counts as if nothing were planned. Load the missing months."
    )


def enough_help(targets: Targets, enough: Interval) -> str:
    """What the key figure is; what to load where it is missing."""
    if targets.problem:
        return empty(targets)
    if enough.is_missing:
        return "Nothing remains of the quarter's target, or no win rate is known."
    between = common.times_range(enough.low, enough.high)
    return f"Weighted open pipeline over what remains of the target of {period(targets)}. 95 % interval {between}."


def motion_title(enough: dict[str, Interval]) -> str:
    """Which motion's pipeline is enough."""
    if len(enough) > 1 and all(value.low > 1 for value in enough.values()):
        return "The pipelines of both motions are enough"
    parts = []
    for motion, value in enough.items():
        if value.is_missing:
            word = "cannot be told"
        else:
            word = "is enough" if value.low > 1 else "is not enough" if value.high < 1 else "is too close to tell"
        parts.append(f"{motion} {word}")
    return common.capital("; ".join(parts))


def ahead(months: float, known: int) -> str:
    """How many months of targets the weighted pipeline is enough for."""
    if labels.is_missing(months) or not known:
        return labels.MISSING
    return f"{'at least ' if months >= known else ''}{labels.number(months)}{labels.NO_BREAK}months"


def months_title(won: float, target: float, months: int) -> str:
    """What was won of the targets of the last months."""
    if target <= 0:
        return "No target is set for the months gone by"
    return f"{labels.share(won / target)} of the last {common.counted(months, 'month')}' targets was won"


def channels_title(best: str, open_share: float) -> str:
    """Which channel holds most of the open amount."""
    return f"{labels.literal(best)} holds {labels.share(open_share)} of the open amount"
