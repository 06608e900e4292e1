-- first_touches: who was called, and who never was?
--
-- grain                          one row per breakdown
-- leads                          leads created in the period
-- touched                        of those, touched by us at least once
-- untouched                      never touched by us
-- untouched_week                 of the untouched, created at least 7 days before the end of the data
-- median_first_response_minutes  median minutes from creation to our first touch, of the touched
-- rate untouched_share = untouched / leads
select
    breakdown,
    count(*) as leads,
    count(*) filter (where count_touches_by_us > 0) as touched,
    count(*) filter (where count_touches_by_us = 0) as untouched,
    count(*) filter (where count_touches_by_us = 0 and observed_days >= 7) as untouched_week,
    median(first_response_minutes) as median_first_response_minutes
from scoped_journeys
group by breakdown
order by untouched desc, breakdown
