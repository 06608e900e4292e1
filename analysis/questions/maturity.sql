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
        case when outcome = 'open' then observed_days else days_to_close end as days
    from scoped_journeys
),
counted as (
    select
        breakdown,
        days,
        min(motion) as first_motion,
        max(motion) as last_motion,
        count(*) filter (where outcome = 'won') as won,
        count(*) filter (where outcome = 'lost') as lost,
        count(*) filter (where outcome = 'disqualified') as disqualified,
        count(*) filter (where outcome = 'open') as censored
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
