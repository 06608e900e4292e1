-- waited: of the leads that were open on earlier days, how many won soon after, and how many should have?
--
-- grain                     one row per motion, channel and segment
-- motion, channel, segment  of the leads
-- cell                      number that the three have in common
-- leads                     leads that were open on one of the days, once for each; the days lie apart_days apart, the
--                           latest so many before the end of the data, and there are snapshots of them
-- expected                  sum of their chances to win within apart_days, by what the caller says of stage and days
-- won                       of the leads, won within apart_days
with told as (
    select unnest($states::utinyint[]) as state, unnest($days::integer[]) as days, unnest($chances::double[]) as chance
),
standing as (
    -- The days on which a lead was there, counted back from the end of the data in steps.
    select
        *,
        greatest(1, (observed_days - coalesce(until_days, observed_days + 1)) // $apart_days + 1) as first_step,
        least($snapshots, (observed_days - from_days) // $apart_days) as last_step
    from scoped_stays
),
waiting as (
    select
        *,
        observed_days - unnest(range(first_step, last_step + 1)) * $apart_days as age_days
    from standing
    where first_step <= last_step
)
select
    motion::varchar as motion,
    channel::varchar as channel,
    segment::varchar as segment,
    any_value(cell)::bigint as cell,
    count(*) as leads,
    sum(chance) as expected,
    count_if(coalesce(won_days <= age_days + $apart_days, false))::bigint as won
from waiting
join told on told.state = waiting.state and told.days = least(age_days - from_days, (select max(days) from told))
group by motion, channel, segment
order by motion, channel, segment
