"""What the view Biggest leak says."""

import pandas as pd

from pages.parts import labels
from pages.parts.words import common
from pages.sales.stages.words.comparison import quoted, who

NO_WORTH = "What a leak is worth is not known"
LOAD_AMOUNTS = "No won lead here has an amount. Load amounts with the deals or their outcomes to see the biggest leak."
NOT_ADDED = "Each leak is taken alone: do not add them up."


def title(found: pd.DataFrame, currency: str) -> str:
    """The finding: the leak that is worth most, if any is clear."""
    if found.empty:
        return "No leak stands out: no group falls clearly behind its motion"
    worst = found.iloc[0]
    of = who(worst["group"], worst["motion"])
    return f"Biggest leak: {of} at {quoted(worst['stage'])}, worth {common.amount(worst['worth'], currency)}"


def finding(row: pd.Series, currency: str, by: str = "") -> str:
    """One leak: both rates, how many leads, what it is worth; with ``by``, that it is the one that is worth most."""
    interval = f"{common.amount(row['low'], currency)} to {common.amount(row['high'], currency)}"
    head = f"Of the {by}s the leak worth most: " if by else ""
    return (
        f"{head}{who(row['group'], row['motion'])} at {quoted(row['stage'])}: {labels.share(row['rate'])} of "
        f"{common.counted(int(row['decided']), 'decided lead')} go on, {labels.literal(row['motion'])} on average "
        f"{labels.share(row['average'])}; reaching that would be worth {common.amount(row['worth'], currency)} "
        f"({interval})."
    )


def worth_title(clear: int, losing: int) -> str:
    """How many leaks there are, and how many are beyond chance."""
    if not losing:
        return "No group is below the average of its motion"
    places = common.counted(losing, "place", "places")
    clearly = f"in {labels.count(clear)} of them clearly" if clear else "in none of them clearly"
    return f"In {places} fewer leads go on than on average of their motion, {clearly}"


def definition(fewest_wins: int) -> str:
    """What the worth of a leak is."""
    return (
        "Leads decided at the stage (advanced, lost, disqualified or stalled), times the gap to the share that goes on "
        "in the whole motion, times the won amount per lead that went on so far; a group with fewer than "
        f"{fewest_wins} wins with an amount takes that of its motion. The interval is simulated from all three. "
        "Clearly: Benjamini-Hochberg over all places."
    )


def few_drawn(drawn: int, losing: int) -> str:
    """How many leaks are drawn."""
    if drawn >= losing:
        return ""
    return f"Drawn: the {drawn} that are worth most of {labels.count(losing)}. The numbers have all."


def none(fewest: int) -> str:
    """No leak to draw."""
    return f"No group with at least {fewest} decided leads is below the average of its motion."
