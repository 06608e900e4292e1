"""What the view Ways out says."""

import pandas as pd

from analysis.claims.verdicts import FEWEST
from pages.parts import labels
from pages.parts.words import common, undated
from pages.sales.stages.reading import Reading
from pages.sales.stages.words import reading as reading_words
from pages.sales.stages.words.comparison import quoted

NO_LOST = "No lead is recorded as lost"
NO_LOSSES = "No lead is recorded as lost or disqualified: those that are still there may be lost."
DEFINITION = (
    "Each lead that reached the stage counts once: it advanced, was lost, was disqualified, or is still there; stalled "
    "when there for longer than leads of its motion that win usually stay (see the settings). The "
    "five add up to 100%."
)
SUBTITLE = "Of the leads at each stage, from left to right"
OTHERWISE = "Those that went on too late or out of order are a sixth way."


def definition(reading: Reading) -> str:
    """What becomes of the leads that are counted."""
    if reading.is_plain:
        return DEFINITION
    return f"{DEFINITION} {OTHERWISE} {reading_words.DEFINITION}"


def title(rows: pd.DataFrame, *, has_days: bool = True) -> str:
    """The finding: where most leads stall, else where most are lost; without days nobody knows who has stalled."""
    stalled = rows.groupby("stage", sort=False)["stalled"].sum()
    if stalled.sum():
        most, stage = int(stalled.max()), quoted(str(stalled.idxmax()))
        where = f"all at {stage}" if most == stalled.sum() else f"the most at {stage} ({labels.count(most)})"
        return f"{common.counted(int(stalled.sum()), 'lead')} stalled, {where}"
    lost = rows.groupby("stage", sort=False)[["lost", "disqualified"]].sum().sum(axis=1)
    if not has_days:
        where = f"Most leads close without a win at {quoted(str(lost.idxmax()))}" if lost.sum() else NO_LOST
        return f"{where}; which have stalled cannot be told: {undated.NO_DAY}"
    if lost.sum():
        return f"No lead has stalled; most close without a win at {quoted(str(lost.idxmax()))}"
    return "No lead has stalled or been lost"


def group_title(rows: pd.DataFrame, stage: str) -> str:
    """Title of the ways out of one stage, by group."""
    enough = rows[rows["reached"] >= FEWEST]
    shares = enough["stalled"] / enough["reached"]
    if shares.empty or shares.max() == 0:
        return f"How leads leave {quoted(stage)}"
    most = enough.assign(share=shares).sort_values("share", kind="stable").iloc[-1]
    return (
        f"{labels.literal(most['group'])} has the largest share stalled at {quoted(stage)}: "
        f"{labels.share(most['share'])} of {labels.count(most['reached'])}"
    )


def closed_title(rows: pd.DataFrame, stage: str) -> str:
    """How many closed without a win: where the most of them, or in the one stage that is shown."""
    closed = rows["lost"] + rows["disqualified"]
    if closed.sum() == 0:
        return "No lead is recorded as lost or disqualified"
    leads = f"{common.counted(int(closed.sum()), 'lead')} closed without a win"
    if stage:
        return f"{leads} at {quoted(stage)}"
    by_stage = closed.groupby(rows["stage"], sort=False).sum()
    most = f"{quoted(str(by_stage.idxmax()))} ({labels.count(by_stage.max())})"
    return (
        f"{leads}, all at {quoted(str(by_stage.idxmax()))}"
        if by_stage.max() == closed.sum()
        else f"{leads}, the most at {most}"
    )
