-- first_touches: who was called, and who never was?
--
-- grain           one row per breakdown and motion
-- motion          of the leads
-- leads           leads created in the period
-- touched         of those, touched by us at least once
-- untouched       never touched by us
-- untouched_week  of the untouched, created at least 7 days before the end of the data
-- rate untouched_share = untouched / leads
with counted as (
    select
        breakdown,
        motion,
        count_touches_by_us > 0 as is_touched,
        observed_days >= 7 as is_old,
        count(*) as leads
    from scoped_journeys
    group by all
)
select
    breakdown,
    motion,
    sum(leads)::bigint as leads,
    coalesce(sum(leads) filter (where is_touched), 0)::bigint as touched,
    coalesce(sum(leads) filter (where not is_touched), 0)::bigint as untouched,
    coalesce(sum(leads) filter (where not is_touched and is_old), 0)::bigint as untouched_week
from counted
group by breakdown, motion
order by untouched desc, breakdown, motion
