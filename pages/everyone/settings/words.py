"""What the page Settings says."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from analysis.claims.single_points import SinglePoint
from analysis.claims.verdicts import CLEAR, NO, UNSURE, WEAK
from data.fiscal import MONTHS
from data.grids import Changed
from data.names import RATE_DAYS
from pages.parts import labels
from pages.parts.words import common
from pages.parts.words import single_points as point_words

FACTS = "Kept in definitions.toml in the home folder: what is changed there by hand counts as well"
CHANNEL, NAME, MOTION, ROLE, SPELLINGS = "Channel", "Name", "Motion", "Role", "Spellings"
CHOOSE = "Choose one"
ONE_CHANNEL = "Change a channel"
NEW_CHANNEL, ADD_CHANNEL = "Add a channel", "Add it"
REMOVE_CHANNEL = "Remove this channel"
RENAMING = "Its former name stays a spelling, so that its sources still belong to it."
MOTION_HELP = "Inbound: the buyer moved first. Outbound: we did."
SPELLINGS_HELP = (
    "Sources that belong to it, besides its own name. One that you add here leaves the channel where it was."
)
STAGE_SPELLINGS_HELP = "Labels of the CRM that mean this stage, besides its own name."
UNMAPPED_SUBTITLE = (
    "Choose where each belongs, as many as you like, and keep them together. Guesses go by the spelling alone"
)
ALL_MAPPED = "New ones stand here as soon as they are loaded"
ALL_CHANNELS, ALL_CHANNELS_SUBTITLE = "All channels", "With the leads that they have now"
STAGES, STAGES_SUBTITLE = (
    "Stages, in the order in which a lead passes them",
    "The first one is the lead, the last one the win",
)
NEW_STAGE, ADD_STAGE = "Add a stage", "Add it before the last one"
ROLE_HELP = "What the metrics take it for. Lead, opportunity and won must be there; for another one the next stands in."
NO_ROLE = "No role"
UP, DOWN, REMOVE = "Up", "Down", "Remove"
LABELS_SUBTITLE = "Choose the stage that each label means"
CLOSINGS = "Labels that close a deal"
CLOSINGS_SUBTITLE = "How labels begin; the names of the last stage say won as well"
READ_AGAIN = "What was loaded before keeps what it was read as, until its files are loaded again."
CALENDAR, HOURS, WINDOWS, GAPS = "Calendar", "Working hours", "Windows", "Gaps"
HOURS_SUBTITLE = "Response times within working hours run in them only"
GAPS_SUBTITLE = "Days without the next step after which a lead stands in the gap queue"
TARGETS, TARGETS_SUBTITLE = "Targets", "What each motion shall win in each month, in {currency}"
TARGETS_NOTE = "A blank amount is no target: clear one to take it out. Months beyond these go into the last row."
MONTH_MISSING = "An amount stands beside no month: say which month it is of."
RATES, RATES_NOTE = (
    "Rates",
    "A blank rate takes the line out. A currency that is left blank under “Into” is {currency}.",
)
RATES_SUBTITLE = "What one unit is worth; it counts from its day on for at most {days} days, until there is a newer one"
INTO_HELP = "Blank: the currency of the settings."
RATE_MISSING = "A rate needs its day, its currency and a number above zero: {row} has not all of them."
NO_CODE = "“{text}” is no currency code of three letters, such as USD."
ADD_RATES, ADD_TARGETS = "Add a file of rates", "Add a file of targets"
NO_FOREIGN = "All amounts are in {currency}, so no rate is needed"
OWNERS, NO_OWNERS = "Owners", "No owner is recorded"
NO_OWNERS_SUBTITLE = "Once leads come with an owner, they stand here"
OWNERS_SUBTITLE = "Ids and addresses first, then by leads. Two rows with one name are one person"
OWNERS_NOTE = (
    "A team counts for leads that record none themselves. Open leads of people who left are asked to be handed over."
)
OWNER_NAME_HELP = "What pages call them. Without one, they are called as the data writes them."
TEAM_HELP = "The team of their leads, where these record none."
LEFT_HELP = "The day on which they left; blank for whoever is here."
NO_COUNTRY, WHOLE_COUNTRY = "None", "All of it"
DEPENDENCE, BALANCE, COSTS = "Dependence", "Balance", "Costs"
DEPENDENCE_SUBTITLE = "More than this share from one, and pages call it too dependent"
BALANCE_SUBTITLE = "Where the rules draw their lines that say which engine needs more"
NOT_KNOWN = "Not known"
CURRENCY, CURRENCY_SUBTITLE = "Currency", "That of all amounts on all pages"
CRM, CRM_SUBTITLE = "Pages of the CRM", "Every list of leads then leads to them, and so does the page of a lead"
CRM_NOTE = (
    "The address of one such page, with `{lead_id}`, `{account_id}` or `{contact_id}` where it has the id. "
    "Blank: no link."
)
PIPELINES, ALL_PIPELINES = "Usual pipelines", "All pipelines"
A_QUERY = "a query"
FEEDS_SUBTITLE = "Exports in folders and tables of databases that are loaded without anybody’s doing"
NO_FEEDS_SUBTITLE = "Exports that land in a folder, or tables of a database, can be loaded without anybody’s doing"
FEED, ONE_FEED, NEW_FEED, ADD_FEED, REMOVE_FEED = (
    "Feed",
    "Change a feed",
    "Add a feed",
    "Add it",
    "Remove this feed",
)
ONE_FEED_SUBTITLE = "A feed that is read in another way is read from its beginning; what was loaded before stays"
FEED_NAME_HELP = "What pages and the log call it. Blank: the folder, or the variable of the database."
PROFILE, BY_COLUMNS = "Kind of export", "Told by its columns"
PROFILE_HELP = "Only where the columns of its files fit more than one kind."
DATES, DECIMAL, BY_CELLS = "Dates", "Cents are parted by", "Told by the cells"
FEED_SOURCE, FEED_SOURCE_HELP = "Reads", "Folders and databases that whoever runs the dashboard allows."
BELOW, BELOW_HELP = "Folder in it", "Such as crm/2026. Blank: all that is in it."
NEW_FOLDER_SUBTITLE = "Every file is loaded once, and again when it changes; folders in it are read too"
NEW_DATABASE_SUBTITLE = "Tables that belong together are one export, and are recognised by their columns"
FEED_TABLES, FEED_TABLES_HELP = "Tables", "With their schema where they need one, such as hubspot.deal."
CHANGED_AT = "Column with the time of change"
CHANGED_AT_HELP = "Of tables that have it only what changed is read. Blank: all is read each time."
OVERLAP, OVERLAP_HELP = "Minutes of overlap", "Reading begins so much before the latest change, for what came late."
WHOLE, WHOLE_HELP = "Days until all is read", "What was deleted or changed without a word is seen then."
NOTHING_ALLOWED = (
    "Which folders and databases can be chosen here is up to whoever runs the dashboard: they name them in "
    "`PIPELINE_FEED_FOLDERS` and `PIPELINE_FEED_DATABASES`. On the machine itself `python -m data feed FOLDER` adds a "
    "folder."
)
LOOK_NOW = "Look for news now"
LOOKING = "Looking for news"
KEEP_FIRST = "Keep what is changed first: feeds are looked at as they are kept."
HISTORY_SUBTITLE = "The latest first; going back shows what it changes before it is kept"
BACK = "Go back to this"
EFFECT_SUBTITLE = "All leads of the usual pipelines, under the thresholds of the numbers and under the new ones"
EFFECT_DEFINITION = "The largest of each kind, judged as on the page Dependence: by its 95% and its 80% interval."
NOW, THEN = "now", "then"
WINDOW_SUBTITLE = (
    "All leads of the usual pipelines: those old enough for the window, and how many of them won within it"
)
WINDOW_DEFINITION = "Won within the window over the leads that were observed for all of it; the others are left out."
NO_LEADS = "No lead has a day, so none can be watched for a window."
NOTHING_NAMED = "Nothing that is loaded has a name, so no share can be too large."
VERDICTS = {CLEAR: "Too dependent", WEAK: "Probably too dependent", UNSURE: "Cannot tell yet", NO: "Below it"}


def title(sources: int, leads: int) -> str:
    """The finding of the page: what waits to be set."""
    if not sources:
        return "Every source belongs to a channel"
    return f"{common.counted(sources, 'source')} of {common.counted(leads, 'lead')} {_verb(sources)} to no channel"


def unmapped_title(sources: int, leads: int) -> str:
    """Title of the sources without a channel."""
    if not sources:
        return "No source is without a channel"
    return f"Sources without a channel: {labels.count(sources)}, of {common.counted(leads, 'lead')}"


def guess(channel: str | None) -> str:
    """What stands in an empty choice; the name is shown as it is."""
    return f"Perhaps {labels.plain(channel)}" if channel else CHOOSE


def take_guesses(guesses: int) -> str:
    """Text of the button that takes the guesses over."""
    return f"Choose as guessed ({labels.count(guesses)})"


def more_sources(more: int) -> str:
    """How many sources are not shown yet."""
    return (
        f"{common.counted(more, 'more source', 'more sources')}, with fewer leads, "
        f"{common.agreeing(more, 'follows', 'follow')} when these are kept."
        if more > 0
        else ""
    )


def more_labels(more: int) -> str:
    """How many labels are not shown yet."""
    labelled = common.counted(more, "more label", "more labels")
    return f"{labelled} {common.agreeing(more, 'follows', 'follow')} when these are kept." if more > 0 else ""


def labels_title(found: int) -> str:
    """Title of the labels without a stage."""
    return f"{common.counted(found, 'stage label')} {'means' if found == 1 else 'mean'} no stage"


def pipelines_subtitle(pipelines: int) -> str:
    """How many pipelines there are."""
    if pipelines < 2:
        return "Leads are in one pipeline, so there is nothing to choose"
    return f"Leads are in {labels.count(pipelines)}; every page keeps to these unless a reader chooses others"


def place(code: str, name: str) -> str:
    """A country or a part of one."""
    return name if code == name else f"{name} ({code})"


def coming(holidays: Sequence[tuple[date, str]], last: date) -> str:
    """The next public holidays behind the end of the data."""
    named = [f"{labels.day(day)} ({labels.literal(name)})" for day, name in holidays]
    return f"The next public holidays after {labels.day(last)}, up to which the data goes: {common.listed(named)}."


def owners_title(nameless: int, leads: int) -> str:
    """Title of the owners."""
    if not nameless:
        return "Every owner has a name"
    return f"Owners without a name: {labels.count(nameless)}, of {common.counted(leads, 'lead')}"


def targets_subtitle(currency: str) -> str:
    """What targets are."""
    return TARGETS_SUBTITLE.format(currency=labels.literal(currency))


def older_targets(older: int) -> str:
    """What goes with the grid of targets."""
    more = f" {common.counted(older, 'older target')} {'stays' if older == 1 else 'stay'} as they are." if older else ""
    return f"{TARGETS_NOTE}{more}"


def twice(day: date, *more: str) -> str:
    """What a grid says of a line that stands there twice."""
    return f"{' '.join((month(day) if not more else labels.day(day), *more))} stands there twice: keep one of them."


def month(day: date) -> str:
    """A month by any day of it."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def target_changed(changed: Changed) -> str:
    """One change of a target."""
    texts = changed.now or changed.was
    name = f"{month(date.fromisoformat(texts['month']))}, {texts['motion']}"
    return _said(name, changed, "amount")


