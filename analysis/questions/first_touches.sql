-- first_touches: who was called, and who never was?
--
-- grain           one row per breakdown and motion
-- motion          of the leads
-- leads           leads created in the period
-- untouched       of those, never touched by us, and old enough for that to be a gap
-- untouched_open  of the untouched, still open
-- week            leads created at least 7 days before the end of the data
-- untouched_week  of those, never touched by us
-- rate untouched_share = untouched_week / week
select
    breakdown,
    motion,
    count(*) as leads,
    count_if(is_never_touched)::bigint as untouched,
    count_if(is_never_touched and outcome = 'open')::bigint as untouched_open,
    count_if(observed_days >= 7)::bigint as week,
    count_if(count_touches_by_us = 0 and observed_days >= 7)::bigint as untouched_week
from scoped_journeys
group by breakdown, motion
order by untouched desc, breakdown, motion
