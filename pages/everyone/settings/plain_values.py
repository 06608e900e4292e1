"""Areas whose fields are values of the definitions one to one: how such fields are made, and written."""

from collections.abc import Mapping
from datetime import date
from operator import attrgetter
from typing import Any

from data.definitions import Definitions, DefinitionsError
from data.fiscal import MONTHS
from data.settings import names
from data.settings.draft import Draft
from pages.parts import forms
from pages.parts.forms import Field

KINDS = {
    names.SHARE: forms.SHARE,
    names.DAYS: forms.NUMBER,
    names.NUMBER: forms.NUMBER,
    names.TEXT: forms.TEXT,
    names.MONTH: forms.CHOICE,
    names.LABELS: forms.LABELS,
    names.WEEKDAYS: forms.SEVERAL,
    names.DATES: forms.DATES,
}


def field_of(meant: Definitions, key: str, **more: Any) -> Field:
    """The field of one value.

    Parameters
    ----------
    meant : Definitions
        What it is now.
    key : str
        Such as ``windows.conversion_days``.
    **more
        What else the field has.

    Returns
    -------
    Field
        Under the same key.
    """
    setting, value = names.setting_of(key), attrgetter(key)(meant)
    given: dict[str, Any] = {"kind": KINDS[setting.form], "value": value, "help": setting.help}
    if setting.form == names.MONTH:
        given |= {"value": MONTHS[value - 1], "options": MONTHS}
    if setting.form == names.WEEKDAYS:
        given |= {"options": tuple(names.WEEK), "shown": names.WEEK.get}
    return Field(key, setting.name, **(given | more))


def change(draft: Draft, changed: Mapping[str, Any]) -> None:
    """Write values into the draft, each under its key."""
    for key, answer in changed.items():
        draft.put(key, value_of(key, answer))


def value_of(key: str, answer: Any) -> Any:
    """What stands in the definitions for an answer."""
    setting = names.setting_of(key)
    if setting.form == names.MONTH:
        return MONTHS.index(answer) + 1
    if setting.form == names.WEEKDAYS:
        return [day for day in names.WEEK if day in answer]
    if setting.form == names.DATES:
        return sorted(_day(setting.name, each) for each in answer)
    return answer


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise DefinitionsError(f"{name}: {text!r} is not a day such as 2026-12-25") from None
