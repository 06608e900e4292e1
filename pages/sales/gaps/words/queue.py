"""What the view Queue says."""

from typing import Any

import pandas as pd

from analysis.question import LATER_DAYS
from data.names import NOT_RECORDED
from pages.parts import labels
from pages.parts.words import common, neglect

LOAD_TOUCHES = (
    "No touches are loaded, so only stalled leads can be told. Load calls, emails and meetings to see who was never "
    "touched, whose answer waits and who was given up early."
)
NONE = "No open lead here misses its next step. Widen the period or remove a filter to look further."
KINDS_SUBTITLE = "Open leads by their foremost gap · expected won amount"
KINDS_NOTE = "A lead with several gaps is in one bar, that of the foremost; a key figure above counts all that have it."
WAITING_ON = f"{LATER_DAYS} more days"
# A key figure has little room on a phone.
SHORT = {"meeting without next step": "No next step", "never touched": neglect.OPEN_NAME}
DEFINITION = (
    "Open leads that miss their next step at the end of the data; each counts once, with its foremost gap. After how "
    "many days a gap opens stands in the settings. The owner and the team are those of the lead."
)
KINDS_DEFINITION = (
    "Foremost first: unanswered reply, meeting without next step, quiet opportunity, never touched, stalled (longer in "
    "the stage than most leads that won stayed, see the settings), given up early (fewer touches by us than the median "
    "won lead took). That winners were touched more often is survivorship: they keep being called because they answer."
)
VALUE_HELP = (
    "Chance to win of leads that had waited as long at this stage × typical won amount, by motion, channel and segment."
)
LATER_HELP = f"What a lead is worth that is still at this stage {LATER_DAYS} days later."
FRESH_HELP = "What they would be worth if they had come to their stage today."
AMOUNT_HELP = "Of the deal; as it is recorded where it is in another currency without an exchange rate."
VALUE_DEFINITION = (
    "Expected is the typical won amount of the lead's motion, channel and segment times the chance to win of such "
    "leads that had been at this stage for as many days and were still there; all drawn towards the others. If "
    f"waiting {LATER_DAYS} more days is the same for a lead that is still at this stage {LATER_DAYS} days later. The "
    "list is ordered by the difference. Both say how leads fared that waited so long, not what a touch would change, "
    "and are no forecast of the single lead. Missing where no won amount is known."
)
OLDER_DEFINITION = (
    "Open leads with a gap that have been at their stage for longer than any lead of their motion that was won had "
    "been there. Leads that had just come to the stage won as often as the last column counts with; of those that had "
    "waited so long, next to none did."
)
NEXT = {
    "unanswered reply": "they answered",
    "meeting without next step": "the last meeting",
    "quiet opportunity": "the last sign of life",
}

NEXT_STEPS = {
    "unanswered reply": "Answer them",
    "meeting without next step": "Agree with them what comes next",
    "quiet opportunity": "Ask where the deal stands",
    "never touched": "Make the first contact",
    "stalled": "Move it on, or close it",
    "given up early": "Try them again",
}
OLDER_STEP = "Close it, or start it anew"
WORK_LIST = "Work list"
WORK_LIST_HELP = (
    "Whom to turn to, why, and what comes next: a sheet for all and one for each {}, the most urgent first."
)
ALL_SHEET = "All"
FIRST_ONES = "The list holds the first {} leads; narrow it down to see others."


def none_title(gap: str, *, has_touches: bool) -> str:
    """Nothing to do, as far as that is known."""
    if not has_touches and gap != "stalled":
        return "Which open leads miss their next step is not known"
    return f"No open lead has the gap “{gap}”" if gap else "No open lead misses its next step"


def facts(older: int) -> str:
    """The start of the grey line."""
    waited = f"{common.agreeing(older, 'has', 'have')} waited longer than any lead that was won"
    return common.grey_line("each lead once, with its foremost gap", f"{labels.count(older)} {waited}" if older else "")


def title(counted: pd.DataFrame, currency: str, gap: str) -> str:
    """How many wait, what they are worth, and what if they wait on."""
    leads = int(counted["leads"].sum())
    number = common.counted(leads, "open lead")
    miss, were, wait = ("misses its", "was", "it waits") if leads == 1 else ("miss their", "were", "they wait")
    known = {"": f"{number} {miss} next step", "never touched": f"{number} {were} never touched by us"}
    what = known.get(gap, f"{number} with the gap “{gap}”")
    if not counted["worth"].sum():
        return what
    value, later = (common.amount(counted[name].sum(), currency) for name in ("value", "later_value"))
    return f"{what}: {value} expected, {later} if {wait} {WAITING_ON}"


