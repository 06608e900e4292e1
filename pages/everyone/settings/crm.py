"""CRM: where it has pages of its own of leads and accounts."""

from collections.abc import Mapping
from typing import Any

from data.settings.draft import Draft
from pages.everyone.settings import plain_values, words
from pages.everyone.settings.context import Context
from pages.everyone.settings.plain_values import field_of
from pages.parts.forms import Form, Group


def form(context: Context, _answers: Mapping[str, Any]) -> Form:
    """The templates of the addresses."""
    lines = tuple((field_of(context.meant, key),) for key in ("links.lead", "links.account"))
    return Form((Group(words.CRM, lines, words.CRM_SUBTITLE, words.CRM_NOTE),))


def change(draft: Draft, _context: Context, changed: Mapping[str, Any]) -> None:
    """Write them; a blank one is none."""
    plain_values.change(draft, {key: str(answer or "").strip() or None for key, answer in changed.items()})
