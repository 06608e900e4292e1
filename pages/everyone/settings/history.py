"""History: who changed what and when, and the way back to each."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from data.definitions import DefinitionsError
from data.settings import versions
from data.settings.draft import Draft
from data.settings.versions import SettingsError
from pages.everyone.settings import words
from pages.everyone.settings.context import Context
from pages.parts.forms import ACTION, Field, Form, Group

SHOWN = 30
BACK = "back:"


def form(context: Context, _answers: Mapping[str, Any]) -> Form:
    """A line for each version, the latest first, all but that one with a way back."""
    shown = context.versions[:SHOWN]
    zone = ZoneInfo(context.warehouse.definitions.time_zone)
    lines = tuple(
        (Field(f"{BACK}{each.number}", words.BACK, ACTION, icon=":material/history:"),) if place else ()
        for place, each in enumerate(shown)
    )
    heads = {place: words.version(each.at.astimezone(zone), each.who, each.what) for place, each in enumerate(shown)}
    return Form((), (Group(words.history_title(len(context.versions)), lines, words.HISTORY_SUBTITLE, heads=heads),))


def change(draft: Draft, context: Context, changed: Mapping[str, Any]) -> None:
    """Take over what an earlier version said."""
    for version in context.versions:
        if changed.get(f"{BACK}{version.number}"):
            try:
                draft.become(versions.text_of(context.home, version))
            except SettingsError as error:
                raise DefinitionsError(str(error)) from error
