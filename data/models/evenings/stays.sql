-- stays: by each of some evenings, how long had leads stayed at a stage, and where had they gone from there?
-- grain: one row per evening, motion, position, stretch of days and to_position, as the question of this name says
with known as (
    select known_by, (row_number() over (order by known_by) - 1)::smallint as place
    from {known}
),
calendar as (
    select unnest(range(min(created_on), max(created_on + observed_days) + interval 1 day, interval 1 day))::date as day
    from {stays}
),
places as (
    -- For each day how many of the evenings lie before it: what happened on it is known by the next one.
    select day, (select count(*) from known where known_by < day)::smallint as days_before
    from calendar
),
dated as (
    select
        motion,
        position,
        to_position,
        until_days - from_days as days,
        created_on + from_days as entered_on,
        leaving.days_before as left_after,
        winning.days_before as won_after
    from {stays}
    left join places as leaving on leaving.day = created_on + until_days
    left join places as winning on winning.day = created_on + won_days
),
gone as (
    select motion, position, to_position, days, left_after, won_after, count(*) as leads
    from dated
    where days is not null
    group by all
),
present as (
    select motion, position, entered_on, left_after, count(*) as leads
    from dated
    group by all
),
counted as (
    select
        known_by,
        motion,
        position,
        to_position,
        days,
        leads,
        case when won_after <= place then days end as won_days
    from gone
    join known on left_after <= place
    union all
    select known_by, motion, position, null, known_by - entered_on, leads, null
    from present
    join known on entered_on <= known_by and coalesce(left_after > place, true)
)
select
    known_by,
    motion,
    position,
    stretch_days,
    to_position,
    sum(leads)::bigint as leads,
    sum(leads * (counted.days - stretch_days))::bigint as beyond_days,
    max(won_days)::smallint as longest_days
from counted
join meta.stretches as stretches on stretches.days = least(counted.days, {longest_days})
group by all
order by known_by
