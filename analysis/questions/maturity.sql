-- maturity: at which age were leads won, lost or disqualified, and at which age were the open ones last observed?
--
-- grain                    one row per breakdown and age that has leads
-- motion                   the motion of the breakdown's leads; mixed where there are several
-- days                     age of the lead in calendar days from its creation
-- won, lost, disqualified  leads that closed so at this age
-- censored                 open leads that were last observed at this age
--
-- A closing before the creation had happened by age 0 and counts there. Closings without a day are left out.
with aged as (
    select
        breakdown,
        motion,
        outcome,
        followed_days as days,
        count(*) as leads
    from scoped_journeys
    group by all
),
counted as (
    select
        breakdown,
        days,
        min(motion) as first_motion,
        max(motion) as last_motion,
        coalesce(sum(leads) filter (where outcome = 'won'), 0)::bigint as won,
        coalesce(sum(leads) filter (where outcome = 'lost'), 0)::bigint as lost,
        coalesce(sum(leads) filter (where outcome = 'disqualified'), 0)::bigint as disqualified,
        coalesce(sum(leads) filter (where outcome = 'open'), 0)::bigint as censored
    from aged
    where days >= 0
    group by breakdown, days
)
select
    breakdown,
    case
        when min(first_motion) over (partition by breakdown) = max(last_motion) over (partition by breakdown)
            then first_motion::varchar
        else 'mixed'
    end as motion,
    days,
    won,
    lost,
    disqualified,
    censored
from counted
order by breakdown, days
