-- ages: by each of some evenings, at which age had leads been won or dropped, and at which age were the others open?
-- grain: one row per evening, group and stretch of days, as the question lead_ages says
with known as (
    select known_by, (row_number() over (order by known_by) - 1)::smallint as place
    from {known}
),
calendar as (
    select unnest(range(min(created_on), max(created_on + observed_days) + interval 1 day, interval 1 day))::date as day
    from {journeys}
),
places as (
    -- Of each day how many of the evenings lie before it.
    select day, (select count(*) from known where known_by < day)::smallint as days_before
    from calendar
),
closed as (
    select
        {groups}
        created_on,
        case when outcome <> 'open' then followed_days end as days,
        outcome = 'won' as is_won,
        creating.days_before as first_place,
        closing.days_before as end_place,
        count(*) as leads
    from {journeys}
    join places as creating on creating.day = created_on
    left join places as closing on outcome <> 'open' and closing.day = created_on + followed_days
    where followed_days >= 0
    group by all
),
gone as (
    select {groups} days, is_won, end_place, sum(leads) as leads
    from closed
    where end_place is not null
    group by all
),
present as (
    select
        {groups}
        created_on,
        leads,
        unnest(range(first_place, coalesce(end_place, (select count(*) from known))))::smallint as place
    from closed
),
counted as (
    select known_by, {groups} days, case when is_won then 'won' else 'dropped' end as state, leads
    from gone
    join known on end_place <= place
    union all
    select known_by, {groups} known_by - created_on, 'open', leads
    from present
    join known using (place)
)
select
    known_by,
    {groups}
    stretch_days,
    coalesce(sum(leads) filter (where state = 'won'), 0)::bigint as won,
    coalesce(sum(leads) filter (where state = 'dropped'), 0)::bigint as dropped,
    coalesce(sum(leads) filter (where state = 'open'), 0)::bigint as open,
    sum(leads * (counted.days - stretch_days))::bigint as beyond_days
from counted
join meta.stretches as stretches on stretches.days = least(counted.days, {longest_days})
group by all
order by known_by
