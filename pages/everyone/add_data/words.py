"""Sentences of the page Add data."""

import re
from collections.abc import Sequence

from data.intake.contents import Brought
from data.intake.gates import WAY_OUT
from data.intake.looked import HEAD_RECORDS as HEAD
from data.intake.looked import Joined, Looked, LookedFile, NearKind, Told, UnknownFile
from data.intake.mapping import ACCOUNT, LEAD, OUTCOME, RATE, SPEND, STAGE, TARGET, TOUCH, MappedFile
from data.intake.mapping import needed as needed_fields
from data.intake.own_profiles import OwnProfile
from data.intake.report import Report
from data.intake.trial import Tried
from data.jobs import Job
from pages.everyone.add_data.meanings import Label, Words
from pages.parts import labels
from pages.parts.words import common

DROP = "Drop the files of your CRM, of outreach or of ads here"
DROP_MORE = "Add another file of the same load"
NEEDED_TITLE = "One file is enough: a row for each lead or deal"
CANCEL = "Stop"
NO_COLUMN = "(none)"
LEAVE_OUT = "Leave this file out"
AS_TOLD = "As the values tell"
DECIMALS = {AS_TOLD: None, "1,234.50": "point", "1.234,50": "comma"}
DAYS = {AS_TOLD: None, "Year first": "iso", "Day first": "day-first", "Month first": "month-first"}
ROWS = {
    LEAD: "A lead or deal",
    STAGE: "A change of stage",
    OUTCOME: "A deal that ended",
    TOUCH: "A call, mail or meeting",
    SPEND: "A line of spend",
    TARGET: "A target of a month",
    ACCOUNT: "An account that you want",
    RATE: "An exchange rate",
}
FIELDS = {
    "lead_id": ("Lead id", "What tells one lead or deal from all others"),
    "lead_name": ("Lead name", "What the deal or the person is called, for lists"),
    "created_at": ("Created", "The day on which the lead or deal came up: all times run from it"),
    "source": ("Source", "Where it came from, as your system writes it"),
    "campaign": ("Campaign", "The campaign or content that brought it"),
    "segment": ("Segment", "Size, industry or tier of the buyer"),
    "region": ("Region", "Country or region of the buyer"),
    "owner": ("Owner", "Who works on it"),
    "team": ("Team", "The team of the owner"),
    "pipeline": ("Pipeline", "What is sold, where there are several pipelines"),
    "account_id": ("Account", "The company, by its id or name"),
    "account_name": ("Account name", "What the company is called, where the account is an id"),
    "contact_id": ("Contact", "The person, by an id that calls and mails name too"),
    "motion": ("Motion", "Inbound or outbound, where the source does not say"),
    "amount": ("Amount", "What the deal is worth, or what was spent"),
    "currency": ("Currency", "Code of the amount's currency"),
    "stage": ("Stage", "How far it has come"),
    "entered_at": ("Entered the stage", "When it came to this stage"),
    "outcome": ("Outcome", "Won, lost, disqualified or open, where no stage says so"),
    "is_won": ("Is won", "Yes or no"),
    "is_closed": ("Is closed", "Yes or no"),
    "closed_at": ("Closed", "The day on which it was won or lost"),
    "reason": ("Reason", "Why it was lost"),
    "changed_at": ("Last changed", "When your system changed the row: of two rows the later one counts"),
    "touch_id": ("Touch id", "What tells one call or mail from all others"),
    "at": ("When", "The moment of the call, mail or meeting"),
    "channel": ("Channel", "Cold email, warm call, webinar, ..."),
    "direction": ("Direction", "Outbound is by us, inbound by them"),
    "kind": ("Kind", "Call, email, reply, meeting, ..."),
    "actor": ("Who", "Who of us called or wrote"),
    "sequence": ("Sequence", "The cadence that it was a step of"),
    "step": ("Step", "Its number in the sequence"),
    "spend_id": ("Line id", "What tells one line of spend from all others"),
    "date": ("Day", "The day of the spend"),
    "until": ("Last day", "The end of a line that is of several days"),
    "cost_type": ("Cost type", "Media, team or tool"),
    "month": ("Month", "The month of the target"),
    "tier": ("Tier", "A word of your own"),
    "day": ("Day", "From which the rate holds; a month is its first day"),
    "into_currency": ("Into", "The currency that the rate leads to; blank: that of the dashboard"),
    "rate": ("Rate", "What one unit of the currency is worth"),
}
NEEDED = (
    "It says when each came up, where it came from and what became of it. Calls and mails, spend and targets add to "
    "it, now or later. HubSpot, Salesforce, Pipedrive, Zoho, Apollo and the ad platforms are known by their columns; "
    "of any other file you choose which column is what. Nothing changes before you have seen what it gives."
)
NOT_MAPPED = "(means nothing here)"
NOTHING = {"source": "(no channel yet)", "kind": "(as it is written)"}
SEE = "See what will happen"
PUBLISH = "Publish"
UNDO = "Undo the last load"
MEANT = "This is meant: load it all the same"
DISCARD = "Start over"
WHOLE = "These files are the whole export: leads that they do not name are gone"
AGAIN = "Load them anew all the same"
MEANT_HERE = "say below that it is meant"
USE_CHANNELS = "Use these channels"
STALE = "Other data or other settings came since this was prepared: see again what will happen."
STOPPED = "Stopped: nothing was changed."
GONE = "This load was published or left meanwhile: the page Data lists what is loaded."
WAITING, RESUME, FORGET = "Not finished", "Go on", "Forget it"
NAME = "Keep this way of reading as"
TIMES, BUSINESS_ZONE = "Times without a zone are of", "(the time zone of the business)"
NAME_HELP = (
    "The way of reading these files is kept under this name. The next files with the same columns are read so at once."
)
ACCOUNTING = "Each row of each file is in one of the columns; those in quarantine are kept with their reason"
CHANNELS = "All leads that will be there, by the channel that their source maps to"
CHANNELS_DEFINITION = (
    "Conversion: of the leads observed for the whole window, those that were won within it; 95% interval by Wilson."
)
MONTHS = "Amount of the wins by the month in which they were won"
MONTHS_COUNTED = "Number of the wins by the month in which they were won"
MONTHS_DEFINITION = "Sum of the amounts of won leads; wins without a day are in no month."
NOTHING_WON = "There is no win with a day, so there is none in any month."
SUBTITLE = "Nothing changes before you have seen what it gives, and the last load can be undone"
GO_ON = "Pipeline health"
MORE = "Another file, and more"
CHANGE = "Change"
KEEP = "Keep"
DOWNLOAD = "Download"
PROFILE_HELP = "A profile in TOML: all that can be said in one is told in data/profiles/README.md"
UNDO_MEANS = (
    "The dashboard goes back to the data before the last load; what it brought is gone and can be loaded again."
)
UNDO_NOW = "Go back"
PUBLISHED = "Published: every page shows it."
CURRENCY, ZONE = "Currency of the dashboard", "Time zone of the business"
BASICS_HELP = "For the first load; both can be changed under Settings."
UNDONE = "The last load is undone."
TOLD_MEANS = {
    PUBLISHED: "Readers who have a page open are told that there is new data.",
    UNDONE: "Every page shows what was there before; the log of the page Data no longer lists the load.",
}
READ_SO = "How the files are read"
UNKNOWN = "No kind of export that is known has these columns. Look through what is proposed, and change what is wrong."
REMOVE = "Remove"
LEAVE_FAULTY = "A file cannot be read: remove it; a better copy can be dropped below."
NOTHING_TO_LOAD = "There is nothing to load yet."


