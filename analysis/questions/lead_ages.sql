-- lead_ages: by each of some days, at which age had leads been won or dropped, and at which age were the others open?
--
-- grain         one row per day of known_by, breakdown, motion and stretch of days that has leads
-- known_by      what happened later is not looked at
-- motion        inbound, outbound or unknown
-- stretch_days  age in calendar days from the creation: the first day of the stretch, by the edges that the caller says
-- won           leads that were won at this age
-- dropped       leads that were lost or disqualified at this age
-- open          leads that were open at this age on known_by
-- beyond_days   sum over all of them of their days after the first of the stretch
--
-- A closing before the creation had happened by age 0 and counts there. Closings without a day are left out.
with known as (
    select known_by, (row_number() over (order by known_by) - 1)::smallint as place
    from (select unnest($known_by::date[]) as known_by)
),
calendar as (
    select unnest(range(min(created_on), max(created_on + observed_days) + interval 1 day, interval 1 day))::date as day
    from scoped_journeys
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
closed as (
    select
        breakdown,
        motion,
        created_on,
        case when outcome <> 'open' then followed_days end as days,
        outcome = 'won' as is_won,
        creating.days_before as first_place,
        closing.days_before as end_place,
        count(*) as leads
    from scoped_journeys
    join places as creating on creating.day = created_on
    left join places as closing on outcome <> 'open' and closing.day = created_on + followed_days
    where followed_days >= 0
    group by all
),
gone as (
    select breakdown, motion, days, is_won, end_place, sum(leads) as leads
    from closed
    where end_place is not null
    group by all
),
present as (
    select
        breakdown,
        motion,
        created_on,
        leads,
        unnest(range(first_place, coalesce(end_place, (select count(*) from known))))::smallint as place
    from closed
),
counted as (
    select known_by, breakdown, motion, days, case when is_won then 'won' else 'dropped' end as state, leads
    from gone
    join known on end_place <= place
    union all
    select known_by, breakdown, motion, known_by - created_on, 'open', leads
    from present
    join known using (place)
)
select
    known_by,
    breakdown,
    motion::varchar as motion,
    stretch_days::bigint as stretch_days,
    coalesce(sum(leads) filter (where state = 'won'), 0)::bigint as won,
    coalesce(sum(leads) filter (where state = 'dropped'), 0)::bigint as dropped,
    coalesce(sum(leads) filter (where state = 'open'), 0)::bigint as open,
    sum(leads * (counted.days - stretch_days))::bigint as beyond_days
from counted
join ages on ages.days = least(counted.days, list_max($edges::smallint[]))
group by known_by, breakdown, motion, stretch_days
order by known_by, breakdown, motion, stretch_days
