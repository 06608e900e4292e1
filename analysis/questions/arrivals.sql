-- arrivals: how many leads came in each stretch of stretch_days days, counted back from each of some days?
--
-- grain      one row per day of known_by, breakdown, motion and stretch that has leads
-- known_by   who came later is not looked at
-- motion     inbound, outbound or unknown
-- stretch    0 is the last stretch_days days up to known_by (30 if not said), 1 as many before, and so on
-- leads      leads created in the stretch
-- first_on   day of creation of the first of them
with known as (
    select unnest($known_by::date[]) as known_by
),
daily as (
    select breakdown, motion, created_on, count(*) as leads
    from scoped_journeys
    group by breakdown, motion, created_on
)
select
    known_by,
    breakdown,
    motion::varchar as motion,
    (known_by - created_on) // $stretch_days as stretch,
    sum(leads)::bigint as leads,
    min(created_on) as first_on
from daily
join known on created_on <= known_by
group by known_by, breakdown, motion, stretch
order by known_by, breakdown, motion, stretch
