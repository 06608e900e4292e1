"""Time and hours: the zone, the fiscal year, working time, and the days after which something counts."""

import zoneinfo
from collections.abc import Mapping
from functools import cache
from typing import Any

from data import public_holidays
from data.definitions import WorkingHours
from data.settings.draft import Draft
from data.settings.names import setting_of
from pages.everyone.settings import plain_values, words
from pages.everyone.settings.context import Context
from pages.everyone.settings.plain_values import field_of
from pages.parts import forms
from pages.parts.forms import Field, Form, Group

COUNTRY, PART, NONE = "working_hours.country", "working_hours.subdivision", ""
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
            Group(
                words.HOURS,
                (hours, _country(meant.working_hours), (field_of(meant, "working_hours.holidays"),)),
                words.HOURS_SUBTITLE,
                _coming(context),
            ),
            Group(words.WINDOWS, (windows,)),
            Group(words.GAPS, (tuple(field_of(meant, f"gaps.{each}") for each in GAPS),), words.GAPS_SUBTITLE),
        )
    )


def change(draft: Draft, _context: Context, changed: Mapping[str, Any]) -> None:
    """Write the values; a part belongs to its country, and goes with it."""
    plain = {key: answer for key, answer in changed.items() if key not in (COUNTRY, PART)}
    if COUNTRY in changed:
        plain |= {PART: None, COUNTRY: changed[COUNTRY] or None}
    elif PART in changed:
        plain[PART] = changed[PART] or None
    plain_values.change(draft, plain)


def _country(hours: WorkingHours) -> tuple[Field, ...]:
    """The country whose public holidays count, and the part of it where it has any."""
    asked = [_names(COUNTRY, hours.country, public_holidays.countries(), words.NO_COUNTRY)]
    parts = public_holidays.parts_of(hours.country) if hours.country else {}
    if parts:
        asked.append(_names(PART, hours.subdivision, parts, words.WHOLE_COUNTRY))
    return tuple(asked)


def _names(key: str, code: str | None, names: Mapping[str, str], none: str) -> Field:
    """The choice of a code by its name, or of none."""
    setting = setting_of(key)
    codes = sorted(names, key=lambda each: names[each])
    return Field(
        key,
        setting.name,
        forms.CHOICE,
        code or NONE,
        (NONE, *codes),
        setting.help,
        shown=lambda each: none if each == NONE else words.place(each, names[each]),
    )


def _coming(context: Context) -> str:
    hours, last = context.meant.working_hours, context.warehouse.as_of
    if not hours.country or last is None:
        return ""
    return words.coming(public_holidays.coming(hours.country, hours.subdivision, last), last)


@cache
def _zones() -> tuple[str, ...]:
    return tuple(sorted(zoneinfo.available_timezones()))