def drop_help(megabytes: int) -> str:
    """What may be dropped, and where larger files go."""
    return (
        f"CSV, TSV, Excel and OpenDocument, also zipped or gzipped, several together, up to {megabytes} MB each. "
        "A larger one is loaded on the server: `python -m data load FILE`."
    )


def title(looked: Looked | None, report: Report | None, told: str) -> str:
    """The finding: how far the load has come, or what was done last."""
    if told and looked is None:
        return told.partition(".")[0]
    if report is not None and report.brought is not None:
        return f"Ready: {_brought(report)}"
    if looked is None:
        return "Add your own data"
    unknown, known = len(looked.unknown), sum(bool(each.profile) for each in looked.files)
    if unknown:
        return f"{common.counted(unknown, 'file')} to explain{f', {labels.count(known)} known' if known else ''}"
    return f"{common.counted(known, 'file')} known by {'its' if known == 1 else 'their'} columns"


def _brought(report: Report) -> str:
    """What a load brings, the foremost kind of record."""
    brought = report.brought
    if brought is not None and brought.leads:
        return f"{common.counted(brought.leads, 'lead')} new or changed"
    if brought is not None and brought.touches:
        return f"{common.counted(brought.touches, 'touch', 'touches')} new or changed"
    if brought is not None and brought.spend_lines:
        return f"{common.counted(brought.spend_lines, 'line')} of spend new or changed"
    rows = sum(each.count_imported for each in report.files)
    return f"{common.counted(rows, 'row')} new or changed" if rows else "nothing would change"


