"""The months that a forecast looks ahead to, and those before it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.statistics.horizon import months_ahead, months_before


def test_months_are_the_whole_ones_after_the_last_day():
    months = months_ahead(date(2026, 10, 31))
    assert months.starts == tuple(date(2026 + (month > 12), (month - 1) % 12 + 1, 1) for month in range(11, 17))
    assert months.windows[0] == (1, 30)
    assert months.windows[1] == (31, 61)
    assert months_ahead(date(2026, 3, 30), 2).windows == ((2, 31), (32, 62))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 8))
@settings(max_examples=30)
def test_windows_are_the_days_of_their_months_and_leave_none_out(last, count):
    months = months_ahead(last, count)
    assert len(months.starts) == len(months.windows) == count
    days = [last + timedelta(days=number) for number in range(months.windows[0][0], months.windows[-1][1] + 1)]
    for start, (first, final) in zip(months.starts, months.windows, strict=True):
        own = [day for day in days if (day.year, day.month) == (start.year, start.month)]
        assert (own[0], own[-1]) == (last + timedelta(days=first), last + timedelta(days=final))
    assert all(day.month != last.month for day in days[:28])


@pytest.mark.parametrize(
    ("last", "back", "expected"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 1), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), 3, date(2025, 12, 31)),
        (date(2026, 3, 31), 12, date(2025, 3, 31)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_months_before_end_on_their_last_day(last, back, expected):
    assert months_before(last, back) == expected
