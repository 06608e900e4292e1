"""What the page Data says."""

from collections.abc import Sequence

import pandas as pd

from data.conversions import CONVERTED
from pages.parts import labels
from pages.parts.words import common, converted

RUN_REBUILD = "Bring the numbers up to date on the page Settings, or run `python -m data rebuild`."
CHANGED = "The settings have changed since these numbers were built."
KINDS = {
    "unmapped source": "Source that maps to no channel",
    "unmapped stage": "Stage label that maps to no stage",
    "waiting touch": "Touch that waits for its lead",
    "waiting stage event": "Stage entry that waits for its lead",
    "waiting outcome": "Outcome that waits for its lead",
    "undated lead": "Lead without a day of creation",
    "undated win": "Win without a usable day",
    "closed ahead": "Closing on a day to come",
    "closed before created": "Closing before the creation",
    "amount not converted": "Amount in another currency, in no sum",
}
ADVICE = {
    "unmapped source": "Choose its channel on the page Settings",
    "unmapped stage": "Choose its stage on the page Settings",
    "waiting touch": "Load the leads that they belong to",
    "waiting stage event": "Load the leads that they belong to",
    "waiting outcome": "Load the leads that they belong to",
    "undated lead": "Load the leads again with the column created_at",
    "undated win": "Add the day of closing in the CRM and load the export again",
    "closed ahead": "Correct the day in the CRM if the deal is closed, and load the export again",
    "closed before created": "Correct the days in the CRM and load the export again",
    "amount not converted": "Load exchange rates of the days that they need, or type them in on the page Settings",
}
UNUSED = {
    "stage events": "without them no stage but the first and the last is known",
    "outcomes": "without them no lead is won or lost",
    "touches": "without them response times and untouched leads are not known",
    "spend": "without it costs are not known",
    "targets": "without them coverage is not known",
    "target accounts": "without them nothing is said of the accounts that you want",
}
CONTENTS_DEFINITION = "Records in the tables that all pages are made of, with the first and the last day they speak of."
LOG_DEFINITION = (
    "Every record of a file is in exactly one place: rows = imported + unchanged + duplicate + quarantined. Imported: "
    "new or changed. Unchanged: there already. Duplicate: identical to another record of the file. Quarantined: kept "
    "aside with the reason."
)
FEEDS_SUBTITLE = "Folders and databases that `python -m data sync` reads, and what it found there last"
FEEDS_DEFINITION = (
    "What lands in a feed is loaded once, and again when it changes. A file that is refused is not tried again before "
    "it changes; nothing of what was loaded before is lost."
)
FAULT_LETTERS = 500  # of a sentence on what was refused
QUARANTINE_DEFINITION = "Records that could not be read without guessing, by import, file and reason, with one example."
UNKNOWNS_DEFINITION = "What was loaded and counts, but is not understood or not complete yet, with what to do about it."
DESCRIBED_DEFINITION = (
    "Leads with a value, of all leads, of the won and of all others; a source counts that maps to no channel yet. With "
    "the outcome: the shares of the won and of the others, compared within quarters of creation and channels, surely "
    "differ by a fifth and more: no page compares by such a value. Newcombe's interval, corrected for the number of "
    "values."
)
CONVERSIONS_SUBTITLE = "Amounts that are recorded in another currency than that of the pages"
LEFT_OUT_SUBTITLE = "Loaded, and in no number of any page: other leads have a day, and these would be in no period"
LEFT_OUT_DEFINITION = (
    "Leads without a day of creation. They count once they are loaded with one; where no lead has a day, all count."
)
TWO_REASONS = "A row with two reasons stands under both."
NO_FILES = "No file was imported: the data was generated"
NO_UNKNOWNS = "Every source, stage and touch that is recorded is known, and every closing has a usable day."
NO_QUARANTINE = "No record is in quarantine."
READ_HELP = "Records in all imported files = imported + repeated + in quarantine."


def advice(kind: str, name: str) -> str:
    """What to do about something that is not understood."""
    if name.startswith("came before"):
        return "Load the contact's earlier leads, if there are any"
    return ADVICE.get(kind, "")


def title(leads: int, through: object, quarantined: int, astray: int, *, has_files: bool) -> str:
    """The finding: how much there is, through when, and whether every row is accounted for.

    Parameters
    ----------
    leads : int
        Leads that are loaded.
    through : date or None
        Last day of the data.
    quarantined : int
        Records in quarantine.
    astray : int
        Rows that are in no column of the accounting.
    has_files : bool
        Whether a file was imported.

    Returns
    -------
    str
        The title.
    """
    if leads == 0:
        start = "No lead is loaded yet"
    elif labels.is_missing(through):
        start = common.counted(leads, "lead")
    else:
        start = f"{common.counted(leads, 'lead')} through {labels.day(through)}"
    if astray:
        return f"{start}; {common.counted(astray, 'row')} {_verb(astray)} not accounted for"
    if quarantined:
        return f"{start}; {common.counted(quarantined, 'row')} {_verb(quarantined)} in quarantine"
    return f"{start}; every row is accounted for" if has_files else start


def facts(imports: int, generation: str) -> str:
    """The start of the grey line."""
    return f"{common.counted(imports, 'import')} · generation {labels.literal(generation)}"


def sentence(through: object, zone: str) -> str:
    """The end of the grey line: through when the data is complete, and where a day is a day."""
    if labels.is_missing(through):
        return "no event has a day"
    return f"complete through {labels.day(through)}, days in {labels.literal(zone)}"


