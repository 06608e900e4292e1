"""Working minutes of a response, against a clock that ticks minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import definitions
from tests.worlds import FIRST_DAY, Journey, Touch, warehouse_of

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)


def toml(zone="UTC", start="09:00", end="18:00", days="mon tue wed thu fri", holidays=(), places=None):
    text = definitions.text().replace('time_zone = "UTC"', f'time_zone = "{zone}"')
    text = text.replace('start = "09:00"', f'start = "{start}"').replace('end = "18:00"', f'end = "{end}"')
    listed = ", ".join(f'"{day}"' for day in days.split())
    text = text.replace('days = ["mon", "tue", "wed", "thu", "fri"]', f"days = [{listed}]")
    own = "".join(f"\n{key} = {place!r}" for key, place in (places or {}).items())
    return text.replace("holidays = []", f"holidays = [{', '.join(map(str, holidays))}]{own}")


def number(instant):
    """The instant as a day of the world."""
    return (instant - FIRST_DAY) / timedelta(days=1)


def minutes(created, touched, as_of, **own):
    """What the mart says: to the touch, and to the end of the data."""
    lead = Journey("seo", {"lead": number(created)}, touches=(Touch(number(touched), "outbound", "call"),))
    warehouse = warehouse_of([lead], as_of=number(as_of), toml=toml(**own))
    columns = "first_response_minutes, first_response_working_minutes, observed_minutes, observed_working_minutes"
    (found,) = warehouse.rows(f"select {columns} from marts.journeys")
    warehouse.close()
    return found


def ticked(created, touched, zone, start, end, days, holidays=()):
    """Working minutes between two instants, one tick at a time."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    at, count = created.replace(second=0, microsecond=0), 0
    while at + MINUTE <= touched:
        local = at.astimezone(zone)
        is_day = names[local.weekday()] in days.split() and local.date() not in holidays
        count += is_day and start <= f"{local:%H:%M}" < end
        at += MINUTE
    return count


def at(text, zone=UTC):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("created", "touched", "expected"),
    [
        ("2026-03-02T10:00", "2026-03-02T10:05", 5),  # Monday, at work
        ("2026-03-02T03:00", "2026-03-02T09:20", 20),  # in the night before
        ("2026-03-02T17:50", "2026-03-03T09:05", 15),  # over night
        ("2026-02-27T17:59", "2026-03-02T09:01", 2),  # over the weekend
        ("2026-02-28T12:00", "2026-03-01T12:00", 0),  # all on the weekend
        ("2026-03-02T20:00", "2026-03-04T21:00", 9 * 60),  # Tuesday is a holiday, Wednesday is whole
    ],
)
def test_working_minutes_of_a_response(created, touched, expected):
    holidays = (date(2026, 3, 3),) if expected == 540 else ()
    own = minutes(at(created), at(touched), at("2026-03-10T00:00"), holidays=holidays)
    assert own[1] == expected
    assert own[0] == (at(touched) - at(created)) / MINUTE


@pytest.mark.parametrize(
    ("places", "own", "days"),
    [
        # From Wednesday to Friday evening over Corpus Christi, a Thursday, in Bavaria and not in all of Germany.
        ({}, (), 2),
        ({"country": "DE"}, (), 2),
        ({"country": "DE", "subdivision": "BY"}, (), 1),
        ({"country": "DE", "subdivision": "BY"}, (date(2026, 6, 5),), 0),
    ],
)
def test_public_holidays_count_beside_those_listed_by_hand(places, own, days):
    found = minutes(at("2026-06-03T20:00"), at("2026-06-05T21:00"), at("2026-06-10T00:00"), holidays=own, places=places)
    assert found[1] == days * 9 * 60


@pytest.mark.parametrize(
    ("created", "touched", "hours"),
    [
        ("2026-03-29T00:00", "2026-03-30T00:00", 23),  # the clock springs forward
        ("2026-10-25T00:00", "2026-10-26T00:00", 25),  # and falls back
        ("2026-03-29T01:30", "2026-03-29T03:30", 1),
    ],
)
def test_days_of_23_and_25_hours_are_as_long_as_they_are(created, touched, hours):
    every = {"days": "mon tue wed thu fri sat sun", "start": "00:00", "end": "23:59"}
    first, second = at(created, BERLIN), at(touched, BERLIN)
    own = minutes(first, second, second + timedelta(days=2), zone="Europe/Berlin", **every)
    assert own[0] == hours * 60
    # The last minute before midnight is free.
    assert own[1] == hours * 60 - (hours > 1)


@given(
    start=st.integers(0, 4 * 24 * 60),
    wait=st.integers(0, 3 * 24 * 60),
    around=st.sampled_from(["2026-03-27", "2026-10-23", "2026-06-05"]),
    hours=st.sampled_from([("09:00", "18:00"), ("00:00", "06:30"), ("22:15", "23:45")]),
    days=st.sampled_from(["mon tue wed thu fri", "sat sun", "sun mon"]),
)
@settings(max_examples=15)
def test_it_agrees_with_a_clock_that_ticks(start, wait, around, hours, days):
    created = at(around, BERLIN).astimezone(UTC) + start * MINUTE
    touched, as_of = created + wait * MINUTE, created + (wait + 100) * MINUTE
    holidays = (date(2026, 3, 30),)
    own = {"start": hours[0], "end": hours[1], "days": days, "holidays": holidays}
    _, found, _, watched = minutes(created, touched, as_of, zone="Europe/Berlin", **own)
    assert found == ticked(created, touched, BERLIN, **own)
    assert watched == ticked(created, as_of, BERLIN, **own)
