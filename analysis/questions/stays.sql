-- stays: how long do leads stay at a stage, and where do they go from there?
--
-- grain        one row per motion, stage, days and where they went
-- motion       inbound, outbound or unknown
-- position     place of the stage in the pipeline, 1 is the first
-- days         days at the stage until they left it, or until the end of the data
-- to_position  place of the stage that they went on to, the last one is won; 0 for lost or disqualified; missing for
--              leads that are still there
-- leads        stays of leads in scope
-- won          of those, the lead has been won by the end of the data
select
    motion::varchar as motion,
    position::bigint as position,
    (coalesce(until_days, observed_days) - from_days)::bigint as days,
    to_position::bigint as to_position,
    count(*) as leads,
    count(won_days) as won
from scoped_stays
group by all
order by motion, position, days, to_position
