-- stays: by each of some days, how long had leads stayed at a stage, and where had they gone from there?
--
-- grain         one row per day of known_by, motion, stage, stretch of days and where they went
-- known_by      what happened later is not looked at
-- motion        inbound, outbound or unknown
-- position      place of the stage in the pipeline, 1 is the first
-- stretch_days  days at the stage until they left it, or until known_by: the first day of the stretch, by the edges that
--               the caller says
-- to_position   place of the stage that they went on to, the last one is won; 0 for lost or disqualified; missing for
--               leads that were still there
-- leads         stays of leads in scope
-- beyond_days   sum of their days after the first of the stretch
-- longest_days  of those that were won by then the longest; missing without one
with known as (
    select unnest($known_by::date[]) as known_by
),
calendar as (
    -- For each day how many of the others lie before it: what happened on it is known by the next one.
    select unnest(range(min(created_on), max(created_on + observed_days) + interval 1 day, interval 1 day))::date as day
    from scoped_stays
),
places as (
    select day, (select count(*) from known where known_by < day) as days_before
    from calendar
),
ages as (
    select days::smallint as days, list_max(list_filter($edges::smallint[], lambda edge: edge <= days)) as stretch_days
    from (select unnest(range(0, list_max($edges::smallint[])::bigint + 1)) as days)
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
    from scoped_stays
    left join places as leaving on leaving.day = created_on + until_days
    left join places as winning on winning.day = created_on + won_days
),
numbered as (
    select known_by, (select count(*) from known as others where others.known_by < known.known_by) as place
    from known
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
    join numbered on left_after <= place
    union all
    select known_by, motion, position, null, known_by - entered_on, leads, null
    from present
    join numbered on entered_on <= known_by and coalesce(left_after > place, true)
)
select
    known_by,
    motion::varchar as motion,
    position::bigint as position,
    stretch_days::bigint as stretch_days,
    to_position::bigint as to_position,
    sum(leads)::bigint as leads,
    sum(leads * (counted.days - stretch_days))::bigint as beyond_days,
    max(won_days)::bigint as longest_days
from counted
join ages on ages.days = least(counted.days, list_max($edges::smallint[]))
group by all
order by known_by, motion, position, stretch_days, to_position
