-- open_days: which leads were open on each of some evenings, and for how long had they been at their stage?
-- grain: one row per evening, group, state, cell, days at the stage (at most the last edge) and is_won_soon
-- is_won_soon: won within the days after the evening that evenings.py says. state, cell: see stays.
with known as (
    select known_by, (row_number() over (order by known_by) - 1)::smallint as place
    from {known}
),
calendar as (
    select unnest(range(min(created_on), max(created_on + observed_days) + interval 1 day, interval 1 day))::date as day
    from {stays}
),
places as (
    -- Of each day how many of the evenings lie before it.
    select day, (select count(*) from known where known_by < day)::smallint as days_before
    from calendar
),
spans as (
    -- From the first of the evenings on which a lead was there to the first on which it was not, alike ones together.
    select
        {groups}
        state,
        cell,
        created_on + from_days as entered_on,
        created_on + won_days as won_on,
        entering.days_before as first_place,
        coalesce(leaving.days_before, (select count(*) from known))::smallint as end_place,
        count(*) as leads
    from {stays}
    join places as entering on entering.day = created_on + from_days
    left join places as leaving on leaving.day = created_on + until_days
    where first_place < end_place
    group by all
),
present as (
    select * exclude (first_place, end_place), unnest(range(first_place, end_place))::smallint as place
    from spans
)
select
    known_by,
    {groups}
    state,
    cell,
    least(known_by - entered_on, {longest_days})::smallint as days,
    coalesce(won_on <= known_by + {soon_days}, false) as is_won_soon,
    sum(leads)::bigint as leads
from present
join known using (place)
group by all
