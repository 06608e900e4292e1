-- activity: who did how much in each month, in the team of that time?
--
-- grain    one row per breakdown and month of the touch, not of the lead's creation
-- month    first day of the month
-- touches  touches by us
select
    breakdown,
    touched_month as month,
    sum(touches)::bigint as touches
from scoped_activities
group by breakdown, touched_month
order by breakdown, month
