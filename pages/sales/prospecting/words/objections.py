"""What the view Objections says."""

import pandas as pd

from data.names import NOT_RECORDED
from pages.parts import labels
from pages.parts.words import common

NONE_TITLE = "No lead was lost or disqualified"
NONE = "Objections are the reasons of leads that closed without a win. Widen the period, or load outcomes with reasons."
NO_REASON = "No reason is recorded: load outcomes with their reasons."
NO_PROBLEM_TITLE = "No reason says “no problem to solve”"
NO_PROBLEM = (
    "Without such a reason nobody can tell leads that need nothing from leads that never answered. Let owners choose "
    "it when they close a lead."
)
CLASS_NAMES = {
    "no problem": "No problem",
    "no answer": "No answer",
    "other reason": "Other",
    "not recorded": "Not recorded",
}
CLASSES_DEFINITION = (
    "Leads that were lost or disqualified, by what the recorded reason says, of all of them in the group, with "
    "Wilson's 95% interval. No problem to solve: the message reached somebody who does not need us. No answer: "
    "nobody can say whether there is a need. Reasons are told apart by how they begin."
)
REASONS_DEFINITION = (
    "Leads that were lost or disqualified, by the reason as it was recorded, of all of them in the group, those "
    "without a reason included. Wilson's 95% interval."
)
PROBLEM_SUBTITLE = "Share of leads closed without a win whose reason is “no problem to solve”, 95% interval"


def facts(closed: int) -> str:
    """The start of the grey line."""
    return f"{common.counted(closed, 'lead')} closed without a win"


def title(classes: pd.DataFrame, closed: int) -> str:
    """No problem to solve apart from no answer."""
    sums = classes.groupby("kind")["leads"].sum()
    if sums["not recorded"] == closed:
        return "No reason is recorded for any lead that closed without a win"
    silent, content = labels.share(sums["no answer"] / closed), labels.share(sums["no problem"] / closed)
    if not sums["no problem"]:
        return f"{silent} of leads closed without a win gave no answer; “no problem to solve” is not among the reasons"
    return f"{silent} of leads closed without a win gave no answer, {content} have no problem to solve"


def classes_title(classes: pd.DataFrame, breakdown: str) -> str:
    """Where most stay silent, where the interval says so."""
    own = classes[(classes["kind"] == "no answer") & (classes["group"] != NOT_RECORDED)]
    return _ends(own.rename(columns={"group": "label"}), breakdown, "No answer")


def problem_title(drawn: pd.DataFrame, breakdown: str) -> str:
    """Where most have no problem, where the interval says so."""
    return _ends(drawn, breakdown, "No problem to solve")


def _ends(rows: pd.DataFrame, breakdown: str, what: str) -> str:
    known = rows.dropna(subset=["rate"]).sort_values("rate", ascending=False)
    if len(known) < 2:
        return f"{what}, by {breakdown}"
    most, least = known.iloc[0], known.iloc[-1]
    if not most["low"] > least["high"]:
        return f"{what}: the {breakdown}s cannot be told apart"
    ends = [f"{labels.literal(each['label'])} {labels.share(each['rate'])}" for each in (most, least)]
    return f"{what}: {', '.join(ends)}"


def classes_subtitle(breakdown: str) -> str:
    """What the cells are."""
    return f"Share of leads closed without a win by what the reason says, by {breakdown} · leads below"


def reasons_title(known: pd.DataFrame, breakdown: str) -> str:
    """The most frequent reason of the largest group."""
    if known.empty:
        return "No reason is recorded"
    top = known.groupby("reason")["leads"].sum().idxmax()
    return f"Most frequent reason over all {breakdown}s: “{labels.literal(top)}”"


def reasons_subtitle(breakdown: str) -> str:
    """What the cells are."""
    return f"Share of leads closed without a win with the reason, as recorded, by {breakdown} · leads below"


def some_note(shown: int, groups: int, breakdown: str) -> str:
    """Which groups are drawn."""
    return (
        f"Drawn: the largest {shown} of {labels.count(groups)} {breakdown}s. The numbers have all."
        if shown < groups
        else ""
    )


def too_few(breakdown: str, fewest: int) -> str:
    """Nothing is large enough to draw."""
    return f"No {breakdown} has {fewest} leads closed without a win: too few to compare."