def older_title(leads: int) -> str:
    """How many have waited for longer than any win."""
    if leads == 1:
        return "1 lead has waited longer than any that was won: close it or start it anew"
    return f"{labels.count(leads)} leads have waited longer than any that was won: close them or start them anew"


def older_subtitle(rows: pd.DataFrame, currency: str) -> str:
    """What they are worth now, and what they would be worth."""
    if not rows["worth"].sum():
        return "By the stage at which they wait"
    value, fresh = (common.amount(rows[name].sum(), currency) for name in ("value", "fresh_value"))
    return f"{value} expected now; it would be {fresh} if they had come to their stage today"


def older_note(address: str) -> str:
    """Where all of them are listed."""
    return f"[List all of them]({address})"


def owners_title(owners: pd.DataFrame, breakdown: str, gap: str) -> str:
    """Who has the most."""
    if owners.empty:
        return f"No {breakdown} is recorded for these leads"
    first = owners.iloc[0]
    what = {"": "leads that miss their next step", "never touched": "untouched open leads"}.get(
        gap, f"leads with “{gap}”"
    )
    return f"{labels.literal(first['breakdown'])} has the most {what}: {labels.count(first['leads'])}"


def no_owner(breakdown: str) -> str:
    """What to load to see whose leads wait."""
    return f"Load leads with their {breakdown} to see whose miss their next step."


def owners_subtitle(breakdown: str) -> str:
    """What the bars are."""
    return f"Open leads with a gap by {breakdown} · expected won amount"


def counts_and_values(rows: pd.DataFrame, currency: str) -> list[str]:
    """Texts beside bars: how many leads, and what they are worth where that is known."""
    columns = (rows[name] for name in ("leads", "worth", "value"))
    return [
        f"{labels.count(leads)} · {labels.money(value, currency)}" if worth else labels.count(leads)
        for leads, worth, value in zip(*columns, strict=True)
    ]


def shown_note(shown: int, groups: int, breakdown: str) -> str:
    """Which groups are drawn."""
    return f"Drawn: {shown} of {labels.count(groups)} {breakdown}s. The numbers have all." if shown < groups else ""


def kinds_title(rows: pd.DataFrame, currency: str) -> str:
    """Which gap is worth most."""
    if not rows["worth"].sum():
        return f"Most frequent gap: {rows.sort_values('leads', ascending=False)['gap'].iloc[0]}"
    worst = rows.sort_values("value", ascending=False).iloc[0]
    return f"Worth most: {worst['gap']}, {common.amount(worst['value'], currency)} expected"


def queue_title(rows: pd.DataFrame, currency: str) -> str:
    """What stands on top."""
    first = rows.iloc[0]
    if labels.is_missing(first["value"]):
        return "The queue, the longest due first: what a lead is worth is not known"
    of = f" of {labels.literal(first['owner'])}" if first["owner"] != NOT_RECORDED else ""
    lead = f"lead {labels.literal(first['lead_name'], 40)}{of}"
    value, later = (common.amount(first[name], currency) for name in ("value", "later_value"))
    return f"First in the queue: {lead}, {value} expected, {later} if it waits {WAITING_ON}"


def queue_subtitle(shown: int, leads: int, *, is_valued: bool) -> str:
    """What the rows are, and how many are left out."""
    some = f" · the first {labels.count(shown)} of {labels.count(leads)}" if shown < leads else ""
    order = (
        f"first those whose expected amount falls most if they wait {WAITING_ON}" if is_valued else "longest due first"
    )
    return f"One row per open lead, {order}{some}"


def also(row: Any, gaps: list[str]) -> str:
    """What else there is to know of a lead in the queue: its other gaps, and whether it is older than any win."""
    names = [*gaps, *(["older than any win"] if row.is_older_than_any_win else [])]
    return common.listed(names) if names else ""


def next_step(row: Any) -> str:
    """What to do about a lead in the queue."""
    return OLDER_STEP if row.gap == "stalled" and row.is_older_than_any_win else NEXT_STEPS[row.gap]


def reason(row: Any) -> str:
    """Why a lead stands in the queue, in plain words for a table."""
    since = labels.day(row.last_step_on)
    if row.gap == "never touched":
        return f"Created {since}, never touched by us"
    if row.gap == "stalled":
        return f"In “{row.stage}” since {since}; nine of ten that won left within {labels.days(row.stalled_after_days)}"
    if row.gap == "given up early":
        touches = common.counted(int(row.count_touches_by_us), "touch", "touches")
        return f"{touches} by us, the last on {since}; the typical won lead took {labels.count(row.usual_touches)}"
    if row.gap == "quiet opportunity":
        return f"No touch and no further stage since {since}"
    return f"No touch by us since {NEXT[row.gap]} on {since}"
