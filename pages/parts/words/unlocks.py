"""What is said of what is not loaded, and of what each file adds."""

from collections.abc import Mapping, Sequence

from pages.parts import labels, site
from pages.parts.words import common

ADD = "Add data"
SAMPLE = "You are looking at an invented company."
ADD_YOURS = "Add your own data"
WELCOME = "See where your best opportunities come from"
WELCOME_LINE = "Nothing is loaded yet. One file is enough to begin."
OWN = "Your own data"
OWN_BUTTON = "Add your files"
NEEDED = (
    "One file with a row for each lead or deal: when it came up, where it came from, what became of it. The export of "
    "a CRM will do, as CSV or as a spreadsheet; which column is what is proposed, and nothing changes before you have "
    "seen what it gives."
)
IN_A_TERMINAL = "In a terminal: `python -m data load FILE`"
LOOK = "Look around first"
LOOK_LINE = (
    "An invented company with leads, calls and mails, spend and targets fills every page. It makes room for the first "
    "file of your own."
)
LOOK_BUTTON = "Show the sample"
LOOK_IN_A_TERMINAL = "In a terminal: `python -m data sample`"
MAKING = "Making up a company"
FURTHER = "What each further file adds"
FURTHER_LINE = (
    "Each is optional, and can come later. The templates show the columns; exports need not have these names."
)
FILES = {
    "leads": ("Leads", "One row a lead or deal"),
    "stage_events": ("Stage events", "One row a change of stage"),
    "outcomes": (
        "Outcomes",
        "One row a deal that ended, with its amount and reason; not needed where the leads say it",
    ),
    "touches": ("Touches", "One row a call, mail, reply or meeting"),
    "spend": ("Spend", "One row a day or month of a source or campaign"),
    "targets": ("Targets", "One row a month"),
    "target_accounts": ("Target accounts", "One row an account that you want"),
    "exchange_rates": ("Exchange rates", "One row a currency and a day or month"),
}
EVERYWHERE = {"exchange_rates": "Every page: amounts in other currencies count with the others"}
LOAD = "Load "  # how sentences begin that ask for files
WHO_LOADS = "Whoever runs this dashboard loads files, and says what of them is yours to see."
OF_NO_LEAD = ("spend", "targets")
FOR_ALL_LEADS = "Spend and targets belong to no single lead: they are seen by whoever sees all leads."
COLUMNS = ("More columns of the leads", "Segment, owner, campaign and account")


def needed(views: Mapping[str, Sequence[str]]) -> str:
    """Which views wait for what: the names of views by what they need."""
    return " ".join(
        f"{common.listed(names)} {'needs' if len(names) == 1 else 'need'} {noun}." for noun, names in views.items()
    )


def title(noun: str, *, is_loaded: bool = False) -> str:
    """Heading of a view that waits for something, be it that it is there and not the reader's to see."""
    none = "and there are none among yours" if is_loaded else "and none are loaded"
    return f"This needs {noun}, {none if noun.endswith('s') else none.replace(' are ', ' is ')}"


def what(file: str, columns: Sequence[str]) -> str:
    """Which file and columns it waits for."""
    named = common.listed([f"`{each}`" for each in columns])
    noun = "column" if len(columns) == 1 else "columns"
    return f"What it takes: the {noun} {named} of {FILES[file][0].lower()}, under whatever names your export has them."


def template(file: str) -> str:
    """On the button that hands out an example."""
    return f"Template of {FILES[file][0].lower()}"


def failed(told: str) -> str:
    """Why there is no sample."""
    return f"The sample could not be made: {labels.literal(told.strip(), 300)}"


def unlocked(views: Mapping[str, Sequence[str]]) -> str:
    """What a file adds, page by page."""
    told = [
        f"**{site.PAGES[page].title}**" + (f": {common.listed(list(names))}" if any(names) else "")
        for page, names in views.items()
    ]
    return common.DOT.join(told)