def progress(job: Job) -> str:
    """Step, rows and time left."""
    rows = f"{labels.count(job.rows)} rows" if job.rows else ""
    return labels.literal(common.grey_line(job.step, rows, _left(job.seconds_left)))


def _left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 60:
        return f"about {max(5, round(seconds / 5) * 5)} seconds left"
    return f"about {common.counted(round(seconds / 60), 'minute')} left"


def samples(sight: UnknownFile, column: str) -> str:
    """Values of a column, and how many rows have one."""
    shown = ", ".join(labels.literal(each, 40) for each in sight.columns.get(column, ()))
    return f"{shown} · {labels.share(sight.filled.get(column, 0.0))} filled"


def looked_at(sight: UnknownFile) -> str:
    """How much of a file the proposals rest on."""
    return f"{'all' if sight.is_whole else 'the first'} {labels.count(sight.count)} rows"


def day_evidence(told: Told) -> str:
    """What the values say of the order of day and month."""
    parts = [
        f"{labels.count(told.alone[way])} can only be read {text.casefold()}"
        for text, way in DAYS.items()
        if way is not None and told.alone.get(way)
    ]
    return _evidence(parts, told)


def decimal_evidence(told: Told) -> str:
    """What the values say of the sign that parts the cents."""
    parts = [
        f"{labels.count(told.alone[way])} can only be read with a decimal {way}"
        for way in ("point", "comma")
        if told.alone.get(way)
    ]
    return _evidence(parts, told)


def _evidence(parts: Sequence[str], told: Told) -> str:
    rest = f"{labels.count(told.open)} in both ways, such as {labels.literal(told.example)}" if told.open else ""
    return common.grey_line(*parts, rest) or "every value reads in one way only"


def zone_evidence(counted: tuple[int, int]) -> str:
    """Whether times carry a zone of their own, which then counts."""
    with_zone, shown = counted
    return f"{labels.count(with_zone)} of {labels.count(shown)} values that were looked at carry a zone of their own."


def join(joined: Joined) -> str:
    """How well two files of a load find each other."""
    here, there = (labels.literal(name) for name in (joined.column, joined.of_column))
    return (
        f"{labels.share(joined.share)} of the rows of {labels.literal(joined.file)} with a value of {here} find it in "
        f"{there} of {labels.literal(joined.of_file)}."
    )


def created(brought: Brought) -> str:
    """The months in which the leads were created, or that no time can be told."""
    if brought.first_on is None:
        return "**No day of creation**: nothing can be said of times, trends and periods"
    months = list(dict.fromkeys(labels.month(day) for day in (brought.first_on, brought.last_on)))
    return f"Created {' to '.join(months)}"


def accounting(report: Report) -> str:
    """Title of the accounting: the sum that adds up."""
    rows, imported, unchanged, duplicate, quarantined = (
        sum(each.counts[place] for each in report.files) for place in range(5)
    )
    repeated = labels.count(unchanged + duplicate)
    return (
        f"{labels.count(rows)} rows = {labels.count(imported)} imported + {repeated} repeated "
        f"+ {labels.count(quarantined)} in quarantine"
    )


