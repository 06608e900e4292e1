"""What stands around every page."""

from datetime import date

from pages.parts import labels
from pages.parts.words import common

PRODUCT = "Pipeline"
HOME = "Home"
SAMPLE = "Invented company"
ADD_YOURS = "Add your own data"
ADD_NEWER = "Add newer data"
DAYS_OF_MONTH = 30.44
FRESH_DAYS = 45


def tab(title: str) -> str:
    """Title of the browser's tab."""
    return f"{title} · {PRODUCT}"


def place(section: str, title: str) -> str:
    """Which page of which section it is."""
    return f"{section}: {title}"


def where(section: str, title: str, company: str) -> str:
    """Where one is, above the title. Markdown."""
    return common.grey_line(place(section, title), labels.literal(company, 60) if company else "")


def stale(last: date | None, today: date) -> str:
    """That the data ended long ago; "" while it is fresh, or where it has no days.

    Examples
    --------
    >>> stale(date(2025, 6, 30), date(2026, 11, 29))
    'The data ends 17\\xa0months ago: periods count back from 30\\xa0Jun\\xa02025.'
    """
    if last is None or (today - last).days <= FRESH_DAYS:
        return ""
    months = round((today - last).days / DAYS_OF_MONTH)
    return f"The data ends {common.counted(months, 'month')} ago: periods count back from {labels.day(last)}."
