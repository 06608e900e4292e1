-- maturity: at which age were leads won, lost or disqualified, and at which age were the open ones last observed?
--
-- grain                    one row per breakdown and age that has leads
-- motion                   the motion of the breakdown's leads; mixed where there are several
-- days                     age of the lead in calendar days from its creation
-- won, lost, disqualified  leads that closed so at this age
-- censored                 open leads that were last observed at this age
--
-- A closing before the creation had happened by age 0 and counts there. Closings without a day are left out.
with motions as (
    select breakdown, case when count(*) = 1 then any_value(motion)::varchar else 'mixed' end as motion
    from (select distinct breakdown, motion from scoped_journeys where followed_days >= 0)
    group by breakdown
),
counted as (
    select
        breakdown,
        followed_days as days,
        count_if(outcome = 'won')::bigint as won,
        count_if(outcome = 'lost')::bigint as lost,
        count_if(outcome = 'disqualified')::bigint as disqualified,
        count_if(outcome = 'open')::bigint as censored
    from scoped_journeys
    where followed_days >= 0
    group by breakdown, days
)
select
    breakdown,
    motion,
    days,
    won,
    lost,
    disqualified,
    censored
from counted
join motions using (breakdown)
order by breakdown, days