def notes(report: Report) -> str:
    """Why rows are in quarantine, and what else was done with the files, a line for each."""
    lines = []
    for each in report.files:
        told = [*(f"{labels.count(count)} × {reason}" for reason, count in each.reasons), *each.notes]
        name = f"{each.file}: " if len(report.files) > 1 else ""
        lines += [labels.literal(f"{name}{text}", 600) for text in told]
    return "  \n".join([*lines, *(labels.literal(each, 600) for each in report.notes)])


def waiting(names: Sequence[str]) -> str:
    """A load that was begun and neither published nor left."""
    shown = common.listed([labels.literal(name, 60) for name in names[:3]])
    more = f" and {labels.count(len(names) - 3)} more" if len(names) > 3 else ""
    return f"**{WAITING}**: a load of {shown}{more}"


def failed(told: str) -> str:
    """Why work ended without a result: its last lines."""
    return labels.literal(told.rpartition("\n\n")[2] or "It ended without a word.", 2_000)


def labels_title(of: Words) -> str:
    """Heading of the words of a column."""
    title, _ = FIELDS[of.field]
    means = {"source": " as a channel", "stage": " as a stage"}.get(of.field, "")
    return f"**{title}**: what each value of “{labels.literal(of.column)}” means{means}"


def rest_of_labels(unsure: int, sure: int) -> str:
    """Name of the part that is folded away."""
    parts = [f"{labels.count(unsure)} more to look at"] if unsure else []
    return common.capital(common.grey_line(*parts, f"{labels.count(sure)} known" if sure else ""))


def label(of: Label) -> str:
    """A word of a file, how often it is met, and whether what it means is a guess."""
    guess = " · guess" if of.is_guess else ""
    return f"{labels.literal(of.text, 80)} :small[:gray[{labels.count(of.rows)} rows{guess}]]"


def known(looked: LookedFile) -> str:
    """A file, and what it is where a profile knows it."""
    told = f"{labels.literal(looked.describes or looked.profile)} ({labels.literal(looked.role)})"
    return f"**{labels.literal(looked.name)}**" + (f" :small[:gray[{told}]]" if looked.profile else "")


def unknown(sight: UnknownFile) -> str:
    """Why a file must be explained."""
    return common.joined(UNKNOWN, f"Proposed from {looked_at(sight)}.")


def near(kind: NearKind) -> str:
    """The kind of export that a file is near to."""
    return f"Read it as {labels.literal(kind.describes or kind.profile)} ({labels.literal(kind.role)})"


def lacks(kind: NearKind) -> str:
    """What the file lacks for that."""
    if len(kind.missing) == 1:
        return "One column that is needed has another name here:"
    return f"{labels.count(len(kind.missing))} columns that are needed have other names here:"


def lacking(file: str, kind: NearKind, names: Sequence[str]) -> str:
    """Columns that have none yet."""
    listed = common.listed([f"'{name}'" for name in names])
    return (
        f"{file}: choose what {listed} of {kind.describes or kind.profile} is called here, or switch that off and say "
        "which column is what."
    )


def preview_title(files: Sequence[LookedFile]) -> str:
    """Heading of what the mapping gives."""
    whole = all(each.unknown is None or each.unknown.count <= HEAD for each in files)
    return "What this gives" if whole else f"What this gives for the first {labels.count(HEAD)} rows of a file"


def preview(tried: Tried) -> list[tuple[str, str]]:
    """Key figures of what a mapping gives."""
    report = tried.report
    if report is None or report.brought is None:
        return []
    brought = report.brought
    found = [("Rows readable", labels.share(tried.readable))]
    if brought.leads:
        found += [("Leads", labels.count(brought.leads)), ("Won", labels.count(brought.won))]
        found += [("Lost", labels.count(brought.lost + brought.disqualified)), ("Open", labels.count(brought.open))]
    found += [("Won amount", labels.money(amount, code)) for code, amount in brought.won_amounts]
    if brought.touches:
        found.append(("Touches", labels.count(brought.touches)))
    if brought.spend_lines:
        found.append(("Lines of spend", labels.count(brought.spend_lines)))
    return found


