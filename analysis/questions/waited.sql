-- waited: of the leads that were open on earlier days, how many were won soon after, and how many should have been?
--
-- grain                     one row per day of known_by, motion, channel and segment
-- known_by                  evening on which the leads were open
-- motion, channel, segment  of the leads
-- leads                     leads that were open then
-- expected                  sum of their chances to win within apart_days, by what the caller says of the day, stage and
--                           days there: a chance at the first day of each stretch, and what each further day adds to it
-- won                       of the leads, won within apart_days
with told as (
    select
        unnest($told_on::date[]) as known_by,
        unnest($states::utinyint[]) as state,
        unnest($stretches::smallint[]) as stretch_days,
        unnest($chances::double[]) as chance,
        unnest($slopes::double[]) as slope
),
known as (
    select known_by, (row_number() over (order by known_by) - 1)::smallint as place
    from (select unnest($known_by::date[]) as known_by)
),
calendar as (
    select unnest(range(min(created_on), max(created_on + observed_days) + interval 1 day, interval 1 day))::date as day
    from scoped_stays
),
places as (
    -- Of each day how many of the others lie before it.
    select day, (select count(*) from known where known_by < day)::smallint as days_before
    from calendar
),
ages as (
    select days::smallint as days, list_max(list_filter($edges::smallint[], lambda edge: edge <= days)) as stretch_days
    from (select unnest(range(0, list_max($edges::smallint[])::bigint + 1)) as days)
),
spans as (
    -- From the first of the days on which a lead was there to the first on which it was not, alike ones together.
    select
        motion,
        channel,
        segment,
        state,
        created_on + from_days as entered_on,
        created_on + won_days as won_on,
        entering.days_before as first_place,
        coalesce(leaving.days_before, (select count(*) from known))::smallint as end_place,
        count(*) as leads
    from scoped_stays
    join places as entering on entering.day = created_on + from_days
    left join places as leaving on leaving.day = created_on + until_days
    where first_place < end_place
    group by all
),
present as (
    select * exclude (first_place, end_place), unnest(range(first_place, end_place))::smallint as place
    from spans
),
counted as (
    select
        known_by,
        motion,
        channel,
        segment,
        state,
        leads,
        coalesce(won_on <= known_by + $apart_days, false) as is_won,
        least(known_by - entered_on, list_max($edges::smallint[]))::smallint as days
    from present
    join known using (place)
)
select
    known_by,
    motion::varchar as motion,
    channel::varchar as channel,
    segment::varchar as segment,
    sum(leads)::bigint as leads,
    sum(leads * (chance + slope * (days - stretch_days))) as expected,
    coalesce(sum(leads) filter (where is_won), 0)::bigint as won
from counted
join ages using (days)
join told using (known_by, state, stretch_days)
group by known_by, motion, channel, segment
order by known_by, motion, channel, segment
