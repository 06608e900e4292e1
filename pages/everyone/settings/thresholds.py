"""Thresholds: from which share on the pages speak of dependence, and where the balance of the motions turns."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from data.limits import Balance, Thresholds
from data.settings.draft import Draft
from pages.everyone.settings import plain_values, words
from pages.everyone.settings.context import Context
from pages.everyone.settings.plain_values import field_of
from pages.parts.forms import Form, Group


def form(context: Context, _answers: Mapping[str, Any]) -> Form:
    """Fields for every threshold."""
    meant = context.meant
    shares = tuple(field_of(meant, f"thresholds.{each.name}") for each in fields(Thresholds))
    lines = tuple(field_of(meant, f"balance.{each.name}") for each in fields(Balance))
    margin = field_of(meant, "costs.gross_margin", none=words.NOT_KNOWN)
    return Form(
        (Group(words.DEPENDENCE, (shares,), words.DEPENDENCE_SUBTITLE),),
        (Group(words.BALANCE, (lines,), words.BALANCE_SUBTITLE), Group(words.COSTS, ((margin,),))),
    )


def change(draft: Draft, _context: Context, changed: Mapping[str, Any]) -> None:
    """Write the values."""
    plain_values.change(draft, changed)
