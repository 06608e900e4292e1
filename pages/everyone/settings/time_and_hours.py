"""Time and hours: the zone, the fiscal year, working time, and the days after which something counts."""

import zoneinfo
from collections.abc import Mapping
from functools import cache
from typing import Any

from data.settings.draft import Draft
from pages.everyone.settings import plain_values, words
from pages.everyone.settings.context import Context
from pages.everyone.settings.plain_values import field_of
from pages.parts import forms
from pages.parts.forms import Form, Group

GAPS = ("untouched_days", "reply_days", "meeting_days", "opportunity_days", "given_up_days")


def form(context: Context, _answers: Mapping[str, Any]) -> Form:
    """Fields for every value that is a time."""
    meant = context.meant
    zone = field_of(meant, "time_zone", kind=forms.CHOICE, options=_zones())
    hours = (
        field_of(meant, "working_hours.days"),
        field_of(meant, "working_hours.start", kind=forms.TIME),
        field_of(meant, "working_hours.end", kind=forms.TIME),
    )
    windows = (field_of(meant, "windows.conversion_days"), field_of(meant, "windows.stalled_quantile"))
    return Form(
        (
            Group(words.CALENDAR, ((zone, field_of(meant, "fiscal_year_starts")),), note=words.READ_AGAIN),
            Group(words.HOURS, (hours, (field_of(meant, "working_hours.holidays"),)), words.HOURS_SUBTITLE),
            Group(words.WINDOWS, (windows,)),
            Group(words.GAPS, (tuple(field_of(meant, f"gaps.{each}") for each in GAPS),), words.GAPS_SUBTITLE),
        )
    )


def change(draft: Draft, _context: Context, changed: Mapping[str, Any]) -> None:
    """Write the values."""
    plain_values.change(draft, changed)


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(zoneinfo.available_timezones()))