def contents_title(missing: list[str]) -> str:
    """Title of what is loaded."""
    if not missing:
        return "All kinds of records are loaded"
    return f"Not loaded: {common.listed(missing)}"


def contents_note(missing: list[str], wanted: int, without_lead: int) -> str:
    """What cannot be said without the kinds that are not loaded, and how many target accounts have no lead."""
    have = common.agreeing(without_lead, "has", "have")
    waiting = f"{labels.count(without_lead)} of {labels.count(wanted)} target accounts {have} no lead yet."
    return common.joined(_without(missing), waiting if without_lead else "")


def _without(missing: list[str]) -> str:
    if not missing:
        return ""
    return f"{common.capital('; '.join(f'{kind}: {UNUSED[kind]}' for kind in missing if kind in UNUSED))}."


def log_title(rows: int, imported: int, same: int, quarantined: int, astray: int) -> str:
    """Title of the import log: the sum that adds up."""
    if astray:
        return f"{common.counted(astray, 'row')} {_verb(astray)} missing from the accounting"
    return (
        f"{labels.count(rows)} rows = {labels.count(imported)} imported + {labels.count(same)} repeated "
        f"+ {labels.count(quarantined)} in quarantine"
    )


def feeds_title(titles: Sequence[str], latest: str, came: str, refused: Sequence[str]) -> str:
    """Title of the feeds: what is wrong with them, or when one of them last brought something.

    Parameters
    ----------
    titles : sequence of str
        Of all feeds.
    latest, came : str
        The one that brought something last, and when; "" for none.
    refused : sequence of str
        Those with a fault.

    Returns
    -------
    str
        Without a full stop.
    """
    if refused:
        named = common.listed([f"“{labels.literal(title)}”" for title in refused])
        return f"Not all of {named} could be loaded"
    if latest:
        return f"“{labels.literal(latest)}” last brought something on {came}"
    return f"Nothing came from {common.counted(len(titles), 'feed')} yet"


def feed_finding(title: str, fault: str) -> str:
    """That a feed, or a file in it, was not loaded."""
    return f"From “{labels.literal(title)}”: {labels.literal(fault, FAULT_LETTERS)}"


def more_faults(more: int) -> str:
    """How much else of a feed was not loaded."""
    were = common.agreeing(more, "was", "were")
    return f"{common.counted(more, 'more file')} {were} refused; the table of feeds names all."


def quarantine_title(records: int, reasons: int) -> str:
    """Title of the quarantine."""
    if not records:
        return "Nothing is in quarantine"
    return f"{common.counted(records, 'row')} in quarantine for {common.counted(reasons, 'reason')}"


def unknowns_title(kinds: int, without_source: int) -> str:
    """Title of what is not understood; leads without a source leave something open too."""
    if kinds:
        return f"{common.counted(kinds, 'thing')} to look at"
    if without_source:
        return f"All that is recorded is understood; {common.counted(without_source, 'lead')} without a source"
    return "Nothing is left open"


def conversions_title(rows: pd.DataFrame) -> str:
    """Title of what became of amounts in other currencies."""
    done = int(rows.loc[rows["fate"] == CONVERTED, "amounts"].sum())
    number = int(rows["amounts"].sum())
    what = f"{labels.count(done)} of {common.counted(number, 'amount')} in other currencies {_verb(done)} converted"
    return f"{what}, with rates {span}" if (span := converted.span(rows)) else what


def left_out_title(leads: int) -> str:
    """Title of the leads without a day, where others have one."""
    return f"{common.counted(leads, 'lead')} without a day {_verb(leads)} left out"


def described_title(late: list[str], none: list[str]) -> str:
    """Title of how well leads are described: what is filled in late, then what is missing altogether."""
    if late:
        return f"Recorded with the outcome: {common.listed(late)}"
    return f"Not recorded: {common.listed(none)}" if none else "Leads are described alike, whatever becomes of them"


def recorded_as(*, is_none: bool, is_with_outcome: bool) -> str:
    """How a value was recorded, for a table."""
    return "of no lead" if is_none else "with the outcome" if is_with_outcome else "whatever becomes of them"


def quarantined_finding(records: int) -> str:
    """Records wait in quarantine."""
    return f"{common.counted(records, 'row')} could not be used and {_verb(records)} kept aside with the reason."


def unmapped_finding(kind: str, names: list[str], records: int) -> str:
    """Sources or labels that map to nothing."""
    what = "source" if kind == "unmapped source" else "stage label"
    target = "channel" if kind == "unmapped source" else "stage"
    shown = common.listed([f"“{labels.literal(name)}”" for name in names[:3]])
    more = f" and {labels.count(len(names) - 3)} more" if len(names) > 3 else ""
    nouns = ("lead", "") if kind == "unmapped source" else ("entry", "entries")
    counted = common.counted(records, *nouns)
    return f"{counted} {'has' if records == 1 else 'have'} a {what} that maps to no {target}: {shown}{more}."


def astray_finding(file: str, rows: int) -> str:
    """The accounting of a file does not add up."""
    return f"{common.counted(rows, 'row')} of {labels.literal(file)} {_verb(rows)} in none of the columns."


def broken_definitions(fault: str) -> str:
    """The definitions cannot be used; the numbers stand on the former ones."""
    return f"The settings cannot be used, the numbers stand on the former ones: {labels.literal(fault)}"


def _verb(number: int) -> str:
    return "is" if number == 1 else "are"