def rate_line(day: date | None, currency: str, into: str) -> str:
    """A line of the grid of rates, as far as it is filled in."""
    return f"the line “{' '.join(each for each in (labels.day(day) if day else '', currency, into) if each)}”"


def rate_changed(changed: Changed) -> str:
    """One change of a rate."""
    texts = changed.now or changed.was
    into = f" into {texts['into_currency']}" if texts["into_currency"] else ""
    return _said(f"{labels.day(date.fromisoformat(texts['day']))}, {texts['currency']}{into}", changed, "rate")


def _said(name: str, changed: Changed, value: str) -> str:
    if not changed.now:
        return f"{name}: {_number(changed.was[value])} is taken out."
    if not changed.was:
        return f"{name}: {_number(changed.now[value])} is new."
    return f"{name}: {_number(changed.now[value])} instead of {_number(changed.was[value])}."


def _number(text: str) -> str:
    return f"{Decimal(text):,f}"


def some_changes(more: int) -> str:
    """How many changes are not listed."""
    return f"{common.counted(more, 'more change')}."


def rates_title(currencies: int, waiting: int, left: int) -> str:
    """Title of the currencies of the amounts."""
    if not currencies:
        return "No amount is in another currency"
    there = common.counted(currencies, "other currency", "other currencies")
    if not left:
        return f"Amounts in {there}, all converted"
    if not waiting:
        return f"{common.counted(left, 'amount')} in {there}, left out of sums though rates are there"
    return f"{common.counted(waiting, 'amount')} in {there} {'waits' if waiting == 1 else 'wait'} for a rate"


