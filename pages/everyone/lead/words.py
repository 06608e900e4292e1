"""What the page of one lead says."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from data.names import NOT_RECORDED, UNKNOWN
from pages.parts import labels
from pages.parts.words import common
from pages.parts.words import undated as undated_words

NAMES = {"lead_name": "Lead name", "account_name": "Account name"}
LINKS = {"lead": common.OPEN_IN_CRM, "account": "Open the account in CRM"}
TIMELINE_SUBTITLE = "What happened, in order"
TIMELINE_DEFINITION = (
    "Every recorded entry into a stage, every touch that names the lead or its contact, and the closing; by the clock "
    "of the business time zone. What has no time stands last."
)
NO_TOUCHES = "No touch of this lead is recorded up to its closing, so there is no credit to share out."
CREDIT_DEFINITION = (
    "Of the touches up to the closing, else the end of the data; each rule hands out 100%, whether the lead is won or "
    "not. What each rule does stands on its column. Credit is a rule, not a cause."
)
STAYS_DEFINITION = (
    "Calendar days from the entry into a stage until the next one, the closing, or the end of the data. The norm: nine "
    "of ten leads of the same motion that won stayed no longer. Skipped stages have no stay."
)
FACTS_DEFINITION = f"As the source systems write it; “{NOT_RECORDED}” where they do not."
ALL_KNOWN = "All that the pages compare is recorded"
NO_ID = "Which lead?", "The address names no lead. Open one from a list of leads, or from the marks of a chart."
LEFT_OUT = (
    "This lead has no day of creation",
    "Other leads have one, so it is in no number of any page. The page Data lists all such leads.",
)
NOTHING_MISSING = "Nothing is missing that the pages need to count this lead."
EVENTS = {
    "created": "Created",
    "entered": "Entered {stage}",
    "won": "Won",
    "lost": "Lost",
    "disqualified": "Disqualified",
}
DIRECTIONS = {"outbound": "by us", "inbound": "by them"}
_UNDATED_WIN = "The day of its win is not known: it counts as won, and is left out of days and windows."
_UNTOUCHED = "No touch is recorded: nobody can tell whether it was called on."
_BEFORE = "It closed before it was created: it is left out of days and windows."


def unknown(lead_id: str) -> tuple[str, str]:
    """Title and sentence where there is no such lead."""
    shown = labels.literal(lead_id[:80])
    sentence = (
        f"The data that is loaded now has no lead with the id “{shown}”. The link may come from other data, or the id"
        " was changed by its source system."
    )
    return "There is no such lead", sentence


def title(lead: Any, stay: float | None, norm: float | None) -> str:
    """Whose lead it is, where its name is recorded, and where it stands."""
    stands = _stands(lead, stay, norm)
    if labels.is_missing(lead.lead_name):
        return stands
    return f"{labels.literal(lead.lead_name, 80)}: {stands[:1].lower()}{stands[1:]}"


def _stands(lead: Any, stay: float | None, norm: float | None) -> str:
    """Where the lead stands."""
    stage = labels.literal(lead.stage)
    if lead.outcome == "open":
        if stay is None:
            return f"Open at {stage}, since an unknown day"
        is_long = norm is not None and stay > norm
        longer = ", longer than nine of ten that won stayed there" if is_long else ""
        return f"Open at {stage} for {labels.days(stay)}{longer}"
    when = "" if labels.is_missing(lead.closed_on) else f" on {labels.day(lead.closed_on)}"
    if lead.outcome == "won":
        after = "" if labels.is_missing(lead.days_to_close) else f", {_after(int(lead.days_to_close))}"
        return f"Won{when or ', on an unknown day'}{after}"
    reason = "" if labels.is_missing(lead.reason) else f": {labels.literal(lead.reason)}"
    return f"{lead.outcome.capitalize()} at {stage}{when}{reason}"


def _after(days: int) -> str:
    return "on the day of its creation" if days == 0 else f"{common.counted(days, 'day')} after its creation"


def amount_help(lead: Any) -> str:
    """In which currency the amount is, and how it came to be in it."""
    if labels.is_missing(lead.recorded_amount):
        return "Of the deal, in its own currency."
    recorded = common.amount(lead.recorded_amount, lead.recorded_currency)
    return f"Recorded as {recorded}, converted with the rate {lead.rate:.6g} of {labels.day(lead.rate_on)}."


def elapsed(minutes: float) -> str:
    """Write a time between two instants in the unit that fits."""
    if minutes < 90:
        return f"{labels.count(round(minutes))}{labels.NO_BREAK}min"
    hours = minutes / 60
    return f"{hours:.1f}{labels.NO_BREAK}h" if hours < 48 else labels.days(hours / 24)


def facts(lead: Any) -> str:
    """The grey line: which lead this is, and whose."""
    account = lead.account_id if labels.is_missing(lead.account_name) else lead.account_name
    parts = [
        f"Lead {labels.literal(lead.lead_id)}",
        *([] if labels.is_missing(account) else [f"account {labels.literal(account)}"]),
        f"owner {labels.literal(lead.owner)}",
        labels.literal(lead.channel),
    ]
    is_dated = not labels.is_missing(lead.created_on)
    return " · ".join([*parts, f"created {labels.day(lead.created_on)}" if is_dated else undated_words.NO_DAY_OF_IT])


def through(last: date | None) -> str:
    """Up to when the data is complete."""
    return f"data through {labels.day(last)}" if last is not None else ""


def missing(lead: Any, skipped: list[str], undated: list[str], currency: str) -> list[str]:
    """What is not known of a lead, and what that means for the pages."""
    has_day, has_amount = not labels.is_missing(lead.closed_on), not labels.is_missing(lead.amount)
    is_dropped, is_dated = lead.outcome in ("lost", "disqualified"), not labels.is_missing(lead.created_on)
    foreign, own = labels.literal(lead.currency), labels.literal(currency)
    said = {
        _UNDATED_WIN: lead.outcome == "won" and not has_day and is_dated,
        "The day of its closing is not known.": is_dropped and not has_day,
        _BEFORE: has_day and is_dated and lead.closed_on < lead.created_on,
        undated_words.OF_A_LEAD: not is_dated,
        f"Its amount is in {foreign}, without a rate: in no sum in {own}.": lead.is_foreign_currency and has_amount,
        "No amount is recorded: it is left out of sums.": not has_amount,
        "No account is recorded: it counts as an account of its own.": labels.is_missing(lead.account_id),
        _UNTOUCHED: not lead.count_touches_by_us and not lead.count_touches_by_them,
        "Why it was closed is not recorded.": is_dropped and labels.is_missing(lead.reason),
        f"It has no entry of its own into {_names(skipped)}: how long it stayed there is not known.": bool(skipped),
        f"When it entered {_names(undated)} is not known.": bool(undated),
        "Its source maps to no channel: add it to the definitions.": lead.channel.startswith("(unmapped"),
        "Its source is not recorded.": lead.source == NOT_RECORDED,
        "Its owner is not recorded.": lead.owner == NOT_RECORDED,
    }
    return [sentence for sentence, holds in said.items() if holds]


def _names(stages: list[str]) -> str:
    return common.listed([labels.literal(stage) for stage in stages]) if stages else ""


def after(lead: Any) -> list[str]:
    """What came after the closing."""
    found = []
    if lead.is_reopened:
        found.append("It entered a stage after its closing.")
    if lead.is_returned:
        found.append("Its contact or account came back as a later lead.")
    return found


def worth(row: Any, currency: str) -> str:
    """What an open lead is worth, and what that means.

    Parameters
    ----------
    row : named tuple
        Answer to ``lead_worth``.
    currency : str
        That of the pages.

    Returns
    -------
    str
        One sentence or two, Markdown.
    """
    stage, waited = labels.literal(row.stage), labels.days(row.days)
    if row.is_older:
        kind = "" if row.motion == UNKNOWN else f"{row.motion} "
        return f"Older than any win: no {kind}lead that was won stayed at {stage} for {waited}. Close it or restart it."
    amount = (
        "" if labels.is_missing(row.amount) else f", expected amount {common.amount(row.expected_amount, currency)}"
    )
    kind = "leads of unknown motion" if row.motion == UNKNOWN else f"{row.motion} leads"
    return (
        f"Chance to win {labels.share(row.chance)}{amount}: of {kind} that had been at {stage} for as long, "
        f"{labels.share(row.usual_chance)} were won; the chance also counts its channel and segment."
    )


def stays_title(longest: str, days: float, norm: float | None) -> str:
    """The finding of the stays: where the lead stayed longest."""
    if not longest:
        return "How long it stayed in a stage is not known"
    against = "" if norm is None else f"; nine of ten that won stay up to {labels.days(norm)}"
    return f"Longest at {labels.literal(longest)}: {labels.days(days)}{against}"


def credit_title(first: str, last: str, touches: int) -> str:
    """The finding of the credits: who gets it by which rule."""
    if touches == 1:
        return f"One touch, {labels.literal(first)}, gets all credit"
    if first == last:
        return f"First and last of {touches} touches are {labels.literal(first)}"
    return f"First touch {labels.literal(first)}, last touch {labels.literal(last)}"


def timeline_title(touches: int, entries: int) -> str:
    """Title of what happened: how much of it is recorded."""
    entered = common.counted(entries, "entry into a stage", "entries into stages")
    return f"Recorded: {common.counted(touches, 'touch', 'touches')} and {entered}"


def facts_title(unknown: Sequence[str]) -> str:
    """Title of what is known: what is not."""
    if not unknown:
        return ALL_KNOWN
    return f"Not recorded: {common.listed([name[:1].lower() + name[1:] for name in unknown])}"
