"""What the view Time says."""

import pandas as pd

from analysis.claims.verdicts import FEWEST
from data.names import UNKNOWN
from pages.parts import labels
from pages.parts.words import common
from pages.sales.stages.words.comparison import quoted

NO_TIMES = "No lead has been seen to enter a stage here. Load stage_events with their times."
NONE_LEFT = (
    "More than half of the leads are still in each stage, so a typical time is not known yet. The numbers have the "
    "rest."
)
DEFINITION = (
    "Kaplan-Meier: days until a lead leaves the stage, whichever way. Leads that are still there count for as long as "
    "they have been watched; skipped stages and unknown times are left out."
)
HISTOGRAM_DEFINITION = (
    "Leads that have left the stage, whichever way, by calendar days from entry to exit. Leads that are still there "
    "are not in the bars; the numbers have them by the days so far."
)
NONE_ENDED = "No lead with known times has left this stage yet."


def title(rows: pd.DataFrame) -> str:
    """Title of the time in stage: where leads stay longest."""
    known = rows.dropna(subset=["median"])
    if known.empty:
        return "Time in stage is not known yet" if rows.empty else "Fewer than half have left any stage yet"
    of_motion = known[known["motion"] != UNKNOWN]
    longest = (known if of_motion.empty else of_motion).sort_values("median", kind="stable").iloc[-1]
    is_told_apart = len(of_motion) > 0 and known["motion"].nunique() > 1
    who = f"{labels.literal(str(longest['motion']))} " if is_told_apart else ""
    stage, median = quoted(longest["stage"]), labels.days(longest["median"])
    return common.capital(f"{who}leads stay longest at {stage}: half of them for {median} or longer")


def group_title(rows: pd.DataFrame, stage: str) -> str:
    """Title of the time in one stage, by group."""
    known = rows[rows["median"].notna() & (rows["n"] >= FEWEST)]
    if len(known) < 2:
        return f"Time at {quoted(stage)}"
    order = known.sort_values("median", kind="stable")
    longest, shortest = order.iloc[-1], order.iloc[0]
    if longest["median"] == shortest["median"]:
        return f"Time at {quoted(stage)}: half of the leads of each stay for {labels.days(longest['median'])} or longer"
    return (
        f"Half of the leads leave {quoted(stage)} within {labels.days(shortest['median'])} with "
        f"{labels.literal(shortest['group'])}, {labels.days(longest['median'])} with "
        f"{labels.literal(longest['group'])}"
    )


def still_title(rows: pd.DataFrame) -> str:
    """How many of the leads are still there: they count for as long as they have been watched."""
    leads, still = int(rows["n"].sum()), int(rows["still_there"].sum())
    if not leads:
        return "No time in stage is known"
    if not still:
        return "The only stay has ended" if leads == 1 else f"All {labels.count(leads)} stays have ended"
    fate = common.agreeing(still, "is not over yet and counts as longer", "are not over yet and count as longer")
    return f"{labels.count(still)} of {common.counted(leads, 'stay', 'stays')} {fate}"


def histogram_title(stays: pd.DataFrame, stage: str) -> str:
    """How many of those that left did so within a week."""
    left = int(stays["exited"].sum())
    if not left:
        return f"Nobody has left {quoted(stage)} yet"
    week = int(stays.loc[stays["days"] <= 7, "exited"].sum())
    return f"{labels.share(week / left)} of those that left {quoted(stage)} did so within a week"


def still_note(still: int) -> str:
    """Leads that are not in the bars, because they are still there."""
    if not still:
        return ""
    return f"{common.counted(still, 'lead')} {'is' if still == 1 else 'are'} still there and not in the bars."


def bin_name(start: int, after: int) -> str:
    """Name of a bin by its first day and the first day of the next one; 0 where there is none."""
    if not after:
        return f"over {start - 1} days"
    if after - start == 1:
        return "same day" if start == 0 else common.counted(start, "day")
    return f"{start} to {after - 1} days"
