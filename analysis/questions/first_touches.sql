-- first_touches: who was called, and who never was?
--
-- grain           one row per breakdown and motion
-- motion          of the leads
-- leads           leads created in the period
-- touched         of those, touched by us at least once
-- untouched       never touched by us
-- untouched_week  of the untouched, created at least 7 days before the end of the data
-- rate untouched_share = untouched / leads
select
    breakdown,
    motion,
    count(*) as leads,
    count_if(count_touches_by_us > 0)::bigint as touched,
    count_if(count_touches_by_us = 0)::bigint as untouched,
    count_if(count_touches_by_us = 0 and observed_days >= 7)::bigint as untouched_week
from scoped_journeys
group by breakdown, motion
order by untouched desc, breakdown, motion
