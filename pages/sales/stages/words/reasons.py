"""What the cards on reasons say."""

import pandas as pd

from pages.parts import labels
from pages.parts.words import common
from pages.sales.stages.words.comparison import quoted

NONE = "No lead was lost or disqualified with a reason here."
LEAK_SUBTITLE = "Leads with the reason; share of those closed without a win here vs in the other groups"
DEFINITION = (
    "Leads that were lost or disqualified, by the reason that was recorded, of all of them at the same place, with "
    "Wilson's 95% interval. A reason counts as lost or as disqualified by how the lead was closed."
)


def title(reasons: pd.Series, closed: int, classes: pd.Series) -> str:
    """The most frequent reason; no problem to solve apart from no answer, where both are recorded."""
    if reasons.empty:
        return "No reason is recorded" if closed else "No lead was lost or disqualified"
    no_answer, no_problem = classes.get("no answer", 0), classes.get("no problem", 0)
    if no_answer and no_problem:
        silent, content = labels.share(no_answer / closed), labels.share(no_problem / closed)
        return f"{silent} gave no answer, {content} have no problem to solve"
    return f"Most frequent reason: {labels.literal(reasons.index[0])}, {labels.share(reasons.iloc[0] / closed)}"


def leak_title(group: str, motion: str, stage: str, reasons: pd.DataFrame) -> str:
    """The most frequent reason at a leak."""
    where = f"{labels.literal(group)} {labels.literal(motion)} at {quoted(stage)}"
    if reasons.empty:
        return f"No reason is recorded for {where}"
    return f"{common.capital(where)}: most often “{labels.literal(reasons['reason'].iloc[0])}”"


def beside(rate: float, others: float) -> str:
    """Text beside a bar, plain and short: which share here, and which elsewhere."""
    return labels.share(rate) if labels.is_missing(others) else f"{labels.share(rate)} vs {labels.share(others)}"


def few(closed: int, fewest: int) -> str:
    """A caveat where few leads closed without a win."""
    if not 0 < closed < fewest:
        return ""
    return f"Only {common.counted(closed, 'lead')} closed without a win here: {common.TOO_FEW}."


def not_recorded(leads: int, closed: int) -> str:
    """How many closed without a reason."""
    if not leads:
        return ""
    verb = "has" if leads == 1 else "have"
    return f"{labels.count(leads)} of {common.counted(closed, 'lead')} closed without a win {verb} no reason recorded."
