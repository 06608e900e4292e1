"""What the view Sequences says."""

import pandas as pd

from pages.parts import labels
from pages.parts.words import common

NOT_KNOWN = "What comes of sequences is not known"
LOAD_TOUCHES = (
    "No touches are loaded. Load calls, emails and messages with their sequence and step to see what they bring."
)
LOAD_STEPS = (
    "No touch by us has a sequence and a step here. Load them with the touches, widen the period or remove a filter."
)
NAMES = {
    "replied": "Replied",
    "positive": "Positive reply",
    "booked": "Meeting booked",
    "met": "Meeting held",
    "opportunities": "Opportunity",
}
SHORT = NAMES | {"replied": "Reply"}
AVERAGE = "average of all steps"
REPLIES_SUBTITLE = "Share of the people to whom the step was sent that reply before the next one, 95% interval"
RESULTS_SUBTITLE = "Share of the people to whom the step was sent · people below"
SEQUENCES_SUBTITLE = "Share of the people in the sequence with a positive reply to any step, 95% interval"
DEFINITION = (
    "The unit is people, not emails: a step sent twice to the same person counts once. A reply, a meeting or an "
    "opportunity belongs to the last step that was sent before it. Meetings held leave out those missed, cancelled or "
    "declined. Later steps are sent to those who did not answer the earlier ones, so the steps are not the same "
    "people. Wilson's 95% intervals."
)
SEQUENCES_DEFINITION = (
    "People who were put into the sequence (their first one, where they were in several), and of those the ones with a "
    "positive reply after any step of a sequence. Wilson's 95% interval."
)


def step(number: int) -> str:
    """Name of a step."""
    return f"Step {number}"


def no_steps(motion: str) -> str:
    """Nothing was sent."""
    return f"No step of a sequence was sent to {motion} leads in scope"


def facts(people: int, sent: int, motion: str) -> str:
    """The start of the grey line."""
    return f"{labels.count(sent)} steps sent to {common.counted(people, f'{motion} lead')}"


def title(rows: pd.DataFrame, fewest: int) -> str:
    """After which step most of the replies are in."""
    replied = rows["replied"].sum()
    if not replied:
        return "No step of a sequence has got a reply"
    within = rows["replied"].cumsum() / replied
    at = int((within >= 0.8).to_numpy().argmax())
    last = rows.iloc[at]
    beyond = rows.iloc[at + 1 :]
    head = f"{labels.share(within.iloc[at])} of the replies come by step {int(last['step'])}"
    if beyond.empty or beyond["people"].sum() < fewest:
        return head
    rate = beyond["replied"].sum() / beyond["people"].sum()
    return f"{head}; of those sent a later step, {labels.share(rate)} reply"


def replies_title(rows: pd.DataFrame) -> str:
    """The step that gets most replies, where the interval says so."""
    if rows.empty:
        return "Too few people for each step to tell"
    ordered = rows.sort_values("replied_rate", ascending=False, kind="stable")
    best, worst = ordered.iloc[0], ordered.iloc[-1]
    if not best["replied_low"] > worst["replied_high"]:
        return "The steps cannot be told apart in replies"
    return (
        f"Step {int(best['step'])} gets most replies, {labels.share(best['replied_rate'])}; "
        f"step {int(worst['step'])} {labels.share(worst['replied_rate'])}"
    )


def results_title(rows: pd.DataFrame) -> str:
    """What all steps brought."""
    met, replied = int(rows["met"].sum()), int(rows["replied"].sum())
    if not replied:
        return "No reply yet"
    meetings = common.counted(met, "meeting held", "meetings held")
    return f"{common.counted(replied, 'reply', 'replies')} and {meetings} after a step"


def sequences_title(drawn: pd.DataFrame) -> str:
    """The best sequence, where the interval says so."""
    known = drawn.dropna(subset=["rate"]).sort_values("rate", ascending=False)
    if len(known) < 2:
        return "Positive replies by sequence"
    best, worst = known.iloc[0], known.iloc[-1]
    if not best["low"] > worst["high"]:
        return "The sequences cannot be told apart in positive replies"
    return (
        f"Most positive replies: {labels.literal(best['label'], 60)}, {labels.share(best['rate'])}; "
        f"fewest: {labels.literal(worst['label'], 60)}, {labels.share(worst['rate'])}"
    )


def few_note(shown: int, groups: int, fewest: int) -> str:
    """Which sequences are drawn."""
    if shown >= groups:
        return ""
    return f"Drawn: the largest {shown} of {labels.count(groups)} sequences, each with at least {fewest} people."


def too_few(fewest: int) -> str:
    """Nothing is large enough to draw."""
    return f"No sequence has {fewest} people: too few to compare. The numbers have all."
