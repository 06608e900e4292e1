"""How settings are called in sentences and on pages, and how their values are written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.fiscal import MONTHS

SHARE, DAYS, NUMBER, TEXT, MONTH = "share", "days", "number", "text", "month"
LABELS, WEEKDAYS, DATES = "labels", "weekdays", "dates"  # several of them
TABLES = {"thresholds": "Threshold", "balance": "Balance", "gaps": "Gap"}  # what goes before names in sentences
WEEK = {"mon": "Mon", "tue": "Tue", "wed": "Wed", "thu": "Thu", "fri": "Fri", "sat": "Sat", "sun": "Sun"}


@dataclass(frozen=True)
class Setting:
    """One value of the definitions.

    Attributes
    ----------
    name : str
        As a reader calls it.
    form : str
        How it is written: as a share, as days, ...
    help : str
        What it does, in a sentence; "" where the name says it.
    """

    name: str
    form: str
    help: str = ""


SETTINGS = {
    "currency": Setting("Currency", TEXT, "ISO 4217, such as EUR. Others are converted where rates are loaded."),
    "time_zone": Setting("Time zone", TEXT, "A day is a day here; times without an offset are read as this."),
    "fiscal_year_starts": Setting("First month of the fiscal year", MONTH, "Quarters follow it everywhere."),
    "company": Setting("Company", TEXT, "Whose data it is; it stands above every page."),
    "pipeline": Setting("Usual pipelines", LABELS, "All pages keep to these unless a reader chooses others."),
    "windows.conversion_days": Setting(
        "Conversion window, days", DAYS, "Converted means within so many days; younger leads are left out and counted."
    ),
    "windows.stalled_quantile": Setting(
        "Stalled: longer in a stage than", SHARE, "Of the leads that went on to win: so many were faster."
    ),
    "working_hours.days": Setting("Working days", WEEKDAYS),
    "working_hours.start": Setting("Start of the working day", TEXT),
    "working_hours.end": Setting("End of the working day", TEXT),
    "working_hours.holidays": Setting("Holidays", DATES, "Days on which nobody works, such as 2026-12-25."),
    "working_hours.country": Setting("Country of the public holidays", TEXT, "Such as DE; nobody works on them."),
    "working_hours.subdivision": Setting("Part of that country", TEXT, "Such as BY, which has some of its own."),
    "gaps.untouched_days": Setting("Never touched, days", DAYS, "Since its creation, never touched by us."),
    "gaps.reply_days": Setting("Unanswered reply, days", DAYS, "Since its answer, no touch by us."),
    "gaps.meeting_days": Setting(
        "Meeting without next step, days", DAYS, "Since a meeting, no touch by us and no further stage."
    ),
    "gaps.opportunity_days": Setting(
        "Quiet opportunity, days", DAYS, "Since the last touch of an opportunity, in either direction."
    ),
    "gaps.given_up_days": Setting(
        "Given up early, days", DAYS, "Since the last touch, after fewer touches than the median won lead took."
    ),
    "reasons.no_problem": Setting("Reasons that say there is no problem", LABELS),
    "reasons.no_answer": Setting("Reasons that say nobody answered", LABELS),
    "cells.empty": Setting("Texts that stand for an empty cell", LABELS),
    "closings.won": Setting("Labels that close as won", LABELS, "How such labels begin."),
    "closings.lost": Setting("Labels that close as lost", LABELS, "How such labels begin."),
    "closings.disqualified": Setting("Labels that close as disqualified", LABELS, "How such labels begin."),
    "thresholds.channel_share": Setting("One channel", SHARE, "Sources go by it too."),
    "thresholds.campaign_share": Setting("One campaign", SHARE),
    "thresholds.owner_share": Setting("One owner", SHARE),
    "thresholds.account_share": Setting("One account", SHARE),
    "thresholds.segment_share": Setting("One segment", SHARE, "Regions go by it too."),
    "thresholds.few_wins": Setting("Fewest wins worth a rate", NUMBER, "Fewer, and a rate is printed as “too few”."),
    "balance.motion_share": Setting(
        "One motion", SHARE, "Of the opportunities: more from one motion, and the other one is needed."
    ),
    "balance.fit_share": Setting(
        "Inbound leads qualified", SHARE, "Fewer, and there is little control over who comes in."
    ),
    "balance.touches_per_reply": Setting(
        "Touches per reply", NUMBER, "Of outbound leads: more, and outreach works hard for little."
    ),
    "balance.opportunities_per_month": Setting(
        "Opportunities a month", NUMBER, "Of a motion: fewer are thin, where no target is loaded for it."
    ),
    "balance.covered": Setting(
        "Coverage", NUMBER, "Weighted open pipeline over what remains of the quarter's target: less is thin."
    ),
    "balance.deal_ratio": Setting(
        "Outbound deals over inbound", NUMBER, "Outbound deals so many times as large speak for prospecting."
    ),
    "balance.late_days": Setting("Late, days", NUMBER, "A lead that is won after more days has waited long."),
    "balance.late_share": Setting("Late wins", SHARE, "Of the wins: more that waited long, and cycles are long."),
    "balance.inbound_change": Setting(
        "Inbound against a year before", NUMBER, "Fewer leads than so many times those before, and inbound is falling."
    ),
    "balance.fewest_opportunities": Setting(
        "Fewest opportunities", NUMBER, "Fewer in the period, and nothing is recommended."
    ),
    "retention.quarantine_days": Setting("Rows in quarantine are kept for, days", DAYS, "Then only their number is."),
    "retention.names_of_closed_leads_months": Setting(
        "Names of closed leads are kept for, months", NUMBER, "Then they are blanked; their numbers stay."
    ),
    "retention.generations": Setting("Generations that are kept", NUMBER, "So many steps back there are with undo."),
    "links.lead": Setting("Page of a lead", TEXT, "Such as https://crm.example.com/leads/{lead_id}."),
    "links.account": Setting("Page of an account", TEXT, "Such as https://crm.example.com/accounts/{account_id}."),
    "costs.gross_margin": Setting(
        "Gross margin", SHARE, "Share of a won amount that remains after its own cost: payback counts it."
    ),
}


def setting_of(key: str) -> Setting:
    """How a key is called; one without a name of its own by its words."""
    return SETTINGS.get(key) or Setting(key.replace("_", " ").replace(".", ": "), TEXT)


def name_of(key: str) -> str:
    """How a key is called where nothing beside it says what it is part of."""
    name, table = setting_of(key).name, TABLES.get(key.partition(".")[0])
    return f"{table}, {name[0].lower()}{name[1:]}" if table else name


def written(value: Any, form: str = TEXT) -> str:
    """A value as a reader writes it.

    Parameters
    ----------
    value : Any
        Of the definitions.
    form : str, default TEXT
        That of its setting.

    Returns
    -------
    str
        Its text; "none" for nothing.

    Examples
    --------
    >>> written(0.25, SHARE), written(4, MONTH), written(())
    ('25%', 'April', 'none')
    """
    if value is None or value in ((), ""):
        return "none"
    if isinstance(value, tuple | list):
        return ", ".join(written(each) for each in value)
    if form == SHARE:
        return f"{round(value * 100, 6):g}%"
    if form == MONTH:
        return f"{date(2000, value, 1):%B}"
    if isinstance(value, date):
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    if isinstance(value, int | float):
        return f"{value:g}"
    return f"“{value}”" if form == LABELS else WEEK.get(str(value), str(value)) if form == WEEKDAYS else str(value)


def listed(texts: Iterable[str]) -> str:
    """Texts in a row: a, b and c."""
    *first, last = texts
    return f"{', '.join(first)} and {last}" if first else last
