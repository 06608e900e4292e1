-- persistence: after how many touches by us did leads end?
--
-- grain    one row per breakdown, motion, outcome and number of touches
-- motion   inbound, outbound or unknown
-- outcome  won or lost; disqualified leads were sorted out, not given up
-- touches  touches by us, those after the end of the lead too
-- leads    leads that ended so
select
    breakdown,
    motion,
    outcome,
    count_touches_by_us as touches,
    count(*) as leads
from scoped_journeys
where outcome in ('won', 'lost')
group by breakdown, motion, outcome, count_touches_by_us
order by breakdown, motion, outcome, touches