def rates_subtitle() -> str:
    """What a rate is."""
    return RATES_SUBTITLE.format(days=RATE_DAYS)


def rates_note(currency: str, more: int) -> str:
    """What goes with the grid of rates."""
    stay = common.agreeing(more, "stays as it is", "stay as they are")
    others = f" {common.counted(more, 'more rate')}, older or of other currencies, {stay}." if more else ""
    return f"{RATES_NOTE.format(currency=labels.literal(currency))}{others}"


def feeds_title(feeds: int) -> str:
    """Title of the feeds."""
    if not feeds:
        return "Nothing comes by itself yet"
    return f"{common.counted(feeds, 'feed')} {'comes by itself' if feeds == 1 else 'come by themselves'}"


def looked(told: str) -> str:
    """What came of looking for news."""
    return labels.literal(" ".join(told.split()), 900)


def history_title(versions: int) -> str:
    """Title of the history."""
    return f"{common.counted(versions - 1, 'change')} since the settings were first looked at"


def version(at: datetime, who: str, what: tuple[str, ...]) -> str:
    """One version: when, who and what."""
    return f"**{labels.day(at)}, {at:%H:%M}** · {labels.literal(who)}  \n{labels.literal(' '.join(what), 600)}"


def fault(message: str) -> str:
    """Why answers do not fit together."""
    return f"This does not fit together, so it is not among the changes yet: {labels.literal(message, 600)}."


