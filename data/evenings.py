"""Evenings on which the pipeline is looked back at, and the stretches of days that leads are counted in then."""

from datetime import date, timedelta

# First days of stretches at a stage, or of age, that are alike: the longer a lead waits, the less a single day matters.
EDGES = (0, 1, 2, 3, 5, 7, 10, 14, 21, 28, 35, 45, 60, 75, 90, 120, 150, 180, 240, 300, 365, 540, 730)
SOON_DAYS = 60  # within so many days after an evening open leads are looked at again for whether they were won


def is_kept(day: date) -> bool:
    """Whether the counts of an evening are kept with the data: the ends of months are asked for most."""
    return (day + timedelta(days=1)).day == 1


def kept(first: date, last: date) -> list[date]:
    """The evenings of a period that are kept, its last day included."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if is_kept(day)]
