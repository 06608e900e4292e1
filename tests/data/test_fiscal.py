"""Laws of fiscal years and quarters, and agreement with what pandas calls them."""

from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.fiscal import MONTHS, FiscalYear, Quarter

STARTS = range(1, 13)
starts = st.integers(1, 12)
days = st.dates(date(2, 1, 1), date(9998, 12, 31))
ENDS = [MONTHS[(first - 2) % 12].upper() for first in STARTS]  # the last month of a year, as pandas names it


def test_a_calendar_quarter_is_called_as_ever():
    quarter = FiscalYear().quarter_of(date(2026, 8, 15))
    assert (quarter.first, quarter.last) == (date(2026, 7, 1), date(2026, 9, 30))
    assert (quarter.number, quarter.year, quarter.name, quarter.full_name) == (3, 2026, "Q3 2026", "Q3 2026")


@pytest.mark.parametrize(
    ("first_month", "day", "name", "full_name"),
    [
        (4, date(2026, 3, 31), "Q4 FY26", "Q4 FY26 (Jan to Mar 2026)"),
        (4, date(2026, 4, 1), "Q1 FY27", "Q1 FY27 (Apr to Jun 2026)"),
        (4, date(2026, 8, 15), "Q2 FY27", "Q2 FY27 (Jul to Sep 2026)"),
        (10, date(2026, 9, 30), "Q4 FY26", "Q4 FY26 (Jul to Sep 2026)"),  # of the United States: FY26 ends in Sep 2026
        (10, date(2026, 10, 1), "Q1 FY27", "Q1 FY27 (Oct to Dec 2026)"),
        (2, date(2026, 1, 31), "Q4 FY26", "Q4 FY26 (Nov 2025 to Jan 2026)"),
        (2, date(2026, 2, 1), "Q1 FY27", "Q1 FY27 (Feb to Apr 2026)"),
        (12, date(2028, 2, 29), "Q1 FY28", "Q1 FY28 (Dec 2027 to Feb 2028)"),
        (7, date(2099, 12, 31), "Q2 FY00", "Q2 FY00 (Oct to Dec 2099)"),
    ],
)
def test_a_fiscal_quarter_is_called_by_the_year_in_which_its_year_ends(first_month, day, name, full_name):
    quarter = FiscalYear(first_month).quarter_of(day)
    assert (quarter.name, quarter.full_name) == (name, full_name)


@pytest.mark.parametrize(("first_month", "end"), list(zip(STARTS, ENDS, strict=True)))
def test_every_day_of_five_years_is_in_the_quarter_that_pandas_says(first_month, end):
    fiscal = FiscalYear(first_month)
    for day in pd.date_range("2023-01-01", "2027-12-31"):
        theirs, ours = day.to_period(f"Q-{end}"), fiscal.quarter_of(day.date())
        assert (ours.first, ours.last) == (theirs.start_time.date(), theirs.end_time.date())
        assert (ours.number, ours.year) == (theirs.quarter, theirs.qyear)
        assert fiscal.year_of(day.date()) == day.to_period(f"Y-{end}").year


def test_without_a_first_month_quarters_are_those_of_the_calendar():
    for day in pd.date_range("2023-01-01", "2027-12-31"):
        theirs, ours = day.to_period("Q"), FiscalYear().quarter_of(day.date())
        assert (ours.first, ours.last, ours.name) == (
            theirs.start_time.date(),
            theirs.end_time.date(),
            f"Q{theirs.quarter} {theirs.year}",
        )


@given(first_month=starts, day=days)
def test_every_day_is_in_exactly_one_quarter(first_month, day):
    fiscal = FiscalYear(first_month)
    quarter = fiscal.quarter_of(day)
    assert quarter.first <= day <= quarter.last
    assert quarter.previous.last + timedelta(days=1) == quarter.first
    assert quarter.following.first == quarter.last + timedelta(days=1)
    assert quarter.following.previous == quarter == fiscal.quarter_of(quarter.first) == fiscal.quarter_of(quarter.last)
    assert fiscal.quarter_of(datetime(day.year, day.month, day.day, 23, 59)) == quarter  # noqa: DTZ001  # any day


@given(first_month=starts, year=st.integers(3, 9998))
def test_a_fiscal_year_has_four_quarters(first_month, year):
    fiscal = FiscalYear(first_month)
    first = date(year if first_month == 1 else year - 1, first_month, 1)
    own = [fiscal.quarter_of(first)]
    while len(own) < 4:
        own.append(own[-1].following)
    assert [each.number for each in own] == [1, 2, 3, 4]
    assert {each.year for each in own} == {year}
    assert own[-1].last == first.replace(year=first.year + 1) - timedelta(days=1)
    assert own[-1].following.year == year + 1


@given(first_month=starts, first=st.dates(date(2000, 1, 1), date(2030, 1, 1)), length=st.integers(0, 1500))
def test_quarters_between_two_days_are_those_of_all_days_between(first_month, first, length):
    fiscal = FiscalYear(first_month)
    between = [first + timedelta(days=number) for number in range(length + 1)]
    assert fiscal.quarters(first, between[-1]) == tuple(dict.fromkeys(map(fiscal.quarter_of, between)))
    assert fiscal.quarters(first, first - timedelta(days=1)) == ()


@given(first_month=starts, other=starts, day=days)
def test_quarters_start_together_where_first_months_are_a_quarter_apart(first_month, other, day):
    one, two = FiscalYear(first_month), FiscalYear(other)
    same = one.quarter_of(day).first == two.quarter_of(day).first
    assert same == (one.shift == two.shift)


def test_the_last_quarter_of_all_time_has_an_end():
    assert FiscalYear().quarter_of(date.max).last == date.max
    with pytest.raises(ValueError, match="year 0"):
        FiscalYear(2).quarter_of(date.min)


@pytest.mark.parametrize("month", [0, 13, -1, 4.0, True, "4", "April", None])
def test_what_is_no_month_is_refused(month):
    with pytest.raises(ValueError, match=r"is not a month from 1 \(January\) to 12 \(December\)"):
        FiscalYear(month)


@pytest.mark.parametrize("day", [date(2026, 4, 2), date(2026, 5, 1)])
def test_no_quarter_starts_in_between(day):
    with pytest.raises(ValueError, match="No quarter starts on 2026-0"):
        Quarter(day, FiscalYear(4))
