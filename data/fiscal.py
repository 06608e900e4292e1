"""Fiscal years and their quarters: which one a day is in, and how it is named. The one place that knows."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class FiscalYear:
    """How a business cuts time into years of four quarters.

    A fiscal year is called by the calendar year in which it ends.

    Attributes
    ----------
    first_month : int
        Month in which a fiscal year starts, 1 (January, the calendar year) to 12.

    Raises
    ------
    ValueError
        If the month is not a whole number from 1 to 12.

    Examples
    --------
    >>> FiscalYear(4).quarter_of(date(2026, 8, 15)).name
    'Q2 FY27'
    >>> FiscalYear().quarter_of(date(2026, 8, 15)).name
    'Q3 2026'
    """

    first_month: int = 1

    def __post_init__(self) -> None:
        month = self.first_month
        if not isinstance(month, int) or isinstance(month, bool) or not 1 <= month <= 12:
            raise ValueError(f"{month!r} is not a month from 1 (January) to 12 (December)")

    @property
    def is_calendar(self) -> bool:
        """Whether it is the calendar year."""
        return self.first_month == 1

    @property
    def shift(self) -> int:
        """Months by which quarters start later than those of the calendar: 0, 1 or 2."""
        return (self.first_month - 1) % 3

    def year_of(self, day: date) -> int:
        """Calendar year in which the fiscal year of a day ends."""
        return day.year + (not self.is_calendar and day.month >= self.first_month)

    def year_name(self, day: date) -> str:
        """Name of the fiscal year of a day: 2026 for a calendar year, else FY27."""
        year = self.year_of(day)
        return f"{year}" if self.is_calendar else f"FY{year % 100:02}"

    def quarter_of(self, day: date) -> "Quarter":
        """The quarter that a day is in.

        Parameters
        ----------
        day : date
            Any day, of a datetime its date.

        Returns
        -------
        Quarter
            The one of this fiscal year.

        Raises
        ------
        ValueError
            If the quarter starts before the first year of the calendar.
        """
        months = _months(day)
        return Quarter(_first_of(months - (months - self.shift) % 3), self)

    def quarters(self, first: date, last: date) -> tuple["Quarter", ...]:
        """The quarters of the days from one to another, both included.

        Parameters
        ----------
        first, last : date
            The earliest and the latest day.

        Returns
        -------
        tuple of Quarter
            In order, without a hole; the first may start before the days and the last end after them. None where the
            last day is before the first.
        """
        if last < first:
            return ()
        starts = range(_months(self.quarter_of(first).first), _months(last) + 1, 3)
        return tuple(Quarter(_first_of(months), self) for months in starts)


@dataclass(frozen=True)
class Quarter:
    """One quarter of a fiscal year.

    Attributes
    ----------
    first : date
        Its first day.
    of : FiscalYear
        What it is a quarter of.

    Raises
    ------
    ValueError
        If no quarter starts on that day.
    """

    first: date
    of: FiscalYear = FiscalYear()

    def __post_init__(self) -> None:
        if self.first.day != 1 or (self.first.month - self.of.first_month) % 3:
            raise ValueError(f"No quarter starts on {self.first} in a year that starts in month {self.of.first_month}.")

    @property
    def last(self) -> date:
        """Its last day."""
        third = _first_of(_months(self.first) + 2)
        return third.replace(day=calendar.monthrange(third.year, third.month)[1])

    @property
    def number(self) -> int:
        """Which of the four of its fiscal year, 1 to 4."""
        return (self.first.month - self.of.first_month) % 12 // 3 + 1

    @property
    def year(self) -> int:
        """Calendar year in which its fiscal year ends."""
        return self.of.year_of(self.first)

    @property
    def name(self) -> str:
        """Name that is not taken for another: Q3 2026 in a calendar year, Q2 FY27 in any other."""
        return f"Q{self.number} {self.of.year_name(self.first)}"

    @property
    def months(self) -> str:
        """Its months: Jul to Sep 2026; Dec 2026 to Feb 2027."""
        first, last = self.first, self.last
        year = "" if first.year == last.year else f" {first.year}"
        return f"{MONTHS[first.month - 1]}{year} to {MONTHS[last.month - 1]} {last.year}"

    @property
    def full_name(self) -> str:
        """Name for where there is room: with its months unless the calendar says them."""
        return self.name if self.of.is_calendar else f"{self.name} ({self.months})"

    @property
    def following(self) -> "Quarter":
        """The quarter after it."""
        return self.of.quarter_of(self.last + timedelta(days=1))

    @property
    def previous(self) -> "Quarter":
        """The quarter before it."""
        return self.of.quarter_of(self.first - timedelta(days=1))


def _months(day: date) -> int:
    """Whole months from the year 0 to the month of a day."""
    return 12 * day.year + day.month - 1


def _first_of(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)
