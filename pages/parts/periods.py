"""The periods that a reader can choose: rolling ones, and the months, quarters and years of the business."""

from collections.abc import Callable
from datetime import date, timedelta

from data.fiscal import FiscalYear

ROLLING = {"90 days": 90, "180 days": 180, "12 months": 365, "24 months": 730}
USUAL = "12 months"
ALL, CUSTOM = "All", "Custom"


def _this_month(last: date, _year: FiscalYear) -> tuple[date, date]:
    return last.replace(day=1), last


def _last_month(last: date, _year: FiscalYear) -> tuple[date, date]:
    end = last.replace(day=1) - timedelta(days=1)
    return end.replace(day=1), end


def _this_quarter(last: date, year: FiscalYear) -> tuple[date, date]:
    return year.quarter_of(last).first, last


def _last_quarter(last: date, year: FiscalYear) -> tuple[date, date]:
    quarter = year.quarter_of(last).previous
    return quarter.first, quarter.last


def _this_year(last: date, year: FiscalYear) -> tuple[date, date]:
    return _start_of_year(last, year), last


def _last_year(last: date, year: FiscalYear) -> tuple[date, date]:
    end = _start_of_year(last, year) - timedelta(days=1)
    return _start_of_year(end, year), end


def _start_of_year(day: date, year: FiscalYear) -> date:
    return date(day.year - (day.month < year.first_month), year.first_month, 1)


CALENDAR: dict[str, Callable[[date, FiscalYear], tuple[date, date]]] = {
    "This month": _this_month,
    "Last month": _last_month,
    "This quarter": _this_quarter,
    "Last quarter": _last_quarter,
    "This year": _this_year,
    "Last year": _last_year,
}
NAMES = (*ROLLING, *CALENDAR, ALL, CUSTOM)


def days_of(name: str, last: date, year: FiscalYear) -> tuple[date, date]:
    """First and last day of a period, both included.

    Parameters
    ----------
    name : str
        One of ``ROLLING`` or ``CALENDAR``.
    last : date
        Through when the data goes: the present is there, and no period ends later.
    year : FiscalYear
        How the business cuts time.

    Returns
    -------
    tuple of date
        The days.

    Examples
    --------
    >>> days_of("Last quarter", date(2026, 10, 31), FiscalYear())
    (datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))
    >>> days_of("This year", date(2026, 2, 3), FiscalYear(4))
    (datetime.date(2025, 4, 1), datetime.date(2026, 2, 3))
    """
    if name in ROLLING:
        return last - timedelta(days=ROLLING[name] - 1), last
    return CALENDAR[name](last, year)


def has_name(since: date | None, until: date | None, last: date, year: FiscalYear) -> bool:
    """Whether days are those of a period that can be chosen by its name.

    Parameters
    ----------
    since, until : date, optional
        First day, and the day after the last; None leaves that side open.
    last : date
        Through when the data goes.
    year : FiscalYear
        How the business cuts time.
    """
    if since is None or until is None:
        return since is None and until is None
    return any(days_of(name, last, year) == (since, until - timedelta(days=1)) for name in (*ROLLING, *CALENDAR))
