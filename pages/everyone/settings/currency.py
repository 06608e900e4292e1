"""Currency: that of all amounts."""

from collections.abc import Mapping
from typing import Any

from data.settings.draft import Draft
from pages.everyone.settings import plain_values, words
from pages.everyone.settings.context import Context
from pages.everyone.settings.plain_values import field_of
from pages.parts.forms import Form, Group


def form(context: Context, _answers: Mapping[str, Any]) -> Form:
    """The field of the currency."""
    return Form((Group(words.CURRENCY, ((field_of(context.meant, "currency"),),), words.CURRENCY_SUBTITLE),))


def change(draft: Draft, _context: Context, changed: Mapping[str, Any]) -> None:
    """Write it in capitals."""
    plain_values.change(draft, {key: str(value).upper() for key, value in changed.items()})
