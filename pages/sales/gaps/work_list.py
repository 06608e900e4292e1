"""The queue to take along: whom to turn to, why and what comes next, a sheet for each owner or team."""

from analysis.claims import left_owners
from analysis.scope import Scope
from analysis.warehouse import Warehouse
from pages.parts import labels, workbook
from pages.parts.origin import Origin
from pages.parts.workbook import Sheet
from pages.sales.gaps import open_leads, queue
from pages.sales.gaps.words import queue as words

# What somebody needs at hand who turns to a lead; the page has the rest.
SHOWN = (
    "lead_name",
    "account_name",
    "next_step",
    "reason",
    "last_touch_on",
    "due_on",
    "stage",
    "value",
    "later_value",
    "channel",
    "also",
    "left",
    "owner",
    "team",
    "lead_link",
    "lead_id",
)
MOST = 5_000  # which the question lists


def write(warehouse: Warehouse, scope: Scope, origin: Origin, *, gap: str = "", breakdown: str = "owner") -> bytes:
    """Write the list.

    Parameters
    ----------
    warehouse : Warehouse
        Where to ask.
    scope : Scope
        Which leads.
    origin : Origin
        The page as it stands.
    gap : str, default ""
        Only leads that have it; "" is any.
    breakdown : str, default "owner"
        Whose sheets: "owner" or "team".

    Returns
    -------
    bytes
        XLSX: a sheet of all leads, then one for each by name, each in the order of the queue.
    """
    left = left_owners.find(warehouse, scope)
    rows = open_leads.queue(warehouse, scope, open_leads.worth(warehouse, scope), gap)
    table, told = queue.listed(rows, left), queue.columns(left, warehouse.definitions.links)
    columns = {name: told[name] for name in SHOWN if name in told}
    sheets = [Sheet(words.ALL_SHEET, table, columns)]
    sheets += [
        Sheet(str(name), own, {each: column for each, column in columns.items() if each != breakdown})
        for name, own in table.groupby(breakdown, sort=True)
    ]
    about = [*origin.facts, *((column.label, column.help) for column in columns.values() if column.help)]
    if len(rows) == MOST:
        about.append((words.WORK_LIST, words.FIRST_ONES.format(labels.count(MOST))))
    return workbook.write(sheets, about, origin)
