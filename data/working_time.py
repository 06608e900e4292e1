"""Working time as a calendar: how many working minutes had passed before each day."""

from datetime import date

import duckdb

from data import public_holidays
from data.defaults import WEEKDAYS, WorkingHours
from data.definitions import Definitions

DAYS_AHEAD = 400


def write(connection: duckdb.DuckDBPyConnection, definitions: Definitions) -> None:
    """Write ``meta.work_days``: one row per day of the business time zone, from the first lead on.

    The working minutes up to an instant are those before its day and those of its day that have passed by then; the
    working minutes between two instants are a difference of two such numbers. Days of 23 and 25 hours and holidays
    need no rule of their own.

    Parameters
    ----------
    connection : DuckDBPyConnection
        Open for writing on a database that holds ``canonical`` and ``meta.generation``.
    definitions : Definitions
        Where the working hours stand.
    """
    hours = definitions.working_hours
    first_on, last_on = connection.execute(
        f"""
        select least((min(created_at) at time zone $time_zone)::date, any_value(generation.as_of_on)),
            any_value(generation.as_of_on) + {DAYS_AHEAD}
        from meta.generation as generation
        left join canonical.leads as leads on true
        """,
        {"time_zone": definitions.time_zone},
    ).fetchall()[0]
    connection.execute(
        """
        create table meta.work_days as
        with days as (
            select unnest(generate_series($first_on::date, $last_on::date, interval 1 day))::date as day
        ),
        hours as (
            select
                day,
                list_contains($weekdays, isodow(day)) and not list_contains($holidays::date[], day) as is_open,
                (day + $start::time) at time zone $time_zone as opens_at,
                (day + $end::time) at time zone $time_zone as closes_at
            from days
        ),
        counted as (
            select day, opens_at, case when is_open then minutes_between(opens_at, closes_at) else 0 end as minutes
            from hours
        ),
        added as (
            select *, sum(minutes) over (order by day) - minutes as minutes_before
            from counted
        ),
        ended as (
            select minutes_before
                + greatest(0, least(minutes, minutes_between(opens_at, generation.as_of))) as minutes_by_then
            from added
            join meta.generation as generation on generation.as_of_on = added.day
        )
        select
            day,
            opens_at,
            minutes::integer as minutes,
            minutes_before::integer as minutes_before,
            -- from the end of the day to the end of the data
            greatest(0, ended.minutes_by_then - minutes_before - minutes)::integer as minutes_left,
            ended.minutes_by_then::integer as minutes_by_the_end
        from added
        cross join ended
        """,
        {
            "time_zone": definitions.time_zone,
            "weekdays": [WEEKDAYS.index(day) + 1 for day in hours.days],
            "first_on": first_on,
            "last_on": last_on,
            "holidays": _holidays(hours, first_on, last_on),
            "start": hours.start,
            "end": hours.end,
        },
    )


def _holidays(hours: WorkingHours, first_on: date | None, last_on: date | None) -> list[date]:
    """The days on which nobody works, those of the country among them."""
    if hours.country is None or first_on is None or last_on is None:
        return list(hours.holidays)
    return [*hours.holidays, *public_holidays.days(hours.country, hours.subdivision, first_on, last_on)]
