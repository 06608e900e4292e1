-- lead_ages: by each of some days, at which age had leads been won or dropped, and at which age were the others open?
--
-- grain         one row per day of known_by, breakdown, motion and stretch of days that has leads
-- known_by      what happened later is not looked at
-- motion        inbound, outbound or unknown
-- stretch_days  age in calendar days from the creation: the first day of the stretch, see `data/evenings.py`
-- won           leads that were won at this age
-- dropped       leads that were lost or disqualified at this age
-- open          leads that were open at this age on known_by
-- beyond_days   sum over all of them of their days after the first of the stretch
--
-- A closing before the creation had happened by age 0 and counts there. Closings without a day are left out.
select
    known_by,
    breakdown,
    motion::varchar as motion,
    stretch_days::bigint as stretch_days,
    sum(won)::bigint as won,
    sum(dropped)::bigint as dropped,
    sum(open)::bigint as open,
    sum(beyond_days)::bigint as beyond_days
from scoped_ages
group by known_by, breakdown, motion, stretch_days
order by known_by, breakdown, motion, stretch_days
