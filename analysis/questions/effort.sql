-- effort: how many touches by us stand behind an opportunity?
--
-- grain          one row per breakdown and motion
-- motion         inbound, outbound or unknown
-- leads          leads created in the period
-- opportunities  of those, became an opportunity
-- touches        touches by us on all these leads, up to the opportunity, else the closing, else the end of the data
-- squares        sum of the squares of each lead's touches
-- shared         sum of the touches of the leads that became an opportunity
select
    breakdown,
    motion,
    count(*) as leads,
    count(*) filter (where is_opportunity) as opportunities,
    sum(count_effort)::bigint as touches,
    sum(count_effort::bigint ** 2)::bigint as squares,
    coalesce(sum(count_effort) filter (where is_opportunity), 0)::bigint as shared
from scoped_journeys
group by breakdown, motion
order by leads desc, breakdown, motion
