"""Settings: what the business may change, area by area, and what becomes of a change before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from analysis.warehouse import Warehouse
from data import definitions
from data.definitions import DefinitionsError
from data.settings import changes
from data.settings.draft import Draft
from data.settings.versions import Version
from pages.everyone.settings import (
    channels,
    crm,
    currency,
    exchange_rates,
    feeds,
    history,
    owners,
    pipelines,
    stages,
    targets,
    thresholds,
    time_and_hours,
    words,
)
from pages.everyone.settings.context import Context
from pages.parts.forms import Form

AREAS: dict[str, ModuleType] = {
    "Channels": channels,
    "Stages": stages,
    "Pipelines": pipelines,
    "Owners": owners,
    "Time and hours": time_and_hours,
    "Thresholds": thresholds,
    "Currency": currency,
    "CRM": crm,
    "Feeds": feeds,
    "History": history,
}
TABLES: dict[str, ModuleType] = {"Exchange rates": exchange_rates, "Targets": targets}
VIEWS = (*list(AREAS)[:-1], *TABLES, "History")


@dataclass(frozen=True)
class Outcome:
    """What answers make of the definitions.

    Attributes
    ----------
    text : str
        The definitions as they would be; those from before where the answers do not fit together.
    fault : str
        Why they do not; "" where they do.
    is_settled : bool
        Whether the widgets say what the text says: what one answer changes may show in another field.
    """

    text: str
    fault: str = ""
    is_settled: bool = True


def context(home: Path, warehouse: Warehouse, kept: str, text: str, known: tuple[Version, ...]) -> Context:
    """What the areas are made of: the definitions as they are kept, and with what is changed."""
    return Context(home, warehouse, definitions.parse_text(kept), definitions.parse_text(text), known)


def take(area: ModuleType, form: Form, known: Context, text: str, answers: Mapping[str, Any]) -> Outcome:
    """Write the answers of a form into the definitions.

    Parameters
    ----------
    area : module
        One of `AREAS`.
    form : Form
        What was asked.
    known : Context
        What it was asked with.
    text : str
        The definitions as the form showed them.
    answers : mapping
        What was answered.

    Returns
    -------
    Outcome
        The definitions then.
    """
    changed = form.changed(answers)
    if not changed:
        return Outcome(text)
    draft = Draft(text)
    try:
        area.change(draft, known, changed)
        meant = draft.meant
        feeds.demand_allowed(known.kept.feeds, meant.feeds)
    except DefinitionsError as error:
        return Outcome(text, words.fault(str(error)))
    later: Form = area.form(replace(known, meant=meant), answers)
    return Outcome(draft.text, is_settled=not later.changed(answers))


def title(known: Context) -> str:
    """The finding of the page: what waits to be set."""
    found = channels.unmapped(known)
    return words.title(len(found), int(found["records"].sum()))


def told(before: Context) -> tuple[str, ...]:
    """What is changed and not kept yet, in sentences."""
    return changes.told(before.kept, before.meant)