def preview_faults(tried: Tried) -> list[str]:
    """Why rows cannot be used, the commonest reasons first."""
    files = tried.report.files if tried.report is not None else ()
    reasons = [(count, reason) for each in files for reason, count in each.reasons]
    return [
        f"{labels.count(count)} × {labels.literal(reason, 300)}" for count, reason in sorted(reasons, reverse=True)[:5]
    ]


def channels_title(channels: int, unmapped: int) -> str:
    """Title of the leads by channel; those of sources without one are named apart."""
    rest = f", and {common.counted(unmapped, 'source')} without one" if unmapped else ""
    return f"Leads come from {common.counted(channels, 'channel')}{rest}"


def undated_wins(won: int, undated: int) -> str:
    """Wins that no conversion knows of, because nobody knows when they were won."""
    if not undated:
        return ""
    which = "none of the wins has" if undated == won else f"{common.counted(undated, 'win')} {_have(undated)} no day:"
    if undated == won:
        return f"Cannot be told: {which} a day of closing. Is there a column that holds it?"
    return f"{which} counted as won, and in no conversion."


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def conversion(window: int) -> str:
    """Heading of the column of conversions."""
    return f"Won within {window} days"


def months_title(won: int, amount: float, currency: str) -> str:
    """Title of what was won by month."""
    if not won:
        return "Nothing was won yet"
    worth = labels.money(amount, currency) if amount else "without an amount"
    return f"{common.counted(won, 'win')}, {worth}"


def on_the_page(sentence: str) -> str:
    """A sentence of the command line, with the page's own way out."""
    here = re.sub(r" ?`python -m data check` lists every reason\.", "", sentence.replace(WAY_OUT, MEANT_HERE))
    return labels.literal(here.replace("Look at it with `python -m data check`", "Look at the table below"), 1_000)


def needed(file: str, mapped: MappedFile) -> str:
    """Columns that a file cannot do without and that are not chosen; "" where all are."""
    missing = [
        FIELDS[name][0] for name in needed_fields(mapped.rows) if name not in {*mapped.columns, *mapped.constants}
    ]
    if missing:
        return f"{file}: choose the column of {common.listed(missing)}, or leave this file out."
    return "" if mapped.columns else f"{file}: choose its columns, or leave this file out."


def name_fault(fault: str) -> str:
    """A name that cannot be had."""
    return f"{fault} Choose another one for this way of reading."


def unmapped_title(sources: Sequence[Label]) -> str:
    """Heading of sources that map to no channel."""
    has = "has" if len(sources) == 1 else "have"
    rows = common.counted(sum(each.rows for each in sources), "row")
    return f"**{common.counted(len(sources), 'source')}** in {rows} {has} no channel, so no motion"


def more_sources(sources: int) -> str:
    """Those that are not shown."""
    return f"{labels.count(sources)} more, with fewer rows: see Settings once this is published"


def guessed_title(sources: int) -> str:
    """Name of the part with the sources whose channel is told by their names."""
    return f"{common.counted(sources, 'source')} with a channel by {'its name' if sources == 1 else 'their names'}"


def without_meaning(stages: Sequence[Label]) -> str:
    """Stage words that stand for nothing."""
    shown = common.listed([f"“{labels.literal(each.text, 60)}”" for each in stages[:3]])
    more = f" and {labels.count(len(stages) - 3)} more" if len(stages) > 3 else ""
    is_one = len(stages) == 1
    return (
        f"{common.counted(len(stages), 'stage word')} {'means' if is_one else 'mean'} nothing here, so rows with "
        f"{'it' if is_one else 'them'} tell no stage and no ending: {shown}{more}."
    )


def already(told: str) -> str:
    """Files that were loaded before."""
    return f"Already loaded {labels.literal(told)}: loading it again would change nothing."


def profiles_title(profiles: int) -> str:
    """Heading of the ways of reading that are kept."""
    return f"{common.counted(profiles, 'way')} of reading {'is' if profiles == 1 else 'are'} kept"


def profile(own: OwnProfile) -> str:
    """One of them, and what is wrong with it."""
    told = labels.literal(own.fault or own.describes, 300)
    return f"{labels.literal(own.name)} :small[:gray[{told}]]"
