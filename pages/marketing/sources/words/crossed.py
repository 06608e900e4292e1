"""What the view Combinations of the page Sources says."""

from analysis.statistics.checks import Interval
from pages.marketing.sources.words.breakdowns import NOUNS, group_name
from pages.parts import labels
from pages.parts.words import common

ACROSS = {
    "segment": "Segment",
    "region": "Region",
    "target_account": "Target account",
    "pipeline": "Pipeline",
    "motion": "Motion",
}
SAME = "Rows and columns are the same here"
CHOOSE_ANOTHER = "Choose another breakdown for the columns."
NO_MATURE = "No combination can be compared yet"


def title(row: str, column: str, rate: Interval, breakdown: str, across: str) -> str:
    """The finding: the combination that converts best beyond chance, if there is one.

    Parameters
    ----------
    row, column : str
        Names of the combination; "" for none.
    rate : Interval
        Its rate.
    breakdown, across : str
        What rows and columns are.

    Returns
    -------
    str
        The title.
    """
    if not row:
        return f"No combination of {NOUNS[breakdown][0]} and {NOUNS[across][0]} stands out yet"
    return f"{cell(row, column, breakdown, across)} converts best: {labels.share(rate.estimate)}"


def nothing_across(across: str) -> str:
    """The title where the columns have no name."""
    return f"No {NOUNS[across][0]} is recorded here"


def load_across(across: str) -> str:
    """What to do about it."""
    return f"Load leads with their {NOUNS[across][0]}, or choose another breakdown for the columns."


def cell(row: str, column: str, breakdown: str, across: str) -> str:
    """Name of a combination at the start of a sentence."""
    return f"{common.capital(group_name(row, breakdown))} in {group_name(column, across)}"


def facts(leads: int, window: int) -> str:
    """The start of the grey line."""
    return f"{common.counted(leads, 'lead')} watched for {window} days"


def elsewhere(name: str, rate: Interval, rest: float, row: str, breakdown: str) -> str:
    """One combination that converts clearly otherwise than the same group elsewhere."""
    return f"{name}: {common.estimate(*rate)}, against {labels.share(rest)} of {group_name(row, breakdown)} elsewhere."


def map_title(few: int, cells: int) -> str:
    """Title of the map: how many combinations are large enough."""
    if not few:
        return f"All {common.counted(cells, 'combination')} can be read"
    return (
        f"{labels.count(cells - few)} of {common.counted(cells, 'combination')} can be read, the others are too small"
    )


def note(more: int, breakdown: str, young: int, window: int, columns: int, across: str) -> str:
    """Rows and leads that the map leaves out."""
    noun, plural = NOUNS[breakdown]
    return common.joined(
        f"{common.counted(young, 'lead')} younger than {window} days or won on an unknown day left out."
        if young
        else "",
        f"{common.counted(more, noun, plural)} more in the numbers." if more else "",
        f"{common.counted(columns, *NOUNS[across])} more in the numbers." if columns else "",
    )


def definition(window: int, few: int) -> str:
    """Rate, and when a combination is too small."""
    return (
        f"Won within {window} days over leads watched for that long, in each combination. Too few: fewer than {few} "
        f"wins, and fewer leads than would bring {few} wins at the rate of all leads. A combination stands out when "
        "Newcombe's interval of its difference from all others, corrected for looking at each of them, is above 0."
    )