def verdict(status: str) -> str:
    """How surely it hangs too much on one."""
    return VERDICTS[status]


def dependence_effect(more: list[SinglePoint], fewer: int) -> str:
    """What would be called too dependent besides, and how many no more."""
    names = [f"{point.grain} {labels.literal(point.name)} ({point_words.AGAINST[point.verdict]} it)" for point in more]
    parts = [
        f"Above its threshold or too close to tell would be besides: {common.listed(names)}" if names else "",
        f"{common.counted(fewer, 'other')} would be below {'its' if fewer == 1 else 'their'} threshold"
        if fewer
        else "",
    ]
    return "; ".join(part for part in parts if part) or "Nothing would be called otherwise on Dependence"


def balance_effect(now: str, then: str) -> str:
    """What Balance would say."""
    return f"Balance would still say: {now}" if now == then else f"Balance would say: {then}; now: {now}"


def window(when: str, days: int) -> str:
    """Which window a row goes by."""
    return f"{when.capitalize()}: {common.counted(days, 'day')}"


def conversion_effect(now: int, then: int) -> str:
    """Which windows pages would look at."""
    if now == then:
        return (
            f"Pages would still count wins within {common.counted(now, 'day')}: a longer window leaves out most leads"
        )
    return f"Pages would count wins within {common.counted(then, 'day')} instead of {labels.count(now)}"


def turned(rules: list[str]) -> str:
    """Rules that would be decided otherwise."""
    if not rules:
        return "No rule would be decided otherwise"
    return f"Decided otherwise: {', '.join(rules)}"


def _verb(number: int) -> str:
    return "belongs" if number == 1 else "belong"
