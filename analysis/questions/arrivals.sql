-- arrivals: how many leads came in each stretch of stretch_days days, counted back from the end of the data?
--
-- grain      one row per breakdown and stretch that has leads
-- stretch    0 is the last stretch_days days of the data (30 if not said), 1 as many before, and so on
-- leads      leads created in the stretch
-- first_on   day of creation of the first of them
select
    breakdown,
    observed_days // $stretch_days as stretch,
    count(*) as leads,
    min(created_on) as first_on
from scoped_journeys
group by breakdown, stretch
order by breakdown, stretch
