"""What the view After the drop says."""

import pandas as pd

from data.names import MOTIONS
from pages.parts import labels
from pages.parts.words import common

NONE_DROPPED = "No lead was lost or disqualified here"
LOAD_OUTCOMES = "Widen the period, or load outcomes with the lost and the disqualified."
NAMES = {
    "reopened": "Reopened",
    "returned": "Came back",
    "returned_other_channel": "By another channel",
    "returned_won": "Came back and won",
}
HELP = {
    "reopened": "Lost or disqualified leads that entered a stage after their closing.",
    "returned": "Lost or disqualified leads whose contact or account has a later lead.",
    "returned_other_channel": "Of those that came back: the next lead came through another channel.",
    "returned_won": "Of those that came back: the next lead was won.",
}
SO_FAR = "So far: those that dropped lately have had less time to come back."
DEFINITION = (
    "Of the leads that were lost or disqualified. Reopened: entered a stage after the closing. Came back: the same "
    "contact or account has a lead created after the closing; the first such lead counts. Leads without a contact and "
    "an account cannot be seen to come back."
)


def title(leads: int, reopened: int, returned: int, other_channel: int, won: int) -> str:
    """The finding: how many came back, through which door, and how many of those were won."""
    if not returned + reopened:
        return "No lost or disqualified lead has come back"
    if not returned:
        return (
            f"{labels.share(reopened / leads)} of the lost and disqualified were reopened, none came back as a new lead"
        )
    through = f"{labels.share(other_channel / returned)} of them through another channel"
    sold = f"{labels.share(won / returned)} won" if won else "none won yet"
    return f"{labels.share(returned / leads)} of the lost and disqualified came back: {through}, {sold}"


def facts(leads: int) -> str:
    """The start of the grey line."""
    return f"{common.counted(leads, 'lead')} lost or disqualified"


def ways_title(rows: pd.DataFrame) -> str:
    """How many came back in each motion."""
    known = rows[rows["motion"].isin(MOTIONS)]
    parts = [f"{labels.share(row['returned'] / row['leads'])} of {row['motion']}" for _, row in known.iterrows()]
    return f"{common.capital(common.listed(parts))} came back" if parts else "What they did instead"


def returns_title(rows: pd.DataFrame) -> str:
    """Between which shares the groups lie."""
    if len(rows) < 2:
        return "Who came back"
    order = rows.assign(share=rows["returned"] / rows["leads"]).sort_values("share", kind="stable")
    fewest, most = order.iloc[0], order.iloc[-1]
    return (
        f"From {labels.share(fewest['share'])} ({labels.literal(fewest['group'])}) to "
        f"{labels.share(most['share'])} ({labels.literal(most['group'])}) came back"
    )


def few(fewest: int) -> str:
    """No group has enough leads to draw."""
    return f"No group has {fewest} lost or disqualified leads here. The numbers have all."
