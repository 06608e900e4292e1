"""Pipelines: which ones all pages keep to."""

from collections.abc import Mapping
from typing import Any

from data.settings.draft import Draft
from pages.everyone.settings import plain_values, words
from pages.everyone.settings.context import Context
from pages.everyone.settings.plain_values import field_of
from pages.parts import forms
from pages.parts.forms import Form, Group


def form(context: Context, _answers: Mapping[str, Any]) -> Form:
    """The usual pipelines, among those that leads are in."""
    there = context.warehouse.pipelines
    usual = field_of(context.meant, "pipeline", kind=forms.SEVERAL, options=there, none=words.ALL_PIPELINES)
    return Form((Group(words.PIPELINES, ((usual,),), words.pipelines_subtitle(len(there))),))


def change(draft: Draft, _context: Context, changed: Mapping[str, Any]) -> None:
    """Write them; none are all."""
    plain_values.change(draft, {key: value or None for key, value in changed.items()})
