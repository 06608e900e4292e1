"""Periods of the business: whole months, quarters and years, and those that go on."""

from datetime import date, timedelta

import pytest

from data.fiscal import FiscalYear
from pages.parts import periods

LAST = date(2026, 10, 20)


@pytest.mark.parametrize(
    ("name", "first_month", "first", "through"),
    [
        ("90 days", 1, date(2026, 7, 23), LAST),
        ("This month", 1, date(2026, 10, 1), LAST),
        ("Last month", 1, date(2026, 9, 1), date(2026, 9, 30)),
        ("This quarter", 1, date(2026, 10, 1), LAST),
        ("Last quarter", 1, date(2026, 7, 1), date(2026, 9, 30)),
        ("This year", 1, date(2026, 1, 1), LAST),
        ("Last year", 1, date(2025, 1, 1), date(2025, 12, 31)),
        ("This quarter", 12, date(2026, 9, 1), LAST),  # a fiscal year that starts in December
        ("Last quarter", 12, date(2026, 6, 1), date(2026, 8, 31)),
        ("This year", 12, date(2025, 12, 1), LAST),
        ("Last year", 12, date(2024, 12, 1), date(2025, 11, 30)),
    ],
)
def test_a_period_has_its_first_and_last_day(name, first_month, first, through):
    assert periods.days_of(name, LAST, FiscalYear(first_month)) == (first, through)


@pytest.mark.parametrize("name", [name for name in periods.NAMES if name not in (periods.ALL, periods.CUSTOM)])
@pytest.mark.parametrize("last", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 12, 31)])
def test_no_period_ends_after_the_data_or_before_it_starts(name, last):
    first, through = periods.days_of(name, last, FiscalYear(4))
    assert first <= through <= last
    assert name.startswith("Last") == (through < last) or name in periods.ROLLING


@pytest.mark.parametrize("name", [name for name in periods.NAMES if name not in (periods.ALL, periods.CUSTOM)])
def test_days_have_a_name_where_a_period_has_them(name):
    year, day = FiscalYear(4), timedelta(days=1)
    first, through = periods.days_of(name, LAST, year)
    assert periods.has_name(first, through + day, LAST, year)
    assert not periods.has_name(first - day, through, LAST, year)
    assert not periods.has_name(first, None, LAST, year)
    assert not periods.has_name(None, through + day, LAST, year)


def test_all_leads_have_a_name():
    assert periods.has_name(None, None, LAST, FiscalYear())
